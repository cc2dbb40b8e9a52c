"""Opportunities in personas.yaml: offered, kept as people left them, and refused where they broke them."""

from __future__ import annotations

from pathlib import Path

import pytest

from personagen.contracts import Roster
from personagen.contracts.roster import FollowUp
from personagen.errors import StudyError
from personagen.language import words_in
from personagen.runs import add_to_roster, draft_roster
from personagen.runs.roster.reading import parse_roster
from tests.runs.rosters import FILE, as_file, roster
from tests.runs.test_roster import DRAFT, NEW, STYLES, lines_in_order

EN = words_in("en")
ASKED = {"use-app-p-1": "How might we make “App” better: # for “Ann”?", "help-all-p-2": "How might we … ?"}
OWN = """
# ours
opportunities:
  use-app-p-1:   # since May
    status: planned
    owner: "Kim"
    note: >
      Two
      lines.
  gone-shop-p-9: {status: done}
  empty:
"""


def test_a_draft_offers_each_under_its_question():
    drafted = draft_roster(roster({"p-1": ("Ann", 30.0)}), "Shop", EN, ASKED)
    read = parse_roster(drafted, FILE)
    assert read.opportunities == dict.fromkeys(ASKED, FollowUp())
    assert (
        "  # How might we make “App” better: # for “Ann”?\n  use-app-p-1:\n    status: open\n    owner:\n"
        in drafted
    )
    assert "open, planned, doing, done, dropped" in drafted.replace("\n# ", " ")
    assert drafted.index("personas:\n") < drafted.index("opportunities:\n") < drafted.index("portraits:\n")


def test_without_opportunities_the_draft_has_no_such_part():
    assert "opportunities" not in draft_roster(roster({"p-1": ("Ann", 30.0)}), "Shop", EN)


def test_what_people_wrote_is_read():
    assert parse_roster(DRAFT + OWN, FILE).opportunities == {
        "use-app-p-1": FollowUp("planned", "Kim", "Two lines."),
        "gone-shop-p-9": FollowUp("done"),
        "empty": FollowUp(),
    }


PARTS = {
    "none": "",
    "own": OWN,
    "blank": "opportunities:\n",
    "one line": "opportunities: {use-app-p-1: {status: done}, b: {note: x}} # all\n",
    "indented": "opportunities:\n      a:\n          status: doing\n      # about a\n\n# between\n",
}


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("style", STYLES)
def test_adding_keeps_what_stands_and_offers_what_is_new(style: str, part: str):
    text = STYLES[style]
    file = as_file(text + ("" if text.endswith("\n") else "\n") + PARTS[part])
    fresh = {key: question for key, question in ASKED.items() if key not in file.roster.opportunities}
    added = add_to_roster(file, NEW, EN, fresh)
    assert added is not None
    assert lines_in_order(file.content.decode(), added.decode())
    made = as_file(added).roster
    assert made.opportunities == file.roster.opportunities | dict.fromkeys(fresh, FollowUp())
    assert made.entries == (*file.roster.entries, *NEW.entries)
    again = add_to_roster(as_file(added), Roster(), EN, {})
    assert again == added


def test_adding_before_what_stands_at_the_end_leaves_that_where_it_is():
    file = as_file(OWN + DRAFT)
    added = add_to_roster(file, Roster(), EN, {"new": "How?"})
    assert added is not None
    text = added.decode()
    assert (
        text.index("  empty:\n")
        < text.index("  # How?\n  new:\n    status: open\n")
        < text.index("personas:\n")
    )


BROKEN = [
    (
        "  a:\n    status: planed\n",
        2,
        ['"planed"', 'Did you mean "planned"?', "open, planned, doing, done, dropped"],
    ),
    ("  a:\n    state: open\n", 2, ['"state"', 'Did you mean "status"?']),
    ("  a:\n    owner: [Kim]\n", 2, ["owner", "no text", "quotes"]),
    ("  a:\n    status: 3\n", 2, ["status", "no text"]),
    ("  a: planned\n", 1, ["says nothing", "status: planned"]),
    ("  - a\n", 0, ["by key"]),
    ("  a:\n    status: open\n  a:\n    status: done\n", 3, ["twice"]),
]


@pytest.mark.parametrize(("text", "line", "said"), BROKEN, ids=range(len(BROKEN)))
def test_what_people_broke_says_where_and_how_to_mend_it(text: str, line: int, said: list[str]):
    before = DRAFT + "opportunities:\n"
    with pytest.raises(StudyError) as caught:
        parse_roster(before + text, Path("personas.yaml"))
    assert caught.value.problems[0].line == before.count("\n") + line
    assert all(word in str(caught.value) for word in said), str(caught.value)
