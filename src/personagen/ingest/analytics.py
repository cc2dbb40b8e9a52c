"""The analytics export: one row per customer.

Rows of one customer that differ contradict each other; which is right can't be told, so all of them go to quarantine.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from personagen.contracts import TextTable
from personagen.ingest.answers import Answers, build_answers, items_of, variables_of
from personagen.ingest.columns import read_columns
from personagen.ingest.given import given_items, given_segments
from personagen.ingest.items import Item
from personagen.ingest.outlying import find_far_out
from personagen.ingest.personal import refuse_personal
from personagen.ingest.source import Fault, Source, open_source, refuse_if_none
from personagen.study import Analytics, Variable
from personagen.study.file import StudyFile

ID = "customer_id"


@dataclass(frozen=True)
class Customers:
    """The analytics export after reading."""

    source: Source
    customer: str
    fates: pd.Series
    faults: list[Fault]
    answers: Answers
    decimals: dict[str, str]
    given: pd.Series | None = None

    @property
    def people(self) -> pd.Series:
        """The customer of each row."""
        return self.source.frame[self.customer]


def read_analytics(study_file: StudyFile, text: TextTable, analytics: Analytics) -> Customers:
    """Read the analytics export.

    Raises
    ------
    DataError
        If a named column is absent, most of a column is faulty, or no row counts.
    """
    variables = variables_of(study_file.study, "analytics")
    plain = Variable.model_validate({"from": "analytics", "type": "text"})
    items = [Item("analytics.customer", analytics.customer, plain, needed=True)]
    items += given_items(study_file.study, "analytics")
    items += [item for n, (k, v) in variables.items() for item in items_of(n, k, v)]
    source = open_source(study_file, text, {item.key: item.column for item in items}, analytics.csv)
    refuse_personal(source, items)
    fates = pd.Series("used", index=source.frame.index, dtype="str")
    reading = read_columns(source, items, fates == "used")
    fates = fates.mask(reading.faulty(len(fates)), "quarantined")
    fates, more = _count_once(source, analytics.customer, fates)
    faults = [*reading.faults, *more]
    refuse_if_none(source, fates, faults)
    used = source.frame[fates == "used"].sort_values(analytics.customer, kind="stable")
    faults += find_far_out(source, reading, used)
    ids = used[analytics.customer].rename(ID)
    answers = build_answers(ids, used, variables, reading)
    given = given_segments(reading, ids, used)
    return Customers(source, analytics.customer, fates, faults, answers, reading.decimals, given)


def _count_once(source: Source, customer: str, fates: pd.Series) -> tuple[pd.Series, list[Fault]]:
    used = source.frame[fates == "used"]
    repeats = used.index[used.duplicated()]
    rest = used.drop(repeats)
    clashing = rest[customer][rest.duplicated(customer, keep=False)]
    clash = used.index[used[customer].isin(clashing)]
    fates = fates.where(~fates.index.isin(repeats), "duplicate").where(
        ~fates.index.isin(clash), "quarantined"
    )
    reason = "several rows of this customer differ"
    mend = "Export one row per customer."
    return fates, [Fault(int(p), customer, "differing_rows", reason, mend) for p in clash]
