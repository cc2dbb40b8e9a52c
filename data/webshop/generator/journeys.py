"""Who meets which touchpoint when: the contacts before anybody rates them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.webshop.generator import plan
from data.webshop.generator.files import read_part
from data.webshop.generator.people import People

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]

# Times are days or seconds after the first moment of the log, midnight in Amsterdam.
DAYS = 303.0
REPEATED_HOUR = (55.0 * 86400 + 2 * 3600, 55.0 * 86400 + 4 * 3600)
STARTS_UNAWARE = 0.12
# Median days from one phase to the next: to orientation, buy, use, service and renewal.
GAP_DAYS = (4.0, 5.0, 3.0, 11.0, 30.0)
EXTRA_CONTACTS = (1.2, 2.0, 1.3, 1.7, 1.5, 1.0)
ACTIVITY = {"linked": 7.0, "other": 1.82}
APP_USE = (0.45, 0.30, 0.08, 0.85)
EARLY_QUESTION_SHARE, EARLY_DAYS = 0.03, (1.0, 5.0)
# How busy each hour of the day is.
HOURS = (2, 1, 1, 1, 1, 2, 5, 9, 11, 12, 13, 13, 14, 13, 12, 12, 13, 14, 15, 19, 22, 21, 14, 6)
# Half of the further contacts follow in the same session, a quarter return later in the journey.
SESSION_BELOW, REENTRY_FROM = 0.5, 0.75
SESSION_SECONDS = 700.0
FIRST, VISIT, REENTRY = 0, 1, 2


@dataclass(frozen=True)
class Travellers:
    """Customers in the log.

    Parameters
    ----------
    frame
        customer_id, persona (0..3), is_linked; one row per traveller.
    first
        Day of the first contact in each phase, blank where never; travellers x 6.
    mood
        How much better or worse than usual each phase goes, in standard deviations; travellers x 6.
    """

    frame: pd.DataFrame
    first: FloatArray
    mood: FloatArray


def _select(rng: np.random.Generator, people: People) -> pd.DataFrame:
    """Return the customers with contacts: most of the analytics, and some that it doesn't know."""
    linked_ids = people.respondents.loc[people.respondents["customer_id"] != "", "customer_id"]
    known = people.customers[["customer_id", "persona"]].copy()
    known["is_linked"] = known["customer_id"].isin(linked_ids)
    silent = ~known["is_linked"].to_numpy() & (rng.random(len(known)) < plan.SILENT_SHARE)
    linked = np.flatnonzero(known["is_linked"])
    silent[rng.choice(linked, plan.LINKED_WITHOUT_CONTACT, replace=False)] = True
    foreign = pd.DataFrame(
        {
            "customer_id": [f"K{800001 + 3 * i}" for i in range(plan.FOREIGN_CUSTOMERS)],
            "persona": rng.integers(0, len(plan.PERSONAS), plan.FOREIGN_CUSTOMERS),
            "is_linked": False,
        }
    )
    return pd.concat([known.loc[~silent], foreign], ignore_index=True)


def _reached(rng: np.random.Generator, personas: IntArray, mood: FloatArray) -> BoolArray:
    """Draw which phases each traveller reaches; the planted drop-off and the driver act here."""
    n = len(personas)
    goes_on = np.asarray(plan.GOES_ON)[personas]
    lucky = rng.random((n, 5))
    aware = rng.random(n) >= STARTS_UNAWARE
    orientation = ~aware | (lucky[:, 0] < goes_on[:, 0])
    buy = orientation & (lucky[:, 1] < goes_on[:, 1])
    use = buy & (lucky[:, 2] < goes_on[:, 2])
    service = use & (lucky[:, 3] < plan.SERVICE_SHARE)
    driver = mood[:, plan.PHASES.index(plan.DRIVER_PHASE)]
    chance = 1 / (1 + np.exp(-(plan.RENEWAL_INTERCEPT + plan.DRIVER_EFFECT * driver)))
    renewal = use & (lucky[:, 4] < chance)
    return np.column_stack([aware, orientation, buy, use, service, renewal])


