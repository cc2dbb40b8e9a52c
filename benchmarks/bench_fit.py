"""One fit of 1,000,000 x 30 for k = 6, beside one default start of scikit-learn in double precision.

Each run has a process of its own, so that its peak memory, with the frame loaded, is its own. The inertia stands beside
the best of ten default starts on the same rows.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd
from planting import make_segments
from ratios import measure
from sklearn.cluster import KMeans

from personagen.segmentation.kmeans import fit_best

N, P, K, REPEATS = 1_000_000, 30, 6, 3


def main() -> None:
    """Print the ratio of the medians, the inertia and the peak memory."""
    if len(sys.argv) > 2:  # noqa: PLR2004
        run(sys.argv[1], Path(sys.argv[2]))
        return
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "rows.parquet"
        pd.DataFrame(make_segments(N, P, K, seed=1)).add_prefix("x").to_parquet(file)
        turns = [(start("ours", file), start("plain", file)) for _ in range(REPEATS)]
        best = start("best_of_ten", file)["inertia"]
    ratios = [ours["seconds"] / plain["seconds"] for ours, plain in turns]
    ours = [turn[0] for turn in turns]
    print(f"time beside one default start: {np.median(ratios):.2f} (at most 0.8)")
    print(f"inertia beside the best of ten: {ours[0]['inertia'] / best - 1:+.4%} (at most 0.1 %)")
    print(f"peak memory with the frame: {max(run['megabytes'] for run in ours):.0f} MB (under 1,500)")


def start(name: str, file: Path) -> dict[str, float]:
    """Return seconds, inertia and peak memory of one run in a process of its own."""
    command = [sys.executable, __file__, name, str(file)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    measured, inertia = done.stdout.splitlines()[-2:]
    return json.loads(measured) | {"inertia": float(inertia)}


def run(name: str, file: Path) -> None:
    """Do one of the three and print what it found and took; reading the file isn't counted."""
    frame = pd.read_parquet(file)
    rows = frame.to_numpy()
    inertia: list[float] = []
    work = {
        "ours": lambda: fit_best(rows, np.ones(len(rows)), K, 50, [1]).inertia,
        "plain": lambda: KMeans(K, n_init=1, random_state=1).fit(rows).inertia_,
        "best_of_ten": lambda: KMeans(K, n_init=10, random_state=1).fit(rows).inertia_,
    }[name]
    measure(lambda: inertia.append(float(work())))
    print(inertia[0])


if __name__ == "__main__":
    main()
