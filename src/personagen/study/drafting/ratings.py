"""Ratings of touchpoints in the survey: columns called like touchpoints of the map, all on one scale.

A name that is only near a touchpoint's says nothing: such a column stays a variable.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from personagen.study.drafting.columns import Column
from personagen.study.drafting.export import Export
from personagen.study.drafting.roles import Section
from personagen.study.drafting.scales import find_scale
from personagen.study.drafting.variables import as_codes, short_name
from personagen.study.drafting.wordlists import names

Place = tuple[str, str]
Scale = tuple[int, int]


def draft_ratings(survey: Export, but: Collection[str], places: Iterable[Place]) -> Section:
    """Draft ``touchpoint_ratings``; the section has no keys where there are none, and says so where that is in doubt.

    Parameters
    ----------
    but
        Columns that have a role of their own already.
    places
        The touchpoints of the map with their labels, which may be empty.
    """
    touchpoints = _touchpoints_by_name(places)
    columns = [
        column
        for column in survey.columns.values()
        if column.name not in but and _plain(column.name) in touchpoints and _could_be_rating(column)
    ]
    if not columns:
        return Section({})
    rated = [touchpoints[_plain(column.name)] for column in columns]
    scale = _shared_scale(columns)
    if scale is None or len({*rated}) < len(rated):
        told = ", ".join(f'"{column.name}"' for column in columns)
        why = "have no scale in common" if scale is None else "aren't one for each"
        remark = f"unsure: {told} are called like touchpoints but {why}; add touchpoint_ratings for those that rate one"
        return Section({}, remarks=(remark,))
    keys: dict[str, Any] = {}
    for column, touchpoint in zip(columns, rated, strict=True):
        keys[short_name(column.name, keys)] = _draft_rating(column, touchpoint, scale)
    return Section(keys, tuple(column.name for column in columns), tuple(_doubts(columns, scale)))


def _touchpoints_by_name(places: Iterable[Place]) -> dict[str, str]:
    """Return the touchpoint of each name and label, in plain writing, that belongs to one alone."""
    named: dict[str, set[str]] = {}
    for touchpoint, label in places:
        for name in (touchpoint, label):
            named.setdefault(_plain(name), set()).add(touchpoint)
    return {name: touchpoint for name, (touchpoint, *others) in named.items() if name and not others}


def _plain(name: str) -> str:
    """Return a name without regard to case, spaces and underscores.

    Examples
    --------
    >>> _plain("Web_Shop"), _plain(" web  shop"), _plain("Web-shop")
    ('web shop', 'web shop', 'web-shop')
    """
    return " ".join(name.casefold().replace("_", " ").split())


def _could_be_rating(column: Column) -> bool:
    """Tell whether the answers are on a scale; those of a count may look like it."""
    return find_scale(column) is not None and not names(column.words, "count")


def _shared_scale(columns: Sequence[Column]) -> Scale | None:
    """Return the scale of all columns, without a 0 that only some of them have; None where they differ."""
    scales = {scale for column in columns if (scale := find_scale(column))}
    lowest, highest = max(low for low, _ in scales), {high for _, high in scales}
    is_one = len(scales) == 1 or (len(highest) == 1 and {low for low, _ in scales} == {0, 1})
    return (lowest, highest.pop()) if is_one else None


def _zeros_beside(column: Column, scale: Scale) -> list[str]:
    """Return the cells with a 0 of a column whose scale would else begin at it."""
    is_wider = find_scale(column) != scale
    return [cell for cell, number in column.numbers.items() if is_wider and number == 0]


def _draft_rating(column: Column, touchpoint: str, scale: Scale) -> dict[str, Any]:
    keys: dict[str, Any] = {"column": column.name, "touchpoint": touchpoint, "scale": list(scale)}
    if never_met := [*_zeros_beside(column, scale), *column.not_asked]:
        keys["not_applicable"] = as_codes(never_met)
    if column.missing:
        keys["missing"] = as_codes(column.missing)
    return keys


def _doubts(columns: Sequence[Column], scale: Scale) -> Iterable[str]:
    low, high = scale
    yield (
        f"unsure: called like touchpoints and answered from {low} to {high}: taken for satisfaction with them, {high} best; what "
        "asks something else belongs to the variables"
    )
    if any(_zeros_beside(column, scale) for column in columns):
        yield "unsure: 0, which only some of them have, is taken for: never met it"
    elif low == 0:
        yield f"unsure: if 0 means that they never met it: scale: [1, {high}], not_applicable: [0]"
