"""`personagen run`: start the flow, and tell how it ended."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from prefect import get_client
from prefect.settings import PREFECT_API_URL

from personagen.errors import Problem, StudyError
from pipelines.embedded import ending_server
from pipelines.keeping import Personas
from pipelines.settings import no_heartbeat_without_server
from pipelines.stopping import stoppable
from pipelines.study import run_study


def run_to_end(
    study: Path,
    *,
    out: Path | None,
    k: int | None,
    engine: str | None,
    language: str | None,
    personas: Personas = "new",
) -> Iterator[str]:
    """Run a study and yield where its results are, as lines to print.

    Raises
    ------
    PersonagenError, OSError
        If something stands in the way that the user can mend.
    DefectError
        If the program is at fault.
    """
    _reach_server()
    with stoppable(), ending_server(), no_heartbeat_without_server():
        state = run_study(
            study, out=out, k=k, engine=engine, language=language, personas=personas, return_state=True
        )
    result = state.result(raise_on_failure=False)
    if isinstance(result, BaseException):
        raise result
    yield f"Report: {result / 'report.html'}"
    yield f"Run:    {result}"


def _reach_server() -> None:
    """Raise a `StudyError` if the environment names a Prefect server that doesn't answer."""
    if not PREFECT_API_URL.value():
        return
    failure = get_client(sync_client=True).api_healthcheck()
    if failure is not None:
        raise StudyError(
            Problem(
                f"The Prefect server that it names doesn't answer ({type(failure).__name__})",
                "Start it with `prefect server start`, or unset PREFECT_API_URL to run without one",
                where="PREFECT_API_URL",
            )
        )