def _first_days(rng: np.random.Generator, reached: BoolArray, linked: BoolArray) -> FloatArray:
    """Return the day on which each phase is first met; a skipped phase takes no time."""
    n = len(reached)
    # The panel was asked in May, so its members have been customers for a while.
    day = 290 * rng.beta(1.0, np.where(linked, 2.4, 1.5), n)
    first = np.full(reached.shape, np.nan)
    for phase in range(reached.shape[1]):
        if phase:
            gap = np.maximum(rng.lognormal(np.log(GAP_DAYS[phase - 1]), 0.7, n), 0.05)
            starts_here = (phase == 1) & ~reached[:, 0]
            day = day + np.where(reached[:, phase] & ~starts_here, gap, 0.0)
        first[reached[:, phase], phase] = day[reached[:, phase]]
    first[first >= DAYS] = np.nan
    return first


def draw_travellers(seed: int, people: People) -> Travellers:
    """Draw who travels and how far."""
    rng = plan.generator_for(seed, 5)
    frame = _select(rng, people)
    mood = rng.normal(size=(len(frame), len(plan.PHASES)))
    reached = _reached(rng, frame["persona"].to_numpy(), mood)
    return Travellers(frame, _first_days(rng, reached, frame["is_linked"].to_numpy()), mood)


def _until_next(first: FloatArray) -> FloatArray:
    """Return the days from each first contact to the next phase's, at most 20; 5 where there is none."""
    ahead = np.full(first.shape, np.inf)
    later = np.full(len(first), np.inf)
    for phase in reversed(range(first.shape[1])):
        ahead[:, phase] = later - first[:, phase]
        later = np.where(np.isnan(first[:, phase]), later, first[:, phase])
    return np.where(np.isfinite(ahead), np.minimum(ahead, 20.0), 5.0)


def _draw_times(rng: np.random.Generator, travellers: Travellers) -> pd.DataFrame:
    """Return one row per contact: traveller, phase, kind and second after the start."""
    first = travellers.first
    n = len(first)
    scale = np.where(travellers.frame["is_linked"], ACTIVITY["linked"], ACTIVITY["other"])
    activity = scale * rng.gamma(4.0, 0.25, n)
    extra = rng.poisson(activity[:, None] * np.asarray(EXTRA_CONTACTS))
    counts = np.where(np.isnan(first), 0, 1 + extra)
    who, phase = np.divmod(np.repeat(np.arange(first.size), counts.ravel()), first.shape[1])
    begins = np.r_[True, (who[1:] != who[:-1]) | (phase[1:] != phase[:-1])]
    start = first[who, phase]
    lot, fraction = rng.random(len(who)), rng.random(len(who))
    kind = np.where(lot >= REENTRY_FROM, REENTRY, VISIT)
    same_session = (lot < SESSION_BELOW) & ~begins
    offset = np.where(kind == REENTRY, np.minimum(DAYS - start, 150.0), _until_next(first)[who, phase])
    day = start + np.where(begins | same_session, 0.0, fraction * offset)
    pause = np.rint(rng.exponential(SESSION_SECONDS, len(who)) + 15)
    return pd.DataFrame(
        {
            "who": who,
            "phase": phase,
            "kind": np.where(begins, FIRST, kind),
            "second": _clock(day) + np.where(same_session, pause, 0).astype(np.int64),
        }
    )


def _early_questions(rng: np.random.Generator, travellers: Travellers) -> pd.DataFrame:
    """Return contacts of people who met service before anything else."""
    service = plan.PHASES.index("service")
    start = np.nanmin(travellers.first, axis=1)
    asks = ~np.isnan(travellers.first[:, service]) & (rng.random(len(start)) < EARLY_QUESTION_SHARE)
    who = np.flatnonzero(asks & (start > EARLY_DAYS[1] + 1))
    day = start[who] - rng.uniform(*EARLY_DAYS, len(who))
    return pd.DataFrame({"who": who, "phase": service, "kind": FIRST, "second": _clock(day)})


