"""Columns of personal data: found by their values, their name, or both.

Running text belongs to `text`; what happens to such a column is up to who reads it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Literal

from personagen.privacy.called import PARTICLES
from personagen.privacy.text import EMAIL, IBAN, PHONE, POSTCODE

Personal = Literal[
    "email", "phone", "iban", "postcode", "ip", "location", "birth_date", "national_id", "name"
]

_MOST, _HALF, _SOME = 0.8, 0.5, 0.2
_OCTET = r"(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])"
_DEGREES = r"[-+]?[0-9]{1,3}[.,][0-9]{3,}"
_STREET = r"(?i:.*(?:straat|weg|laan|plein|kade|gracht|dijk|street|road|avenue|lane|drive)\b.*)"
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
    "postcode": r"(?=.*[0-9])[0-9A-Za-z][0-9A-Za-z \-]{2,8}[0-9A-Za-z]",
    "location": rf"{_VALUES['location']}|{_DEGREES}|{_STREET}|(?=.*[0-9]).*[^\W\d_]{{3}}.*",
    "birth_date": r"[0-9]{1,4}([-/. ])[0-9]{1,2}\1[0-9]{2,4}(?:[T ].*)?|[0-9]{8}",
    "national_id": r"[0-9][0-9.\- ]{6,10}[0-9]",
    "name": r"[^\W\d_][^\d@_]{0,59}",
}
_PART_OF_NAME = r"(voor|achter|roep|familie)[ _\-]?naam|(sur|first|last|given|family)[ _\-]?name"
# columns that say who of the staff or of a customer somebody dealt with, where whole names stand
_DEALT_WITH = (
    r"(contact|relatie)[ _\-]?pers(oo|o)n|(account|relatie|relation|project)[ _\-]?(manager|beheerder)"
    r"|adviseur|advisor|adviser|medewerker|employee|verkoper|sales[ _\-]?(rep|person|man)|consultant|behandelaar|begeleider"
)
_FEWEST_PARTS, _MOST_PARTS = 2, 4
_PART = re.compile(r"[^\W\d_]+(?:[.'’\-][^\W\d_]*)*")
_NAMES: dict[Personal, str] = {
    "email": r"e[ _\-]?mail",
    "iban": r"iban|rekening(nummer|nr)|bank[ _\-]?account",
    "ip": r"(^|[^a-z])ip([ _\-]?adre?s|[ _\-]?address|$|[^a-z])",
    "phone": r"telefoon|phone|mobiel|mobile|gsm|(^|[^a-z])tel([^a-z]|$)",
    "postcode": r"post[ _\-]?code|postal|zip",
    "location": r"latitude|longitude|(^|[^a-z])(lat|lon|lng|gps|geo)([^a-z]|$)|location|locatie"
    r"|(^|[^a-z])(huis|woon|post)?adres([^a-z]|$)|address|straat|street",
    "birth_date": r"geboorte[ _\-]?(datum|dag)|birth[ _\-]?(date|day)"
    r"|date[ _\-]?of[ _\-]?birth|(^|[^a-z])(dob|born|geboren)([^a-z]|$)",
    "national_id": r"(^|[^a-z])(bsn|ssn)([^a-z]|$)|burgerservice|social[ _\-]?security",
    "name": rf"{_PART_OF_NAME}|{_DEALT_WITH}|(^|[^a-z])(klant|deelnemers?)?naam([^a-z]|$)"
    r"|(^|[^a-z])(full ?|user ?)?name([^a-z]|$)",
}
# a name of something else than a person
_OTHER_NAME = re.compile(
    r"product|merk|brand|bedrijf|company|winkel|shop|store|file|user ?agent|event|campa|pag(e|ina)|categor"
    r"|touchpoint|channel|kanaal",
    re.IGNORECASE,
)


def looks_personal(column_name: str, values: Iterable[object]) -> Personal | None:
    """Tell what kind of personal data a column seems to hold.

    Four in five of the answers look like it, or the name says so and one in five does. A column of names needs
    its name, and answers that mostly differ or are whole names where that name isn't surely a person's.

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
    answers = _count(values)
    if not answers:
        return None
    words = _words_of(column_name)
    for kind, pattern in _NAMES.items():
        if re.search(pattern, words) and _is_hinted(kind, words, answers):
            return kind
    return next((kind for kind, pattern in _VALUES.items() if _share(pattern, answers) >= _MOST), None)


def holds_names(column_name: str, values: Iterable[object]) -> bool:
    """Tell whether a column holds names of people; its cells are looked at only if its name says so.

    Examples
    --------
    >>> holds_names("Voornaam", ["Anna", "Jan"]), holds_names("Productnaam", ["Lamp", "Stoel"])
    (True, False)
    """
    may = re.search(_NAMES["name"], _words_of(column_name))
    return bool(may) and looks_personal(column_name, values) == "name"


def looks_like_names(values: Iterable[object]) -> bool:
    """Tell whether four in five cells look like whole names of people: words with a capital, and particles between them.

    What else is written so (towns, cars) looks the same: it is no more than a suspicion.

    Examples
    --------
    >>> looks_like_names(["Jan de Vries", "J. Bakker", "mevr. Anna Smit"]), looks_like_names(["Noord", "Medium rare"])
    (True, False)
    """
    return _are_whole_names(_count(values))


def _count(values: Iterable[object]) -> Counter[str]:
    texts = (str(value).strip().removeprefix("'") for value in values if value is not None)
    return Counter(text for text in texts if text not in ("", "nan"))


def _are_whole_names(answers: Mapping[str, int]) -> bool:
    n_names = sum(n for answer, n in answers.items() if _is_whole_name(answer))
    return bool(answers) and n_names >= _MOST * sum(answers.values())


def _is_whole_name(text: str) -> bool:
    words = text.split()
    parts = [word for word in words if word.casefold().strip(".") not in PARTICLES]
    is_written_so = all(_PART.fullmatch(part) and part[0].isupper() for part in parts)
    # the last part is no initial: "Type A" is nobody
    return _FEWEST_PARTS <= len(parts) <= _MOST_PARTS and is_written_so and not parts[-1].isupper()


def _words_of(column_name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", column_name).lower()


def _is_hinted(kind: Personal, words: str, answers: Mapping[str, int]) -> bool:
    share = _share(_HINTED[kind], answers)
    if kind != "name":
        return share >= _SOME
    if _OTHER_NAME.search(words) or share < _MOST:
        return False
    if re.search(_DEALT_WITH, words):
        return _are_whole_names(answers)
    return bool(re.search(_PART_OF_NAME, words)) or len(answers) >= _HALF * sum(answers.values())


def _share(pattern: str, answers: Mapping[str, int]) -> float:
    whole = re.compile(pattern)
    return sum(n for answer, n in answers.items() if whole.fullmatch(answer)) / sum(answers.values())
