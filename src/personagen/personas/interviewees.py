"""The persona of interviewees outside the survey, where the interviews file names one. Counting belongs elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pandas as pd

from personagen.contracts import Research
from personagen.contracts.people import ASSIGNMENTS, FAULT_ROWS
from personagen.errors import did_you_mean
from personagen.study import Study

CHECKS = ("unknown_persona", "several_personas")


@dataclass(frozen=True)
class Interviewees:
    """Who has which persona, interviewees outside the survey too.

    Parameters
    ----------
    assignments
        Contract ``assignments``: as it was, then the interviewees from outside, without weight.
    fault_rows
        Contract ``fault_rows``: the personas that couldn't be found.
    """

    assignments: pd.DataFrame
    fault_rows: pd.DataFrame


def place_interviewees(
    research: Research, assignments: pd.DataFrame, personas: pd.DataFrame, study: Study, reason: str
) -> Interviewees:
    """Give interviewees whom the survey doesn't know the persona that the interviews file names.

    The name or the key of a persona, in upper or lower case, and its number where personas are kept or given: numbers
    of personas formed anew may mean others in the next run. Whoever the survey knows keeps what it says.

    Parameters
    ----------
    research
        The interviews.
    assignments, personas
        Their contracts.
    study
        Names the column.
    reason
        Why these personas, as in ``Segments``.
    """
    column = study.interviews.persona if study.interviews else None
    if column is None or research.interviews is None:
        return Interviewees(assignments, FAULT_ROWS.empty())
    known = [*_words_for(personas, has_lasting_numbers=reason in ("kept", "segments_given"))]
    respondents = research.respondents["respondent_id"]
    outside = research.interviews[
        ~research.interviews["respondent_id"].isin(respondents) & research.interviews["persona"].notna()
    ]
    meant = {said: _find(str(said), known) for said in outside["persona"]}
    found = outside.assign(found=outside["persona"].map(meant))
    several = found.groupby("respondent_id")["found"].transform("nunique") > 1
    faults = [*_unknown(found, personas, column), *_several(found[several], column)]
    placed = found[found["found"].notna() & ~several]
    return Interviewees(_add(assignments, placed), _fault_rows(faults))


def _add(assignments: pd.DataFrame, placed: pd.DataFrame) -> pd.DataFrame:
    """Return the assignments with interviewees who have a persona by ``found``."""
    if placed.empty:
        return assignments
    people = placed[["respondent_id", "found"]].drop_duplicates().sort_values("respondent_id")
    people = people.rename(columns={"found": "persona"}).assign(weight=0.0, basis="given")
    return ASSIGNMENTS.conform(pd.concat([assignments, ASSIGNMENTS.conform(people)], ignore_index=True))


def _fault_rows(faults: list[dict[str, object]]) -> pd.DataFrame:
    if not faults:
        return FAULT_ROWS.empty()
    table = pd.DataFrame(faults).sort_values(["file", "line", "check"], ignore_index=True)
    table.insert(0, "row", range(1, len(table) + 1))
    return FAULT_ROWS.conform(table)


def _words_for(personas: pd.DataFrame, *, has_lasting_numbers: bool) -> Iterator[tuple[str, str]]:
    """Yield the words that stand for a persona, with the persona."""
    for row in personas[["persona", "key", "name"]].itertuples(index=False):
        persona = str(row.persona)
        yield str(row.key), persona
        yield str(row.name), persona
        if has_lasting_numbers or not persona.isdigit():
            yield persona, persona


def _find(said: str, known: Sequence[tuple[str, str]]) -> str | None:
    """Return the persona that a word stands for as it is written, else without case; None where two are called so."""
    for fold in (str, str.casefold):
        found = {persona for word, persona in known if fold(word) == fold(said)}
        if found:
            return found.pop() if len(found) == 1 else None
    return None


def _unknown(found: pd.DataFrame, personas: pd.DataFrame, column: str) -> Iterator[dict[str, object]]:
    names = sorted(map(str, personas["name"]))
    for _, row in found[found["found"].isna()].iterrows():
        reason = "this is no name, key or lasting number of a persona; the fragment counts for everybody only"
        near = did_you_mean(str(row["persona"]), names)
        mend = f"{near} Write one of: {'; '.join(names)}.".strip()
        yield _fault(row, column, "unknown_persona", reason, mend)


def _several(found: pd.DataFrame, column: str) -> Iterator[dict[str, object]]:
    for _, row in found.iterrows():
        reason = "this interviewee has several personas; the fragment counts for everybody only"
        yield _fault(row, column, "several_personas", reason, "Write one persona for each interviewee.")


def _fault(row: pd.Series, column: str, check: str, reason: str, mend: str) -> dict[str, object]:
    return {
        "source": "interviews",
        "file": row["file"],
        "line": row["line"],
        "column": column,
        "check": check,
        "reason": reason,
        "mend": mend,
        "is_quarantined": False,
    }
