"""Running measurements in processes of their own, alternating, and comparing their medians."""

from __future__ import annotations

import json
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

_TIMES = ("seconds", "processor")


def measure(work: Callable[[], object]) -> None:
    """Do the work in this process and print its seconds, processor seconds and peak memory as JSON."""
    started, busy = time.perf_counter(), time.process_time()
    work()
    found = {"seconds": time.perf_counter() - started, "processor": time.process_time() - busy}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(json.dumps(found | {"megabytes": peak / 1024}))


def alternate(
    script: Path, names: Sequence[str], arguments: Sequence[str], repeats: int
) -> dict[str, dict[str, float]]:
    """Run ``script NAME ARGUMENTS`` for each name in turn, several times, and return medians and peak memory."""
    found: dict[str, list[dict[str, float]]] = {name: [] for name in names}
    for _ in range(repeats):
        for name in names:
            command = [sys.executable, str(script), name, *arguments]
            done = subprocess.run(command, check=True, capture_output=True, text=True)
            found[name].append(json.loads(done.stdout.splitlines()[-1]))
    return {
        name: {
            **{column: statistics.median(run[column] for run in runs) for column in _TIMES},
            "megabytes": max(run["megabytes"] for run in runs),
        }
        for name, runs in found.items()
    }


def print_ratios(measured: dict[str, dict[str, float]], yardstick: str) -> None:
    """Print a table of medians, their ratios to the yardstick and peak memory."""
    print(f"{'what':<12}{'median s':>10}{'ratio':>8}{'processor s':>14}{'ratio':>8}{'peak MB':>10}")
    for name, row in measured.items():
        times = [(row[column], row[column] / measured[yardstick][column]) for column in _TIMES]
        (seconds, ratio), (processor, of_processor) = times
        print(
            f"{name:<12}{seconds:>10.2f}{ratio:>8.2f}{processor:>14.2f}{of_processor:>8.2f}{row['megabytes']:>10.0f}"
        )
