"""Writing a draft as YAML that is pleasant to read: one line where it fits, comments above what they are about."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from textwrap import wrap
from typing import Any

WIDTH = 110
_PLAIN = re.compile(r"[^\W\d_][\w .%/()+'&-]*[\w%)+.]|[^\W\d_]")
_PATH = re.compile(r"[^\W\d_][\w./*-]*")
_RESERVED = {"yes", "no", "true", "false", "null", "on", "off", "y", "n", "nan", "inf"}


def write_scalar(value: object) -> str:
    """Return a value as YAML, in quotes only where it would be read as something else.

    Examples
    --------
    >>> write_scalar("Mee eens"), write_scalar("1"), write_scalar(-99), write_scalar("a: b"), write_scalar("Yes")
    ('Mee eens', '"1"', '-99', '"a: b"', '"Yes"')
    """
    if not isinstance(value, str):
        return json.dumps(value)
    is_plain = _PLAIN.fullmatch(value) or _PATH.fullmatch(value)
    if is_plain and value.lower() not in _RESERVED and "  " not in value:
        return value
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\x7f").replace("\u0085", "\\u0085")


def _write_key(key: object) -> str:
    return str(key) if key in ("yes", "no") else write_scalar(key)


def write_flow(value: object) -> str:
    """Return a value as YAML on one line.

    Examples
    --------
    >>> write_flow({"column": "csat", "scale": [1, 5]})
    '{column: csat, scale: [1, 5]}'
    """
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{_write_key(key)}: {write_flow(item)}' for key, item in value.items())}}}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(write_flow(item) for item in value)}]"
    return write_scalar(value)


def write_entry(key: str, value: object, indent: int) -> list[str]:
    """Return the lines of a key: one line where it fits, else a line for each part."""
    start = f"{' ' * indent}{_write_key(key)}:"
    line = f"{start} {write_flow(value)}"
    if len(line) <= WIDTH or not value or not isinstance(value, Mapping | list | tuple):
        return [line]
    if isinstance(value, Mapping):
        parts = [part for name, item in value.items() for part in write_entry(str(name), item, indent + 2)]
        return [start, *parts]
    return _wrap_list(start, [write_flow(item) for item in value])


def _wrap_list(start: str, items: list[str]) -> list[str]:
    """Return a list that continues on the next lines, under its first item."""
    lines, lead = [f"{start} ["], " " * (len(start) + 2)
    for position, item in enumerate(items):
        text = item + ("]" if position == len(items) - 1 else ",")
        is_first = lines[-1].endswith("[") or lines[-1] == lead
        if len(lines[-1]) + len(text) >= WIDTH and not is_first:
            lines.append(lead)
            is_first = True
        lines[-1] += text if is_first else f" {text}"
    return lines


def write_section(key: str, keys: Mapping[str, Any], indent: int = 0) -> list[str]:
    """Return the lines of a source: each of its keys on a line of its own."""
    lines = [part for name, value in keys.items() for part in write_entry(name, value, indent + 2)]
    return [f"{' ' * indent}{key}:", *lines]


def write_comment(text: str, indent: int = 0) -> list[str]:
    """Return a remark as comment lines, wrapped; line breaks in it are spaces."""
    clean = re.sub(r"[\x00-\x1f\x7f\u0085\u2028\u2029]+", " ", text)
    lead = f"{' ' * indent}# "
    return wrap(clean, WIDTH, initial_indent=lead, subsequent_indent=lead, break_on_hyphens=False)


def join_lines(groups: Iterable[Iterable[str]]) -> str:
    """Return groups of lines as one text, a blank line between them."""
    return "\n\n".join("\n".join(group) for group in groups if group) + "\n"
