"""Respondents who don't count because of what is wrong in their rows: how many, of how many and why, never who."""

from __future__ import annotations

import pandas as pd

from personagen.language.labels import listed, plain
from personagen.language.numbers import number
from personagen.report.source import Source


def left_out(source: Source) -> str:
    """Return how many of the people described were left out and for which faults; blank where it wasn't counted."""
    rows = source.table("rows")
    rows = rows[rows["n_left_out"].notna()]
    if rows.empty:
        return ""
    row = rows.iloc[0]
    n = int(row["n_left_out"])
    about = {"all": source.count(row["used"] + n), "people": source.say(f"left_out.people.{row['source']}")}
    if not n:
        return source.say("left_out.none", **about)
    faults = source.table("faults")
    faults = faults[faults["source"].eq(row["source"]) & faults["n_left_out"].map(number).gt(0)]
    faults = faults.sort_values(["n_left_out", "column", "check"], ascending=[False, True, True])
    told = source.say(
        "left_out",
        n=n,
        count=source.count(n),
        **about,
        reasons=listed(source.words, [_reason(source, fault) for _, fault in faults.iterrows()]),
    )
    several = faults["n_left_out"].sum() > n
    return f"{told} {source.say('left_out.several')}" if several else told


def _reason(source: Source, fault: pd.Series) -> str:
    """Return a fault as column, what is wrong and the number of people; without column where it is of the whole row."""
    key = f"why.{fault['check']}"
    why = source.say(key) if source.words.has(f"report.{key}") else plain(fault["check"])
    column = plain(fault["column"]).strip("-")
    n = source.count(fault["n_left_out"])
    return source.say("left_out.cell" if column else "left_out.row", column=column, why=why, n=n)
