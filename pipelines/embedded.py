"""Prefect's embedded server: it ends with the program, also where that was killed and could end nothing itself."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from prefect.server.api.server import SubprocessASGIServer
from prefect.settings import PREFECT_API_URL

_WARDEN = "import os, signal, sys; sys.stdin.buffer.read(); os.kill(int(sys.argv[1]), signal.SIGTERM)"


@contextmanager
def ending_server() -> Iterator[None]:
    """Start Prefect's embedded server, if it is to do the work, with a warden beside it for as long as the block lasts.

    Prefect stops its server when a program ends, but nothing in a killed program can. The warden is a process that reads
    from a pipe which nobody writes to: the system closes it when this program is gone, and the warden ends the server.
    It is out of reach of a Ctrl-C in the terminal, which `stoppable` sees to.
    """
    server = SubprocessASGIServer()
    if not PREFECT_API_URL.value():
        server.start()
    if server.server_process is None:
        yield
        return
    command = [sys.executable, "-S", "-E", "-c", _WARDEN, str(server.server_process.pid)]
    with subprocess.Popen(  # noqa: S603 - the command is our own
        command, stdin=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True
    ) as warden:
        try:
            yield
        finally:
            warden.kill()
