"""Studies to break: a whole one in blocks, and the folder it needs."""

from __future__ import annotations

from pathlib import Path

BLOCKS = {
    "study": "study: Coffee",
    "language": "language: en",
    "survey": "survey: {files: [raw/survey-*.csv], respondent: id}",
    "interviews": "interviews: {files: [raw/interviews.csv], respondent: id, code: code, codebook: raw/codebook.csv}",
    "analytics": "analytics: {files: [raw/analytics.csv], customer: customer}",
    "touchpoints": "touchpoints: {files: [raw/log.csv], customer: customer, at: at, touchpoint: touchpoint}",
    "touchpoint_map": "touchpoint_map: raw/map.csv",
    "links": "links: {file: raw/links.csv, respondent: id, customer: customer}",
    "variables": "variables: {demographic: {age: {from: survey, type: number}}}",
}
FILES = (
    "raw/survey-1.csv",
    "raw/survey-2.csv",
    "raw/interviews.csv",
    "raw/codebook.csv",
    "raw/analytics.csv",
    "raw/log.csv",
    "raw/map.csv",
    "raw/links.csv",
    "raw/emotions.csv",
)
HERE = "# HERE"


def make_folder(folder: Path) -> Path:
    """Make the files that the blocks name, and return the folder."""
    (folder / "raw" / "empty").mkdir(parents=True)
    for name in FILES:
        (folder / name).write_text("id\n1\n", encoding="utf-8")
    return folder


def write_study(folder: Path, **blocks: str | None) -> Path:
    """Write a study with some blocks replaced or added, or left out where None."""
    text = "\n".join(block for block in (BLOCKS | blocks).values() if block is not None)
    path = folder / "study.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def line_of_here(path: Path) -> int | None:
    """Return the line that is marked as the wrong one."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return next((number for number, line in enumerate(lines, 1) if HERE in line), None)
