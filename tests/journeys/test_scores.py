"""CSAT, NPS and CES by their own formulas, worked out by hand, and what valences are said to rest on."""

import numpy as np
import pandas as pd
import pytest

from personagen.contracts import PUBLISHED
from personagen.journeys import summarise_experience, summarise_journey, summarise_scores
from personagen.language.words import words_in
from personagen.privacy import find_recoverable, hide

from .logs import LOG, counted, study_of, table_of

WORDS = words_in("en")


def asked(kind, scale):
    return {**LOG, "satisfaction": {"column": "csat", "kind": kind, "scale": scale}}


def rated(*answers: int, event="ad"):
    return [(f"c{i}", "2026-01-02 10:00:00", event, "web", str(a)) for i, a in enumerate(answers)]


def scores_of(folder, study, rows, n=60):
    counts = counted(folder, table_of(*rows), {f"c{i}": "1" for i in range(n)}, study)
    table = summarise_scores(counts, WORDS)
    return table.set_index(["persona", "phase", "touchpoint", "kind"]), counts


def test_nps_of_half_a_third_and_a_sixth(tmp_path):
    # 30 promoters, 20 passives, 10 detractors; earlier answers of the promoters don't count
    last = rated(*[9, 10] * 15, *[7, 8] * 10, *[0, 6] * 5)
    earlier = [(f"c{i}", "2026-01-01 10:00:00", "ad", "shop", "0") for i in range(30)]
    table, _ = scores_of(tmp_path, study_of(asked("nps", [0, 10])), earlier + last)
    for key in [("1", "see", "all", "nps"), ("1", "see", "ad", "nps"), ("1", "all", "all", "nps")]:
        row = table.loc[key]
        assert row["n"] == 60
        assert row["score"] == pytest.approx(100 / 3)
        # (P + D - (P - D)^2) / n = (2/3 - 1/9) / 60 = 1/108: se 100 / sqrt(108) = 9.6225
        assert (row["high"] - row["low"]) / 2 == pytest.approx(1.959964 * 9.622504, abs=1e-4)
    assert "9 or 10" in table.iloc[0]["formula"]


def test_an_effort_scale_runs_the_way_the_study_says(tmp_path):
    rows = rated(7, 7, 6, 4)
    hard, counts = scores_of(tmp_path, study_of(asked("ces", [7, 1])), rows, 4)
    easy, _ = scores_of(tmp_path, study_of(asked("ces", [1, 7])), rows, 4)
    # t(3) = 3.1824, sd of 7 7 6 4 = 1.4142: 6 +- 2.2503, clipped at the end of the scale
    for table in (hard, easy):
        row = table.loc[("1", "see", "all", "ces")]
        assert (row["score"], row["low"]) == (6.0, pytest.approx(6 - 3.18245 * 2**0.5 / 2, abs=1e-4))
        assert row["high"] == 7.0
    assert "1 easiest" in hard.iloc[0]["formula"]
    journey = summarise_journey(counts, study_of(asked("ces", [7, 1]))).set_index(["persona", "phase"])
    assert journey.loc[("1", "see"), "valence"] == pytest.approx(-2 / 3)
    assert journey.loc[("1", "see"), "valence_source"] == "ces"


def test_csat_has_a_mean_of_customers_and_a_top_two_share(tmp_path):
    rows = [*rated(5, 4, 3, 1), ("c3", "2026-01-01 10:00:00", "shop", "web", "5")]
    table, _ = scores_of(tmp_path, study_of(asked("csat", [1, 5])), rows, 4)
    whole = table.loc[("1", "all", "all", "csat")]
    assert (whole["score"], whole["n"]) == ((5 + 4 + 3 + 3) / 4, 4)  # c3 is one customer with a mean of 3
    assert pd.isna(whole["n_top"])
    best = table.loc[("1", "all", "all", "csat_top2")]
    assert (best["score"], best["n_top"]) == (0.5, 2)  # c3's last answer is a 1
    assert (best["scale"], best["valence_source"]) == ("1-5", "csat")


def test_logs_that_ask_differently_keep_their_scores_apart_and_are_not_comparable(tmp_path):
    shop = {**asked("nps", [0, 10]), "files": ["shop.csv"]}
    study = study_of({**asked("csat", [1, 5]), "cutoff": "2026-02-01"}, {**shop, "cutoff": "2026-02-01"})
    table_of(*rated(10, 9, event="shop")).to_csv(tmp_path / "shop.csv", index=False)
    table, counts = scores_of(tmp_path, study, rated(1, 5), 2)
    assert table.loc[("1", "buy", "all", "nps"), "score"] == 100
    assert table.loc[("1", "see", "all", "csat"), "score"] == 3
    assert pd.isna(table.loc[("1", "all", "all", "nps"), "valence_source"])
    journey = summarise_journey(counts, study).set_index(["persona", "phase"])
    assert journey.loc["1", "valence_source"].iloc[:2].tolist() == ["csat", "nps"]
    assert not journey["is_comparable"].any()


def test_a_word_beside_ratings_leaves_phases_comparable(tmp_path):
    rows = [
        *rated(1, 5),
        ("c0", "2026-01-03 10:00:00", "app", "app", "4"),
        ("c1", "2026-01-03 10:00:00", "app", "app", "", "", "Glad"),
    ]
    _, counts = scores_of(tmp_path, study_of(), rows, 2)
    journey = summarise_journey(counts, study_of()).set_index(["persona", "phase"])
    assert journey.loc[("1", "use"), "valence_source"] == "csat+emotion"
    assert journey["is_comparable"].all()
    only = [*rated(1, 5), ("c1", "2026-01-03 10:00:00", "app", "app", "", "", "Glad")]
    _, counts = scores_of(tmp_path, study_of(), only, 2)
    assert not summarise_journey(counts, study_of())["is_comparable"].any()


def test_without_ratings_there_are_no_scores(tmp_path):
    table, _ = scores_of(tmp_path, study_of(), [("c0", "2026-01-03 10:00:00", "app", "app")], 1)
    assert table.empty


def test_scores_of_few_customers_are_hidden_and_nothing_tells_them(tmp_path):
    rng = np.random.default_rng(4)
    people = {f"c{i}": "1" if i < 14 else "2" for i in range(30)}
    rows = [
        (c, f"2026-01-0{1 + place} 10:00:00", event, "web", str(rng.integers(1, 6)))
        for c in people for place, event in enumerate(["ad", "shop", "till"]) if rng.random() < 0.5 - 0.15 * place
    ]  # fmt: skip
    counts = counted(tmp_path, table_of(*rows), people)
    tables = {
        "journey": summarise_journey(counts, study_of()),
        "scores": summarise_scores(counts, WORDS),
        "experience": summarise_experience(counts, study_of()),
    }
    hidden = hide(PUBLISHED, tables, 5)
    small = tables["scores"]["n"] < 5
    assert small.any()
    assert hidden["scores"].loc[small, ["n", "n_top", "score", "low", "high"]].isna().all(axis=None)
    # whole phases: who has a valence is who answered, so one number in both tables
    both = hidden["scores"].query("kind == 'csat' and touchpoint == 'all' and phase != 'all'")
    journey = hidden["journey"].set_index(["persona", "phase"])["n_valence"]
    for row in both.itertuples():
        shown = journey[row.persona, row.phase]
        assert (pd.isna(shown) and pd.isna(row.n)) or shown == row.n
    assert find_recoverable(hidden) == []
