"""Data without groups: margins are kept, correlations come back, and each variable moves as one."""

import numpy as np
import pytest
from scipy.stats import norm

from personagen.segmentation.copula import latent_correlation, nearest_correlation
from personagen.segmentation.observed import Observed
from personagen.segmentation.references import Unrelated, smooth_cloud


def observed(rows, variables=None, *, nominal=(), filled=None, weights=None):
    """Return data of which each column is a variable unless said otherwise."""
    rows = np.asarray(rows, dtype=float)
    groups = variables or [[j] for j in range(rows.shape[1])]
    return Observed(
        rows,
        np.ones(len(rows)) if weights is None else np.asarray(weights, dtype=float),
        tuple(np.array(group) for group in groups),
        tuple(i in nominal for i in range(len(groups))),
        np.zeros(rows.shape, dtype=bool) if filled is None else filled,
    )


def correlated(n, rho, seed=0):
    """Return n pairs of normals of which the correlation is exactly rho."""
    random = np.random.default_rng(seed)
    x = random.normal(size=(n, 2))
    x = (x - x.mean(axis=0)) @ np.linalg.inv(np.linalg.cholesky(np.cov(x.T))).T
    return x @ np.linalg.cholesky([[1, rho], [rho, 1]]).T


@pytest.mark.parametrize("rho", [-0.7, 0.0, 0.4, 0.8])
def test_tetrachoric_correlation_comes_back(rho):
    # the share in one quadrant of two median splits is 1/4 + asin(rho) / 2 pi [Sheppard 1899]
    same = 0.25 + np.arcsin(rho) / (2 * np.pi)
    shares = np.array([same, 0.5 - same, 0.5 - same, same])
    both = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], dtype=float)
    assert latent_correlation(both, shares)[0, 1] == pytest.approx(rho, abs=0.01)


def test_polychoric_correlation_comes_back():
    x = correlated(40_000, 0.6)
    coarse = np.column_stack([np.searchsorted(norm.ppf([0.1, 0.3, 0.6, 0.9]), x[:, 0]), x[:, 1] > 0.8])
    assert latent_correlation(coarse.astype(float), np.ones(len(x)))[0, 1] == pytest.approx(0.6, abs=0.015)


def test_skewed_numbers_come_back_as_their_normal_scores():
    x = correlated(40_000, 0.5)
    assert latent_correlation(np.exp(x), np.ones(len(x)))[0, 1] == pytest.approx(0.5, abs=0.03)


def test_the_nearest_correlation_matrix_is_one():
    impossible = np.array([[1, 0.9, -0.9], [0.9, 1, 0.9], [-0.9, 0.9, 1]])
    found = nearest_correlation(impossible)
    assert np.diag(found) == pytest.approx([1, 1, 1])
    assert np.linalg.eigvalsh(found).min() > 0
    possible = np.array([[1, 0.5], [0.5, 1]])
    assert np.array_equal(nearest_correlation(possible), possible)


def test_draws_have_the_margins_of_the_data():
    x = correlated(300, 0.7)
    data = observed(np.column_stack([np.exp(x[:, 0]), x[:, 1] > 0]))
    for reference in (Unrelated(data), smooth_cloud(data, np.random.default_rng(0))):
        drawn = reference.draw(np.random.default_rng(1))
        assert np.array_equal(np.sort(drawn, axis=0), np.sort(data.rows, axis=0))


def test_a_cloud_keeps_correlations_and_unrelated_variables_lose_them():
    x = correlated(1500, 0.7)
    data = observed(np.column_stack([np.exp(x[:, 0]), x[:, 1] > 0.5, x[:, 0] + 0.3 * x[:, 1] > 0]))
    random = np.random.default_rng(0)
    assert smooth_cloud(data, random).misfit(30, random) < 0.03
    mean = np.mean([np.corrcoef(Unrelated(data).draw(random).T) for _ in range(30)], axis=0)
    assert mean == pytest.approx(np.eye(3), abs=0.02)


def test_a_nominal_variable_stays_one():
    random = np.random.default_rng(0)
    x = random.normal(size=1000)
    level = np.digitize(x + random.normal(size=1000), [-1, 0.5])
    data = observed(np.column_stack([x, np.eye(3)[level]]), [[0], [1, 2, 3]], nominal=(1,))
    cloud = smooth_cloud(data, random)
    for reference in (Unrelated(data), cloud):
        drawn = reference.draw(np.random.default_rng(1))[:, 1:]
        assert (drawn.sum(axis=1) == 1).all()
        assert drawn.sum(axis=0) == pytest.approx(data.rows[:, 1:].sum(axis=0), abs=1)
    assert cloud.misfit(30, random) < 0.05


def test_the_columns_of_a_multiple_answer_are_dealt_out_together():
    rows = np.repeat([[0, 0, 1], [1, 1, 0]], [30, 20], axis=0)
    drawn = Unrelated(observed(rows, [[0, 1], [2]])).draw(np.random.default_rng(0))
    assert np.array_equal(drawn[:, 0], drawn[:, 1])
    assert not np.array_equal(drawn[:, 0], 1 - drawn[:, 2])


def test_what_was_filled_in_stays_where_it_is():
    x = correlated(200, 0.5)
    filled = np.zeros(x.shape, dtype=bool)
    filled[:40, 1] = True
    rows = np.where(filled, 9.0, x)
    data = observed(rows, filled=filled)
    for reference in (Unrelated(data), smooth_cloud(data, np.random.default_rng(0))):
        drawn = reference.draw(np.random.default_rng(1))
        assert (drawn[:40, 1] == 9).all()
        assert np.array_equal(np.sort(drawn[40:, 1]), np.sort(rows[40:, 1]))


def test_weights_shape_the_margins():
    data = observed([[0.0]] * 50 + [[1.0]] * 50, weights=[1.0] * 50 + [3.0] * 50)
    drawn = Unrelated(data).draw(np.random.default_rng(0))
    assert drawn.mean() == pytest.approx(0.75, abs=0.01)
