"""How large the personas are among all customers, and whether customers outside the survey could be given one."""

from __future__ import annotations

import pandas as pd

from personagen.contracts import persona_order
from personagen.language.numbers import flag, known, percent
from personagen.report.grids import Grid, grid
from personagen.report.source import Source


def tell_extension(source: Source) -> str:
    """Return the paragraph on customers outside the survey: whether they have a persona, and why; blank without any."""
    rows = _rows(source)
    if "all" not in rows.index:
        return ""
    whole = rows.loc[["all"]].iloc[0]
    values = {"needed": percent(source.words, whole["needed"]), "linked": source.count(whole["n_linked"])}
    if not known(whole["recall"]):
        return source.say("extension.too_little", **values)
    right = source.share(whole, "recall", "recall_low", "recall_high")
    if not flag(whole["is_used"]):
        return source.say("extension.refused", right=right, **values)
    told = source.say("extension.used", right=right, n=source.count(whole["n_extended"]), **values)
    rest = rows["customer_share"].get("unassigned")
    if known(rest) and rest:
        told = f"{told} {source.say('extension.unassigned', share=source.finely(rest))}"
    return f"{told} {source.say('extension.journeys')}" if source.has_log else told


def extension_grid(source: Source) -> Grid:
    """Return how well each persona is recognised, how many customers were given it, and its share of all customers."""
    heads = ("n_linked", "recall", "needed", "n_extended", "customer_share")
    rows = _rows(source)
    return grid(
        source.say("extension.caption"),
        [source.words.say("common.persona"), *(source.say(f"extension.{head}") for head in heads)],
        [[source.name(p), *_cells(source, rows.loc[[p]].iloc[0])] for p in persona_order(list(rows.index))],
    )


def _rows(source: Source) -> pd.DataFrame:
    table = source.table("extension")
    return table.set_index(table["persona"].astype(str))


def _cells(source: Source, row: pd.Series) -> list[str]:
    return [
        source.count(row["n_linked"]),
        source.share(row, "recall", "recall_low", "recall_high"),
        percent(source.words, row["needed"]),
        source.count(row["n_extended"]),
        source.share(row, "customer_share", "customer_share_low", "customer_share_high"),
    ]
