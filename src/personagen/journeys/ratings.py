"""The counts on the engine behind scores and peak-end: what customers answered last, and how their journeys felt.

As in `expressions`, sums are over whole numbers only. The tables are finished in `scores` and `experience`.
"""

from __future__ import annotations

from collections.abc import Sequence

import narwhals as nw
import pandas as pd

from personagen.engine import Contacts, Engine, passing
from personagen.journeys import expressions as ex
from personagen.journeys.labels import ALL, Labels
from personagen.journeys.rules import DAY_US
from personagen.study.sources import Satisfaction

RATED = 3  # the source of a valence from which on it is a rating; see `Contacts`
_MICRO = 1_000_000
_LOWEST_TOP = {"nps": 9.0}  # promoters; of the other kinds the top two answers
_HIGHEST_BOTTOM = {"nps": 6.0}  # detractors


@passing
def count_scores(
    engine: Engine,
    contacts: Contacts,
    people: ex.Frame,
    order: ex.Order,
    labels: Labels,
    instruments: Sequence[Satisfaction],
) -> pd.DataFrame:
    """Return how the customers answered each rating: persona, phase, touchpoint, source and the sums of their answers.

    Columns ``n`` (customers), ``m`` and ``mm`` (their means in billionths of -1..1, and the squares), ``n_top`` and
    ``n_bottom`` (whose last answer is among the best, or the worst). Phase and touchpoint may be ``all``; ``source`` is the
    place among the instruments.
    """
    keys = ["persona", "phase", "touchpoint", "source"]
    if not instruments:
        return pd.DataFrame(columns=[*keys, "n", "m", "mm", "n_top", "n_bottom"])
    placed = contacts.frame.filter(
        ~nw.col("phase").is_null() & (nw.col("valence_source") >= RATED)
    ).with_columns(last=order.place())
    rated = engine.keep(
        "rated",
        placed.select(
            "customer",
            "step",
            "last",
            source=_whole(nw.col("valence_source")),
            value=_whole(nw.col("valence_micro")),
        ),
    )
    answers = engine.keep("answers", _last_answers(rated).join(contacts.places, on="step"))
    parts = []
    for key in ("touchpoint", "phase", "whole"):
        grouped = _level(answers.with_columns(whole=nw.lit(0)), key)
        found = engine.add_up(_sum_answers(grouped, people, key, instruments), "persona", key, "source")
        parts.append(_named(found, key, labels))
    return pd.concat(parts, ignore_index=True)


