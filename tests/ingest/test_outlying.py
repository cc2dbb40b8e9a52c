"""Numbers far out of the rest are told, with line and column and nothing else, and used."""

from __future__ import annotations

import pandas as pd

from personagen.ingest import FAR_OUT, ingest_research
from tests.ingest.tables import faults, one, read_cells, study_file, table_of

AGES = [str(20 + i) for i in range(60)]


def test_an_age_of_430_is_told_where_no_range_is_given_and_counts():
    research = read_cells([*AGES, "430"], "number")
    assert faults(research) == [("x", 62, FAR_OUT, False)]
    assert research.answers["x"].max() == 430
    (fault,) = research.fault_rows.to_dict(orient="records")
    assert fault["reason"] == "430 lies far out of the rest, half of which lie from 35 to 65"
    assert "variables.demographic.x" in fault["mend"]
    assert "a60" not in str(fault)


def test_a_range_settles_it():
    assert faults(read_cells([*AGES, "430"], "number", scale=[0, 500])) == []
    assert faults(read_cells([*AGES, "430"], "number", scale=[0, 120])) == [("x", 62, "scale", True)]


def test_a_tail_is_no_slip():
    """Three of 63 are more than a slip or two; of a count that most have none of nothing is far out."""
    assert faults(read_cells([*AGES, "430", "431", "432"], "number")) == []
    assert faults(read_cells(["0"] * 60 + ["9"], "count")) == []


def test_counts_are_compared_by_their_logarithms():
    """Ten times as many visits as most is a lot and happens; ten thousand times is a slip."""
    visits = [str(3 + i % 6) for i in range(60)]
    assert faults(read_cells([*visits, "30"], "count")) == []
    assert faults(read_cells([*visits, "30"], "number")) == [("x", 62, FAR_OUT, False)]
    assert faults(read_cells([*visits, "50000"], "count")) == [("x", 62, FAR_OUT, False)]


def test_rows_that_do_not_count_are_not_looked_at():
    survey = {"files": ["survey.csv"], "respondent": "id", "complete": {"column": "done", "is": ["yes"]}}
    frame = pd.DataFrame(
        {"id": [f"a{i}" for i in range(61)], "x": [*AGES, "430"], "done": ["yes"] * 60 + ["no"]}, dtype="str"
    )
    place = study_file(survey=survey, variables=one("number"))
    assert faults(ingest_research(place, {"survey": table_of("survey", frame)})) == []
