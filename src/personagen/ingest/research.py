"""All sources of a study together: read one after another, linked, and accounted for."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from personagen.contracts import Research, TextTable
from personagen.contracts.people import FAULT_ROWS
from personagen.contracts.published import FAULTS, ROWS
from personagen.ingest.accounting import Account
from personagen.ingest.called import collect_names
from personagen.ingest.interviews import read_interviews, require_codebook
from personagen.ingest.lists import read_codebook, read_emotions, read_touchpoint_map
from personagen.ingest.people import read_people
from personagen.ingest.ratings import refuse_unmapped_ratings
from personagen.language.emotions import emotion_words
from personagen.study.file import StudyFile


def ingest_research(study_file: StudyFile, texts: Mapping[str, TextTable]) -> Research:
    """Turn all sources of a study into checked, typed tables.

    Every row ends as used, quarantined, duplicate or excluded. A row goes to quarantine when its id, its weight or the
    answer of a variable breaks the study; a faulty time of submission or duration only blanks the cell.

    Parameters
    ----------
    study_file
        The study.
    texts
        By source (survey, interviews, codebook, analytics, links, touchpoint_map, emotions): the table as text.

    Raises
    ------
    StudyError
        If interviews have no codebook, or there is no survey.
    DataError
        If a column is absent, most of one is faulty, ids never match, or no row counts.
    """
    people = read_people(study_file, texts)
    accounts = dict(people.accounts)
    emotions: dict[str, float] = {}
    touchpoint_map = None
    if "touchpoint_map" in texts:
        touchpoint_map, accounts["touchpoint_map"] = read_touchpoint_map(study_file, texts["touchpoint_map"])
    refuse_unmapped_ratings(study_file, touchpoint_map)
    if any(log.emotion for log in study_file.study.touchpoints):
        language = study_file.data_language or study_file.study.language
        emotions = {row.word: row.valence for row in emotion_words(language)}
    if "emotions" in texts:
        own, accounts["emotions"] = read_emotions(study_file, texts["emotions"])
        emotions |= own
    codebook, interviews, said = _read_interviews(study_file, texts, people.respondents["respondent_id"])
    told = [account for account in [*_in_order(accounts), *said] if account]
    return Research(
        respondents=people.respondents,
        answers=people.answers.table,
        states=people.answers.states,
        links=people.links,
        fault_rows=_fault_rows(told),
        rows=ROWS.conform(pd.DataFrame([account.row for account in told])),
        customers=people.customers.answers.table if people.customers else None,
        interviews=interviews,
        codebook=codebook,
        touchpoint_map=touchpoint_map,
        quarantine={str(a.row["source"]): a.quarantine for a in told if len(a.quarantine)},
        emotions=emotions,
        given=people.given,
        decimals=people.decimals,
        ratings=people.ratings,
        names=collect_names(study_file.study, texts),
    )


def summarise_faults(fault_rows: pd.DataFrame) -> pd.DataFrame:
    """Count the faults by source, column and check; the advice is the one given most often.

    Parameters
    ----------
    fault_rows
        Contract ``fault_rows``.

    Returns
    -------
    pandas.DataFrame
        Published contract ``faults``.
    """
    if fault_rows.empty:
        return FAULTS.empty()
    key = ["source", "column", "check"]
    plain = fault_rows.assign(column=fault_rows["column"].fillna("-"))
    advice = plain.groupby([*key, "mend"]).size().rename("times").reset_index()
    advice = advice.sort_values(["times", "mend"], ascending=[False, True]).drop_duplicates(key)
    groups = plain.groupby(key)
    left_out = groups["is_left_out"].sum(min_count=1)
    counts = groups.size().rename("n").to_frame().assign(n_left_out=left_out).reset_index()
    return FAULTS.conform(counts.merge(advice[[*key, "mend"]], on=key).sort_values(key))


def _read_interviews(
    study_file: StudyFile, texts: Mapping[str, TextTable], respondents: pd.Series
) -> tuple[pd.DataFrame | None, pd.DataFrame | None, list[Account]]:
    interviews = study_file.study.interviews
    if interviews is None:
        return None, None, []
    require_codebook(study_file, interviews)
    codebook, account = read_codebook(study_file, texts["codebook"])
    fragments = read_interviews(study_file, texts["interviews"], interviews, codebook, respondents)
    return codebook, fragments.table, [fragments.account, account]


def _in_order(accounts: Mapping[str, Account | None]) -> list[Account | None]:
    return [accounts.get(name) for name in ("survey", "analytics", "links", "touchpoint_map", "emotions")]


def _fault_rows(accounts: list[Account]) -> pd.DataFrame:
    table = pd.concat([account.faults for account in accounts], ignore_index=True)
    table.insert(0, "row", range(1, len(table) + 1))
    return FAULT_ROWS.conform(table)
