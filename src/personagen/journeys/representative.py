"""The table `representative`: the journey that stands for a persona, told step by step.

Never one customer's own: every step is one that all who are counted made. The words of a step belong to `telling`.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import cdist

from personagen.contracts.paths import REPRESENTATIVE
from personagen.journeys.counts import Counts
from personagen.journeys.feelings import mean_and_sd
from personagen.journeys.labels import ALL
from personagen.journeys.rules import DAY_US
from personagen.journeys.telling import say_steps
from personagen.language.words import Words
from personagen.study import Study

LONGEST = 60  # steps of a journey that are held against others
MOST = 3  # touchpoints told of a phase


@dataclass(frozen=True)
class _Journey:
    """One customer's: touchpoints in order with repeats as one, phases by first arrival, and each touchpoint's first contact."""

    path: tuple[int, ...]
    phases: tuple[int, ...]
    first: dict[int, tuple[int, int]]
    began: int


@dataclass(frozen=True)
class _Told:
    """What is told: the touchpoints, who make the path, and how far the medoid is from all."""

    touchpoints: tuple[int, ...]
    makers: tuple[_Journey, ...]
    distance: float


def tell_journeys(counts: Counts, study: Study, words: Words) -> pd.DataFrame:
    """Return the contract ``representative``, nothing suppressed yet.

    The medoid is the journey with the smallest mean edit distance to all of the persona's: the touchpoints to put in, leave
    out or change, by the length of the longer one [Levenshtein]; a touchpoint stands for its phase too. It says in which order
    the phases are met first. Of those with this order, the path holds the touchpoint of each phase that most of them meet,
    and up to two more as long as half of them make the whole of it. Where fewer than the minimum cell do, the next
    nearest journey is tried.

    Parameters
    ----------
    counts
        What was counted in the logs, with its sample.
    study
        For the minimum cell.
    words
        Of the study's language.
    """
    minimum = study.privacy.minimum_cell
    felt = _felt(counts, minimum)
    rows = [row for persona in counts.members for row in _tell(persona, counts, felt, minimum)]
    if not rows:
        return REPRESENTATIVE.empty()
    actions: dict[str, object] = dict(counts.touchpoint_map[["touchpoint", "action"]].itertuples(index=False))
    return REPRESENTATIVE.conform(say_steps(pd.DataFrame(rows), actions, counts.phases, words))


def _tell(persona: str, counts: Counts, felt: pd.Series, minimum: int) -> Iterator[dict[str, object]]:
    steps, channels = counts.sample.steps, counts.sample.channels
    journeys = _journeys(steps[steps["persona"] == persona], channels)
    told = _find(journeys, channels["phase"].to_dict(), minimum)
    if told is None:
        return
    days = {t: _days(t, told.makers) for t in told.touchpoints}
    places = {phase: place for place, phase in enumerate(told.makers[0].phases)}
    ordered = sorted(told.touchpoints, key=lambda t: (days[t], places[int(channels["phase"][t])], t))
    names = counts.touchpoint_map.set_index("touchpoint")
    for position, touchpoint in enumerate(ordered, start=1):
        name = str(channels["touchpoint"][touchpoint])
        yield {
            "persona": persona,
            "position": position,
            "phase": counts.phases[int(channels["phase"][touchpoint]) - 1],
            "touchpoint": name,
            "label": names["label"][name],
            "channel": _channel(touchpoint, told.makers, channels, minimum),
            "days": days[touchpoint],
            "valence": felt.get((persona, name), np.nan),
            "share": len(told.makers) / len(journeys),
            "n": len(told.makers),
            "n_customers": len(journeys),
            "distance": told.distance,
            "suppressed": False,
        }


def _journeys(steps: pd.DataFrame, channels: pd.DataFrame) -> list[_Journey]:
    """Return the journeys in an order of their content, so that nobody's name decides."""
    ordered = steps.sort_values(["draw", "at_us", "step"], kind="stable")
    touchpoint_of = channels["first_step"].to_dict()
    rows = zip(*(ordered[column].tolist() for column in ("draw", "phase", "step", "at_us")), strict=True)
    found = []
    for _, each in groupby(rows, key=itemgetter(0)):
        contacts = [(touchpoint_of[step], phase, at, step) for _, phase, step, at in each]
        path = tuple(touchpoint for touchpoint, _ in groupby(contact[0] for contact in contacts))
        first: dict[int, tuple[int, int]] = {}
        for touchpoint, _, at, step in contacts:
            first.setdefault(touchpoint, (at, step))
        phases = tuple(dict.fromkeys(phase for _, phase, *_ in contacts))
        found.append(_Journey(path, phases, first, contacts[0][2]))
    return sorted(found, key=lambda journey: (journey.path, [*journey.first.values()]))


