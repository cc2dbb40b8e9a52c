"""What a column may be called in a report: its name made readable, if there are words in it."""

from __future__ import annotations

import re

_QUESTION = r"(?:[A-Za-z]{1,3}|vraag|item|stelling|question|kolom|column|var)"
_CODE = re.compile(rf"{_QUESTION}?[ _.\-]?[0-9]+(?:[ _.\-]?[0-9]+|[A-Za-z])*|\w", re.IGNORECASE)
# a question's number before its words: "Q12_aanbevelen", "7. Let op de prijs"
_NUMBER = re.compile(
    rf"(?:{_QUESTION}[ _.\-]?[0-9]+[a-z]?(?:[_.\-][0-9]+)*[ _.:)\-]+|[0-9]+[a-z]?[.:)]\s*)(?=[^\W\d_]{{2}})",
    re.IGNORECASE,
)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def readable(column: str) -> str:
    """Return the name of a column as people would write it, or an empty string where it is the number of a question.

    Examples
    --------
    >>> readable("Q12_aanbevelen"), readable("NumWebVisits"), readable("prijs_belangrijk"), readable("Q7_1")
    ('Aanbevelen', 'Num web visits', 'Prijs belangrijk', '')
    >>> readable("<b>What is your age?</b>"), readable("Netto inkomen p/m"), readable("NPS")
    ('What is your age?', 'Netto inkomen p/m', 'NPS')
    """
    text = " ".join(re.sub(r"<[^>]*>", " ", column).split())
    if _CODE.fullmatch(text):
        return ""
    text = _NUMBER.sub("", text, count=1) if _NUMBER.match(text) else text
    if " " not in text:
        words = _CAMEL.sub(" ", re.sub(r"[_.]+", " ", text)).split()
        text = " ".join([*words[:1], *(word if word.isupper() else word.lower() for word in words[1:])])
    return text[:1].upper() + text[1:]
