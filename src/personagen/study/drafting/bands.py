"""Levels that name amounts: bands such as "35-49K" and "65+", and how often, such as "Once a week"."""

from __future__ import annotations

import re

from personagen.study.drafting.wordlists import holds, normalise, word_lists

_BEYOND = 0.1
_TIMES_A_YEAR = {"day": 365.0, "week": 52.0, "month": 12.0, "quarter": 4.0, "year": 1.0}
_NUMBER = r"[0-9]+(?:[.,\u00a0 ][0-9]{3}\b)*(?:[.,][0-9]{1,2}\b)?"
_GLUE = r"(?:-|\u2013|\u2014|to|tot|t/m|tot en met|and|en|through)"
_BEFORE = r"(?:under|below|less than|up to|minder dan|onder|tot|jonger dan|younger than|<|<=|\u2264)"
_AFTER = r"(?:over|above|more than|at least|meer dan|boven|vanaf|ouder dan|older than|minimaal|>|>=|\u2265)"
_OPEN = (
    r"(?:\+|or more|or older|or over|of meer|of ouder|and up|and over|and older|en ouder|en hoger|en meer)"
)
_UNIT = r"(?:years old|years?|jaar|euro|eur|people|personen|persons?|keer|times)"


def band_of(level: str) -> tuple[float, float] | None:
    """Return the ends of a band, or None where a level is none.

    Examples
    --------
    >>> band_of("Under 15K"), band_of("$50,000 - $99,999"), band_of("250K+")
    ((-inf, 15000.0), (50000.0, 99999.0), (250000.0, inf))
    >>> band_of("18 t/m 24 jaar"), band_of("3"), band_of("Utrecht")
    ((18.0, 24.0), (3.0, 3.0), None)
    """
    text = re.sub(r"[€$£]", "", normalise(level))
    text = re.sub(rf"\s*\b{_UNIT}\b\s*", " ", text).strip()
    number = rf"({_NUMBER})\s*(k|mln|m)?"
    shapes = {
        "between": rf"{number}\s*{_GLUE}\s*{number}",
        "before": rf"{_BEFORE}\s*{number}",
        "after": rf"{_AFTER}\s*{number}",
        "open": rf"{number}\s*{_OPEN}",
        "point": number,
    }
    for shape, pattern in shapes.items():
        if match := re.fullmatch(pattern, text):
            return _ends(shape, match)
    return None


def _ends(shape: str, match: re.Match[str]) -> tuple[float, float]:
    low = _amount(match[1], match[2])
    if shape == "between":
        high = _amount(match[3], match[4])
        return (low if match[2] or not match[4] else _amount(match[1], match[4]), high)
    if shape == "before":
        return (-float("inf"), low)
    return (low, low if shape == "point" else float("inf"))


def _amount(digits: str, unit: str | None) -> float:
    text = re.sub(r"[.,\u00a0 ](?=[0-9]{3}\b)", "", digits).replace(",", ".")
    return float(text) * {"k": 1e3, "m": 1e6, "mln": 1e6, None: 1.0}[unit]


def order_bands(levels: list[str]) -> list[str] | None:
    """Return the levels from low to high where all are bands or numbers and some are bands."""
    bands = {level: band_of(level) for level in levels}
    found = {level: band for level, band in bands.items() if band is not None}
    if len(found) < len(levels) or all(low == high for low, high in found.values()):
        return None
    if len(set(found.values())) < len(found):
        return None
    return sorted(levels, key=lambda level: found[level])


def rate_of(level: str) -> float | None:
    """Return how many times a year a level means, or None where it is about something else.

    Examples
    --------
    >>> rate_of("Every three months"), rate_of("Once a week"), rate_of("2 keer per jaar"), rate_of("Never")
    (4.0, 52.0, 2.0, 0.0)
    >>> rate_of("More than once a week") > rate_of("Once a week")
    True
    """
    lists, text = word_lists(), normalise(level)
    if text in ("never", "nooit"):
        return 0.0
    units = [unit for unit, words in lists["rates"].items() if holds(text, words)]
    if len(units) != 1:
        return None
    count = _count_in(text)
    times_a_year = _TIMES_A_YEAR[units[0]]
    rate = times_a_year / count if holds(text, lists["per"]) else times_a_year * count
    if holds(text, lists["more"]):
        return rate * (1 + _BEYOND)
    return rate * (1 - _BEYOND) if holds(text, lists["less"]) else rate


def _count_in(text: str) -> float:
    written = [float(number) for number in re.findall(r"[0-9]+", text)]
    named = [float(n) for word, n in word_lists()["numbers"].items() if holds(text, [word])]
    numbers = written or [max(named, default=1.0)]
    return sum(numbers) / len(numbers)


def order_rates(levels: list[str]) -> list[str] | None:
    """Return the levels from seldom to often where each says how often, and no two say the same."""
    rates = {level: rate_of(level) for level in levels}
    found = {level: rate for level, rate in rates.items() if rate is not None}
    if len(found) < len(levels) or len(set(found.values())) < len(found):
        return None
    return sorted(levels, key=lambda level: found[level])
