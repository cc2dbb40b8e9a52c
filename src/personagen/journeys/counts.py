"""What was counted in the logs: the small tables that every table of the journeys is made of. Counting belongs to `counting`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

from personagen.contracts.table import persona_order
from personagen.journeys.going_on import GoingOn, Place, follow
from personagen.journeys.labels import ALL, UNASSIGNED
from personagen.journeys.sampling import Sample
from personagen.study.sources import Satisfaction

START, END = "START", "END"


@dataclass(frozen=True)
class Counts:
    """What was counted in the logs; ``persona`` includes ``all`` (linked customers) and ``unassigned``.

    Parameters
    ----------
    population
        persona, n_respondents, n_linked, n_customers (in the log), n_persona, n_contacts, n_mapped; all without bots,
        which are n_bots with n_bot_contacts.
    phases
        Names of the phases, in order.
    touchpoint_map
        Contract ``touchpoint_map``.
    by_phase, by_touchpoint
        persona, phase (and touchpoint, channel, n_entry, n_exit) with the sums of `expressions.sum_visits` and
        `expressions.sum_feelings`.
    own
        persona, n, o, oo: the customers' means over their whole journey, in billionths.
    durations
        persona, phase, kind, days, n (see `expressions.count_durations`).
    moves
        persona, from_phase, to_phase, n_customers, n.
    funnel
        persona, mode, phase, n, n_both (those of the phase before among them).
    words
        persona, phase, touchpoint, channel, emotion, n.
    scores, peaks
        See `ratings`.
    peak_ends
        The peak-end values of linked customers (see `ratings.count_peaks`), who are told apart by their draw.
    instruments
        What the ratings of the logs asked.
    asked
        By phase where people were asked how it felt, where not in the logs: survey or interviews.
    horizons
        By phase the days within which going on counts; blank where too few are followed.
    friction
        persona, phase, touchpoint, channel (both ``all`` for the whole phase), n_repeat, n_displeased, n_left,
        n_friction (see `sessions`); those of the phases stand in ``by_phase`` too.
    skipped
        persona, phase, n: customers who met an earlier and a later phase, and nothing here.
    steps
        persona, step, from_touchpoint, to_touchpoint, n (see `steps.count_steps`).
    sample
        Journeys customer by customer.
    """

    population: pd.DataFrame
    phases: tuple[str, ...]
    touchpoint_map: pd.DataFrame
    by_phase: pd.DataFrame
    by_touchpoint: pd.DataFrame
    own: pd.DataFrame
    durations: pd.DataFrame
    moves: pd.DataFrame
    funnel: pd.DataFrame
    words: pd.DataFrame
    horizons: pd.Series
    friction: pd.DataFrame
    skipped: pd.DataFrame
    steps: pd.DataFrame
    sample: Sample
    scores: pd.DataFrame = field(default_factory=pd.DataFrame)
    peaks: pd.DataFrame = field(default_factory=pd.DataFrame)
    peak_ends: pd.DataFrame = field(default_factory=pd.DataFrame)
    instruments: tuple[Satisfaction, ...] = ()
    asked: Mapping[str, str] = field(default_factory=dict)

    @property
    def has_log(self) -> bool:
        """Whether there are contacts at all."""
        return bool(self.population["n_contacts"].any())

    @property
    def personas(self) -> list[str]:
        """The personas in order, with ``all`` and ``unassigned``."""
        return persona_order([*self.population["persona"]])

    @property
    def members(self) -> list[str]:
        """The personas in order, without ``all`` and ``unassigned``."""
        return [persona for persona in self.personas if persona not in (ALL, UNASSIGNED)]

    @cached_property
    def going_on(self) -> Mapping[Place, GoingOn]:
        """By persona and phase, but the last, how people went on from it."""
        return follow(self.durations, self.personas, self.phases[:-1])
