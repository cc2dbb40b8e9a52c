"""Tables with missing cells drawn, and what is pooled from them: planted lines found again, and by hand."""

import numpy as np
import pytest
from scipy import stats

from personagen.statistics.imputing import impute, pool


def test_imputing_recovers_a_line_where_the_low_are_missing_more_often():
    random = np.random.default_rng(7)
    known = random.normal(size=(2000, 1))
    x = known + random.normal(size=(2000, 1))
    is_missing = random.random((2000, 1)) < 1 / (1 + np.exp(2 * known))
    tables = impute(np.where(is_missing, 99.0, x), known, ~is_missing, is_missing, 5, [1])
    assert x[~is_missing].mean() > 0.3  # those who answered are no fair sample
    for table in tables:
        assert table.mean() == pytest.approx(0, abs=0.12)
        assert np.polyfit(known[:, 0], table[:, 0], 1)[0] == pytest.approx(1, abs=0.12)
        assert (table[~is_missing] == x[~is_missing]).all()
    again = impute(np.where(is_missing, 99.0, x), known, ~is_missing, is_missing, 5, [1])
    assert all((one == other).all() for one, other in zip(tables, again, strict=True))


def test_who_has_nothing_to_give_tells_nothing_of_what_others_would_give():
    random = np.random.default_rng(9)
    x = random.normal(size=(3000, 1))
    y = x + random.normal(size=(3000, 1))
    is_void, is_silent = random.random((2, 3000, 1)) < 0.5
    is_missing = is_silent & ~is_void
    values = np.column_stack([x, np.where(is_void, 0.0, y)])
    flags = [np.column_stack([whole, part]) for whole, part in (
        (np.ones_like(is_void), ~is_void & ~is_silent),
        (np.zeros_like(is_void), is_missing),
    )]  # fmt: skip
    (table,) = impute(values, is_void.astype(float), *flags, 1, [1])
    assert (table[is_void[:, 0], 1] == 0).all()
    # a column of zeros among those who gave something would take half of the slope, and of the spread
    slope, _ = np.polyfit(x[is_missing], table[is_missing[:, 0], 1], 1)
    assert slope == pytest.approx(1, abs=0.1)
    assert (table[is_missing[:, 0], 1] - x[is_missing]).std() == pytest.approx(1, abs=0.1)


def test_a_group_of_whom_nothing_is_given_is_drawn_like_the_others():
    random = np.random.default_rng(4)
    y = random.normal(2, 1, size=(400, 1))
    is_of_group = np.arange(400)[:, None] % 20 == 0
    (table,) = impute(y, is_of_group.astype(float), ~is_of_group, is_of_group, 1, [1])
    drawn = table[is_of_group]
    assert stats.kstest(drawn, stats.norm(2, 1).cdf).pvalue > 0.001


def test_pooling_by_hand():
    pooled = pool(np.array([[1.0], [2.0], [3.0]]), np.array([[0.5], [0.5], [0.5]]), 97)
    # within .5, between 1: .5 + 4/3; lambda = (4/3) / (11/6) = 8/11, old = 2 / lambda^2, seen = 98/100 * 97 * 3/11
    old, seen = 2 / (8 / 11) ** 2, 0.98 * 97 * 3 / 11
    assert float(pooled.se[0]) ** 2 == pytest.approx(11 / 6)
    assert float(pooled.df[0]) == pytest.approx(old * seen / (old + seen))
    alike = pool(np.array([[1.0]] * 3), np.array([[0.5]] * 3), 97)
    assert float(alike.df[0]) == pytest.approx(0.98 * 97)
    whole = pool(np.array([[1.0, 2.0]]), np.array([[0.25, 0.04]]), 97)
    assert whole.se.tolist() == [0.5, 0.2]
    assert whole.df.tolist() == [97, 97]
