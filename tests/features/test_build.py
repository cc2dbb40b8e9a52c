"""The feature matrix: worked out by hand, and laws."""

import logging

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from personagen.errors import DataError
from personagen.features import build_features, encode
from tests.features.research import build, make_answers, make_study

LIKERT = {"type": "likert", "scale": [1, 5]}
NUMBER = {"type": "number"}


def raw(matrix, column):
    """Undo scaling: the coded, imputed values."""
    row = matrix.encoding.set_index("column").loc[column]
    return (matrix.matrix[column] / row["factor"] + row["centre"]).to_numpy()


def test_coding_by_hand():
    found = build(
        {
            "age": NUMBER,
            "visits": {"type": "count"},
            "price": LIKERT,
            "trust": {**LIKERT, "reverse": True},
            "down": {"type": "likert", "scale": [7, 1]},
            "income": {"type": "ordinal", "levels": ["low", "mid", "high"]},
            "sex": {"type": "nominal"},
            "member": {"type": "yes_no"},
            "shops": {"type": "multi", "separator": ";"},
        },
        {
            "age": [20, 31, 42, 50],
            "visits": [0, 1, 3, 0],
            "price": [1, 2, 5, 1],
            "trust": [1, 3, 5, 5],
            "down": [7, 1, 4, 4],
            "income": ["low", "high", "high", "mid"],
            "sex": ["f", "m", "x", "f"],
            "member": [True, False, False, False],
            "shops[web]": [True, True, False, False],
            "shops[store]": [True, False, True, False],
        },
        scale="none",
    )
    expected = {
        "age": [20, 31, 42, 50],
        "visits": np.log([1, 2, 4, 1]).tolist(),
        "price": [0, 0.25, 1, 0],
        "trust": [1, 0.5, 0, 0],
        "down": [0, 1, 0.5, 0.5],
        "income": [0, 1, 1, 0.5],
        "sex[f]": [1, 0, 0, 1],
        "sex[m]": [0, 1, 0, 0],
        "sex[x]": [0, 0, 1, 0],
        "member": [1, 0, 0, 0],
        "shops[web]": [1, 1, 0, 0],
        "shops[store]": [1, 0, 1, 0],
    }
    assert found.matrix.to_dict("list") == {name: pytest.approx(values) for name, values in expected.items()}
    assert found.matrix.index.tolist() == ["r0", "r1", "r2", "r3"]
    assert set(found.basis) == {"full"}


def test_blocks_share_their_weight_over_variables_not_columns():
    rng = np.random.default_rng(1)
    people = rng.uniform(0.3, 3, 200)
    found = build(
        {"age": NUMBER, "region": {"type": "nominal"}, "price": {**LIKERT, "block": "psychographic"}},
        {
            "age": rng.normal(40, 9, 200),
            "region": rng.choice(list("abcdefgh"), 200),
            "price": rng.integers(1, 6, 200),
        },
        people=people,
        weights={"demographic": 1, "psychographic": 3},
    )
    mean = np.average(found.matrix, weights=people, axis=0)
    variance = pd.Series(
        np.average((found.matrix - mean) ** 2, weights=people, axis=0), index=found.matrix.columns
    )
    regions = variance[variance.index.str.startswith("region[")]
    assert len(regions) == 8
    assert (variance["age"], regions.sum(), variance["price"]) == pytest.approx((0.5, 0.5, 3.0))
    assert mean == pytest.approx(np.zeros(10), abs=1e-12)
    assert found.features["weight"].tolist() == pytest.approx([0.5, 0.5, 3.0])


def test_scale_none_leaves_coded_values_but_for_block_weights():
    columns = {"a": [0, 1, 0, 1, 1], "b": [True, True, False, False, True]}
    variables = {"a": NUMBER, "b": {"type": "yes_no", "block": "behavioural"}}
    found = build(variables, columns, scale="none", weights={"behavioural": 4})
    assert found.matrix["a"].tolist() == [0, 1, 0, 1, 1]
    assert found.matrix["b"].tolist() == [2, 2, 0, 0, 2]


def test_a_block_of_weight_0_forms_no_segments():
    variables = {"a": NUMBER, "b": {"type": "yes_no", "block": "behavioural"}}
    found = build(variables, {"a": [0, 1, 0], "b": [True, True, False]}, weights={"behavioural": 0})
    assert found.matrix.columns.tolist() == ["a"]


def test_clipping_beyond_three_iqrs_and_not_without_spread():
    spread = [*range(1, 10), 1000]
    flat = [0] * 8 + [5, 1000]
    found = build({"spread": NUMBER, "flat": NUMBER}, {"spread": spread, "flat": flat})
    # quartiles 3 and 8: 8 + 3 * 5
    assert raw(found, "spread").tolist() == pytest.approx([*range(1, 10), 23])
    assert raw(found, "flat").tolist() == pytest.approx(flat)
    assert found.features["n_clipped"].tolist() == [1, 0]
    assert found.features["mean"].tolist() == pytest.approx([6.8, 100.5])


