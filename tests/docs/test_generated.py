"""The reference pages are what the types and contracts say."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

import pytest

from personagen.contracts import PRIVATE, PUBLISHED
from personagen.contracts.waves import WAVES
from personagen.study import Study


@pytest.fixture(scope="module")
def generate(root: Path) -> dict[str, Any]:
    return runpy.run_path(str(root / "docs" / "generate.py"))


@pytest.mark.parametrize("page", ["study-file.md", "data-dictionary.md"])
def test_the_page_is_up_to_date(generate: dict[str, Any], root: Path, page: str):
    written = (root / "docs" / page).read_text(encoding="utf-8")
    assert written == generate["PAGES"][page](), "run `python docs/generate.py`"


def test_check_says_whether_pages_are_up_to_date(
    generate: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    main = generate["main"]
    main.__globals__["DOCS"] = tmp_path
    assert main(["--check"]) == 1
    assert "docs/study-file.md is out of date" in capsys.readouterr().err
    assert main([]) == 0
    assert main(["--check"]) == 0


def test_every_column_of_every_table_stands_in_the_dictionary(generate: dict[str, Any]):
    text = generate["render_data_dictionary"]()
    for contract in PUBLISHED.values():
        section = text.partition(f"\n## {contract.name}\n")[2].partition("\n## ")[0]
        assert all(f"| `{column}` |" in section for column in contract.columns)


def test_every_column_of_a_comparison_stands_in_the_dictionary(generate: dict[str, Any]):
    text = generate["render_data_dictionary"]()
    for contract in WAVES.values():
        section = text.partition(f"\n## compare: {contract.name}\n")[2].partition("\n## ")[0]
        assert all(f"| `{column}` |" in section for column in contract.columns)
        assert f"(#compare-{contract.name})" in text


def test_every_column_of_a_private_table_stands_in_the_dictionary(generate: dict[str, Any]):
    text = generate["render_data_dictionary"]()
    for file, contract in PRIVATE.items():
        section = text.partition(f"\n## private/{file}.csv\n")[2].partition("\n## ")[0]
        assert all(f"| `{column}` |" in section for column in contract.columns)


def test_every_top_key_stands_in_the_reference(generate: dict[str, Any]):
    text = generate["render_study_file"]()
    assert all(f"| `{name}` |" in text for name in Study.model_fields)
    assert "| auto | auto, csv, or the tool the export comes from. **Not yet: all but auto and csv.**" in text
