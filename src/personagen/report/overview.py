"""Tables of the page beside the cards: the heat table's numbers, what the data cover. All personas side by side: `compare`."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from personagen.contracts import persona_order
from personagen.language.labels import listed, plain
from personagen.language.numbers import flag, known, number, percent, percent_range, signed
from personagen.report.grids import Grid, grid
from personagen.report.source import Source

_BOTS = ("n_bots", "n_bot_contacts")
_SEEN: dict[str, Callable[[Source, object], str]] = {
    "n_respondents": Source.count,
    "n_linked": Source.count,
    "match_rate": lambda source, share: percent(source.words, share),
    "n_customers": Source.count,
    "n_contacts": Source.count,
    "unmapped_share": Source.finely,
    **dict.fromkeys(_BOTS, Source.count),
}


def journey_grids(source: Source) -> list[Grid]:
    """Return valence, reach and drop-off of every persona in every phase, each with interval and n."""
    table = source.table("journey")
    shown = [p for p in persona_order(table["persona"]) if p != "unassigned"]
    cells = {(str(row["persona"]), str(row["phase"])): row for _, row in table.iterrows()}
    heads = [source.words.say("common.persona"), *source.phases.values()]
    metrics = (("valence", "n_valence"), ("reach", "n_customers"), ("drop_off", "n_going_on"))
    return [
        grid(
            source.say(f"heat.{metric}"),
            heads,
            [
                [source.name(p), *(_metric(source, cells.get((p, f)), metric, n) for f in source.phases)]
                for p in shown
            ],
        )
        for metric, n in metrics
        if table[metric].notna().any()
    ]


def _metric(source: Source, row: pd.Series | None, metric: str, n: str) -> str:
    if row is None or not known(row[metric]):
        return source.say("hidden") if row is not None and flag(row["suppressed"]) else "–"
    low, high = row[f"{metric}_low"], row[f"{metric}_high"]
    if metric == "valence":
        return (
            f"{signed(source.words, row[metric])} ({source.basis(row[n], source.signed_between(low, high))})"
        )
    reach = percent_range(source.words, low, high)
    return f"{percent(source.words, row[metric])} ({source.basis(row[n], reach)})"


def row_account(source: Source) -> Grid:
    """Return what became of the rows of every source."""
    columns = ("read", "used", "quarantined", "duplicate", "excluded", "unlinked")
    rows = [
        [source_name(source, row["source"]), *(source.count(row[c]) for c in columns)]
        for _, row in source.table("rows").iterrows()
    ]
    return grid(
        source.say("rows.caption"), [source.say("source"), *(source.say(f"rows.{c}") for c in columns)], rows
    )


def faults(source: Source) -> list[tuple[str, str, str, str]]:
    """Return the faults: source, column, rows, and what is wrong and what to do."""
    rows = source.table("faults").sort_values(["source", "column", "check"], kind="stable")
    return [
        (source_name(source, row["source"]), _column(row), source.count(row["n"]), _mend(source, row))
        for _, row in rows.iterrows()
    ]


def _column(row: pd.Series) -> str:
    """Return the column of a fault; an en dash where it is about the whole row."""
    return plain(row["column"]).strip("-") or "–"


def _mend(source: Source, row: pd.Series) -> str:
    """Say a check in the language of the report; in the words of the table where the report knows it not."""
    own = (f"check.{row['check']}.{row['source']}", f"check.{row['check']}")
    key = next((key for key in own if source.words.has(f"report.{key}")), "")
    return source.say(key) if key else plain(row["mend"])


def coverage(source: Source) -> Grid:
    """Return how much of each persona the logs show; of bots where there are any."""
    table = source.table("coverage")
    rows = table.set_index(table["persona"].astype(str))
    n_bots = table["n_bots"].map(number)
    # few are hidden, where others have none
    has_bots = n_bots.gt(0).any() or (n_bots.notna().any() and n_bots.isna().any())
    heads = [head for head in _SEEN if has_bots or head not in _BOTS]
    body = []
    for persona in persona_order(table["persona"]):
        row = rows.loc[persona]
        body.append([source.name(persona), *(_SEEN[head](source, row[head]) for head in heads)])
    return grid(
        source.say("coverage.caption"),
        [source.words.say("common.persona"), *(source.say(f"coverage.{h}") for h in heads)],
        body,
    )


def who_has_a_persona(source: Source) -> str:
    """Return the sentence on the part of all customers and contacts in the logs that has a persona; blank if hidden."""
    table = source.table("coverage")
    rows = table.set_index(table["persona"].astype(str)).reindex(["all", "unassigned"])
    counts = rows[["n_customers", "n_contacts"]].map(number)
    if not known(*counts.to_numpy().ravel()) or not counts.sum().all():
        return ""
    inside, total = counts.loc["all"], counts.sum()
    return source.say(
        "has_persona",
        customers=source.count(inside["n_customers"]),
        all_customers=source.count(total["n_customers"]),
        customers_share=percent(source.words, inside["n_customers"] / total["n_customers"]),
        contacts=source.count(inside["n_contacts"]),
        all_contacts=source.count(total["n_contacts"]),
        contacts_share=percent(source.words, inside["n_contacts"] / total["n_contacts"]),
    )


def unmapped(source: Source) -> str:
    """Return the sentence on the touchpoints without a phase, those with most contacts named; blank if there are none."""
    named = sorted(source.info.unmapped.items(), key=lambda item: (-item[1], item[0]))
    told = [source.say("unmapped.named", name=plain(name), count=source.count(n)) for name, n in named]
    if n_others := source.info.n_unmapped_others:
        told.append(
            source.say(
                "unmapped.others" if told else "unmapped.rare", n=n_others, count=source.count(n_others)
            )
        )
    return source.say("unmapped", touchpoints=listed(source.words, told)) if told else ""


def filled_in(source: Source) -> Grid:
    """Return how many answers were filled in or clipped before segments were formed, most first."""
    profile, features = source.table("profile"), source.table("features")
    labels = dict(zip(profile["variable"], profile["label"], strict=True))
    columns = ["n_missing", "n_not_asked", "n_clipped"]
    features = features.assign(total=features[columns].sum(axis=1)).query("total > 0")
    features = features.sort_values(["total", "variable"], ascending=[False, True])
    rows = [
        [plain(labels.get(row["variable"], row["variable"])), *(source.count(row[c]) for c in columns)]
        for _, row in features.iterrows()
    ]
    heads = [source.say("variable"), *(source.say(f"features.{c}") for c in columns)]
    return grid(source.say("features.caption"), heads, rows)


def source_name(source: Source, name: object) -> str:
    """Return what the report calls a source; numbered logs keep their number, with their files where those are known."""
    bare = str(name).rstrip("0123456789 _-[]")
    number_part = "".join(c for c in str(name)[len(bare) :] if c.isdigit())
    if not source.words.has(f"report.source.{bare}"):
        return plain(name)
    called = f"{source.say(f'source.{bare}')} {number_part}".strip()
    files = plain(source.info.source_files.get(f"{bare} {number_part}", ""))
    return f"{called} ({files})" if files else called
