"""The column with what a customer is worth: read as a number, whether or not it is a variable."""

import pytest

from personagen.errors import DataError
from personagen.ingest import ingest_research
from tests.ingest.tables import linked_study, text_table

TEXTS = {
    "survey": text_table("survey", "id,x\na,1\nb,2\nc,3\n"),
    "analytics": text_table("analytics", "customer,visits,revenue\nk1,3,120.50\nk2,5,\nk3,1,40\n"),
    "links": text_table("links", "who,customer\na,k1\nb,k2\n"),
}


def test_the_amount_of_linked_customers():
    found = ingest_research(linked_study(value={"from": "analytics", "column": "revenue"}), TEXTS)
    assert found.answers["value"].tolist()[:1] == [120.5]
    assert found.answers["value"].isna().tolist() == [False, True, True]
    assert found.states["value"].tolist() == ["answered", "no_answer", "not_linked"]
    assert found.customers["value"].tolist()[::2] == [120.5, 40.0]


def test_a_faulty_amount_is_told_by_the_key_of_the_value():
    wrong = text_table("analytics", "customer,visits,revenue\nk1,3,much\nk2,5,more\nk3,1,40\n")
    with pytest.raises(DataError, match="do not fit number") as caught:
        ingest_research(
            linked_study(value={"from": "analytics", "column": "revenue"}), TEXTS | {"analytics": wrong}
        )
    assert caught.value.problems[0].where == "value.column"
    assert "much" not in str(caught.value)


def test_a_column_that_is_not_there_is_named():
    with pytest.raises(DataError, match='no column "revenu"') as caught:
        ingest_research(linked_study(value={"from": "analytics", "column": "revenu"}), TEXTS)
    assert 'Did you mean "revenue"' in str(caught.value)


def test_a_column_that_is_a_variable_is_read_once():
    found = ingest_research(linked_study(value={"from": "analytics", "column": "visits"}), TEXTS)
    assert "value" not in found.answers
    assert found.answers["visits"].tolist()[:2] == [3, 5]
