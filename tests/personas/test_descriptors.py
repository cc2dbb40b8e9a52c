"""Tests of what didn't form the segments: by hand, what is circular, and laws."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from personagen.personas import describe_differences, profile_personas
from personagen.study import Study
from personagen.study.circular import list_circular, list_features
from tests.personas.cases import make_assignments, make_research, make_study

DESCRIPTOR = {"role": "descriptor"}
STUDY = make_study(
    {
        "price": {"type": "likert", "scale": [1, 5]},
        "region": {"type": "nominal", "levels": ["north", "south", "west"], **DESCRIPTOR},
        "school": {"type": "ordinal", "levels": ["low", "mid", "high"], **DESCRIPTOR},
        "app": {"type": "yes_no", **DESCRIPTOR},
        "rare": {"type": "yes_no", **DESCRIPTOR},
        "shops": {"type": "multi", "separator": ";", **DESCRIPTOR},
        "spent": {"type": "number", **DESCRIPTOR},
        "same": {"type": "count", **DESCRIPTOR},
        "since": {"type": "date"},
        "remark": {"type": "text"},
    }
)
N = 60
PERSONAS = ["1"] * 30 + ["2"] * 30


def answers(seed=0):
    random = np.random.default_rng(seed)
    region = random.choice(["north", "south"], N)
    region[:3] = "west"
    school = random.choice(["low", "mid", "high"], N)
    return {
        "price": random.integers(1, 6, N).astype(float),
        "region": pd.Series(region, dtype="str").mask(np.arange(N) == 59),
        "school": pd.Categorical(school, categories=["low", "mid", "high"], ordered=True),
        "app": pd.Series(np.arange(N) % 3 == 0, dtype="boolean"),
        "rare": pd.Series(np.isin(np.arange(N), [1, 2, 3, 4, 40, 41]), dtype="boolean"),
        "shops[web]": pd.Series(random.random(N) < 0.5, dtype="boolean"),
        "shops[street]": pd.Series(random.random(N) < 0.3, dtype="boolean"),
        "spent": np.where(np.arange(N) == 5, np.nan, random.normal(20, 5, N)),
        "same": np.ones(N),
        "since": pd.to_datetime(["2026-01-01"] * N, utc=True),
        "remark": pd.Series(["private"] * N, dtype="str"),
    }


def describe(given=None, weights=None, study=STUDY):
    research = make_research(answers() if given is None else given)
    table = describe_differences(research, make_assignments(PERSONAS, weights), study)
    return table.set_index("variable")


def test_every_type_has_its_test_and_features_none():
    found = describe()
    assert found["test"].to_dict() == {
        "region": "chi2",
        "school": "chi2",
        "app": "chi2",
        "rare": "fisher",
        "shops": "choices",
        "spent": "anova",
        "same": "anova",
    }
    given = answers()
    persona = pd.Series(PERSONAS)
    school = stats.chi2_contingency(pd.crosstab(persona, np.asarray(given["school"])), correction=False)
    row = found.loc["school"]
    assert (row["statistic"], row["df"], row["p"]) == pytest.approx((school.statistic, 2, school.pvalue))
    assert row["least_expected"] == pytest.approx(school.expected_freq.min(), abs=0.05)
    assert row["effect_size"] == pytest.approx(np.sqrt(school.statistic / N))
    rare = [[4, 26], [2, 28]]
    assert found.loc["rare", "p"] == pytest.approx(stats.fisher_exact(rare).pvalue)
    spent = pd.Series(given["spent"])
    parts = [spent[persona == one].dropna() for one in "12"]
    assert found.loc["spent", "p"] == pytest.approx(stats.f_oneway(*parts).pvalue)
    assert found.loc["spent", "p_kruskal"] == pytest.approx(stats.kruskal(*parts).pvalue)
    assert found.loc[["spent", "region", "school"], "n"].tolist() == [59, 59, 60]
    assert found.loc["same", ["statistic", "p"]].isna().all()


def test_a_level_that_too_few_gave_is_left_out_and_cannot_be_worked_out():
    given = answers()
    row = describe().loc["region"]
    keep = given["region"].notna() & (given["region"] != "west")
    table = pd.crosstab(pd.Series(PERSONAS)[keep], given["region"][keep])
    expected = stats.chi2_contingency(table, correction=False)
    assert (row["statistic"], row["df"]) == pytest.approx((expected.statistic, 1))
    assert row["statistic"] / row["effect_size"] ** 2 == pytest.approx(row["n"])  # the n with an answer


def test_one_family_is_corrected_together():
    found = describe()
    p = found["p"].dropna()
    assert len(p) == 6
    assert found.loc[p.index, "p_adjusted"].to_numpy() == pytest.approx(
        stats.false_discovery_control(p.to_numpy())
    )


def test_sparse_tables_get_a_permutation_p_that_the_seed_alone_moves():
    given = answers()
    given["region"] = pd.Series([*"aaabbbcccdddeee", *"fffggghhhiiijjj"] * 2, dtype="str")
    study = make_study({"region": {"type": "nominal", **DESCRIPTOR}})
    one, other = (describe(given, study=study).loc["region", "p_permutation"] for _ in range(2))
    assert one == other
    assert one == round(one * 10_000) / 10_000
    seeded = study.model_copy(
        update={"segmentation": study.segmentation.model_copy(update={"random_state": 1})}
    )
    assert describe(given, study=seeded).loc["region", "p_permutation"] == pytest.approx(one, abs=0.02)


def studied(variables, **more: Any):
    blocks = {"behavioural": {n: {"from": "survey", "type": "number", **v} for n, v in variables.items()}}
    return Study.model_validate({"study": "S", "language": "en", "variables": blocks, **more})


def test_what_reads_the_column_of_a_feature_is_circular():
    study = studied(
        {"a": {"column": "A"}, "bands": {"column": "A", **DESCRIPTOR}, "b": {"column": "B", **DESCRIPTOR}}
    )
    assert (list_features(study), list_circular(study)) == ({"a"}, {"a", "bands"})
    columns = {"type": "multi", "columns": {"Q1": "x", "A": "y"}, **DESCRIPTOR}
    assert "many" in list_circular(studied({"a": {"column": "A"}, "many": columns}))


def test_what_was_made_from_the_log_is_circular_where_a_feature_was():
    log = {"derived_from": "touchpoints"}
    assert list_circular(studied({"a": log, "b": {**log, **DESCRIPTOR}, "c": DESCRIPTOR})) == {"a", "b"}
    assert list_circular(studied({"a": {}, "b": {**log, **DESCRIPTOR}})) == {"a"}


def test_given_segments_and_blocks_of_weight_0_make_nothing_circular_but_themselves():
    given = {"segmentation": {"given": {"from": "survey", "column": "S"}}}
    study = studied({"a": {}, "s": {"column": "S", **DESCRIPTOR}}, **given)
    assert (list_features(study), list_circular(study)) == (set(), {"s"})
    assert list_circular(studied({"a": {}}, segmentation={"weights": {"behavioural": 0}})) == set()


def test_a_circular_descriptor_has_a_row_without_a_test():
    study = make_study(
        {"spent": {"type": "number"}, "again": {"type": "number", "column": "spent", **DESCRIPTOR}}
    )
    given = {"spent": np.arange(60.0), "again": np.arange(60.0)}
    (row,) = describe(given, study=study).reset_index().to_dict("records")
    assert (row["variable"], row["is_circular"]) == ("again", True)
    assert pd.isna([row["p"], row["statistic"], row["p_adjusted"]]).all()
    profile = profile_personas(make_research(given), make_assignments(PERSONAS), study)
    assert profile["is_circular"].all()
    assert profile["p"].isna().all()


def test_the_profile_tests_each_persona_against_the_rest():
    given = answers()
    assignments = make_assignments(["1"] * 20 + ["2"] * 20 + ["3"] * 20)
    table = profile_personas(make_research(given), assignments, STUDY)
    rows = table.set_index(["persona", "variable", "level"])
    inside = np.arange(N) < 20
    yes = given["app"].to_numpy(dtype=bool)
    app = stats.chi2_contingency(pd.crosstab(inside, yes), correction=False)
    assert rows.loc[("1", "app", "yes"), "p"] == pytest.approx(app.pvalue)
    rare = given["rare"].to_numpy(dtype=bool)
    assert rows.loc[("1", "rare", "yes"), "p"] == pytest.approx(
        stats.fisher_exact(pd.crosstab(inside, rare)).pvalue
    )
    spent = pd.Series(given["spent"])
    welch = stats.ttest_ind(spent[inside].dropna(), spent[~inside].dropna(), equal_var=False)
    assert rows.loc[("1", "spent", "mean"), "p"] == pytest.approx(welch.pvalue)
    assert table.loc[table["is_circular"] | (table["persona"] == "all"), "p"].isna().all()
    p = table["p"].dropna()
    assert table["p_adjusted"].dropna().to_numpy() == pytest.approx(
        stats.false_discovery_control(p.to_numpy())
    )


def test_row_order_changes_no_bit():
    weights = np.random.default_rng(4).uniform(0.3, 3, N)
    once = describe(weights=weights)
    order = np.random.default_rng(1).permutation(N)
    research = make_research(answers())
    moved = type(research)(**{**vars(research), "answers": research.answers.iloc[order]})
    again = describe_differences(moved, make_assignments(PERSONAS, weights), STUDY).set_index("variable")
    pd.testing.assert_frame_equal(once, again, check_exact=True)


@settings(max_examples=10)
@given(st.lists(st.integers(1, 4), min_size=30, max_size=30))
def test_weights_move_p_values_by_effective_numbers(weights):
    study = make_study({"x": {"type": "number"}, "d": {"type": "number", "role": "descriptor"}})
    random = np.random.default_rng(5)
    answers = {"x": np.zeros(30), "d": random.normal(size=30) + np.arange(30) % 2}
    persona = ["1", "2"] * 15
    table = profile_personas(
        make_research(answers), make_assignments(persona, [float(w) for w in weights]), study
    )
    found = table[(table["variable"] == "d") & (table["persona"] == "1")].iloc[0]
    w, inside = np.array(weights), np.array(persona) == "1"
    told = []
    for who in (inside, ~inside):
        x, own = answers["d"][who], w[who]
        n, mean = own.sum() ** 2 / (own**2).sum(), np.average(x, weights=own)
        told.append((mean, np.average((x - mean) ** 2, weights=own) * n / (n - 1), n))
    (m, v, a), (o, u, b) = told
    t = (m - o) / np.sqrt(v / a + u / b)
    df = (v / a + u / b) ** 2 / ((v / a) ** 2 / (a - 1) + (u / b) ** 2 / (b - 1))
    assert found["p"] == pytest.approx(2 * stats.t.sf(abs(t), df))
    assert pd.isna(table[table["variable"] == "x"]["p"]).all()
