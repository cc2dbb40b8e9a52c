"""What a row of a touchpoint log must be, once its cells are read: the Pandera schema of all that counts as wrong.

The engine compiles its row rules from this schema (`engine.rules`), as large logs don't fit in memory. Reading cells by the
grammar below belongs to each engine.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import pandera.pandas as pa

from personagen.contracts.answers import TIME

BLANKS = ("na", "n/a", "nan", "null", "none")  # how tools write an empty cell
FIRST, LAST = datetime(1970, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)  # before LAST
REPEATED, SKIPPED = 1, 2  # hours of local time, as clocks change; 0 is any other
# a stamp as in ISO 8601, to the minute or finer, or a day; parts of one digit and slashes in the date are read too.
# Every engine reads by these, as what an engine takes for a time by itself differs: "2026", "epoch", "10:00 PM"
_DATE = "[0-9]{4}(-[0-9]{1,2}-|/[0-9]{1,2}/)[0-9]{1,2}"
DAY_END = "[T ]24:00(:00([.]0{1,9})?)?"
_CLOCK = f"([T ]([01]?[0-9]|2[0-3]):[0-5]?[0-9](:[0-5]?[0-9]([.][0-9]{{1,9}})?)?|{DAY_END})"
ZONE = "(Z| UTC|[+-](0[0-9]|1[0-4])(:?[0-5][0-9])?)"
LOCAL_STAMP, ZONED_STAMP = f"{_DATE}{_CLOCK}?", f"{_DATE}{_CLOCK}{ZONE}"
# by themselves engines take more for a number: 1_000, 1d, 0x1p3
_SPACE = r"[ \t\n\x0B\f\r]*"
NUMBER = f"{_SPACE}[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][+-]?[0-9]+)?{_SPACE}"
NOT_NULLABLE = "not_nullable"  # what Pandera calls the check that nothing is blank


@dataclass(frozen=True)
class Fault:
    """What is told of a broken check.

    Parameters
    ----------
    reason, mend
        What is wrong and what to do.
    quarantines
        Whether the row can't be a contact; else it is used, a bad cell blank.
    """

    reason: str
    mend: str
    quarantines: bool = False


def _needed(fault: str, dtype: str, *checks: pa.Check) -> pa.Column:
    """Return a column whose blank cells break the check ``fault``."""
    return pa.Column(dtype, [*checks], metadata={NOT_NULLABLE: fault})


def _valence(fault: str) -> pa.Column:
    """Return a column of valences, where there are any; infinite where a cell is filled with something else."""
    return pa.Column("float64", pa.Check.in_range(-1, 1, error=fault), nullable=True)


# the published name of a check is its error: Pandera's own name says of what kind it is
LOG_ROW = pa.DataFrameSchema(
    {
        "customer": _needed("customer_empty", "str"),
        "at": _needed(
            "time_unreadable",
            TIME,
            pa.Check.in_range(FIRST, LAST, include_max=False, error="time_unreadable"),
        ),
        "touchpoint": _needed("touchpoint_empty", "str"),
        # linear from the declared scale
        "satisfaction": _valence("satisfaction_off_scale"),
        "expectation": _valence("expectation_off_scale"),
        # of the word in the study's list
        "emotion": _valence("emotion_unknown"),
        "hour": pa.Column(
            "int64",
            [pa.Check.ne(REPEATED, error="hour_repeated"), pa.Check.ne(SKIPPED, error="hour_skipped")],
            nullable=True,
            metadata={"role": "at"},
        ),
    },
    name="touchpoints",
)
FAULTS = {
    "customer_empty": Fault(
        "the customer is empty",
        "Fill in the customer, or leave such rows out of the export.",
        quarantines=True,
    ),
    "time_unreadable": Fault(
        "the time can't be read",
        "Write times as 2026-06-30 14:05:00, or name their pattern as csv: {dates: ...}.",
        quarantines=True,
    ),
    "touchpoint_empty": Fault(
        "the touchpoint is empty",
        "Fill in the touchpoint, or leave such rows out of the export.",
        quarantines=True,
    ),
    "satisfaction_off_scale": Fault(
        "the rating is no number on the declared scale", "Correct the rating, or the scale in the study."
    ),
    "expectation_off_scale": Fault(
        "the expectation is no number on the declared scale",
        "Correct the expectation, or the scale in the study.",
    ),
    "emotion_unknown": Fault(
        "the emotion word is not in the list",
        "Add the word and its valence (-1 to 1) to the list of emotions: the CSV of emotion.words.",
    ),
    "hour_repeated": Fault(
        "the hour occurs twice, as clocks went back",
        "Nothing needs doing; the first is meant. Export times with an offset to tell them apart.",
    ),
    "hour_skipped": Fault(
        "the hour doesn't exist, as clocks went forward",
        "Nothing needs doing; the time is shifted forward. Check the time zone of the log.",
    ),
}
