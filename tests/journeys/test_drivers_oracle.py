"""The drivers equal what regressions written out make of the same customers; where ratings are imputed, within its chance."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pandas as pd
import pytest

from personagen.journeys import find_drivers, phases_table
from personagen.journeys.drivers import fitting
from personagen.journeys.drivers.design import Design
from personagen.journeys.drivers.fitting import fit_drivers
from personagen.language.words import words_in
from personagen.study import Study

from . import oracle
from .comparing import NO_RESEARCH, check_equal, count_made
from .drivers.test_fitting import PHASES, draw
from .logs import EMOTIONS, assigned
from .made import PLACES, made_study, moment, rows_of
from .oracle.contacts import MILLION
from .oracle.regressions import N_TABLES, fit

WORDS = words_in("en")
SCORES = {"outcome": {"from": "survey", "column": "Q1"}}
SENT = datetime(2026, 1, 12, tzinfo=UTC)


def driven_log(seed=5):
    """Customers who come to `use` where `compare` and `buy` went well, one making up for the other; a persona of few."""
    drawn = random.Random(seed)  # noqa: S311
    people = {
        f"{persona}-{i}": persona for persona, n in (("1", 420), ("2", 330), ("3", 60)) for i in range(n)
    }
    rows = []
    for who, persona in people.items():
        moods = [drawn.choice([-2, -1, 0, 1, 2]) for _ in range(3)]
        path = [
            ("ad", 0),
            *[("review", 1)] * (drawn.random() < 0.85),
            *[("shop", 2)] * (drawn.random() < 0.9),
        ]
        met = dict(path)
        compare, buy = (moods[place] if name in met else 0 for place, name in ((1, "review"), (2, "shop")))
        if drawn.random() < 1 / (1 + np.exp(-0.5 * compare - 0.5 * buy + 0.35 * compare * buy)):
            path += [
                ("app", 2),
                *[("post", 0)] * (persona != "3"),
            ]  # after the outcome, for which it can't count
        day = drawn.randint(0, 3)
        for touchpoint, place in path:
            day += drawn.randint(1, 4)
            # few of the smallest persona say how the first phase was
            is_silent = persona == "3" and touchpoint == "ad" and drawn.random() < 0.7
            answer = "" if is_silent else str(moods[place] + 3)
            rows.append((0, (who, moment(day, drawn.choice([0, 20])), touchpoint, "web", answer)))
    return rows_of(rows), people


@pytest.fixture(scope="module")
def driven(tmp_path_factory):
    rows, people = driven_log()
    study = made_study("2026-02-10")
    counts = count_made(tmp_path_factory.mktemp("driven"), rows, people, study)
    return counts, oracle.read_log(rows, study, people, PLACES, EMOTIONS), people, study


def check(counts, study, research, assignments, inputs, model, outcome):
    phases = phases_table(study, WORDS)
    found = find_drivers(counts, research, assignments, phases, study, WORDS)
    labels = dict(zip(phases["phase"], phases["label"], strict=True))
    expected = oracle.drivers(inputs, model, outcome, labels, study.privacy.minimum_cell)
    check_equal(found, expected, "drivers")
    assert {*found["model"]} == {model}
    assert {*found["outcome"]} == {outcome}
    return found.set_index(["persona", "phase"])


def test_drivers_of_a_phase_reached(driven):
    counts, log, _, study = driven
    inputs = oracle.driver_inputs(log)
    found = check(counts, study, NO_RESEARCH, assigned({}), inputs, "logistic", "reaching “Use”")
    assert found.loc[[("all", "compare"), ("all", "buy")], "makes_up"].tolist() == ["yes", "yes"]
    assert found.loc[("all", "see"), "makes_up"] == "untold"
    assert found["effect"].isna().any()  # of the smallest persona


@pytest.mark.parametrize(("levels", "is_contrary"), [(5, False), (2, False), (5, True)])
def test_drivers_of_a_score_that_was_sent_in(driven, levels, is_contrary):
    counts, log, people, study = driven
    answers = answers_of(log, levels, is_contrary=is_contrary)
    # two people sent in answers for one of the customers: nobody knows whose the journey is
    twice = assigned({"1-0": "1"}).assign(respondent_id="r_1-1")
    assignments = pd.concat([assigned(people).query("respondent_id != 'r_1-1'"), twice])
    research = replace(NO_RESEARCH, respondents=answers, answers=answers[["liking"]])
    scores = {
        row.respondent_id.removeprefix("r_"): (
            float(row.liking == 2 if levels == 2 else 6 - row.liking),
            None if pd.isna(row.submitted_at) else row.submitted_at.value // 1000,
        )
        for row in answers.dropna(subset=["liking"]).itertuples()
        if row.respondent_id not in ("r_1-0", "r_1-1")
    }
    inputs = oracle.driver_inputs(log, scores)
    model = "logistic" if levels == 2 else "linear"
    found = check(counts, scored(study), research, assignments, inputs, model, "“Liking”")
    everybody = found.loc["all"]
    assert [*everybody.index] == [*log.phases]
    assert (everybody.loc["buy", "effect"] < 0) == is_contrary
    if is_contrary:  # then nothing makes up for anything, though the interaction is clear
        assert (everybody.loc[["compare", "buy"], "high"] < 0).all()
        assert everybody.loc["buy", "interaction_low"] > 0
        assert {*found["makes_up"]} == {"untold"}


def answers_of(log, levels, *, is_contrary):
    """Answers, 1 the best of ``levels``, of those who liked `buy` more or less; some blank, some sent in early.

    Contrary people like best what went badly, in `compare` as well.
    """
    drawn = random.Random(levels)  # noqa: S311
    rows = []
    for customer in log.customers:
        felt = {c.phase: c.valence / MILLION for c in customer.contacts if c.valence is not None}
        compare, buy = felt.get(1, 0), felt.get(2, 0)
        mood = compare * buy - compare - buy if is_contrary else buy
        mood += drawn.gauss(0, 0.8)
        answer = (5 if mood < 0 else 2) if levels == 2 else min(5, max(1, round(3 - mood)))
        sent = None if drawn.random() < 0.3 else SENT + timedelta(days=drawn.randint(-8, 8))
        is_blank = customer.name not in ("1-0", "1-1") and drawn.random() < 0.1
        rows.append((f"r_{customer.name}", sent, None if is_blank else float(answer)))
    table = pd.DataFrame(rows, columns=["respondent_id", "submitted_at", "liking"])
    return table.assign(submitted_at=pd.to_datetime(table["submitted_at"], utc=True))


def people_of(group: Design) -> pd.DataFrame:
    columns = {"persona": group.persona, "y": group.y}
    for place, phase in enumerate(group.phases):
        columns |= {f"met_{phase}": group.met[:, place], f"felt_{phase}": group.felt[:, place]}
    return pd.DataFrame(columns)


def with_score(group: Design) -> Design:
    noise = np.random.default_rng(8).normal(size=len(group.y))
    return replace(group, y=7 + 2 * (group.y + 0.4 * np.nan_to_num(group.felt[:, 0]) + noise))


def both_fits(group, model, pair):
    return fit_drivers(group, model, [1], pair), fit(people_of(group), PHASES, model, pair)


# how many phases the people of a yes or no are enough for
WHOLE = [
    (draw(1, 300, unrated=0.0), 3),
    (draw(2, 400, unrated=0.0, unmet=0.0), 3),
    (draw(4, 62, unrated=0.0, unmet=0.6), 2),
    (draw(13, 60, unrated=0.0, unmet=0.5), 2),  # 26 met `use`
    (draw(15, 36, unrated=0.0, unmet=0.1), 1),
    (draw(6, 2400, unrated=0.2), 3),  # those who rated all are many
]


@pytest.mark.parametrize("model", ["logistic", "linear"])
@pytest.mark.parametrize("pair", [None, ("buy", "use"), ("see", "buy")])
@pytest.mark.parametrize(("group", "n_phases"), WHOLE)
def test_regressions_where_no_rating_is_missing(group, n_phases, model, pair):
    found, expected = both_fits(group if model == "logistic" else with_score(group), model, pair)
    if pair is None and model == "logistic":
        assert len(found.phases) == n_phases
    if found is None or expected is None:
        assert found is expected
        return
    check_fit(found, expected)


def check_fit(found, expected):
    assert (found.phases, found.n) == (expected.phases, expected.n)
    for name in ("estimate", "se", "df"):
        assert getattr(found.pooled, name) == pytest.approx(getattr(expected, name), rel=1e-9, abs=1e-12)


def test_regressions_of_people_of_whom_some_can_tell_nothing():
    group = draw(9, 900, unrated=0.0)
    persona = group.persona.copy()
    persona[::9] = "3"  # all of them have the outcome, as have all who didn't meet `use`
    y = np.where((persona == "3") | ~group.met[:, 2], 1.0, group.y)
    never_alone = group.met.copy()
    never_alone[:, 1] = group.met[:, 2]  # who didn't meet one phase didn't meet the other
    felt = np.where(never_alone, group.felt, np.nan)
    for each in (replace(group, persona=persona, y=y), replace(group, met=never_alone, felt=felt)):
        check_fit(*both_fits(each, "logistic", None))


def test_regressions_that_the_data_cannot_tell():
    group = draw(2, 200, unrated=0.0, unmet=0.0)
    split = replace(group, y=(group.felt[:, 0] > 0).astype(float))
    assert both_fits(split, "logistic", None) == (None, None)
    assert both_fits(replace(group, y=np.ones(200)), "logistic", None) == (None, None)


@pytest.mark.parametrize("model", ["logistic", "linear"])
@pytest.mark.parametrize(("pair", "unmet"), [(None, 0.5), (("buy", "use"), 0.2)])
def test_regressions_of_imputed_ratings(pair, unmet, model, monkeypatch):
    monkeypatch.setattr(fitting, "_TABLES", N_TABLES)
    group = draw(3, 400, (0.0, 0.5, 1.0), unrated=0.5, unmet=unmet, lean=0.0)
    found, expected = both_fits(group if model == "logistic" else with_score(group), model, pair)
    assert (found.phases, found.n) == (expected.phases, expected.n)
    # both are drawn: four standard errors of the difference of two means, and of two variances, of so many tables
    apart = np.sqrt(2 * expected.between / N_TABLES)
    assert (np.abs(found.pooled.estimate - expected.estimate) < 4 * apart).all()
    told = np.abs(found.pooled.se**2 - expected.se**2)
    assert (told < 4 * expected.between * np.sqrt(4 / N_TABLES)).all()
    assert found.pooled.df == pytest.approx(expected.df, rel=0.25)


def scored(study: Study) -> Study:
    """The study with an outcome that the survey asked, on a scale that runs the other way."""
    given = study.model_dump(by_alias=True, exclude_unset=True)
    asked = {
        "from": "survey",
        "column": "Q1",
        "type": "likert",
        "scale": [1, 5],
        "reverse": True,
        "label": "Liking",
    }
    return Study.model_validate({**given, **SCORES, "variables": {"psychographic": {"liking": asked}}})
