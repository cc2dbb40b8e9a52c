"""The notebooks run on any run, and are saved without a word of one."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from tests.promises.runs import Made, environment

NAMES = ("explore", "what_if")


@pytest.fixture(params=NAMES)
def notebook(request: pytest.FixtureRequest, root: Path) -> nbformat.NotebookNode:
    """Return a notebook as it is saved."""
    return nbformat.read(root / "notebooks" / f"{request.param}.ipynb", as_version=4)


def test_every_notebook_is_tested(root: Path):
    assert sorted(path.stem for path in (root / "notebooks").glob("*.ipynb")) == sorted(NAMES)


def test_a_notebook_is_short_and_saved_without_results(notebook: nbformat.NotebookNode):
    nbformat.validate(notebook)
    assert len(notebook.cells) <= 15
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert len(code) >= 5
    assert [cell for cell in code if cell.outputs or cell.execution_count] == []
    imports = [
        line for cell in code for line in cell.source.splitlines() if line.startswith(("import ", "from "))
    ]
    ours = [
        line for line in imports if not line.startswith(("import os", "import matplotlib", "import pandas"))
    ]
    assert ours
    assert all(line.startswith("from personagen.") for line in ours)


@pytest.mark.slow
def test_a_notebook_runs(
    notebook: nbformat.NotebookNode,
    webshop_run: Made,
    webshop: Path,
    root: Path,
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setenv("PERSONAGEN_RUN", str(webshop_run.folder))
    monkeypatch.setenv("PERSONAGEN_STUDY", str(webshop / "study.yaml"))
    for name, value in environment(webshop_run.folder.with_name("prefect")).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("IPYTHONDIR", str(webshop_run.folder.with_name("ipython")))
    NotebookClient(notebook, timeout=120, resources={"metadata": {"path": root / "notebooks"}}).execute()
    outputs = [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]
    assert [output for output in outputs if output.output_type == "error"] == []
    assert any("image/png" in output.get("data", {}) for output in outputs)
    said = " ".join(str(output) for output in outputs)
    assert all(name in said for name in webshop_run.table("personas")["name"])
    people = webshop_run.private("assignments")
    assert [
        person for person in [*people["respondent_id"], *people["customer_id"].dropna()] if person in said
    ] == []
