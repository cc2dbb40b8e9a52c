"""Waves of the worked example made from other seeds, and the journey tables that the program makes of them.

Log and analytics hold the linked customers alone, without faults: of the others no persona is known. Nothing is judged here.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from data.webshop.generator import plan
from data.webshop.generator.analytics import build_analytics
from data.webshop.generator.build import MAP_COLUMNS
from data.webshop.generator.files import read_part, to_csv, write_text
from data.webshop.generator.interviews import build_interviews
from data.webshop.generator.log import draw_linked
from data.webshop.generator.people import People, draw_people
from data.webshop.generator.second import draw_second
from data.webshop.generator.survey import build_survey
from personagen.contracts import Research
from personagen.engine import open_engine
from personagen.exports import detect_log_dialects, read_sources
from personagen.features import build_features
from personagen.ingest import ingest_research
from personagen.journeys import (
    Rules,
    compare_personas,
    count_contacts,
    find_drivers,
    find_moments,
    phases_table,
    summarise_journey,
    summarise_touchpoints,
)
from personagen.language import words_in
from personagen.personas import find_need_changes, summarise_needs
from personagen.segmentation.assigning import assign
from personagen.segmentation.leaving import refit
from personagen.segmentation.placing import place_people, variables_of
from personagen.study import Study, StudyFile, read_study

SHOP = Path(__file__).parent.parent / "data" / "webshop"
LOG = "raw/touchpoints.csv"
LOGS = "raw/touchpoints-20*.csv.gz, raw/touchpoints-nagekomen.csv.gz"


@dataclass(frozen=True)
class Wave:
    """What the program says of a wave, before small cells are hidden.

    Parameters
    ----------
    tables
        By name: journey, touchpoints, moments, differences, drivers, need_changes.
    names
        By persona the planted one that most of its respondents have.
    """

    tables: Mapping[str, pd.DataFrame]
    names: Mapping[str, str]


def read_effects() -> dict[str, Any]:
    """Return what was planted in the first wave; the same for every seed."""
    found: dict[str, Any] = json.loads((SHOP / "truth" / "effects.json").read_text(encoding="utf-8"))
    return found


def draw(seed: int, wave: plan.Wave) -> People:
    """Draw everybody of a wave."""
    return draw_people(seed) if wave is plan.FIRST else draw_second(seed)


def write_wave(folder: Path, seed: int, wave: plan.Wave, people: People) -> Path:
    """Write a wave as exports, and return its study file."""
    raw, draws = folder / "raw", seed + wave.number - 1
    raw.mkdir(parents=True)
    write_text(raw / wave.survey, build_survey(draws, people, wave)[0], "utf-8-sig")
    write_text(raw / "interviews.csv", build_interviews(draws, people))
    write_text(raw / "analytics.csv", _of_linked(build_analytics(draws, people, wave), people))
    write_text(raw / "links.csv", to_csv(people.links))
    for name in ("codebook.csv", "emotions.csv"):
        write_text(raw / name, to_csv(read_part(name)))
    write_text(raw / "touchpoint-phases.csv", to_csv(read_part("touchpoints.csv")[MAP_COLUMNS]))
    write_text(folder / LOG, to_csv(draw_linked(draws, people, wave)))
    text = (SHOP / "study.yaml").read_text(encoding="utf-8").replace(LOGS, LOG)
    write_text(folder / "study.yaml", text.replace(plan.FIRST.survey, wave.survey))
    return folder / "study.yaml"


def _of_linked(analytics: str, people: People) -> str:
    linked = {*people.respondents["customer_id"]}
    header, *rows = analytics.splitlines(keepends=True)
    return header + "".join(row for row in rows if row.partition(",")[0] in linked)


def run_wave(folder: Path, seed: int, wave: plan.Wave = plan.FIRST) -> Wave:
    """Make a wave and let the program find its four personas and follow them."""
    people = draw(seed, wave)
    file = read_study(write_wave(folder, seed, wave, people))
    study, research = file.study, ingest_research(file, read_sources(file))
    found = _form(research, study)
    needs = summarise_needs(research, found, study)
    tables = _follow(file, research, found) | {
        "need_changes": find_need_changes(research, found, needs, study)
    }
    planted = people.respondents.set_index("respondent_id")["persona"]
    most = pd.crosstab(found["persona"], found["respondent_id"].map(planted)).idxmax(axis=1)
    return Wave(tables, {str(persona): plan.PERSONAS[kind] for persona, kind in most.items()})


def _form(research: Research, study: Study) -> pd.DataFrame:
    """Return the assignments to the program's four segments: the best of ten starts, nothing asked of other k."""
    features = build_features(research.answers, research.states, research.respondents, study)
    labels = refit(features, len(plan.PERSONAS), study.segmentation).labels
    centroids = features.matrix.loc[labels.index].groupby(labels.map(lambda label: str(label + 1))).mean()
    found = assign(features.matrix, centroids, variables_of(features))
    return place_people(features, research.respondents, found)


def follow_planted(folder: Path, seed: int, wave: plan.Wave = plan.FIRST) -> dict[str, pd.DataFrame]:
    """Make a wave and follow its planted personas, without looking for them: the tables `journey` and `touchpoints`."""
    people = draw(seed, wave)
    file = read_study(write_wave(folder, seed, wave, people))
    research = ingest_research(file, read_sources(file))
    kinds = people.respondents.set_index("respondent_id")["kind"].map(dict(enumerate(plan.KINDS)))
    known = research.respondents[["respondent_id", "customer_id", "weight"]]
    assignments = known.assign(persona=known["respondent_id"].map(kinds), basis="full")
    return _follow(file, research, assignments, is_judged=False)


def _follow(
    file: StudyFile, research: Research, assignments: pd.DataFrame, *, is_judged: bool = True
) -> dict[str, pd.DataFrame]:
    study: Study = file.study
    words = words_in(study.language)
    phases = phases_table(study, words)
    scratch = file.path.parent / "scratch"
    scratch.mkdir()
    with open_engine(study.engine, scratch) as engine:
        log = engine.load_logs(
            file,
            detect_log_dialects(file),
            emotions=research.emotions,
            linked=research.links["customer_id"],
            mapped=research.touchpoints,
        )
        assert research.touchpoint_map is not None  # noqa: S101
        counts = count_contacts(engine, log, research.touchpoint_map, assignments, phases, Rules.of(study))
    tables = {"journey": summarise_journey(counts, study), "touchpoints": summarise_touchpoints(counts)}
    if not is_judged:
        return tables
    return tables | {
        "moments": find_moments(counts, study),
        "differences": compare_personas(counts, study),
        "drivers": find_drivers(counts, research, assignments, phases, study, words),
    }
