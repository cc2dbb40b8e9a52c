"""Names in the sources are known for masking, and go no further."""

from __future__ import annotations

import pickle

import pytest

from personagen.contracts import Research
from personagen.ingest import ingest_research
from tests.ingest.tables import CODEBOOK, study_file, text_table

INTERVIEWS = {
    "files": ["interviews.csv"],
    "respondent": "deelnemer",
    "code": "code",
    "quote": "fragment",
    "may_quote": "consent",
    "codebook": "codebook.csv",
}
TEXTS = {
    "survey": "id,x,Voornaam,Achternaam,Productnaam\nr1,1,Sjoerd,de Vries,Lamp\nr2,2,Fenna,Dijkstra,Stoel\n",
    "interviews": "deelnemer,code,fragment,consent,Naam\nr1,fast,Snel,ja,Sjoerd de Vries\nr2,fast,Vlug,ja,Fenna Dijkstra\n",
    "codebook": CODEBOOK,
}


def ingest(texts: dict[str, str], **interviews: str | None) -> Research:
    study = study_file(
        interviews=INTERVIEWS | interviews,
        variables={"demographic": {"x": {"from": "survey", "type": "number"}}},
    )
    return ingest_research(study, {name: text_table(name, content) for name, content in texts.items()})


def test_names_of_all_sources_are_collected_and_nothing_else():
    expected = {"Sjoerd", "Fenna", "de Vries", "Dijkstra", "Sjoerd de Vries", "Fenna Dijkstra"}
    assert ingest(TEXTS).names == expected


def test_they_stand_in_no_table_and_no_message():
    research = ingest(TEXTS)
    tables = {key: value for key, value in vars(research).items() if key != "names"}
    assert b"Sjoerd" not in pickle.dumps(tables)
    assert "Sjoerd" not in repr(research)


@pytest.mark.parametrize("left_out", ["quote", "may_quote"])
def test_without_quotes_to_show_no_name_is_kept(left_out):
    assert ingest(TEXTS, **{left_out: None}).names == frozenset()


def test_interviewees_numbered_by_their_names_are_known():
    texts = TEXTS | {
        "survey": "id,x\nSjoerd,1\nFenna,2\n",
        "interviews": "deelnemer,code,fragment,consent\nSjoerd,fast,Snel,ja\nFenna,fast,Vlug,ja\n",
    }
    assert ingest(texts).names == {"Sjoerd", "Fenna"}