def _choose_touchpoints(rng: np.random.Generator, contacts: pd.DataFrame, personas: IntArray) -> IntArray:
    """Return the touchpoint of each contact as a row of the map, in a credible order within a visit."""
    table = read_part("touchpoints.csv")
    phases = table["phase"].map(plan.PHASES.index).to_numpy()
    weights = table[list(plan.PERSONAS)].astype(float).to_numpy()
    chosen = np.zeros(len(contacts), dtype=np.int64)
    lot = rng.random(len(contacts))
    phase_of, persona_of = contacts["phase"].to_numpy(), personas[contacts["who"].to_numpy()]
    for phase in range(len(plan.PHASES)):
        rows = np.flatnonzero(phases == phase)
        for persona in range(len(plan.PERSONAS)):
            here = (phase_of == phase) & (persona_of == persona)
            bounds = np.cumsum(weights[rows, persona])
            chosen[here] = rows[np.searchsorted(bounds / bounds[-1], lot[here], side="right")]
    again = (contacts["kind"] == REENTRY).to_numpy()
    keys = (again, phase_of, contacts["who"].to_numpy())
    ordered = np.empty_like(chosen)
    ordered[np.lexsort((contacts["second"].to_numpy(), *keys))] = chosen[np.lexsort((chosen, *keys))]
    return ordered


def _choose_channels(rng: np.random.Generator, touchpoints: IntArray, personas: IntArray) -> list[str]:
    options = [text.split("|") for text in read_part("touchpoints.csv")["channels"]]
    second = rng.random(len(touchpoints)) < np.asarray(APP_USE)[personas]
    return [options[t][int(flag) % len(options[t])] for t, flag in zip(touchpoints, second, strict=True)]


def _clock(days: FloatArray) -> IntArray:
    """Return seconds after the start, with busy evenings and quiet nights; order is kept."""
    busy = np.r_[0.0, np.cumsum(HOURS)] / sum(HOURS)
    whole = np.floor(days)
    second = whole * 86400 + np.interp(days - whole, busy, np.arange(25) * 3600.0)
    return np.asarray(np.rint(second), dtype=np.int64)


def _repeat_hour(rng: np.random.Generator, contacts: pd.DataFrame, first: FloatArray) -> IntArray:
    """Return the seconds with some later contacts moved into the hour that October has twice."""
    seconds = contacts["second"].to_numpy().copy()
    began = first[contacts["who"], contacts["phase"]]
    movable = (contacts["kind"] == REENTRY).to_numpy() & (began < REPEATED_HOUR[0] / 86400 - 2)
    places = rng.choice(np.flatnonzero(movable), plan.REPEATED_HOUR_CONTACTS, replace=False)
    seconds[places] = rng.integers(int(REPEATED_HOUR[0]), int(REPEATED_HOUR[1]), len(places))
    return seconds


def draw_contacts(seed: int, travellers: Travellers, wave: plan.Wave) -> pd.DataFrame:
    """Draw all contacts: who, phase, kind, touchpoint (row of the map), channel, second, stamp (local)."""
    rng = plan.generator_for(seed, 6)
    personas = travellers.frame["persona"].to_numpy()
    contacts = _draw_times(rng, travellers)
    contacts["touchpoint"] = _choose_touchpoints(rng, contacts, personas)
    early = _early_questions(rng, travellers)
    names = read_part("touchpoints.csv")["touchpoint"].tolist()
    early["touchpoint"] = names.index("veelgestelde_vragen")
    contacts = pd.concat([contacts, early], ignore_index=True)
    contacts["channel"] = _choose_channels(
        rng, contacts["touchpoint"].to_numpy(), personas[contacts["who"].to_numpy()]
    )
    if wave.repeats_hour:
        contacts["second"] = _repeat_hour(rng, contacts, travellers.first)
    return _local(contacts.loc[contacts["second"] < int(DAYS * 86400)], wave.starts)


def _local(contacts: pd.DataFrame, starts: pd.Timestamp) -> pd.DataFrame:
    """Add the wall clock in Amsterdam as text; a customer's equal stamps are left out."""
    moment = starts + pd.to_timedelta(contacts["second"], unit="s")
    stamp = moment.dt.tz_convert("Europe/Amsterdam").dt.strftime("%Y-%m-%d %H:%M:%S")
    local = contacts.assign(stamp=stamp).sort_values(["second", "who", "kind"], kind="stable")
    return local.loc[~local.duplicated(["who", "stamp"])].reset_index(drop=True)
