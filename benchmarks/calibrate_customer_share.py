"""How often the intervals of `customer_share` hold the truth: generated customers, some of them linked respondents.

    python benchmarks/calibrate_customer_share.py [--replications 300]

In each replication 4,000 to 8,000 customers of 3 to 5 personas are drawn with 4 to 8 analytics variables of several types, that
tell the personas apart more or less well; 300 to 1,000 of them answer the survey, some with survey weights. Who answers
depends on nothing, on what analytics know, on the persona, or on both. Printed is the share of intervals (one for each persona) that
hold the persona's true share of all customers, with its binomial interval, beside two simpler ways to count:

- ``calls``: the shares of the classifier's calls, with the interval of a sample of as many respondents;
- ``adjusted``: adjusted count, with the respondents as they are linked.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from personagen.contracts import Research
from personagen.contracts.people import ASSIGNMENTS
from personagen.segmentation import extend_personas
from personagen.segmentation.extending.counting import count_adjusted
from personagen.segmentation.extending.extend import classify_people
from personagen.segmentation.extending.people import People, gather_people
from personagen.statistics.intervals import wilson_interval
from personagen.study import Study

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
LEVELS = ("a", "b", "c", "d")
WAYS = ("calls", "adjusted", "published")
SCENARIOS: dict[str, tuple[float, float]] = {
    "linked at random": (0.0, 0.0),
    "by what analytics know": (0.5, 0.0),
    "the same, strongly": (1.0, 0.0),
    "by persona": (0.0, 0.5),
    "by both": (0.5, 0.5),
}


@dataclass(frozen=True)
class Population:
    """Customers, who of them answered, and the truth."""

    customers: pd.DataFrame
    assignments: pd.DataFrame
    study: Study
    truth: Floats


def draw_population(seed: int, by_known: float, by_persona: float) -> Population:
    """Draw customers and respondents; the chance of being linked goes with exp(strength * standardised value)."""
    random = np.random.default_rng(seed)
    k, n_variables = int(random.integers(3, 6)), int(random.integers(4, 9))
    n_customers, n_linked = int(random.integers(4_000, 8_001)), int(random.integers(300, 1_001))
    persona = random.choice(k, n_customers, p=_shares(random, k))
    centres = random.normal(size=(k, n_variables))
    centres *= random.uniform(1.5, 3.0) / np.sqrt(((centres - centres.mean(axis=0)) ** 2).sum(axis=1).mean())
    latent = centres[persona] + random.normal(size=(n_customers, n_variables))
    direction = random.normal(size=n_variables)
    liking = random.normal(size=k)
    chance = by_known * _standard(latent @ direction) + by_persona * _standard(liking)[persona]
    linked = np.argsort(chance + random.gumbel(size=n_customers))[::-1][:n_linked]
    customers, variables = _measure(random, latent)
    study = Study.model_validate(
        {"study": "T", "language": "en", "extend": "auto", "variables": {"behavioural": variables}}
    )
    weight = np.exp(random.normal(0, random.choice([0.0, 0.4]), n_linked))
    assignments = pd.DataFrame(
        {
            "respondent_id": [f"r{i}" for i in range(n_linked)],
            "customer_id": customers["customer_id"].to_numpy()[linked],
            "weight": weight,
            "persona": (persona[linked] + 1).astype(str),
            "basis": "full",
        }
    )
    truth = np.bincount(persona, minlength=k) / n_customers
    return Population(customers, ASSIGNMENTS.conform(assignments), study, truth)


def cover(population: Population) -> dict[str, list[tuple[bool, float, float]]] | None:
    """Return by way of counting: whether each persona's interval holds its share, its width, and the error; or nothing, if refused."""
    nothing = pd.DataFrame()
    research = Research(nothing, nothing, nothing, nothing, nothing, nothing, customers=population.customers)
    found = extend_personas(research, population.assignments, population.study)
    if found is None or not found.table["is_used"].any():
        return None
    shares = found.customer_shares.set_index("persona").to_numpy(dtype=np.float64)
    people = gather_people(population.customers, population.assignments, population.study)
    ways = {**dict(_simpler(people)), "published": (shares[:, 0], shares[:, 1], shares[:, 2])}
    return {
        way: [
            (bool(low <= true <= high), high - low, estimate - true)
            for estimate, low, high, true in zip(*figures, population.truth, strict=True)
        ]
        for way, figures in ways.items()
    }


