"""The population stability index by hand."""

from math import log

import numpy as np
import pytest

from personagen.statistics.shifts import chance_index, chance_p, stability_index


def test_the_index_by_hand():
    # half a respondent in each of two bins: 8.5 and 2.5 of 11 then, 4.5 and 6.5 of 11 now
    expected = (4.5 - 8.5) / 11 * log(4.5 / 8.5) + (6.5 - 2.5) / 11 * log(6.5 / 2.5)
    assert stability_index([0.8, 0.2], [0.4, 0.6], 10, 10) == pytest.approx(expected)


def test_an_empty_bin_stays_finite_and_one_empty_on_both_sides_plays_no_part():
    found = stability_index([1, 0], [0.5, 0.5], 10, 20)
    p, q = (10.5 / 11, 0.5 / 11), (10.5 / 21, 10.5 / 21)
    assert found == pytest.approx(sum((b - a) * log(b / a) for a, b in zip(p, q, strict=True)))
    assert stability_index([0.5, 0.5, 0], [0.25, 0.75, 0], 8, 8) == stability_index(
        [0.5, 0.5], [0.25, 0.75], 8, 8
    )


def test_without_a_shift_the_index_is_above_its_bound_in_five_of_a_hundred():
    random = np.random.default_rng(0)
    shares = [0.1, 0.2, 0.3, 0.4]
    pairs = [
        (random.multinomial(400, shares) / 400, random.multinomial(300, shares) / 300) for _ in range(1000)
    ]
    indices = [stability_index(p, q, 400, 300) for p, q in pairs]
    above = [index > chance_index(p, q, 400, 300) for index, (p, q) in zip(indices, pairs, strict=True)]
    unlikely = [chance_p(index, p, q, 400, 300) < 0.05 for index, (p, q) in zip(indices, pairs, strict=True)]
    assert np.mean(above) == pytest.approx(0.05, abs=0.02)
    assert above == unlikely


def test_with_one_bin_or_nobody_nothing_can_be_unlikely():
    assert (chance_index([1.0], [1.0], 10, 10), chance_p(0.0, [1.0], [1.0], 10, 10)) == (0.0, 1.0)
    assert (chance_index([0.5, 0.5], [0.0, 0.0], 10, 0), chance_p(0.0, [0.5, 0.5], [0, 0], 10, 0)) == (
        0.0,
        1.0,
    )
