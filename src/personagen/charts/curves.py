"""Curves from phase to phase: which of their points a line may join."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from personagen.language.numbers import known


def joined(values: Sequence[float], asked: Sequence[Hashable]) -> list[list[int]]:
    """Return the places of the points of each line: neighbours that are known and were asked about in one way.

    Parameters
    ----------
    values
        Heights, phase by phase; NaN where nothing is known.
    asked
        In which way each phase was asked about.

    Examples
    --------
    >>> joined([0.4, 0.3, float("nan"), 0.2, 0.1], ["csat", "csat", "csat", "csat", "survey"])
    [[0, 1], [3], [4]]
    """
    lines: list[list[int]] = []
    for i in (i for i, value in enumerate(values) if known(value)):
        if lines and lines[-1][-1] == i - 1 and asked[i] == asked[i - 1]:
            lines[-1].append(i)
        else:
            lines.append([i])
    return lines
