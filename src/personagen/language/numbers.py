"""Read cells that may be blank, and write numbers and intervals in the study's language."""

from __future__ import annotations

import math

import pandas as pd

from personagen.language.words import Words

BLANK = float("nan")
THIN = 30
GROUPED_FROM = 10_000


def number(value: object) -> float:
    """Return a cell as a float; NaN for a blank or anything that isn't a number."""
    if value is None or value is pd.NA or isinstance(value, str):
        return BLANK
    try:
        return float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return BLANK


def known(*values: object) -> bool:
    """Tell whether none of the cells is blank."""
    return all(math.isfinite(number(value)) for value in values)


def flag(value: object) -> bool:
    """Return a yes/no cell; a blank is no."""
    return known(value) and bool(number(value))


def percent(words: Words, value: object) -> str:
    """Return a share as a percentage, an en dash for a blank."""
    return words.percent(number(value)) if known(value) else "–"


def signed(words: Words, value: object, digits: int = 2) -> str:
    """Return a number with its sign (a true minus), an en dash for a blank."""
    if not known(value):
        return "–"
    rounded = round(number(value), digits) + 0.0
    text = words.number(rounded, digits, sign=bool(rounded))
    return text.replace("-", "−")


def amount(words: Words, value: object) -> str:
    """Return a mean in its own unit with about three figures, an en dash for a blank.

    Thousands stand apart from five figures on: a mean may be a year.

    Examples
    --------
    >>> from personagen.language import words_in
    >>> [amount(words_in("en"), value) for value in (-0.001, -1.458, 464.2, 1979.4, 52247)]
    ['0.00', '−1.46', '464', '1979', '52,247']
    """
    if not known(value):
        return "–"
    size = abs(number(value))
    digits = 0 if size >= 100 else 1 if size >= 10 else 2  # noqa: PLR2004
    # adding 0 turns -0.0 into 0.0
    rounded = round(number(value), digits) + 0.0
    return words.number(rounded, digits, grouped=abs(rounded) >= GROUPED_FROM).replace("-", "−")


def percent_range(words: Words, low: object, high: object) -> str:
    """Return ``35–41%``; blank where either end is."""
    if not known(low, high):
        return ""
    return f"{words.number(number(low) * 100)}–{words.percent(number(high))}"


def count(words: Words, value: object) -> str:
    """Return a count with its thousands apart, an en dash for a blank."""
    return words.number(number(value)) if known(value) else "–"


def order(table: pd.DataFrame, *columns: str) -> pd.DataFrame:
    """Return the rows in the order of some columns, whatever order they came in."""
    return table.sort_values(list(columns), kind="stable", na_position="last").reset_index(drop=True)
