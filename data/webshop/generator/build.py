"""Builds a wave of the example into a folder: raw/ for the program, truth/ for the tests."""

from __future__ import annotations

from pathlib import Path

from data.webshop.generator import plan
from data.webshop.generator.analytics import build_analytics
from data.webshop.generator.files import HERE, read_part, to_csv, write_gzip, write_text
from data.webshop.generator.interviews import build_interviews
from data.webshop.generator.log import build_log
from data.webshop.generator.people import draw_people
from data.webshop.generator.second import draw_second
from data.webshop.generator.survey import build_survey
from data.webshop.generator.truth import write_moves, write_truth

MAP_COLUMNS = ["touchpoint", "phase", "label", "action", "moment_of_truth", "owner"]


def build(folder: Path, seed: int = plan.SEED, wave: plan.Wave = plan.FIRST) -> None:
    """Write raw/ and truth/ of a wave under ``folder``; the same seed gives the same bytes.

    The second wave also gets a study.yaml: that of the first with another survey file.
    """
    raw = folder / "raw"
    raw.mkdir(parents=True, exist_ok=True)
    people = draw_people(seed) if wave is plan.FIRST else draw_second(seed)
    draws = seed + wave.number - 1
    survey, _ = build_survey(draws, people, wave)
    write_text(raw / wave.survey, survey, "utf-8-sig")
    interviews = build_interviews(draws, people)
    write_text(raw / "interviews.csv", interviews)
    write_text(raw / "codebook.csv", to_csv(read_part("codebook.csv")))
    write_text(raw / "analytics.csv", build_analytics(draws, people, wave))
    write_text(raw / "links.csv", to_csv(people.links))
    write_text(raw / "emotions.csv", to_csv(read_part("emotions.csv")))
    write_text(raw / "touchpoint-phases.csv", to_csv(read_part("touchpoints.csv")[MAP_COLUMNS]))
    log = build_log(draws, people, wave)
    for name, text in log.files.items():
        write_gzip(raw / name, text)
    write_truth(folder / "truth", people, log, interviews.count("\n") - 1, wave)
    if wave is not plan.FIRST:
        write_moves(folder / "truth", draw_people(seed), people, wave)
        write_text(folder / "study.yaml", _study_of(wave))


def _study_of(wave: plan.Wave) -> str:
    text = (HERE.parent / "study.yaml").read_text(encoding="utf-8")
    return text.replace(plan.FIRST.survey, wave.survey)
