"""Opening the engine that a study names."""

from __future__ import annotations

from contextlib import AbstractContextManager
from importlib.util import find_spec
from pathlib import Path

from personagen.engine.connection import open_duckdb
from personagen.engine.interface import Engine
from personagen.errors import Problem, StudyError
from personagen.study.parameters import EngineParameters


def open_engine(params: EngineParameters, scratch: Path) -> AbstractContextManager[Engine]:
    """Open an engine that keeps what exceeds its memory in a folder.

    Parameters
    ----------
    params
        The study's ``engine``.
    scratch
        A folder that is thrown away afterwards; the caller makes and removes it.

    Raises
    ------
    StudyError
        If the engine is Spark, and it isn't installed or can't be started.
    DataError
        If the memory limit can't be read.
    """
    if params.name == "duckdb":
        return open_duckdb(params, scratch)
    if find_spec("pyspark") is None:
        what, mend = "Spark is not installed", "pip install 'personagen[spark]', or choose duckdb."
        raise StudyError(Problem(what, mend, where="engine.name"))
    from personagen.engine.spark import open_spark  # noqa: PLC0415  (comes with an extra, and is slow to import)

    return open_spark(params, scratch)
