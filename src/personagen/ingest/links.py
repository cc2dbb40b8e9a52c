"""Who is whom: links between respondents and customers, at most one on each side."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from personagen.contracts import TextTable
from personagen.contracts.people import LINKS
from personagen.errors import DataError
from personagen.ingest.columns import read_columns
from personagen.ingest.items import Item
from personagen.ingest.source import Fault, Source, open_source, refuse_if_none
from personagen.ingest.wording import shape_of
from personagen.study import Links, Variable
from personagen.study.file import StudyFile

_PAIR = ["respondent_id", "customer_id"]


@dataclass(frozen=True)
class LinkedPeople:
    """The link file after reading; ``n_unlinked`` counts used links whose customer analytics doesn't know."""

    source: Source
    fates: pd.Series
    faults: list[Fault]
    links: pd.DataFrame
    n_unlinked: int | None


def read_links(
    study_file: StudyFile,
    text: TextTable,
    links: Links,
    respondents: pd.Series,
    customers: pd.Series | None,
    *,
    is_survey: bool = False,
) -> LinkedPeople:
    """Read the link file.

    Links of respondents who don't count are excluded; of the others, those that give one person several partners go to
    quarantine.

    Parameters
    ----------
    respondents
        Respondents that count.
    customers
        Customers of analytics; None where the study has none.
    is_survey
        Whether the links stand in the survey itself: its rows without a customer, and of respondents who don't count, are
        no links then, and nothing is wrong with them.

    Raises
    ------
    DataError
        If no id matches on one of the sides.
    """
    plain = Variable.model_validate({"from": "survey", "type": "text"})
    items = [
        Item("links.respondent", links.respondent, plain, needed=True),
        Item("links.customer", links.customer, plain, needed=True),
    ]
    source = open_source(study_file, text, {item.key: item.column for item in items}, links.csv)
    pairs = source.frame[[links.respondent, links.customer]].set_axis(_PAIR, axis=1)
    fates = pd.Series("used", index=pairs.index, dtype="str")
    if is_survey:
        is_link = pairs["respondent_id"].isin(respondents) & pairs["customer_id"].ne("")
        fates = fates.where(is_link, "excluded")
    reading = read_columns(source, items, fates == "used")
    fates = fates.mask(reading.faulty(len(fates)), "quarantined")
    filled = pairs[fates == "used"]
    _refuse_strangers(
        study_file, "links.respondent", filled["respondent_id"], respondents, "respondents that count"
    )
    unknown = filled.index[~filled["respondent_id"].isin(respondents)]
    fates = fates.where(~fates.index.isin(unknown), "excluded")
    faults = [*reading.faults, *_unknown(unknown, links.respondent, "respondent")]
    fates, more = _pair_once(pairs, links, fates)
    faults += more
    refuse_if_none(source, fates, faults)
    used = pairs[fates == "used"]
    n_unlinked = None
    if customers is not None:
        _refuse_strangers(
            study_file, "links.customer", used["customer_id"], customers, "customers of analytics"
        )
        absent = used.index[~used["customer_id"].isin(customers)]
        n_unlinked = len(absent)
        faults += _unknown(absent, links.customer, "customer")
    table = LINKS.conform(used.sort_values(_PAIR, ignore_index=True))
    return LinkedPeople(source, fates, faults, table, n_unlinked)


def link_equal_ids(
    study_file: StudyFile, respondents: pd.Series, customers: pd.Series | None
) -> pd.DataFrame:
    """Return links of respondents to the customers of the same id.

    Where only touchpoint logs hold customers, every respondent is linked: who is in a log is counted there.

    Raises
    ------
    DataError
        If analytics has no respondent's id.
    """
    study = study_file.study
    if customers is not None:
        _refuse_strangers(study_file, "analytics.customer", customers, respondents, "respondents that count")
        respondents = respondents[respondents.isin(customers)]
    elif not study.touchpoints:
        respondents = respondents.iloc[:0]
    return LINKS.conform(pd.DataFrame({name: respondents.to_numpy() for name in _PAIR}, dtype="str"))


def _unknown(positions: pd.Index, column: str, who: str) -> list[Fault]:
    where = {
        "respondent": "no survey row that counts has this respondent",
        "customer": "analytics lacks this customer",
    }
    mend = "Nothing, if that is so; else compare how the ids are written in both files."
    return [
        Fault(int(p), column, f"unknown_{who}", where[who], mend, is_quarantined=False) for p in positions
    ]


def _pair_once(pairs: pd.DataFrame, links: Links, fates: pd.Series) -> tuple[pd.Series, list[Fault]]:
    used = pairs[fates == "used"]
    repeats = used.index[used.duplicated()]
    fates = fates.where(~fates.index.isin(repeats), "duplicate")
    faults = []
    clashes = {
        "several_customers": ("respondent_id", links.respondent, "this respondent has several customers"),
        "several_respondents": ("customer_id", links.customer, "this customer has several respondents"),
    }
    rest = used.drop(repeats)
    for check, (side, column, reason) in clashes.items():
        clashing = rest[side][rest.duplicated(side, keep=False)]
        clash = used.index[used[side].isin(clashing)]
        faults += [Fault(int(p), column, check, reason, "Keep one link for each person.") for p in clash]
        fates = fates.where(~fates.index.isin(clash), "quarantined")
    return fates, faults


def _refuse_strangers(study_file: StudyFile, key: str, ids: pd.Series, known: pd.Series, whom: str) -> None:
    if ids.empty or ids.isin(known).any():
        return
    what = (
        f"the ids never match: none of the {ids.nunique()} ids here is one of the {known.nunique()} {whom} "
        f"(ids here look like {_shapes(ids)}, theirs like {_shapes(known)})"
    )
    mend = "Name the column with the same ids, or add a links file that says who is whom."
    raise DataError(study_file.problem(key, what, mend))


def _shapes(ids: pd.Series) -> str:
    shapes = ids.map(shape_of).value_counts()
    return str(min(shapes[shapes == shapes.max()].index, default="nothing"))
