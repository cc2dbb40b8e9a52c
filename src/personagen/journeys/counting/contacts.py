"""All counts of the loaded contacts, in their order."""

from __future__ import annotations

import pandas as pd

from personagen.contracts.personas import personas_by_size
from personagen.engine import Contacts, Engine, LogAccount
from personagen.journeys import expressions as ex
from personagen.journeys.bots import leave_out_bots
from personagen.journeys.counting.people import count_population, draw_sample
from personagen.journeys.counting.places import count_emotions, count_places, count_touchpoints
from personagen.journeys.counting.times import count_durations, cutoff_of, to_us
from personagen.journeys.counting.ways import count_funnel, count_ways, name_moves
from personagen.journeys.counts import Counts
from personagen.journeys.friction import FrictionInputs, count_frictions, with_friction
from personagen.journeys.going_on import horizon_of
from personagen.journeys.labels import UNASSIGNED, Labels
from personagen.journeys.ratings import count_peaks, count_scores
from personagen.journeys.rules import Rules
from personagen.journeys.skips import count_skipped


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
        people,
        [*personas, UNASSIGNED],
        session_gap_us=rules.gap_us,
    )
    return _count(engine, contacts, account, Labels(contacts, names), touchpoint_map, assignments, rules)


def _count(
    engine: Engine, contacts: Contacts, account: LogAccount, labels: Labels,
    touchpoint_map: pd.DataFrame, assignments: pd.DataFrame, rules: Rules,
) -> Counts:  # fmt: skip
    first, last = (0 if stamp is None else to_us(stamp) for stamp in (account.first, account.last))
    order = ex.Order(first, last, max(1, len(labels.steps)))
    contacts, bots = leave_out_bots(engine, contacts, rules, order)
    stays = engine.keep("stays", ex.build_stays(contacts.frame, order))
    feelings = engine.keep("feelings", ex.build_feelings(contacts.frame, "phase"))
    people = engine.keep("people", ex.build_people(contacts.customers, feelings))
    firsts = engine.keep("firsts", ex.build_firsts(stays, people, order, len(labels.phases)))
    ends = engine.add_up(ex.count_ends(stays, people, order), "persona", "phase", "entry", "exit")
    durations = count_durations(engine, firsts, account, labels)
    horizons = _find_horizons(durations, labels, rules)
    cutoff = cutoff_of(account)
    inputs = FrictionInputs(contacts, stays, people, order, labels, horizons, cutoff, rules.gap_us)
    friction = count_frictions(engine, inputs)
    by_phase = labels.name(count_places(engine, stays, feelings, people, "phase"), "phase")
    population = count_population(engine, contacts, stays, labels, assignments, bots)
    peaks, peak_ends = count_peaks(engine, contacts, stays, people, order, labels, cutoff)
    return Counts(
        population=population,
        phases=labels.phases,
        touchpoint_map=touchpoint_map,
        by_phase=with_friction(by_phase, friction),
        by_touchpoint=count_touchpoints(engine, contacts, people, ends, labels),
        own=labels.name(engine.collect(ex.sum_own(people))),
        durations=durations,
        moves=name_moves(
            engine.add_up(ex.count_moves(contacts.frame, people), "persona", "before", "phase"),
            engine.add_up(ex.count_last_steps(stays, people, order), "persona", "step"),
            labels,
        ),
        funnel=count_funnel(engine, contacts, firsts, people, labels),
        words=count_emotions(engine, contacts, people, labels),
        scores=count_scores(engine, contacts, people, order, labels, rules.instruments),
        peaks=peaks,
        peak_ends=peak_ends,
        instruments=rules.instruments,
        horizons=horizons,
        friction=friction,
        skipped=labels.name(engine.collect(count_skipped(firsts, len(labels.phases))), "phase"),
        steps=count_ways(engine, contacts, people, labels, rules),
        sample=draw_sample(engine, contacts, firsts, assignments, population, is_weighed=rules.is_weighed),
    )


def _find_horizons(durations: pd.DataFrame, labels: Labels, rules: Rules) -> pd.Series:
    """Return `Counts.horizons`."""
    shown = [persona for persona in labels.personas if persona != UNASSIGNED]
    days = {p: horizon_of(durations, p, shown, rules.journeys.horizon_days) for p in labels.phases[:-1]}
    return pd.Series(days, dtype="float64")
