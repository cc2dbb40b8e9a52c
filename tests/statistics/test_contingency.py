"""Tests of tables: published values, by hand, against scipy, and laws."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from sklearn.cluster import KMeans

from personagen.statistics.contingency import assess_choices, assess_table, permutation_p
from personagen.statistics.effects import benjamini_hochberg
from tests.segmentation.data import SHARED, read_mcdonalds


def spread(table):
    """Return row and column of each person of a table of counts."""
    counts = np.asarray(table)
    row, column = np.indices(counts.shape)
    return np.repeat(row.ravel(), counts.ravel()), np.repeat(column.ravel(), counts.ravel())


@pytest.fixture(scope="module")
def mcdonalds():
    """Return the answers, and segments by inertia: the published optimum and its runner-up."""
    matrix = read_mcdonalds()
    rows, row_of = np.unique(matrix, axis=0, return_inverse=True)
    weights = np.bincount(row_of).astype(float)
    starts = [KMeans(4, n_init=1, tol=0, random_state=seed) for seed in range(850)]  # few end there
    fits = [start.fit(rows, sample_weight=weights) for start in starts]
    found = {round(fit.inertia_, 4): fit.labels_[row_of] for fit in fits}
    return pd.read_csv(SHARED / "mcdonalds_msa" / "mcdonalds.csv"), found


@pytest.mark.parametrize(
    ("inertia", "like", "gender"), [(1602.8995, 813.61, 30.76), (1602.9075, 809.06, 31.66)]
)
def test_mcdonalds_published_tests(mcdonalds, inertia, like, gender):
    table, segments = mcdonalds
    label = segments[inertia]
    of_like, of_gender = (assess_table(label, table[name]) for name in ("Like", "Gender"))
    assert (round(of_like.statistic, 2), of_like.df) == (like, 30)
    assert (round(of_gender.statistic, 2), of_gender.df) == (gender, 3)
    assert of_like.least_expected > 5
    visits = assess_table(label, table["VisitFrequency"])
    reference = stats.chi2_contingency(pd.crosstab(label, table["VisitFrequency"]))
    assert (visits.statistic, visits.df, visits.p) == pytest.approx(
        reference[:1] + reference[2:3] + reference[1:2]
    )


def test_complete_journey_redeemed_by_income():
    folder = SHARED / "complete_journey"
    if not folder.exists():
        pytest.skip("complete_journey is not there: real data stand beside the project")
    people = pd.read_csv(folder / "demographics.csv")
    redeemed = people["household_id"].isin(pd.read_csv(folder / "coupon_redemptions.csv")["household_id"])
    demographics = people.drop(columns="household_id")
    p = pd.Series({name: assess_table(redeemed[c.notna()], c.dropna()).p for name, c in demographics.items()})
    assert len(p) == 7
    assert p["income"] == pytest.approx(0.0065, abs=5e-5)
    assert benjamini_hochberg(p)["income"] == pytest.approx(0.0457, abs=5e-5)


def test_two_by_two_with_few_expected_is_fisher():
    tea = assess_table(*spread([[3, 1], [1, 3]]))  # Fisher's lady
    assert (tea.test, tea.least_expected) == ("fisher", 2)
    assert tea.p == pytest.approx(34 / 70)
    assert np.isnan(tea.statistic)
    assert assess_table(*spread([[5, 5], [5, 5]])).test == "chi2"


def test_larger_sparse_tables_have_a_permutation_p_too():
    sparse = assess_table(*spread([[4, 1, 0], [0, 3, 1], [1, 0, 5]]), seed=[1])
    assert sparse.test == "chi2"
    # sum over all 3 x 3 tables with these margins, counted exactly
    assert sparse.p_permutation == pytest.approx(exact_p([[4, 1, 0], [0, 3, 1], [1, 0, 5]]), abs=0.004)
    assert np.isnan(assess_table(*spread([[20, 30, 10], [20, 10, 30]]), seed=[1]).p_permutation)
    assert permutation_p(np.array([[4, 1, 0], [0, 3, 1], [1, 0, 5]]), [1]) == sparse.p_permutation


def exact_p(table):
    """Return the exact p of Pearson's chi-squared with fixed margins, by going through all 3 x 3 tables."""
    counts = np.array(table)
    (a, b, _), (r1, r2, r3) = counts.sum(axis=0), counts.sum(axis=1)
    rule = stats.random_table(counts.sum(axis=1), counts.sum(axis=0))
    expected = stats.contingency.expected_freq(counts)
    columns = counts.sum(axis=0)
    total, limit = 0.0, ((counts - expected) ** 2 / expected).sum() - 1e-9
    for first in np.ndindex(a + 1, b + 1):
        for second in np.ndindex(a - first[0] + 1, b - first[1] + 1):
            rows = [[*first, r1 - sum(first)], [*second, r2 - sum(second)]]
            rows.append((columns - np.sum(rows, axis=0)).tolist())
            if np.min(rows) < 0 or sum(rows[2]) != r3:
                continue
            if ((np.array(rows) - expected) ** 2 / expected).sum() >= limit:
                total += rule.pmf(rows)
    return total


