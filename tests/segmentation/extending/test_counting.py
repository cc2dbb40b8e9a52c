"""Adjusted counts worked out by hand."""

import numpy as np
import pytest

from personagen.segmentation.extending.counting import count_adjusted
from personagen.segmentation.extending.weighing import fit_tilt


def count(confusion, calls, n_outside=1000):
    """Count with so many respondents of each persona (rows) called each (columns), knowing nothing else of them."""
    table = np.array(confusion)
    persona = np.repeat(np.arange(len(table)), table.sum(axis=1))
    called = np.concatenate([np.repeat(np.arange(len(table)), row) for row in table])
    outside = np.repeat(np.arange(len(table)), np.multiply(calls, n_outside).round().astype(int))
    eye = np.eye(len(table))
    return count_adjusted(
        persona,
        np.ones(len(persona)),
        eye[called],
        eye[outside],
        np.empty((len(persona), 0)),
        np.empty((len(outside), 0)),
    )


def test_two_personas_are_rogan_and_gladens():
    # sensitivity .8, specificity .7, half called the first: (.5 + .7 - 1) / (.8 + .7 - 1) = .4
    found = count([[80, 20], [30, 70]], [0.5, 0.5])
    assert found.share.tolist() == pytest.approx([0.4, 0.6], abs=1e-6)


def test_the_standard_error_is_rogan_and_gladens():
    found = count([[8, 2], [3, 7]], [0.5, 0.5])
    of_respondents = (0.4**2 * 0.8 * 0.2 / 10 + 0.6**2 * 0.7 * 0.3 / 10) / 0.5**2
    of_customers = (0.4 * 0.8 * 0.2 + 0.6 * 0.7 * 0.3) / 1000 / 0.5**2
    assert found.sd.tolist() == pytest.approx([np.sqrt(of_respondents + of_customers)] * 2, rel=1e-6)


def test_three_personas_solve_the_confusion():
    confusion = np.array([[60, 30, 10], [10, 80, 10], [5, 15, 80]])
    share = np.array([0.2, 0.3, 0.5])
    found = count(confusion, share @ (confusion / 100))
    assert found.share.tolist() == pytest.approx(share, abs=1e-6)


def test_calls_that_no_shares_explain_give_the_nearest_shares():
    found = count([[80, 20], [30, 70]], [0.1, 0.9])
    low, high = found.interval()
    assert found.share.tolist() == pytest.approx([0, 1], abs=0.01)
    assert (low >= 0).all()
    assert (high <= 1).all()


def test_a_persona_that_answers_less_is_not_smaller():
    confusion, share = np.array([[0.9, 0.1], [0.2, 0.8]]), np.array([0.5, 0.5])
    few = count([[900, 100], [20, 80]], share @ confusion)
    assert few.share.tolist() == pytest.approx(share, abs=1e-6)


def test_tilted_weights_meet_the_means_and_are_the_inverse_chances():
    # 4 of 10 young and 1 of 10 old respond: outside are 6 young and 9 old
    young = np.repeat([1.0, 0.0], [4, 1])[:, None] - 6 / 15
    tilt = fit_tilt(np.ones(5), young, young, np.zeros(1))
    assert tilt.weights[[0, 4]].tolist() == pytest.approx([6 / 15 / 4, 9 / 15], abs=1e-6)
    assert abs(tilt.gap[0]) < 1e-6


def test_a_survey_weight_counts_as_so_many_respondents():
    random = np.random.default_rng(5)
    persona, called, shared = (
        np.repeat([0, 1], 50),
        random.dirichlet([2, 1], 100),
        random.normal(size=(100, 2)),
    )
    called[50:] = called[50:, ::-1]
    outside_called, outside = random.dirichlet([1, 1], 400), random.normal(0.2, 1, (400, 2))
    twice = np.repeat(np.arange(100), np.where(np.arange(100) % 3 == 0, 2, 1))
    weight = np.where(np.arange(100) % 3 == 0, 2.0, 1.0)
    # penalties go by the number of respondents, and are small
    one = count_adjusted(persona, weight, called, outside_called, shared, outside).share
    other = count_adjusted(
        persona[twice], np.ones(len(twice)), called[twice], outside_called, shared[twice], outside
    ).share
    assert one.tolist() == pytest.approx(other.tolist(), abs=2e-3)
