"""What people want in each phase, functional and emotional apart. Whether it is met belongs to `journeys`."""

from __future__ import annotations

import pandas as pd

from personagen.contracts import Research, persona_order
from personagen.contracts.published import NEEDS
from personagen.personas.interviews import count_mentions, phases_of, read_fragments
from personagen.study import Study


def summarise_needs(research: Research, assignments: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Rank the needs of every persona in every phase.

    A need is a code with the theme ``need``; one without a kind counts as functional, one without a phase has no
    place on a map and is left out. Rank 1 of a kind is the wish that most of the persona's interviewees have in the
    phase; equal numbers go by label, and what nobody wants has no rank.

    Returns
    -------
    pd.DataFrame
        Contract ``needs``; ``status`` is blank and nothing is marked as a change: see `mark_changes`.
    """
    fragments = read_fragments(research, assignments)
    if research.codebook is None or fragments.empty:
        return NEEDS.empty()
    needs = research.codebook[research.codebook["theme"] == "need"]
    # the base are all interviewees, whatever they spoke of
    wished = fragments.assign(code=fragments["code"].where(fragments["code"].isin(needs["code"])))
    table = count_mentions(wished, assignments).merge(needs.drop(columns="phase"), on="code", how="left")
    table = table.rename(columns={"n_mentioned": "n", "code": "need"})
    table["kind"] = table["kind"].fillna("functional")
    table = _in_order(table, phases_of(study))
    wanted = table[table["n"] > 0]
    table["rank"] = (wanted.groupby(["persona", "phase", "kind"]).cumcount() + 1).astype("Int64")
    return NEEDS.conform(table.assign(is_change=False, suppressed=False))


def _in_order(table: pd.DataFrame, phases: list[str]) -> pd.DataFrame:
    """Return the rows by persona, phase, kind, falling number, label."""
    places = {"persona": persona_order(table["persona"]), "phase": phases}
    return table.sort_values(
        ["persona", "phase", "kind", "n", "label", "need"],
        ascending=[True, True, True, False, True, True],
        key=lambda column: column.map(places[column.name].index) if column.name in places else column,
        ignore_index=True,
    )
