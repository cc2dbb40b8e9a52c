"""What readers call a variable, a level, a code: words of the research, as one line of text.

Nothing is worded here: what this program says itself stands in the yaml files.
"""

from __future__ import annotations

import unicodedata

import pandas as pd

from personagen.language.numbers import known
from personagen.language.words import Words

YES = frozenset({"yes", "True", "true", "1"})


def plain(value: object) -> str:
    r"""Return a cell as one line of text without control characters; blank for a missing value.

    Examples
    --------
    >>> plain("two\n lines"), plain(None)
    ('two lines', '')
    """
    if value is None or value is pd.NA or (isinstance(value, float) and not known(value)):
        return ""
    kept = (c if unicodedata.category(c) not in {"Cc", "Cs"} else " " for c in str(value))
    return " ".join("".join(kept).split())


def listed(words: Words, parts: list[str]) -> str:
    """Return ``a, b en c``.

    Examples
    --------
    >>> from personagen.language import words_in
    >>> listed(words_in("nl"), ["a", "b", "c"])
    'a, b en c'
    """
    if len(parts) < 2:  # noqa: PLR2004
        return "".join(parts)
    return words.say("common.list", first=", ".join(parts[:-1]), last=parts[-1])


def label_of(row: pd.Series, words: Words) -> str:
    """Return what a row of the profile is about: the variable, and the level where it has more than one."""
    label = plain(row["label"])
    if row["level"] == "mean" or (row["type"] == "yes_no" and row["level"] in YES):
        return label
    return f"{label}: {level_of(row, words)}"


def level_of(row: pd.Series, words: Words) -> str:
    """Return what a row of the profile calls its level."""
    if row["type"] == "yes_no":
        return words.say("common.yes" if row["level"] in YES else "common.no")
    return plain(row["level"])
