"""The typing tool: against scikit-learn, planted truth, the printed rule by hand, and laws."""

import csv
import math
from dataclasses import replace
from functools import partial

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis

from personagen.contracts import Research
from personagen.contracts.segmentation import TYPING_CONFUSION, TYPING_RULE
from personagen.features import build_features
from personagen.privacy import suppress
from personagen.segmentation import apply_rule, fit_typing
from personagen.segmentation.typing import fit as typing_fit
from personagen.segmentation.typing.discriminant import Discriminant, Moments, estimate, solve
from personagen.segmentation.typing.folds import Folds, People, accuracy, cross_validate, draw_folds
from personagen.segmentation.typing.rule import build_rule, pick
from personagen.segmentation.typing.selection import select_items
from personagen.segmentation.typing.sheet import ANSWER, Line, fill_in
from tests.features.research import make_answers, make_study

VARIABLES = {
    "age": {"type": "number"},
    "income": {"type": "number"},
    "education": {"type": "ordinal", "levels": ["low", "middle", "high"]},
    "region": {"type": "nominal"},
    "price": {"type": "likert", "scale": [1, 5]},
    "quality": {"type": "likert", "scale": [1, 5], "reverse": True},
    "visits": {"type": "count"},
    "member": {"type": "yes_no"},
    "devices": {"type": "multi", "levels": ["phone", "laptop"]},
    "spending": {"type": "number", "from": "analytics"},
}
PERSONAS = ("savers", "browsers", "regulars")


def make_shop(n: int = 240, seed: int = 5) -> tuple[dict[str, list], np.ndarray]:
    """Return answers of every type, some of them blank, and personas that all of them hang together with."""
    random = np.random.default_rng(seed)
    persona = np.arange(n) % 3
    number = lambda mean, sd: np.round(random.normal(np.take(mean, persona), sd))  # noqa: E731
    flag = lambda shares: random.random(n) < np.take(shares, persona)  # noqa: E731
    columns = {
        "age": number([30, 45, 60], 8),
        "income": np.where(random.random(n) < 0.02, 90_000, number([2000, 2600, 3100], 500)),
        "education": np.array(["low", "middle", "high"])[np.clip(number([0, 1, 1.6], 0.6), 0, 2).astype(int)],
        "region": np.where(flag([0.7, 0.2, 0.3]), "north", np.where(flag([0.5, 0.5, 0.9]), "south", "west")),
        "price": np.clip(number([4.2, 3, 2], 0.9), 1, 5),
        "quality": np.clip(number([4, 2.5, 2], 0.9), 1, 5),
        "visits": np.clip(number([3, 20, 9], 4), 0, None),
        "member": flag([0.1, 0.3, 0.8]),
        "devices[phone]": flag([0.9, 0.6, 0.2]),
        "devices[laptop]": flag([0.2, 0.5, 0.6]),
        "spending": number([100, 200, 300], 60),
    }
    found = {name: list(values) for name, values in columns.items()}
    for name in ("age", "education", "region", "price", "visits", "member"):
        for row in random.choice(n, 8, replace=False):
            found[name][row] = None
    for row in random.choice(n, 8, replace=False):
        found["devices[phone]"][row] = found["devices[laptop]"][row] = None
    return found, np.array(PERSONAS)[persona]


def make_inputs(columns, persona, *, variables=VARIABLES, weights=None, ids=None, basis="full"):
    """Return what `fit_typing` takes."""
    study = make_study(variables)
    answers = make_answers(study, columns)
    if ids is not None:
        answers["respondent_id"] = list(ids)
    states = pd.DataFrame({"respondent_id": answers["respondent_id"]})
    for _, name, _variable in study.each_variable():
        first = next(c for c in answers if c == name or str(c).startswith(f"{name}["))
        states[name] = answers[first].isna().map({True: "no_answer", False: "answered"})
    people = pd.DataFrame(
        {
            "respondent_id": answers["respondent_id"],
            "customer_id": None,
            "weight": 1.0 if weights is None else weights,
        }
    )
    research = Research(people, answers, states, *[pd.DataFrame()] * 3)
    features = build_features(answers, states, people, study)
    known = np.broadcast_to(basis, len(people))
    features = replace(features, basis=pd.Series(known, index=features.basis.index))
    return research, features, people.assign(persona=persona, basis=basis), study


@pytest.fixture(scope="module")
def shop():
    return make_inputs(*make_shop())


@pytest.fixture(scope="module")
def found(shop):
    return fit_typing(*shop)


