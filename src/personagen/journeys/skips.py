"""Phases that customers pass without any contact in them."""

from __future__ import annotations

import operator
from functools import reduce

import narwhals as nw

from personagen.journeys.expressions import Frame


def count_skipped(firsts: Frame, n_phases: int) -> Frame:
    """Return per persona and phase (its place) the customers who met an earlier and a later one, but not this one.

    In whatever order they met them. The first and the last phase can't be passed.

    Parameters
    ----------
    firsts
        `expressions.build_firsts`.
    """
    met = {p: ~nw.col(f"first_{p}").is_null() for p in range(1, n_phases + 1)}
    parts = []
    for phase in range(2, n_phases):
        before = reduce(operator.or_, (met[p] for p in range(1, phase)))
        after = reduce(operator.or_, (met[p] for p in range(phase + 1, n_phases + 1)))
        passed = firsts.filter(~met[phase] & before & after)
        parts.append(
            passed.group_by("persona").agg(n=nw.len()).with_columns(phase=nw.lit(phase).cast(nw.Int64))
        )
    if not parts:
        nobody = firsts.filter(nw.col("persona") < 0)
        return nobody.group_by("persona").agg(n=nw.len(), phase=nw.len().cast(nw.Int64))
    return nw.concat(parts)
