"""Coded interviews: one row per fragment.

Interviewees outside the survey count, and are counted. Without a clear yes nobody is quoted.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from personagen.contracts import TextTable
from personagen.contracts.people import INTERVIEWS
from personagen.errors import StudyError
from personagen.ingest.accounting import Account, close_source
from personagen.ingest.answers import typed_cells
from personagen.ingest.codes import says_yes
from personagen.ingest.columns import Reading, read_columns
from personagen.ingest.items import Item
from personagen.ingest.phases import phase_words
from personagen.ingest.source import Fault, Source, open_source, refuse_if_none
from personagen.study import Interviews, Variable
from personagen.study.file import StudyFile

_CODE, _PHASE, _VALENCE = "interviews.code", "interviews.phase", "interviews.valence"


@dataclass(frozen=True)
class Fragments:
    """The interviews after reading."""

    table: pd.DataFrame
    account: Account


def require_codebook(study_file: StudyFile, interviews: Interviews) -> None:
    """Refuse interviews without a codebook: no theme is known then.

    Raises
    ------
    StudyError
        If the study names none.
    """
    if interviews.codebook is None:
        what = "interviews need a codebook, which says what each code is about"
        mend = "Add codebook: a CSV with the columns code,theme (background, goal, motivation, pain_point, need, delight)."
        raise StudyError(study_file.problem("interviews.codebook", what, mend))


def read_interviews(
    study_file: StudyFile,
    text: TextTable,
    interviews: Interviews,
    codebook: pd.DataFrame,
    respondents: pd.Series,
) -> Fragments:
    """Read the coded interviews.

    Raises
    ------
    DataError
        If a named column is absent, most of a column is faulty, or no row counts.
    """
    named = {
        "interviews.respondent": interviews.respondent,
        _CODE: interviews.code,
        "interviews.quote": interviews.quote,
        "interviews.may_quote": interviews.may_quote,
        _PHASE: interviews.phase,
        "interviews.persona": interviews.persona,
        f"{_VALENCE}.column": interviews.valence.column if interviews.valence else None,
    }
    source = open_source(study_file, text, {k: c for k, c in named.items() if c}, interviews.csv)
    items = _items(source, interviews, tuple(codebook["code"]))
    fates = pd.Series("used", index=source.frame.index, dtype="str").mask(source.is_repeat, "duplicate")
    reading = read_columns(source, items, fates == "used")
    fates = fates.mask(reading.faulty(len(fates)), "quarantined")
    faults = list(reading.faults)
    refuse_if_none(source, fates, faults)
    used = source.frame[fates == "used"]
    places = {"file": text.files.reset_index(drop=True), "line": text.lines.reset_index(drop=True)}
    table = _fragments(used, interviews, reading, codebook).assign(**places)
    strangers = used.index[~used[interviews.respondent].isin(respondents)]
    # who is outside the survey and has a persona of their own is no fault
    unplaced = strangers[table.loc[strangers, "persona"].isna()]
    faults += _strangers(unplaced, interviews.respondent) + _unclear_consent(used, interviews)
    order = ["respondent_id", "code", "phase", "quote", "valence", "may_quote", "persona", "file", "line"]
    table = table.sort_values(order, na_position="first", ignore_index=True)
    table.insert(0, "row", range(1, len(table) + 1))
    return Fragments(INTERVIEWS.conform(table), close_source(source, fates, faults, len(strangers)))


def _items(source: Source, interviews: Interviews, codes: tuple[str, ...]) -> list[Item]:
    def variable(kind: str, **more: object) -> Variable:
        return Variable.model_validate({"from": "survey", "type": kind, **more})

    items = [
        Item("interviews.respondent", interviews.respondent, variable("text"), needed=True),
        Item(_CODE, interviews.code, variable("nominal"), codes, needed=True),
    ]
    if interviews.phase:
        words = phase_words(source.study_file.study)
        cells = source.frame[interviews.phase].unique()
        values = {cell: words[cell.casefold()] for cell in cells if cell.casefold() in words}
        phases = tuple(dict.fromkeys(words.values()))
        items.append(Item(_PHASE, interviews.phase, variable("nominal", values=values), phases))
    if interviews.valence:
        scaled = variable("likert", scale=interviews.valence.scale)
        items.append(Item(_VALENCE, interviews.valence.column, scaled))
    return items


def _fragments(
    used: pd.DataFrame, interviews: Interviews, reading: Reading, codebook: pd.DataFrame
) -> pd.DataFrame:
    table = pd.DataFrame({"respondent_id": used[interviews.respondent], "code": used[interviews.code]})
    usual = table["code"].map(codebook.set_index("code")["phase"]).astype("str")
    told = _typed(reading, _PHASE, used, usual)
    table["phase"] = told.where(told.notna(), usual)
    table["quote"] = _filled(used, interviews.quote)
    consent = used[interviews.may_quote] if interviews.may_quote else pd.Series("", index=used.index)
    table["may_quote"] = consent.map({cell: says_yes(cell) is True for cell in consent.unique()}).astype(bool)
    table["valence"] = _scaled(reading, interviews, used)
    table["persona"] = _filled(used, interviews.persona)
    return table


def _filled(used: pd.DataFrame, column: str | None) -> pd.Series:
    """Return the cells of a column, blank where they are empty or the study names no column."""
    cells = used[column] if column else pd.Series("", index=used.index, dtype="str")
    return cells.where(cells != "")


def _typed(reading: Reading, key: str, used: pd.DataFrame, otherwise: pd.Series) -> pd.Series:
    column = reading.columns.get(key)
    return otherwise if column is None else typed_cells(column, used[column.item.column])


def _scaled(reading: Reading, interviews: Interviews, used: pd.DataFrame) -> pd.Series:
    blank = pd.Series(float("nan"), index=used.index)
    if interviews.valence is None:
        return blank
    worst, best = interviews.valence.scale
    return 2 * (_typed(reading, _VALENCE, used, blank) - worst) / (best - worst) - 1


def _strangers(positions: pd.Index, column: str) -> list[Fault]:
    reason = "no survey row that counts has this respondent; the fragment counts for everybody"
    mend = "Nothing, if the interviewee was not in the survey; else compare how the ids are written."
    return [
        Fault(int(p), column, "unknown_respondent", reason, mend, is_quarantined=False) for p in positions
    ]


def _unclear_consent(used: pd.DataFrame, interviews: Interviews) -> list[Fault]:
    if not interviews.may_quote:
        return []
    cells = used[interviews.may_quote]
    unclear = cells.map({c: bool(c) and says_yes(c) is None for c in cells.unique()}).astype(bool)
    reason = "the consent is neither yes nor no: the fragment is not quoted"
    return [
        Fault(int(p), interviews.may_quote, "consent", reason, "Write yes or no.", is_quarantined=False)
        for p in cells.index[unclear]
    ]
