"""Variables of a table, drafted: name, block, keys, and what is in doubt; and the columns left out."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from personagen.contracts.text import TextTable
from personagen.study.drafting.columns import Column, look_at
from personagen.study.drafting.groups import Boxes, find_boxes, find_grid_items
from personagen.study.drafting.guesses import Guess
from personagen.study.drafting.labels import readable
from personagen.study.drafting.routing import Routing, find_routing
from personagen.study.drafting.rules import guess, is_negative
from personagen.study.drafting.wordlists import is_one_of, names
from personagen.study.variables import Block

Source = Literal["survey", "analytics"]

_LONGEST_NAME, _FEW_LEVELS, _MOST_NAMED = 40, 6, 3
_MOST_LACKING = 0.4  # a feature that more people lack stops a run


@dataclass(frozen=True)
class DraftedVariable:
    """A variable as the draft will have it: its keys in order and remarks to stand above it."""

    name: str
    block: Block
    keys: Mapping[str, Any]
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Drafted:
    """What a table holds about people: variables, and columns left out with the reason."""

    variables: tuple[DraftedVariable, ...] = ()
    left_out: Mapping[str, str] = field(default_factory=dict)


def draft_variables(
    table: TextTable, source: Source, used: Collection[str], taken: Collection[str]
) -> Drafted:
    """Draft the variables of a survey or an analytics export.

    Parameters
    ----------
    table
        The export.
    source
        Which of the two it is.
    used
        Columns that have a role of their own already, such as the respondent's id.
    taken
        Names of variables that exist already.
    """
    columns = [
        look_at(str(name), table.frame[name], table.dialect) for name in table.frame if name not in used
    ]
    boxes = find_boxes(columns)
    boxed = {column.name: group for group in boxes for column in group.columns}
    routing = find_routing(table.frame, columns)
    grid = find_grid_items([column for column in columns if column.name not in boxed])
    guesses = {c.name: guess(_skip(c, routing), is_item_of_grid=c.name in grid) for c in columns}
    behaves = _is_about_behaviour(guesses.values())
    drafted: list[DraftedVariable] = []
    for column in columns:
        found, group = guesses[column.name], boxed.get(column.name)
        name = short_name(group.stem if group else column.name, {*taken, *(v.name for v in drafted)})
        if group and group.columns[0] is column:
            drafted.append(_from_boxes(name, group, source, routing))
        elif found.type and not group:
            block = _block(column, found, source, behaves=behaves)
            said = routing.get(column.name)
            drafted.append(_from_guess(name, block, _skip(column, routing), found, source, said))
    left_out = {name: found.left_out for name, found in guesses.items() if name not in boxed}
    return Drafted(tuple(_ask_for_labels(drafted)), {name: why for name, why in left_out.items() if why})


def _skip(column: Column, routing: Mapping[str, Routing]) -> Column:
    """Return the column with the code that routing explains as "not asked"."""
    code = routing[column.name].code if column.name in routing else ""
    if not code:
        return column
    missing = tuple(cell for cell in column.missing if cell != code)
    return replace(column, missing=missing, not_asked=(*column.not_asked, code))


def _from_guess(
    name: str, block: Block, column: Column, found: Guess, source: Source, routing: Routing | None
) -> DraftedVariable:
    keys: dict[str, Any] = {"from": source}
    if name != column.name:
        keys["column"] = column.name
    keys["type"] = found.type
    keys |= {key: as_codes(value) if key in ("yes", "no") else value for key, value in found.keys.items()}
    if column.missing:
        keys["missing"] = as_codes(column.missing)
    if column.not_asked:
        keys["not_asked"] = as_codes(column.not_asked)
    lacking = 1 - column.n_answers / column.n_rows
    if lacking > _MOST_LACKING or (found.type == "nominal" and len(column.answers) > _FEW_LEVELS):
        keys["role"] = "descriptor"
    keys |= _label(name, column.name)
    remarks = [f"unsure: {found.doubt}"] if found.doubt else []
    if found.type == "likert" and is_negative(column.name):
        remarks.append("unsure: worded the other way round? Then add reverse: true")
    if found.type == "number" and "scale" in found.keys:
        remarks.append(_say_range(column, *found.keys["scale"]))
    if lacking > _MOST_LACKING:
        remarks.append(f"{lacking:.0%} have no answer: too many for it to form segments")
    return DraftedVariable(name, block, keys, (*remarks, *_say_routing(routing)))


def _from_boxes(name: str, boxes: Boxes, source: Source, routing: Mapping[str, Routing]) -> DraftedVariable:
    keys: dict[str, Any] = {"from": source, "type": "multi", "columns": dict(boxes.levels)}
    keys |= _label(name, boxes.stem)
    keys["yes"] = as_codes(boxes.yes)
    first = boxes.columns[0]
    shared = [_skip(column, routing) for column in boxes.columns]
    for key in ("missing", "not_asked"):
        if cells := dict.fromkeys(cell for column in shared for cell in getattr(column, key)):
            keys[key] = as_codes(cells)
    said = routing.get(first.name)
    return DraftedVariable(name, "behavioural", keys, _say_routing(said if said and said.code else None))


def _say_range(column: Column, low: float, high: float) -> str:
    n_out = sum(column.answers[cell] for cell, number in column.numbers.items() if not low <= number <= high)
    if not n_out:
        return "the scale is what is possible: an answer outside it takes its row out"
    answers = "1 answer lies" if n_out == 1 else f"{n_out} answers lie"
    return f"unsure: {answers} outside the scale of what is possible, which takes the row out"


def _label(name: str, column: str) -> dict[str, str]:
    """Return the label that a column gives itself; none where a report would make the same of the name."""
    label = readable(column)
    return {} if label in ("", name.replace("_", " ").capitalize()) else {"label": label}


def _ask_for_labels(drafted: Sequence[DraftedVariable]) -> list[DraftedVariable]:
    """Say at the first variable that is called after the number of a question which ones are."""
    named = [variable.name for variable in drafted if not readable(variable.name)]
    if not named:
        return [*drafted]
    more = f" and {len(named) - _MOST_NAMED} more" if len(named) > _MOST_NAMED else ""
    remark = f"unsure: what was asked? Add label to {', '.join(named[:_MOST_NAMED])}{more}: personas are named after labels"
    return [replace(v, remarks=(remark, *v.remarks)) if v.name == named[0] else v for v in drafted]


def _say_routing(routing: Routing | None) -> tuple[str, ...]:
    if routing is None:
        return ()
    answers = ", ".join(f'"{answer}"' for answer in routing.answers)
    if routing.code:
        return (f'"{routing.code}" exactly where {routing.column} is {answers}: taken for not asked',)
    where = f"unsure: blank exactly where {routing.column} is {answers}"
    return (f"{where}: not asked there, or no answer?",)


def _block(column: Column, found: Guess, source: Source, *, behaves: bool) -> Block:
    if source == "survey" and (names(column.words, "demographic") or _has_demographic_values(column)):
        return "demographic"
    is_behaviour = found.type in ("count", "multi", "date") or names(column.words, "money")
    if source == "analytics" or is_behaviour or names(column.words, "behavioural"):
        return "behavioural"
    if found.type in ("yes_no", "number") and behaves:
        return "behavioural"
    return "psychographic"


def _has_demographic_values(column: Column) -> bool:
    return any(is_one_of(answer, "values_demographic") for answer in column.answers)


def _is_about_behaviour(guesses: Collection[Guess]) -> bool:
    """Tell whether a file counts what people do more than it asks what they think."""
    types = [found.type for found in guesses]
    return types.count("count") > types.count("likert")


def short_name(column: str, taken: Collection[str]) -> str:
    """Return a short name in lower case that no other variable has.

    Examples
    --------
    >>> short_name("Netto inkomen p/m", []), short_name("What is your age?", []), short_name("Age", ["age"])
    ('netto_inkomen_p_m', 'what_is_your_age', 'age_2')
    """
    words = re.findall(r"\w+", re.sub(r"<[^>]*>", " ", column).lower())
    short = ""
    for word in words:
        if len(short) + len(word) >= _LONGEST_NAME and short:
            break
        short = f"{short}_{word}".strip("_")[:_LONGEST_NAME]
    short = short or "item"
    numbered = (f"{short}_{i}" for i in range(2, len(taken) + 3))
    return short if short not in taken else next(name for name in numbered if name not in taken)


def as_codes(cells: Iterable[str]) -> list[int | str]:
    """Return codes as the study file writes them: a whole number bare, all else as text."""
    return [int(cell) if re.fullmatch(r"0|-?[1-9][0-9]*", cell) else cell for cell in cells]
