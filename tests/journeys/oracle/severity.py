"""How far every place lies under the persona's own journey, and which places do beyond chance, from published tables."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from scipy import stats

from .contacts import ALL, UNASSIGNED
from .means import BLANK
from .published import Row, Tables, sources

LEVEL, LEAST, FEWEST = 0.05, 0.1, 10


@dataclass(frozen=True)
class Place:
    """How far a persona lies under its own journey at a place, by one measure, and how sure that is."""

    row: Row
    measure: str
    n: int
    severity: float
    error: float
    p_adjusted: float = BLANK
    half: float = BLANK

    @property
    def where(self) -> tuple[str, str]:
        """Phase and touchpoint, ``all`` for the whole phase."""
        return self.row["phase"], self.row["touchpoint"]

    @property
    def persona(self) -> str:
        """Whose it is."""
        return str(self.row["persona"])


def look(tables: Tables) -> list[Place]:
    """Return every place where ten people or more of a persona told, by both measures."""
    journey: list[Row] = [{**row, "touchpoint": ALL} for row in tables["journey"]]
    touchpoints = [row for row in tables.get("touchpoints", []) if row["channel"] == ALL]
    asked = _asked(tables)
    found = []
    for measure in ("valence", "gap"):
        for row in (*journey, *touchpoints):
            mean, error, n = _told(row, measure)
            if row["persona"] in (ALL, UNASSIGNED) or n < FEWEST:
                continue
            alike = [
                phase
                for phase in journey
                if (phase["persona"], asked[phase["phase"]]) == (row["persona"], asked[row["phase"]])
            ]
            own, own_error = _own(alike, measure)
            if not math.isnan(own):
                found.append(Place(row, measure, n, own - mean, math.hypot(error, own_error)))
    return found


def _asked(tables: Tables) -> dict[str, str]:
    """Return by phase where people were asked: in the survey, in interviews, or in the logs."""
    said = sources(tables["journey"])
    return {
        row["phase"]: source if (source := said.get(row["phase"], "")) in ("survey", "interviews") else "logs"
        for row in tables["journey"]
    }


def _told(row: Row, measure: str) -> tuple[float, float, int]:
    """Return a mean, its standard error from the half of its interval that wasn't cut off, and of how many it is."""
    mean, low, high, n = (
        row[name] for name in (measure, f"{measure}_low", f"{measure}_high", f"n_{measure}")
    )
    if mean is None or low is None or high is None or n is None or n < 2:
        return BLANK, BLANK, 0
    half = max(mean - low, high - mean)
    return mean, half / float(stats.t.ppf(0.975, n - 1)), n


def _own(phases: Sequence[Row], measure: str) -> tuple[float, float]:
    """Return the mean of a persona's phases, each weighing by its people, and the most that its error can be."""
    told = [each for row in phases if (each := _told(row, measure))[2]]
    total = sum(n for *_, n in told)
    if not total:
        return BLANK, BLANK
    return sum(mean * n for mean, _, n in told) / total, sum(error * n for _, error, n in told) / total


def find_lows(looked: Sequence[Place]) -> list[Place]:
    """Return the places that lie under, by .1 and beyond chance, deepest first."""
    tested = [place for place in looked if place.error > 0]
    if not tested:
        return []
    p = [2 * float(stats.t.sf(abs(each.severity) / each.error, each.n - 1)) for each in tested]
    adjusted = stats.false_discovery_control(p)
    called = [(place, q) for place, q in zip(tested, adjusted, strict=True) if q <= LEVEL]
    tail = LEVEL * len(called) / len(tested) / 2
    lows: dict[tuple[str, ...], Place] = {}
    for place, q in sorted(called, key=lambda each: -each[0].severity):
        if place.severity >= LEAST:
            half = float(stats.t.ppf(1 - tail, place.n - 1)) * place.error
            lows.setdefault((place.persona, *place.where), replace(place, p_adjusted=q, half=half))
    explained = {(persona, phase) for persona, phase, touchpoint in lows if touchpoint != ALL}
    return [low for key, low in lows.items() if key[2] != ALL or key[:2] not in explained]
