"""Marked personal data, each piece its own, planted in every source of the small study; and how to find it again."""

from __future__ import annotations

import io
import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from tests.promises.runs import texts_in
from tests.promises.small_study import Row, SmallStudy, as_csv, as_gzip

WORD, DIGITS = "xqzv", "867530942"
# how each kind looks, with a number of its own
KINDS = {
    "email": lambda n: f"anna.{WORD}{n}@example.org",
    "phone": lambda n: f"+316{DIGITS}{n:03d}",
    "iban": lambda n: f"NL91ABNA{DIGITS}{n:03d}",
    "postcode": lambda n: f"8675 X{chr(65 + n // 26 % 26)}{chr(65 + n % 26)}"[:7],
    "ip": lambda n: f"86.75.30.{n % 256}",
    "location": lambda n: f"86.{DIGITS}{n}, 7.{DIGITS}{n}",
    "birth_date": lambda n: f"{1 + n % 28:02d}-{1 + n // 28 % 12:02d}-1867",
    "national_id": lambda n: f"{DIGITS}{n:03d}",
    "name": lambda n: f"Anna {WORD.title()}{chr(97 + n % 26)}{chr(97 + n // 26 % 26)}",
}
# what a consented quote may hold, as it is masked
MASKED = ("email", "phone", "iban", "postcode")
# any of the marks, in lower case
_MARKS = re.compile(
    rb"xqzv\w*|867530942\d*|8675 x[a-z]|86\.75\.30\.\d+|[0-9]{2}-[0-9]{2}-1867|1867-[0-9]{2}-[0-9]{2}"
)
SOURCES = ("survey", "interviews", "codebook", "analytics", "links", "log", "map", "emotions")


@dataclass
class Planted:
    """A study with marks, and how many stand in it by source and kind."""

    study: SmallStudy
    count: Counter[tuple[str, str]] = field(default_factory=Counter)
    n: int = 0

    def make(self, source: str, kind: str) -> str:
        """Return a piece of personal data with its own mark, counted."""
        self.n += 1
        self.count[source, kind] += 1
        return KINDS[kind](self.n)

    def id_of(self, source: str, cell: str) -> str:
        """Return somebody's name as their id: the same wherever they stand."""
        self.count[source, "id"] += 1
        return f"Anna {WORD}{cell}"


def marks_in(text: bytes) -> set[bytes]:
    """Return the marks that stand in some bytes."""
    return set(_MARKS.findall(text.lower()))


def found_in(folder: Path) -> dict[str, int]:
    """Return the files of a folder that hold marks, everything in them unpacked, with how many."""
    found: dict[str, set[bytes]] = {}
    for name, text in texts_in(folder):
        if marks := marks_in(text):
            found.setdefault(name, set()).update(marks)
    return {name: len(marks) for name, marks in sorted(found.items())}


def plant(study: SmallStudy, minimum: int) -> Planted:
    """Plant marks in every source: columns nobody names, ids, free text, quotes, faulty cells, rare words.

    The logs become two, one packed with gzip, one Parquet.
    """
    planted = Planted(study)
    ids = {"survey": "respondent", "interviews": "participant", "analytics": "customer", "log": "customer"}
    for source, column in ids.items():
        study.fill(f"raw/{source}.csv", column, lambda _, row, s=source, c=column: planted.id_of(s, row[c]))
    for column in ("respondent", "customer"):
        study.fill("raw/links.csv", column, lambda _, row, c=column: planted.id_of("links", row[c]))
    study.fill("raw/survey.csv", "remark", lambda at, _: _sentence(planted, "survey", tuple(KINDS), at))
    study.fill("raw/interviews.csv", "fragment", lambda at, row: _fragment(planted, at, row))
    for source in SOURCES:
        _add_unnamed(planted, source)
    _spoil(planted)
    _split_log(study)
    study.add(f"privacy: {{minimum_cell: {minimum}}}")
    return planted


def _sentence(planted: Planted, source: str, kinds: tuple[str, ...], at: int) -> str:
    return f"Write to {planted.make(source, kinds[at % len(kinds)])} about it, sentence {at}"


def _fragment(planted: Planted, at: int, row: Row) -> str:
    """Return words that may not be shown, or words of which only a part may."""
    if row["consent"] != "yes":
        return "Not to be shown: " + _sentence(planted, "interviews", tuple(KINDS), at)
    return _sentence(planted, "interviews", MASKED, at)


def _add_unnamed(planted: Planted, source: str) -> None:
    file = f"raw/{source}.csv"
    rows = planted.study.rows(file)
    planted.study.put(
        file,
        [
            row | {f"{kind}_of_person": planted.make(source, kind) if at < 20 else "" for kind in KINDS}
            for at, row in enumerate(rows)
        ],
    )


def _spoil(planted: Planted) -> None:
    """Put marks in cells that are faulty, and in words so rare that they tell who somebody is."""
    study = planted.study
    survey = study.rows("raw/survey.csv")
    faulty = ("age", "education", "submitted", "seconds", "status", "q1", "q2", "place", "q3")
    for at, (column, kind) in enumerate(zip(faulty, KINDS, strict=True)):
        survey[3 + at][column] = planted.make("survey", kind)
    study.put("raw/survey.csv", [*survey, dict(survey[30])])
    analytics = study.rows("raw/analytics.csv")
    analytics[20]["visits"], analytics[21]["member"] = (
        planted.make("analytics", k) for k in ("email", "name")
    )
    study.put("raw/analytics.csv", analytics)
    interviews = study.rows("raw/interviews.csv")
    interviews[0]["sentiment"], interviews[1]["code"] = (
        planted.make("interviews", k) for k in ("email", "name")
    )
    study.put("raw/interviews.csv", interviews)
    log = study.rows("raw/log.csv")
    for half in (0, len(log) // 2):
        for at, (column, kind) in enumerate(
            zip(("at", "csat", "feeling", "event", "channel", "channel"), KINDS, strict=False)
        ):
            log[half + at][column] = planted.make("log", kind)
    study.put("raw/log.csv", log)
    links = study.rows("raw/links.csv")
    stranger = links[0] | {
        "respondent": planted.make("links", "name"),
        "customer": planted.make("links", "email"),
    }
    study.put("raw/links.csv", [*links, stranger])


def _split_log(study: SmallStudy) -> None:
    rows = study.rows("raw/log.csv")
    half = len(rows) // 2
    study.write("raw/log.csv.gz", as_gzip(as_csv(rows[:half]))).remove("raw/log.csv")
    packed = io.BytesIO()
    pd.DataFrame(rows[half:]).to_parquet(packed)
    study.write("raw/log.parquet", packed.getvalue())
    text = study.read("study.yaml")
    start, end = text.index("touchpoints:\n"), text.index("touchpoint_map:")
    one = text[start:end].rstrip().removeprefix("touchpoints:\n")
    lines = "\n".join(f"  {line}" for line in one.splitlines())
    both = [
        f"  - {lines.lstrip()}".replace("raw/log.csv", name) for name in ("raw/log.csv.gz", "raw/log.parquet")
    ]
    study.write("study.yaml", text[:start] + "touchpoints:\n" + "\n".join(both) + "\n\n" + text[end:])
