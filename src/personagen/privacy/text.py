"""Personal data in running text: what it looks like and how it is masked.

Patterns of our own and no validating library: a mistyped phone number or IBAN is as personal as a valid one.
Whole columns belong to `persons`, names to `called`.
"""

from __future__ import annotations

import re

from personagen.privacy.called import NOBODY, Names

MASK = "[…]"

# atoms of RFC 5322, and letters of any script
EMAIL = r"[\w!#$%&'*+/=?^`{|}~.\-]+@[\w\-]+(?:\.[\w\-]+)+"
_GAP = r"[\s().\-/\u2010-\u2015]{0,3}"
_DAY_AND_TIME = r"(?![0-3]?[0-9][-./][0-1]?[0-9][-./](?:19|20)[0-9]{2}[ ,T]+[0-9]{1,2}:[0-9]{2})"
# a Dutch number has ten digits with its 0, an international one seven to fifteen after + or 00 [E.164]
PHONE = (
    rf"(?<![\w+]){_DAY_AND_TIME}(?:"
    rf"(?:\+|00){_GAP}[1-9](?:{_GAP}[0-9]){{6,14}}"
    rf"|\(?0{_GAP}[1-9](?:{_GAP}[0-9]){{8}}"
    r")(?![0-9])"
)
# in fours as printed; lower case only where a digit stands in it, so that the next word stays
_FOUR = r"(?:[A-Z0-9]{4}|(?=[a-z]{0,3}[0-9])[A-Za-z0-9]{4})"
IBAN = (
    r"\b(?:(?i:[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30})"
    r"|(?i:[A-Z]{2}[0-9]{2}[ \-]?[A-Z0-9]{4})"
    rf"(?:[ \-]?{_FOUR}){{1,6}}(?:[ \-]?[A-Z0-9]{{1,3}}(?![a-z]))?)(?!\w)"
)
POSTCODE = r"(?<!\w)[1-9][0-9]{3}\s?[A-Za-z]{2}(?!\w)"

# small words and units that follow a year or an amount
_NOT_IN_POSTCODE = re.compile(
    r"(?i)al|af|an|as|at|be|bh|by|ca|cl|cm|da|dl|de|do|en|er|eu|ga|go|ha|he|hè|hu|ie|ik|in|is|it|ja|je|ka|kb|kg|km|kw|la|"
    r"ma|mb|me|mg|ml|mm|mo|mw|my|na|nb|no|nu|of|oh|ok|om|on|op|or|pa|pc|pk|so|st|te|to|tv|up|us|uw|vs|wc|we|ze|zo"
)
_ANYTHING = re.compile(f"(?P<email>{EMAIL})|(?P<iban>{IBAN})|(?P<phone>{PHONE})|(?P<postcode>{POSTCODE})")


def mask_text(text: str, names: Names = NOBODY) -> str:
    """Return a text with e-mail addresses, phone numbers, IBANs, Dutch postcodes and names replaced by ``[…]``.

    Everything else stays as it was written.

    Parameters
    ----------
    text
        What somebody said.
    names
        Names to mask, as ``Names.find`` finds them.

    Examples
    --------
    >>> mask_text("Bel Anna op 06-12345678 of mail a.b@c.nl, 1234 AB Ede, in 2025 al.", Names.of(["Anna"]))
    'Bel […] op […] of mail […], […] Ede, in 2025 al.'
    """
    masked = _ANYTHING.sub(_mask, text)
    for start, end in reversed(list(names.find(masked))):
        masked = masked[:start] + MASK + masked[end:]
    return masked


def _mask(found: re.Match[str]) -> str:
    text = found.group()
    is_word = (
        found.lastgroup == "postcode" and not text[-2:].isupper() and _NOT_IN_POSTCODE.fullmatch(text[-2:])
    )
    return text if is_word else MASK
