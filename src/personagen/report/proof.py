"""What a claim rests on, as the panel beside it shows: table, row, people, interval, confidence."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from personagen.language.labels import plain
from personagen.language.numbers import amount, known, number, percent_range
from personagen.report.source import Source

IN_FILES = ("table", "row", "column")


@dataclass(frozen=True)
class Line:
    """A claim as a card shows it.

    Parameters
    ----------
    place
        Of the panel: unique on the page.
    topic, label, kind, text
        As in the table ``claims``.
    is_marker
        Whether it sets the persona apart.
    width, overall
        The share and everybody's, in percent; None for what isn't a share.
    proof
        What the panel shows: what it is, what it says, and whether that is a name in the files rather than words.
    """

    place: str
    topic: str
    label: str
    kind: str
    text: str
    is_marker: bool
    width: float | None
    overall: float | None
    proof: tuple[tuple[str, str, bool], ...]


def line_of(source: Source, row: pd.Series, place: str) -> Line:
    """Return a claim as a card shows it."""
    is_share = known(row["value"], row["overall"]) and not is_mean(row)
    return Line(
        place=place,
        topic=plain(row["topic"]),
        label=plain(row["label"]),
        kind=plain(row["kind"]),
        text=plain(row["text"]),
        is_marker=bool(row["is_marker"]),
        width=round(100 * number(row["value"]), 1) if is_share else None,
        overall=round(100 * number(row["overall"]), 1) if is_share else None,
        proof=tuple(
            (source.say(f"proof.{key}"), text, key in IN_FILES) for key, text in _proof(source, row) if text
        ),
    )


def is_mean(claim: pd.Series) -> bool:
    """Tell whether what is claimed is a mean in its own unit, and not a share."""
    return claim["table"] == "profile" and str(claim["claim"]).endswith(":mean")


def _proof(source: Source, row: pd.Series) -> list[tuple[str, str]]:
    confidence = "absent" if not plain(row["table"]) else str(row["confidence"])
    return [
        ("table", plain(row["table"])),
        ("row", plain(row["row"])),
        ("column", plain(row["column"])),
        ("n", _people(source, row)),
        ("interval", _interval(source, row)),
        ("confidence", source.say(f"confidence.{confidence}")),
    ]


def _people(source: Source, row: pd.Series) -> str:
    if not known(row["n"]):
        return ""
    if not known(row["base"]):
        return source.count(row["n"])
    return source.say("proof.of", n=source.count(row["n"]), base=source.count(row["base"]))


def _interval(source: Source, row: pd.Series) -> str:
    if not known(row["low"], row["high"]):
        return ""
    if not is_mean(row):
        return percent_range(source.words, row["low"], row["high"])
    low, high = (amount(source.words, row[end]) for end in ("low", "high"))
    return source.say("proof.between", low=low, high=high)
