"""How people answered: what raises doubt, and what the personas are without it."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from personagen.language.numbers import flag, known, number, percent
from personagen.report.grids import Grid, grid
from personagen.report.source import Source

# agreement (adjusted Rand index) from which two divisions are called practically or largely the same
SAME, ALIKE = 0.9, 0.6


def checks(source: Source) -> Grid:
    """Return the checks on the answering: respondents, share, and agreement of the personas without them."""
    table = source.table("quality")
    table = table[table["check"].ne("level")]
    heads = [source.words.say(f"quality.{name}") for name in ("check", "n", "share", "ari")]
    return grid(
        source.words.say("quality.caption"), heads, [_row(source, row) for _, row in table.iterrows()]
    )


def told(source: Source) -> list[str]:
    """Return what the checks mean, in sentences; none where nothing could be checked."""
    table = source.table("quality")
    rows = {str(row["check"]): row for _, row in table.iterrows()}
    return [sentence for check, row in rows.items() for sentence in _say(source, check, row)]


def is_alarm(source: Source) -> bool:
    """Tell whether the personas differ in answering level: the report opens with it then."""
    table = source.table("quality")
    return any(flag(value) for value in table.loc[table["check"].eq("level"), "is_alarm"])


def alarm(source: Source) -> str:
    """Return the warning that personas differ in answering level only; blank where they don't."""
    table = source.table("quality")
    rows = table[table["check"].eq("level")] if is_alarm(source) else table.head(0)
    return " ".join(text for _, row in rows.iterrows() for text in _say(source, "level", row))


def _row(source: Source, row: pd.Series) -> list[str]:
    n = source.count(row["n"]) if known(row["n"]) else source.words.say("quality.hidden")
    return [
        source.words.say(f"quality.{row['check']}"),
        n,
        percent(source.words, row["share"]),
        _ari(source, row),
    ]


def _ari(source: Source, row: pd.Series) -> str:
    ari = row["ari_without"]
    return source.words.number(number(ari), 2).replace("-", "−") if known(ari) else "–"


def _say(source: Source, check: str, row: pd.Series) -> Iterator[str]:
    about = {"n": source.count(row["n"]), "share": percent(source.words, row["share"])}
    if check == "any" and known(row["n"]) and not number(row["n"]):
        yield source.words.say("quality.none")
    elif check == "any" and known(row["n"], row["ari_without"]):
        ari = number(row["ari_without"])
        key = "same" if ari >= SAME else "alike" if ari >= ALIKE else "other"
        yield source.words.say(f"quality.{key}", **about, ari=_ari(source, row))
    elif check == "partial" and known(row["n"], row["share_change"]):
        change = source.words.number(100 * number(row["share_change"]), 1)
        yield source.words.say("quality.partly", **about, change=change)
    elif check == "level":
        key = "alarm" if flag(row["is_alarm"]) else "calm"
        yield source.words.say(f"quality.{key}", share=percent(source.words, row["level_share"]))
