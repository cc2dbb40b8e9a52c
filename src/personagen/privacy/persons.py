"""Columns of personal data: found by their values, their name, or both.

Running text belongs to `text`; what happens to such a column is up to who reads it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

from personagen.privacy.text import EMAIL, IBAN, PHONE, POSTCODE

Personal = Literal["email", "phone", "iban", "postcode", "ip", "location", "name"]

_MOST, _HALF, _SOME = 0.8, 0.5, 0.2
_OCTET = r"(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])"
_DEGREES = r"[-+]?[0-9]{1,3}[.,][0-9]{3,}"
# values that are telling by themselves; in this order, as an IBAN may hold what looks like a phone number
_VALUES: dict[Personal, str] = {
    "email": EMAIL,
    "iban": IBAN,
    "ip": rf"(?:{_OCTET}\.){{3}}{_OCTET}|(?=.*::|(?:[^:]*:){{7}})[0-9A-Fa-f:]{{3,39}}(?:%\w+)?",
    "phone": PHONE,
    "postcode": POSTCODE,
    "location": rf"\(?{_DEGREES}\s*[,;/ ]\s*{_DEGREES}\)?",
}
# values that are telling only under a telling name
_HINTED: dict[Personal, str] = _VALUES | {
    "phone": rf"{PHONE}|[+0-9][0-9 ()./\-]{{7,18}}[0-9]",
    "location": rf"{_VALUES['location']}|{_DEGREES}|(?=.*[0-9]).*[^\W\d_]{{3}}.*",
    "name": r"[^\W\d_][^\d@_]{0,59}",
}
_NAMES: dict[Personal, str] = {
    "email": r"e[ _\-]?mail",
    "iban": r"iban|rekening(nummer|nr)|bank[ _\-]?account",
    "ip": r"(^|[^a-z])ip([ _\-]?adre?s|[ _\-]?address|$|[^a-z])",
    "phone": r"telefoon|phone|mobiel|mobile|gsm|(^|[^a-z])tel([^a-z]|$)",
    "postcode": r"post[ _\-]?code|postal|zip",
    "location": r"latitude|longitude|(^|[^a-z])(lat|lon|lng|gps|geo)([^a-z]|$)|location|locatie"
    r"|(^|[^a-z])(huis|woon|post)?adres([^a-z]|$)|address|straat|street",
    "name": r"(^|[^a-z])(voor|achter|roep|familie)?naam([^a-z]|$)|sur ?name|(first|last|full|given|family)[ _\-]?name"
    r"|(^|[^a-z])name([^a-z]|$)",
}
# a name of something else than a person
_OTHER_NAME = re.compile(
    r"product|merk|brand|bedrijf|company|winkel|shop|file|user ?agent|event|campa", re.IGNORECASE
)


def looks_personal(column_name: str, values: Iterable[object]) -> Personal | None:
    """Tell what kind of personal data a column seems to hold.

    Four in five of the answers look like it, or the name says so and one in five does. A name column needs its
    name, and answers that mostly differ.

    Parameters
    ----------
    column_name
        Name of the column, in Dutch or English.
    values
        Its cells; blanks don't count.

    Examples
    --------
    >>> looks_personal("Q12", ["a@b.nl", "", "c@d.com"])
    'email'
    >>> looks_personal("e-mail", ["nooit", "soms", "vaak"]) is None
    True
    """
    answers = [
        str(value).strip() for value in values if value is not None and str(value).strip() not in ("", "nan")
    ]
    if not answers:
        return None
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", column_name).lower()
    for kind, pattern in _NAMES.items():
        if re.search(pattern, words) and _is_hinted(kind, words, answers):
            return kind
    return next((kind for kind, pattern in _VALUES.items() if _share(pattern, answers) >= _MOST), None)


def _is_hinted(kind: Personal, words: str, answers: list[str]) -> bool:
    if kind == "name":
        differ = len(set(answers)) / len(answers)
        return not _OTHER_NAME.search(words) and differ >= _HALF and _share(_HINTED[kind], answers) >= _MOST
    return _share(_HINTED[kind], answers) >= _SOME


def _share(pattern: str, answers: list[str]) -> float:
    whole = re.compile(pattern)
    return sum(whole.fullmatch(answer) is not None for answer in answers) / len(answers)
