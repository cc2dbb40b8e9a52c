"""Interview codes by persona."""

from __future__ import annotations

import pandas as pd

from personagen.contracts import Research, persona_order
from personagen.contracts.published import CODES
from personagen.personas.interviews import count_mentions, phases_of, read_fragments
from personagen.statistics.effects import benjamini_hochberg, fisher_p
from personagen.study import Study

ALL = "all"


def summarise_codes(research: Research, assignments: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Count who said what: each code over the whole interview (phase ``all``) and by phase.

    The base is the persona's interviewed respondents; ``all`` are all interviewees, those outside the survey too.
    Fisher's exact test sets a persona against the interviewees of the other personas; p is blank where everybody or
    nobody of them said it, and for ``all``. Two Benjamini-Hochberg families: the rows with phase ``all`` (family
    ``codes``), and the rows of single phases, which repeat them in parts.

    Returns
    -------
    pd.DataFrame
        Contract ``codes``: every code of the codebook with phase ``all``, and every phase it was mentioned in.
    """
    fragments = read_fragments(research, assignments)
    if research.codebook is None or fragments.empty:
        return CODES.empty()
    # a code that nobody mentioned still has its row: a fragment by nobody
    silent = research.codebook[["code"]].assign(phase=ALL)
    whole = pd.concat([fragments.assign(phase=ALL), silent], ignore_index=True)
    table = count_mentions(pd.concat([whole, fragments], ignore_index=True), assignments)
    table = _compare(table).merge(research.codebook.drop(columns="phase"), on="code", how="left")
    family = table["phase"].eq(ALL)
    table["p_adjusted"] = table.groupby(family)["p"].transform(benjamini_hochberg)
    return CODES.conform(_in_order(table, [ALL, *phases_of(study)]).assign(suppressed=False))


def _compare(table: pd.DataFrame) -> pd.DataFrame:
    """Add overall share, lift and p."""
    counts = ["n_mentioned", "n_interviewed"]
    key = ["phase", "code"]
    everybody = table.loc[table["persona"] == ALL, [*key, "share"]].rename(columns={"share": "overall_share"})
    table = table.merge(everybody, on=key, how="left")
    inside = table["persona"] != ALL
    personas = table[inside].groupby(key)[counts].sum().add_suffix("_of_all").reset_index()
    table = table.merge(personas, on=key, how="left")
    said, of_all = table["n_mentioned_of_all"], table["n_interviewed_of_all"]
    differs = (said > 0) & (said < of_all) & (table["persona"] != ALL)
    yes, base = (table[count].where(differs) for count in counts)
    p = fisher_p(yes, base - yes, said - yes, of_all - base - (said - yes))
    lift = table["share"] / table["overall_share"].where(table["overall_share"] > 0)
    return table.assign(lift=lift, p=p)


def _in_order(table: pd.DataFrame, phases: list[str]) -> pd.DataFrame:
    """Return the rows by persona, phase, and code."""
    places = {"persona": persona_order(table["persona"]), "phase": phases}
    return table.sort_values(
        ["persona", "phase", "code"],
        key=lambda column: column.map(places[column.name].index) if column.name in places else column,
    )
