"""Coded answers: whether a cell is one of the codes that the study lists, as text or as a number."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from personagen.ingest.numbers import Marks, parse_number
from personagen.study.base import Scalar

_YES = frozenset(["yes", "y", "ja", "j", "true", "waar", "1", "1.0", "x", "selected", "checked"])
_NO = frozenset(["no", "n", "nee", "neen", "false", "onwaar", "0", "0.0", "-", "not selected", "unchecked"])


class Codes:
    """Codes of the study, each with what it stands for; looked up exactly, then by number.

    Examples
    --------
    >>> codes = Codes({-99: "missing", "weet niet": "missing"})
    >>> [codes.find(cell, Marks(",")) for cell in ("-99,0", "weet niet", "Weet niet", "9")]
    ['missing', 'missing', None, None]
    """

    def __init__(self, meanings: Mapping[Scalar, object] | Mapping[str, object]) -> None:
        self._by_text = {text: meaning for code, meaning in meanings.items() for text in _texts_of(code)}
        numbers = {parse_number(text, Marks()): meaning for text, meaning in self._by_text.items()}
        self._by_number = {number: meaning for number, meaning in numbers.items() if number is not None}

    @property
    def texts(self) -> frozenset[str]:
        """Cells that are codes as they stand."""
        return frozenset(self._by_text)

    @property
    def numbers(self) -> frozenset[float]:
        """Numbers that are codes, however they are written."""
        return frozenset(self._by_number)

    def find(self, cell: str, marks: Marks) -> object:
        """Return what a cell stands for, or None."""
        if cell in self._by_text:
            return self._by_text[cell]
        if not self._by_number:
            return None
        number = parse_number(cell, marks)
        return None if number is None else self._by_number.get(number)


def codes_of(scalars: Iterable[Scalar] | None) -> Codes:
    """Return codes that all stand for True."""
    return Codes(dict.fromkeys(scalars or (), True))


def says_yes(cell: str) -> bool | None:
    """Tell whether a word of everyday exports means yes or no; None for any other.

    Examples
    --------
    >>> says_yes("Ja"), says_yes("not selected"), says_yes("maybe")
    (True, False, None)
    """
    word = cell.casefold()
    if word in _YES:
        return True
    return False if word in _NO else None


def _texts_of(code: Scalar) -> tuple[str, ...]:
    if isinstance(code, bool):
        return ("true", "True", "TRUE") if code else ("false", "False", "FALSE")
    if isinstance(code, float) and code.is_integer():
        return (str(int(code)),)
    return (str(code),)
