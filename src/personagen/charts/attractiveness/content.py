"""What the attractiveness chart says: totals, criteria and their words. Drawing belongs to the other modules."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from personagen.charts.text import clean
from personagen.contracts import persona_order
from personagen.contracts.cards import AXES, TOTAL
from personagen.language.numbers import flag, known, number, percent
from personagen.language.words import Words

LARGEST = 38.0


@dataclass(frozen=True)
class Content:
    """The criteria of each axis, and what is known of each persona.

    Parameters
    ----------
    criteria
        Axis to criterion to its words, the heaviest first.
    parts
        Axis, persona and criterion to what it adds to the total; NaN where that is unknown.
    totals
        Axis and persona to the total.
    shares
        Share of each persona.
    names
        Persona to name, in order.
    """

    criteria: Mapping[str, Mapping[str, str]]
    parts: Mapping[tuple[str, str, str], float]
    totals: Mapping[tuple[str, str], float]
    shares: Mapping[str, float]
    names: Mapping[str, str]

    @property
    def axes(self) -> list[str]:
        """The axes that have criteria."""
        return [axis for axis in AXES if self.criteria[axis]]

    @property
    def placed(self) -> list[str]:
        """The personas with a total on every axis, the most attractive first."""
        personas = [p for p in self.names if all(known(self.totals.get((a, p))) for a in self.axes)]
        return sorted(personas, key=lambda p: -self.totals[self.axes[0], p])

    @property
    def left_out(self) -> list[str]:
        """Names of the personas without."""
        placed = set(self.placed)
        return [name for p, name in self.names.items() if p not in placed]

    def radius(self, persona: str, largest: float = LARGEST) -> float:
        """Return the radius in points of a bubble whose area is the persona's share; least where that is hidden."""
        shares = [share for share in self.shares.values() if known(share)]
        share = self.shares[persona] if known(self.shares[persona]) else min(shares, default=1.0)
        return largest * math.sqrt(share / max(shares, default=1.0))


def read_content(table: pd.DataFrame, words: Words, names: Mapping[str, str]) -> Content:
    """Return what the chart says.

    Parameters
    ----------
    table
        Contract ``attractiveness``.
    """
    table = table.assign(persona=table["persona"].astype(str))
    there = set(table["persona"])
    rows = table[table["criterion"] != TOTAL]
    first = rows.drop_duplicates(["axis", "criterion"]).sort_values(
        ["weight", "criterion"], ascending=[False, True]
    )
    totals = table[table["criterion"] == TOTAL]
    return Content(
        {
            axis: {
                str(row["criterion"]): _say(row, words) for _, row in first[first["axis"] == axis].iterrows()
            }
            for axis in AXES
        },
        {
            (str(row["axis"]), str(row["persona"]), str(row["criterion"])): number(row["score"])
            * number(row["weight"])
            for _, row in rows.iterrows()
        },
        {(str(a), str(p)): number(v) for a, p, v in totals[["axis", "persona", "score"]].to_numpy()},
        dict(zip(table["persona"], table["share"].map(number), strict=True)),
        {p: clean(names[p]) for p in persona_order(list(names)) if p in there},
    )


def _say(row: pd.Series, words: Words) -> str:
    """Return a criterion with its weight, and whether less of it is better."""
    key, name = f"charts.attractiveness.{row['criterion']}", str(row["criterion"])
    label = clean(row["label"]) or (words.say(key) if words.has(key) else name)
    said = "low" if flag(row["low_is_better"]) else "high"
    weight = percent(words, row["weight"])
    return words.say(f"charts.attractiveness.criterion.{said}", label=label, weight=weight)
