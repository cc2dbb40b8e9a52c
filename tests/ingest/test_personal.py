"""A variable that names a column of personal data by mistake is refused, without telling anybody's; asked for, it is read."""

from __future__ import annotations

import pytest

from personagen.errors import DataError
from personagen.exports import read_sources
from personagen.ingest import ingest_research
from personagen.study import read_study
from tests.promises.small_study import SmallStudy, make_small_study

PERSONAL = {
    "email": lambda at, _: f"person{at}@geheim.example",
    "phone": lambda at, _: f"06-{12340000 + at}",
    "iban": lambda at, _: f"NL91ABNA{4171640000 + at}",
    "postcode": lambda at, _: f"{1000 + at} AB",
    "ip_address": lambda at, _: f"192.0.2.{at}",
    "location": lambda at, _: f"52.{370 + at}, 4.{890 + at}",
    "geboortedatum": lambda at, _: f"{1 + at % 28}-{1 + at % 12}-1980",
    "bsn": lambda at, _: f"{123456000 + at}",
    "achternaam": lambda at, _: f"Jansen{'abcdefghij'[at % 10]}",
}


@pytest.fixture
def study(tmp_path) -> SmallStudy:
    return make_small_study(tmp_path / "small")


def naming(study: SmallStudy, column: str, source: str = "survey", more: str = "") -> SmallStudy:
    study.fill(f"raw/{source}.csv", column, PERSONAL[column])
    line = f"    {column}: {{from: {source}, type: nominal, role: descriptor{more}}}"
    return study.edit("variables:\n  demographic:\n", f"variables:\n  demographic:\n{line}\n")


def read(study: SmallStudy):
    file = read_study(study.path)
    return ingest_research(file, read_sources(file))


@pytest.mark.parametrize("source", ["survey", "analytics"])
@pytest.mark.parametrize("column", PERSONAL)
def test_a_personal_column_is_refused_with_its_place_and_a_mend(study, column, source):
    with pytest.raises(DataError) as refused:
        read(naming(study, column, source))
    said = str(refused.value)
    assert f'"{column}" of {source} seems to hold' in said
    assert "personal: true" in said
    assert "study.yaml" in said
    assert PERSONAL[column](3, {}) not in said


def test_what_is_asked_for_is_read(study):
    assert "postcode" in read(naming(study, "postcode", more=", personal: true")).answers


def test_what_no_variable_names_stays_outside(study):
    assert "email" in study.rows("raw/survey.csv")[0]
    research = read(study)
    assert not [column for column in research.answers if "mail" in column]
