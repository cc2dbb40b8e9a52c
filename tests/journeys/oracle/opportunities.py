"""The table `opportunities`: the places where personas fare worse than on their own journey, from published tables."""

from __future__ import annotations

import math
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd
from scipy import stats

from personagen.contracts.roster import FollowUp
from personagen.study import Study

from .contacts import ALL
from .means import BLANK
from .published import Row, Tables, by, read_tables, rows_of
from .severity import LEVEL, Place, find_lows, look

STRONG = 30
Z = float(stats.norm.ppf(0.975))
VALUES = ("value_at_stake", "value_low", "value_high")


def opportunities(
    published: Mapping[str, pd.DataFrame],
    touchpoint_map: pd.DataFrame,
    followed: Mapping[str, FollowUp],
    study: Study,
) -> pd.DataFrame:
    """Return them by rank."""
    tables = read_tables(published)
    looked = look(tables)
    lows = find_lows(looked)
    found: list[dict[str, Any]] = [
        _numbers(low, study) | _sharing(low, lows, looked) | _stakes(low, tables, study) | _words(low, tables)
        for low in lows
    ]
    if not found:
        return pd.DataFrame()
    owners, keys = rows_of(touchpoint_map), _keys(found, tables["personas"])
    for row, key in zip(found, keys, strict=True):
        told = followed.get(key, FollowUp())
        row |= {"opportunity": key, "status": told.status, "note": told.note}
        row["owner"] = told.owner or _owner(row, owners)
    phases = [row["phase"] for row in sorted(tables["phases"], key=lambda row: row["position"])]

    def order(row: Row) -> tuple[object, ...]:
        scored = (1, 0.0) if math.isnan(row["score"]) else (0, -row["score"])
        place = (int(row["persona"]), phases.index(row["phase"]), row["touchpoint"])
        return *scored, -row["severity"], *place

    ranked = [{**row, "rank": rank} for rank, row in enumerate(sorted(found, key=order), start=1)]
    return pd.DataFrame(ranked).set_index("opportunity")


def _numbers(low: Place, study: Study) -> dict[str, object]:
    reach, n_customers = low.row["reach"], low.row["n_customers"]
    thin = "thin" if low.n >= study.privacy.minimum_cell else "none"
    return {
        "persona": low.persona,
        "phase": low.where[0],
        "touchpoint": low.where[1],
        "measure": low.measure,
        "n": low.n,
        "severity": low.severity,
        "severity_low": low.severity - low.half,
        "severity_high": low.severity + low.half,
        "p_adjusted": low.p_adjusted,
        "reach": BLANK if reach is None else reach,
        "n_customers": BLANK if n_customers is None else n_customers,
        "score": BLANK if reach is None else reach * low.severity,
        "evidence": "strong" if low.n >= STRONG else thin,
    }


def _sharing(low: Place, lows: Sequence[Place], looked: Sequence[Place]) -> dict[str, object]:
    """Return whom it holds for, and the p of all personas lying equally far under their own journeys there."""
    own = "; ".join(each.persona for each in lows if each.where == low.where)
    here = [each for each in looked if (each.where, each.measure) == (low.where, low.measure)]
    p = _welch(here) if len(here) > 1 else BLANK
    if len(here) == 1 or p < LEVEL:
        return {"shared_by": own, "p_heterogeneity": p}
    others = [each for each in here if each.persona != low.persona]
    is_everybodys = all(each.error > 0 for each in others) and _lie_under(others)
    return {"shared_by": ALL if is_everybodys else None, "p_heterogeneity": p}


def _welch(here: Sequence[Place]) -> float:
    """Return the p of Welch's analysis of variance [Welch 1951]; blank where somebody's values don't vary."""
    if not all(each.error > 0 for each in here):
        return BLANK
    k, weights = len(here), [1 / each.error**2 for each in here]
    total = sum(weights)
    mean = sum(w * each.severity for w, each in zip(weights, here, strict=True)) / total
    between = sum(w * (each.severity - mean) ** 2 for w, each in zip(weights, here, strict=True)) / (k - 1)
    spare = sum((1 - w / total) ** 2 / (each.n - 1) for w, each in zip(weights, here, strict=True))
    f = between / (1 + 2 * (k - 2) / (k * k - 1) * spare)
    return float(stats.f.sf(f, k - 1, (k * k - 1) / (3 * spare)))


