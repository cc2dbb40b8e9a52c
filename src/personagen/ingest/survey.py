"""The survey: one row per respondent that counts.

Of several rows of one respondent the newest counts. Rows without any id are numbered by their place and all count: two
people may well give the same answers, so equal rows are told and kept.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from personagen.contracts import TextTable
from personagen.contracts.answers import TIME
from personagen.contracts.people import RESPONDENTS
from personagen.ingest.answers import Answers, build_answers, items_of, typed_cells, variables_of
from personagen.ingest.attention import attention_columns, count_failures
from personagen.ingest.codes import codes_of
from personagen.ingest.columns import Reading, read_columns
from personagen.ingest.given import given_items, given_segments
from personagen.ingest.items import Item
from personagen.ingest.numbers import Marks
from personagen.ingest.outlying import find_far_out
from personagen.ingest.personal import refuse_personal
from personagen.ingest.ratings import rating_items, read_ratings
from personagen.ingest.source import Fault, Source, open_source, refuse_if_none
from personagen.study import Survey, Variable
from personagen.study.file import StudyFile

ID = "respondent_id"
_WEIGHT, _SENT, _TIMING = "survey.weight", "survey.submitted_at", "survey.duration_seconds"


@dataclass(frozen=True)
class SurveyPeople:
    """The survey after reading: people without links yet, what they answered, and what became of the rows."""

    source: Source
    fates: pd.Series
    faults: list[Fault]
    people: pd.Series
    respondents: pd.DataFrame
    answers: Answers
    decimals: dict[str, str]
    given: pd.Series | None = None
    ratings: pd.DataFrame | None = None


def read_survey(study_file: StudyFile, text: TextTable, survey: Survey) -> SurveyPeople:
    """Read the survey.

    Raises
    ------
    DataError
        If a named column is absent, most of a column is faulty, or no row counts.
    """
    variables = variables_of(study_file.study, "survey")
    given = given_items(study_file.study, "survey")
    ratings = rating_items(study_file.study)
    items = [
        *_own_items(survey),
        *given,
        *ratings,
        *(i for n, (k, v) in variables.items() for i in items_of(n, k, v)),
    ]
    named = {item.key: item.column for item in items} | attention_columns(study_file.study)
    if survey.complete:
        named["survey.complete.column"] = survey.complete.column
    source = open_source(study_file, text, named, survey.csv)
    refuse_personal(source, items)
    fates = _exclude_unfinished(source, survey)
    reading = read_columns(source, items, fates == "used")
    fates = fates.mask(reading.faulty(len(fates)), "quarantined")
    faults = list(reading.faults)
    refuse_if_none(source, fates, faults)
    fates, more = _count_once(source, survey, reading, fates)
    used = _in_order(source, survey, fates)
    more = [*more, *find_far_out(source, reading, used)]
    whom = _ids(source, survey)
    ids = whom.loc[used.index]
    answers = build_answers(ids, used, variables, reading)
    people = _people(ids, used, reading, count_failures(study_file, used))
    segments = given_segments(reading, ids, used)
    rated = read_ratings(study_file.study, ids, used, reading)
    return SurveyPeople(
        source, fates, faults + more, whom, people, answers, reading.decimals, segments, rated
    )


def _own_items(survey: Survey) -> list[Item]:
    def kind(name: str) -> Variable:
        return Variable.model_validate({"from": "survey", "type": name})

    items = [
        Item("survey.respondent", survey.respondent or "", kind("text"), needed=True),
        Item(_WEIGHT, survey.weight or "", kind("number"), needed=True, above_zero=True),
        Item(_SENT, survey.submitted_at or "", kind("date"), quarantines=False),
        Item(_TIMING, survey.duration_seconds or "", kind("count"), quarantines=False),
    ]
    return [item for item in items if item.column]


def _exclude_unfinished(source: Source, survey: Survey) -> pd.Series:
    fates = pd.Series("used", index=source.frame.index, dtype="str")
    if survey.complete is None:
        return fates
    finished = codes_of(survey.complete.is_)
    cells = source.frame[survey.complete.column]
    counts = {cell: bool(finished.find(cell, Marks())) for cell in cells.unique()}
    return fates.where(cells.map(counts).astype(bool), "excluded")


def _count_once(
    source: Source, survey: Survey, reading: Reading, fates: pd.Series
) -> tuple[pd.Series, list[Fault]]:
    used = source.frame[fates == "used"]
    if survey.respondent is None:
        mend = (
            "Nothing, if people may have answered alike; else name the column with the id: survey.respondent."
        )
        reason = "all cells equal those of another row; it counts, as there is no id to tell"
        repeats = source.is_repeat[fates == "used"]
        return fates, [
            Fault(int(p), None, "equal_rows", reason, mend, is_quarantined=False)
            for p in repeats.index[repeats]
        ]
    sent = reading.columns.get(_SENT)
    order = used.copy()
    if sent is not None:
        order.insert(0, "\0sent", typed_cells(sent, used[sent.item.column]))
    order = order.sort_values(list(order.columns), na_position="first", kind="stable")
    older = order[order.duplicated(survey.respondent, keep="last")].index
    differing = older[~used.duplicated(keep=False).loc[older]]
    reason = "another row of this respondent counts" + (": it is newer" if sent is not None else "")
    mend = (
        "Nothing, if the newest answers should count."
        if sent is not None
        else ("Name survey.submitted_at so that the newest row counts; without it the choice is by content.")
    )
    faults = [
        Fault(int(p), survey.respondent, "differing_rows", reason, mend, is_quarantined=False)
        for p in differing
    ]
    return fates.where(~fates.index.isin(older), "duplicate"), faults


def _in_order(source: Source, survey: Survey, fates: pd.Series) -> pd.DataFrame:
    used = source.frame[fates == "used"]
    by = [survey.respondent] if survey.respondent else list(used.columns)
    return used.sort_values(by, kind="stable")


def _ids(source: Source, survey: Survey) -> pd.Series:
    if survey.respondent:
        return source.frame[survey.respondent].rename(ID)
    return pd.Series(
        [f"r{p + 1}" for p in source.frame.index], index=source.frame.index, name=ID, dtype="str"
    )


def _people(ids: pd.Series, used: pd.DataFrame, reading: Reading, failed: pd.Series) -> pd.DataFrame:
    def cells(key: str, otherwise: object, dtype: str) -> pd.Series:
        column = reading.columns.get(key)
        if column is None:
            return pd.Series(otherwise, index=used.index, dtype=dtype)
        return typed_cells(column, used[column.item.column])

    table = pd.DataFrame(
        {
            ID: ids,
            "weight": cells(_WEIGHT, 1.0, "float64"),
            "submitted_at": cells(_SENT, None, TIME),
            "duration_seconds": cells(_TIMING, None, "float64"),
            "n_failed_checks": failed,
        }
    )
    return RESPONDENTS.conform(table.reset_index(drop=True))
