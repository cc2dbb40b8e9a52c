"""The command line: arguments, exit status and what is printed.

Exit status: 0 done; 2 something the user can mend; 1 a defect of ours, or a pipe that was closed. Results go to stdout,
progress to stderr.
Heavy imports wait inside the commands, so that ``--help`` answers at once.
"""

from __future__ import annotations

import gc
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    name="personagen",
    help="Turn a company's own research into personas and customer journeys that people can defend.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


class Language(StrEnum):
    """Languages of report and charts."""

    nl = "nl"
    en = "en"


class EngineName(StrEnum):
    """Engines for touchpoint logs."""

    duckdb = "duckdb"
    spark = "spark"


class PersonasChoice(StrEnum):
    """Whose personas a run describes."""

    keep = "keep"
    new = "new"


StudyArgument = Annotated[Path, typer.Argument(metavar="STUDY", help="The study file.", show_default=False)]
RunArgument = Annotated[Path, typer.Argument(metavar="RUN", help="A run folder.", show_default=False)]


@app.command()
def init(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE...", help="Exports as CSV.", show_default=False)
    ],
    out: Annotated[Path, typer.Option(help="Where to write the study file.")] = Path("study.yaml"),
    title: Annotated[str | None, typer.Option(help="Title of the study.", show_default=False)] = None,
    language: Annotated[Language, typer.Option(help="Language of the report.")] = Language.nl,
    force: Annotated[bool, typer.Option("--force", help="Overwrite an existing study file.")] = False,
) -> None:
    """Look at exports and draft a commented study file."""
    with _mendable():
        with _importing():
            from pipelines.drafting import draft

        for line in draft(files, out, title=title, language=language.value, force=force):
            typer.echo(line)


@app.command()
def check(study: StudyArgument) -> None:
    """Read and validate everything; print the row account and the faults."""
    with _mendable():
        with _importing():
            from pipelines.checking import check_study

        for line in check_study(study):
            typer.echo(line)


@app.command()
def run(
    study: StudyArgument,
    out: Annotated[
        Path | None, typer.Option(help="Run folder; default: runs/<study>/<time>.", show_default=False)
    ] = None,
    k: Annotated[
        int | None, typer.Option(min=2, max=20, help="Number of personas.", show_default=False)
    ] = None,
    engine: Annotated[
        EngineName | None, typer.Option(help="Engine for touchpoint logs.", show_default=False)
    ] = None,
    language: Annotated[
        Language | None, typer.Option(help="Language of the report.", show_default=False)
    ] = None,
    personas: Annotated[
        PersonasChoice, typer.Option(help="keep: those of the latest run, with drift; new: formed anew.")
    ] = PersonasChoice.new,
    verbose: Annotated[bool, typer.Option("-v", "--verbose", help="Show what Prefect logs.")] = False,
) -> None:
    """Do the main job: from raw files to report."""
    with _mendable():
        with _importing():
            from pipelines.settings import prepare_prefect

            prepare_prefect(verbose=verbose)
            from pipelines.running import run_to_end

        for line in run_to_end(
            study,
            out=out,
            k=k,
            engine=engine and engine.value,
            language=language and language.value,
            personas=personas.value,
        ):
            typer.echo(line)


@app.command()
def report(
    run: RunArgument,
    formats: Annotated[str, typer.Option("--format", help="html; pdf, xlsx and pptx come later.")] = "html",
    language: Annotated[
        Language | None, typer.Option(help="Language of the report.", show_default=False)
    ] = None,
) -> None:
    """Draw the report and the charts of a run again from its tables."""
    with _mendable():
        with _importing():
            from pipelines.redrawing import redraw

        for line in redraw(run, formats=formats, language=language.value if language else None):
            typer.echo(line)


@app.command()
def assign(
    run: RunArgument,
    customers: Annotated[
        Path, typer.Argument(metavar="CUSTOMERS", help="New people as CSV.", show_default=False)
    ],
    out: Annotated[
        Path | None,
        typer.Option(help="Where the result goes; default: CUSTOMERS-personas.csv.", show_default=False),
    ] = None,
) -> None:
    """Give new people a persona of an earlier run, with confidence; clusters nothing."""
    with _mendable():
        with _importing():
            from pipelines.assigning import assign_customers

        for line, is_result in assign_customers(run, customers, out):
            typer.echo(line, err=not is_result)


@app.command()
def compare(
    old: Annotated[Path, typer.Argument(metavar="RUN_OLD", help="The older run.", show_default=False)],
    new: Annotated[Path, typer.Argument(metavar="RUN_NEW", help="The newer run.", show_default=False)],
    out: Annotated[
        Path | None,
        typer.Option(
            help="Where it goes; default: compare-RUN_OLD-RUN_NEW beside RUN_NEW.", show_default=False
        ),
    ] = None,
    language: Annotated[
        Language | None,
        typer.Option(help="Language of the page; default: that of RUN_NEW.", show_default=False),
    ] = None,
) -> None:
    """Tell what happened to the personas between two runs."""
    with _mendable():
        with _importing():
            from pipelines.comparing import compare_runs

        for line, is_result in compare_runs(old, new, out, language.value if language else None):
            typer.echo(line, err=not is_result)


@app.command()
def schema() -> None:
    """Print the JSON schema of the study file."""
    import json

    from personagen.study import study_schema

    typer.echo(json.dumps(study_schema(), indent=2, ensure_ascii=False))


def _refuse(command: str, instead: str) -> None:
    with _mendable():
        from personagen.errors import Problem, StudyError

        raise StudyError(Problem(f"`personagen {command}` is planned but does not work yet", instead))


_LATER = {"allow_extra_args": True, "ignore_unknown_options": True}


@app.command(context_settings=_LATER)
def watch() -> None:
    """Tell the Prefect server when a new export lands (not yet)."""
    _refuse("watch", "Use the weekly schedule of prefect.yaml")


@contextmanager
def _mendable() -> Iterator[None]:
    """End with one message and no traceback: status 2 where the user can mend it, else 1."""
    _stop_cleanly_on_sigterm()
    try:
        yield
    except BrokenPipeError:  # whoever reads has seen enough: typer ends without a word
        raise
    except Exception as error:  # noqa: BLE001 - a traceback could quote data
        typer.echo(_message(error), err=True)
        # DuckDB fills stderr with warnings when its objects outlive the program in the frames of an error
        traceback.clear_frames(error.__traceback__)
        gc.collect()
        raise typer.Exit(2 if _is_mendable(error) else 1) from None
    finally:
        gc.unfreeze()


@contextmanager
def _importing() -> Iterator[None]:
    """Collect no garbage while modules come in, and leave them out of it later: they stay, and are most of what there is."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def _is_mendable(error: Exception) -> bool:
    from personagen.errors import PersonagenError

    return isinstance(error, (PersonagenError, OSError, MemoryError))


def _message(error: Exception) -> str:
    from personagen.errors import PersonagenError

    if not _is_mendable(error):
        from pipelines.steps import DefectError

        return str(error if isinstance(error, DefectError) else DefectError(error))
    if isinstance(error, PersonagenError):
        return f"personagen: {error}"
    if isinstance(error, OSError) and error.filename:
        return f"personagen: {error.filename}: {error.strerror}. Mend this and try again."
    return f"personagen: the computer gave up: {error}. Mend this and try again."


def _stop_cleanly_on_sigterm() -> None:
    import signal
    import threading

    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
