"""Settings of Prefect that this program needs, made before Prefect is imported."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager


def prepare_prefect(*, verbose: bool) -> None:
    """Turn telemetry off (this is people's research data) and keep Prefect's log quiet unless asked for.

    What the environment says already is left as it is.
    """
    level = "INFO" if verbose else "CRITICAL"
    for name, value in {
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "DO_NOT_TRACK": "1",
        "PREFECT_LOGGING_LEVEL": level,
        "PREFECT_LOGGING_SERVER_LEVEL": "CRITICAL",
        "PREFECT_CLI_COLORS": "false",
        # the 20 seconds of Prefect are too few beside busy programs
        "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "300",
    }.items():
        os.environ.setdefault(name, value)


@contextmanager
def no_heartbeat_without_server() -> Iterator[None]:
    """Leave heartbeats out where Prefect's embedded server does the work.

    They tell a lasting server that a run has crashed; the embedded one ends with the run. Every flow waits up to a
    second for its last heartbeat, and no environment variable turns them off.
    """
    # prepare_prefect goes before Prefect is imported
    from prefect.settings import (  # noqa: PLC0415
        PREFECT_API_URL,
        PREFECT_FLOWS_HEARTBEAT_FREQUENCY,
        temporary_settings,
    )

    if PREFECT_API_URL.value():
        yield
        return
    with temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}):
        yield
