"""Grids: the likert items that were answered as one block of lines. Whether somebody answered carelessly is for `ingest`."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from personagen.study.model import Study
from personagen.study.variables import Variable

FEWEST_ITEMS = 3


def grids_of(study: Study) -> tuple[tuple[str, ...], ...]:
    """Return the grids of a study as the names of their variables.

    Those that ``quality.grids`` names; else each run of at least three likert items of the survey that stand one after
    another in a block of the study and have one scale.

    Examples
    --------
    >>> items = {name: {"from": "survey", "type": "likert", "scale": [1, 5]} for name in "abcd"}
    >>> items["d"]["scale"] = [0, 10]
    >>> study = Study.model_validate({"study": "S", "language": "en", "variables": {"psychographic": items}})
    >>> grids_of(study)
    (('a', 'b', 'c'),)
    """
    if study.quality.grids:
        named = grid_names(study)
        return tuple(tuple(named[item] for item in grid) for grid in study.quality.grids)
    runs = ([name for name, _ in run] for key, run in groupby(_items(study), key=lambda item: item[1]) if key)
    return tuple(tuple(run) for run in runs if len(run) >= FEWEST_ITEMS)


def grid_names(study: Study) -> dict[str, str]:
    """Return what a grid may name, variables and their columns, with the variable; likert items of the survey only."""
    items = [(name, variable) for _, name, variable in study.each_variable() if is_item(variable)]
    columns = {variable.column or name: name for name, variable in reversed(items)}
    return columns | {name: name for name, _ in items}


def is_item(variable: Variable) -> bool:
    """Tell whether a variable is a likert item of the survey."""
    return variable.type == "likert" and variable.source == "survey"


def _items(study: Study) -> Iterator[tuple[str, tuple[object, ...]]]:
    """Yield the variables with what the items of one grid share; nothing where it is no item."""
    for block, name, variable in study.each_variable():
        yield name, (block, variable.scale) if is_item(variable) else ()
