"""The table `moments`: where a persona's experience lies beyond its expectation or its own journey.

Customers are the units. A moment is a finding of many looks, so its interval is adjusted for the selection
[Benjamini & Yekutieli 2005, false coverage rate]; the gaps and the valences are a family each.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import stats

from personagen.contracts.movement import MOMENTS
from personagen.journeys.counts import Counts
from personagen.journeys.expressions import NANO
from personagen.journeys.feelings import evidence_of, mean_and_sd
from personagen.journeys.labels import ALL, UNASSIGNED
from personagen.journeys.sources import valence_sources
from personagen.statistics.effects import benjamini_hochberg
from personagen.statistics.intervals import fcr_level, mean_interval
from personagen.study import Study

BEYOND = 0.1
_LEVEL = 0.95
_PLACE = ["persona", "phase", "touchpoint"]
_FOUND = ["kind", "n", "estimate", "low", "high", "p", "p_adjusted"]


def find_moments(counts: Counts, study: Study) -> pd.DataFrame:
    """Return the contract ``moments``, nothing suppressed yet.

    magic, misery
        The gap (experience minus expectation) lies above .1 or below -.1.
    peak, pain
        The valence minus the mean of the persona's own journey lies above .1 or below -.1. The interval counts with
        the same customers standing in both means. The journey is that of the phases asked in the same place (logs, survey or
        interviews).
    truth
        Declared in the map; no estimate.

    ``p`` is that of the hypothesis that the truth lies within the band; those with an adjusted p [Benjamini & Hochberg, in
    the family of all gaps or of all valences looked at] up to .05 are the moments. Places with fewer customers than the
    minimum cell aren't looked at.
    """
    minimum = study.privacy.minimum_cell
    places = _places(counts)
    gaps = _beyond(_gaps(places), ("magic", "misery"), minimum)
    peaks = _beyond(_differences(places, counts), ("peak", "pain"), minimum)
    found = pd.concat([gaps, peaks, _truths(places, counts.touchpoint_map)], ignore_index=True)
    source = found.join(valence_sources(counts).rename("source"), on=["persona", "phase"])["source"]
    found["valence_source"] = source.where(~found.pop("is_of_contacts").fillna(value=False).astype(bool))
    found["label"] = found["touchpoint"].map(counts.touchpoint_map.set_index("touchpoint")["label"])
    found = found.fillna({"label": ALL})
    found = found.assign(evidence=evidence_of(found["n"], minimum), suppressed=False)
    order = [
        found["persona"].map({p: i for i, p in enumerate(counts.personas)}),
        found["phase"].map({p: i for i, p in enumerate(counts.phases)}),
    ]
    found = found.assign(_persona=order[0], _phase=order[1])
    return MOMENTS.conform(
        found.sort_values(["_persona", "_phase", "touchpoint", "kind"])[[*MOMENTS.columns]]
    )


def count_looks(counts: Counts, study: Study) -> dict[str, int]:
    """Return how many gaps and how many valences `find_moments` looks at: two families of tests."""
    places, minimum = _places(counts), study.privacy.minimum_cell
    families = {"moments_of_gap": _gaps(places), "moments_of_valence": _differences(places, counts)}
    return {name: len(_looked_at(family, minimum)) for name, family in families.items()}


def _places(counts: Counts) -> pd.DataFrame:
    """Return phases (touchpoint ``all``) and touchpoints of all personas but the unassigned."""
    whole = counts.by_touchpoint[counts.by_touchpoint["channel"] == ALL].drop(columns="channel")
    both = pd.concat([counts.by_phase.assign(touchpoint=ALL), whole], ignore_index=True)
    return both[both["persona"] != UNASSIGNED]


def _gaps(places: pd.DataFrame) -> pd.DataFrame:
    mean, sd = mean_and_sd(places["n_gap"], places["g"], places["gg"])
    se = sd / np.sqrt(places["n_gap"].where(places["n_gap"] > 0))
    return places[_PLACE].assign(n=places["n_gap"], estimate=mean, se=se)


def _differences(places: pd.DataFrame, counts: Counts) -> pd.DataFrame:
    """Return valence minus the journey's mean, and its standard error by the linearised variance of both means.

    With x the customers' means at the place (n of them) and m over the journey (N): var = s_x^2 / n + s_m^2 / N -
    2 S_xm / (n N), s the standard deviations, S_xm the sum of products about the means over the customers at the place.
    """
    own = counts.own.rename(columns={"n": "N", "o": "M", "oo": "MM"})
    own = own if "source" in own else own.assign(source="")
    asked = places["phase"].map({phase: counts.asked.get(phase, "") for phase in counts.phases})
    rows = places.assign(source=asked).merge(own, on=["persona", "source"], how="inner")
    n, size = rows["n_valence"], rows["N"]
    x, sd = mean_and_sd(n, rows["v"], rows["vv"])
    m, spread = mean_and_sd(size, rows["M"], rows["MM"])
    product = [
        (int(k) * int(vo) - int(v) * int(o)) / int(k) / NANO**2 if k else np.nan
        for k, vo, v, o in zip(n, rows["vo"], rows["v"], rows["o"], strict=True)
    ]
    some = n.where(n > 0)
    variance = sd**2 / some + spread**2 / size - 2 * np.asarray(product) / (some * size)
    se = np.sqrt(variance.astype("float64").clip(lower=0))
    return rows[_PLACE].assign(n=n, estimate=x - m, se=se)


def _beyond(places: pd.DataFrame, kinds: tuple[str, str], minimum_cell: int) -> pd.DataFrame:
    """Return the places whose adjusted interval lies beyond the band, as ``kinds`` above and below it."""
    tested = _looked_at(places, minimum_cell)
    if tested.empty:
        blank = dict.fromkeys(("low", "high", "p", "p_adjusted"), np.nan)
        return tested.assign(kind="", **blank)[[*_PLACE, *_FOUND]]
    distance = (tested["estimate"].abs() - BEYOND).clip(lower=0)
    ratio = (distance / tested["se"].where(tested["se"] > 0)).fillna(np.inf).where(distance > 0, 0)
    p = pd.Series(2 * stats.t.sf(ratio, tested["n"] - 1), index=tested.index)
    tested = tested.assign(p=p, p_adjusted=benjamini_hochberg(p))
    found = tested[tested["p_adjusted"] <= 1 - _LEVEL]
    level = fcr_level(len(found), len(tested), _LEVEL)
    low, high = mean_interval(found["estimate"], found["se"] * np.sqrt(found["n"]), found["n"], level)
    kind = np.where(found["estimate"] > 0, *kinds)
    return found.assign(kind=kind, low=low, high=high)[[*_PLACE, *_FOUND]]


def _looked_at(places: pd.DataFrame, minimum_cell: int) -> pd.DataFrame:
    return places[(places["n"] >= minimum_cell) & places["se"].notna()]


def _truths(places: pd.DataFrame, touchpoint_map: pd.DataFrame) -> pd.DataFrame:
    declared = touchpoint_map.loc[touchpoint_map["moment_of_truth"], "touchpoint"]
    found = places[places["touchpoint"].isin(declared)]
    is_logged = found["n_contacts"].groupby(found["touchpoint"]).transform("any")
    n = found["n_customers"].where(is_logged, found["n_valence"])
    blank = dict.fromkeys(("estimate", "low", "high", "p", "p_adjusted"), np.nan)
    return found[_PLACE].assign(kind="truth", n=n, is_of_contacts=is_logged, **blank)
