"""How often the 95 % intervals of the table `journey` hold the truth: made-up logs of which the truth is known.

    python benchmarks/calibrate_journeys.py [--draws 1000]

Every draw is a persona of its own in one log that the program counts, so the intervals are those that it publishes
(reach has other personas, in the last phase).
Shares run from .1 to .9. Truths are exact: of reach and drop-off the chances drawn with, of the median days where that
chance is one half, of valence and gap the expectation of a customer's mean. In the noisy scenarios one customer in
twenty is unhappier than the others and makes nineteen times as many contacts: half of all. People come in over half a
year, so that some are followed for less than the horizon.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from personagen.engine import open_engine
from personagen.exports import detect_dialect
from personagen.journeys import Rules, count_contacts, phases_table, summarise_journey
from personagen.language.words import words_in
from personagen.statistics.intervals import wilson_interval
from personagen.study import Study
from personagen.study.file import StudyFile

Floats = NDArray[np.float64]

SHARES = np.linspace(0.1, 0.9, 9)
METRICS = ("reach", "valence", "gap", "drop_off", "days_to_next")
HORIZON, YEAR, LATEST = 30, 365.0, 183.0
LOUD_SHARE, LOUD_TIMES, CONTACTS = 0.05, 19, 2
POINTS = np.array([1, 2, 3, 4, 5])
# chances of 1..5 points, by kind of customer and for what is expected
HAPPY, UNHAPPY = (0.0, 0.05, 0.15, 0.4, 0.4), (0.4, 0.4, 0.15, 0.05, 0.0)
EXPECTED = (0.05, 0.1, 0.3, 0.35, 0.2)
PHASES = ("bought", "returned")
STUDY = {
    "study": "Calibration",
    "language": "en",
    "phases": [{"id": phase, "label": phase} for phase in PHASES],
    "survey": {"files": ["survey.csv"]},
    "touchpoint_map": "map.csv",
    "touchpoints": {
        "files": ["log.csv"],
        "customer": "customer",
        "at": "at",
        "timezone": "UTC",
        "touchpoint": "event",
        "satisfaction": {"column": "csat", "scale": [1, 5]},
        "expectation": {"column": "expected", "scale": [1, 5]},
        "cutoff": "2026-01-01",
    },
    "journeys": {"horizon_days": HORIZON},
    "privacy": {"minimum_cell": 3},
}


@dataclass(frozen=True)
class Scenario:
    """A way to draw: customers of each persona, and whether a few of them make half of the contacts."""

    n: int
    is_loud: bool

    @property
    def name(self) -> str:
        """What it is called."""
        return f"n = {self.n}" + (", a few make half of the contacts" if self.is_loud else "")


@dataclass(frozen=True)
class Sample:
    """A log, who is in it, and the truth by persona and metric."""

    log: pd.DataFrame
    assignments: pd.DataFrame
    truth: pd.DataFrame


SCENARIOS = tuple(Scenario(n, is_loud) for n in (100, 300) for is_loud in (False, True))


def draw_sample(scenario: Scenario, draws: int, seed: int) -> Sample:
    """Draw one persona for every draw; the shares run through all their values."""
    rng = np.random.default_rng([seed, scenario.n, scenario.is_loud])
    reach, happy, stay = (SHARES[(np.arange(draws) // 9**at) % 9] for at in range(3))
    who = np.repeat(np.arange(draws), scenario.n)
    buyers, others = (np.char.add(letter, np.arange(len(who)).astype(str)) for letter in "ch")
    is_loud = scenario.is_loud & (rng.random(len(who)) < LOUD_SHARE)
    is_happy = ~is_loud & (rng.random(len(who)) < happy[who])
    start = rng.uniform(1, LATEST, len(who))
    back = start + rng.exponential(1.0, len(who)) * HORIZON / -np.log(stay[who])
    parts = [
        _bought(rng, buyers, start, is_loud, is_happy),
        _contacts(buyers[back < YEAR], back[back < YEAR], "returned"),
        _contacts(others[rng.random(len(who)) < reach[who]], 0.5, "returned"),
    ]
    people = pd.DataFrame(
        {"customer_id": np.r_[buyers, others], "persona": [*_named(who, "p"), *_named(who, "r")]}
    )
    people = people.assign(respondent_id=people["customer_id"], weight=1.0, basis="full")
    loud = LOUD_SHARE if scenario.is_loud else 0.0
    points = (1 - loud) * happy
    valence = points * _valence(HAPPY) + (1 - points) * _valence(UNHAPPY)
    truth = {
        "reach": reach,
        "valence": valence,
        "gap": valence - _valence(EXPECTED),
        "drop_off": stay,
        "days_to_next": HORIZON * np.log(2) / -np.log(stay),
    }
    personas = pd.Index(_named(range(draws), "p"), name="persona")
    return Sample(pd.concat(parts, ignore_index=True), people, pd.DataFrame(truth, index=personas))


def _named(numbers: Iterable[int], letter: str) -> list[str]:
    return [f"{letter}{number}" for number in numbers]


def _valence(chances: tuple[float, ...]) -> float:
    return float(np.dot(chances, (POINTS - 3) / 2))


def _contacts(ids: NDArray[np.str_], days: Floats | float, event: str) -> pd.DataFrame:
    stamps = np.datetime64("2025-01-01T00:00:00") + np.rint(np.asarray(days) * 86400).astype("timedelta64[s]")
    return pd.DataFrame({"customer": ids, "at": stamps, "event": event, "csat": "", "expected": ""})


def _bought(
    rng: np.random.Generator,
    ids: NDArray[np.str_],
    start: Floats,
    is_loud: NDArray[np.bool_],
    is_happy: NDArray[np.bool_],
) -> pd.DataFrame:
    """Return the contacts that are rated, all after the first one of the customer."""
    n = np.where(is_loud, CONTACTS * LOUD_TIMES, CONTACTS)
    who = np.repeat(np.arange(len(ids)), n)
    place = np.arange(len(who)) - np.repeat(np.cumsum(n) - n, n)
    rows = _contacts(ids[who], start[who] + place / 1440, "bought")
    happy, unhappy, expected = (rng.choice(POINTS, len(who), p=p) for p in (HAPPY, UNHAPPY, EXPECTED))
    csat = np.where(is_happy[who], happy, unhappy)
    return rows.assign(csat=csat.astype(str), expected=expected.astype(str))


def publish(sample: Sample, folder: Path) -> pd.DataFrame:
    """Return the table `journey` that the program makes of a sample, by persona."""
    study = Study.model_validate(STUDY)
    log = sample.log.assign(at=sample.log["at"].astype(str))
    log.to_csv(folder / "log.csv", index=False)
    dialects = {folder / "log.csv": detect_dialect(folder / "log.csv", study.touchpoints[0].csv, "log.csv")}
    mapped = pd.DataFrame({"touchpoint": [*PHASES], "phase": [*PHASES], "label": [*PHASES]})
    mapped = mapped.assign(action=None, moment_of_truth=False, owner=None)
    phases = phases_table(study, words_in("en"))
    with open_engine(study.engine, folder) as engine:
        account = engine.load_logs(
            StudyFile(folder / "study.yaml", study),
            dialects,
            emotions={},
            linked=sample.assignments["customer_id"],
        )
        counts = count_contacts(engine, account, mapped, sample.assignments, phases, Rules.of(study))
    journey = summarise_journey(counts, study).set_index(["phase", "persona"])
    reached = journey.loc["returned"].filter(like="reach").filter(like="r", axis="index")
    bought = journey.loc["bought"].drop(columns=reached.columns)
    return bought.join(reached.rename(lambda name: name.replace("r", "p"))).loc[sample.truth.index]


def judge(published: pd.DataFrame, truth: pd.DataFrame) -> pd.DataFrame:
    """Return whether each interval holds the truth; an end of the days that wasn't reached lies beyond what was seen."""
    found = {}
    for metric in METRICS:
        low, high = (published[f"{metric}_{end}"].astype("float64") for end in ("low", "high"))
        if metric == "days_to_next":
            low, high = low.fillna(YEAR - LATEST), high.fillna(np.inf)
        found[metric] = low.le(truth[metric]) & truth[metric].le(high)
    return pd.DataFrame(found)


def calibrate(scenario: Scenario, draws: int, seed: int = 1) -> pd.DataFrame:
    """Return by draw and metric whether the interval held the truth."""
    sample = draw_sample(scenario, draws, seed)
    with tempfile.TemporaryDirectory() as folder:
        return judge(publish(sample, Path(folder)), sample.truth)


def main() -> None:
    """Print the share of intervals that hold the truth."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--draws", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    for scenario in SCENARIOS:
        held = calibrate(scenario, arguments.draws, arguments.seed)
        low, high = wilson_interval(held.mean(), len(held))
        print(f"{scenario.name}, {len(held):,} draws")
        for at, metric in enumerate(METRICS):
            print(f"  {metric:<14}{held[metric].mean():.3f}  [{low[at]:.3f}, {high[at]:.3f}]", flush=True)


if __name__ == "__main__":
    main()
