"""Measure, clean and break text, so that labels fit the room they get.

Widths are those of DejaVu Sans, which comes with matplotlib and is wider than the typefaces that pages prefer: what
fits here fits there. Drawing doesn't belong here.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

import pandas as pd
from matplotlib import font_manager
from matplotlib.ft2font import LoadFlags

FONT = "DejaVu Sans"
LEADING = 1.32
ELLIPSIS = "…"
_UNKNOWN = 1.15  # ems of the box that matplotlib draws for a character the typeface lacks


def clean(value: object) -> str:
    r"""Return a label as one line without control characters; blank for a missing value.

    Examples
    --------
    >>> clean(" a\n\tb\x00 "), clean(None)
    ('a b', '')
    """
    if value is None or value is pd.NA or (isinstance(value, float) and value != value):  # noqa: PLR0124
        return ""
    kept = (c if unicodedata.category(c) not in {"Cc", "Cs", "Co", "Cn"} else " " for c in str(value))
    return " ".join("".join(kept).split())


@lru_cache(maxsize=2)
def _font(weight: str) -> font_manager.FontProperties:
    return font_manager.FontProperties(family=FONT, weight=weight)


@lru_cache(maxsize=4096)
def _advance(character: str, weight: str) -> float:
    font = font_manager.get_font(font_manager.findfont(_font(weight)))
    if not font.get_char_index(ord(character)):
        return _UNKNOWN
    font.set_size(100, 72)
    return float(font.load_char(ord(character), flags=LoadFlags.NO_HINTING).linearHoriAdvance) / 65536 / 100


# lanes are broken anew for every room they might get
@lru_cache(maxsize=16384)
def text_width(text: str, size: float, weight: str = "normal") -> float:
    """Return the width in points."""
    return size * sum(_advance(character, weight) for character in text)


def wrap(
    text: str, width: float, size: float, *, weight: str = "normal", most: int = 0, beside: float = 0
) -> list[str]:
    """Break text into lines no wider than ``width`` points.

    Parameters
    ----------
    text
        One line of text.
    width, size
        Points.
    weight
        normal or bold.
    most
        Lines at most, the last ending in an ellipsis when text is left; 0 for any number.
    beside
        Points of the first line that something else takes.
    """
    lines: list[str] = []
    line = ""
    for word in _pieces(text, width, size, weight, beside):
        longer = f"{line} {word}".strip()
        if line and text_width(longer, size, weight) > width - (0 if lines else beside):
            lines.append(line)
            line = word
        else:
            line = longer
    lines += [line] if line else []
    if most and len(lines) > most:
        room = width - (beside if most == 1 else 0)
        return [*lines[: most - 1], shorten(" ".join(lines[most - 1 :]), room, size, weight)]
    return lines


def shorten(text: str, width: float, size: float, weight: str = "normal") -> str:
    """Return text cut off with an ellipsis where it is wider than ``width`` points."""
    if text_width(text, size, weight) <= width:
        return text
    while text and text_width(text + ELLIPSIS, size, weight) > width:
        text = text[:-1]
    return text.rstrip(" ,.;:") + ELLIPSIS


def height(lines: int, size: float) -> float:
    """Return the height of so many lines in points."""
    return lines * size * LEADING


def _pieces(text: str, width: float, size: float, weight: str, beside: float = 0) -> list[str]:
    """Split into words, and words that are too wide into parts; the first has less room."""
    pieces: list[str] = []
    for word in text.split():
        rest = word
        while text_width(rest, size, weight) > (room := width - (0 if pieces else beside)) and len(rest) > 1:
            cut = len(rest) - 1
            while cut > 1 and text_width(rest[:cut], size, weight) > room:
                cut -= 1
            pieces.append(rest[:cut])
            rest = rest[cut:]
        pieces.append(rest)
    return pieces
