"""Run all benchmarks, ``bench_*.py`` in this folder, and print their tables: what ``make bench`` does.

A **ratio** says how many times as long something takes as a yardstick: the least work that any program has to do on
the same file, such as only parsing it. The two run in turn, each in a process of its own, and medians are compared,
so that a ratio says the same on a fast and on a slow machine. On a machine that others use too, the ratio of the
processor seconds is the steadier one. Peak memory is that of the whole process.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def main() -> None:
    """Run every benchmark; options such as ``--rows`` go to each of them."""
    for script in sorted(Path(__file__).parent.glob("bench_*.py")):
        print(f"\n{script.stem.removeprefix('bench_')}", flush=True)
        subprocess.run([sys.executable, str(script), *sys.argv[1:]], check=True)


if __name__ == "__main__":
    main()
