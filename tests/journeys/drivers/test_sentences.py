"""The sentences of drivers: in the language asked for, with names in quotation marks."""

import pandas as pd
import pytest

from personagen.contracts.opportunities import DRIVERS
from personagen.journeys import say_drivers
from personagen.language import words_in
from personagen.study import Study

PHASES = pd.DataFrame({"phase": ["use", "renewal"], "label": ["Use", "Renewal"]})
ROW = {
    "persona": "all",
    "phase": "use",
    "outcome": "het bereiken van “Verlenging”",
    "model": "logistic",
    "effect": 0.6931,
    "low": 0.5,
    "high": 0.9,
    "p": 0.001,
    "p_adjusted": 0.001,
    "n": 200,
    "evidence": "strong",
    "makes_up": "untold",
    "sentence": "Een betere beleving",
    "suppressed": False,
}


@pytest.fixture
def study():
    return Study.model_construct(outcome=type("Outcome", (), {"phase": "renewal"})())


def test_drivers_are_said_again_in_another_language(study):
    said = say_drivers(DRIVERS.conform(pd.DataFrame([ROW])), PHASES, study, words_in("en"))
    assert said["outcome"].tolist() == ["reaching “Renewal”"]
    (sentence,) = said["sentence"]
    assert sentence.startswith(
        "A better experience of “Use” goes with a greater chance of reaching “Renewal”"
    )
    assert "2.0 times" in sentence  # exp(0.6931)


def test_no_drivers_need_no_outcome():
    study = Study.model_construct(outcome=None)
    assert say_drivers(DRIVERS.empty(), PHASES, study, words_in("nl")).empty