# --- the discriminant ---------------------------------------------------------------------------------------------------


def test_the_discriminant_is_scikit_learns_with_repeated_rows():
    random = np.random.default_rng(1)
    labels = random.integers(0, 3, 90)
    points = random.normal(size=(90, 4)) + labels[:, None] * [1, 0.5, 0, -1]
    weights = random.integers(1, 4, 90)
    own = solve(estimate(Moments.of(points, labels, weights.astype(float), 3), ridge=0.0), np.arange(4))
    theirs = LinearDiscriminantAnalysis(solver="lsqr").fit(
        np.repeat(points, weights, axis=0), np.repeat(labels, weights)
    )
    np.testing.assert_allclose(own.coefficients, theirs.coef_.T, rtol=1e-9)
    np.testing.assert_allclose(own.constants, theirs.intercept_, rtol=1e-9)


def test_what_tells_without_fault_is_not_ignored():
    random = np.random.default_rng(2)
    labels = np.arange(60) % 2
    points = np.column_stack([random.normal(size=60), np.where(labels == 1, 1.0, -1.0)])
    model = solve(estimate(Moments.of(points, labels, np.ones(60), 2)), np.arange(2))
    assert model.score(points).argmax(axis=1).tolist() == labels.tolist()


def test_folds_are_alike_in_personas():
    labels = np.repeat([0, 1, 2], [100, 57, 23])
    fold = draw_folds(labels, 7)
    counts = np.array([np.bincount(fold[labels == k], minlength=10) for k in range(3)])
    assert (np.ptp(counts, axis=1) <= 1).all()
    assert (np.ptp(counts.sum(axis=0))) <= 1


# --- the golden questions -----------------------------------------------------------------------------------------------


def likert_people(n: int, items: int, seed: int) -> People:
    random = np.random.default_rng(seed)
    points = random.normal(size=(n, items))
    return People(points, np.arange(n) % 4, np.ones(n))


