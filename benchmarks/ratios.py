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


def measure(work: Callable[[], object]) -> None:
    """Do the work in this process and print its seconds and peak memory as JSON."""
    started = time.perf_counter()
    work()
    seconds = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(json.dumps({"seconds": seconds, "megabytes": peak / 1024}))


def alternate(
    script: Path, names: Sequence[str], arguments: Sequence[str], repeats: int
) -> dict[str, dict[str, float]]:
    """Run ``script NAME ARGUMENTS`` for each name in turn, several times, and return median seconds and peak memory."""
    found: dict[str, list[dict[str, float]]] = {name: [] for name in names}
    for _ in range(repeats):
        for name in names:
            command = [sys.executable, str(script), name, *arguments]
            done = subprocess.run(command, check=True, capture_output=True, text=True)
            found[name].append(json.loads(done.stdout.splitlines()[-1]))
    return {
        name: {
            "seconds": statistics.median(run["seconds"] for run in runs),
            "megabytes": max(run["megabytes"] for run in runs),
        }
        for name, runs in found.items()
    }


def print_ratios(measured: dict[str, dict[str, float]], yardstick: str) -> None:
    """Print a table of medians, their ratio to the yardstick and peak memory."""
    print(f"{'what':<12}{'median s':>10}{'ratio':>8}{'peak MB':>10}")
    for name, row in measured.items():
        ratio = row["seconds"] / measured[yardstick]["seconds"]
        print(f"{name:<12}{row['seconds']:>10.2f}{ratio:>8.2f}{row['megabytes']:>10.0f}")
