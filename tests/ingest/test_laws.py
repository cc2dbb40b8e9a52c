"""Laws: row order changes nothing, and no row is lost, whatever is wrong with the rows."""

from __future__ import annotations

import pandas as pd
from hypothesis import event, given, settings
from hypothesis import strategies as st

from personagen.contracts import Research
from personagen.errors import DataError
from personagen.ingest import ingest_research
from personagen.study.file import StudyFile
from tests.ingest.tables import linked_study, study_file, table_of

# few ids, so that they meet again; bad cells, but seldom enough that the study isn't blamed for them
IDS = st.sampled_from(["", *"abcdefg", *"abcdefg"])
ROW = st.tuples(
    IDS,
    st.sampled_from(["1"] * 20 + ["0,5", "0", "x", ""]),
    st.sampled_from(["2026-01-01", "2026-01-02", "2026-01-03"] * 3 + ["", "later"]),
    st.sampled_from(["done"] * 4 + ["partial"]),
    st.sampled_from(["3"] * 10 + ["4", "5"] * 4 + ["9", "?", "nvt", ""]),
    st.sampled_from(["web;app", "web", ""] * 4 + ["wbe"]),
)
VARIABLES = {
    "psychographic": {"x": {"from": "survey", "type": "likert", "scale": [1, 5], "not_asked": ["nvt"]}},
    "behavioural": {"m": {"from": "survey", "type": "multi", "separator": ";", "levels": ["web", "app"]}},
}
SURVEY = {
    "files": ["survey.csv"],
    "respondent": "id",
    "weight": "w",
    "submitted_at": "sent",
    "complete": {"column": "status", "is": ["done"]},
}
COLUMNS = ["id", "w", "sent", "status", "x", "m"]


def ingested(place: StudyFile, frames: dict[str, pd.DataFrame]) -> Research | str:
    """Return the research, or the study keys that are refused."""
    try:
        found = ingest_research(place, {name: table_of(name, frame) for name, frame in frames.items()})
    except DataError as error:
        event("refused")
        return " ".join(sorted({str(problem.where) for problem in error.problems}))
    event("read")
    return found


def assert_adds_up(research: Research, frames: dict[str, pd.DataFrame]) -> None:
    rows = research.rows.set_index("source")
    parts = rows[["used", "quarantined", "duplicate", "excluded"]].sum(axis=1)
    assert rows["read"].tolist() == parts.tolist()
    assert rows["read"].to_dict() == {name: len(frames[name]) for name in rows.index}
    assert rows.loc["survey", "used"] == len(research.respondents)
    held = {name: len(table) for name, table in research.quarantine.items()}
    assert held == {name: n for name, n in rows["quarantined"].items() if n}


def assert_same(one: Research | str, other: Research | str) -> None:
    if isinstance(one, str) or isinstance(other, str):
        assert one == other
        return
    for name in ("respondents", "answers", "states", "links", "rows", "customers"):
        first, second = getattr(one, name), getattr(other, name)
        if first is not None:
            pd.testing.assert_frame_equal(first, second)
    counts = [r.fault_rows.groupby(["source", "check"]).size().to_dict() for r in (one, other)]
    assert counts[0] == counts[1]


@settings(max_examples=30)
@given(st.lists(ROW, min_size=1, max_size=25), st.randoms(use_true_random=False))
def test_row_order_changes_nothing_and_rows_add_up(rows, random):
    place = study_file(survey=SURVEY, variables=VARIABLES)
    shuffled = random.sample(rows, len(rows))
    frames = [{"survey": pd.DataFrame(some, columns=COLUMNS)} for some in (rows, shuffled)]
    results = [ingested(place, frame) for frame in frames]
    if not isinstance(results[0], str):
        assert_adds_up(results[0], frames[0])
    assert_same(*results)


@settings(max_examples=30)
@given(st.lists(ROW, min_size=1, max_size=20), st.randoms(use_true_random=False))
def test_without_ids_row_order_only_changes_the_numbers_of_rows(rows, random):
    place = study_file(survey=SURVEY | {"respondent": None, "weight": None}, variables=VARIABLES)
    shuffled = random.sample(rows, len(rows))
    one, other = (
        ingested(place, {"survey": pd.DataFrame(some, columns=COLUMNS)}) for some in (rows, shuffled)
    )
    if isinstance(one, str) or isinstance(other, str):
        assert one == other
        return
    pd.testing.assert_frame_equal(one.answers.iloc[:, 1:], other.answers.iloc[:, 1:])
    assert len(set(one.respondents["respondent_id"])) == len(one.respondents)
    # equal rows are different people
    assert one.rows["duplicate"].sum() == 0


# without these most examples would be refused, as nobody would be linked
SURE_PAIRS = [("h", "k9"), ("h", "k9")]
SURE_VISITS = [(f"k{n}", "1") for n in range(7, 15)]
PAIRS = st.lists(st.tuples(IDS, st.sampled_from(["", "k1", "k2", "k3", "k4", "k5"])), min_size=1, max_size=12)
VISITS = st.lists(
    st.tuples(
        st.sampled_from(["", "k1", "k2", "k3", "k4", "k5", "k6"]),
        st.sampled_from(["1", "2"] * 5 + ["-1", "x"]),
    ),
    min_size=1,
    max_size=12,
)


@settings(max_examples=30)
@given(PAIRS, VISITS, st.randoms(use_true_random=False))
def test_links_are_at_most_one_to_one_in_any_order(pairs, visits, random):
    survey = pd.DataFrame({"id": list("abcdefgh"), "x": list("12345678")}, dtype="str")
    results = []
    for order in (list, lambda rows: random.sample(rows, len(rows))):
        frames = {
            "survey": survey,
            "links": pd.DataFrame(order([*pairs, *SURE_PAIRS]), columns=["who", "customer"]),
            "analytics": pd.DataFrame(order([*visits, *SURE_VISITS]), columns=["customer", "visits"]),
        }
        results.append(ingested(linked_study(), frames))
        if isinstance(results[-1], Research):
            assert_adds_up(results[-1], frames)
            assert results[-1].links["respondent_id"].is_unique
            assert results[-1].links["customer_id"].is_unique
    assert_same(*results)
