"""Phases that nobody has a touchpoint for, those that personas pass, touchpoints without a phase, and the bots beside them."""

from __future__ import annotations

from dataclasses import replace

from personagen.language.words import words_in
from personagen.report.overview import coverage, unmapped
from personagen.report.passing import blind_phases, passed_phases
from personagen.report.source import Source
from tests.charts import tables
from tests.report import pages


def source(data, language="nl"):
    return Source(data, pages.info(), words_in(language))


def test_phases_without_a_touchpoint_are_told_once_and_not_as_passed():
    phases, journey = tables.phases(), tables.journey()
    phases["n_touchpoints"] = [4, 0, 2, 3, 2, 0]
    share = dict(zip(phases["phase"], [None, 0.9, 0.25, 0.24, 0.31, None], strict=True))
    journey["skipped_share"] = journey["phase"].map(share).astype("Float64").where(journey["persona"] == "1")
    data = {"phases": phases, "journey": journey, "personas": tables.personas()}
    labels = phases["label"].tolist()
    told = blind_phases(source(data))
    assert f"{labels[1]} en {labels[5]} ligt geen enkel contactpunt" in told
    assert f"the phases {labels[1]} and {labels[5]}:" in blind_phases(source(data, "en"))
    passed = passed_phases(source(data), "1")
    assert passed.endswith(f": {labels[2]} (25% van de klanten) en {labels[4]} (31% van de klanten).")
    assert passed_phases(source(data), "2") == ""


def test_nothing_is_told_of_phases_where_nothing_is_known():
    data = {"phases": tables.phases(), "journey": tables.journey(), "personas": tables.personas()}
    assert blind_phases(source(data)) == ""
    assert blind_phases(source(data | {"phases": data["phases"].assign(n_touchpoints=2)})) == ""


def test_bots_stand_in_the_grid_only_where_there_are_any():
    table = tables.coverage()
    assert "Bots" not in coverage(source({"coverage": table})).heads
    nobody = table.assign(n_bots=0, n_bot_contacts=0)
    assert "Bots" not in coverage(source({"coverage": nobody})).heads
    nobody.loc[nobody["persona"] == "unassigned", ["n_bots", "n_bot_contacts"]] = [7, 9000]
    found = coverage(source({"coverage": nobody}))
    assert found.heads[-2:] == ("Bots", "Contacten van bots")
    assert found.rows[-1][-2:] == ("7", "9.000")


def test_touchpoints_without_a_phase_are_named_those_met_most_first():
    def told(named: dict[str, int], n_others: int, language: str = "nl") -> str:
        info = replace(pages.info(), unmapped=named, n_unmapped_others=n_others)
        return unmapped(Source({}, info, words_in(language)))

    named = {"fax": 12, "whatsapp": 1203}
    assert "logboek: whatsapp (1.203), fax (12) en nog 3 andere. Geef" in told(named, 3)
    assert "log: whatsapp (1,203), fax (12) and 1 other. Give" in told(named, 1, "en")
    assert "logboek: 2, elk met te weinig klanten om te noemen. Geef" in told({}, 2)
    assert told({}, 0) == ""