def test_imputing_with_the_weighted_median_and_the_most_frequent():
    variables = dict.fromkeys("abc", NUMBER) | {
        "age": NUMBER,
        "sex": {"type": "nominal"},
        "member": {"type": "yes_no"},
    }
    others = {"a": [1, 2, 4, 8, 5, 9], "b": [3, 1, 2, 2, 7, 0], "c": [0, 5, 1, 3, 3, 8]}
    columns = {
        "age": [20, 30, 40, 50, None, 35],
        "sex": ["m", "f", "f", "m", None, "x"],
        "member": [True, False, False, True, None, None],
    }
    states = {"sex": ["answered"] * 4 + ["not_asked", "answered"]}
    found = build(variables, others | columns, people=[1, 1, 1, 5, 1, 1], states=states)
    assert raw(found, "age")[4] == pytest.approx(50)
    assert [raw(found, f"sex[{level}]")[4] for level in "fmx"] == pytest.approx([0, 1, 0], abs=1e-12)
    assert raw(found, "member")[4:] == pytest.approx([1, 1])
    counts = found.features.set_index("variable")[["n_missing", "n_not_asked"]]
    assert counts.loc[["age", "sex", "member"]].to_numpy().tolist() == [[1, 0], [0, 1], [2, 0]]


def test_respondents_with_under_half_of_the_features_are_excluded():
    variables = dict.fromkeys("abcd", NUMBER)
    values = {name: [*np.random.default_rng(i).normal(size=6), None] for i, name in enumerate("abcd")}
    values["a"][6] = 2.5
    values["b"][5] = values["a"][5] = None
    found = build(variables, values)
    assert found.excluded == ("r6",)
    assert found.matrix.index.tolist() == ["r0", "r1", "r2", "r3", "r4", "r5"]
    assert found.matrix.notna().all(axis=None)


def test_an_unlinked_block_is_never_imputed():
    variables = {
        "a": NUMBER,
        "b": NUMBER,
        "visits": {"type": "count", "from": "analytics", "block": "behavioural"},
    }
    values = {"a": [1, 2, 4, 8, 5], "b": [3, 1, 2, 2, None], "visits": [0, 3, None, None, 4]}
    states = {"visits": ["answered", "answered", "no_answer", "not_linked", "answered"]}
    found = build(variables, values, states=states)
    assert found.basis.tolist() == ["full", "full", "full", "partial", "full"]
    assert found.matrix.isna().to_numpy().sum() == 1
    assert np.isnan(found.matrix.loc["r3", "visits"])
    assert found.features.set_index("variable").loc["visits", "n_missing"] == 1
    full = found.matrix.drop(index="r3")
    assert full.var(ddof=0).tolist() == pytest.approx([0.5, 0.5, 1])


def test_half_of_the_features_counts_only_known_blocks():
    variables = {"a": NUMBER, "b": NUMBER} | {
        name: {"type": "count", "from": "analytics", "block": "behavioural"} for name in "xyz"
    }
    values = {
        "a": [1, 2, 4, 8],
        "b": [3, 1, 2, None],
        "x": [0, 3, 2, None],
        "y": [4, 3, 2, None],
        "z": [2, 3, 9, None],
    }
    states = {name: ["answered"] * 3 + ["not_linked"] for name in "xyz"}
    found = build(variables, values, states=states)
    assert found.excluded == ()
    assert found.basis["r3"] == "partial"


@pytest.mark.parametrize(
    ("variables", "columns", "words"),
    [
        (
            {"a": NUMBER, "b": NUMBER},
            {"a": [1] * 12, "b": [*range(11), 3]},
            ['"a" is constant', "role: descriptor"],
        ),
        ({"a": {"type": "nominal"}, "b": NUMBER}, {"a": ["x"] * 12, "b": [1, 2] * 6}, ['"a" is constant']),
        ({"id": NUMBER, "b": NUMBER}, {"id": range(12), "b": [1, 2] * 6}, ['"id" looks like an id']),
        ({"k": NUMBER, "b": NUMBER}, {"k": range(5000, 5012), "b": [1, 2] * 6}, ['"k" looks like an id']),
        (
            {"t": {"type": "nominal"}, "b": NUMBER},
            {"t": list("abcdefghijkl"), "b": [1, 2] * 6},
            ['"t" looks like an id'],
        ),
        ({"a": NUMBER, "b": NUMBER}, {"a": [1, 2, 4] * 4, "b": [-3, -6, -12] * 4}, ['"b" is a twin of "a"']),
        (
            {"a": {"type": "yes_no"}, "b": {"type": "nominal"}},
            {"a": [True, False] * 6, "b": ["yes", "no"] * 6},
            ['"b" is a twin of "a"'],
        ),
        (
            {"a": NUMBER, "b": NUMBER, "c": NUMBER},
            {
                "a": [1, 2, 4] * 4,
                "b": [3, 1, 2, 2] * 3,
                "c": [1.5, 2, 7, 8, 9, 9, 9, None, None, None, None, None],
            },
            ['42% of the respondents have no answer to "c"', "at most 40%"],
        ),
        ({"a": NUMBER}, {"a": [None] * 12}, ["no respondent answered half"]),
        ({"a": NUMBER}, {"a": []}, ["no respondent answered half"]),
    ],
)
def test_what_cannot_form_segments_is_refused_by_name(variables, columns, words):
    with pytest.raises(DataError) as refused:
        build(variables, columns)
    for word in words:
        assert word in str(refused.value)


