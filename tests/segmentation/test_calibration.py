"""Is the verdict right on data of which the truth is known? A few data sets of each class; all in `benchmarks`."""

import pytest

from benchmarks.planting import CLASSES
from personagen.segmentation import fit_segments
from tests.segmentation.data import parameters

NUMBERS = range(1000, 1005)


def judged(name):
    """Return k and verdict of some data sets, and the planted k."""
    found = []
    for number in NUMBERS:
        data = CLASSES[name](number)
        segments = fit_segments(
            *data.as_features(), parameters(restarts=20, bootstrap=50, random_state=number)
        )
        found.append((segments.k, segments.verdict["verdict"].iloc[0], data.k))
    return found


@pytest.mark.slow
def test_unrelated_variables_are_constructed():
    assert [verdict for _, verdict, _ in judged("independent")] == ["constructed"] * 5


@pytest.mark.slow
def test_one_continuum_is_never_natural():
    assert "natural" not in {verdict for _, verdict, _ in judged("continuum")}


@pytest.mark.slow
def test_planted_segments_are_natural_and_as_many_as_planted():
    found = judged("planted")
    assert sum(verdict == "natural" for _, verdict, _ in found) >= 4
    assert sum(k == true for k, _, true in found) >= 4
