"""A study that asks in three ways, and logs of it: drawn by Hypothesis, or planted so that every table has rows."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pandas as pd
from hypothesis import strategies as st

from personagen.study import Study

from .logs import COLUMNS, EMOTIONS, LOG, study_of

PHASES = ["see", "compare", "buy", "use"]
PLACES = {
    "ad": "see", "post": "see", "search": "see", "mail": "compare", "review": "compare",
    "basket": "buy", "shop": "buy", "till": "buy", "app": "use", "help": "use",
}  # fmt: skip
TRUTHS = ("till",)
ASKED = [("csat", [1, 5]), ("nps", [0, 10]), ("ces", [7, 1])]
# six answers on each scale, worst first
ANSWERS = [["1", "2", "3", "3.5", "4", "5"], ["0", "6", "7", "8", "9", "10"], ["7", "6", "5", "3", "2", "1"]]
# a persona of two is under every minimum
SEEN = {f"{persona}-{i}": persona for persona, n in (("1", 14), ("2", 10), ("3", 2)) for i in range(n)}
PEOPLE = {**SEEN, "f": "2", "-g": "1"}  # f is in no log, and g isn't linked
BOT = 12  # contacts in a day that no person has
START = datetime.fromisoformat("2026-01-01T23:10:00")


def made_study(cutoff: str | None = None, **journeys: Any) -> Study:
    """A study of three logs, at Amsterdam's time."""
    logs = [
        {
            **LOG,
            "files": [f"{kind}.csv"],
            "timezone": "Europe/Amsterdam",
            "satisfaction": {"column": "csat", "kind": kind, "scale": scale},
            "cutoff": cutoff,
        }
        for kind, scale in ASKED
    ]
    phases = [{"id": phase, "label": phase.title()} for phase in PHASES]
    rules = {"bots": {"contacts_per_day": BOT - 1}, **journeys}
    return study_of(
        *logs, phases=phases, journeys=rules, privacy={"minimum_cell": 3}, outcome={"phase": "use"}
    )


def rows_of(contacts: Sequence[tuple[int, tuple[str, ...]]]) -> pd.DataFrame:
    """The rows of all logs, with ``log``, and a row in each, as a log without rows is refused."""
    first = [(place, ("x9", "2026-01-01 10:00:00", "banner")) for place in range(len(ASKED))]
    filled = [(place, *row, *[""] * (len(COLUMNS) - len(row))) for place, row in (*first, *contacts)]
    return pd.DataFrame(filled, columns=["log", *COLUMNS])


def moment(day: int, minutes: int) -> str:
    """A stamp: the evenings of the days go on past midnight."""
    return (START + timedelta(days=day, minutes=minutes)).isoformat(" ")


@st.composite
def made_logs(draw: st.DrawFn) -> pd.DataFrame:
    """Contacts with ties and repeats, out of order, unmapped, unlinked, of bots, in short logs."""
    contacts = st.tuples(
        st.integers(0, len(ASKED) - 1),
        st.sampled_from([*SEEN, "x0", "x1", "x2"]),
        st.builds(moment, st.integers(0, 5), st.sampled_from([0, 20, 40, 50])),
        st.sampled_from([*PLACES, "ad", "shop", "till", "app", "banner"]),
        st.sampled_from(["web", "shop", ""]),
        st.integers(0, 5),
        st.sampled_from(["", "1", "3", "5"]),
        st.sampled_from(["", *EMOTIONS]),
    )
    drawn = draw(st.lists(contacts, min_size=90, max_size=160))
    # some are rated twice at the same moment and place, otherwise or in the same way; some aren't rated
    drawn += [(*contact[:5], place % 6, *contact[6:]) for place, contact in enumerate(drawn[:40])]
    rows = [
        (log, (who, at, place, channel, ANSWERS[log][answer] if answer != 2 else "", hope, word))
        for log, who, at, place, channel, answer, hope, word in drawn
    ]
    # as many contacts on one day, and on both sides of midnight, which no bot has had then
    busy = draw(st.dictionaries(st.sampled_from(["1-0", "x0"]), st.sampled_from([0, 44])))
    rows += [
        (0, (who, moment(1, begin + minute), "ad", "web", "1"))
        for who, begin in busy.items()
        for minute in range(BOT)
    ]
    return rows_of(draw(st.permutations(rows)))


def planted_log(n: int = 36, seed: int = 11) -> tuple[pd.DataFrame, dict[str, str]]:
    """Two personas of ``n`` customers who go the same way and feel otherwise, and who they are; some unlinked stroll."""
    drawn = random.Random(seed)  # noqa: S311
    people = {f"{persona}-{i}": persona for persona in "12" for i in range(n)}
    rows = []
    for who in (*people, *(f"x{i}" for i in range(n))):
        persona, mood, day = people.get(who), drawn.choice([0, 0, 1]), drawn.randint(0, 5)
        way = ["ad", "review", *["mail"] * (drawn.random() < 0.3), "shop", *["till"] * 2, "app"]
        path = way[: drawn.choice([1, 3, 4, 6, 7, 7, 7])] if persona else drawn.sample([*PLACES], 2)
        for touchpoint in path:
            day += drawn.randint(0, 3)
            is_good = (touchpoint == "shop") == (persona == "1")
            log = PHASES.index(PLACES[touchpoint]) % len(ASKED)
            answer = ANSWERS[log][4 * is_good + mood] if drawn.random() < 0.8 else ""
            channel = "shop" if touchpoint == "till" else drawn.choice(["web", "web", "shop", ""])
            word = drawn.choice(["", "glad" if is_good else "angry"])
            at = moment(day, drawn.choice([0, 20, 50]))
            rows.append((log, (who, at, touchpoint, channel, answer, "3", word)))
    rows += [(0, ("1-0", moment(2, minute), "banner")) for minute in range(3)]
    # a bot, and as many contacts on both sides of midnight
    for who, begin in (("2-0", 0), ("1-1", 44)):
        rows += [(0, (who, moment(2, begin + minute), "post", "web", "3")) for minute in range(BOT)]
    return rows_of(rows), people
