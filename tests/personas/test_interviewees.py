"""Interviewees outside the survey: their own persona, or everybody."""

from __future__ import annotations

import pandas as pd
import pytest

from personagen.personas import place_interviewees, summarise_codes
from personagen.study import Study
from tests.personas.cases import make_assignments, make_codebook, make_fragments, make_research

PERSONAS = pd.DataFrame(
    {
        "persona": ["1", "2"],
        "key": ["p-11111111", "p-22222222"],
        "name": ["Looks at the price", "Wants advice"],
    }
)
STUDY = Study.model_validate(
    {
        "study": "T",
        "language": "en",
        "survey": {"files": ["a.csv"], "respondent": "id"},
        "interviews": {"files": ["i.csv"], "respondent": "who", "code": "code", "persona": "group"},
    }
)
CODEBOOK = make_codebook(price=("goal", None))
# four respondents, two of each persona; r0 is interviewed, and five people from outside
ASSIGNMENTS = make_assignments(["1", "1", "2", None])


def research(*said: tuple[str, str | None]):
    fragments = make_fragments([(who, "price", "buy") for who, _ in said]).assign(
        persona=pd.Series([persona for _, persona in said], dtype="str")
    )
    return make_research({}, fragments, CODEBOOK, n=4)


def place(*said: tuple[str, str | None], personas=PERSONAS, reason="auto_eligible"):
    return place_interviewees(research(*said), ASSIGNMENTS, personas, STUDY, reason)


def persona_of(placed, who):
    return placed.assignments.set_index("respondent_id")["persona"].to_dict().get(who)


@pytest.mark.parametrize("said", ["Wants advice", "WANTS ADVICE", "p-22222222", "P-22222222"])
def test_a_name_or_a_key_gives_the_persona(said):
    placed = place(("z", said))
    assert persona_of(placed, "z") == "2"
    assert placed.fault_rows.empty


def test_people_of_the_survey_keep_their_assignment():
    placed = place(("r0", "Wants advice"), ("r3", "Wants advice"))
    assert placed.assignments.equals(ASSIGNMENTS)
    assert placed.fault_rows.empty


@pytest.mark.parametrize(("reason", "persona"), [("auto_eligible", None), ("given", None), ("kept", "2")])
def test_numbers_count_where_personas_last(reason, persona):
    placed = place(("z", "2"), reason=reason)
    assert persona_of(placed, "z") == persona
    assert len(placed.fault_rows) == (persona is None)


def test_given_segments_are_named_by_their_own_names_with_case_where_it_tells():
    given = pd.DataFrame(
        {"persona": ["VIP", "vip", "New"], "key": ["a", "b", "c"], "name": ["VIP", "vip", "New"]}
    )
    placed = place(
        ("x", "vip"), ("y", "VIP"), ("z", "new"), ("w", "Vip"), personas=given, reason="segments_given"
    )
    assert [persona_of(placed, who) for who in "xyzw"] == ["vip", "VIP", "New", None]


def test_unknown_and_contradicting_personas_are_told_with_their_line_and_without_the_text():
    placed = place(
        ("x", "Jan de Vries"), ("y", "Wants advise"), ("z", "Wants advice"), ("z", "Looks at the price")
    )
    assert placed.assignments.equals(ASSIGNMENTS)
    rows = placed.fault_rows
    assert rows[["line", "check"]].to_numpy().tolist() == [
        [2, "unknown_persona"], [3, "unknown_persona"], [4, "several_personas"], [5, "several_personas"],
    ]  # fmt: skip
    assert not rows["is_quarantined"].any()
    assert not rows.to_csv().count("Vries")
    assert rows["mend"][0] == "Write one of: Looks at the price; Wants advice."
    assert rows["mend"][1].startswith('Did you mean "Wants advice"?')


def test_they_count_for_their_persona_and_for_everybody():
    said = [("r0", None), ("z", "Looks at the price"), ("y", None), ("x", "Wants advice")]
    placed = place(*said)
    table = summarise_codes(research(*said), placed.assignments, STUDY)
    table = table[table["phase"] == "all"].set_index("persona")
    assert table["n_interviewed"].to_dict() == {"1": 2, "2": 1, "all": 4}


def test_without_the_column_nothing_changes():
    study = STUDY.model_copy(update={"interviews": STUDY.interviews.model_copy(update={"persona": None})})
    placed = place_interviewees(research(("z", None)), ASSIGNMENTS, PERSONAS, study, "kept")
    assert placed.assignments is ASSIGNMENTS
    assert placed.fault_rows.empty


def test_row_order_changes_nothing():
    said = [("z", "Wants advice"), ("x", "Looks at the price"), ("y", "nobody")]
    assert place(*said).assignments.equals(place(*said[::-1]).assignments)
