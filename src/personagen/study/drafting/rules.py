"""What a column most likely is: an ordered table of rules, the first that knows has its way."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

from personagen.privacy import looks_personal
from personagen.study.drafting.categories import (
    tell_names,
    tell_nominal,
    tell_remarks,
    tell_sentences,
    tell_several,
    tell_text,
)
from personagen.study.drafting.columns import Column
from personagen.study.drafting.guesses import Guess
from personagen.study.drafting.orders import Order, find_order
from personagen.study.drafting.scales import SCALES, find_scale, lies_within, plausible_range
from personagen.study.drafting.wordlists import holds, is_one_of, names, word_lists

_NUMBERED = re.compile(r"([-+]?[0-9]{1,2})\s*[-=:.)]\s*\D+|\D*?[^\d+-]([-+]?[0-9]{1,2})|([-+]?[0-9]{1,2})")
_SURE_SCALES = ((1, 5), (1, 7), (0, 10))
_RARE, _MOST_LISTED, _MOST_COUNTED = 0.02, 15, 100
_MOST_YES_NO, _FEWEST_POINTS = 6, 3

Rule = Callable[[Column], Guess | None]


def guess(column: Column, *, is_item_of_grid: bool = False) -> Guess:
    """Return what a column most likely is.

    Parameters
    ----------
    column
        The column with its answers counted.
    is_item_of_grid
        Whether columns beside it have its scale and a name like its own.
    """
    if is_item_of_grid:
        return _likert_of(column, "")
    return next(found for rule in RULES if (found := rule(column)) is not None)


def _blank(column: Column) -> Guess | None:
    return None if column.answers else Guess(None, "blank")


def _constant(column: Column) -> Guess | None:
    if len(column.answers) > 1 or column.n_answers < column.n_rows or column.n_rows == 1:
        return None
    return Guess(None, "constant")


def _personal(column: Column) -> Guess | None:
    shown = Counter(column.shown).elements()
    return Guess(None, "personal") if looks_personal(column.name, shown) else None


def _tool(column: Column) -> Guess | None:
    return Guess(None, "tool") if names(column.words, "tool") and not _yes_no(column) else None


def _date(column: Column) -> Guess | None:
    return Guess("date") if column.is_date else None


def _yes_no(column: Column) -> Guess | None:
    answers = list(column.answers)
    if len(answers) > _MOST_YES_NO:
        return None
    yes = [a for a in answers if is_one_of(a, "yes") or a == "1"]
    no = [a for a in answers if is_one_of(a, "no") or a == "0"]
    if len(yes) + len(no) != len(answers) or not yes or not no:
        return None
    return Guess("yes_no", keys={"yes": sorted(yes), "no": sorted(no)})


def _numbered_labels(column: Column) -> Guess | None:
    """Recognise points of a scale of which some carry words: "I hate it!-5", "5 = Helemaal mee eens"."""
    if len(column.answers) > _MOST_LISTED:
        return None
    points = {cell: _point(cell) for cell in column.answers}
    found = {cell: point for cell, point in points.items() if point is not None}
    worded = {cell: point for cell, point in found.items() if re.search(r"[^\W\d_]", cell)}
    if (
        len(found) < len(points)
        or not worded
        or len(set(found.values())) < len(found)
        or len(found) < _FEWEST_POINTS
    ):
        return None
    low, high = min(found.values()), max(found.values())
    if len(found) < high - low or not (set(worded.values()) & {low, high}):
        return None
    wordings = {re.sub(r"[\W\d_]", "", cell) for cell in worded}
    if len(wordings) < len(worded) or find_order(list(column.answers)):
        return None
    values = dict(sorted(worded.items(), key=lambda pair: pair[1]))
    return Guess("likert", keys={"scale": [low, high], "values": values})


def _point(cell: str) -> int | None:
    match = _NUMBERED.fullmatch(cell)
    return int(next(group for group in match.groups() if group)) if match else None


def _ordered(column: Column) -> Guess | None:
    order = find_order(list(column.answers))
    strays: list[str] = []
    if order is None and not column.numbers:
        usual = [cell for cell, n in column.answers.items() if n > _RARE * column.n_answers]
        strays = [cell for cell in column.answers if cell not in usual]
        order = find_order(usual) if len(strays) == 1 else None
    if order is None:
        return None
    doubt = f'"{strays[0]}" has no place in the order' if strays else order.doubt
    return _from_order(order, doubt)


def _from_order(order: Order, doubt: str) -> Guess:
    if not order.is_attitude:
        return Guess("ordinal", keys={"levels": list(order.levels)}, doubt=doubt)
    values = {level: point for point, level in enumerate(order.levels, 1)}
    return Guess("likert", keys={"scale": [1, len(values)], "values": values}, doubt=doubt)


def _id(column: Column) -> Guess | None:
    is_named = names(column.words, "id") and not names(column.words, "count")
    if column.is_unique and (column.is_whole or not column.numbers) and is_named:
        return Guess(None, "id")
    ends_with_id = column.words.split()[-1:] in (["id"], ["nr"], ["key"], ["upc"], ["uuid"])
    if ends_with_id and len(column.answers) > _MOST_LISTED:
        return Guess(None, "id")
    return None


def _scaled(column: Column) -> Guess | None:
    scale = find_scale(column)
    if column.is_whole and names(column.words, "recommend") and lies_within(column, (0, 10)):
        return Guess("likert", keys={"scale": [0, 10]})
    if scale is None or names(column.words, "count"):
        return None
    if names(column.words, "scale"):
        return _likert_of(column, "")
    if scale in _SURE_SCALES and not names(column.words, "demographic"):
        return _likert_of(column, f"whole numbers {scale[0]}..{scale[1]}: a scale, or a count?")
    return None


def _likert_of(column: Column, doubt: str) -> Guess:
    scale = find_scale(column)
    if scale is None:
        scale = next(s for s in SCALES if lies_within(column, s))
    return Guess("likert", keys={"scale": list(scale)}, doubt=doubt)


def _coded(column: Column) -> Guess | None:
    """Recognise categories that are written as numbers, by their name."""
    few = column.is_whole and len(column.answers) <= _MOST_LISTED
    named = names(column.words, "nominal") and not names(column.words, "count")
    if not (few and named):
        return None
    return Guess("nominal", doubt="numbers that look like codes: name them under values")


def _number(column: Column) -> Guess | None:
    if not column.numbers:
        return None
    odd = [cell for cell in column.shown if cell not in column.numbers]
    doubt = f"{len(odd)} different answers are no number" if odd else ""
    is_amount = names(column.words, "money") or "year" in column.words.split()
    low, high = min(column.numbers.values()), max(column.numbers.values())
    if column.is_whole and low >= 0 and not is_amount:
        if names(column.words, "count"):
            return Guess("count", doubt=doubt)
        if low <= 1 and high <= _MOST_COUNTED and not names(column.words, "demographic"):
            return Guess("count", doubt=doubt or f"whole numbers {low:g}..{high:g}: a count, or an amount?")
    possible = plausible_range(column)
    return Guess("number", keys={"scale": list(possible)} if possible else {}, doubt=doubt)


RULES: tuple[Rule, ...] = (
    _blank, _personal, _tool, _constant, _date, _yes_no, _id, _numbered_labels, _ordered, _scaled, _coded,
    _number, tell_several, tell_remarks, tell_names, tell_sentences, tell_nominal, tell_text,
)  # fmt: skip


def is_negative(text: str) -> bool:
    """Tell whether the wording of an item denies something."""
    return holds(text.lower(), word_lists()["negative"])
