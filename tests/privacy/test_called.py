"""Names of people in a text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from personagen.privacy import NOBODY, Names, holds_names, mask_text

NAMES = Names.of(
    ["Anna de Vries", "Jan van den Berg", "Roos", "BLOEM", "Renée Özdemir-Smit", "Bo", "de", "", "42"]
)


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("Anna de Vries zei het", "[…] zei het"),
        ("anna de vries zei het, JAN ook", "[…] zei het, […] ook"),
        ("Anna, Vries en mevrouw De Vries", "[…], […] en mevrouw De […]"),
        ("Jan van den Berg", "[…]"),
        ("Jan-van.den Berg", "[…]"),
        ("van de prijs en den haag, een heer en een de", "van de prijs en den haag, een heer en een de"),
        ("Roos gaf een roos; bloem van Bloem", "[…] gaf een roos; bloem van […]"),
        ("Die berg ken ik, meneer Berg ook", "Die berg ken ik, meneer […] ook"),
        ("renee en Renée, ozdemir smit; Smit", "[…] en […], […] […]; […]"),
        ("Rene\u0301e belde", "[…] belde"),
        ("Anna's winkel, Annabel, Joanna, an na", "[…]'s winkel, Annabel, Joanna, an na"),
        ("Bo zei bo", "[…] zei bo"),
        ("Anna. De Vries is weg", "[…] is weg"),
        ("Anna zei: de Vries", "[…] zei: de […]"),
        ("42 keer", "42 keer"),
        ("", ""),
    ],
)
def test_names_are_masked_whole_and_in_parts(said, shown):
    assert mask_text(said, NAMES) == shown


def test_without_names_nothing_is_masked():
    assert mask_text("Anna", NOBODY) == "Anna"
    assert mask_text("Anna", Names.of(["", "-", "12"])) == "Anna"


def test_names_show_in_no_message():
    assert "Anna" not in repr(NAMES)
    assert "anna" not in str(NAMES)


@given(
    st.lists(st.sampled_from(["Fenna", "Sjoerd", "Wiebe", "Dirksen"]), min_size=1, max_size=4),
    st.text(max_size=20),
)
def test_no_name_is_left_and_masking_again_changes_nothing(name, around):
    names = Names.of([" ".join(name)])
    masked = mask_text(f"{around} {' '.join(name)} {around.upper()} {name[-1].lower()}", names)
    assert not any(part in masked for part in name)
    assert mask_text(masked, names) == masked


@pytest.mark.parametrize(
    ("header", "cells", "is_one"),
    [
        ("Voornaam", ["Anna", "Jan", "Anna"], True),
        ("klantnaam", ["Anna", "Jan", ""], True),
        ("LastName", ["Smit", "Bos"], True),
        ("Productnaam", ["Lamp", "Stoel"], False),
        ("Voornaam", ["1", "2"], False),
        ("Naam", ["ja", "ja", "ja", "nee", "ja"], False),
        ("Opmerking", ["Anna", "Jan"], False),
    ],
)
def test_columns_of_names(header, cells, is_one):
    assert holds_names(header, cells) is is_one
