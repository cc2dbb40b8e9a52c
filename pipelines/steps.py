"""What every task does around its function: tell progress, keep the time, and keep data out of errors."""

from __future__ import annotations

import functools
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import ParamSpec, TypeVar

from personagen.errors import PersonagenError
from personagen.progress import heard_by
from pipelines.progress import Progress

P = ParamSpec("P")
R = TypeVar("R")

_timings: ContextVar[dict[str, float] | None] = ContextVar("timings", default=None)


class DefectError(Exception):
    """A defect of this program, told by its place in the code and never by the data it met."""

    def __init__(self, error: BaseException) -> None:
        frames = traceback.extract_tb(error.__traceback__)
        told = [frame for frame in frames[:-1] if "site-packages" not in frame.filename] + frames[-1:]
        places = "\n".join(f"  {Path(f.filename).name}:{f.lineno} {f.name}" for f in told)
        super().__init__(
            f"A defect of personagen, not of your data: {type(error).__name__} at\n{places}\n"
            "Please report these lines; they hold no data."
        )


@contextmanager
def defects_without_data() -> Iterator[None]:
    """Raise what nobody can mend as a `DefectError`: whatever else it is, its message may quote data."""
    try:
        yield
    except (PersonagenError, OSError, MemoryError, DefectError):
        raise
    except Exception as error:  # noqa: BLE001
        defect = DefectError(error)
        traceback.clear_frames(error.__traceback__)  # they hold data
        raise defect from None


@contextmanager
def kept_timings() -> Iterator[dict[str, float]]:
    """Yield a dictionary that every step inside the block writes its seconds to."""
    timings: dict[str, float] = {}
    token = _timings.set(timings)
    try:
        yield timings
    finally:
        _timings.reset(token)


def as_step(function: Callable[P, R], title: str) -> Callable[P, R]:
    """Return ``function`` so that it tells progress on stderr, keeps its time and names defects without data."""

    @functools.wraps(function)
    def step(*args: P.args, **kwargs: P.kwargs) -> R:
        started = time.perf_counter()
        _tell(f"{title} ...", final=False)
        try:
            with defects_without_data(), heard_by(Progress(title).tell):
                result = function(*args, **kwargs)
        except Exception:
            _tell(f"{title}: stopped", final=True)
            raise
        seconds = time.perf_counter() - started
        timings = _timings.get()
        if timings is not None:
            timings[function.__name__] = timings.get(function.__name__, 0.0) + round(seconds, 3)
        _tell(f"{title} ({seconds:.1f} s)", final=True)
        return result

    return step


def tell(line: str) -> None:
    """Write a line that stays on stderr."""
    _tell(line, final=True)


def _tell(line: str, *, final: bool) -> None:
    """Write a line: on a terminal it is written over while the work lasts."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\x1b[K{line}" + ("\n" if final else ""))
        sys.stderr.flush()
    elif final:
        sys.stderr.write(line + "\n")
        sys.stderr.flush()
