"""Every command of the README works as it is written; a new one needs a place here."""

from __future__ import annotations

import ast
import gzip
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

from tests.promises.runs import Made, personagen

_HERE = "tests/promises/test_readme.py"
_SERVER = "tests/pipelines/test_deployment.py::test_weekly_run_on_a_server"
# every line of the README's command blocks, and the test that runs it
COMMANDS = {
    "make demo": f"{_HERE}::test_make_runs_the_example_and_the_tests",
    "make test": f"{_HERE}::test_make_runs_the_example_and_the_tests",
    r"py -m venv .venv && .venv\Scripts\python -m pip install -c constraints.txt -e .[dev]": f"{_HERE}::test_windows_lines_do_what_make_does",
    r".venv\Scripts\personagen run data\webshop\study.yaml": f"{_HERE}::test_windows_lines_do_what_make_does",
    r".venv\Scripts\python -m pytest": f"{_HERE}::test_windows_lines_do_what_make_does",
    "personagen init survey.csv interviews.csv analytics.csv touchpoints.csv": f"{_HERE}::test_init_drafts_a_study",
    "personagen check study.yaml": f"{_HERE}::test_check_accounts_for_rows",
    "personagen run study.yaml": f"{_HERE}::test_run_makes_a_folder_beside_the_study",
    "personagen compare runs/first runs/second": "tests/promises/test_second_wave.py::test_compare_says_what_was_planted",
    "export PREFECT_API_URL=http://127.0.0.1:4200/api DO_NOT_TRACK=1": _SERVER,
    "export PREFECT_SERVER_ANALYTICS_ENABLED=false DO_NOT_TRACK=1": _SERVER,
    "prefect server start": _SERVER,
    "prefect work-pool create local --type process": _SERVER,
    "prefect --no-prompt deploy --all": _SERVER,
    "prefect worker start --pool local": _SERVER,
    "prefect deployment run personagen/weekly": _SERVER,
}
ADDRESS = re.compile(r"\]\((?!https?://)([^)#]+)[^)]*\)")


@pytest.fixture(scope="module")
def readme(root: Path) -> str:
    """Return the README."""
    return (root / "README.md").read_text(encoding="utf-8")


def commands_in(text: str) -> list[str]:
    """Return the lines of the command blocks of a page, without remarks."""
    blocks = re.findall(
        r"^[ ]*```(?:sh|bat|bash|shell|console)\n(.*?)^[ ]*```", text, re.DOTALL | re.MULTILINE
    )
    lines = [re.sub(r"\s+#.*$", "", line).strip() for block in blocks for line in block.splitlines()]
    return [line for line in lines if line]


def test_every_command_is_tested(readme: str, root: Path):
    assert set(commands_in(readme)) == set(COMMANDS)
    for place in set(COMMANDS.values()):
        file, _, function = place.partition("::")
        tree = ast.parse((root / file).read_text(encoding="utf-8"))
        assert function in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}, place


def test_files_that_it_names_are_there(readme: str, root: Path):
    named = ADDRESS.findall(readme)
    assert len(named) >= 5
    assert [name for name in named if not (root / name).exists()] == []


def recipe(root: Path, target: str) -> str:
    """Return what make would do."""
    return subprocess.run(["make", "-n", target], cwd=root, check=True, capture_output=True, text=True).stdout


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("make") is None, reason="there is no make here")
def test_make_runs_the_example_and_the_tests(root: Path, webshop_run: Made):
    """What `make demo` runs is what made this run."""
    assert ".venv/bin/personagen run data/webshop/study.yaml" in recipe(root, "demo")
    assert ".venv/bin/python -m pytest" in recipe(root, "test")
    assert webshop_run.stdout.splitlines()[0] == f"Report: {webshop_run.folder / 'report.html'}"
    assert (webshop_run.folder / "report.html").is_file()


def test_windows_lines_do_what_make_does(root: Path):
    makefile = (root / "Makefile").read_text(encoding="utf-8")
    assert "-c constraints.txt -e '.[$(EXTRAS)]'" in makefile
    assert "EXTRAS ?= dev\n" in makefile
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["scripts"]["personagen"] == "pipelines.cli:app"
    assert "dev" in project["optional-dependencies"]
    assert (root / "data" / "webshop" / "study.yaml").is_file()


def test_init_drafts_a_study(webshop: Path, tmp_path: Path):
    raw, names = webshop / "raw", ("survey.csv", "interviews.csv", "analytics.csv", "touchpoints.csv")
    for name, source in zip(names, ("survey-2026.csv", "interviews.csv", "analytics.csv"), strict=False):
        shutil.copy(raw / source, tmp_path / name)
    log = gzip.decompress((raw / "touchpoints-2025-09.csv.gz").read_bytes())
    (tmp_path / "touchpoints.csv").write_bytes(log)
    done = personagen("init", *names, prefect_home=tmp_path / "prefect", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    drafted = (tmp_path / "study.yaml").read_text(encoding="utf-8")
    assert [name for name in names if name not in drafted] == []
    assert "personagen check study.yaml" in done.stdout
    again = personagen("init", *names, prefect_home=tmp_path / "prefect", cwd=tmp_path)
    assert again.returncode == 2
    assert "--force" in again.stderr


def test_check_accounts_for_rows(webshop: Path, tmp_path: Path):
    done = personagen("check", "study.yaml", prefect_home=tmp_path / "prefect", cwd=webshop)
    assert done.returncode == 0, done.stderr
    assert re.search(r"touchpoints +250508 +250002 ", done.stdout)
    assert not (tmp_path / "prefect").exists()


@pytest.mark.slow
def test_run_makes_a_folder_beside_the_study(webshop_again: Made):
    report, run = webshop_again.stdout.splitlines()
    assert re.fullmatch(r"Run: +runs/[a-z0-9-]+/[0-9]{8}T[0-9]{6}Z-[0-9a-f]{8}", run)
    assert report.removeprefix("Report:").strip() == f"{run.removeprefix('Run:').strip()}/report.html"
    latest = webshop_again.folder.parent / "latest"
    assert latest.resolve() == webshop_again.folder.resolve()
    faults = webshop_again.folder.relative_to(webshop_again.folder.parents[2]) / "private" / "faults.csv"
    assert f"line by line: {faults}" in webshop_again.stderr
    named = {"report.html", "run.json", "tables", "charts", "private"}
    assert {path.name for path in webshop_again.folder.iterdir()} == named


def folder_of(path: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in path.iterdir()}


@pytest.mark.slow
def test_report_is_drawn_again_in_the_other_language(webshop_again: Made, tmp_path: Path):
    copy = tmp_path / "run"
    shutil.copytree(webshop_again.folder, copy)
    done = personagen("report", copy, "--language", "en", prefect_home=tmp_path / "prefect")
    assert done.returncode == 0, done.stderr
    assert '<html lang="en"' in (copy / "report.en.html").read_text(encoding="utf-8")
    assert "Within 14 days" in (copy / "charts.en" / "times.svg").read_text(encoding="utf-8")
    assert folder_of(copy / "charts") == folder_of(webshop_again.folder / "charts")
    (copy / "charts" / "times.png").write_bytes(b"of an earlier version")
    (copy / "charts" / "gone.svg").write_bytes(b"no longer drawn")
    done = personagen("report", copy, prefect_home=tmp_path / "prefect")
    assert done.returncode == 0, done.stderr
    assert (copy / "report.html").read_bytes() == (webshop_again.folder / "report.html").read_bytes()
    assert folder_of(copy / "charts") == folder_of(webshop_again.folder / "charts")
