"""From contacts to small tables of counts, persona by persona and for all linked customers together.

The expressions are in `expressions`; shares, means and intervals are made by the modules that finish the tables.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import narwhals as nw
import pandas as pd

from personagen.contracts.personas import personas_by_size
from personagen.contracts.table import persona_order
from personagen.engine import Contacts, Engine, LogAccount
from personagen.journeys import expressions as ex
from personagen.journeys.bots import leave_out_bots
from personagen.journeys.friction import FrictionInputs, count_frictions, with_friction
from personagen.journeys.going_on import horizon_of
from personagen.journeys.labels import UNASSIGNED, Labels
from personagen.journeys.ratings import count_peaks, count_scores
from personagen.journeys.rules import Rules
from personagen.journeys.sampling import Sample, sample_journeys
from personagen.journeys.skips import count_skipped
from personagen.journeys.steps import LEFT, OTHER, build_paths, count_steps, name_apart
from personagen.study.sources import Satisfaction

START, END = "START", "END"
_EPOCH = pd.Timestamp(0, tz="UTC")
# times of more people than that are told to an hour in a log of a year, so that curves have no million steps
_EXACT_CUSTOMERS, _PARTS = 20_000, 8_192


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
        persona, phase (and touchpoint, channel, n_entry, n_exit) with the sums of `expressions.sum_customers`.
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


def count_contacts(
    engine: Engine,
    account: LogAccount,
    touchpoint_map: pd.DataFrame,
    assignments: pd.DataFrame,
    phases: pd.DataFrame,
    rules: Rules | None = None,
) -> Counts:
    """Count the loaded contacts down to small tables.

    Parameters
    ----------
    engine
        With logs loaded.
    account
        What loading them gave.
    touchpoint_map, assignments, phases
        Their contracts.
    rules
        What the study says about counting.
    """
    names = tuple(phases.sort_values("position")["phase"])
    linked = assignments.dropna(subset=["customer_id", "persona"])
    # those nobody of whom is linked too: that their journey isn't known is to be seen
    personas = [p for p in personas_by_size(assignments) if p != UNASSIGNED]
    places = {persona: place for place, persona in enumerate(personas)}
    people = pd.DataFrame({"customer_id": linked["customer_id"], "persona": linked["persona"].map(places)})
    positions = touchpoint_map[["touchpoint"]].assign(
        phase=touchpoint_map["phase"].map({name: p for p, name in enumerate(names, start=1)})
    )
    rules = rules or Rules()
    contacts = engine.contacts(
        positions,
        people.drop_duplicates("customer_id"),
        [*personas, UNASSIGNED],
        session_gap_us=rules.gap_us,
    )
    return _count(engine, contacts, account, Labels(contacts, names), touchpoint_map, assignments, rules)


def _count(
    engine: Engine, contacts: Contacts, account: LogAccount, labels: Labels,
    touchpoint_map: pd.DataFrame, assignments: pd.DataFrame, rules: Rules,
) -> Counts:  # fmt: skip
    first, last = (0 if stamp is None else _us(stamp) for stamp in (account.first, account.last))
    order = ex.Order(first, last, max(1, len(labels.steps)))
    contacts, bots = leave_out_bots(engine, contacts, rules, order)
    stays = engine.keep("stays", ex.build_stays(contacts.frame, order))
    people = engine.keep("people", ex.build_people(contacts.customers, stays))
    firsts = engine.keep("firsts", ex.build_firsts(stays, people, order, len(labels.phases)))
    ends = engine.collect(ex.count_ends(stays, people, order))
    durations = _durations(engine, firsts, account, labels)
    shown = [persona for persona in labels.personas if persona != UNASSIGNED]
    horizons = pd.Series(
        {p: horizon_of(durations, p, shown, rules.journeys.horizon_days) for p in labels.phases[:-1]},
        dtype="float64",
    )
    cutoff = 0 if account.cutoff is None else _us(account.cutoff)
    inputs = FrictionInputs(contacts, stays, people, order, labels, horizons, cutoff, rules.gap_us)
    friction = count_frictions(engine, inputs)
    by_phase = labels.name(engine.collect(ex.sum_customers(stays, people, "phase")), "phase")
    population = _population(engine, contacts, labels, assignments, bots)
    return Counts(
        population=population,
        phases=labels.phases,
        touchpoint_map=touchpoint_map,
        by_phase=with_friction(by_phase, friction),
        by_touchpoint=_touchpoints(engine, contacts, people, ends, labels),
        own=labels.name(engine.collect(ex.sum_own(people))),
        durations=durations,
        moves=_moves(
            engine.collect(ex.count_moves(contacts.frame, people)),
            engine.collect(ex.count_last_steps(stays, people, order)),
            labels,
        ),
        funnel=_funnel(engine, contacts, firsts, people, labels),
        words=_words(engine, contacts, people, labels),
        scores=count_scores(engine, contacts, people, order, labels, rules.instruments),
        peaks=count_peaks(engine, contacts, stays, people, order, labels, _cutoff_us(account)),
        instruments=rules.instruments,
        horizons=horizons,
        friction=friction,
        skipped=labels.name(engine.collect(count_skipped(firsts, len(labels.phases))), "phase"),
        steps=_steps(engine, contacts, people, labels, rules),
        sample=_sample(engine, contacts, firsts, assignments, population, is_weighed=rules.is_weighed),
    )


def _us(moment: pd.Timestamp) -> int:
    return (moment - _EPOCH) // pd.Timedelta(1, unit="us")


def _cutoff_us(account: LogAccount) -> int:
    return 0 if account.cutoff is None else _us(account.cutoff)


def _population(
    engine: Engine, contacts: Contacts, labels: Labels, assignments: pd.DataFrame, bots: pd.DataFrame
) -> pd.DataFrame:
    people = assignments.dropna(subset=["persona"]).groupby("persona")
    respondents = pd.DataFrame(
        {"n_respondents": people["respondent_id"].size(), "n_linked": people["customer_id"].count()}
    )
    seen = engine.collect(contacts.customers.group_by("persona").agg(n_customers=nw.len()))
    met = engine.collect(ex.count_coverage(contacts.frame))
    codes = pd.DataFrame({"persona": range(len(labels.personas))})
    both = codes.merge(seen, how="left").merge(met, how="left").merge(bots, how="left")
    both = both.fillna(0).astype("int64")
    found = both.assign(name=both["persona"].map(dict(enumerate(labels.personas))))
    found = (
        found.join(respondents, on="name").drop(columns="name").fillna({"n_linked": 0, "n_respondents": 0})
    )
    found["n_linked"] -= found["n_bots"].mask(found["persona"] == len(labels.personas) - 1, 0)
    found = labels.name(found)
    is_unassigned = found["persona"] == UNASSIGNED
    found["n_persona"] = found["n_linked"].mask(is_unassigned, found["n_customers"])
    return found.astype(dict.fromkeys([c for c in found if c != "persona"], "int64"))


def _touchpoints(
    engine: Engine, contacts: Contacts, people: ex.Frame, ends: pd.DataFrame, labels: Labels
) -> pd.DataFrame:
    """Return the sums by channel and, as channel ``all``, by touchpoint."""
    channels, together = (
        engine.collect(ex.sum_customers(ex.sum_contacts(contacts.frame, key), people, key))
        for key in ("step", "touchpoint")
    )
    firsts = labels.steps["first_step"].to_dict()
    whole = ends.assign(**{end: ends[end].map(firsts) for end in ("entry", "exit")})
    found = labels.place_both(_with_ends(channels, ends, "step"), _with_ends(together, whole, "touchpoint"))
    return labels.name(found, "phase", "touchpoint", "channel")


def _with_ends(frame: pd.DataFrame, ends: pd.DataFrame, key: str) -> pd.DataFrame:
    for end in ("entry", "exit"):
        counted = ends.groupby(["persona", end])["n"].sum().rename(f"n_{end}").rename_axis(["persona", key])
        counted_rows = counted.reset_index()
        frame = frame.merge(counted_rows, on=["persona", key], how="left").fillna({f"n_{end}": 0})
    return frame.astype({"n_entry": "int64", "n_exit": "int64"})


def _durations(engine: Engine, firsts: ex.Frame, account: LogAccount, labels: Labels) -> pd.DataFrame:
    cutoff, n = _cutoff_us(account), len(labels.phases)
    unit = _unit_us(account, cutoff)
    parts = [
        engine.collect(ex.count_durations(firsts, phase, n, cutoff, unit)).assign(phase=phase)
        for phase in range(1, n)
    ]
    found = labels.name(pd.concat(parts, ignore_index=True), "phase", "kind", "duration_us")
    days = found.pop("duration_us").astype("float64").clip(lower=0) / (86_400 * 1_000_000)
    return found.assign(days=days)


def _unit_us(account: LogAccount, cutoff_us: int) -> int:
    """Return to what times are rounded down: nothing, or with many customers the log's period in 8,192 parts."""
    is_large = int(account.customers["n_customers"].sum()) > _EXACT_CUSTOMERS
    return max(1, (cutoff_us - _us(account.first)) // _PARTS) if is_large and account.first else 1


def _moves(moves: pd.DataFrame, ends: pd.DataFrame, labels: Labels) -> pd.DataFrame:
    names = dict(enumerate(labels.phases, start=1))
    moves = moves.assign(
        from_phase=moves["before"].map(names).fillna(START), to_phase=moves["phase"].map(names)
    )
    ends = ends.assign(from_phase=ends["step"].map(labels.steps["phase"]).map(names), to_phase=END)
    ends = ends.groupby(["persona", "from_phase", "to_phase"])["n"].sum().reset_index()
    ends = ends.assign(n_customers=ends["n"])
    found = pd.concat([moves.drop(columns=["before", "phase"]), ends], ignore_index=True)
    return labels.name(found, "from_phase", "to_phase")


def _funnel(
    engine: Engine, contacts: Contacts, firsts: ex.Frame, people: ex.Frame, labels: Labels
) -> pd.DataFrame:
    wide = engine.collect(ex.count_reached(firsts, len(labels.phases)))
    rows, closed = [], []
    arrived = firsts.filter(~nw.col("first_1").is_null()).select("customer", arrived=nw.col("first_1"))
    for phase in range(1, len(labels.phases) + 1):
        both = wide[f"both_{phase}"] if phase > 1 else wide["n_1"]
        n = {"persona": wide["persona"], "phase": phase, "n": wide[f"n_{phase}"], "n_both": both}
        rows.append(pd.DataFrame(n))
        if phase > 1:
            following = ex.follow_in_order(arrived, contacts.frame, phase)
            arrived = engine.keep(f"arrived_{phase}", following)
        there = arrived.join(people, on="customer").group_by("persona").agg(n=nw.len())
        counted = engine.collect(there)
        closed.append(counted.assign(phase=phase, n_both=counted["n"]))
    found = pd.concat([pd.concat(rows).assign(mode="open"), pd.concat(closed).assign(mode="closed")])
    return labels.name(found, "mode", "phase")


def _steps(
    engine: Engine, contacts: Contacts, people: ex.Frame, labels: Labels, rules: Rules
) -> pd.DataFrame:
    paths = engine.keep("paths", build_paths(contacts.frame, people))
    n = len(labels.steps)
    found = count_steps(engine, paths, n, rules.minimum_cell)
    names = {**labels.steps["touchpoint"].map(name_apart).to_dict(), n: OTHER, n + 1: LEFT}
    found = found[found["step"] > 0].assign(persona=found["persona"].map(dict(enumerate(labels.personas))))
    return found.assign(
        from_touchpoint=found["before"].map(names), to_touchpoint=found["after"].map(names)
    ).drop(columns=["before", "after"])


def _words(engine: Engine, contacts: Contacts, people: ex.Frame, labels: Labels) -> pd.DataFrame:
    said = engine.keep("said", ex.build_said(contacts.frame, contacts.places, people))
    channels, together = (engine.collect(ex.count_words(said, key)) for key in ("step", "touchpoint"))
    found = labels.place_both(channels, together)
    return labels.name(found, "phase", "touchpoint", "channel", "emotion")


def _sample(
    engine: Engine, contacts: Contacts, firsts: ex.Frame, assignments: pd.DataFrame, population: pd.DataFrame,
    *, is_weighed: bool,
) -> Sample:  # fmt: skip
    linked = assignments.dropna(subset=["customer_id", "persona"]).groupby("persona")["customer_id"]
    by_name = population.set_index("persona")
    means = by_name["n_mapped"] / by_name["n_customers"].where(by_name["n_customers"] > 0)
    customers = {str(persona): ids for persona, ids in linked if persona in contacts.personas}
    return sample_journeys(engine, contacts, firsts, customers, means.fillna(0), is_weighed=is_weighed)
