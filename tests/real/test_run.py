"""The whole main job on a real study, as its user runs it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from tests.real.folders import make_folder


@pytest.mark.slow
def test_the_run_of_complete_journey(shared_data, tmp_path, root):
    path = make_folder("complete_journey", shared_data, tmp_path)
    path.write_text(path.read_text().replace("  k: auto", "  k: 2\n  bootstrap: 10\n  restarts: 10"))
    done = _personagen("run", path, "--out", tmp_path / "run", root=root, home=tmp_path / "prefect")
    assert done.returncode == 0, done.stderr
    tables = {file.stem: pd.read_parquet(file) for file in (tmp_path / "run" / "tables").glob("*.parquet")}
    rows = tables["rows"].set_index("source")
    assert (rows["used"] - rows["unlinked"])[["survey", "analytics"]].tolist() == [801, 801]
    assert rows.loc["touchpoints 2", "used"] - rows.loc["touchpoints 2", "unlinked"] == 81_817
    assert tables["coverage"].set_index("persona").loc["unassigned", "n_customers"] == 1668
    assert json.loads((tmp_path / "run" / "run.json").read_text())["chosen"]["k"] == 2
    page = (tmp_path / "run" / "report.html").read_text()
    assert "155,848" in page
    assert "74,031" in page


def _personagen(*arguments: object, root: Path, home: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": f"{root / 'src'}{os.pathsep}{root}", "PREFECT_HOME": str(home)}
    command = [sys.executable, "-c", "from pipelines.cli import app; app()", *map(str, arguments)]
    return subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)
