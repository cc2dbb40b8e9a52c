"""The column with given segments: from either source, and customers as the people where there is no survey."""

from typing import Any

import pytest

from personagen.errors import DataError
from personagen.ingest import ingest_research
from tests.ingest.tables import study_file, text_table

SURVEY = "id,age,seg\na,31,1\nb,42,2\nc,53,\n"
ANALYTICS = "customer,visits,seg\na,3,Loyal\nb,5,\nx,7,New\n"
SOURCES = {
    "survey": {"files": ["survey.csv"], "respondent": "id"},
    "analytics": {"files": ["analytics.csv"], "customer": "customer"},
}
AGE = {"demographic": {"age": {"from": "survey", "type": "number"}}}
VISITS = {"behavioural": {"visits": {"from": "analytics", "type": "count"}}}


def read(source, variables, **parts: Any):
    file = study_file(
        segmentation={"given": {"from": source, "column": "seg"}}, variables=variables, **SOURCES | parts
    )
    texts = {"survey": text_table("survey", SURVEY), "analytics": text_table("analytics", ANALYTICS)}
    return ingest_research(file, {n: t for n, t in texts.items() if getattr(file.study, n)})


def test_segments_of_the_survey():
    found = read("survey", AGE, analytics=None)
    assert found.given.fillna("-").to_dict() == {"a": "1", "b": "2", "c": "-"}
    assert "seg" not in found.answers


def test_a_nominal_variable_of_the_column_names_its_codes():
    named = {"from": "survey", "column": "seg", "type": "nominal", "values": {"1": "Loyal", "2": "New"}}
    found = read("survey", AGE | {"psychographic": {"group": named | {"role": "descriptor"}}}, analytics=None)
    assert found.given.fillna("-").to_dict() == {"a": "Loyal", "b": "New", "c": "-"}


def test_segments_of_analytics_reach_respondents_by_their_link():
    found = read("analytics", AGE | VISITS)
    assert found.given.fillna("-").to_dict() == {"a": "Loyal", "b": "-", "c": "-"}


def test_without_a_survey_the_customers_are_the_people():
    found = read("analytics", VISITS, survey=None)
    assert found.respondents["respondent_id"].tolist() == ["a", "b", "x"]
    assert found.respondents["customer_id"].tolist() == ["a", "b", "x"]
    assert found.respondents["weight"].tolist() == [1, 1, 1]
    assert found.answers["visits"].tolist() == [3, 5, 7]
    assert found.states.columns.tolist() == ["respondent_id", "visits"]
    assert found.given.fillna("-").tolist() == ["Loyal", "-", "New"]
    assert found.rows.set_index("source").loc["analytics", ["read", "used"]].tolist() == [3, 3]
    assert found.rows["source"].tolist() == ["analytics"]


def test_a_column_that_is_not_there_is_named():
    file = study_file(segmentation={"given": {"from": "survey", "column": "segg"}}, variables=AGE)
    with pytest.raises(DataError, match='no column "segg"') as caught:
        ingest_research(file, {"survey": text_table("survey", SURVEY)})
    assert caught.value.problems[0].where == "segmentation.given.column"
    assert 'Did you mean "seg"' in str(caught.value)
