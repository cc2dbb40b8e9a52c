"""One claim before it is a row, and the facts that claims are made from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import pandas as pd

from personagen.contracts import PUBLISHED
from personagen.language.labels import plain
from personagen.language.numbers import known, number
from personagen.language.words import Words
from personagen.statistics.apart import sets_apart
from personagen.study import Study

STRONG_FROM = 30
ALL = "all"


@dataclass(frozen=True)
class Claim:
    """One statement; the columns of the contract ``claims``."""

    claim: str
    section: str
    text: str
    topic: str = ""
    label: str = ""
    kind: str = ""
    table: str = ""
    row: str = ""
    column: str = ""
    n: object = None
    base: object = None
    value: object = None
    low: object = None
    high: object = None
    overall: object = None
    effect_size: object = None
    is_marker: bool = False
    confidence: str = ""

    def judged(self, minimum_cell: int) -> Claim:
        """Return the claim with its confidence word, by the rule of the contract, where it has none of its own."""
        return self if self.confidence else replace(self, confidence=judge(self, minimum_cell))


@dataclass(frozen=True)
class Facts:
    """Published tables with their small cells hidden, of which one persona's rows are asked."""

    tables: Mapping[str, pd.DataFrame]
    study: Study
    words: Words
    persona: str

    def mine(self, table: str) -> pd.DataFrame:
        """Return the rows of the persona; none where the run lacks the table."""
        if table not in self.tables:
            return PUBLISHED[table].empty() if table in PUBLISHED else pd.DataFrame()
        rows = self.tables[table]
        return rows[rows["persona"] == self.persona]

    def say(self, key: str, **values: object) -> str:
        """Return words of claims."""
        return self.words.say(f"claims.{key}", **values)

    @cached_property
    def profile(self) -> pd.DataFrame:
        """The persona's profile; ``is_apart`` where a row sets it apart."""
        rows = self.mine("profile")
        return rows.assign(is_apart=sets_apart(rows))

    @cached_property
    def phases(self) -> dict[str, str]:
        """Phase to label, in order."""
        if "phases" not in self.tables:
            return {}
        table = self.tables["phases"].sort_values("position", kind="stable")
        return {str(p): plain(label) for p, label in zip(table["phase"], table["label"], strict=True)}


def row_key(row: pd.Series, *columns: str) -> str:
    """Return the key of a row as people read it.

    Examples
    --------
    >>> row_key(pd.Series({"persona": "1", "variable": "age", "level": "mean"}), "persona", "variable", "level")
    'persona=1; variable=age; level=mean'
    """
    return "; ".join(f"{column}={plain(row[column])}" for column in columns)


def row_keys(keys: Iterable[str]) -> str:
    """Return the keys of several rows as one text."""
    return " | ".join(keys)


def judge(claim: Claim, minimum_cell: int) -> str:
    """Return how sure a claim is: by the people it rests on, and whether its interval leaves out everybody's value.

    The people are those the share is of (``base``), else ``n``. strong from 30; fair from 30 where everybody's value
    lies within the interval, so that it may be no different from anybody's; thin from the minimum cell to 29; none
    below it or without people.

    Examples
    --------
    >>> judge(Claim("a", "marker", "", n=12, base=452, low=0.1, high=0.2, overall=0.3), 5)
    'strong'
    >>> judge(Claim("a", "marker", "", n=12, base=452, low=0.1, high=0.2, overall=0.15), 5)
    'fair'
    >>> judge(Claim("a", "goal", "", n=11, base=18), 5), judge(Claim("a", "unknown", ""), 5)
    ('thin', 'none')
    """
    people = number(claim.base) if known(claim.base) else number(claim.n)
    if not people >= minimum_cell:
        return "none"
    if people < STRONG_FROM:
        return "thin"
    if known(claim.low, claim.high, claim.overall):
        inside = number(claim.low) <= number(claim.overall) <= number(claim.high)
        return "fair" if inside else "strong"
    return "strong"
