"""Columns of personal data are found; columns about the same subject are not taken for them."""

from __future__ import annotations

import pytest

from personagen.privacy import looks_like_names, looks_personal


@pytest.mark.parametrize(
    ("name", "values", "kind"),
    [
        ("Q3", ["a@b.nl", "c@d.com"], "email"),
        ("RecipientEmail", ["a@b.nl", "-", "weg", "x"], "email"),
        ("Telefoonnummer", ["612345678", "0612345679"], "phone"),
        ("x", ["06-12345678", "+31 6 12345678", "020 1234567"], "phone"),
        ("rekeningnummer", ["NL91ABNA0417164300"], "iban"),
        ("Postcode", ["1234 AB", "9876ZX", "1234"], "postcode"),
        ("IPAddress", ["10.0.0.1", "192.168.1.20"], "ip"),
        ("v9", ["10.0.0.1", "2001:db8::1"], "ip"),
        ("LocationLatitude", ["52.3702", "51.92442"], "location"),
        ("gps", ["52.3702, 4.8952"], "location"),
        ("Adres", ["Dorpsstraat 1", "Kerkweg 12a"], "location"),
        ("RecipientFirstName", ["Anna", "Jan", "Zoë"], "name"),
        ("Voornaam", ["Anna", "Jan", "Piet Hein"], "name"),
        ("achternaam", ["de Vries", "Jansen"], "name"),
        ("Voornaam", ["Anna", "Anna", "Jan", "Jan", "Jan"], "name"),
        ("klantnaam", ["Anna Smit", "Jan Bos"], "name"),
        ("Contactpersoon", ["Jan de Vries", "Jan de Vries", "dhr. P. van 't Hof", "Anna-Maria Smit"], "name"),
        ("AccountManager", ["Zoë Bakker", "Zoë Bakker", "Zoë Bakker"], "name"),
        ("tel", ["'0612345678", "'+31612345679"], "phone"),
        ("zipcode", ["90210", "10001"], "postcode"),
        ("straat", ["Dorpsstraat", "Lange Kerkweg"], "location"),
        ("geboortedatum", ["03-04-1980", "1991-12-24"], "birth_date"),
        ("date_of_birth", ["1980/4/3", "1991/12/24"], "birth_date"),
        ("BSN", ["123456782", "111222333"], "national_id"),
    ],
)
def test_found(name, values, kind):
    assert looks_personal(name, values) == kind


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("respondent_id", ["R0001", "R0002"]),
        ("klantnummer", ["100000001", "100000002"]),
        ("leeftijd", ["34", "51", "28"]),
        ("uses_mobile", ["yes", "no", "yes"]),
        ("e-mail", ["1", "2", "5", "3"]),
        ("productnaam", ["stofzuiger", "föhn", "oven"]),
        ("naam_winkel", ["Ede", "Ede", "Breda"]),
        ("einddatum", ["2026-03-01 10:00:00", "2026-03-02 11:12:13"]),
        ("tijd", ["10:30:00", "11:45:10"]),
        ("regio", ["Noord", "Zuid"]),
        ("ship", ["ja", "nee"]),
        ("leeg", ["", None]),
        ("omzet", ["12,50", "1.250,00"]),
        ("jaar", ["2024", "2025"]),
        ("Year_Birth", ["1957", "1980"]),
        ("geboorteland", ["Nederland", "België"]),
        ("klant_sinds", ["2024-01-03", "2025-02-04"]),
        ("change_of_address", ["ja", "nee", "ja"]),
        ("name", ["web", "shop", "web", "shop", "web"]),
        ("contact met een medewerker", ["ja", "nee", "Weet niet"]),
        ("contactpersoon bekend", ["Ja Zeker", "Nee", "Nee"]),
        ("adviseur", ["Rabobank Utrecht 1", "eigen adviseur"]),
    ],
)
def test_left_alone(name, values):
    assert looks_personal(name, values) is None


@pytest.mark.parametrize(
    "values",
    [
        ["Jan de Vries", "J. Bakker", "P.J. ten Have", "Mevr. Anna van der Meer-Smit", "Seán O'Brien"],
        ["Anna Smit", "Jan Bos", "Zoë Kok", "Piet Hein", "onbekend"],
    ],
)
def test_whole_names_are_known_by_how_they_are_written(values):
    assert looks_like_names(values)


@pytest.mark.parametrize(
    "values",
    [
        ["Noord-Holland", "Utrecht", "Zeeland"],
        ["Medium rare", "Medium Well", "Well"],
        ["Type A", "Type B"],
        ["iOS Phone / Tablet", "Android Phone / Tablet"],
        ["Op Vakantie Gaan Met De Hele Familie Samen", "2 Adults No Kids"],
        ["", None],
    ],
)
def test_other_words_are_no_names(values):
    assert not looks_like_names(values)
