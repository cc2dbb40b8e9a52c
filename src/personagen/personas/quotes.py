"""What people said in their own words, chosen by rule and only with consent. Escaping belongs to who writes."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from personagen.contracts import Research, persona_order
from personagen.contracts.published import QUOTES
from personagen.personas.interviews import phases_of, read_fragments
from personagen.privacy import Names, mask_text
from personagen.study import Study

MOST = 6


def select_quotes(
    research: Research,
    assignments: pd.DataFrame,
    codes: pd.DataFrame,
    study: Study,
) -> pd.DataFrame:
    """Choose at most six quotes for every persona with at least ``minimum_cell`` interviewees.

    Only of interviewees who agreed. Codes come in the order of how typical they are: the persona's share minus
    everybody's, largest first, then the share, then the label; only codes that the persona mentions more than
    everybody. Each code gives one quote: of an interviewee and about a phase not quoted yet where possible, then of
    the member nearest the centroid, then the shortest. Verbatim but for personal data and the names of people in the
    sources (``privacy.mask_text``).

    Parameters
    ----------
    codes
        Contract ``codes`` with all its cells.

    Returns
    -------
    pd.DataFrame
        Contract ``quotes``.
    """
    fragments = read_fragments(research, assignments)
    said = fragments[fragments["may_quote"].eq(other=True) & fragments["quote"].fillna("").ne("")]
    said = said.assign(distance=said["respondent_id"].map(assignments.set_index("respondent_id")["distance"]))
    rows = [
        {"persona": persona} | row
        for persona in persona_order([*codes["persona"]])
        if persona != "all"
        for row in _choose(
            said[said["persona"] == persona], _typical(codes, persona, study.privacy.minimum_cell)
        )
    ]
    if not rows:
        return QUOTES.empty()
    table = pd.DataFrame(rows)
    known = table["phase"].isin(phases_of(study))
    names = Names.of(research.names, table["quote"])
    masked = [mask_text(quote, names) for quote in table["quote"]]
    table = table.assign(phase=table["phase"].where(known, "all"), quote=masked)
    return QUOTES.conform(table)


def _typical(codes: pd.DataFrame, persona: str, minimum_cell: int) -> list[tuple[str, str]]:
    """Return the persona's codes and their labels, the most typical first."""
    rows = codes[(codes["persona"] == persona) & (codes["phase"] == "all")]
    rows = rows[(rows["n_interviewed"] >= minimum_cell) & (rows["share"] > rows["overall_share"])]
    rows = rows.assign(lead=rows["share"] - rows["overall_share"])
    rows = rows.sort_values(["lead", "share", "label", "code"], ascending=[False, False, True, True])
    return list(rows[["code", "label"]].itertuples(index=False, name=None))


def _choose(said: pd.DataFrame, typical: list[tuple[str, str]]) -> Iterator[dict[str, str]]:
    """Yield one quote of each code until there are enough."""
    people: list[str] = []
    phases: list[str] = []
    for code, label in typical:
        rows = said[said["code"] == code]
        if rows.empty:
            continue
        rows = rows.assign(
            again=rows["respondent_id"].map(people.count) + rows["phase"].fillna("").map(phases.count),
            length=rows["quote"].str.len(),
        )
        best = rows.sort_values(["again", "distance", "length", "quote"], na_position="last").iloc[0]
        phase = "" if pd.isna(best["phase"]) else str(best["phase"])
        people.append(str(best["respondent_id"]))
        phases.append(phase)
        yield {"code": code, "label": label, "phase": phase, "quote": str(best["quote"])}
        if len(people) == MOST:
            return
