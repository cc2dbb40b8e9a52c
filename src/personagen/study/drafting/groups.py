"""Columns that belong together: items of a grid, and the boxes of one question that could be ticked."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from personagen.study.drafting.columns import Column
from personagen.study.drafting.scales import find_scale
from personagen.study.drafting.wordlists import is_one_of, names

_FEWEST_ITEMS = 3
_NUMBER_AT_END = re.compile(r"[ _.\-]*(?:\(?\[?[0-9]+\]?\)?)$")
_BOX = re.compile(
    r"^(?P<stem>.+?)(?:\[(?P<name>[^\]]+)\]|[_.\-](?P<number>[0-9]{1,4})|(?: - |: )(?P<label>.+))$"
)


@dataclass(frozen=True)
class Boxes:
    """A question with several answers over several columns.

    Parameters
    ----------
    stem
        What the names of the columns share.
    levels
        Column -> level.
    yes
        Cells that mean the box was ticked.
    columns
        The columns themselves.
    """

    stem: str
    levels: Mapping[str, str]
    yes: tuple[str, ...]
    columns: tuple[Column, ...]


def find_grid_items(columns: Sequence[Column]) -> set[str]:
    """Return the names of columns that together use a scale and have names alike but for a number."""
    grids: dict[str, list[Column]] = {}
    for column in columns:
        stem = _NUMBER_AT_END.sub("", column.name)
        if stem != column.name and column.is_whole and not names(column.words, "count"):
            grids.setdefault(stem, []).append(column)
    return {c.name for items in grids.values() if _is_grid(items) for c in items}


def _is_grid(items: Sequence[Column]) -> bool:
    counts: dict[str, int] = {}
    for item in items:
        for answer, n in item.answers.items():
            counts[answer] = counts.get(answer, 0) + n
    together = Column("grid", sum(counts.values()), counts)
    scale = find_scale(together)
    return len(items) >= _FEWEST_ITEMS and scale is not None and len(counts) >= _FEWEST_ITEMS


def find_boxes(columns: Sequence[Column]) -> list[Boxes]:
    """Return the questions whose answers stand in several columns, each ticked or not."""
    groups: dict[str, list[tuple[Column, str]]] = {}
    for column in columns:
        if (match := _BOX.match(column.name)) and _tick(column) is not None:
            groups.setdefault(match["stem"], []).append((column, match["name"] or match["label"] or ""))
    boxes = [_boxes_of(stem, group) for stem, group in groups.items() if len(group) > 1]
    return [each for each in boxes if each]


def _tick(column: Column) -> str | None:
    """Return the one answer that isn't "not selected", or None where the column is no box."""
    ticks = [answer for answer in column.answers if not (is_one_of(answer, "no") or answer == "0")]
    others = len(column.answers) - len(ticks)
    n_blank = column.n_rows - sum(column.counts.values())
    return ticks[0] if len(ticks) == 1 and (others or n_blank) else None


def _boxes_of(stem: str, group: Sequence[tuple[Column, str]]) -> Boxes | None:
    ticks = [str(_tick(column)) for column, _ in group]
    own_label = len(set(ticks)) == len(ticks)
    if not own_label and len(set(ticks)) > 1:
        return None
    names_of = ticks if own_label else [name or column.name for column, name in group]
    if len(set(names_of)) < len(names_of):
        return None
    levels = {column.name: level for (column, _), level in zip(group, names_of, strict=True)}
    return Boxes(stem.strip(" _.-:"), levels, tuple(dict.fromkeys(ticks)), tuple(c for c, _ in group))