def _lie_under(others: Sequence[Place]) -> bool:
    """Tell whether personas, each weighing by its precision, lie under their own journeys; one-sided."""
    weights = [1 / each.error**2 for each in others]
    mean = sum(w * each.severity for w, each in zip(weights, others, strict=True)) / sum(weights)
    return mean * math.sqrt(sum(weights)) > float(stats.norm.ppf(1 - LEVEL))


def _stakes(low: Place, tables: Tables, study: Study) -> dict[str, object]:
    """Return the customers affected, what they are worth, and its interval by the errors of all that is multiplied."""
    affected, error = _affected(low, tables)
    worth = next((_worth(row) for row in tables["profile"] if _is_value(row, low.persona, study)), None)
    if worth is None:
        return {"customers_affected": affected, "value_label": None, **dict.fromkeys(VALUES, BLANK)}
    value, bottom, worth_error, label = worth
    at_stake = affected * value
    half = Z * math.hypot(affected * worth_error, value * error)
    at_least = at_stake - half
    return {
        "customers_affected": affected,
        "value_label": label,
        "value_at_stake": at_stake,
        "value_low": 0.0 if bottom >= 0 and at_least < 0 else at_least,
        "value_high": at_stake + half,
    }


def _affected(low: Place, tables: Tables) -> tuple[float, float]:
    who = next(row for row in tables["personas"] if row["persona"] == low.persona)
    n_all = next((row["used"] for row in tables.get("rows", []) if row["source"] == "analytics"), None)
    reach, share = low.row["reach"], who["customer_share"]
    if reach is None or share is None or n_all is None:
        n = low.row["n_customers"]
        return (BLANK if n is None else float(n)), 0.0
    of_reach = (low.row["reach_high"] - low.row["reach_low"]) / (2 * Z)
    of_share = (who["customer_share_high"] - who["customer_share_low"]) / (2 * Z)
    return reach * share * n_all, n_all * math.hypot(share * of_reach, reach * of_share)


def _is_value(row: Row, persona: str, study: Study) -> bool:
    return (row["persona"], row["variable"], row["level"]) == (persona, study.value_variable, "mean")


def _worth(row: Row) -> tuple[float, float, float, str]:
    value, low, high = (BLANK if row[name] is None else row[name] for name in ("value", "low", "high"))
    return value, low, (high - low) / (2 * Z), row["label"]


def _words(low: Place, tables: Tables) -> dict[str, object]:
    """Return what the place is called and the question it asks."""
    phase, touchpoint = low.where
    name = next(row["name"] for row in tables["personas"] if row["persona"] == low.persona)
    labels = {row["phase"]: row["label"] for row in tables["phases"]}
    label = labels[phase] if touchpoint == ALL else low.row["label"]
    place = f"the phase “{label}”" if touchpoint == ALL else f"“{label}”"
    wishes = [
        (row["kind"] != "functional", row["need"], row["label"])
        for row in tables.get("needs", [])
        if (row["persona"], row["phase"], row["rank"]) == (low.persona, phase, 1)
    ]
    question = f"How might we make {place} better for “{name}”?"
    if wishes:
        need = min(wishes)[2]
        question = f"How might we, at {place}, better give “{name}” what it wants most there: “{need}”?"
    return {"label": label, "sentence": question}


def _keys(found: Sequence[Row], personas: Sequence[Row]) -> Iterator[str]:
    """Yield the lasting keys; those that read the same are numbered in the order of what they stand for."""
    persona_keys = {row["persona"]: row["key"] for row in personas}
    alike: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    places = [(row["phase"], row["touchpoint"], persona_keys[row["persona"]]) for row in found]
    for place in sorted(places):
        alike[_plain(" ".join(place))].append(place)
    for place in places:
        key = _plain(" ".join(place))
        number = alike[key].index(place)
        yield f"{key}-{number + 1}" if number else key


def _plain(text: str) -> str:
    ascii_only = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall("[a-z0-9_]+", ascii_only))


def _owner(row: Row, touchpoint_map: Sequence[Row]) -> str | None:
    """Return the owner of a touchpoint; of a whole phase, of all its touchpoints where that is one and the same."""
    rows = by(touchpoint_map, "phase").get(row["phase"], [])
    owners = {each["owner"] for each in rows if row["touchpoint"] in (ALL, each["touchpoint"])}
    return owners.pop() if len(owners) == 1 else None
