"""What people said outside the logs about how it felt: ratings in the survey and fragments of interviews.

Each phase has one source for all personas: the logs where any linked customer's valence stands there, else the survey,
else the interviews. A persona's own journey is that of one source, so that a phase is held only against phases asked in
the same way.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd

from personagen.contracts.personas import personas_by_size
from personagen.journeys.counts import Counts
from personagen.journeys.expressions import NANO
from personagen.journeys.labels import ALL
from personagen.journeys.sampling import Sample
from personagen.journeys.sources import INTERVIEWS, SURVEY

_MICRO = 1_000_000
_FELT = ("n_valence", "n_ratings", "v", "vv", "vo", "o")


@dataclass(frozen=True)
class Heard:
    """What people of a persona said, row by row.

    Parameters
    ----------
    source
        survey or interviews.
    rows
        respondent_id, persona, phase, touchpoint (blank in interviews) and valence_micro (millionths, whole numbers).
    """

    source: str
    rows: pd.DataFrame


def hear_ratings(ratings: pd.DataFrame, touchpoint_map: pd.DataFrame, assignments: pd.DataFrame) -> Heard:
    """Return what respondents of a persona said of touchpoints.

    Parameters
    ----------
    ratings, touchpoint_map, assignments
        Their contracts.
    """
    phases = touchpoint_map.set_index("touchpoint")["phase"]
    return _heard(SURVEY, ratings.assign(phase=ratings["touchpoint"].map(phases)), assignments)


def hear_interviews(interviews: pd.DataFrame, interviewees: pd.DataFrame) -> Heard:
    """Return what interviewees of a persona said of phases.

    Parameters
    ----------
    interviews
        Its contract; fragments without a phase or a valence don't count.
    interviewees
        Contract ``assignments``, with those outside the survey who have a persona.
    """
    said = interviews[["respondent_id", "phase", "valence"]].dropna()
    return _heard(INTERVIEWS, said.assign(touchpoint=None), interviewees)


def unlogged_counts(touchpoint_map: pd.DataFrame, assignments: pd.DataFrame, phases: pd.DataFrame) -> Counts:
    """Return the counts of a study without logs: its personas, and nobody met anywhere."""
    names = tuple(phases.sort_values("position")["phase"])
    personas = [*personas_by_size(assignments.dropna(subset=["persona"])), ALL]
    zeros = dict.fromkeys(
        ("n_respondents", "n_linked", "n_customers", "n_persona", "n_contacts", "n_mapped"), 0
    )
    whole = ("n_customers", "n_contacts", "n_ratings", "n_words", "n_valence", "n_gap")
    sums = {**dict.fromkeys(whole, "int64"), **dict.fromkeys(("v", "vv", "vo", "o", "g", "gg"), "object")}
    ends = {"n_entry": "int64", "n_exit": "int64"}
    friction = dict.fromkeys(("n_repeat", "n_displeased", "n_left", "n_friction"), "int64")
    sampled = {"draw": "int64", "at_us": "int64"}
    return Counts(
        population=pd.DataFrame({"persona": personas, **zeros}),
        phases=names,
        touchpoint_map=touchpoint_map,
        by_phase=_empty("persona", "phase", **sums, **friction),
        by_touchpoint=_empty("persona", "phase", "touchpoint", "channel", **sums, **ends),
        own=_empty("persona", n="int64", o="object", oo="object"),
        durations=_empty("persona", "phase", kind="int64", n="int64", days="float64"),
        moves=_empty("persona", "from_phase", "to_phase", n_customers="int64", n="int64"),
        funnel=_empty("persona", "mode", "phase", n="int64", n_both="int64"),
        words=_empty("persona", "phase", "touchpoint", "channel", "emotion", n="int64"),
        horizons=pd.Series(float("nan"), index=[*names[:-1]]),
        friction=_empty("persona", "phase", "touchpoint", "channel", **friction),
        skipped=_empty("persona", "phase", n="int64"),
        steps=_empty("persona", "from_touchpoint", "to_touchpoint", step="int64", n="int64"),
        sample=Sample(
            firsts=_empty("persona", draw="int64"),
            rated=_empty("persona", "phase", **sampled, valence_micro="int64"),
            steps=_empty("persona", "phase", **sampled, step="int64"),
            channels=_empty("touchpoint", "channel", phase="int64", first_step="int64"),
            draws=_empty(weighed="float64", told="float64"),
        ),
    )


def add_heard(counts: Counts, heard: Sequence[Heard]) -> Counts:
    """Return the counts with the valences of the phases that the logs say nothing of, each from the first source that does."""
    by_phase = counts.by_phase
    logged = {*by_phase.loc[(by_phase["persona"] == ALL) & (by_phase["n_valence"] > 0), "phase"]}
    asked: dict[str, str] = {}
    for each in heard:
        told = {*each.rows["phase"]} - logged - {*asked}
        asked |= dict.fromkeys((phase for phase in counts.phases if phase in told), each.source)
    by_touchpoint, own = counts.by_touchpoint, counts.own.assign(source="")
    for each in heard:
        rows = each.rows[each.rows["phase"].map(asked) == each.source]
        if rows.empty:
            continue
        mine = _own(rows)
        by_phase = _replaced(by_phase, _sums(rows, mine, "phase"), ["persona", "phase"])
        if rows["touchpoint"].notna().all():
            places = _sums(rows, mine, "phase", "touchpoint").assign(channel=ALL)
            by_touchpoint = _replaced(by_touchpoint, places, ["persona", "phase", "touchpoint", "channel"])
        own = pd.concat([own, _sum_own(mine).assign(source=each.source)], ignore_index=True)
    return replace(counts, by_phase=by_phase, by_touchpoint=by_touchpoint, own=own, asked=asked)


def _heard(source: str, said: pd.DataFrame, assignments: pd.DataFrame) -> Heard:
    personas = assignments.dropna(subset=["persona"]).set_index("respondent_id")["persona"]
    rows = said.assign(
        persona=said["respondent_id"].map(personas),
        valence_micro=(said["valence"] * _MICRO).round().astype("int64"),
    )
    return Heard(source, rows.dropna(subset=["persona", "phase"])[
        ["respondent_id", "persona", "phase", "touchpoint", "valence_micro"]
    ])  # fmt: skip


def _means(rows: pd.DataFrame, *keys: str) -> pd.DataFrame:
    """Return by person and keys the number of ratings and their mean in billionths, rounded down as on the engine."""
    grouped = rows.groupby(["respondent_id", "persona", *keys], sort=True)["valence_micro"]
    found = grouped.agg(n_ratings="size", total="sum").reset_index()
    found["v"] = (found["total"] + found["n_ratings"] * _MICRO) * (NANO // _MICRO) // found[
        "n_ratings"
    ] - NANO
    return found.drop(columns="total")


def _own(rows: pd.DataFrame) -> pd.DataFrame:
    return _means(rows).rename(columns={"v": "o"}).drop(columns="n_ratings")


def _sums(rows: pd.DataFrame, own: pd.DataFrame, *keys: str) -> pd.DataFrame:
    each = _means(rows, *keys).merge(own, on=["respondent_id", "persona"], validate="m:1")
    v, o = each["v"].astype(object), each["o"].astype(object)
    each = each.assign(n_valence=1, v=v, vv=v * v, vo=v * o, o=o)
    return _with_all(each, [*_FELT], *keys)


def _sum_own(own: pd.DataFrame) -> pd.DataFrame:
    o = own["o"].astype(object)
    return _with_all(own.assign(n=1, o=o, oo=o * o), ["n", "o", "oo"])


def _with_all(each: pd.DataFrame, sums: list[str], *keys: str) -> pd.DataFrame:
    """Return the sums by persona and keys, and those of all personas together."""
    both = pd.concat([each, each.assign(persona=ALL)], ignore_index=True)
    return both.groupby(["persona", *keys], sort=True)[sums].sum().reset_index()


def _replaced(table: pd.DataFrame, felt: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Return the sums of a table with what was felt in its phases taken from elsewhere; 0 where only one has a row."""
    lost = [column for column in (*_FELT, "n_words") if column in table]
    here = table["phase"].isin(felt["phase"])
    kept = table.assign(**{column: table[column].mask(here, 0) for column in lost})
    both = kept.merge(felt, on=keys, how="outer", suffixes=("", "_felt"))
    for column in _FELT:
        told = both.pop(f"{column}_felt")
        both[column] = told.where(told.notna(), both[column])
    numbers = [str(column) for column in both if column not in keys]
    both[numbers] = both[numbers].astype(object).where(both[numbers].notna(), 0)
    both = both.astype({column: "int64" for column in numbers if column.startswith("n_")})
    return both.sort_values(keys, ignore_index=True)


def _empty(*texts: str, **numbers: str) -> pd.DataFrame:
    columns = {**dict.fromkeys(texts, "str"), **numbers}
    return pd.DataFrame({name: pd.Series(dtype=dtype) for name, dtype in columns.items()})
