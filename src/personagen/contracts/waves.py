"""Tables of a comparison of two runs: what became of the personas, what shifted, who moved where.

They stand in a folder of their own and never among the tables of a run.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from personagen.contracts.differences import JOURNEY_CHANGES
from personagen.contracts.model import PersonaModel
from personagen.contracts.opportunities import OPPORTUNITY_CHANGES
from personagen.contracts.portraits import Portraits
from personagen.contracts.segmentation import SHIFT
from personagen.contracts.table import Cell, Contract, Rounding, column, contract

STATUSES = ("carried", "split", "merged", "lost", "new")
LINKED = ("carried", "split", "merged")
LINKS_BY = ("respondent_id", "customer_id")

_LOW, _HIGH = "Lower end of the 95 % interval.", "Upper end of the 95 % interval."
_FAMILY = ("change", "low", "high", "p", "p_adjusted")

LINEAGE = contract(
    "lineage",
    "What became of each persona of the old run, and where each one of the new run comes from.",
    "old, new",
    {
        "old": column("text", "Persona of the old run; blank for a new one.", blank=True),
        "new": column("text", "Persona of the new run; blank for a lost one.", blank=True),
        "status": column(
            "text",
            "carried; split (a row for each new persona); merged (a row for each old one); lost; new.",
            one_of=STATUSES,
        ),
        "old_name": column("text", "What the old run calls it.", blank=True),
        "new_name": column("text", "What the new run calls it.", blank=True),
        "name": column(
            "text", "What to call it from now on: a name that carries over, unless people gave a new one."
        ),
        "distance": column(
            "number",
            "How far apart the two are, over how far the persona lies from its nearest neighbour in its own run; "
            "0 is the same place. Blank where it can't be told.",
            blank=True,
        ),
        "n_before": column("count", "Respondents of the old persona.", blank=True),
        "n_now": column("count", "Respondents of the new persona.", blank=True),
        "share_before": column("share", "Weighted share of the old persona in the old run.", blank=True),
        "share_now": column("share", "Weighted share of the new persona in the new run.", blank=True),
        "change": column(
            "number",
            "Share now less share before; of a split or merged persona of all its parts together, the same in each row.",
            blank=True,
        ),
        "low": column("number", _LOW, blank=True),
        "high": column("number", _HIGH, blank=True),
        "p": column("p", "Whether the share changed.", blank=True),
        "p_adjusted": column("p", "Benjamini-Hochberg over the changes of this table.", blank=True),
    },
    (
        Cell("n_before", ("share_before", *_FAMILY)),
        Cell("n_now", ("share_now", *_FAMILY)),
    ),
)
WAVE_DRIFT = contract(
    "drift",
    "How far each variable that both runs have, and the shares of the personas, shifted.",
    "variable",
    {
        **SHIFT,
        "p_adjusted": column("p", "Benjamini-Hochberg over the variables; of `persona` its own p."),
        "n_before": column("count", "Respondents with an answer in the old run."),
        "n": column("count", "Respondents with an answer in the new run."),
        "is_shifted": column("flag", "Whether it shifted more than by chance (adjusted p under .05)."),
        "is_large": column("flag", "Whether it shifted more than by chance and the index is above .2."),
    },
)
MOVES = contract(
    "moves",
    "Who moved where, among the people who are in both runs.",
    "old, new",
    {
        "old": column("text", "Persona in the old run."),
        "new": column("text", "Persona in the new run."),
        "n": column("count", "People, to the nearest multiple of the larger minimum cell of the two runs."),
        "base_n": column(
            "count", "People in both runs who had the old persona: the sum of the rounded numbers."
        ),
        "share": column("share", "Share of the old persona's people, of the rounded numbers."),
        "low": column("share", _LOW),
        "high": column("share", _HIGH),
        "expected_share": column(
            "share", "The share if where somebody was told nothing of where they are: of all rounded numbers."
        ),
    },
    rounding=Rounding("n", "share", within=("old",)),
)
PANEL = contract(
    "panel",
    "How far the people who are in both runs kept their persona.",
    "links_by",
    {
        "links_by": column("text", "What tells that two rows are one person.", one_of=LINKS_BY),
        "n": column(
            "count",
            "People in both runs with a persona in each, to the nearest multiple of the minimum cell.",
        ),
        "same_share": column(
            "share",
            "Share who have the persona that theirs became (carried, a part of it, or what it merged into), of rounded numbers.",
        ),
        "low": column("share", _LOW),
        "high": column("share", _HIGH),
        "by_chance": column("share", "The share if where somebody was told nothing of where they are."),
        "ari": column("number", "Adjusted Rand index of the two assignments."),
    },
)
WAVES: dict[str, Contract] = {
    c.name: c for c in (LINEAGE, WAVE_DRIFT, MOVES, PANEL, JOURNEY_CHANGES, OPPORTUNITY_CHANGES)
}


@dataclass(frozen=True)
class Wave:
    """A run as a comparison sees it.

    Parameters
    ----------
    portraits
        What its personas are recognised by.
    personas, stability
        Published tables of the run; ``stability`` without rows where no segments were formed.
    named
        Personas whose name people gave; the others have one that was made.
    minimum_cell
        Fewest people in a published cell of the run.
    model
        What its features are and how they were answered; None of given segments without features.
    assignments
        Contract ``assignments``; None where the run's private part is gone.
    links_by
        Columns of ``assignments`` that name the same person in another wave: a respondent_id that is a row number doesn't.
    facts
        What else of the making of the run is told where the other run differs: ``study``, ``reason``, ``inputs`` ...
    """

    portraits: Portraits
    personas: pd.DataFrame
    stability: pd.DataFrame
    named: frozenset[str]
    minimum_cell: int
    model: PersonaModel | None = None
    assignments: pd.DataFrame | None = None
    links_by: tuple[str, ...] = ()
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Difference:
    """One way in which two runs were made differently.

    Parameters
    ----------
    kind
        What differs; the words for it are chosen where it is shown.
    names
        Variables or levels that it is about, as the study declares them.
    n
        Their number, with those that can't be named.
    before, now
        What it was and is, where that is one value.
    """

    kind: str
    names: tuple[str, ...] = ()
    n: int = 0
    before: object = None
    now: object = None
