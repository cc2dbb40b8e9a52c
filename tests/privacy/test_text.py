"""Masking: personal data goes, everything else stays as it was said."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from personagen.privacy import Names, mask_text


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("Mail me maar op j.devries@example.nl.", "Mail me maar op […]."),
        ("(jan+web@post.example.co.uk)", "([…])"),
        ("op 06-12345678, na zessen", "op […], na zessen"),
        ("06 12 34 56 78 graag", "[…] graag"),
        ("Mijn nummer is +31 6 87654321, dat", "Mijn nummer is […], dat"),
        ("+31 (0)20 123 45 67", "[…]"),
        ("0031612345678", "[…]"),
        ("(020) 123 4567 bellen", "[…] bellen"),
        ("call +44 20 7946 0958 please", "call […] please"),
        ("naar NL91ABNA0417164300, maar", "naar […], maar"),
        ("NL91 ABNA 0417 1643 00 en dan", "[…] en dan"),
        ("nl91abna0417164300 is mijn rekening", "[…] is mijn rekening"),
        ("DE89 3704 0044 0532 0130 00 voor de huur", "[…] voor de huur"),
        ("naar 1234 AB gestuurd", "naar […] gestuurd"),
        ("1234ab, derde bel", "[…], derde bel"),
        ("Anna en ANNA, niet Annabel", "[…] en […], niet Annabel"),
    ],
)
def test_personal_data_is_masked(said, shown):
    assert mask_text(said, Names.of(["Anna"])) == shown


@pytest.mark.parametrize(
    "said",
    [
        "In 2026 is alles duurder",
        "In 2024 Ik vond het niks",
        "1500 km gereden, 1250 euro kwijt, in 2025 en 2026",
        "=1+1 stond er in mijn overzicht",
        'Het stond er <b>vet</b> bij & "zo"',
        "op 01-02-2026 10:30 besteld",
        "bestelling 12345678 kwam om 14:05",
        "1.250.000 mensen, 3,5 % korting",
        "twee @ drie",
    ],
)
def test_the_rest_stays_verbatim(said):
    assert mask_text(said) == said


@given(st.emails(), st.sampled_from(["", "mail ", "via: "]))
def test_every_address_is_masked(address, before):
    assert address.split("@")[1] not in mask_text(f"{before}{address} graag")


@given(
    st.integers(100_000_000, 999_999_999),
    st.sampled_from(["", " ", "-", ".", "/"]),
    st.sampled_from(["0", "+31", "0031"]),
)
def test_every_dutch_number_is_masked(number, gap, start):
    digits = str(number)
    phone = f"{start}{gap}{digits[0]}{gap}{digits[1:5]}{gap}{digits[5:]}"
    assert not re.search("[0-9]", mask_text(f"bel {phone}!"))


@given(st.text(alphabet="abc NL0123456789@.-+()ABé", max_size=60))
def test_masking_twice_changes_nothing(said):
    once = mask_text(said)
    assert mask_text(once) == once


@given(st.text(alphabet="abcdefghijklm ,.!?<>&=\"'é", max_size=80))
def test_text_without_digits_and_addresses_stays(said):
    assert mask_text(said) == said
