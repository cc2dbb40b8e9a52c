"""Look up words and write numbers in Dutch or English."""

from __future__ import annotations

import string
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import pandas as pd
from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal, format_percent
from ruamel.yaml import YAML

LANGUAGES = ("nl", "en")
# the English is British throughout
_OF_DATES = {"nl": "nl", "en": "en_GB"}
DOMAINS = (
    "common",
    "personas",
    "claims",
    "roster",
    "waves",
    "journeys",
    "paths",
    "opportunities",
    "segments",
    "charts",
    "report",
    "compare",
    "typing",
    "quality",
)


@dataclass(frozen=True)
class Words:
    """The words of one language, and how it writes numbers.

    Examples
    --------
    >>> words = words_in("nl")
    >>> words.percent(0.384), words.number(3.25, 1), words.number(12500)
    ('38%', '3,2', '12.500')
    """

    language: str
    entries: dict[str, str]

    def say(self, key: str, **values: object) -> str:
        """Return the words of ``domain.key`` with ``{placeholders}`` filled in.

        With ``n``, the entries ``key.one`` and ``key.other`` are told apart by the plural rules of the language.

        Raises
        ------
        KeyError
            If there is no such entry, or a placeholder isn't given.
        """
        n = values.get("n")
        if key not in self.entries and isinstance(n, int):
            key = f"{key}.{Locale(self.language).plural_form(n)}"
        return string.Formatter().vformat(self.entries[key], (), values)

    def has(self, key: str) -> bool:
        """Tell whether there is an entry."""
        return key in self.entries

    def percent(self, share: float, digits: int = 0) -> str:
        """Return a share 0..1 as a percentage."""
        pattern = "0%" if not digits else f"0.{'0' * digits}%"
        return str(format_percent(share, format=pattern, locale=self.language))

    def number(self, value: float, digits: int = 0, *, sign: bool = False, grouped: bool = True) -> str:
        """Return a number with so many decimals; ``sign`` writes the plus too, ``grouped`` sets thousands apart."""
        pattern = ("#,##0" if grouped else "0") + (f".{'0' * digits}" if digits else "")
        if sign:
            pattern = f"+{pattern};-{pattern}"
        return str(format_decimal(value, format=pattern, locale=self.language))

    def date(self, moment: pd.Timestamp) -> str:
        """Return a day, such as ``3 april 2026``; in English ``3 April 2026``."""
        return str(format_date(moment.date(), format="long", locale=_OF_DATES[self.language]))


@cache
def words_in(language: str) -> Words:
    """Return the words of ``nl`` or ``en``.

    Raises
    ------
    KeyError
        If the language is another one.
    """
    if language not in LANGUAGES:
        raise KeyError(language)
    entries: dict[str, str] = {}
    folder = files("personagen.language") / language
    for domain in DOMAINS:
        with (folder / f"{domain}.yaml").open(encoding="utf-8") as stream:
            loaded = YAML(typ="safe").load(stream) or {}
        entries |= {f"{domain}.{key}": str(text) for key, text in loaded.items()}
    return Words(language, entries)
