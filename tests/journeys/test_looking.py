"""What a run says of how much was looked at: families of tests, and samples."""

from personagen.journeys import compare_personas, count_families, count_sampled, find_moments, tell_journeys
from personagen.journeys import sampling as drawing
from personagen.language.words import words_in

from .logs import counted, study_of, table_of

STUDY = study_of(privacy={"minimum_cell": 3})
# six of persona 1 rate shop, three of persona 2 the ad, all alike but one
RATED = {"shop": dict.fromkeys("abcde", "5") | {"f": "1"}, "ad": {"g": "3", "h": "3", "i": "3"}}


def test_all_that_was_looked_at_counts_and_so_does_who_was_drawn(tmp_path, monkeypatch):
    monkeypatch.setattr(drawing, "TOLD", 4)
    people = dict.fromkeys("abcdef", "1") | dict.fromkeys("ghi", "2")
    rows = [(who, "2026-01-01 10:00:00", t, "web", c) for t, all_ in RATED.items() for who, c in all_.items()]
    counts = counted(tmp_path, table_of(*rows), people, STUDY)
    tables = {
        "differences": compare_personas(counts, STUDY),
        "moments": find_moments(counts, STUDY),
        "representative": tell_journeys(counts, STUDY, words_in("en")),
    }
    families = count_families(tables, counts, STUDY)
    assert tables["moments"].empty
    # of persona 1, of persona 2 and of all two times: a phase and its one touchpoint
    assert families["moments_of_valence"] == 8
    assert families["moments_of_gap"] == 0
    assert families["differences"] == tables["differences"]["p"].notna().sum() > 0
    assert count_sampled(counts, tables) == {"representative": {"1": 4}}
    assert "drivers" not in families
