"""The touchpoint map to fill in: every touchpoint of the logs, and the phase it most likely belongs to."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from personagen.study.drafting.wordlists import holds, split_name, word_lists

COLUMNS = ("touchpoint", "phase", "label", "action", "moment_of_truth", "owner")


def guess_phase(touchpoint: str) -> str:
    """Return the phase of the six that the words of a touchpoint point to, or an empty string.

    Examples
    --------
    >>> guess_phase("checkout"), guess_phase("klantenservice_chat"), guess_phase("x17")
    ('buy', 'service', '')
    """
    words = split_name(touchpoint)
    found = (phase for phase, signs in word_lists()["phases"].items() if holds(words, signs))
    return next(found, "")


def write_map(touchpoints: Iterable[str]) -> str:
    """Return the map as CSV, touchpoints in alphabetical order."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for touchpoint in sorted(set(touchpoints)):
        label = touchpoint.replace("_", " ").strip().capitalize()
        writer.writerow([touchpoint, guess_phase(touchpoint), label, "", "", ""])
    return text.getvalue()