def _simpler(people: People) -> Iterator[tuple[str, tuple[Floats, Floats, Floats]]]:
    classified = classify_people(people, 2026)
    calls = np.bincount(classified.outside.argmax(axis=1), minlength=len(people.personas)) / len(
        people.outside
    )
    nothing = np.empty((len(people.persona), 0)), np.empty((len(people.outside), 0))
    plain = count_adjusted(people.persona, people.base, classified.linked, classified.outside, *nothing)
    ways = {
        "calls": (calls, *wilson_interval(calls, len(people.persona))),
        "adjusted": (plain.share, *plain.interval()),
    }
    for way, parts in ways.items():
        shares = [(people.n_known + part * len(people.outside)) / people.n_customers for part in parts]
        yield way, (shares[0], shares[1], shares[2])


def _shares(random: np.random.Generator, k: int) -> Floats:
    """Draw shares, none under 8 %."""
    free = random.dirichlet(np.full(k, 3.0))
    return np.asarray(0.08 + (1 - 0.08 * k) * free, dtype=np.float64)


def _standard(values: Floats) -> Floats:
    return np.asarray((values - values.mean()) / values.std(), dtype=np.float64)


def _measure(
    random: np.random.Generator, latent: Floats
) -> tuple[pd.DataFrame, dict[str, Mapping[str, str]]]:
    """Turn latent values into variables of several types, some answers blank."""
    columns: dict[str, object] = {
        "customer_id": pd.Series([f"c{i:05}" for i in range(len(latent))], dtype="str")
    }
    types = {}
    for number, values in enumerate(latent.T):
        name, kind = (
            f"v{number}",
            ("number", "count", "number", "nominal", "number", "yes_no", "count", "date")[number],
        )
        types[name] = {"from": "analytics", "type": kind}
        blank = random.random(len(values)) < random.choice([0.0, 0.03])
        columns[name] = _typed(kind, values, blank)
    return pd.DataFrame(columns), types


def _typed(kind: str, values: Floats, blank: NDArray[np.bool_]) -> pd.Series:
    series = pd.Series(values)
    if kind == "count":
        return np.floor(np.exp(1.5 + 0.6 * series)).mask(blank)
    if kind == "yes_no":
        return (series > series.median()).astype("boolean").mask(blank)
    if kind == "nominal":
        place = pd.qcut(series, len(LEVELS), labels=False)
        return place.map(dict(enumerate(LEVELS))).astype("str").mask(blank)
    if kind == "date":
        return (pd.Timestamp("2020-01-01", tz="UTC") + pd.to_timedelta((series * 300).round(), "D")).mask(
            blank
        )
    return series.mask(blank)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--replications", type=int, default=300)
    parser.add_argument("--first", type=int, default=0, help="first seed")
    asked = parser.parse_args()
    print(
        f"{'who is linked':<26}{'counted':<12}{'used':>6}{'n':>7}{'coverage':>10}{'95 %':>16}{'width':>8}{'rmse':>8}"
    )
    overall: dict[str, list[tuple[bool, float, float]]] = {way: [] for way in WAYS}
    for scenario, strengths in SCENARIOS.items():
        seeds = range(asked.first, asked.first + asked.replications)
        found = [one for seed in seeds if (one := cover(draw_population(seed, *strengths)))]
        for way in WAYS:
            rows = [row for one in found for row in one[way]]
            overall[way] += rows
            _print(scenario, way, f"{len(found)}", rows)
    for way in WAYS:
        _print("all", way, "", overall[way])


def _print(scenario: str, way: str, used: str, rows: list[tuple[bool, float, float]]) -> None:
    held, width, error = (np.array(part, dtype=np.float64) for part in zip(*rows, strict=True))
    low, high = wilson_interval(held.mean(), len(held))
    interval = f"{low:.3f}-{high:.3f}"
    rmse = np.sqrt((error**2).mean())
    print(
        f"{scenario:<26}{way:<12}{used:>6}{len(held):>7}{held.mean():>10.3f}{interval:>16}{width.mean():>8.3f}{rmse:>8.4f}",
        flush=True,
    )


if __name__ == "__main__":
    main()
