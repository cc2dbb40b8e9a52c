"""Stopping a run halfway: nothing half-written stays behind, and Prefect's embedded server goes too."""

from __future__ import annotations

import os
import signal
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from prefect.server.api.server import SubprocessASGIServer
from prefect.settings import PREFECT_API_URL

from personagen.runs import abandon_unfinished

_STOPS = (signal.SIGINT, signal.SIGTERM)
_stopping = threading.Event()


@contextmanager
def stoppable() -> Iterator[None]:
    """Let Ctrl-C and a request to end stop the block at once, where Prefect's embedded server does the work.

    Ctrl-C reaches that server as well. Without it Prefect waits for minutes, and an exception is lost where it is
    raised in a callback; so a thread is told of the signal instead. A lasting server is told of the end by Prefect.
    """
    if PREFECT_API_URL.value() or threading.current_thread() is not threading.main_thread():
        yield
        return
    told, tells = socket.socketpair()
    tells.setblocking(False)  # noqa: FBT003 - the standard library has it so
    signal.set_wakeup_fd(tells.fileno(), warn_on_full_buffer=False)
    for signum in _STOPS:
        signal.signal(signum, lambda *_: None)
    threading.Thread(target=_wait_and_stop, args=(told,), daemon=True).start()
    try:
        yield
    finally:
        if _stopping.is_set():
            threading.Event().wait()  # the thread ends the program
        signal.set_wakeup_fd(-1)
        tells.close()


def _wait_and_stop(told: socket.socket) -> None:
    while received := told.recv(1):  # nothing more comes when the block ended well
        if received[0] in _STOPS:
            _stop(received[0])


def _stop(signum: int) -> None:
    _stopping.set()
    abandon_unfinished()
    sys.stderr.write("\nStopped; nothing was written.\n")
    sys.stderr.flush()
    SubprocessASGIServer().stop()
    os._exit(128 + signum)