def test_one_class_says_nothing():
    assert assess_table([0, 0, 0], [0, 1, 1]) is None
    assert assess_table([0, 1], ["a", "a"]) is None
    assert assess_table([], []) is None


@given(
    st.lists(st.lists(st.integers(1, 30), min_size=3, max_size=3), min_size=2, max_size=4), st.floats(0.1, 9)
)
def test_equal_weights_give_pearsons_own_value(table, weight):
    row, column = spread(table)
    found = assess_table(row, column, np.full(len(row), weight))
    reference = stats.chi2_contingency(table, correction=False)
    assert found.statistic == pytest.approx(reference.statistic, abs=1e-9)
    assert (found.df, found.least_expected) == (reference.dof, pytest.approx(reference.expected_freq.min()))


@given(st.integers(0, 10_000))
def test_weighted_shares_are_those_of_repeated_rows_and_order_changes_no_bit(seed):
    random = np.random.default_rng(seed)
    row, column, weights = random.integers(0, 3, 60), random.integers(0, 4, 60), random.integers(1, 4, 60)
    found = assess_table(row, column, weights.astype(float))
    repeated = assess_table(np.repeat(row, weights), np.repeat(column, weights))
    assert found.effect_size == pytest.approx(repeated.effect_size)
    assert found.p > repeated.p  # repeating people would make them count as more
    order = random.permutation(60)
    assert assess_table(row[order], column[order], weights[order].astype(float)) == found


def test_rao_scott_keeps_its_level_where_weights_vary():
    """Independent classes: with weights of a design effect near 2 the plain test would reject far too often."""
    random = np.random.default_rng(7)
    p, plain = [], []
    for _ in range(400):
        row, column = random.integers(0, 4, 400), random.choice(3, 400, p=[0.5, 0.3, 0.2])
        weights = np.exp(random.normal(0, 0.8, 400))
        found = assess_table(row, column, weights)
        p.append(found.p)
        plain.append(stats.chi2.sf(400 * found.effect_size**2 * 2, 6))
    # 95 % of the counts of rejections at the true level .05 lie within 12 and 29 of 400
    assert 11 <= (np.array(p) < 0.05).sum() <= 30
    assert (np.array(plain) < 0.05).sum() > 60


def test_choices_of_one_person_go_together():
    """The sum of chi-squared values keeps its level with choices that repeat each other and with free ones."""
    random = np.random.default_rng(3)
    p = []
    for _ in range(400):
        taste = random.normal(size=(300, 1))
        chosen = (taste + random.normal(size=(300, 4)) > 0.3).astype(float)
        p.append(assess_choices(random.integers(0, 3, 300), chosen).p)
    assert 11 <= (np.array(p) < 0.05).sum() <= 30
    group, yes = random.integers(0, 3, 300), random.integers(0, 2, 300).astype(float)
    twice = assess_choices(group, np.column_stack([yes, yes, np.zeros(300)]))
    alone = assess_table(group, yes)
    assert (twice.statistic, twice.df, twice.p) == pytest.approx((alone.statistic, alone.df, alone.p))
