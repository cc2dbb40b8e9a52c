"""How far long work is, with an estimate of what is left: written over on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass, field

_ON_TERMINAL, _ELSEWHERE = 0.2, 10.0


@dataclass
class Progress:
    """Tells on stderr how far something is; the first line elsewhere comes after ten seconds."""

    title: str
    started: float = field(default_factory=time.perf_counter)
    told: float = field(default_factory=time.perf_counter)

    def tell(self, share: float, n_rows: int | None = None) -> None:
        """Say how far it is, if it is time to.

        Parameters
        ----------
        share
            Part of the work that is done, 0 to 1.
        n_rows
            Rows done, where rows are what is worked on.
        """
        now = time.perf_counter()
        is_terminal = sys.stderr.isatty()
        if now - self.told < (_ON_TERMINAL if is_terminal else _ELSEWHERE):
            return
        self.told = now
        left = (now - self.started) * (1 - share) / share if share > 0 else None
        rows = "" if n_rows is None else f", {n_rows:,} rows"
        self._write(f"{self.title}: {share:.0%}{rows}{_say_left(left)}", final=not is_terminal)

    def end(self, n_rows: int) -> None:
        """Say that it is done, and how long it took."""
        seconds = time.perf_counter() - self.started
        self._write(f"{self.title} ({n_rows:,} rows, {seconds:.1f} s)", final=True)

    def stop(self) -> None:
        """End the line on a terminal, for what is said next."""
        if sys.stderr.isatty():
            self._write(f"{self.title}: stopped", final=True)

    def _write(self, line: str, *, final: bool) -> None:
        start = "\r\x1b[K" if sys.stderr.isatty() else ""
        sys.stderr.write(f"{start}{line}" + ("\n" if final else ""))
        sys.stderr.flush()


def _say_left(seconds: float | None) -> str:
    if seconds is None:
        return ""
    return f", about {seconds:.0f} s left" if seconds < 90 else f", about {seconds / 60:.0f} min left"  # noqa: PLR2004
