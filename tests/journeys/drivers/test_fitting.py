"""Planted drivers are recovered and none is invented, whatever is missing."""

import numpy as np
import pytest

from personagen.journeys.drivers.design import Design
from personagen.journeys.drivers.fitting import fit_drivers

PHASES = ("see", "buy", "use")


def draw(seed, n=600, effects=(0.0, 0.0, 1.0), between=0.0, unrated=0.3, unmet=0.2, lean=0.4):
    """Moods that go together; some don't meet `use`; who meets a phase may not rate it, the displeased less often."""
    random = np.random.default_rng(seed)
    felt = random.normal(size=(n, 3)) + 0.7 * random.normal(size=(n, 1))
    felt /= np.sqrt(1.49)
    met = np.ones((n, 3), dtype=bool)
    met[:, 2] = random.random(n) > unmet
    felt[~met] = np.nan
    x = np.nan_to_num(felt)
    logit = x @ np.array(effects) + between * x[:, 1] * x[:, 2] - 0.3 - 1.0 * ~met[:, 2]
    y = (random.random(n) < 1 / (1 + np.exp(-logit))).astype(float)
    silent = random.random((n, 3)) < unrated * np.where(np.nan_to_num(felt) < 0, 1 + lean, 1 - lean)
    felt[silent] = np.nan
    persona = np.array([str(1 + i % 2) for i in range(n)], dtype=object)
    order = np.lexsort([*np.nan_to_num(felt, nan=-9).T, *met.T, y, persona.astype(str)])
    return Design(persona[order], y[order], felt[order], met[order], PHASES)


def test_a_planted_driver_is_recovered_and_its_neighbours_stay_at_0():
    found = [fit_drivers(draw(seed, 1500), "logistic", [seed]) for seed in range(12)]
    estimates = np.array([fit.pooled.estimate for fit in found])
    error = estimates.std(axis=0, ddof=1) / np.sqrt(len(found))
    assert np.abs(estimates.mean(axis=0) - [0, 0, 1]) == pytest.approx([0, 0, 0], abs=3 * error.max() + 0.03)
    # the standard errors tell the spread
    told = np.array([fit.pooled.se for fit in found]).mean(axis=0)
    assert told == pytest.approx(estimates.std(axis=0, ddof=1), rel=0.6)


def test_nothing_is_called_where_nothing_is_planted():
    p = np.array(
        [fit_drivers(draw(seed, 300, (0, 0, 0)), "logistic", [seed]).pooled.p for seed in range(30)]
    ).ravel()
    # 90 tests at .05: 4.5 expected, 99.9 % of such runs have at most 12
    assert (p < 0.05).sum() <= 12


@pytest.mark.parametrize(("n", "lean"), [(1500, 0.0), (9000, 0.4)])
def test_where_one_phase_drives_its_unrated_customers_lay_nothing_at_another_ones_door(n, lean):
    # an indicator of missing ratings would give `buy` the part of `use` that it goes together with; imputing as well
    # where the displeased rate less often (lean), but there complete ones are many
    found = [fit_drivers(draw(seed, n, unrated=0.6, lean=lean), "logistic", [seed]) for seed in range(6)]
    see_and_buy = np.array([fit.pooled.estimate[:2] for fit in found])
    error = see_and_buy.std(axis=0, ddof=1) / np.sqrt(len(found))
    assert np.abs(see_and_buy.mean(axis=0)).max() < 3 * error.max() + 0.02


@pytest.mark.parametrize(("between", "sign"), [(-0.8, -1), (0.8, 1)])
def test_the_interaction_of_two_phases_has_its_sign(between, sign):
    group = draw(3, 3000, (0.0, 0.8, 0.8), between, unrated=0.1)
    low, high = fit_drivers(group, "logistic", [1], ("buy", "use")).pooled.interval()
    assert min(sign * low[-1], sign * high[-1]) > 0


def test_a_score_is_told_in_its_standard_deviations():
    group = draw(5, 2000, unrated=0.2)
    noise = np.random.default_rng(1).normal(size=2000)
    score = 10 + 3 * (0.6 * np.nan_to_num(group.felt[:, 0]) + noise)
    group = Design(group.persona, score, group.felt, group.met, PHASES)
    fit = fit_drivers(group, "linear", [1])
    assert np.argmax(fit.pooled.estimate) == 0
    assert fit.pooled.p[0] < 1e-6
    twice = Design(group.persona, 7 * score, group.felt, group.met, PHASES)
    assert fit_drivers(twice, "linear", [1]).pooled.estimate == pytest.approx(fit.pooled.estimate)


def test_too_few_or_too_clear_is_not_told():
    small = draw(1, 28, unrated=0.0)
    assert fit_drivers(small, "logistic", [1]) is None
    split = draw(2, 200, unrated=0.0, unmet=0.0)
    split = Design(split.persona, (split.felt[:, 0] > 0).astype(float), split.felt, split.met, PHASES)
    assert fit_drivers(split, "logistic", [1]) is None
    alike = Design(split.persona, np.ones(200), split.felt, split.met, PHASES)
    assert fit_drivers(alike, "logistic", [1]) is None


def test_who_cannot_reach_the_outcome_changes_nothing():
    group = draw(4, 800, unrated=0.0)
    reached = np.where(group.met[:, 2], group.y, 0.0)
    whole = fit_drivers(Design(group.persona, reached, group.felt, group.met, PHASES), "logistic", [1])
    inside = Design(group.persona, reached, group.felt, group.met, PHASES).only(
        group.met[:, 2], np.ones(3, dtype=bool)
    )
    assert whole.n == int(group.met[:, 2].sum())
    assert whole.pooled.estimate == pytest.approx(fit_drivers(inside, "logistic", [1]).pooled.estimate)
