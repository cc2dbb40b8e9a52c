"""Which variables helped to form the segments, and may therefore not be tested against them."""

from __future__ import annotations

from personagen.study.model import Study
from personagen.study.variables import Variable

Places = frozenset[tuple[str, str]]


def list_features(study: Study) -> frozenset[str]:
    """Return the variables that formed the segments; none where the segments were given.

    Dates and texts never do, nor does a block of weight 0.
    """
    if study.segmentation.given:
        return frozenset()
    return frozenset(
        name
        for block, name, variable in study.each_variable()
        if variable.role != "descriptor"
        and variable.type not in ("date", "text")
        and study.segmentation.weights.get(block, 1.0) > 0
    )


def list_circular(study: Study) -> frozenset[str]:
    """Return the variables a test of which would be circular.

    The features themselves; what reads the same column as a feature, or as the given segments; and what was made from
    the touchpoint log where a feature was made from it too.
    """
    features = list_features(study)
    variables = {name: variable for _, name, variable in study.each_variable()}
    used = frozenset(place for name in features for place in _places(name, variables[name]))
    if given := study.segmentation.given:
        used |= {(given.source, given.column)}
    uses_log = any(variables[name].derived_from == "touchpoints" for name in features)
    return frozenset(
        name
        for name, variable in variables.items()
        if name in features
        or _places(name, variable) & used
        or (uses_log and variable.derived_from == "touchpoints")
    )


def is_made_of_contacts(study: Study) -> bool:
    """Tell whether the personas were made of contacts, so that a test of their journeys would be circular.

    They were where a feature, or a predictor by which customers outside the survey get a persona, is declared as
    ``derived_from: touchpoints``.
    """
    features = list_features(study)
    return any(
        name in features
        or (study.extend == "auto" and variable.source == "analytics" and variable.type != "text")
        for _, name, variable in study.each_variable()
        if variable.derived_from == "touchpoints"
    )


def _places(name: str, variable: Variable) -> Places:
    """Return source and column of everything a variable is read from."""
    columns = variable.columns or [variable.column or name]
    return frozenset((variable.source, column) for column in columns)
