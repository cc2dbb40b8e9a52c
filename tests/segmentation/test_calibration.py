"""Is the verdict right on data of which the truth is known? A few data sets of each class; all in `benchmarks`."""

from itertools import count, islice

import pytest

from benchmarks.planting import CLASSES
from personagen.segmentation import fit_segments
from tests.segmentation.data import parameters

N_SETS, FIRST, MOST_PEOPLE = 3, 1000, 1000


def data_sets(name):
    """Yield the first data sets of a class that aren't large: time goes with people, and the fewer, the harder to tell."""
    numbers = count(FIRST)
    small = ((n, data) for n in numbers if len((data := CLASSES[name](n)).rows) < MOST_PEOPLE)
    yield from islice(small, N_SETS)


def judged(name):
    """Return k and verdict of some data sets, and the planted k."""
    found = []
    for number, data in data_sets(name):
        segments = fit_segments(
            *data.as_features(), parameters(restarts=20, bootstrap=50, random_state=number)
        )
        found.append((segments.k, segments.verdict["verdict"].iloc[0], data.k))
    return found


@pytest.mark.slow
def test_unrelated_variables_are_constructed():
    assert [verdict for _, verdict, _ in judged("independent")] == ["constructed"] * N_SETS


@pytest.mark.slow
def test_one_continuum_is_never_natural():
    assert "natural" not in {verdict for _, verdict, _ in judged("continuum")}


@pytest.mark.slow
def test_planted_segments_are_natural_and_as_many_as_planted():
    for k, verdict, true in judged("planted"):
        assert (k, verdict) == (true, "natural")
