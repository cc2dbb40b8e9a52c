"""What selecting moments promises: few false calls where nothing is, and intervals that cover after the selection."""

import numpy as np
import pandas as pd

from personagen.journeys.moments import BEYOND, _beyond

N, PLACES, RUNS = 60, 30, 120
KINDS = ("peak", "pain")


def looked_at(truth, rng):
    """Means of N people each with a spread of .6, with their standard errors."""
    drawn = rng.normal(truth[:, None], 0.6, (len(truth), N))
    return pd.DataFrame(
        {"persona": "1", "phase": "see", "touchpoint": [f"t{i}" for i in range(len(truth))], "n": N,
         "estimate": drawn.mean(axis=1), "se": drawn.std(axis=1, ddof=1) / N**0.5}
    )  # fmt: skip


def test_of_nothing_hardly_anything_is_called():
    rng = np.random.default_rng(20)
    for truth in (0.0, BEYOND):  # the second is the hardest case: on the edge of the band
        called = [len(_beyond(looked_at(np.full(PLACES, truth), rng), KINDS, 5)) > 0 for _ in range(RUNS)]
        assert np.mean(called) <= 0.05 + 2 * (0.05 * 0.95 / RUNS) ** 0.5


def test_of_the_moments_called_few_intervals_miss_and_few_are_false():
    rng = np.random.default_rng(21)
    truth = np.r_[np.zeros(20), np.full(5, BEYOND), np.full(5, 0.4)]
    missed, false, found = [], [], 0
    for _ in range(RUNS):
        called = _beyond(looked_at(truth, rng), KINDS, 5)
        real = truth[called["touchpoint"].str[1:].astype(int)]
        found += int((real == 0.4).sum())
        false.append(np.mean(real <= BEYOND) if len(called) else 0.0)
        missed.append(np.mean((real < called["low"]) | (real > called["high"])) if len(called) else 0.0)
        assert ((called["low"] > BEYOND) | (called["high"] < -BEYOND)).all()  # selected, so beyond the band
    assert np.mean(false) <= 0.05
    assert np.mean(missed) <= 0.05
    assert found > 0.5 * 5 * RUNS
