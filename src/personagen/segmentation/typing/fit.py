"""From answers and personas to the golden questions, how well they do, and their rule.

Each step has a module of its own: the answer sheet, the discriminant, the selection, the rule.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from threadpoolctl import threadpool_limits

from personagen.contracts import FeatureMatrix, Research, personas_by_size
from personagen.segmentation.content import Floats, Labels
from personagen.segmentation.typing.design import Design, make_design
from personagen.segmentation.typing.discriminant import Discriminant, Moments, estimate, solve
from personagen.segmentation.typing.folds import Folds, People
from personagen.segmentation.typing.lines import list_lines
from personagen.segmentation.typing.rule import build_rule
from personagen.segmentation.typing.selection import select_items
from personagen.segmentation.typing.sheet import Line, fill_in
from personagen.segmentation.typing.tables import tabulate_accuracy, tabulate_confusion
from personagen.study import Study

MAX_COMPARED = 10_000
_LEAST = 2


def fit_typing(
    research: Research, features: FeatureMatrix, assignments: pd.DataFrame, study: Study
) -> dict[str, pd.DataFrame]:
    """Find the golden questions: the fewest that reach 90 % of the accuracy of all, and the rule that types by them.

    Linear discriminant analysis with the survey weights; the rule gives the same personas as the model of the golden
    questions to every respondent.

    Parameters
    ----------
    research
        Its answers.
    features
        Which variables formed segments and what is filled in where an answer lacks.
    assignments
        Contract ``assignments``; the model learns from those of whom all blocks are known.
    study
        Its variables: an item is one that people can be asked, so it comes from the survey.

    Returns
    -------
    dict
        Published tables ``typing``, ``typing_rule`` and ``typing_confusion``; none without such items or with fewer
        than two personas.
    """
    known = _known_people(research.answers, features, assignments)
    personas = personas_by_size(known)
    answers = research.answers
    own = answers.set_index("respondent_id", drop=False).loc[known.index]
    lines = list_lines(own, features.encoding, study) if len(personas) >= _LEAST else []
    lines = _varying(lines, own)
    if not lines:
        return {}
    labels = np.array([personas.index(persona) for persona in known["persona"]], dtype=np.int64)
    weights = known["weight"].to_numpy(dtype=np.float64)
    # small products: several threads only wait for each other
    with threadpool_limits(1):
        design, people = _lay_out(lines, fill_in(lines, own), labels, weights)
        folds = Folds(_sample(people, study), design.columns, len(personas), study.segmentation.random_state)
        found = select_items(folds)
        typing = tabulate_accuracy(folds.people, found, design.items)
        n_items = int(typing.loc[typing["is_enough"], "n_items"].iloc[0])
        items = found.items(n_items)
        model = design.on_lines(_fit(people, design, items, len(personas)), items)
        shown = [lines[i] for i in design.lines_of(items)]
        rule = build_rule(shown, model, fill_in(shown, answers), personas)
    confusion = tabulate_confusion(folds.people, found.predicted(n_items), personas)
    return {"typing": typing, "typing_rule": rule, "typing_confusion": confusion}


def _known_people(answers: pd.DataFrame, features: FeatureMatrix, assignments: pd.DataFrame) -> pd.DataFrame:
    """Return persona and weight by respondent of those to learn from."""
    table = assignments.set_index("respondent_id")
    is_known = (
        table["persona"].notna()
        & (features.basis.reindex(table.index) == "full")
        & (table["weight"] > 0)
        & table.index.isin(features.matrix.index)
        & table.index.isin(answers["respondent_id"])
    )
    return table.loc[is_known, ["persona", "weight"]]


def _varying(lines: Sequence[Line], answers: pd.DataFrame) -> list[Line]:
    """Return the lines of questions to which people answer differently."""
    varies = np.ptp(fill_in(lines, answers), axis=0) > 0 if lines else []
    columns = {(line.item, line.column) for line, is_other in zip(lines, varies, strict=True) if is_other}
    return [line for line in lines if (line.item, line.column) in columns]


def _lay_out(lines: Sequence[Line], filled: Floats, labels: Labels, weights: Floats) -> tuple[Design, People]:
    """Return the design and the people, in an order of their own content."""
    # + 0.0 makes -0.0 the same answer as 0.0
    filled = filled + 0.0
    order = np.lexsort((weights, *filled.T[::-1], labels))
    filled, labels, weights = filled[order], labels[order], weights[order]
    design = make_design(lines, filled, weights)
    return design, People(design.standardise(filled), labels, weights)


def _sample(people: People, study: Study) -> People:
    """Return everybody, or a sample of 10,000."""
    n = len(people.labels)
    if n <= MAX_COMPARED:
        return people
    random = np.random.default_rng([study.segmentation.random_state, 4])
    return people.take(np.sort(random.choice(n, MAX_COMPARED, replace=False)))


def _fit(people: People, design: Design, items: Sequence[int], k: int) -> Discriminant:
    classes = estimate(Moments.of(people.points, people.labels, people.weights, k))
    return solve(classes, np.concatenate([design.columns[i] for i in items]))
