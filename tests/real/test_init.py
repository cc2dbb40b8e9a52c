"""How much of a study `init` gets right, held against studies that were written by hand, and what must be edited."""

from __future__ import annotations

import difflib
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from ruamel.yaml import YAML

from pipelines.checking import check_study
from pipelines.drafting import draft
from tests.real.folders import STUDIES, make_folder

RIGHT_AT_LEAST, MOST_EDITS = 0.9, 10
MAP = "touchpoint-phases.csv"
REAL = ("complete_journey", "mcdonalds_msa", "customer_personality")
# refused as constant by `run`: a study that leaves them out is right, and so is a draft
LEFT_OUT = {"customer_personality": ("Z_CostContact", "Z_Revenue")}


@pytest.fixture(scope="module", params=["webshop", *REAL])
def drafts(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, webshop: Path
) -> tuple[str, Path, Path]:
    """A study's name, its draft beside the exports, and the study that was written by hand."""
    folder = tmp_path_factory.mktemp(request.param)
    if request.param == "webshop":
        shutil.copytree(webshop / "raw", folder / "raw")
        by_hand = webshop / "study.yaml"
    else:
        make_folder(request.param, request.getfixturevalue("shared_data"), folder)
        (folder / MAP).unlink(missing_ok=True)
        by_hand = STUDIES / f"{request.param}.yaml"
    out, language = folder / "draft.yaml", "nl" if request.param == "webshop" else "en"
    list(draft(sorted(folder.glob("raw/*.csv*")), out, title=None, language=language, force=False))
    return request.param, out, by_hand


def variables_of(path: Path) -> dict[str, Mapping[str, Any]]:
    """Return the variables of a study by the column they stand in."""
    content = YAML(typ="safe").load(path)["variables"]
    return {
        keys.get("column", name): keys for block in content.values() for name, keys in (block or {}).items()
    }


def is_right(drafted: Mapping[str, Any] | None, by_hand: Mapping[str, Any]) -> bool:
    """Tell whether type, ends of the scale and levels are those of the study; the order of levels where it counts."""
    if drafted is None or drafted["type"] != by_hand["type"]:
        return False
    if by_hand["type"] == "ordinal":
        return drafted["levels"] == by_hand["levels"]
    same_levels = "levels" not in by_hand or set(drafted.get("levels", ())) == set(by_hand["levels"])
    return same_levels and drafted.get("scale") == by_hand.get("scale")


def test_types_and_scales(drafts):
    name, out, study = drafts
    drafted, by_hand = variables_of(out), variables_of(study)
    wrong = [column for column in by_hand if not is_right(drafted.get(column), by_hand[column])]
    print(f"{name}: {len(by_hand) - len(wrong)} of {len(by_hand)}; otherwise: {wrong}")  # noqa: T201 - the measured share
    assert len(wrong) <= (1 - RIGHT_AT_LEAST) * len(by_hand), wrong
    assert not set(LEFT_OUT.get(name, ())) & set(drafted)


def test_check_passes_after_few_edits(drafts):
    """Only phases that no name gives away have to be filled in."""
    name, out, _ = drafts
    edits = fill_in_phases(out.parent / MAP)
    print(f"{name}: {edits} lines edited")  # noqa: T201 - the measured number
    assert edits <= MOST_EDITS
    assert next(iter(check_study(out))) == "Rows"


def fill_in_phases(path: Path) -> int:
    """Give touchpoints without a phase one, and return how many lines that took."""
    if not path.exists():
        return 0
    table = pd.read_csv(path, dtype="str", keep_default_na=False)
    blank = table["phase"] == ""
    table.assign(phase=table["phase"].mask(blank, "awareness")).to_csv(path, index=False)
    return int(blank.sum())


def test_sources_take_few_edits(drafts):
    """What the sources of the study say and the draft doesn't: files, ids, times, touchpoints and links."""
    name, out, study = drafts
    edits = list(_edits(_sources(out), _sources(study)))
    print(f"{name}: {edits}")  # noqa: T201 - the measured difference
    assert len(edits) <= MOST_EDITS, edits


def _sources(path: Path) -> list[str]:
    """Return the keys of the sources, one on a line, without what doesn't bear on reading them."""
    content = YAML(typ="safe").load(path)
    keys = ("survey", "interviews", "analytics", "touchpoints", "touchpoint_map", "links")
    return [line for key in keys if key in content for line in _lines(key, content[key])]


def _lines(key: str, value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        for name, part in value.items():
            yield from _lines(f"{key}.{name}", part)
    elif isinstance(value, list) and value and isinstance(value[0], Mapping):
        for part in sorted(value, key=lambda log: str(log["files"])):
            yield from _lines(key, part)
    else:
        yield f"{key}: {value}"


def _edits(before: list[str], after: list[str]) -> Iterator[str]:
    """Yield lines to write or change; a line that only goes counts too, one that is changed counts once."""
    for tag, a, b, c, d in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag != "equal":
            old, new = before[a:b], after[c:d]
            yield from (new + old[len(new) :] if len(old) > len(new) else new)
