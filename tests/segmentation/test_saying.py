"""The verdict's reason, in words."""

import pandas as pd
import pytest

from personagen.language import words_in
from personagen.report.info import REASONS
from personagen.segmentation import say_verdict

ROW = {
    "k": 5,
    "verdict": "constructed",
    "eligible_k": 3,
    "data_k": 3,
    "data_verdict": "natural",
    "p_continuum": None,
    "p_unrelated": None,
    "restarts_at_best": 0.4,
    "misfit": 0.02,
    "reason": "given",
    "runner_up": 3,
}


def test_a_persons_k_wins_and_the_data_are_heard():
    said = say_verdict(pd.DataFrame([ROW]), "given", words_in("en"))["reason"].iloc[0]
    assert said == "The researcher chose 5 groups; the data point to 3 (natural groups). Next best: 3."


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("reason", [r for r in REASONS if r not in ("segments_given", "kept")])
def test_every_reason_has_words(language, reason):
    row = ROW | {"runner_up": None}
    said = say_verdict(pd.DataFrame([row]), reason, words_in(language))["reason"].iloc[0]
    assert said.startswith(("Geen", "No", "De", "The", "5"))
    assert said.endswith(".")
    assert "{" not in said