def _find(journeys: list[_Journey], phase_of: dict[Hashable, int], minimum: int) -> _Told | None:
    if not journeys:
        return None
    distances = _distances(journeys)
    tried = set()
    for place in np.argsort(distances, kind="stable"):
        phases = journeys[place].phases
        if phases in tried:
            continue
        tried.add(phases)
        sharers = [journey for journey in journeys if journey.phases == phases]
        if len(sharers) < minimum:
            continue
        touchpoints, makers = _path(sharers, phase_of, minimum)
        if len(makers) >= minimum:
            return _Told(tuple(touchpoints), tuple(makers), float(distances[place]))
    return None


def _distances(journeys: list[_Journey]) -> NDArray[np.float64]:
    """Return the mean distance of each journey from all; whole numbers are added up, so that no order changes a bit."""
    texts = ["".join(map(chr, journey.path[:LONGEST])) for journey in journeys]
    edits = cdist(texts, texts, scorer=Levenshtein.distance, dtype=np.int64)
    lengths = np.array([len(text) for text in texts])
    shares = edits * 10**9 // np.maximum(lengths[:, None], lengths[None, :])
    return np.asarray(shares.sum(axis=1) / len(texts) / 10**9, dtype=np.float64)


def _path(
    sharers: list[_Journey], phase_of: dict[Hashable, int], minimum: int
) -> tuple[list[int], list[_Journey]]:
    """Return the touchpoints of the path and who make it: of each phase the commonest, then more while half do."""
    met = sorted({touchpoint for journey in sharers for touchpoint in journey.first})
    told: list[int] = []
    makers = sharers
    for phase in sharers[0].phases:
        here = [t for t in met if phase_of[t] == phase]
        best = max(here, key=lambda t: (sum(t in journey.first for journey in makers), -t))
        told.append(best)
        makers = [journey for journey in makers if best in journey.first]
    while True:
        full = {phase for phase in phase_of.values() if sum(phase_of[t] == phase for t in told) >= MOST}
        left = [t for t in met if t not in told and phase_of[t] not in full]
        best = max(left, key=lambda t: (sum(t in journey.first for journey in makers), -t), default=-1)
        fewer = [journey for journey in makers if best in journey.first]
        if best < 0 or 2 * len(fewer) < len(sharers) or len(fewer) < minimum:
            return told, makers
        told.append(best)
        makers = fewer


def _days(touchpoint: int, makers: tuple[_Journey, ...]) -> float:
    lengths = [journey.first[touchpoint][0] - journey.began for journey in makers]
    return float(np.median(lengths)) / DAY_US


def _channel(
    touchpoint: int, makers: tuple[_Journey, ...], channels: pd.DataFrame, minimum: int
) -> str | None:
    """Return the channel most of them used first there; blank without channels, or where too few did."""
    used = pd.Series([channels["channel"][journey.first[touchpoint][1]] for journey in makers])
    counted = used[used != ""].value_counts()
    if counted.empty or counted.max() < minimum:
        return None
    return str(min(counted[counted == counted.max()].index))


def _felt(counts: Counts, minimum: int) -> pd.Series:
    """Return the valence by persona and touchpoint where enough customers have one."""
    whole = counts.by_touchpoint[
        (counts.by_touchpoint["channel"] == ALL) & (counts.by_touchpoint["n_valence"] >= minimum)
    ]
    mean, _ = mean_and_sd(whole["n_valence"], whole["v"], whole["vv"])
    return pd.Series(mean, index=pd.MultiIndex.from_frame(whole[["persona", "touchpoint"]]))
