"""Personas whose first wish changes from phase to phase."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from personagen.contracts import Research, persona_order
from personagen.contracts.published import KINDS, NEED_CHANGES, NEEDS
from personagen.personas.interviews import phases_of, read_fragments
from personagen.statistics.effects import benjamini_hochberg
from personagen.study import Study

LEVEL = 0.05
DRAWS = 9_999


@dataclass(frozen=True)
class _Change:
    persona: str
    kind: str
    from_phase: str
    to_phase: str
    from_need: str
    to_need: str
    n_interviewed: int


def find_need_changes(
    research: Research, assignments: pd.DataFrame, needs: pd.DataFrame, study: Study
) -> pd.DataFrame:
    """Find the personas whose first wish changes from a phase to the next, as far as the interviews carry it.

    Functional and emotional wishes apart; "next" is the next phase in which the persona wishes anything of the kind.
    A change is told when both first wishes are named by at least ``minimum_cell`` interviewees, neither shares its
    first place, and a permutation test finds the wishes of the two phases different: the two phases of each
    interviewee are swapped at random (9,999 times), and the statistic is the largest rise of a wish plus the
    largest fall of one, so that the choice of the two wishes is part of the test. Benjamini-Hochberg over the
    changes tested (family ``need_changes``), 5 %.

    Returns
    -------
    pd.DataFrame
        Contract ``need_changes``: no count but the base, so that the small-cell rule of ``needs`` holds.
    """
    fragments = read_fragments(research, assignments)
    changes = list(_candidates(needs, phases_of(study), study.privacy.minimum_cell))
    p = pd.Series(
        [_swap_test(fragments, needs, change, study.segmentation.random_state) for change in changes]
    )
    kept = benjamini_hochberg(p.astype("float64")) <= LEVEL
    rows = [vars(change) for change, is_kept in zip(changes, kept, strict=True) if is_kept]
    return NEED_CHANGES.conform(pd.DataFrame(rows)) if rows else NEED_CHANGES.empty()


def mark_changes(needs: pd.DataFrame, changes: pd.DataFrame) -> pd.DataFrame:
    """Return the needs with each first wish marked that takes over from another one.

    Parameters
    ----------
    needs, changes
        Contracts ``needs`` and ``need_changes``.
    """
    turned = ["persona", "kind", "to_phase", "to_need"]
    turns = set(changes[turned].itertuples(index=False, name=None))
    keys = needs[["persona", "kind", "phase", "need"]].itertuples(index=False, name=None)
    return NEEDS.conform(needs.assign(is_change=[key in turns for key in keys]))


def _candidates(needs: pd.DataFrame, phases: list[str], minimum_cell: int) -> Iterator[_Change]:
    """Yield the phases next to each other with different, clear first wishes."""
    wanted = needs[(needs["n"] > 0) & (needs["persona"] != "all")]
    for persona in persona_order(wanted["persona"]):
        for kind in KINDS:
            rows = wanted[(wanted["persona"] == persona) & (wanted["kind"] == kind)]
            present = [phase for phase in phases if (rows["phase"] == phase).any()]
            for before, after in pairwise(present):
                first, then = (
                    _first(rows[rows["phase"] == phase], minimum_cell) for phase in (before, after)
                )
                if first and then and first != then:
                    yield _Change(
                        persona, kind, before, after, first, then, int(rows["n_interviewed"].iloc[0])
                    )


def _first(rows: pd.DataFrame, minimum_cell: int) -> str | None:
    """Return the need of a phase that most want; None if it ties, or too few want it."""
    top = rows[rows["n"] == rows["n"].max()]
    return str(top["need"].iloc[0]) if len(top) == 1 and top["n"].iloc[0] >= minimum_cell else None


def _swap_test(fragments: pd.DataFrame, needs: pd.DataFrame, change: _Change, random_state: int) -> float:
    """Return the Monte-Carlo p of no difference between the wishes of two phases, within interviewees."""
    kind = needs.loc[needs["kind"] == change.kind, "need"]
    said = fragments[(fragments["persona"] == change.persona) & fragments["code"].isin(kind)]
    before, after = (_wishes(said, phase) for phase in (change.from_phase, change.to_phase))
    before, after = before.align(after, fill_value=0.0)
    differences = (after - before).sort_index(axis=1).to_numpy(dtype=np.float64)
    differences = differences[np.lexsort(differences.T)]  # in the order of content, not of ids
    signs = np.random.default_rng(random_state).choice([-1.0, 1.0], size=(DRAWS, len(differences)))
    observed = _spread(differences.sum(axis=0, keepdims=True))[0]
    return float((1 + (_spread(signs @ differences) >= observed).sum()) / (DRAWS + 1))


def _wishes(said: pd.DataFrame, phase: str) -> pd.DataFrame:
    """Return interviewee x need: 1 where it was named in the phase."""
    rows = said.loc[said["phase"] == phase, ["respondent_id", "code"]].drop_duplicates()
    return pd.crosstab(rows["respondent_id"], rows["code"]).astype("float64")


def _spread(sums: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(sums.max(axis=1).clip(min=0) - sums.min(axis=1).clip(max=0))
