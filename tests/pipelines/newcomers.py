"""A study with a feature of every type, its run, and the same people as one flat file of customers."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from personagen.exports import read_sources
from personagen.features import build_features
from personagen.ingest import ingest_research
from personagen.language import words_in
from personagen.personas import build_personas, profile_personas
from personagen.runs import model_as_json, new_run
from personagen.segmentation import fit_segments
from personagen.study import read_study
from pipelines.gathering import Found, Gathered
from pipelines.modelling import build_model

STUDY = """\
study: Every type
language: en
survey: {files: [survey.csv], respondent: nr}
analytics: {files: [analytics.csv], customer: customer}
links: {file: links.csv, respondent: nr, customer: customer}
variables:
  demographic:
    age: {from: survey, column: Age, type: number, missing: [-99]}
    income: {from: survey, type: number, values: {none: 0}, missing: [rather not]}
    school: {from: survey, type: ordinal, levels: [low, middle, high]}
    region: {from: survey, type: nominal, values: {"1": North, "2": South, "3": West}}
  psychographic:
    price: {from: survey, column: Q1, type: likert, scale: [1, 5], missing: ["don't know"]}
    ease: {from: survey, column: Q2, type: likert, scale: [1, 5], reverse: true, not_asked: ["#"]}
    trust: {from: survey, column: Q3, type: likert, scale: [0, 10]}
    devices: {from: survey, type: multi, separator: "|", levels: [phone, tablet, laptop]}
    shops: {from: survey, type: multi, columns: {S1: web, S2: store}, yes: [x]}
  behavioural:
    visits: {from: analytics, type: count}
    spent: {from: analytics, type: number}
    member: {from: analytics, type: yes_no}
segmentation: {k: 3, restarts: 4, bootstrap: 10}
"""
HEADER = ["nr", "Age", "income", "school", "region", "Q1", "Q2", "Q3", "devices", "S1", "S2"]
ANALYTICS = ["customer", "visits", "spent", "member"]


@dataclass(frozen=True)
class Place:
    """A folder with the study, its run in ``run`` and everybody in ``people.csv``."""

    folder: Path

    @property
    def run(self) -> Path:
        """The run folder."""
        return self.folder / "run"

    @property
    def people(self) -> list[dict[str, str]]:
        """Everybody, as cells by column."""
        with (self.folder / "people.csv").open(encoding="utf-8", newline="") as stream:
            return list(csv.DictReader(stream, delimiter=";"))

    @property
    def assignments(self) -> pd.DataFrame:
        """What the run says of its respondents."""
        return pd.read_csv(self.run / "private" / "assignments.csv", dtype={"persona": "str"})


def make_place(folder: Path, study: str = STUDY) -> Place:
    """Write the study, run it without its report, and write its people as one file."""
    folder.mkdir(parents=True, exist_ok=True)
    draw = random.Random(3)  # noqa: S311 - data, not a secret
    people = [_person(i, draw) for i in range(1, 181)]
    linked = [row for row in people if row["customer"]]
    (folder / "study.yaml").write_text(study, encoding="utf-8")
    (folder / "survey.csv").write_text(as_text(people, HEADER), encoding="utf-8")
    (folder / "analytics.csv").write_text(as_text(linked, ANALYTICS), encoding="utf-8")
    (folder / "links.csv").write_text(as_text(linked, ["nr", "customer"]), encoding="utf-8")
    (folder / "people.csv").write_text(as_text(people, [*HEADER, *ANALYTICS]), encoding="utf-8")
    write_run(folder / "study.yaml", folder / "run")
    return Place(folder)


def as_text(rows: Sequence[dict[str, str]], columns: Sequence[str], separator: str = ";") -> str:
    """Return rows as CSV."""
    stream = io.StringIO()
    writer = csv.DictWriter(
        stream, list(columns), delimiter=separator, lineterminator="\n", extrasaction="ignore"
    )
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue()


def _person(number: int, draw: random.Random) -> dict[str, str]:
    kind = number % 3
    is_linked = draw.random() < 0.8
    row = {
        "nr": f"R{number:03d}",
        "Age": draw.choice(["", "-99"]) if number % 17 == 0 else str(25 + 15 * kind + draw.randint(0, 9)),
        "income": draw.choice(
            ["none", "rather not", f"{1000 + 900 * kind + draw.random() * 500:.2f}".replace(".", ",")]
        ),
        "school": ["low", "middle", "high"][kind] if draw.random() < 0.8 else "",
        "region": draw.choice("123" if kind else "12"),
        "Q1": draw.choice([str(1 + 2 * kind), str(1 + kind), str(1 + kind), "don't know"])
        if draw.random() < 0.9
        else "",
        "Q2": draw.choice([str(5 - 2 * kind), "#"] if number % 9 == 0 else [str(5 - 2 * kind), "3"]),
        "Q3": str(draw.randint(0, 4) + 3 * kind),
        "devices": "|".join(d for d in ("phone", "tablet", "laptop") if draw.random() < 0.3 + 0.2 * kind)
        or "phone",
        "S1": "x" if draw.random() < 0.7 else "-",
        "S2": "x" if draw.random() < 0.2 + 0.3 * kind else "-",
        "customer": f"C{number}" if is_linked else "",
        "visits": str(draw.randint(0, 5) + 6 * kind) if is_linked else "",
        "spent": f"{draw.random() * 50 + 40 * kind:.2f}".replace(".", ",") if is_linked else "",
        "member": draw.choice(["yes", "no"]) if is_linked else "",
    }
    return (
        row | {"Age": "", "income": "", "school": "", "Q1": "", "Q2": "#", "Q3": "", "devices": ""}
        if number == 100
        else row
    )


def write_run(study_path: Path, folder: Path) -> None:
    """Run a study as far as its model goes."""
    file = read_study(study_path)
    study = file.study
    research = ingest_research(file, read_sources(file))
    features = build_features(research.answers, research.states, research.respondents, study)
    segments = fit_segments(features, research.respondents, study.segmentation)
    profile = profile_personas(research, segments.assignments, study)
    personas = build_personas(research, segments, profile, study, words_in("en"))
    model = build_model(
        study, Gathered(research, None, {}), Found(features, segments, {"personas": personas})
    )
    with new_run(folder) as run:
        run.write_private("assignments", segments.assignments)
        run.write_private_json("model.json", model_as_json(model))
        run.write_run({"program": "personagen"})
