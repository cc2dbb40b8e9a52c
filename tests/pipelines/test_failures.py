"""What goes wrong in a flow: tried again only when the outside failed, told once, and without data."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest
from prefect import flow
from typer.testing import CliRunner

from personagen.errors import DataError, Problem
from pipelines import checking, tasks
from pipelines.cli import app
from pipelines.steps import DefectError, as_step, defects_without_data, kept_timings
from tests.promises.runs import PROGRAM, environment, personagen, texts_in
from tests.promises.small_study import SmallStudy, make_small_study

QUOTE = "Sjoerd, 06-12345678"


def leak() -> None:
    """Fail in words that quote somebody."""
    raise ValueError(QUOTE)


def test_a_defect_is_told_by_its_place():
    with pytest.raises(DefectError) as caught:
        as_step(leak, "Leaking")()
    told = str(caught.value)
    assert "ValueError" in told
    assert "test_failures.py" in told
    assert " leak" in told
    assert QUOTE not in told
    assert caught.value.__suppress_context__


@pytest.mark.parametrize(
    "error", [DataError(Problem("Too few", "Ask more")), OSError(5, "gone"), MemoryError()]
)
def test_what_people_can_mend_goes_through(error: Exception):
    with pytest.raises(type(error)) as caught, defects_without_data():
        raise error
    assert caught.value is error


def test_frames_of_a_defect_hold_no_data():
    def reading() -> None:
        answers = [QUOTE]
        raise ValueError(answers[0])

    with pytest.raises(DefectError) as caught:
        as_step(reading, "Reading")()
    frame, seen = caught.value.__context__.__traceback__, []
    while frame is not None:
        seen.append(frame.tb_frame.f_code.co_name)
        assert QUOTE not in str(frame.tb_frame.f_locals.get("answers"))
        frame = frame.tb_next
    assert "reading" in seen


def test_steps_keep_their_time():
    with kept_timings() as timings:
        as_step(max, "Choosing")(1, 2)
        as_step(max, "Choosing")(3, 4)
    assert list(timings) == ["max"]
    assert timings["max"] >= 0


def test_check_ends_with_one_for_a_defect(small_folder: SmallStudy, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(checking, "ingest_research", lambda *_: leak())
    result = CliRunner().invoke(app, ["check", str(small_folder.path)])
    assert result.exit_code == 1
    assert "A defect of personagen" in result.stderr
    assert "Traceback" not in result.stderr
    assert QUOTE not in result.output


def test_a_server_that_does_not_answer_can_be_mended(tmp_path: Path):
    done = personagen(
        "run",
        tmp_path / "study.yaml",
        prefect_home=tmp_path,
        more={"PREFECT_API_URL": "http://127.0.0.1:9/api"},
    )
    assert done.returncode == 2
    assert "unset PREFECT_API_URL" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(os.name != "posix", reason="Windows breaks a pipe in another way")
def test_a_pipe_that_nobody_reads_ends_quietly(small_folder: SmallStudy, tmp_path: Path):
    reads, writes = os.pipe()
    os.close(reads)
    out = small_folder.folder / "drafted.yaml"
    command = [*PROGRAM, "init", str(small_folder.folder / "raw" / "survey.csv"), "--out", str(out)]
    done = subprocess.run(
        command, env=environment(tmp_path), stdout=writes, stderr=subprocess.PIPE, text=True, check=False
    )
    os.close(writes)
    assert (done.returncode, done.stderr) == (1, "")
    assert out.is_file()


@pytest.fixture
def small_folder(tmp_path: Path) -> SmallStudy:
    """Return a small study."""
    return make_small_study(tmp_path / "small")


def failing(times: int, error: Callable[[], Exception]) -> tuple[Callable[[], str], list[int]]:
    """Return a function that fails so many times, and the list of its calls."""
    calls: list[int] = []

    def read() -> str:
        calls.append(len(calls))
        if len(calls) <= times:
            raise error()
        return "read"

    return read, calls


@pytest.mark.slow
@pytest.mark.parametrize(
    ("times", "error", "tried"),
    [
        (2, lambda: OSError(5, "the disk is away"), 3),
        (9, lambda: OSError(5, "the disk stays away"), 3),
        (9, lambda: DataError(Problem("The age is 430", "Mend the cell")), 1),
        (9, lambda: ValueError(QUOTE), 1),
    ],
    ids=["disk comes back", "disk stays away", "data", "defect"],
)
def test_only_the_outside_is_tried_again(times: int, error: Callable[[], Exception], tried: int):
    read, calls = failing(times, error)
    reading = tasks._task(read, "Reading", tasks.read_study.retries).with_options(retry_delay_seconds=0)

    @flow(persist_result=False)
    def reads() -> str:
        return reading()

    state = reads(return_state=True)
    assert len(calls) == tried
    assert state.is_completed() == (times < tried)
    assert QUOTE not in str(state)


def test_tasks_that_meet_the_outside_are_the_ones_tried_again():
    tried = {name for name, one in vars(tasks).items() if hasattr(one, "retries") and one.retries}
    assert tried == {"read_study", "find_roster", "read_sources", "detect_log_dialects", "write_results"}


DEFECT = """
    import personagen.segmentation
    def broken(features, respondents, parameters):
        raise ValueError("{quote} " + str(respondents.iloc[0].tolist()))
    personagen.segmentation.fit_segments = broken
    from pipelines.cli import app
    app(["run", "{study}", "--out", "{out}", "--verbose"])
"""


@pytest.mark.slow
def test_a_defect_in_a_run_leaves_nothing_of_the_data(small_folder: SmallStudy, tmp_path: Path):
    code = textwrap.dedent(DEFECT).format(quote=QUOTE, study=small_folder.path, out=tmp_path / "made")
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=environment(tmp_path / "prefect"),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.count("A defect of personagen") >= 1
    assert "leaked" not in done.stderr  # DuckDB's own words about objects that outlive the program
    assert QUOTE not in done.stdout + done.stderr
    assert not (tmp_path / "made").exists()
    kept = [
        name for name, text in texts_in(tmp_path / "prefect") if QUOTE.encode() in text or b"R001" in text
    ]
    assert kept == []


def test_help_imports_nothing_heavy():
    code = "import sys; from pipelines.cli import app; app(['--help'], standalone_mode=False); print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=environment(Path("unused")),
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = set(done.stdout.splitlines()[-1].split())
    assert "typer" in loaded
    assert {"pandas", "prefect", "numpy", "pandera", "duckdb", "sklearn", "matplotlib"} & loaded == set()
