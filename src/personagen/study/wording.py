"""Say what is wrong with a study in plain sentences, from the errors of the types."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from personagen.errors import Problem, did_you_mean
from personagen.study.describing import describe, quote
from personagen.study.file import line_in, plain
from personagen.study.keys import Kind, allowed_keys, kinds_at, literals
from personagen.study.tree import Plain

_LONGEST = 60
_NOTHING = object()


@dataclass(frozen=True)
class Fault:
    """One error of the types: where, what sort, and the words of a check."""

    path: tuple[str, ...]
    sort: str
    said: str = ""


def say_problems(error: ValidationError, data: Plain, lines: Mapping[str, int], file: str) -> list[Problem]:
    """Return one problem for each key that is wrong, in the order of the file."""
    faults = list(dict.fromkeys(_fault(dict(item), data) for item in error.errors(include_url=False)))
    above = {fault.path[:depth] for fault in faults for depth in range(len(fault.path))}
    problems: dict[tuple[str, ...], Problem] = {}
    for fault in faults:
        if fault.sort == "bad" and fault.path in above:
            continue  # another kind of value was meant, and what is wrong in that is told
        problems.setdefault(fault.path, _problem(fault, data, lines, file))
    return list(problems.values())


def _fault(item: Mapping[str, Any], data: Plain) -> Fault:
    path = _real_path(item["loc"], data)
    if item["type"] == "missing" and not path[-1].isdigit():
        return Fault(path, "missing")
    if item["type"] == "extra_forbidden" or item["loc"][-1:] == ("[key]",):
        return Fault(path, "unknown")
    if _is_pair(path[:-1]):
        path = path[:-1]  # the end of a scale says little without the other
    said = str(item["ctx"]["error"]) if item["type"] == "value_error" else ""
    return Fault(path, "bad", said)


def _is_pair(path: Sequence[str]) -> bool:
    return describe(kinds_at(path)).startswith("two numbers")


def _real_path(loc: Sequence[int | str], data: Plain) -> tuple[str, ...]:
    """Return the keys of a location; the names of union branches, which aren't in the file, are left out."""
    path: list[str] = []
    value: object = data
    for position, part in enumerate(loc):
        if isinstance(value, dict) and isinstance(part, int):
            continue  # the only log, written without a list
        inner = _step(value, str(part))
        is_absent_key = position == len(loc) - 1 and str(part) in allowed_keys(kinds_at(path))
        if inner is _NOTHING and not is_absent_key and not isinstance(part, int):
            continue
        path.append(str(part))
        value = inner
    return tuple(path)


def _step(value: object, part: str) -> object:
    if isinstance(value, dict):
        return value.get(part, _NOTHING)
    if isinstance(value, list) and part.isdigit() and int(part) < len(value):
        return value[int(part)]
    return _NOTHING


def _value_at(data: object, path: Sequence[str]) -> object:
    for part in path:
        data = _step(data, part)
    return data


def _problem(fault: Fault, data: Plain, lines: Mapping[str, int], file: str) -> Problem:
    key = ".".join(fault.path)
    if fault.sort == "unknown":
        what, mend = _say_unknown(fault.path)
    elif fault.sort == "missing":
        what, mend = "the key is missing", f"Give {describe(kinds_at(fault.path))}."
    else:
        what, mend = _say_bad(_value_at(data, fault.path), kinds_at(fault.path), fault.said)
    return Problem(what, mend, file, line_in(lines, key), plain(key) or None)


def _say_unknown(path: Sequence[str]) -> tuple[str, str]:
    allowed = allowed_keys(kinds_at(path[:-1]))
    mend = f"{did_you_mean(path[-1], allowed)} Allowed here: {', '.join(allowed)}."
    return f'there is no key "{shorten(path[-1])}" here', mend.strip()


def _say_bad(value: object, kinds: Sequence[Kind], said: str) -> tuple[str, str]:
    mend = f"Give {describe(kinds)}."
    if value in (None, "", (), [], {}) or value is _NOTHING:
        return "nothing stands here", mend
    what = f"{shown(value)} is not allowed" + (f": {said}" if said else "")
    return what, f"{_hint(value, kinds)} {mend}".strip()


def _hint(value: object, kinds: Sequence[Kind]) -> str:
    """Return a guess at what was meant."""
    wants = describe(kinds)
    if isinstance(value, str):
        if wants.startswith("a list"):
            return f"Put it in brackets: [{shorten(value)}]."
        if wants.startswith("true or false"):
            return "Write it without quotes." if value in ("true", "false") else ""
        return did_you_mean(value, literals(kinds))
    if any(kind.type is str for kind in kinds) and isinstance(value, bool | int | float):
        return f'Put it in quotes: "{value}".'
    return ""


def shown(value: object) -> str:
    """Return a value of the study file, shortened."""
    if isinstance(value, list):
        return f"[{shorten(', '.join(quote(v) if not isinstance(v, dict | list) else '...' for v in value))}]"
    if isinstance(value, dict):
        return f"{{{shorten(', '.join(f'{key}: ...' for key in value))}}}"
    return f'"{shorten(value)}"' if isinstance(value, str) else quote(value)


def shorten(text: str) -> str:
    """Return a text of at most 60 characters, on one line."""
    text = plain(text)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 3]}..."
