"""Persona by persona: how firm it is, where it comes from, who in it is in doubt."""

from __future__ import annotations

import pandas as pd

from personagen.language.labels import plain
from personagen.language.numbers import known, number, percent
from personagen.report.choice import decimal
from personagen.report.grids import Grid, grid
from personagen.report.source import Source

ORIGIN = ((0.1, "one"), (0.6, "few"))
COLUMNS = ("grade", "jaccard", "origin", "size", "doubt")


def each(source: Source) -> Grid:
    """Return how firm each persona is, where it comes from and who in it is in doubt; columns without any left out."""
    rows = [
        [source.name(persona), *_each(source, found.iloc[0])]
        for persona in source.personas
        if len(found := source.of("stability", persona))
    ]
    kept = [i for i in range(len(COLUMNS) + 1) if not i or any(row[i] not in {"", "–"} for row in rows)]
    heads = [source.words.say("common.persona"), *(source.tell(f"each.{name}") for name in COLUMNS)]
    body = [[row[i] for i in kept] for row in rows]
    return grid(source.tell("each.caption"), [heads[i] for i in kept], body, numeric=False)


def formed(source: Source) -> str:
    """Return whom the counts of the segments are of, where somebody was placed afterwards; blank where nobody was."""
    placed = source.table("personas")["n_partial"].map(number).fillna(0)
    return source.tell("each.formed") if placed.gt(0).any() else ""


def origins(source: Source) -> Grid:
    """Return the streams between segments as a table: the numbers of the chart of origins."""
    table = source.table("origins")
    table = table[table["previous_segment"].ne("-") & table["n"].ne(0).fillna(value=True)]
    table = table.assign(place=table["segment"].map(_place), before=table["previous_segment"].map(_place))
    rows = [_origin_row(source, row) for _, row in table.sort_values(["k", "place", "before"]).iterrows()]
    heads = [source.tell(f"origins.{name}") for name in ("k", "segment", "previous", "n", "share")]
    return grid(source.tell("origins.caption"), heads, rows, numeric=False)


def _each(source: Source, row: pd.Series) -> list[str]:
    grade = f"claims.grade.{row['grade']}"
    return [
        source.words.say(grade) if source.words.has(grade) else "",
        decimal(source, row["jaccard"]),
        _origin(source, row["origin_entropy"]),
        _sizes(source, row),
        _doubt(source, row),
    ]


def _origin(source: Source, entropy: object) -> str:
    if not known(entropy):
        return "–"
    word = next((word for most, word in ORIGIN if number(entropy) <= most), "many")
    return source.tell(f"origin.{word}", value=decimal(source, entropy))


def _sizes(source: Source, row: pd.Series) -> str:
    if not known(row["size_low"], row["size_high"]):
        return "–"
    low, high = source.count(row["size_low"]), source.count(row["size_high"])
    return low if low == high else source.tell("each.range", low=low, high=high)


def _doubt(source: Source, row: pd.Series) -> str:
    if not known(row["n_in_doubt"]):
        return "–"
    share = percent(source.words, row["in_doubt_share"])
    return source.tell("doubt.count", n=source.count(row["n_in_doubt"]), share=share)


def _origin_row(source: Source, row: pd.Series) -> list[str]:
    k, used = int(row["k"]), source.info.k
    segment, previous = plain(row["segment"]), plain(row["previous_segment"])
    return [
        source.count(k),
        source.name(segment) if k == used else segment,
        source.name(previous) if k == used + 1 else previous,
        source.count(row["n"]),
        percent(source.words, row["share"]),
    ]


def _place(segment: object) -> float:
    return float(str(segment)) if str(segment).isdigit() else float("inf")