@passing
def count_peaks(
    engine: Engine, contacts: Contacts, stays: ex.Frame, people: ex.Frame, order: ex.Order, labels: Labels, cutoff_us: int
) -> tuple[pd.DataFrame, pd.DataFrame]:  # fmt: skip
    """Return the peak-end values of customers with a rated contact: summed, and one by one of those who are linked.

    A customer's value is the mean of the most extreme and of the last valence; of a best and a worst that are equally far
    from 0 the worst counts, and so does the worse of two contacts at the same stamp and touchpoint.

    Parameters
    ----------
    stays
        `expressions.build_stays`.
    cutoff_us
        End of observation.

    Returns
    -------
    sums : pandas.DataFrame
        persona, silent_days, is_done, n, p, pp. ``silent_days``: whole days from the last contact to the end of
        observation; ``is_done``: whether the last phase was reached; ``p``, ``pp``: sums of the values in billionths, and
        of their squares.
    linked : pandas.DataFrame
        draw, silent_days, is_done, n_ratings, p: a row per customer of a persona.
    """
    placed = contacts.frame.filter(
        ~nw.col("phase").is_null() & ~nw.col("valence_micro").is_null()
    ).with_columns(last=order.place())
    felt = engine.keep("felt", placed.select("customer", "last", value=_whole(nw.col("valence_micro"))))
    ends = felt.group_by("customer").agg(
        n_ratings=_whole(nw.len()),
        best=nw.col("value").max(),
        worst=nw.col("value").min(),
        last=nw.col("last").max(),
    )
    lasts = (
        ends.join(felt, on=["customer", "last"])
        .group_by("customer", "n_ratings", "best", "worst")
        .agg(end=nw.col("value").min())
    )
    best, worst = nw.col("best"), nw.col("worst")
    peak = nw.when(best > -worst).then(best).otherwise(worst)
    values = lasts.with_columns(p=(peak + nw.col("end")) * (ex.NANO // _MICRO // 2))
    whole = stays.group_by("customer").agg(stay=nw.col("last").max(), furthest=nw.col("phase").max())
    each = values.join(whole, on="customer").join(people, on="customer").with_columns(
        silent_days=ex.whole_part(nw.lit(cutoff_us) - order.at_us("stay"), DAY_US),
        is_done=_whole(nw.col("furthest") == len(labels.phases)),
    )  # fmt: skip
    columns = ("silent_days", "is_done", "n_ratings", "p")
    kept = engine.keep("peaks", each.select("customer", "persona", *columns))
    p = nw.col("p")
    sums = kept.group_by("persona", "silent_days", "is_done").agg(
        n=nw.len(), p=p.sum(), pp=ex.wide(p * p).sum()
    )
    unassigned = len(labels.personas) - 1
    known = contacts.customers.filter(nw.col("persona") != unassigned).select("customer", "draw")
    linked = engine.collect(kept.join(known, on="customer").select("draw", *columns))
    return labels.name(engine.collect(sums), "silent_days", "is_done"), linked


def _last_answers(rated: ex.Frame) -> ex.Frame:
    """Return by customer, step and source the number and sum of the answers, and when and what the last one was."""
    keys = ["customer", "step", "source"]
    each = rated.group_by(*keys).agg(
        n=_whole(nw.len()), total=nw.col("value").sum(), last=nw.col("last").max()
    )
    ends = each.join(rated, on=[*keys, "last"]).group_by(*keys, "last").agg(value=nw.col("value").min())
    return each.with_columns(total=_whole(nw.col("total"))).join(ends, on=[*keys, "last"])


def _level(answers: ex.Frame, key: str) -> ex.Frame:
    """Return by customer, ``key`` and source the sums of the answers, and the last one."""
    keys = ["customer", key, "source"]
    each = answers.group_by(*keys).agg(
        n=_whole(nw.col("n").sum()), total=_whole(nw.col("total").sum()), last=nw.col("last").max()
    )
    return each.join(answers.select(*keys, "last", "value"), on=[*keys, "last"])


def _sum_answers(
    grouped: ex.Frame, people: ex.Frame, key: str, instruments: Sequence[Satisfaction]
) -> ex.Frame:
    value = nw.col("value")
    tops, bottoms = _lines(instruments)
    marked = grouped.join(people, on="customer").with_columns(
        m=ex.mean_nano("total", "n", lowest=1),
        is_top=_of_own(instruments, [value >= line for line in tops]),
        is_bottom=_of_own(instruments, [value <= line for line in bottoms]),
    )
    m = nw.col("m")
    return marked.group_by("persona", key, "source").agg(
        n=nw.len(),
        m=m.sum(),
        mm=ex.wide(m * m).sum(),
        n_top=_whole(nw.col("is_top").sum()),
        n_bottom=_whole(nw.col("is_bottom").sum()),
    )


def _lines(instruments: Sequence[Satisfaction]) -> tuple[list[int], list[int]]:
    """Return from which millionths up, and from which down, an answer is among the best and the worst."""
    tops, bottoms = [], []
    for asked in instruments:
        worst, best = asked.scale
        step = 1 if best > worst else -1
        lines = (_LOWEST_TOP.get(asked.kind, best - step), _HIGHEST_BOTTOM.get(asked.kind, worst + step))
        top, bottom = (round((2 * (line - worst) / (best - worst) - 1) * _MICRO) for line in lines)
        tops.append(top)
        bottoms.append(bottom)
    return tops, bottoms


def _of_own(instruments: Sequence[Satisfaction], conditions: Sequence[nw.Expr]) -> nw.Expr:
    """Return 1 where the condition of the row's own instrument holds, else 0."""
    found = nw.lit(0).cast(nw.Int64)
    for place, condition in zip(range(len(instruments)), conditions, strict=True):
        is_own = nw.col("source") == RATED + place
        found = found + _whole(is_own & condition)
    return found


def _named(found: pd.DataFrame, key: str, labels: Labels) -> pd.DataFrame:
    """Return the sums with names for their codes, and phase and touchpoint ``all`` where they aren't told apart."""
    found = found.assign(source=found["source"] - RATED)
    if key == "touchpoint":
        placed = labels.place(found.rename(columns={"touchpoint": "step"})).drop(columns="channel")
        return labels.name(placed, "phase", "touchpoint", "source")
    if key == "phase":
        return labels.name(found, "phase", "source").assign(touchpoint=ALL)
    return labels.name(found.drop(columns="whole"), "source").assign(phase=ALL, touchpoint=ALL)


def _whole(expression: nw.Expr) -> nw.Expr:
    return expression.cast(nw.Int64)