def test_all_constants_are_named_at_once():
    with pytest.raises(DataError) as refused:
        build({"a": NUMBER, "b": NUMBER, "c": NUMBER}, {"a": [1] * 5, "b": [1, 2, 3, 3, 3], "c": [0] * 5})
    assert [problem.where for problem in refused.value.problems] == [
        "variables.demographic.a",
        "variables.demographic.c",
    ]


def test_money_that_never_repeats_is_no_id():
    income = np.random.default_rng(2).choice(60_000, 60, replace=False)
    assert len(build({"income": NUMBER}, {"income": income}).matrix) == 60


def test_nobody_linked_is_said():
    visits = {"visits": {"type": "count", "from": "analytics"}, "a": NUMBER}
    with pytest.raises(DataError, match="no respondent is linked to a customer, so visits"):
        build(visits, {"visits": [None, None], "a": [1, 2]}, states={"visits": ["not_linked", "not_linked"]})


def test_few_people_warn_without_data(caplog):
    with caplog.at_level(logging.WARNING):
        build({"a": NUMBER, "b": NUMBER}, {"a": [1, 2, 4], "b": [3, 1, 2]})
    assert "3 respondents for 2 features" in caplog.text
    caplog.clear()
    rng = np.random.default_rng(0)
    build({"a": NUMBER}, {"a": rng.normal(size=60)})
    assert not caplog.records


VARIABLES = {
    "age": NUMBER,
    "price": LIKERT,
    "sex": {"type": "nominal", "block": "psychographic"},
    "visits": {"type": "count", "from": "analytics", "block": "behavioural"},
}


def draw(seed, n=40):
    """Return columns, states and integer weights with all kinds of blanks."""
    rng = np.random.default_rng(seed)
    columns = {
        "age": np.where(rng.random(n) < 0.1, np.nan, rng.normal(40, 12, n)),
        "price": np.where(rng.random(n) < 0.1, np.nan, rng.integers(1, 6, n)),
        "sex": pd.Series(rng.choice(list("mfx"), n)).where(rng.random(n) > 0.1, None).to_numpy(),
        "visits": rng.poisson(4, n).astype(float),
    }
    columns["visits"][rng.random(n) < 0.2] = np.nan
    columns["visits"][:2] = 1, 9
    states = {"visits": np.where(np.isnan(columns["visits"]), "not_linked", "answered")}
    return columns, states, rng.integers(1, 4, n)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000))
def test_row_order_changes_nothing_to_the_last_bit(seed):
    columns, states, people = draw(seed)
    order = np.random.default_rng(seed + 1).permutation(len(people))
    found = build(VARIABLES, columns, states=states, people=people)
    moved = build(
        VARIABLES,
        {name: np.asarray(values)[order] for name, values in columns.items()},
        states={name: values[order] for name, values in states.items()},
        people=people[order],
    )
    pd.testing.assert_frame_equal(found.encoding, moved.encoding, check_exact=True)
    pd.testing.assert_frame_equal(found.features, moved.features, check_exact=True)
    kept = [i for i in order if f"r{i}" in found.matrix.index]
    assert np.array_equal(found.matrix.loc[[f"r{i}" for i in kept]], moved.matrix, equal_nan=True)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000))
def test_integer_weights_equal_repeated_rows(seed):
    columns, states, people = draw(seed)
    found = build(VARIABLES, columns, states=states, people=people)
    repeated = build(
        VARIABLES,
        {name: np.repeat(values, people) for name, values in columns.items()},
        states={name: np.repeat(values, people) for name, values in states.items()},
    )
    numbers = ["impute", "low", "high", "centre", "factor"]
    assert np.allclose(found.encoding[numbers], repeated.encoding[numbers], equal_nan=True)
    assert found.features["sd"].tolist() == pytest.approx(repeated.features["sd"].tolist(), nan_ok=True)


def test_a_row_alone_equals_the_row_in_a_batch():
    columns, states, people = draw(3)
    found = build(VARIABLES, columns, states=states, people=people)
    answers = make_answers(make_study(VARIABLES), columns)
    told = answers.notna().replace({True: "answered", False: "no_answer"}).assign(**states)
    for respondent in found.matrix.index:
        at = answers["respondent_id"] == respondent
        alone = encode(answers[at], told[at], found.encoding)
        assert np.array_equal(alone, found.matrix.loc[[respondent]], equal_nan=True)


def test_arguments_stay_as_they_were():
    columns, states, people = draw(5)
    study = make_study(VARIABLES)
    answers = make_answers(study, columns)
    told = answers.notna().replace({True: "answered", False: "no_answer"}).assign(**states)
    respondents = answers[["respondent_id"]].assign(weight=people)
    before = [frame.copy(deep=True) for frame in (answers, told, respondents)]
    build_features(answers, told, respondents, study)
    for frame, copy in zip((answers, told, respondents), before, strict=True):
        pd.testing.assert_frame_equal(frame, copy)
