"""How often the choice of k and the verdict are right, on generated data of which the truth is known.

    python benchmarks/calibrate_segments.py [--sets 100] [--first 0] [--processes 2]

The rule in use stands beside the one it replaced, which asked whether the adjusted Rand index of bootstrap pairs is
higher than in the smooth cloud. Cuts of a long cloud are as stable as groups are, so that it missed groups that lie
apart; the rule in use asks whether borders between segments are emptier.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor

import numpy as np
import pandas as pd
from planting import CLASSES
from statsmodels.stats.proportion import proportion_confint
from threadpoolctl import threadpool_limits

from personagen.segmentation import fit_segments
from personagen.segmentation.choosing import MAX_P
from personagen.segmentation.content import Content, order_content
from personagen.segmentation.observed import observe
from personagen.segmentation.references import Reference, smooth_cloud
from personagen.segmentation.stability import expect_each_ari
from personagen.study.parameters import SegmentationParameters

PAIRS, CLOUDS = 5, 39
Row = dict[str, object]


def judge(job: tuple[str, int, bool]) -> Row:
    """Return what is said of one data set, by the rule in use and by the former one."""
    name, number, former = job
    data = CLASSES[name](number)
    features, respondents = data.as_features()
    found = fit_segments(features, respondents, SegmentationParameters(random_state=number))
    verdict = found.verdict.iloc[0]
    row: Row = {
        "class": name,
        "number": number,
        "kind": data.kind,
        "n": len(data.rows),
        "p": data.rows.shape[1],
        "true_k": data.k,
        "k": found.k,
        "verdict": verdict["verdict"],
    }
    if former:
        row["former_k"], row["former_verdict"] = judge_formerly(
            found.solutions, order_content(features), features, number
        )
    return row


def judge_formerly(solutions: pd.DataFrame, content: Content, features: object, seed: int) -> tuple[int, str]:
    """Return k and verdict by the former rule: the largest k that is stable and beats the smooth cloud's ARI."""
    stable = solutions["jaccard_min_low"].ge(0.75) & solutions["ari_q25_low"].ge(0.6)
    above = stable & (solutions["ari_median"] > solutions["unrelated_ari"])
    numbers = [int(k) for k in solutions.loc[above, "k"]][::-1]
    observed = observe(features, content, np.arange(len(content.ids))[:2000])  # type: ignore[arg-type]
    with threadpool_limits(1):
        cloud = smooth_cloud(observed, np.random.default_rng(seed))
        for k in numbers:
            data = np.median(
                expect_each_ari(_Same(observed.rows), observed.weights, [k], [seed, k], 1, PAIRS)[k]
            )
            drawn = expect_each_ari(cloud, observed.weights, [k], [seed, k, 1], CLOUDS, PAIRS)[k]
            medians = np.median(np.reshape(drawn, (CLOUDS, PAIRS)), axis=1)
            if (1 + (medians >= data).sum()) / (CLOUDS + 1) * len(numbers) <= MAX_P * max(1, len(numbers)):
                return k, "natural"
    return (numbers[0], "reproducible") if numbers else (0, "constructed")


class _Same(Reference):
    """Draws the data themselves, so that they are measured as a reference is."""

    def __init__(self, rows: np.ndarray) -> None:
        self._rows = rows

    def draw(self, random: np.random.Generator) -> np.ndarray:  # noqa: ARG002
        """Return the data."""
        return self._rows


QUESTIONS: tuple[tuple[str, str, str, Callable[[pd.DataFrame, str], pd.Series]], ...] = (
    ("independent", "constructed", ">= 95 %", lambda t, rule: t[f"{rule}verdict"] == "constructed"),
    ("continuum", "natural", "<= 5 %", lambda t, rule: t[f"{rule}verdict"] == "natural"),
    ("planted", "the true k", ">= 90 %", lambda t, rule: t[f"{rule}k"] == t["true_k"]),
    ("planted", "natural", ">= 95 %", lambda t, rule: t[f"{rule}verdict"] == "natural"),
)


def tabulate(table: pd.DataFrame) -> pd.DataFrame:
    """Return for each class and question how often, with 95 % Clopper-Pearson intervals, by both rules."""
    rows = []
    for name, question, wanted, is_so in QUESTIONS:
        own = table[table["class"] == name]
        for rule in ("", "former_"):
            asked = own[own[f"{rule}verdict"].notna()] if f"{rule}verdict" in own else own.iloc[:0]
            if len(asked):
                n = int(is_so(asked, rule).sum())
                low, high = proportion_confint(n, len(asked), method="beta")
                rows.append(
                    [name, question, wanted, "before" if rule else "in use", f"{n}/{len(asked)}"]
                    + [f"{value:.1%}" for value in (n / len(asked), low, high)]
                )
    return pd.DataFrame(rows, columns=["class", "is", "wanted", "rule", "n", "share", "low", "high"])


def main() -> None:
    """Judge all data sets and print the table; single rows go along, so that a run that is cut off isn't lost."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--sets", type=int, default=100, help="data sets of each class")
    options.add_argument("--first", type=int, default=0, help="number of the first one")
    options.add_argument("--former", type=int, default=30, help="how many of each the former rule judges too")
    options.add_argument("--processes", type=int, default=2)
    chosen = options.parse_args()
    numbers = range(chosen.first, chosen.first + chosen.sets)
    jobs = [(name, i, i - chosen.first < chosen.former) for i in numbers for name in CLASSES]
    with ProcessPoolExecutor(chosen.processes) as pool:
        rows = []
        for row in pool.map(judge, jobs):
            rows.append(row)
            print(*row.values(), sep=",", flush=True)
    print(tabulate(pd.DataFrame(rows)).to_string(index=False))


if __name__ == "__main__":
    main()
