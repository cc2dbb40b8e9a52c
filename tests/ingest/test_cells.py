"""Cells: numbers, dates, levels, codes."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from personagen.errors import DataError
from personagen.ingest.dates import DateFormat, parse_date
from personagen.ingest.numbers import parse_number, settle_marks
from tests.ingest.tables import faults, read_cells

NUMBERS = [
    (["1", "2,5", "3"], {}, [1, 2.5, 3]),
    (["1.234,5", "12"], {}, [1234.5, 12]),
    (["1,234.5", "12"], {}, [1234.5, 12]),
    (["1.234", "12,5"], {}, [1234, 12.5]),
    (["1.234", "5"], {"csv": {"decimal": "."}}, [1.234, 5]),
    (["1.234", "5"], {"csv": {"decimal": ","}}, [1234, 5]),
    (["1.234", "5"], {"csv": {"thousands": "."}}, [1234, 5]),
    (["1.234", "5"], {"dialect": {"decimal": ","}}, [1234, 5]),
    (["€ 12,50", "3%"], {}, [12.5, 3]),
    (["1 234,5", "1'000,0"], {}, [1234.5, 1000]),
    (["+4", "\u22122", ".5"], {}, [4, -2, 0.5]),
    (["1e3", "2"], {}, [1000, 2]),
    (["", "7"], {}, [math.nan, 7]),
    (["-99", "-99,0", "7,5"], {"missing": [-99]}, [math.nan, math.nan, 7.5]),
    (["veel", "7"], {"values": {"veel": 12}}, [12, 7]),
]


@pytest.mark.parametrize(("cells", "more", "expected"), NUMBERS)
def test_numbers_are_read_as_people_write_them(cells, more, expected):
    answers = read_cells(cells, "number", **more).answers["x"]
    pd.testing.assert_series_equal(answers, pd.Series(expected, dtype="float64"), check_names=False)


@pytest.mark.parametrize(
    "cell", ["\u0663", "1.2.3", "12-", "nan", "inf", "1,23,4", "--1", "1_000", "0x1F", "1e999"]
)
def test_what_is_no_number_goes_to_quarantine(cell):
    research = read_cells([cell, "1", "2"], "number")
    assert faults(research) == [("x", 2, "number", True)]
    assert list(research.respondents["respondent_id"]) == ["a1", "a2"]


def test_numbers_that_can_be_read_in_two_ways_are_asked_about():
    with pytest.raises(DataError, match=r"x.*two ways.*line 2.*csv: \{decimal") as caught:
        read_cells(["1.234", "2.500"], "number")
    assert caught.value.problems[0].where == "variables.demographic.x"


@given(st.floats(-1e9, 1e9).map(lambda x: round(x, 2)))
def test_a_number_survives_writing_it_the_dutch_way(number):
    written = f"{number:,.2f}".translate(str.maketrans(",.", ".,"))
    marks = settle_marks([written, "0,5"])
    assert marks is not None
    assert parse_number(written, marks) == number


DATES = [
    (["2026-03-01", "2026-12-31"], {}, ["2026-03-01", "2026-12-31"]),
    (["1-3-2026", "31-12-2026"], {}, ["2026-03-01", "2026-12-31"]),
    (["1-3-2026", "2-3-2026"], {}, ["2026-03-01", "2026-03-02"]),
    (["1.3.2026", "2.3.2026"], {}, ["2026-03-01", "2026-03-02"]),
    (["1/3/2026", "13/3/2026"], {}, ["2026-03-01", "2026-03-13"]),
    (["3/1/2026", "3/13/2026"], {}, ["2026-03-01", "2026-03-13"]),
    (["1/3/26", "13/3/26"], {}, ["2026-03-01", "2026-03-13"]),
    (["1/3/2026", "2/3/2026"], {"dialect": {"dates": "%m/%d/%Y"}}, ["2026-01-03", "2026-02-03"]),
    (["1/3/2026", "2/3/2026"], {"csv": {"dates": "%d/%m/%Y"}}, ["2026-03-01", "2026-03-02"]),
    (["2026-03-01T10:00:00Z", "2026-03-01 10:00+02:00"], {}, ["2026-03-01 10:00", "2026-03-01 08:00"]),
    (["3/13/26 1:05 PM", "3/14/26 12:00 am"], {}, ["2026-03-13 13:05", "2026-03-14"]),
    (["20260301", ""], {"csv": {"dates": "%Y%m%d"}}, ["2026-03-01", None]),
]


@pytest.mark.parametrize(("cells", "more", "expected"), DATES)
def test_dates_are_read_in_the_format_of_their_column(cells, more, expected):
    answers = read_cells(cells, "date", **more).answers["x"]
    assert answers.tolist() == pd.to_datetime(pd.Series(expected), utc=True, format="ISO8601").tolist()


def test_dates_in_three_formats_are_refused_with_their_lines():
    with pytest.raises(DataError, match="in 3 formats") as caught:
        read_cells(["2026-03-01", "1-3-2026", "3/28/2026", "2026-03-02"], "date")
    for said in ("%Y-%m-%d (2 rows, first survey.csv, line 2)", "line 3", "line 4", "one format"):
        assert said in str(caught.value)


def test_dates_that_can_be_day_or_month_first_are_asked_about():
    with pytest.raises(DataError, match=r"day first or month first.*line 2.*dates: '%d/%m/%Y'"):
        read_cells(["1/3/2026", "2/3/2026"], "date")


@pytest.mark.parametrize(
    "cell", ["31-2-2026", "1-3-2026 25:00", "32-1-2026", "gisteren", "1-3-2026 13:00 pm"]
)
def test_what_is_no_date_goes_to_quarantine(cell):
    assert faults(read_cells([cell, "13-3-2026", "14-3-2026"], "date")) == [("x", 2, "date", True)]


def test_a_stamp_without_zone_is_local_time_and_a_bare_day_stays_that_day():
    form = DateFormat("Ymd", "-")
    assert parse_date("2026-07-01 01:00", form, "Europe/Amsterdam") == pd.Timestamp(
        "2026-06-30 23:00", tz="UTC"
    )
    assert parse_date("2026-07-01", form, "Europe/Amsterdam") == pd.Timestamp("2026-07-01", tz="UTC")


LEVELS = [
    ("nominal", ["Utrecht", "Zeeland"], {}, ["Utrecht", "Zeeland"]),
    ("nominal", ["1", "2"], {"values": {"1": "man", "2": "vrouw"}}, ["man", "vrouw"]),
    (
        "nominal",
        ["1,0", "2"],
        {"values": {"1": 10, "2": 20}, "levels": ["10", "20"], "dialect": {"decimal": ","}},
        ["10", "20"],
    ),
    ("ordinal", ["laag", "hoog"], {"levels": ["laag", "hoog"]}, ["laag", "hoog"]),
    ("yes_no", ["Ja", "Nee"], {}, [True, False]),
    ("yes_no", ["1", "0"], {}, [True, False]),
    ("yes_no", ["true", "TRUE"], {"yes": [True], "no": [False]}, [True, True]),
    ("yes_no", ["often", "never"], {"yes": ["often"], "no": ["never"]}, [True, False]),
    ("yes_no", ["often", "No"], {"yes": ["often"]}, [True, False]),
    ("likert", ["5", "1"], {"scale": [5, 1]}, [5, 1]),
    ("likert", ["I love it!+5", "-4"], {"scale": [-5, 5], "values": {"I love it!+5": 5}}, [5, -4]),
    ("text", ["jan@example.org", "a"], {}, ["jan@example.org", "a"]),
]


@pytest.mark.parametrize(("kind", "cells", "more", "expected"), LEVELS)
def test_answers_have_the_type_of_their_variable(kind, cells, more, expected):
    research = read_cells(cells, kind, **more)
    assert research.answers["x"].tolist() == expected
    assert research.states["x"].tolist() == ["answered", "answered"]


def test_ordinal_levels_keep_their_order():
    answers = read_cells(["hoog", "laag", ""], "ordinal", levels=["laag", "midden", "hoog"]).answers["x"]
    assert answers.cat.ordered
    assert list(answers.cat.categories) == ["laag", "midden", "hoog"]
    assert answers.isna().tolist() == [False, False, True]


def test_no_answer_not_asked_and_no_are_three_things():
    research = read_cells(
        ["Nee", "weet niet", "nvt", "", "ja"], "yes_no", missing=["weet niet"], not_asked=["nvt"]
    )
    assert research.states["x"].tolist() == ["answered", "no_answer", "not_asked", "no_answer", "answered"]
    assert research.answers["x"].astype("object").tolist()[::4] == [False, True]
    assert research.answers["x"].isna().tolist() == [False, True, True, True, False]


FAULTY = [
    ("number", "abc", {}, "number", "3 characters"),
    ("number", "430", {"scale": [0, 99]}, "scale", "430 lies outside 0 to 99"),
    ("count", "-3", {}, "scale", "-3 is below 0"),
    ("likert", "6", {"scale": [1, 5]}, "scale", "6 lies outside 1 to 5"),
    ("likert", "eens", {"scale": [1, 5]}, "number", "4 characters"),
    ("ordinal", "9", {"levels": ["7", "8", "1", "2"]}, "level", "9 is none of the levels"),
    ("nominal", "Utrehct", {"levels": ["1", "2", "Utrecht"]}, "level", "7 characters"),
    ("yes_no", "misschien", {}, "yes_no", "9 characters"),
    ("yes_no", "never", {"yes": [1], "no": [2]}, "yes_no", "5 characters"),
    ("date", "Sint-Juttemis", {}, "date", "13 characters"),
]


@pytest.mark.parametrize(("kind", "cell", "more", "check", "said"), FAULTY)
def test_a_faulty_cell_takes_its_row_out_and_says_why(kind, cell, more, check, said):
    good = {"date": ["2026-01-01", "2026-01-02"]}.get(kind, ["1", "2"])
    if kind == "yes_no" and not more:
        good = ["ja", "nee"]
    research = read_cells([*good, cell], kind, **more)
    assert faults(research) == [("x", 4, check, True)]
    row = research.fault_rows.iloc[0]
    assert said in row["reason"]
    assert "Mend the cell" in row["mend"]
    kept = research.quarantine["survey"]
    assert kept[["_file", "_line", "id", "x"]].to_numpy().tolist() == [["survey.csv", 4, "a2", cell]]


def test_a_misspelt_level_is_guessed_and_free_text_never_shown():
    research = read_cells(["Utrecht", "Zeeland", "Utrehct"], "nominal", levels=["Utrecht", "Zeeland"])
    row = research.fault_rows.iloc[0]
    assert 'Did you mean "Utrecht"?' in row["mend"]
    assert "Utrehct" not in row["reason"] + row["mend"]


@pytest.mark.parametrize("cell", ["0612345678", "123456782", "jan@example.org", "Jan de Vries"])
def test_messages_show_no_text_that_could_be_personal(cell):
    research = read_cells(["1", "2", cell], "number", scale=[0, 99])
    assert cell not in "".join(research.fault_rows["reason"] + research.fault_rows["mend"])


def test_a_column_that_is_mostly_faulty_is_the_studys_fault():
    with pytest.raises(DataError, match=r"2 of 3 cells.*\"x\".*number.*survey.csv, line 2") as caught:
        read_cells(["laag", "hoog", "3"], "number")
    assert "laag" not in str(caught.value)


def test_one_faulty_answer_again_and_again_is_the_studys_fault():
    with pytest.raises(
        DataError, match=r"6 of 60 cells, all the same,.*0 lies outside 1 to 5.*list it as missing"
    ):
        read_cells(["3"] * 54 + ["0"] * 6, "likert", scale=[1, 5])


def test_several_wrong_columns_are_told_at_once():
    from tests.ingest.tables import study_file, text_table  # noqa: PLC0415 - one test needs them

    variables = {"demographic": {n: {"from": "survey", "type": "number"} for n in ("x", "y")}}
    from personagen.ingest import ingest_research  # noqa: PLC0415

    with pytest.raises(DataError) as caught:
        ingest_research(
            study_file(variables=variables), {"survey": text_table("survey", "id,x,y\na,q,r\nb,q,r\n")}
        )
    assert [p.where for p in caught.value.problems] == ["variables.demographic.x", "variables.demographic.y"]


def test_multi_in_one_column():
    research = read_cells(["web; winkel", "app", "", "geen"], "multi", separator=";", missing=["geen"])
    answers = research.answers
    assert list(answers.columns) == ["respondent_id", "x[app]", "x[web]", "x[winkel]"]
    assert answers.loc[:1, ["x[app]", "x[web]", "x[winkel]"]].to_numpy().tolist() == [
        [False, True, True],
        [True, False, False],
    ]
    assert answers.loc[2:, "x[web]"].isna().all()
    assert research.states["x"].tolist() == ["answered", "answered", "no_answer", "no_answer"]


def test_an_undeclared_choice_in_a_multi_is_a_fault():
    research = read_cells(["web;app", "web", "web;wbe"], "multi", separator=";", levels=["web", "app"])
    assert faults(research) == [("x", 4, "level", True)]
