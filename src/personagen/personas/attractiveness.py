"""How attractive personas are by the criteria of the study: made from published tables alone, so that nothing hidden enters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import cast

import numpy as np
import pandas as pd

from personagen.contracts import persona_order
from personagen.contracts.cards import ATTRACTIVENESS, AXES, TOTAL
from personagen.language.numbers import BLANK, known, number
from personagen.study import Study

_COLUMNS = ["n", "value", "low", "high"]


@dataclass(frozen=True)
class _Criterion:
    axis: str
    name: str
    weight: float
    label: str | None
    unit: str
    found: pd.DataFrame


def build_attractiveness(tables: Mapping[str, pd.DataFrame], study: Study) -> pd.DataFrame:
    """Score every persona on the criteria of the study [Dolnicar, Gruen & Leisch 2018, segment evaluation plot].

    A criterion is the share of the persona (``size``), the mean of what its members are worth (``value``; of linked
    customers where it stands in analytics), its stability (``stability``: mean best Jaccard), the mean of a variable, or
    the share of yes. Its score is relative: 0 for the persona with the least attractive value, 1 for the one with the
    most, in a straight line between them; .5 for all where they are equal or all their intervals have something in
    common; ``stability`` counts on its own scale. More is better, or less with a weight below 0. The total is the weighted mean of the scores. A hidden or unknown value has no score, nor has its total.

    Parameters
    ----------
    tables
        Published ``personas`` and ``profile``.
    study
        Criteria and weights: ``attractiveness`` and ``competitiveness``.

    Returns
    -------
    pd.DataFrame
        Contract ``attractiveness``; no rows without criteria.
    """
    people = tables["personas"]
    people = people.set_index(people["persona"].astype(str))
    personas = [p for p in persona_order(people.index.to_list()) if p not in {"all", "unassigned"}]
    rows: list[dict[str, object]] = []
    for axis in AXES:
        criteria = list(_criteria(axis, people, tables["profile"], study))
        scores = pd.DataFrame({c.name: _score(c, personas) for c in criteria}, index=personas)
        for persona in personas:
            own = [_row(c, persona, scores) for c in criteria]
            rows += [{**row, "share": number(people.loc[persona, "share"])} for row in (*own, *_total(own))]
    return ATTRACTIVENESS.conform(pd.DataFrame(rows)) if rows else ATTRACTIVENESS.empty()


def _criteria(axis: str, people: pd.DataFrame, profile: pd.DataFrame, study: Study) -> Iterator[_Criterion]:
    weights = {name: weight for name, weight in getattr(study, axis).items() if weight}
    whole = sum(abs(weight) for weight in weights.values())
    own = {
        "size": people.rename(columns={"share": "value", "share_low": "low", "share_high": "high"}),
        "stability": people.assign(value=people["jaccard"], low=np.nan, high=np.nan),
    }
    for name, weight in weights.items():
        if name in own:
            yield _Criterion(axis, name, weight / whole, None, "share", own[name][_COLUMNS])
            continue
        variable = study.value_variable if name == "value" else name
        rows = profile[(profile["variable"] == variable) & profile["level"].isin(["mean", "yes"])]
        is_mean = bool((rows["level"] == "mean").any())
        yield _Criterion(
            axis,
            name,
            weight / whole,
            str(rows["label"].iloc[0]) if len(rows) else name,
            "mean" if is_mean else "share",
            rows.set_index(rows["persona"].astype(str))[_COLUMNS],
        )


def _score(criterion: _Criterion, personas: list[str]) -> pd.Series:
    """Return the scores by persona; blank where the value is."""
    found = criterion.found[["value", "low", "high"]].map(number).reindex(personas)
    values, low, high = found["value"], found["value"].min(), found["value"].max()
    if criterion.name == "stability":
        place = values
    elif high == low or found["low"].max() <= found["high"].min():
        place = values.where(values.isna(), 0.5)
    else:
        place = (values - low) / (high - low)
    return 1 - place if criterion.weight < 0 else place


def _row(criterion: _Criterion, persona: str, scores: pd.DataFrame) -> dict[str, object]:
    known_of = criterion.found.reindex([persona]).iloc[0]
    return {
        "persona": persona,
        "axis": criterion.axis,
        "criterion": criterion.name,
        "label": criterion.label,
        "unit": criterion.unit,
        **{column: number(known_of[column]) for column in _COLUMNS},
        "score": scores.loc[persona, criterion.name],
        "weight": abs(criterion.weight),
        "low_is_better": criterion.weight < 0,
    }


def _total(rows: list[dict[str, object]]) -> Iterator[dict[str, object]]:
    if not rows:
        return
    scores = [number(row["score"]) for row in rows]
    weights = [cast("float", row["weight"]) for row in rows]
    # weights that add up to one by rounding alone may give a hair more than 1
    total = min(1.0, sum(s * w for s, w in zip(scores, weights, strict=True))) if known(*scores) else BLANK
    same = {key: rows[0][key] for key in ("persona", "axis")}
    yield {**same, "criterion": TOTAL, "score": total, "weight": 1.0, "low_is_better": False}
