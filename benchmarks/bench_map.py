"""Time the journey maps of six personas: every lane full, six phases, as SVG and PNG.

Run ``python benchmarks/bench_map.py [--repeats N]``. Prints the median seconds of six maps on the clock and of the
processor; the promise is 10 seconds.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Iterator

import pandas as pd
from made_up import PHASES

from personagen import charts
from personagen.contracts import PUBLISHED
from personagen.language.words import words_in

K = 6
WORDS = words_in("en")
LISTED = {
    "action": 3,
    "touchpoint": 3,
    "channel": 4,
    "friction": 2,
    "need_functional": 2,
    "need_emotional": 2,
}
NUMBERS = ("reach", "days_to_next", "drop_off", "valence", "gap")
SAID = {"emotion": 1, "quote": 1, "moment": 2, "opportunity": 1}
Row = dict[str, object]


def make_map() -> pd.DataFrame:
    """Return a table `map` whose lanes are all full."""
    rows = [{"persona": str(i), **row} for i in range(1, K + 1) for row in (*_head(i), *_phases(i))]
    return PUBLISHED["map"].conform(pd.DataFrame(rows))


def _head(i: int) -> Iterator[Row]:
    share = {"value": 1 / K, "low": 0.1, "high": 0.2, "n": 200}
    texts = (
        f"People who want number {i}",
        "Stand out by a lot of things at once.",
        "Survey of May 2026",
        "Followed: 70%",
    )
    for position, text in enumerate(texts, start=1):
        row: Row = {"phase": "all", "lane": "header", "position": position, "text": text}
        yield row | share if position == 1 else row
    yield {
        "phase": "all",
        "lane": "footer",
        "position": 1,
        "text": "One phase rests on fewer than 30 customers",
    }


def _phases(i: int) -> Iterator[Row]:
    for place, (phase, label) in enumerate(PHASES.items(), start=1):
        yield {"phase": phase, "lane": "header", "position": place, "text": label}
        for lane in NUMBERS:
            value = 3.0 if lane == "days_to_next" else 0.1 * ((i + place) % 5)
            ends = {"value": value, "low": value - 0.05, "high": value + 0.05, "n": 100}
            yield {"phase": phase, "lane": lane, "position": 1, **ends}
        for lane, n in (LISTED | SAID).items():
            for position in range(1, n + 1):
                text = f"What people meet or say, number {position} of the {lane}"
                yield {
                    "phase": phase,
                    "lane": lane,
                    "position": position,
                    "text": text,
                    "value": 0.8 / position,
                    "n": 90,
                }
        for position, other in enumerate((p for p in range(1, K + 1) if p != i), start=1):
            yield {
                "phase": phase,
                "lane": "others",
                "position": position,
                "text": str(other),
                "value": 0.02 * other,
            }


def draw(table: pd.DataFrame) -> None:
    """Draw six maps in both formats."""
    for persona in map(str, range(1, K + 1)):
        figure = charts.plot_map(table, persona, WORDS)
        charts.figure_to_svg(figure, f"map_{persona}", "map")
        charts.figure_to_png(figure, "map")


def main() -> None:
    """Draw the maps a few times and print the medians."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, help="of no meaning here: there are six maps")
    parser.add_argument("--repeats", type=int, default=3)
    table = make_map()
    clock, processor = [], []
    for _ in range(parser.parse_args().repeats):
        starts = time.perf_counter(), time.process_time()
        draw(table)
        clock.append(time.perf_counter() - starts[0])
        processor.append(time.process_time() - starts[1])
    print(
        f"{K} maps: {statistics.median(clock):.1f} s, of the processor {statistics.median(processor):.1f} s"
    )


if __name__ == "__main__":
    main()
