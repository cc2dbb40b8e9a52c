"""The touchpoint log: ratings, feelings, and everything that goes wrong in a log."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.webshop.generator import plan
from data.webshop.generator.files import read_part, to_csv
from data.webshop.generator.journeys import FIRST, Travellers, draw_contacts, draw_travellers
from data.webshop.generator.people import People

FloatArray = NDArray[np.float64]

COLUMNS = ["timestamp", "klant", "event", "channel", "csat", "expected", "feeling"]
RATED = {"truth": 0.46, "other": 0.20}
EXPECTED = {"truth": 0.72, "other": 0.40}
FELT = 0.17
PERSON_SPREAD, PHASE_SPREAD, NOISE = 0.3, 0.55, 0.8
BAD_STAMPS = ("2026-02-30 11:12:13", "2026-04-17 27:61:00", "onbekend")
BAD_CSAT = 2
NO_CUSTOMER = 3


@dataclass(frozen=True)
class Log:
    """The log as files and the counts behind it.

    Parameters
    ----------
    files
        File name -> CSV text.
    counts
        What the row account must show.
    travellers
        Who is in it.
    """

    files: dict[str, str]
    counts: dict[str, int]
    travellers: Travellers


def _shifts(
    contacts: pd.DataFrame, personas: NDArray[np.int64], pains: tuple[plan.Cell, ...]
) -> tuple[FloatArray, FloatArray]:
    """Return the planted shift of experience and of expectation per contact, in points of 1..5."""
    names = read_part("touchpoints.csv")["touchpoint"].tolist()
    touchpoint = contacts["touchpoint"].to_numpy()
    experience, expectation = np.zeros(len(contacts)), np.zeros(len(contacts))
    for pain in pains:
        here = (personas == plan.PERSONAS.index(pain.persona)) & (touchpoint == names.index(pain.touchpoint))
        experience[here] += pain.shift
        expectation[here] += pain.shift
    magic = (personas == plan.PERSONAS.index(plan.MAGIC.persona)) & (
        touchpoint == names.index(plan.MAGIC.touchpoint)
    )
    expectation[magic] -= plan.MAGIC.shift
    return experience, expectation


def _points(values: FloatArray, given: NDArray[np.bool_]) -> NDArray[np.object_]:
    points = np.clip(np.rint(values), 1, 5).astype(np.int64).astype(str).astype(object)
    points[~given] = ""
    return points


def _rate(
    rng: np.random.Generator, contacts: pd.DataFrame, travellers: Travellers, wave: plan.Wave
) -> pd.DataFrame:
    """Return the rows of the log: csat, expected and feeling as text, blank where not given."""
    n, who = len(contacts), contacts["who"].to_numpy()
    personas = travellers.frame["persona"].to_numpy()[who]
    truth = (read_part("touchpoints.csv")["moment_of_truth"] == "ja").to_numpy()
    decisive = truth[contacts["touchpoint"].to_numpy()]
    experience, expectation = _shifts(contacts, personas, wave.pains)
    phase = contacts["phase"].to_numpy()
    usual = plan.BASE_SATISFACTION + np.asarray(plan.PHASE_WAVE)[phase]
    usual = usual + rng.normal(0, PERSON_SPREAD, len(travellers.frame))[who]
    felt = usual + experience + PHASE_SPREAD * travellers.mood[who, phase] + rng.normal(0, NOISE, n)
    hoped = usual + expectation + rng.normal(0, np.hypot(PHASE_SPREAD, NOISE), n)
    rated = rng.random(n) < np.where(decisive, RATED["truth"], RATED["other"])
    asked = rated & (rng.random(n) < np.where(decisive, EXPECTED["truth"], EXPECTED["other"]))
    words = read_part("emotions.csv")
    valence = words["valence"].astype(float).to_numpy()
    borders = (valence[1:] + valence[:-1]) / 2
    word = words["word"].to_numpy(dtype=object)[np.searchsorted(borders, (np.clip(felt, 1, 5) - 3) / 2)]
    word[rated | (rng.random(n) >= FELT)] = ""
    rows = contacts.assign(csat=_points(felt, rated), expected=_points(hoped, asked), feeling=word)
    rows["klant"] = travellers.frame["customer_id"].to_numpy()[who]
    rows["event"] = read_part("touchpoints.csv")["touchpoint"].to_numpy()[contacts["touchpoint"]]
    return rows.rename(columns={"stamp": "timestamp"})[COLUMNS]


def _trim(
    rng: np.random.Generator, contacts: pd.DataFrame, linked: NDArray[np.bool_], n: int
) -> pd.DataFrame:
    """Keep ``n`` contacts; only repeated ones of unlinked customers are left out."""
    spare = (contacts["kind"] != FIRST).to_numpy() & ~linked[contacts["who"].to_numpy()]
    gone = rng.choice(np.flatnonzero(spare), len(contacts) - n, replace=False)
    return contacts.drop(index=contacts.index[gone]).reset_index(drop=True)


def _unmapped(rng: np.random.Generator, rows: pd.DataFrame) -> pd.DataFrame:
    """Return contacts with things that no map names, a minute after another contact."""
    places = rng.choice(len(rows), plan.UNMAPPED_CONTACTS, replace=False)
    other = rows.iloc[np.sort(places)].copy()
    other["timestamp"] = other["timestamp"].str.slice(0, 17) + rng.permutation(
        [f"{second % 60:02d}" for second in range(len(other))]
    )
    other["event"] = np.asarray(plan.UNMAPPED, dtype=object)[rng.integers(0, len(plan.UNMAPPED), len(other))]
    other[["csat", "expected", "feeling"]] = ""
    return other


def _faulty(rng: np.random.Generator, rows: pd.DataFrame) -> pd.DataFrame:
    """Return the faulty rows: impossible stamps, a rating off the scale, no customer."""
    n = len(BAD_STAMPS) + BAD_CSAT + NO_CUSTOMER
    faulty = rows.iloc[np.sort(rng.choice(len(rows), n, replace=False))].copy()
    faulty["channel"] = "web"
    faulty[["csat", "expected", "feeling"]] = ""
    stamp, csat = len(BAD_STAMPS), len(BAD_STAMPS) + BAD_CSAT
    faulty.iloc[:stamp, plan.position(faulty, "timestamp")] = list(BAD_STAMPS)
    faulty.iloc[stamp:csat, plan.position(faulty, "csat")] = "9"
    faulty.iloc[csat:, plan.position(faulty, "klant")] = ""
    return faulty


def _split(
    rng: np.random.Generator, rows: pd.DataFrame, late_days: tuple[str, str]
) -> dict[str, pd.DataFrame]:
    """Split the genuine rows over monthly files and the late file, with duplicates and faulty rows."""
    in_time = ((rows["timestamp"] >= late_days[0]) & (rows["timestamp"] < late_days[1])).to_numpy()
    late = np.sort(rng.choice(np.flatnonzero(in_time), plan.LATE_CONTACTS, replace=False))
    is_late = np.zeros(len(rows), dtype=bool)
    is_late[late] = True
    monthly = rows.loc[~is_late]
    same = monthly.iloc[rng.choice(len(monthly), plan.LOG_DUPLICATES - plan.LATE_DUPLICATES, replace=False)]
    twice = monthly.loc[in_time[monthly.index]]
    twice = twice.iloc[np.sort(rng.choice(len(twice), plan.LATE_DUPLICATES, replace=False))]
    monthly = pd.concat([monthly, same, _faulty(rng, monthly)]).sort_index(kind="stable")
    month = rows["timestamp"].str.slice(0, 7).reindex(monthly.index)
    files = {f"touchpoints-{name}.csv.gz": part for name, part in monthly.groupby(month, sort=True)}
    return {**files, "touchpoints-nagekomen.csv.gz": pd.concat([rows.loc[is_late], twice])}


def draw_linked(seed: int, people: People, wave: plan.Wave = plan.FIRST) -> pd.DataFrame:
    """Return a log of the linked customers alone, without any fault: as planted, but not the rows of `build_log`."""
    everybody = draw_travellers(seed, people)
    is_linked = everybody.frame["is_linked"].to_numpy()
    linked = Travellers(
        everybody.frame[is_linked].reset_index(drop=True),
        everybody.first[is_linked],
        everybody.mood[is_linked],
    )
    return _rate(plan.generator_for(seed, 7), draw_contacts(seed, linked, wave), linked, wave)


def build_log(seed: int, people: People, wave: plan.Wave = plan.FIRST) -> Log:
    """Build the log files; stamps are the wall clock in Amsterdam, without zone."""
    travellers = draw_travellers(seed, people)
    rng = plan.generator_for(seed, 7)
    linked = travellers.frame["is_linked"].to_numpy()
    contacts = draw_contacts(seed, travellers, wave)
    contacts = _trim(rng, contacts, linked, plan.CONTACTS - plan.UNMAPPED_CONTACTS)
    rows = _rate(rng, contacts, travellers, wave)
    rows = pd.concat([rows, _unmapped(rng, rows)]).sort_index(kind="stable").reset_index(drop=True)
    files = _split(rng, rows, wave.late)
    return Log(
        {name: to_csv(part) for name, part in files.items()}, _count(rows, travellers, files), travellers
    )


def _count(rows: pd.DataFrame, travellers: Travellers, files: dict[str, pd.DataFrame]) -> dict[str, int]:
    linked = travellers.frame.loc[travellers.frame["is_linked"], "customer_id"]
    mapped = ~rows["event"].isin(plan.UNMAPPED)
    is_linked = rows["klant"].isin(linked)
    return {
        "read": sum(len(part) for part in files.values()),
        "genuine": len(rows),
        "duplicate": plan.LOG_DUPLICATES,
        "bad_timestamp": len(BAD_STAMPS),
        "csat_off_scale": BAD_CSAT,
        "customer_empty": NO_CUSTOMER,
        "late_genuine": plan.LATE_CONTACTS,
        "late_duplicate": plan.LATE_DUPLICATES,
        "unmapped": int((~mapped).sum()),
        "in_repeated_hour": int(rows["timestamp"].str.startswith("2025-10-26 02:").sum()),
        "customers": int(rows["klant"].nunique()),
        "customers_not_in_analytics": plan.FOREIGN_CUSTOMERS,
        "linked_customers": int(rows.loc[is_linked, "klant"].nunique()),
        "genuine_of_linked": int(is_linked.sum()),
        "genuine_mapped_of_linked": int((is_linked & mapped).sum()),
    }
