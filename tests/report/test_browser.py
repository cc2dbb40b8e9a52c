"""The report in a real browser: nothing runs or loads, nothing overflows, and the accessibility rules hold."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.report import pages

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
CHROMIUM = next((p for p in (shutil.which("chromium"), "/usr/bin/chromium") if p and Path(p).exists()), None)
AXE = Path(__file__).parents[1] / "browser" / "node_modules" / "axe-core" / "axe.min.js"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed"),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[object]:
    with sync_api.sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("pages")
    made = {"whole": pages.whole_page(), "hostile": pages.hostile_page(), "sparse": pages.sparse_page("en")}
    for name, text in made.items():
        (folder / f"{name}.html").write_text(text, encoding="utf-8")
    return {name: folder / f"{name}.html" for name in made}


def visit(browser, path: Path, width: int):
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.asked, page.said = [], []
    page.on("request", lambda request: page.asked.append(request.url))
    page.on("console", lambda message: page.said.append(message.text))
    page.on("pageerror", lambda error: page.said.append(str(error)))
    page.goto(path.as_uri())
    page.evaluate("document.querySelectorAll('details').forEach(fold => fold.open = true)")
    return page


@pytest.mark.parametrize("name", ["whole", "hostile", "sparse"])
@pytest.mark.parametrize("width", [1440, 768, 360])
def test_nothing_runs_loads_or_overflows(browser, files: dict[str, Path], name: str, width: int):
    page = visit(browser, files[name], width)
    assert page.asked == [files[name].as_uri()]
    assert page.said == []
    assert page.evaluate("window.pwned") is None
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.close()


@pytest.mark.parametrize("name", ["whole", "sparse"])
@pytest.mark.parametrize("width", [1440, 360])
def test_the_accessibility_rules_hold(browser, files: dict[str, Path], name: str, width: int):
    if not AXE.exists():
        pytest.skip("axe-core is not installed: run `npm install` in tests/browser")
    page = visit(browser, files[name], width)
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(
        "axe.run().then(r => r.violations.map(v => [v.id, v.nodes.length, v.nodes[0].html]))"
    )
    page.close()
    assert found == []


SMALLEST_TEXT = """() => [...document.querySelectorAll(".poster svg")].map(map => {
  const scale = map.getBoundingClientRect().width / map.viewBox.baseVal.width;
  return scale * Math.min(...[...map.querySelectorAll("text")].map(text => parseFloat(getComputedStyle(text).fontSize)));
})"""
SCROLLS = "[...document.querySelectorAll('.poster')].map(frame => frame.scrollWidth > frame.clientWidth)"


@pytest.mark.parametrize("width", [1440, 1280, 768, 360])
def test_the_journey_map_fits_a_laptop_and_is_readable_at_any_width(
    browser, files: dict[str, Path], width: int
):
    page = visit(browser, files["whole"], width)
    smallest, scrolls = page.evaluate(SMALLEST_TEXT), page.evaluate(SCROLLS)
    page.close()
    assert len(smallest) == 4
    assert min(smallest) >= 9
    assert scrolls == [width < 1280] * 4


def test_what_to_do_about_a_fault_is_no_narrow_strip_on_a_phone(browser, files: dict[str, Path]):
    page = visit(browser, files["whole"], 360)
    widths = page.evaluate(
        "[...document.querySelectorAll('.num + td:not(.num)')].map(cell => cell.clientWidth)"
    )
    page.close()
    assert min(widths) >= 260


PLACES = {
    "bar": ".bars .claim > button",
    "marker": ".pairs .claim > button",
    "in a table that scrolls": ".wishes td .claim > button",
    "sentence": ".unknown .claim > button",
}


def panel_of(page, button):
    return page.locator("#" + button.get_attribute("popovertarget"))


def box_of(page, panel) -> tuple[float, float, float, float]:
    box = panel.bounding_box()
    return box["x"], box["y"], box["x"] + box["width"], box["y"] + box["height"]


@pytest.mark.parametrize("place", PLACES)
def test_pointing_at_a_claim_shows_what_it_rests_on_and_moves_nothing(
    browser, files: dict[str, Path], place: str
):
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.goto(files["whole"].as_uri())
    for button in (page.locator(PLACES[place]).first, page.locator(PLACES[place]).last):
        button.scroll_into_view_if_needed()
        height = page.evaluate("document.documentElement.scrollHeight")
        panel = panel_of(page, button)
        assert not panel.is_visible()
        button.hover()
        panel.wait_for(state="visible")
        left, top, right, bottom = box_of(page, panel)
        assert min(left, top) >= 0
        assert right <= 1440
        assert bottom <= 900
        assert page.evaluate("document.documentElement.scrollHeight") == height
        page.mouse.move(1, 1)
        panel.wait_for(state="hidden")
    page.close()


def test_keys_open_the_panel_of_a_claim_and_escape_closes_it(browser, files: dict[str, Path]):
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.goto(files["whole"].as_uri())
    button = page.locator(PLACES["bar"]).first
    panel = panel_of(page, button)
    page.locator(PLACES["bar"]).first.evaluate("b => b.focus()")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    assert button.evaluate("b => b === document.activeElement && b.matches(':focus-visible')")
    assert button.evaluate("b => getComputedStyle(b).outlineStyle") == "solid"
    for key in ("Enter", "Space"):
        page.keyboard.press(key)
        panel.wait_for(state="visible")
        assert "profile" in panel.inner_text()
        page.keyboard.press("Escape")
        panel.wait_for(state="hidden")
        assert button.evaluate("b => b === document.activeElement")
    name = button.evaluate("b => b.textContent")
    assert name.startswith("Inkomen, laag: ")
    page.close()


def test_a_tap_opens_the_panel_at_the_bottom_and_closes_it(browser, files: dict[str, Path]):
    context = browser.new_context(viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto(files["whole"].as_uri())
    for place in PLACES.values():
        button = page.locator(place).first
        panel = panel_of(page, button)
        button.scroll_into_view_if_needed()
        button.tap()
        panel.wait_for(state="visible")
        left, _, right, bottom = box_of(page, panel)
        assert (round(left), round(right), round(bottom)) == (0, 360, 740)
        panel.locator(".shut").tap()
        panel.wait_for(state="hidden")
    context.close()


def test_panels_are_not_printed(browser, files: dict[str, Path]):
    page = browser.new_page()
    page.goto(files["whole"].as_uri())
    button = page.locator(PLACES["bar"]).first
    button.click()
    panel_of(page, button).wait_for(state="visible")
    page.emulate_media(media="print")
    assert page.locator(".proof:visible").count() == 0
    assert button.is_visible()
    page.close()
