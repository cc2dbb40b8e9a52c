"""The Spark session: started quietly, for one run, with everything it writes in the run's scratch folder."""

from __future__ import annotations

import logging
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING

from py4j.protocol import Py4JError
from pyspark import SparkConf, SparkContext
from pyspark.errors import PySparkException
from pyspark.java_gateway import launch_gateway
from pyspark.sql import SparkSession

from personagen.engine.spark.engine import SparkEngine
from personagen.errors import Problem, StudyError
from personagen.study.parameters import EngineParameters

if TYPE_CHECKING:
    from py4j.java_gateway import JavaGateway

_LOCAL = "local"
_QUERY_LOGGER = "DataFrameQueryContextLogger"  # prints errors with the cells they are about


@contextmanager
def open_spark(params: EngineParameters, scratch: Path) -> Iterator[SparkEngine]:
    """Open Spark, in its active session if there is one, and keep tables as Parquet in a folder.

    Parameters
    ----------
    params
        The study's ``engine``: on a cluster, ``temp_directory`` must be a folder that all machines see.
    scratch
        A folder that is thrown away afterwards, for what Spark writes unless ``temp_directory`` says where.

    Raises
    ------
    StudyError
        If Java isn't there, or the master can't be reached.
    """
    if params.temp_directory == "auto" and not params.spark_master.startswith(_LOCAL):
        what = f"{params.spark_master} is a cluster, and the folder for what it writes is not named"
        mend = "Name a folder that all its machines see."
        raise StudyError(Problem(what, mend, where="engine.temp_directory"))
    base = scratch if params.temp_directory == "auto" else Path(params.temp_directory)
    folder = Path(mkdtemp(prefix="spark-", dir=base)).resolve()
    active = SparkSession.getActiveSession()
    spark = active or start_session(params, folder)
    try:
        yield SparkEngine(spark, folder)
    finally:
        if active is None:
            stop_session(spark)
        shutil.rmtree(folder, ignore_errors=True)


def start_session(params: EngineParameters, folder: Path) -> SparkSession:
    """Start Spark without a page, an event log, or lines on the terminal.

    Raises
    ------
    StudyError
        If Java isn't there, or the master can't be reached.
    """
    conf = SparkConf().setMaster(params.spark_master).setAppName("personagen")
    for key, value in _settings(params, folder).items():
        conf.set(key, value)
    try:
        context = SparkContext(conf=conf, gateway=_launch(conf, folder))
    except (PySparkException, Py4JError, OSError) as error:
        raise StudyError(_unstarted(params, error)) from None
    context.setLogLevel("OFF")
    logging.getLogger(_QUERY_LOGGER).disabled = True
    return SparkSession(context)


def stop_session(spark: SparkSession) -> None:
    """Stop Spark and the Java program under it."""
    gateway = spark.sparkContext._gateway  # noqa: SLF001  (Spark leaves its Java program running)
    spark.stop()
    gateway.shutdown()
    gateway.proc.stdin.close()
    gateway.proc.wait(timeout=60)
    SparkContext._gateway = SparkContext._jvm = None  # noqa: SLF001  (or the next one would talk to the old program)


def _launch(conf: SparkConf, folder: Path) -> JavaGateway:
    """Start the Java program; what it prints says nothing to people, and may hold cells."""
    with (folder / "java.log").open("wb") as log:
        return launch_gateway(conf, {"stdout": log, "stderr": subprocess.STDOUT})


def _settings(params: EngineParameters, folder: Path) -> dict[str, str]:
    settings = {
        "spark.sql.session.timeZone": "UTC",
        # sums that don't fit are an error, never a wrong number
        "spark.sql.ansi.enabled": "true",
        "spark.sql.parquet.inferTimestampNTZ.enabled": "true",
        "spark.sql.legacy.parquet.nanosAsLong": "true",
        "spark.sql.parquet.binaryAsString": "true",
        "spark.sql.execution.arrow.pyspark.enabled": "true",
        "spark.sql.warehouse.dir": (folder / "warehouse").as_uri(),
        "spark.ui.enabled": "false",
        "spark.eventLog.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.log.level": "OFF",
    }
    if params.memory_limit != "auto":
        settings["spark.driver.memory"] = spark_memory(params.memory_limit)
    if params.spark_master.startswith(_LOCAL):
        settings |= {
            "spark.driver.bindAddress": "127.0.0.1",
            "spark.driver.host": "127.0.0.1",
            "spark.local.dir": str(folder / "spill"),
            # one machine: a few parts, rather than the 200 that suit a cluster
            "spark.sql.shuffle.partitions": "4",
        }
    return settings


def spark_memory(limit: str) -> str:
    """Return an amount of memory as Java writes it, in whole MiB.

    Examples
    --------
    >>> spark_memory("4GB"), spark_memory("1.5 GiB")
    ('3814m', '1536m')
    """
    units = {"k": 1, "m": 2, "g": 3, "t": 4}
    text = limit.replace(" ", "").lower().removesuffix("b")
    base = 1024 if text.endswith("i") else 1000
    text = text.removesuffix("i")
    size = float(text[:-1]) * base ** units[text[-1]]
    return f"{max(1, int(size / 1024**2))}m"


def _unstarted(params: EngineParameters, error: Exception) -> Problem:
    if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
        return Problem("Spark needs Java", "Install Java 17 or newer, or choose duckdb.", where="engine.name")
    what = f"Spark can't be started at {params.spark_master} ({type(error).__name__})"
    return Problem(
        what,
        "Check the master URL and that Java is 17 or newer, or choose duckdb.",
        where="engine.spark_master",
    )
