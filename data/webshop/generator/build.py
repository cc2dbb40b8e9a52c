"""Builds the whole example into a folder: raw/ for the program, truth/ for the tests."""

from __future__ import annotations

from pathlib import Path

from data.webshop.generator import plan
from data.webshop.generator.analytics import build_analytics
from data.webshop.generator.files import read_part, to_csv, write_gzip, write_text
from data.webshop.generator.interviews import build_interviews
from data.webshop.generator.log import build_log
from data.webshop.generator.people import draw_people
from data.webshop.generator.survey import build_survey
from data.webshop.generator.truth import write_truth

MAP_COLUMNS = ["touchpoint", "phase", "label", "action", "moment_of_truth", "owner"]


def build(folder: Path, seed: int = plan.SEED) -> None:
    """Write raw/ and truth/ under ``folder``; the same seed gives the same bytes."""
    raw = folder / "raw"
    raw.mkdir(parents=True, exist_ok=True)
    people = draw_people(seed)
    survey, _ = build_survey(seed, people)
    write_text(raw / "survey-2026.csv", survey, "utf-8-sig")
    interviews = build_interviews(seed, people)
    write_text(raw / "interviews.csv", interviews)
    write_text(raw / "codebook.csv", to_csv(read_part("codebook.csv")))
    write_text(raw / "analytics.csv", build_analytics(seed, people))
    write_text(raw / "links.csv", to_csv(people.links))
    write_text(raw / "emotions.csv", to_csv(read_part("emotions.csv")))
    write_text(raw / "touchpoint-phases.csv", to_csv(read_part("touchpoints.csv")[MAP_COLUMNS]))
    log = build_log(seed, people)
    for name, text in log.files.items():
        write_gzip(raw / name, text)
    write_truth(folder / "truth", people, log, interviews.count("\n") - 1)
