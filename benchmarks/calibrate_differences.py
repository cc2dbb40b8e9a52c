"""How often `compare_personas` calls a difference where there is none: the personas of webshop's customers dealt out anew.

Each linked customer is counted once, as a persona of its own; a deal adds up these counts, so that a study costs a
second. ``python -m benchmarks.calibrate_differences [deals] [--persona n ...]``
"""

from __future__ import annotations

import argparse
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path

import numpy as np
import pandas as pd

from personagen.engine import open_engine
from personagen.exports import detect_log_dialects, read_sources
from personagen.ingest import ingest_research
from personagen.journeys import Counts, Rules, compare_personas, count_contacts, phases_table
from personagen.journeys.going_on import horizon_of
from personagen.language import words_in
from personagen.study import Study, read_study

SHOP = Path(__file__).parent.parent / "data" / "webshop" / "study.yaml"
ALPHA = 0.05
LEAVING_DAYS = 30  # who left is counted customer by customer, and one customer has no horizon
SHARES = (0.36, 0.29, 0.20, 0.15)  # about those of the example's linked customers


def count_each(path: Path = SHOP) -> tuple[Study, Counts]:
    """Return the counts of a study's log with every linked customer as a persona of its own."""
    study_file = read_study(path)
    study = study_file.study
    research = ingest_research(study_file, read_sources(study_file))
    linked = research.links["customer_id"]
    people = research.respondents[["respondent_id", "customer_id", "weight"]].dropna(subset=["customer_id"])
    people = people.assign(persona=[f"c{number}" for number in range(len(people))], basis="given")
    phases = phases_table(study, words_in(study.language))
    with tempfile.TemporaryDirectory() as scratch, open_engine(study.engine, Path(scratch)) as engine:
        dialects = detect_log_dialects(study_file)
        account = engine.load_logs(
            study_file, dialects, emotions=research.emotions, linked=linked, mapped=research.touchpoints
        )
        assert research.touchpoint_map is not None  # noqa: S101
        journeys = study.journeys.model_copy(update={"horizon_days": LEAVING_DAYS})
        rules = replace(Rules.of(study), journeys=journeys)
        return study, count_contacts(engine, account, research.touchpoint_map, people, phases, rules)


def deal(each: Counts, personas: dict[str, str], study: Study) -> Counts:
    """Return the counts of customers who were dealt out to personas; only what `compare_personas` reads."""

    def add_up(table: pd.DataFrame, *keys: str) -> pd.DataFrame:
        named = table.assign(persona=table["persona"].map(personas)).dropna(subset=["persona"])
        both = pd.concat([named, named.assign(persona="all")], ignore_index=True)
        return both.groupby(["persona", *keys], as_index=False).sum()

    dealt = replace(
        each,
        population=add_up(each.population[["persona", "n_persona"]]),
        by_phase=add_up(each.by_phase, "phase"),
        durations=add_up(each.durations, "phase", "kind", "days"),
    )
    horizons = {
        phase: horizon_of(dealt.durations, phase, dealt.members, study.journeys.horizon_days)
        for phase in each.phases[:-1]
    }
    return replace(dealt, horizons=pd.Series(horizons))


def deal_out(
    each: Counts, study: Study, n: int, seed: int, shares: tuple[float, ...] = SHARES
) -> Iterator[Counts]:
    """Yield the counts of ``n`` random deals of the customers to personas of such shares."""
    names = [name for name in each.population["persona"] if name.startswith("c")]
    sizes = np.rint(np.cumsum(shares) / sum(shares) * len(names)).astype(int)
    personas = np.searchsorted(sizes, np.arange(len(names)), side="right") + 1
    random = np.random.default_rng(seed)
    for _ in range(n):
        dealt = random.permutation(personas).astype(str)
        yield deal(each, dict(zip(names, dealt, strict=True)), study)


def main() -> None:
    """Print in how many deals something was called, and what."""
    parser = argparse.ArgumentParser()
    parser.add_argument("deals", nargs="?", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    study, each = count_each()
    called, under, tested = [], [], 0
    for counts in deal_out(each, study, given.deals, given.seed):
        table = compare_personas(counts, study)
        called.append(table.loc[table["p_adjusted"] < ALPHA, "metric"].tolist())
        under.append(table.assign(is_under=table["p"] < ALPHA).groupby("metric")["is_under"].mean())
        tested = int(table["p"].notna().sum())
    n_any = sum(bool(metrics) for metrics in called)
    share = n_any / given.deals
    error = 1.96 * (0.05 * 0.95 / given.deals) ** 0.5
    print(f"{given.deals} deals of {len(each.population) - 2} customers, {tested} tests each")
    print(f"any difference called: {n_any} ({share:.3f}; allowed .05 + {error:.3f})")
    print("called by metric:", dict(Counter(chain(*called))))
    print("share of p under .05:", pd.concat(under, axis=1).mean(axis=1).round(4).to_dict())


if __name__ == "__main__":
    main()