def test_the_items_that_tell_come_first():
    people = likert_people(400, 8, 3)
    # items 6 and 2 place the four personas on a square
    points = people.points.copy()
    points[:, 6] += 4 * (people.labels // 2)
    points[:, 2] += 4 * (people.labels % 2)
    people = replace(people, points=points)
    folds = Folds(people, [np.array([i]) for i in range(8)], 4, 2026)
    found = select_items(folds)
    assert set(found.order[:2]) == {2, 6}
    reached = [accuracy(people, labels) for labels in found.predictions]
    # one item tells halves (.977 right) and guesses within them; two tell all: three standard errors of 400 people
    assert reached[0] == pytest.approx(0.977 / 2, abs=0.075)
    assert reached[1] == pytest.approx(0.977**2, abs=0.032)
    assert reached[1] >= 0.9 * accuracy(people, found.complete)


def test_choosing_within_the_folds_finds_nothing_in_noise():
    honest, outside = [], []
    for seed in range(4):
        people = likert_people(200, 40, seed)
        folds = Folds(people, [np.array([i]) for i in range(40)], 4, 2026)
        found = select_items(folds)
        honest.append(accuracy(people, found.predictions[5]))
        outside.append(accuracy(people, cross_validate(folds, found.order[:6])))
    # chance, within three standard errors of 800 people; choosing outside the folds flatters
    assert np.mean(honest) == pytest.approx(0.25, abs=3 * np.sqrt(0.25 * 0.75 / 800))
    assert np.mean(outside) > 0.33


def test_the_columns_of_a_question_come_together():
    people = likert_people(300, 5, 6)
    points = people.points.copy()
    points[:, [1, 4]] += 4 * np.column_stack([people.labels // 2, people.labels % 2])
    folds = Folds(replace(people, points=points), [np.array([0, 2]), np.array([1, 4]), np.array([3])], 4, 1)
    assert select_items(folds).order[0] == 1
    assert accuracy(people, select_items(folds).predictions[0]) > 0.9


def test_all_questions_of_the_survey_and_no_others(found):
    table = found["typing"]
    assert sorted(table["item"]) == sorted(set(VARIABLES) - {"spending"})
    assert table["n_items"].tolist() == list(range(1, 10))
    assert (table["chance"] == 80 / 240).all()


def test_the_fewest_that_reach_nine_tenths(found):
    table = found["typing"]
    enough = table["accuracy"] >= 0.9 * table["accuracy"].iloc[-1]
    assert table["is_enough"].tolist() == [i == enough.idxmax() for i in range(len(table))]
    assert table["accuracy"].iloc[-1] > 0.85


def test_confusion_holds_everybody_and_the_accuracy(found):
    table = found["typing_confusion"]
    counts = table.pivot_table(index="persona", columns="typed_as", values="n").astype(int)
    assert counts.sum(axis=1).tolist() == [80] * 3
    told = found["typing"].set_index("is_enough").loc[True, "accuracy"]
    assert np.trace(counts.to_numpy()) / 240 == pytest.approx(told)
    assert table.groupby("persona")["share"].sum().tolist() == pytest.approx([1.0] * 3)


def test_a_small_cell_of_the_confusion_takes_a_second_one():
    rows = [("a", "a", 40), ("a", "b", 3), ("a", "c", 9), ("b", "a", 0), ("b", "b", 30), ("b", "c", 6)]
    table = pd.DataFrame(rows, columns=["persona", "typed_as", "n"]).assign(share=0.5)
    shown = suppress(TYPING_CONFUSION, TYPING_CONFUSION.conform(table), 5)
    assert shown["n"].isna().tolist() == [False, True, True, False, False, False]


# --- the rule ------------------------------------------------------------------------------------------------------------


def all_questions(monkeypatch):
    """Let every question be golden, so that the rule has lines of every type."""
    tabulate = typing_fit.tabulate_accuracy

    def last_is_enough(people, found, items) -> pd.DataFrame:
        table = tabulate(people, found, items)
        return table.assign(is_enough=table["n_items"] == table["n_items"].max())

    monkeypatch.setattr(typing_fit, "tabulate_accuracy", last_is_enough)


def test_the_rule_gives_the_answers_of_the_typing_model(shop, monkeypatch):
    all_questions(monkeypatch)
    monkeypatch.setattr(typing_fit, "estimate", partial(estimate, ridge=0.0))
    research, features, people, _ = shop
    rule = fit_typing(*shop)["typing_rule"]
    assert set(rule["item"]) == {"(start)", *VARIABLES} - {"spending"}
    asked = [c for c in features.matrix if c != "spending"]
    theirs = LinearDiscriminantAnalysis(solver="lsqr").fit(features.matrix[asked], people["persona"])
    own = apply_rule(rule, research.answers)
    assert own.tolist() == theirs.predict(features.matrix[asked]).tolist()
    assert (own.to_numpy() == people["persona"]).mean() > 0.85


def test_one_digit_less_would_give_somebody_another_persona(shop, monkeypatch):
    seen = []
    build = typing_fit.build_rule
    monkeypatch.setattr(typing_fit, "build_rule", lambda *args: seen.append(args) or build(*args))
    rule = fit_typing(*shop)["typing_rule"]
    lines, model, filled, personas = seen[0]
    points = rule.pivot_table(index=["item", "level"], columns="persona", values="points", sort=False)
    keys = [("(start)", "(answer)"), *((line.item, line.level) for line in lines)]
    points = points.loc[keys, list(personas)].to_numpy()
    sheet = np.hstack([np.ones((len(filled), 1)), filled])
    own = pick(model.score(filled))
    assert (pick(sheet @ points) == own).all()
    assert (points.min(axis=1) == 0).all()
    spans = np.floor(np.log10(np.maximum(np.ptp(sheet, axis=0), 1))).astype(int)
    coarser = [np.round(row / 10, span) for row, span in zip(points, spans, strict=True)]
    assert not (pick(sheet @ np.array(coarser)) == own).all()


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.integers(2, 5), st.sampled_from([1.0, 5.0, 80.0, 60_000.0]))
def test_any_model_becomes_a_rule_with_its_answers(seed: int, k: int, span: float):
    random = np.random.default_rng(seed)
    answers = pd.DataFrame(random.integers(0, int(span) + 1, (60, 3)).astype(float), columns=["a", "b", "c"])
    answers = answers.mask(random.random((60, 3)) < 0.1)
    answers.insert(0, "respondent_id", [f"r{i}" for i in range(60)])
    lines = [Line(item, ANSWER, 1.0) for item in ("a", "b", "c")]
    model = Discriminant(random.normal(size=(3, k)) / span, random.normal(size=k))
    personas = [f"persona {i}" for i in range(k)]
    rule = build_rule(lines, model, fill_in(lines, answers), personas)
    own = pick(model.score(fill_in(lines, answers)))
    assert apply_rule(rule, answers).tolist() == [personas[i] for i in own]


def spreadsheet(rule_csv: str, answers: dict[tuple[str, str], float | None]) -> str:
    """Do what a spreadsheet does with typing_rule.csv: SUMPRODUCT of points and answers, then the highest."""
    totals: dict[str, float] = {}
    for row in csv.DictReader(rule_csv.splitlines()):
        answer = answers.get((row["item"], row["level"]))
        answer = float(row["if_blank"]) if answer is None else answer
        answer = max(answer, float(row["least"])) if row["least"] else answer
        answer = min(answer, float(row["most"])) if row["most"] else answer
        answer = math.log(1 + answer) if row["level"] == "ln(1 + answer)" else answer
        totals[row["persona"]] = totals.get(row["persona"], 0.0) + float(row["points"]) * answer
    rounded = {persona: round(total, 6) for persona, total in totals.items()}
    return max(rounded, key=lambda persona: rounded[persona])


def on_paper(row: dict) -> dict[tuple[str, str], float | None]:
    """Return a respondent's answers as somebody writes them on the sheet."""
    blank = lambda value: value is None or value is pd.NA or value != value  # noqa: E731, PLR0124
    written: dict[tuple[str, str], float | None] = {}
    for item in ("age", "income", "price", "quality"):
        written[item, "(answer)"] = None if blank(row[item]) else row[item]
    written["visits", "ln(1 + answer)"] = None if blank(row["visits"]) else row["visits"]
    for item, levels in (("education", ["low", "middle", "high"]), ("region", ["north", "south", "west"])):
        for level in levels:
            written[item, level] = None if blank(row[item]) else float(row[item] == level)
    written["member", "yes"] = None if blank(row["member"]) else float(row["member"])
    for level in ("phone", "laptop"):
        chosen = row[f"devices[{level}]"]
        written["devices", level] = None if blank(chosen) else float(chosen)
    return written


def test_a_spreadsheet_gives_the_same_answers(shop, monkeypatch):
    all_questions(monkeypatch)
    rule = fit_typing(*shop)["typing_rule"]
    answers = shop[0].answers
    written = rule.to_csv(index=False)
    given = [spreadsheet(written, on_paper(row)) for row in answers.astype(object).to_dict("records")]
    assert given == apply_rule(rule, answers).tolist()
    assert len(set(given)) == 3


def test_a_rule_by_hand():
    rows = [
        ("(start)", "(answer)", (0, 10), 1.0, None, None),
        ("price", "(answer)", (5, 0), 3.0, None, None),
        ("age", "(answer)", (0.5, 0), 40.0, 18.0, 70.0),
        ("region", "north", (0, 20), 0.0, None, None),
    ]
    table = pd.DataFrame(
        [
            {"persona": p, "item": item, "level": level, "points": float(points[i])}
            | {"if_blank": blank, "least": least, "most": most, "is_reversed": False}
            for i, p in enumerate(("x", "y"))
            for item, level, points, blank, least, most in rows
        ]
    )
    answers = pd.DataFrame(
        {
            "respondent_id": ["r1", "r2", "r3", "r4", "r5"],
            "price": [1.0, 2.0, np.nan, 1.0, 1.0],
            "age": [4.0, 90.0, np.nan, 28.0, 10.0],
            "region": ["south", "north", None, "north", "south"],
        }
    )
    # x: 5 + 9, 10 + 35, 15 + 20, 5 + 14, 5 + 9 (younger than 18 counts as 18); y: 10, 30, 10, 30, 10
    assert apply_rule(TYPING_RULE.conform(table), answers).tolist() == ["x", "x", "x", "y", "x"]
    # a tie goes to the first: x has 5 + 15, y 10 + 20 less 10
    tie = answers.iloc[[0]].assign(price=1.0, age=18.0 - 8)
    points = table["points"].where(table["item"].ne("(start)") | table["persona"].ne("y"), 14.0)
    assert apply_rule(TYPING_RULE.conform(table.assign(points=points)), tie).tolist() == ["x"]


def test_levels_of_few_people_are_not_named(monkeypatch):
    columns, persona = make_shop()
    columns["region"][5] = columns["region"][77] = "the lighthouse"
    all_questions(monkeypatch)
    found = fit_typing(*make_inputs(columns, persona))
    assert "the lighthouse" not in set(found["typing_rule"]["level"])
    assert "region" in set(found["typing_rule"]["item"])


def test_new_people_without_a_question_count_as_without_an_answer(shop, monkeypatch):
    all_questions(monkeypatch)
    rule = fit_typing(*shop)["typing_rule"]
    answers = shop[0].answers
    blank = answers.assign(price=np.nan, visits=np.nan, **{"devices[phone]": pd.NA, "devices[laptop]": pd.NA})
    blank = blank.astype({"devices[phone]": "boolean", "devices[laptop]": "boolean"})
    fewer = answers.drop(columns=["price", "visits", "devices[phone]", "devices[laptop]"])
    assert apply_rule(rule, fewer).tolist() == apply_rule(rule, blank).tolist()
    # a level that none of the new people chose has no column
    nobody = answers.assign(**{"devices[laptop]": answers["devices[laptop]"] & False})
    assert (
        apply_rule(rule, nobody.drop(columns="devices[laptop]")).tolist() == apply_rule(rule, nobody).tolist()
    )


def test_no_answer_counts_as_what_was_filled_in(shop, monkeypatch):
    all_questions(monkeypatch)
    rule = fit_typing(*shop)["typing_rule"]
    blank = rule.drop_duplicates(["item", "level"]).set_index(["item", "level"])["if_blank"]
    answers = shop[0].answers
    assert blank["age", "(answer)"] == answers["age"].median()
    assert blank["quality", "(answer)"] == answers["quality"].median()
    # the median of the logarithms, as among the features
    median = np.expm1(np.log1p(answers["visits"]).median())
    assert blank["visits", "ln(1 + answer)"] == pytest.approx(median, rel=5e-6)
    assert blank["education"].sum() == 1.0
    # the most frequent region stands for none: it has no line, and the others are no
    assert set(blank["region"].index) == {"north", "south", "west"} - {answers["region"].mode()[0]}
    assert (blank["region"] == 0).all()


# --- who, and laws --------------------------------------------------------------------------------------------------------


def test_row_order_and_ids_change_nothing(shop, found):
    columns, persona = make_shop()
    order = np.random.default_rng(9).permutation(len(persona))
    mixed = {name: [values[i] for i in order] for name, values in columns.items()}
    again = fit_typing(*make_inputs(mixed, persona[order], ids=[f"new{i}" for i in range(len(order))]))
    for name, table in found.items():
        pd.testing.assert_frame_equal(again[name], table, check_exact=True)


def test_personas_by_number_keep_the_order_of_numbers():
    columns, persona = make_shop()
    numbered = pd.Series(persona).map({"savers": "2", "browsers": "1", "regulars": "10"})
    found = fit_typing(*make_inputs(columns, numbered))
    assert list(dict.fromkeys(found["typing_rule"]["persona"])) == ["1", "2", "10"]


def test_who_is_partly_known_teaches_nothing():
    columns, persona = make_shop()
    basis = np.where(np.arange(240) < 60, "partial", "full")
    nonsense = np.where(basis == "partial", "savers", persona)
    found, other = (fit_typing(*make_inputs(columns, p, basis=basis)) for p in (persona, nonsense))
    assert found["typing_confusion"]["n"].sum() == 180
    for name, table in found.items():
        pd.testing.assert_frame_equal(other[name], table, check_exact=True)


def test_weights_count_in_accuracy_and_chance():
    columns, persona = make_shop()
    weights = np.where(persona == "regulars", 3.0, 1.0)
    table = fit_typing(*make_inputs(columns, persona, weights=weights))["typing"]
    assert table["chance"].tolist() == pytest.approx([240 / 400] * len(table))


def test_a_persona_of_one_respondent_is_no_obstacle():
    columns, persona = make_shop()
    persona = np.where(np.arange(240) == 7, "hermits", persona)
    found = fit_typing(*make_inputs(columns, persona))
    told = found["typing_confusion"].set_index(["persona", "typed_as"])["n"]
    assert told["hermits"].sum() == 1
    # held back, nobody is left to learn of: the others are never held for one either
    assert told["hermits", "hermits"] == 0
    assert np.isfinite(found["typing_rule"]["points"]).all()


@pytest.mark.parametrize("persona", [["one"] * 240, [None] * 240])
def test_no_two_personas_no_typing(persona):
    assert fit_typing(*make_inputs(make_shop()[0], persona)) == {}


def test_nothing_to_ask_no_typing():
    variables = {"spending": VARIABLES["spending"], "visits": {"type": "count", "from": "analytics"}}
    columns, persona = make_shop()
    assert fit_typing(*make_inputs({n: columns[n] for n in variables}, persona, variables=variables)) == {}
