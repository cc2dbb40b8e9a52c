"""Extending the personas: from research and segments to customers with a persona and the shares among all customers."""

from __future__ import annotations

import logging

import numpy as np
import pandas as pd
from threadpoolctl import threadpool_limits

from personagen.contracts import Extension, Research
from personagen.contracts.people import EXTENDED
from personagen.contracts.segmentation import EXTENSION
from personagen.segmentation.content import Floats
from personagen.segmentation.extending.classifying import Classified, classify
from personagen.segmentation.extending.counting import Counted, count_adjusted, penalise
from personagen.segmentation.extending.people import People, gather_people
from personagen.segmentation.extending.rule import Judged, judge, list_needed
from personagen.segmentation.extending.weighing import fit_tilt
from personagen.study import Study

_log = logging.getLogger(__name__)


def extend_personas(research: Research, assignments: pd.DataFrame, study: Study) -> Extension | None:
    """Give customers outside the survey a persona by what respondents and customers share.

    Parameters
    ----------
    research
        Its analytics, with the links of the respondents.
    assignments
        Contract ``assignments``.
    study
        ``extend``, the variables from analytics and the seed.

    Returns
    -------
    Extension
        None with ``extend: off``, without analytics, with a single persona, or where nobody is outside the survey.
        Where the classifier isn't good enough, nobody is extended and no share of all customers is told. The same for
        any order of customers and respondents.
    """
    if study.extend == "off" or research.customers is None:
        return None
    people = gather_people(research.customers, assignments, study)
    is_single = len(people.personas) == 1
    if is_single or people.n_known.sum() == people.n_customers:
        return None
    if not people.has_enough:
        _log.info(
            "linked respondents and customers outside the survey share too little to extend the personas"
        )
        return Extension(_refused(people, None), EXTENDED.empty())
    # small products: several threads only wait for each other
    with threadpool_limits(1):
        classified = classify_people(people, study.segmentation.random_state)
        counted = count_adjusted(
            people.persona, people.base, classified.linked, classified.outside, people.linked, people.outside
        )
    judged = judge(people.persona, classified.linked.argmax(axis=1), counted.weights, people.shares)
    if not judged.is_used:
        return Extension(_refused(people, judged), EXTENDED.empty())
    extended = _give(people, classified)
    return Extension(_used(people, judged, counted, extended), extended)


def classify_people(people: People, random_state: int) -> Classified:
    """Return the calls of a classifier that weighs respondents by survey weight and inverse chance of being linked."""
    apart = people.linked - people.outside.mean(axis=0)
    tilt = fit_tilt(people.base, apart, apart, penalise(*apart.shape))
    return classify(people.linked, people.persona, tilt.weights, people.outside, random_state)


def _give(people: People, classified: Classified) -> pd.DataFrame:
    """Return the customers outside with the persona they most probably are, in the order of their ids."""
    called = classified.outside.argmax(axis=1)
    table = pd.DataFrame(
        {
            "customer_id": people.outside_ids.to_numpy(),
            "persona": np.array(people.personas)[called],
            "confidence": classified.outside.max(axis=1).clip(0, 1),
            "basis": "extended",
        }
    )
    return EXTENDED.conform(table.sort_values("customer_id"))


def _refused(people: People, judged: Judged | None) -> pd.DataFrame:
    """Return the published table where nobody is extended."""
    known = people.n_known.sum() / people.n_customers
    shares = [np.nan] * len(people.personas) + [known, 1 - known]
    return _publish(people, judged).assign(customer_share=shares).pipe(EXTENSION.conform)


def _used(people: People, judged: Judged, counted: Counted, extended: pd.DataFrame) -> pd.DataFrame:
    """Return the published table with the shares of all customers: those known, and the estimate for those outside."""
    n_outside = len(people.outside)
    low, high = counted.interval()
    given = (people.n_known.sum() + n_outside) / people.n_customers
    of_all = [_of_all(people, part) for part in (counted.share, low, high)]
    n = extended["persona"].value_counts().reindex(people.personas, fill_value=0)
    return EXTENSION.conform(
        _publish(people, judged).assign(
            n_extended=pd.array([*n, n_outside, None], dtype="Int64"),
            customer_share=[*of_all[0], given, max(1 - given, 0)],
            customer_share_low=[*of_all[1], np.nan, np.nan],
            customer_share_high=[*of_all[2], np.nan, np.nan],
        )
    )


def _of_all(people: People, share: Floats) -> Floats:
    return (people.n_known + share * len(people.outside)) / people.n_customers


def _publish(people: People, judged: Judged | None) -> pd.DataFrame:
    """Return the table without what only a classifier in use gives: a row each, ``all`` and ``unassigned``."""
    blank = np.full(len(people.personas) + 1, np.nan)
    figures = (judged.recall, judged.low, judged.high) if judged else (blank, blank, blank)
    needed = judged.needed if judged else list_needed(people.shares)
    table = pd.DataFrame({"persona": [*people.personas, "all", "unassigned"]})
    table["n_linked"] = pd.array([*people.n_known, people.n_known.sum(), None], dtype="Int64")
    for name, values in zip(
        ("recall", "recall_low", "recall_high", "needed"), (*figures, needed), strict=True
    ):
        table[name] = [*values, np.nan]
    return table.assign(is_used=judged is not None and judged.is_used)
