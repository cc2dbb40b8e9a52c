"""All sources of a study together: read one after another, linked, and accounted for."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

from personagen.contracts import Research, TextTable
from personagen.contracts.people import FAULT_ROWS, RESPONDENTS
from personagen.contracts.published import FAULTS, ROWS
from personagen.errors import StudyError
from personagen.ingest.analytics import Customers, read_analytics
from personagen.ingest.answers import Answers
from personagen.ingest.interviews import read_interviews, require_codebook
from personagen.ingest.links import link_equal_ids, read_links
from personagen.ingest.lists import read_codebook, read_emotions, read_touchpoint_map
from personagen.ingest.source import Account, close_source
from personagen.ingest.survey import SurveyPeople, read_survey
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
    survey = _read_survey(study_file, texts)
    customers = _read_customers(study_file, texts)
    accounts = {}
    links, n_unlinked, accounts["links"] = _link(study_file, texts, survey, customers)
    accounts["survey"] = close_source(survey.source, survey.fates, survey.faults, n_unlinked)
    if customers:
        known = customers.answers.table["customer_id"]
        strangers = int((~known.isin(links["customer_id"])).sum())
        accounts["analytics"] = close_source(customers.source, customers.fates, customers.faults, strangers)
    emotions: dict[str, float] = {}
    touchpoint_map = None
    if "touchpoint_map" in texts:
        touchpoint_map, accounts["touchpoint_map"] = read_touchpoint_map(study_file, texts["touchpoint_map"])
    if "emotions" in texts:
        emotions, accounts["emotions"] = read_emotions(study_file, texts["emotions"])
    codebook, interviews, said = _read_interviews(study_file, texts, survey)
    told = [account for account in [*_in_order(accounts), *said] if account]
    answers = _join(study_file, survey, customers, links)
    return Research(
        respondents=RESPONDENTS.conform(survey.respondents.drop(columns="customer_id").merge(links, "left")),
        answers=answers.table,
        states=answers.states,
        links=links,
        fault_rows=_fault_rows(told),
        rows=ROWS.conform(pd.DataFrame([account.row for account in told])),
        customers=customers.answers.table if customers else None,
        interviews=interviews,
        codebook=codebook,
        touchpoint_map=touchpoint_map,
        quarantine={str(a.row["source"]): a.quarantine for a in told if len(a.quarantine)},
        emotions=emotions,
        decimals={"survey": survey.decimals} | ({"analytics": customers.decimals} if customers else {}),
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
    counts = plain.groupby(key).size().rename("n").reset_index()
    return FAULTS.conform(counts.merge(advice[[*key, "mend"]], on=key).sort_values(key))


def _read_survey(study_file: StudyFile, texts: Mapping[str, TextTable]) -> SurveyPeople:
    if study_file.study.survey is None or "survey" not in texts:
        mend = "Add survey with its files; personas are formed from what respondents say."
        raise StudyError(study_file.problem("survey", "the study has no survey", mend))
    return read_survey(study_file, texts["survey"], study_file.study.survey)


def _read_customers(study_file: StudyFile, texts: Mapping[str, TextTable]) -> Customers | None:
    analytics = study_file.study.analytics
    return read_analytics(study_file, texts["analytics"], analytics) if analytics else None


def _link(
    study_file: StudyFile, texts: Mapping[str, TextTable], survey: SurveyPeople, customers: Customers | None
) -> tuple[pd.DataFrame, int | None, Account | None]:
    """Return the links, how many respondents have none, and the account of the link file."""
    study = study_file.study
    respondents = survey.respondents["respondent_id"]
    known = customers.answers.table["customer_id"] if customers else None
    account = None
    if study.links:
        read = read_links(study_file, texts["links"], study.links, respondents, known)
        account = close_source(read.source, read.fates, read.faults, read.n_unlinked)
        links = read.links
    else:
        links = link_equal_ids(study_file, respondents, known)
    has_customers = bool(study.links or customers or study.touchpoints)
    return links, len(respondents) - len(links) if has_customers else None, account


def _read_interviews(
    study_file: StudyFile, texts: Mapping[str, TextTable], survey: SurveyPeople
) -> tuple[pd.DataFrame | None, pd.DataFrame | None, list[Account]]:
    interviews = study_file.study.interviews
    if interviews is None:
        return None, None, []
    require_codebook(study_file, interviews)
    codebook, account = read_codebook(study_file, texts["codebook"])
    respondents = survey.respondents["respondent_id"]
    fragments = read_interviews(study_file, texts["interviews"], interviews, codebook, respondents)
    return codebook, fragments.table, [fragments.account, account]


def _join(
    study_file: StudyFile, survey: SurveyPeople, customers: Customers | None, links: pd.DataFrame
) -> Answers:
    """Put the variables of both sources side by side, in the order of the study."""
    table, states = survey.answers.table, survey.answers.states
    if customers:
        ids = table[["respondent_id"]].merge(links, "left")["customer_id"]
        rows = pd.Index(customers.answers.table["customer_id"]).get_indexer(ids)
        table = table.join(_taken(customers.answers.table, rows))
        told = _taken(customers.answers.states, rows)
        states = states.join(told.fillna("not_linked").astype("str"))
    names = [name for _, name, _ in study_file.study.each_variable()]
    order = {name: position for position, name in enumerate(names)}
    columns = sorted(table.columns[1:], key=lambda c: order.get(c, order.get(c.rpartition("[")[0], -1)))
    return Answers(table[["respondent_id", *columns]], states[["respondent_id", *names]])


def _taken(table: pd.DataFrame, rows: npt.NDArray[np.intp]) -> pd.DataFrame:
    plain = table.drop(columns="customer_id")
    return plain.reset_index(drop=True).reindex(rows).reset_index(drop=True)


def _in_order(accounts: Mapping[str, Account | None]) -> list[Account | None]:
    return [accounts.get(name) for name in ("survey", "analytics", "links", "touchpoint_map", "emotions")]


def _fault_rows(accounts: list[Account]) -> pd.DataFrame:
    table = pd.concat([account.faults for account in accounts], ignore_index=True)
    table.insert(0, "row", range(1, len(table) + 1))
    return FAULT_ROWS.conform(table)
