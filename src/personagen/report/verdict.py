"""The verdict that opens the report: are these groups real, how sure is that, and who chose their number.

The words are those a board understands; the measures behind them stand in `choice` and `segments`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from personagen.language.numbers import known, number, percent
from personagen.language.odds import odds
from personagen.report.source import Source

SURE = 0.05  # where it is not natural all the same, a border is blurred
NOT_SOUGHT = ("segments_given", "kept")


@dataclass(frozen=True)
class Verdict:
    """What can be said of the groups: its kind, a word for it, what it means; how sure it is and who chose."""

    kind: str
    label: str
    text: str
    aside: str


def verdict(source: Source) -> Verdict | None:
    """Return what opens the report; None where a run has no verdict and did look for groups."""
    rows, kind = source.table("verdict"), source.info.k_reason
    if kind in NOT_SOUGHT:
        return _verdict(source, kind, "")
    if rows.empty:
        return None
    row = rows.iloc[0]
    return _verdict(source, str(row["verdict"]), " ".join(_aside(source, row)))


def _verdict(source: Source, kind: str, aside: str) -> Verdict:
    label, text = (source.tell(f"verdict.{kind}{part}") for part in (".label", ""))
    return Verdict(kind, label, text, aside)


def _aside(source: Source, row: pd.Series) -> Iterator[str]:
    """Yield how sure the verdict is; and who chose the number, the next best one and how many searches end here."""
    kind = str(row["verdict"])
    p = row["p_unrelated" if kind == "constructed" else "p_continuum"]
    if kind == "reproducible" and number(p) <= SURE:
        yield source.tell("sure.blurred")
    elif known(p):
        yield source.tell(f"sure.{kind}", odds=odds(source.words, number(p)))
    text = _who(source, row)
    if known(row["runner_up"]):
        text = source.tell("who.runner_up", text=text, k=int(row["runner_up"]))
    if known(row["restarts_at_best"]):
        share = percent(source.words, row["restarts_at_best"])
        text = source.tell("who.restarts", text=text, share=share)
    yield f"{text}."


def _who(source: Source, row: pd.Series) -> str:
    k, data_k = int(row["k"]), int(row["data_k"])
    if source.info.k_reason == "given":
        word = source.tell(f"word.{row['data_verdict']}")
        return source.tell("who.same" if k == data_k else "who.other", k=k, data_k=data_k, word=word)
    none = source.info.k_reason == "auto_none_eligible"
    return source.tell("who.auto_none_eligible" if none else "who.auto", k=k)
