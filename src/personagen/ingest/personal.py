"""Columns of personal data at the door: what no variable names stays outside; one that is named must be asked for.

Finding out whether a column holds such data belongs to `privacy`.
"""

from __future__ import annotations

from collections.abc import Sequence

from personagen.errors import DataError
from personagen.ingest.items import Item
from personagen.ingest.source import Source
from personagen.privacy import looks_personal

# whose answers are published as they stand
_SHOWN = ("nominal", "ordinal", "multi")
_KINDS = {
    "email": "e-mail addresses",
    "phone": "phone numbers",
    "iban": "bank accounts",
    "postcode": "postcodes",
    "ip": "IP addresses",
    "location": "addresses or places on the map",
    "birth_date": "dates of birth",
    "national_id": "personal numbers of the state",
    "name": "names of people",
}


def refuse_personal(source: Source, items: Sequence[Item]) -> None:
    """Refuse variables whose levels seem to be personal data, unless the study says ``personal: true``.

    Parameters
    ----------
    source
        The source with its cells as text.
    items
        The columns that the study names. Numbers, dates and text don't show single answers and aren't looked at.

    Raises
    ------
    DataError
        If there are such variables; no cell is told.
    """
    problems = []
    for item in items:
        if item.variable.type not in _SHOWN or item.variable.personal:
            continue
        if kind := looks_personal(item.column, source.frame[item.column]):
            what = f'Column "{item.column}" of {source.name} seems to hold {_KINDS[kind]}, and its answers would be published'
            mend = "Leave the variable out, make it `type: text`, or say `personal: true` if its answers are of groups of people"
            problems.append(source.study_file.problem(item.key, what, mend))
    if problems:
        raise DataError(problems)
