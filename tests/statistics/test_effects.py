"""Effect sizes and p-values against hand-worked numbers."""

import numpy as np
import pandas as pd
import pytest

from personagen.statistics.effects import benjamini_hochberg, cohens_h, fisher_p, hedges_g


def test_cohens_h_of_all_and_nothing_is_pi():
    assert cohens_h([1, 0, 0.5], [0, 1, 0.5]) == pytest.approx([np.pi, -np.pi, 0])


def test_hedges_g_by_hand():
    # pooled sd: sqrt((9 * 4 + 19 * 9) / 28) = 2.71899; J = 1 - 3 / 111
    assert float(hedges_g(5, 2, 10, 4, 3, 20)) == pytest.approx(1 / 2.718987 * (1 - 3 / 111), abs=1e-6)
    assert np.isnan(hedges_g(5, 0, 10, 4, 0, 20))
    assert np.isnan(hedges_g(5, 1, 1, 4, 1, 1))


def test_benjamini_hochberg_leaves_blanks_out_of_the_count():
    p = pd.Series([0.04, np.nan, 0.01, 0.02], index=["d", "x", "a", "b"])
    adjusted = benjamini_hochberg(p)
    assert adjusted.index.tolist() == ["d", "x", "a", "b"]
    assert adjusted.loc[["d", "a", "b"]].tolist() == pytest.approx([0.04, 0.03, 0.03])
    assert np.isnan(adjusted["x"])
    assert p.tolist()[0] == 0.04


def test_benjamini_hochberg_of_nothing():
    assert benjamini_hochberg(pd.Series([np.nan, np.nan])).isna().all()
    assert benjamini_hochberg(pd.Series([], dtype=float)).empty


def test_fisher_of_the_lady_tasting_tea():
    # of the 70 tables 1 + 16 + 16 + 1 are as extreme as three right, 1 + 1 as four
    assert fisher_p([3, 4], [1, 0], [1, 0], [3, 4]) == pytest.approx([34 / 70, 2 / 70])


def test_fisher_without_anybody_is_blank():
    assert np.isnan(fisher_p([0, np.nan], [0, 1], [3, 1], [3, 1])).all()
