"""What lies far out of the rest: fences by hand, and laws of them."""

import numpy as np
import pytest

from personagen.statistics.outlying import outer_fences


def test_symmetric_numbers_have_tukeys_outer_fences():
    # quartiles 25 and 75
    assert outer_fences(np.arange(101.0)) == pytest.approx((25 - 3 * 50, 75 + 3 * 50))


def test_fences_are_widened_on_the_side_of_a_long_tail_only():
    values = np.exp(np.linspace(-2, 2, 201))
    first, third = np.quantile(values, [0.25, 0.75])
    low, high = outer_fences(values)
    assert low == pytest.approx(first - 3 * (third - first))
    assert high > third + 6 * (third - first)
    mirrored = outer_fences(-values)
    assert mirrored[1] == pytest.approx(-low)
    assert mirrored[0] < -third - 6 * (third - first)


def test_where_it_cannot_be_told_there_are_none():
    assert outer_fences(np.arange(19.0)) is None
    assert outer_fences(np.array([0.0] * 90 + [5.0] * 10)) is None


def test_units_change_nothing():
    values = np.random.default_rng(1).gamma(2, size=400)
    low, high = outer_fences(values)
    assert outer_fences(3 * values + 7) == pytest.approx((3 * low + 7, 3 * high + 7))
