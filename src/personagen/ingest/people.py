"""Who is described: the respondents of the survey with what analytics knows of them, or the customers themselves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from personagen.contracts import TextTable
from personagen.contracts.people import LINKS, RESPONDENTS
from personagen.errors import StudyError
from personagen.ingest.accounting import Account, close_source
from personagen.ingest.analytics import Customers, read_analytics
from personagen.ingest.answers import Answers
from personagen.ingest.links import link_equal_ids, read_links
from personagen.ingest.survey import SurveyPeople, read_survey
from personagen.study.file import StudyFile


@dataclass(frozen=True)
class People:
    """The people described.

    Parameters
    ----------
    respondents, links
        Their contracts.
    answers
        The variables of both sources side by side.
    customers
        Analytics; None where the study has none.
    given
        By respondent_id the given segment; None where segments are formed.
    accounts, decimals
        By source; as in ``Research``.
    ratings
        Contract ``ratings``; None where the survey asked for none.
    """

    respondents: pd.DataFrame
    answers: Answers
    links: pd.DataFrame
    customers: Customers | None
    given: pd.Series | None
    accounts: dict[str, Account | None]
    decimals: dict[str, dict[str, str]]
    ratings: pd.DataFrame | None = None


def read_people(study_file: StudyFile, texts: Mapping[str, TextTable]) -> People:
    """Read survey, analytics and links.

    Without a survey, where the segments stand in analytics, its customers are the respondents, each with weight 1.

    Raises
    ------
    StudyError
        If there is neither.
    DataError
        As `read_survey`, `read_analytics` and `read_links`.
    """
    if study_file.study.describes_customers:
        return _take_customers(study_file, texts)
    survey = _read_survey(study_file, texts)
    customers = _read_customers(study_file, texts)
    accounts: dict[str, Account | None] = {}
    links, n_unlinked, accounts["links"] = _link(study_file, texts, survey, customers)
    accounts["survey"] = close_source(survey.source, survey.fates, survey.faults, n_unlinked, survey.people)
    if customers:
        known = customers.answers.table["customer_id"]
        strangers = int((~known.isin(links["customer_id"])).sum())
        accounts["analytics"] = close_source(customers.source, customers.fates, customers.faults, strangers)
    respondents = survey.respondents.drop(columns="customer_id").merge(links, "left")
    return People(
        respondents=RESPONDENTS.conform(respondents),
        answers=_join(study_file, survey, customers, links),
        links=links,
        customers=customers,
        given=_given(survey, customers, respondents),
        accounts=accounts,
        decimals={"survey": survey.decimals} | ({"analytics": customers.decimals} if customers else {}),
        ratings=survey.ratings,
    )


def _take_customers(study_file: StudyFile, texts: Mapping[str, TextTable]) -> People:
    customers = _read_customers(study_file, texts)
    if customers is None:
        raise StudyError(
            study_file.problem("analytics", "the study has no analytics", "Add it with its files.")
        )
    ids = customers.answers.table["customer_id"]
    named = {"customer_id": "respondent_id"}
    pairs = pd.DataFrame({"respondent_id": ids, "customer_id": ids})
    names = [name for _, name, _ in study_file.study.each_variable()]
    states = customers.answers.states.rename(columns=named)
    return People(
        respondents=RESPONDENTS.conform(pairs.assign(weight=1.0)),
        answers=Answers(customers.answers.table.rename(columns=named), states[["respondent_id", *names]]),
        links=LINKS.conform(pairs),
        customers=customers,
        given=customers.given,
        accounts={
            "analytics": close_source(
                customers.source, customers.fates, customers.faults, people=customers.people
            )
        },
        decimals={"analytics": customers.decimals},
    )


def _given(survey: SurveyPeople, customers: Customers | None, respondents: pd.DataFrame) -> pd.Series | None:
    if survey.given is not None or customers is None or customers.given is None:
        return survey.given
    segment = customers.given.reindex(respondents["customer_id"]).astype("str")
    return segment.set_axis(pd.Index(respondents["respondent_id"]))


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
        is_survey = not set(texts["links"].files).isdisjoint(texts["survey"].files)
        read = read_links(study_file, texts["links"], study.links, respondents, known, is_survey=is_survey)
        account = close_source(read.source, read.fates, read.faults, read.n_unlinked)
        links = read.links
    else:
        links = link_equal_ids(study_file, respondents, known)
    has_customers = bool(study.links or customers or study.touchpoints)
    return links, len(respondents) - len(links) if has_customers else None, account


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
