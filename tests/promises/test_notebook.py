"""The notebook runs on any run, and is saved without a word of one."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from tests.promises.runs import Made, environment


@pytest.fixture
def notebook(root: Path) -> nbformat.NotebookNode:
    """Return the notebook as it is saved."""
    return nbformat.read(root / "notebooks" / "explore.ipynb", as_version=4)


def test_notebook_is_short_and_saved_without_results(notebook: nbformat.NotebookNode):
    nbformat.validate(notebook)
    assert len(notebook.cells) <= 15
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert len(code) >= 5
    assert [cell for cell in code if cell.outputs or cell.execution_count] == []


@pytest.mark.slow
def test_notebook_runs(
    notebook: nbformat.NotebookNode, webshop_run: Made, root: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("PERSONAGEN_RUN", str(webshop_run.folder))
    for name, value in environment(webshop_run.folder.with_name("prefect")).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("IPYTHONDIR", str(webshop_run.folder.with_name("ipython")))
    NotebookClient(notebook, timeout=120, resources={"metadata": {"path": root / "notebooks"}}).execute()
    outputs = [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]
    assert [output for output in outputs if output.output_type == "error"] == []
    assert any("image/png" in output.get("data", {}) for output in outputs)
    said = " ".join(str(output) for output in outputs)
    name = webshop_run.table("personas")["name"][0]
    assert name in said
    people = webshop_run.private("assignments")
    assert [
        person for person in [*people["respondent_id"], *people["customer_id"].dropna()] if person in said
    ] == []
