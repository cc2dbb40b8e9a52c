"""A small but whole study, made afresh in a folder: every source, three segments far apart, nothing wrong with it.

The same bytes each time. `SmallStudy` holds what tests do to its files.
"""

from __future__ import annotations

import csv
import gzip
import io
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.promises.small_data import (
    CODES,
    FEELINGS,
    SEGMENTS,
    TOUCHPOINTS,
    Row,
    answer,
    contacts,
    customer,
    customer_of,
    fragments,
)

# words that stand only in free text or personal data: no message and no published file may hold them
CANARIES = ("geheim.example", "Annelies", "Wouter", "Sjoerd")

STUDY = """\
study: Small shop
language: en
phases: six

survey:
  files: [raw/survey.csv]
  respondent: respondent
  weight: weight
  submitted_at: submitted
  duration_seconds: seconds
  complete: {column: status, is: [Complete]}

interviews:
  files: [raw/interviews.csv]
  respondent: participant
  code: code
  quote: fragment
  may_quote: consent
  phase: phase
  valence: {column: sentiment, scale: [-2, 2]}
  codebook: raw/codebook.csv

analytics:
  files: [raw/analytics.csv]
  customer: customer

touchpoints:
  files: [raw/log.csv]
  customer: customer
  at: at
  timezone: Europe/Amsterdam
  touchpoint: event
  channel: channel
  satisfaction: {column: csat, kind: csat, scale: [1, 5]}
  emotion: {column: feeling, words: raw/emotions.csv}

touchpoint_map: raw/map.csv
links: {file: raw/links.csv, respondent: respondent, customer: customer}

variables:
  demographic:
    age: {from: survey, type: number, label: Age}
    education: {from: survey, type: ordinal, levels: [Low, Middle, High], label: Education}
    place: {from: survey, type: nominal, role: descriptor, label: Buys in}
    remark: {from: survey, type: text}
  psychographic:
    price: {from: survey, column: q1, type: likert, scale: [1, 5], label: Watches the price, theme: motivation}
    ease: {from: survey, column: q2, type: likert, scale: [1, 5], label: Wants it easy, theme: motivation}
    advice: {from: survey, column: q3, type: likert, scale: [1, 5], label: Wants advice, theme: need}
    devices: {from: survey, type: multi, separator: ";", role: descriptor, label: Uses}
  behavioural:
    visits: {from: analytics, type: count, label: Visits a year}
    member: {from: analytics, type: yes_no, role: descriptor, label: Member}

segmentation:
  k: 3
  restarts: 5
  bootstrap: 10
"""


@dataclass(frozen=True)
class SmallStudy:
    """The study in a folder, and ways to change it; each returns the study, so that changes can be chained."""

    folder: Path

    @property
    def path(self) -> Path:
        """The study file."""
        return self.folder / "study.yaml"

    def edit(self, old: str, new: str) -> SmallStudy:
        """Put other words in the study file."""
        return self.replace("study.yaml", old, new)

    def add(self, text: str) -> SmallStudy:
        """Put keys at the end of the study file."""
        return self.write("study.yaml", f"{self.read('study.yaml')}\n{text}\n")

    def replace(self, file: str, old: str, new: str) -> SmallStudy:
        """Put other words in a text file, everywhere."""
        text = self.read(file)
        if old not in text:
            raise ValueError(f"{file} doesn't hold {old!r}")
        return self.write(file, text.replace(old, new))

    def read(self, file: str) -> str:
        """Return the text of a file."""
        return (self.folder / file).read_text(encoding="utf-8")

    def write(self, file: str, content: str | bytes) -> SmallStudy:
        """Make or replace a file."""
        data = content.encode("utf-8") if isinstance(content, str) else content
        (self.folder / file).write_bytes(data)
        return self

    def remove(self, file: str) -> SmallStudy:
        """Take a file away."""
        (self.folder / file).unlink()
        return self

    def rows(self, file: str) -> list[Row]:
        """Return the rows of a table."""
        return list(csv.DictReader(io.StringIO(self.read(file))))

    def put(self, file: str, rows: Sequence[Row]) -> SmallStudy:
        """Replace the rows of a table."""
        return self.write(file, as_csv(rows))

    def fill(self, file: str, column: str, value: str | Callable[[int, Row], str]) -> SmallStudy:
        """Put a value in every row of a column, or what a function of place and row returns."""
        rows = [
            {**row, column: value if isinstance(value, str) else value(place, row)}
            for place, row in enumerate(self.rows(file))
        ]
        return self.put(file, rows)

    def rename(self, file: str, old: str, new: str) -> SmallStudy:
        """Give a column another name."""
        return self.put(
            file, [{new if key == old else key: cell for key, cell in row.items()} for row in self.rows(file)]
        )

    def drop(self, file: str, *columns: str) -> SmallStudy:
        """Take columns away."""
        return self.put(
            file, [{k: cell for k, cell in row.items() if k not in columns} for row in self.rows(file)]
        )

    def encode(self, file: str, encoding: str) -> SmallStudy:
        """Write a text file in another encoding."""
        return self.write(file, self.read(file).encode(encoding))


def make_small_study(folder: Path) -> SmallStudy:
    """Write the study and its files."""
    (folder / "raw").mkdir(parents=True)
    study = SmallStudy(folder).write("study.yaml", STUDY)
    draw = random.Random(7)  # noqa: S311 - data, not a secret
    people = [segment for segment in SEGMENTS for _ in range(segment[0])]
    ids = [f"R{number:03d}" for number in range(1, len(people) + 1)]
    study.put("raw/survey.csv", [answer(i, p, draw) for i, p in zip(ids, people, strict=True)])
    study.put("raw/interviews.csv", fragments(ids, draw))
    study.put("raw/codebook.csv", [{"code": c, "theme": t, "kind": k} for c, (t, k) in CODES.items()])
    study.put("raw/analytics.csv", [customer(i, p, draw) for i, p in zip(ids, people, strict=True)])
    study.put("raw/links.csv", [{"respondent": i, "customer": customer_of(i)} for i in ids])
    study.put("raw/log.csv", contacts(ids, people, draw))
    study.put("raw/map.csv", [{"touchpoint": t, "phase": p} for t, p in TOUCHPOINTS.items()])
    study.put("raw/emotions.csv", [{"word": w, "valence": v} for w, v in FEELINGS.items()])
    return study


def as_csv(rows: Sequence[Row]) -> str:
    """Return rows as CSV with a header."""
    stream = io.StringIO()
    writer = csv.DictWriter(stream, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue()


def as_gzip(text: str) -> bytes:
    """Return a text packed with gzip, the same bytes each time."""
    return gzip.compress(text.encode("utf-8"), mtime=0)
