"""What may be said of a persona, from the shown cells of its profile. Choosing among them belongs to `choosing`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from personagen.contracts import persona_order
from personagen.contracts.published import PROFILE
from personagen.language.words import Words, words_in
from personagen.personas.naming.contrasts import MEAN, Floats, contrast_personas
from personagen.privacy import suppress
from personagen.statistics.apart import sets_apart
from personagen.statistics.effects import SMALL_EFFECT
from personagen.study import Study

HALF = 0.5
QUARTER = 0.25  # less said by everybody, nobody misses
FEW = 0.1  # with a mean under this at least nine in ten have none [Markov]


@dataclass(frozen=True)
class Trait:
    """One thing that a persona is, has or says more or less than others.

    Parameters
    ----------
    variable, level, label, block, type
        As in contract ``profile``.
    is_feature
        Whether it helped to form the segments.
    is_up
        Whether it is more so, or less so.
    is_marker
        Whether it sets the persona apart from everybody (``statistics.apart``).
    holds
        Whether it is true of the persona by itself: at least half gave the answer (where it is less so, less than half,
        and at least a quarter of everybody), the mean lies on that side of the middle of the scale; of a number whether it is a marker.
    leads
        Whether no other persona comes near: each lies at least a small effect behind, and none has an interval that
        reaches this one's.
    is_none
        Whether (nearly) all of them have none of it.
    unit
        How the label of a number is to be spoken of: counted (``visits``), done (``spent on wine``), or as the height
        of a noun (``age``).
    strength
        Size of the effect against the other personas together.
    apart
        How much more so (or less so) than each other persona.
    """

    variable: str
    level: str
    label: str
    block: str
    type: str
    is_feature: bool
    is_up: bool
    is_marker: bool
    holds: bool
    leads: bool
    is_none: bool
    unit: str
    strength: float
    apart: tuple[float, ...]


def find_traits(profile: pd.DataFrame, study: Study) -> dict[str, list[Trait]]:
    """Return by persona what may be said of it, whatever the order of the rows.

    Parameters
    ----------
    profile
        Contract ``profile``, with all its cells or as it was published.
    study
        Says how small a cell may be, and the scales of the items.
    """
    personas = [persona for persona in persona_order(profile["persona"]) if persona != "all"]
    shown = suppress(PROFILE, profile, study.privacy.minimum_cell)
    shown = shown[shown["persona"] != "all"].assign(apart=sets_apart)
    middles = {name: sum(v.scale) / 2 for _, name, v in study.each_variable() if v.scale}
    words = words_in(study.language)  # labels are in the study's language, whatever that of the report
    found: dict[str, list[Trait]] = {persona: [] for persona in personas}
    for (variable, _level), rows in shown.groupby(["variable", "level"], sort=True):
        rows = rows.set_index("persona").reindex(personas).dropna(subset="label")  # noqa: PLW2901
        item = _Item(rows, contrast_personas(rows), middles.get(str(variable)), words)
        for place, persona in enumerate(rows.index):
            found[str(persona)] += item.traits(place)
    return found


@dataclass(frozen=True)
class _Item:
    """One variable and level: its row for each persona, how far these lie apart, and the middle of its scale."""

    rows: pd.DataFrame
    contrasts: Floats
    middle: float | None
    words: Words

    def traits(self, place: int) -> Iterator[Trait]:
        """Yield what is to be said of the persona in this place; nothing where its cell is hidden."""
        row = self.rows.iloc[place]
        if pd.isna(row["value"]):
            return
        effect = np.nan if pd.isna(row["effect_size"]) else float(row["effect_size"])
        is_up = effect > 0 if np.isfinite(effect) else bool(row["level"] != MEAN and row["value"] >= HALF)
        label = " ".join(str(row["label"]).split())
        others = self._others(place, is_up=is_up)
        yield Trait(
            variable=str(row["variable"]),
            level=str(row["level"]),
            label=label,
            block=str(row["block"]),
            type=str(row["type"]),
            is_feature=bool(row["role"] == "feature"),
            is_up=is_up,
            is_marker=bool(row["apart"]),
            holds=_holds(row, self.middle, is_up=is_up),
            leads=bool((others >= SMALL_EFFECT).all()) and self._is_clear(place, is_up=is_up),
            is_none=bool(row["type"] == "count" and row["value"] < FEW),
            unit=_unit(label, str(row["type"]), self.words),
            strength=abs(effect) if np.isfinite(effect) else 0.0,
            apart=tuple(float(contrast) for contrast in others),
        )

    def _is_clear(self, place: int, *, is_up: bool) -> bool:
        """Tell whether no other persona's interval reaches that of the persona in this place; hidden ones don't count."""
        own, others = self.rows.iloc[place], self.rows.drop(index=self.rows.index[place])
        reached = others["high"] >= own["low"] if is_up else others["low"] <= own["high"]
        return not bool(reached.fillna(value=False).any())

    def _others(self, place: int, *, is_up: bool) -> Floats:
        """Return the contrasts with the other personas in the direction of the trait."""
        own = self.contrasts[place]
        if not is_up:
            # what is hidden is probably less so: it can't be told from what is less so here
            own = np.where(self.rows["value"].isna(), 0.0, -own)
        return np.delete(own, place)


def _unit(label: str, kind: str, words: Words) -> str:
    start = label.casefold()
    if label.split(" ", 1)[0].isupper():
        return "noun"  # an abbreviation is no plural
    if re.match(words.say("personas.is_done"), start):
        return "done"
    if kind == "count":
        return "noun" if re.match(words.say("personas.is_amount"), start) else "counted"
    return "counted" if re.match(words.say("personas.is_plural"), start) else "noun"


def _holds(row: pd.Series, middle: float | None, *, is_up: bool) -> bool:
    value, kind = float(row["value"]), row["type"]
    if kind in ("number", "count"):
        return bool(row["apart"])
    if kind == "likert":
        return middle is None or (value >= middle if is_up else value < middle)
    if kind == "yes_no" and not is_up:
        return value < HALF and float(row["overall"]) >= QUARTER
    return is_up and value >= HALF
