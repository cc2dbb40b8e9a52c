"""Differences between a persona and the rest: by hand, what is circular, laws, and how often chance is called."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from benchmarks.calibrate_differences import deal, deal_out
from personagen.contracts import PUBLISHED
from personagen.journeys import compare_personas, summarise_journey
from personagen.privacy import find_recoverable
from personagen.study.circular import is_made_of_contacts
from pipelines.publishing import hide_small_cells

from .logs import counted, study_of, table_of

# per customer: contacts in buy, csat of each; persona 1: a b c, 2: d e f, 3: g h; x is nobody's
BUYS = {"a": "55", "b": "4", "c": "", "d": "1", "e": "22", "f": "3", "g": "333", "h": "1"}
PEOPLE = {"a": "1", "b": "1", "c": "1", "d": "2", "e": "2", "f": "2", "g": "3", "h": "3"}
CSAT = {"1": -1.0, "2": -0.5, "3": 0.0, "4": 0.5, "5": 1.0}
STUDY = study_of(journeys={"horizon_days": 5}, privacy={"minimum_cell": 3})


def log_rows():
    rows = [(c, "2026-01-01 10:00:00", "ad", "web") for c in (*BUYS, "x")]
    for place, (customer, ratings) in enumerate(BUYS.items(), start=1):
        for hour, csat in enumerate(ratings):
            rows.append((customer, f"2026-01-0{1 + place} 1{hour}:00:00", "shop", "web", csat))
    return [*rows, ("x", "2026-01-20 10:00:00", "shop", "web", "1")]


@pytest.fixture(scope="module")
def counts(tmp_path_factory):
    return counted(tmp_path_factory.mktemp("log"), table_of(*log_rows()), PEOPLE, STUDY)


def row(table, persona, phase, metric):
    return table.set_index(["persona", "phase", "metric"]).loc[(persona, phase, metric)]


def test_reach_and_means_by_hand(counts):
    table = compare_personas(counts, STUDY)
    reach = row(table, "1", "buy", "reach")
    assert (reach["value"], reach["rest"], reach["n"]) == (pytest.approx(2 / 3), 1.0, 2)
    assert reach["p"] == pytest.approx(stats.fisher_exact([[2, 1], [5, 0]]).pvalue)
    contacts = row(table, "2", "buy", "contacts")
    own, rest = [1, 2, 1], [2, 1, 3, 1]
    assert (contacts["value"], contacts["rest"]) == (pytest.approx(4 / 3), pytest.approx(7 / 4))
    assert contacts["p"] == pytest.approx(stats.ttest_ind(own, rest, equal_var=False).pvalue)
    valence = row(table, "2", "buy", "valence")
    own, rest = [-1.0, -0.5, 0.0], [1.0, 0.5, 0.0, -1.0]
    assert valence["difference"] == pytest.approx(np.mean(own) - np.mean(rest))
    expected = stats.ttest_ind(own, rest, equal_var=False)
    assert valence["p"] == pytest.approx(expected.pvalue)
    interval = expected.confidence_interval(0.95)
    assert (valence["low"], valence["high"]) == (pytest.approx(interval.low), pytest.approx(interval.high))
    # a goes on after 1 day, b 2, d 4, e 5; f 6, g 7 and h 8 after the horizon of 5, c never
    drop = row(table, "2", "see", "drop_off")
    assert (drop["value"], drop["rest"], drop["n"]) == (pytest.approx(1 / 3), pytest.approx(3 / 5), 3)


def test_where_few_stand_on_a_side_nothing_is_compared(counts):
    table = compare_personas(counts, STUDY)
    few = table[(table["persona"] == "3") & (table["metric"] == "valence")]
    assert few[["rest", "difference", "p", "p_adjusted"]].isna().all(axis=None)
    assert table["p"].notna().sum() == table["p_adjusted"].notna().sum() > 0
    assert (table["p_adjusted"] >= table["p"]).where(table["p"].notna(), other=True).all()


def test_contacts_that_made_the_personas_are_not_tested(counts):
    visits = {"from": "analytics", "type": "count", "derived_from": "touchpoints"}
    keys = {
        "journeys": {"horizon_days": 5},
        "privacy": {"minimum_cell": 3},
        "analytics": {"files": ["a.csv"], "customer": "c"},
    }
    formed = study_of(variables={"behavioural": {"visits": visits}}, **keys)
    table = compare_personas(counts, formed)
    assert table["is_circular"].all()
    assert table[["p", "p_adjusted"]].isna().all(axis=None)
    assert row(table, "1", "buy", "reach")["difference"] == pytest.approx(2 / 3 - 1)
    described = {"behavioural": {"visits": visits | {"role": "descriptor"}}}
    assert is_made_of_contacts(study_of(variables=described, **keys))  # it predicts in `extend`
    assert not is_made_of_contacts(study_of(variables=described, extend="off", **keys))


def test_renamed_customers_and_shuffled_rows_change_nothing(counts, tmp_path):
    rows = [(f"z{row[0]}9", *row[1:]) for row in reversed(log_rows())]
    people = {f"z{customer}9": persona for customer, persona in reversed(PEOPLE.items())}
    other = counted(tmp_path, table_of(*rows), people, STUDY)
    pd.testing.assert_frame_equal(
        compare_personas(counts, STUDY), compare_personas(other, STUDY), check_exact=True
    )


@pytest.fixture(scope="module")
def each(tmp_path_factory):
    """Ninety customers alike, each counted as a persona of its own."""
    random = np.random.default_rng(11)
    names = [f"c{number}" for number in range(90)]
    rows = []
    for name in names:
        day = int(random.integers(1, 9))
        mood = random.normal(3.4, 0.8)
        for touchpoint in ("ad", "shop", "app")[: 1 + random.binomial(2, 0.7)]:
            for hour in range(1 + random.poisson(2)):
                csat = str(int(np.clip(np.rint(mood + random.normal()), 1, 5)))
                rows.append((name, f"2026-01-{day:02} 1{hour % 10}:00:00", touchpoint, "web", csat))
            day += int(random.integers(1, 7))
    people = {name: name for name in names}
    return counted(tmp_path_factory.mktemp("log"), table_of(*rows), people)


def test_personas_dealt_at_random_rarely_differ(each):
    study = study_of(journeys={"horizon_days": 7})
    called = [
        (compare_personas(counts, study)["p_adjusted"] < 0.05).any()
        for counts in deal_out(each, study, 10, 5, (0.5, 0.3, 0.2))
    ]
    # 10 deals at .05: 99.9 % of such runs have at most 3
    assert sum(called) <= 3


def test_a_deal_adds_up_to_what_is_counted_at_once(counts, tmp_path):
    alone = counted(tmp_path, table_of(*log_rows()), {c: f"c{i}" for i, c in enumerate(PEOPLE)}, STUDY)
    names = {f"c{i}": persona for i, persona in enumerate(PEOPLE.values())}
    together = compare_personas(deal(alone, names, STUDY), STUDY)
    pd.testing.assert_frame_equal(together, compare_personas(counts, STUDY))


def test_the_columns_are_those_of_the_contract(counts):
    table = compare_personas(counts, STUDY)
    assert [*table] == [*PUBLISHED["differences"].columns]


def test_hidden_numbers_cannot_be_worked_out_from_the_other_side(counts):
    tables = {"journey": summarise_journey(counts, STUDY), "differences": compare_personas(counts, STUDY)}
    shown = hide_small_cells(tables, 3)
    assert find_recoverable(shown) == []
    hidden = shown["journey"].query("n_customers.isna() and persona not in ('all', 'unassigned')")
    assert len(hidden)
    table = shown["differences"].set_index(["persona", "phase", "metric"])
    for persona, phase in hidden[["persona", "phase"]].itertuples(index=False):
        row = table.loc[(persona, phase, "reach")]
        assert row[["value", "difference", "low", "effect_size", "p", "n"]].isna().all()
    made = tables["differences"].set_index(["persona", "phase", "metric"])
    sides = ["value", "rest"]
    is_hidden = (table[sides].isna() & made[sides].notna()).any(axis=1)
    assert table.loc[is_hidden, "suppressed"].all(), "or it would be said that there are no data"
    # as it was computed it would have told them
    assert find_recoverable({**shown, "differences": tables["differences"]}) != []
