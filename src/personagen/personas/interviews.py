"""Who was interviewed, about what, in which phase: what codes, needs and quotes rest on."""

from __future__ import annotations

import pandas as pd

from personagen.contracts import PHASE_MODELS, Research, personas_by_size
from personagen.statistics.intervals import wilson_interval
from personagen.study import Study

FRAGMENT = ["respondent_id", "persona", "code", "phase", "quote", "may_quote"]


def read_fragments(research: Research, assignments: pd.DataFrame) -> pd.DataFrame:
    """Return the coded fragments with the interviewee's persona and the phase they are about.

    The persona is blank for interviewees who have none; a fragment without a phase has that of its code, if any.
    """
    if research.interviews is None or research.codebook is None:
        return pd.DataFrame({name: pd.Series(dtype="str") for name in FRAGMENT})
    persona = assignments.set_index("respondent_id")["persona"]
    phase = research.codebook.set_index("code")["phase"]
    fragments = research.interviews
    return fragments.assign(
        persona=fragments["respondent_id"].map(persona),
        phase=fragments["phase"].fillna(fragments["code"].map(phase)),
    )[FRAGMENT]


def phases_of(study: Study) -> list[str]:
    """Return the phases of the study in order."""
    if isinstance(study.phases, str):
        return list(PHASE_MODELS[study.phases])
    return [phase.id for phase in study.phases]


def count_mentions(fragments: pd.DataFrame, assignments: pd.DataFrame) -> pd.DataFrame:
    """Return persona x phase x code: ``n_mentioned`` of ``n_interviewed``, with share and Wilson interval.

    Every persona and ``all`` has a row for each phase and code that anybody mentioned together, 0 included. ``all``
    are all interviewees, those without a persona too.
    """
    personas = [*personas_by_size(assignments), "all"]
    people = pd.concat([fragments[fragments["persona"].notna()], fragments.assign(persona="all")])
    base = people.groupby("persona")["respondent_id"].nunique()
    key = ["persona", "phase", "code"]
    n = people[[*key, "respondent_id"]].dropna().drop_duplicates().groupby(key).size().rename("n_mentioned")
    pairs = fragments[["phase", "code"]].dropna().drop_duplicates()
    table = (
        pd.DataFrame({"persona": personas})
        .merge(pairs, how="cross")
        .merge(n.reset_index(), how="left", on=key)
    )
    table["n_mentioned"] = table["n_mentioned"].fillna(0).astype("int64")
    table["n_interviewed"] = table["persona"].map(base).fillna(0).astype("int64")
    table["share"] = (table["n_mentioned"] / table["n_interviewed"]).where(table["n_interviewed"] > 0)
    table["low"], table["high"] = wilson_interval(table["share"], table["n_interviewed"])
    return table
