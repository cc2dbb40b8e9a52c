"""What to tell people about a faulty cell: why it is wrong and what to do, without showing free text.

A cell is shown only if it is a number of few digits, or a date where one is asked; of other text its length is told.
"""

from __future__ import annotations

import re

from personagen.errors import did_you_mean
from personagen.ingest.items import Item, Manner
from personagen.study.file import StudyFile

# longer runs of digits could be a phone or a citizen number
_NUMBER = re.compile(r"[+-]?[0-9]{1,7}([.,][0-9]{1,4})?")
_DATE = re.compile(r"[0-9]{1,4}([-/.])[0-9]{1,2}\1[0-9]{1,4}([T ][0-9:]{4,8})?")

# what to mend besides the cell, where it is no variable
_OTHERWISE = {
    "interviews.code": "add the code to the codebook",
    "interviews.phase": "give the study that phase",
    "interviews.valence": "mend interviews.valence.scale",
}


def reason_of(check: str, item: Item, cell: str, manner: Manner) -> str:
    """Say what is wrong with a cell.

    Examples
    --------
    >>> from personagen.study import Variable
    >>> age = Item("variables.demographic.age", "age", Variable(source="survey", type="number"))
    >>> reason_of("number", age, "veertig", Manner())
    'a text of 7 characters is not a number'
    """
    shown = show(cell, is_date=check == "date")
    mark = f' (decimal mark "{manner.marks.decimal}")' if cell[:1].isdigit() else ""
    low, high = item.limits or (0, 0)
    said = {
        "empty": "the cell is empty",
        "number": f"{shown} is not a number{mark}",
        "above_zero": f"{shown} is not above 0",
        "scale": f"{shown} lies outside {low:g} to {high:g}"
        if high < float("inf")
        else f"{shown} is below 0",
        "date": f"{shown} is not a date" + (f" as {manner.dates}" if manner.dates else ""),
        "yes_no": f"{shown} is neither yes nor no",
        "level": f"{shown} is none of the levels",
    }
    return said[check]


def mend_of(check: str, item: Item, cell: str, study_file: StudyFile) -> str:
    """Say what to do about a cell, with the level that was probably meant."""
    line = study_file.line_of(item.key)
    place = f"{item.key} (line {line} of the study)" if line else item.key
    known = [*item.levels, *item.variable.values]
    near = did_you_mean(cell, known) if known else ""
    keys = {"level": "levels, values, missing", "yes_no": "yes, no, missing", "number": "values, missing"}
    if item.key in _OTHERWISE and check in ("level", "scale"):
        mend = f"Mend the cell, or {_OTHERWISE[item.key]}."
    elif check == "empty":
        mend = f"Fill in the cell, or leave the row out; see {place}."
    elif check == "scale" and item.key.startswith("variables."):
        mend = f"Mend the cell, list it as missing, or mend the scale of {place}."
    elif check in ("scale", "number") and item.key.startswith("touchpoint_ratings."):
        mend = f"Mend the cell, list it as missing or not_applicable, or mend the scale of {place}."
    elif check == "date":
        mend = "Mend the cell, or say how dates are written in the csv options of the source."
    elif check in keys and item.key.startswith("variables."):
        mend = f"Mend the cell, or add the answer to {keys[check]} or not_asked of {place}."
    else:
        mend = f"Mend the cell; see {place}."
    return f"{near} {mend}".strip()


def show(cell: str, *, is_date: bool = False) -> str:
    """Return a cell as messages may show it.

    Parameters
    ----------
    cell
        The cell.
    is_date
        Whether a date is asked: elsewhere one may be somebody's birthday in the wrong column.

    Examples
    --------
    >>> show("430"), show("0612345678"), show("Jan de Vries")
    ('430', 'a text of 10 characters', 'a text of 12 characters')
    >>> show("1-13-2026"), show("1-13-2026", is_date=True)
    ('a text of 9 characters', '1-13-2026')
    """
    is_shown = _NUMBER.fullmatch(cell) or (is_date and _DATE.fullmatch(cell))
    return cell if is_shown else f"a text of {len(cell)} characters"


def shape_of(identifier: str) -> str:
    """Return the shape of an id: letters as A, digits as 9.

    Examples
    --------
    >>> shape_of("R0001-b")
    'A9999-A'
    """
    return re.sub(r"[^\W0-9_]", "A", re.sub("[0-9]", "9", identifier))[:20]
