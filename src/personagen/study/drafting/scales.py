"""Usual scales of whole numbers, such as 1..5, and telling which one a column uses."""

from __future__ import annotations

from personagen.study.drafting.columns import Column

SCALES = ((1, 5), (1, 7), (0, 10), (1, 10), (1, 4), (1, 6), (0, 4), (0, 5), (-2, 2), (-3, 3))
_SLIPS, _MOST_POINTS, _LONG = 0.0005, 40, 5


def find_scale(column: Column) -> tuple[int, int] | None:
    """Return the usual scale whose points the whole numbers of a column are, or None."""
    if not column.is_whole or len(column.answers) > _MOST_POINTS:
        return None
    usual = [cell for cell in column.numbers if column.answers[cell] > _SLIPS * column.n_answers]
    used = {column.numbers[cell] for cell in usual}
    low, high = min(used), max(used)
    for scale in SCALES:
        points = scale[1] - scale[0] + 1
        if (low, high) == scale and len(used) >= points - (points > _LONG):
            return scale
    return None


def lies_within(column: Column, scale: tuple[int, int]) -> bool:
    """Tell whether all numbers of a column lie on a scale."""
    return all(scale[0] <= number <= scale[1] for number in column.numbers.values())
