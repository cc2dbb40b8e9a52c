"""Keys that are understood but whose working isn't there yet: refused by name, never ignored."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from personagen.errors import Problem
from personagen.study.file import line_in
from personagen.study.tree import Plain

FORMATS = ("auto", "csv")
LOG_FORMATS = ("auto", "csv", "parquet")


@dataclass(frozen=True)
class Later:
    """A key, or some values of it, that later work brings.

    Parameters
    ----------
    key
        Dotted key; ``*`` stands for each item of a list.
    mend
        What to do instead.
    only
        The values it holds for, in words; empty for the whole key.
    applies
        Whether it holds for a value.
    """

    key: str
    mend: str
    only: str = ""
    applies: Callable[[Plain], bool] = lambda value: value not in (None, {}, [])

    @property
    def key_path(self) -> str:
        """The key without the marks of list items."""
        return self.key.replace(".*", "")


def _is_other_format(value: Plain) -> bool:
    return isinstance(value, str) and value not in LOG_FORMATS


_OUT = "Leave the key out."
_CSV = "Export the file as CSV and leave the key out."
_TOOLS = "all but auto and csv"

LATER: tuple[Later, ...] = (
    *(
        Later(f"{source}.format", _CSV, _TOOLS, lambda v: isinstance(v, str) and v not in FORMATS)
        for source in ("survey", "interviews", "analytics")
    ),
    Later("touchpoints.*.format", _CSV, "all but auto, csv and parquet", _is_other_format),
)


def later_of(path: str) -> Later | None:
    """Return what later work brings at a key, or above it."""
    whole = (later for later in LATER if not later.only and f"{path}.".startswith(f"{later.key_path}."))
    return next((later for later in LATER if later.key_path == path), next(whole, None))


def refuse_later(data: Plain, lines: Mapping[str, int], file: str) -> list[Problem]:
    """Return a problem for each key of the study that isn't supported yet."""
    return [
        Problem(_say(later, value), later.mend, file, line_in(lines, key), key)
        for later in LATER
        for key, value in _find(data, later.key.split("."))
        if later.applies(value)
    ]


def _say(later: Later, value: Plain) -> str:
    shown = f"{value} is" if later.only and isinstance(value, str) else "this is"
    return f"{shown} understood but not yet supported"


def _find(value: Plain, parts: list[str], above: str = "") -> Iterator[tuple[str, Plain]]:
    if not parts:
        yield above, value
    elif parts[0] == "*":
        items = value if isinstance(value, list) else [value]
        for position, item in enumerate(items):
            yield from _find(item, parts[1:], f"{above}.{position}" if items is value else above)
    elif isinstance(value, dict) and parts[0] in value:
        yield from _find(value[parts[0]], parts[1:], f"{above}.{parts[0]}".lstrip("."))
