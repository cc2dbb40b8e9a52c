"""Who is whom and what comes late: files by arrival, and customers that several respondents share."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from personagen.journeys import (
    Rules,
    compare_personas,
    count_contacts,
    find_moments,
    phases_table,
    summarise_coverage,
    summarise_flows,
    summarise_funnel,
    summarise_journey,
    summarise_times,
    summarise_touchpoints,
    summarise_transitions,
)
from personagen.language.words import words_in

from .logs import COLUMNS, LOG, MAP, assigned, loaded, study_of, touchpoint_map

PEOPLE = {f"c{i}": str(1 + i % 4 // 2) for i in range(0, 60, 2)}
KEYS = {"journeys": {"horizon_days": 20, "bots": {"contacts_per_day": 9}}}


@pytest.fixture(scope="module")
def log():
    draw = np.random.default_rng(4)
    stamps = pd.Timestamp("2026-01-01") + pd.to_timedelta(draw.integers(0, 60 * 24 * 60, 600), unit="min")
    columns = [
        np.char.add("c", draw.integers(0, 60, 600).astype(str)),
        stamps.astype(str),
        draw.choice([*MAP, "banner"], 600),
        draw.choice(["web", "shop"], 600),
        draw.choice(["", "1", "3", "5"], 600),
        draw.choice(["", "3"], 600),
        draw.choice(["", "glad", "sad"], 600),
    ]
    rows = pd.DataFrame(dict(zip(COLUMNS, columns, strict=True)), dtype="str")
    bot = rows.head(10).assign(customer="c2", at=[f"2026-01-09 08:00:0{s}" for s in range(10)])
    return pd.concat([rows, bot], ignore_index=True)


def tables(folder, people, **files: pd.DataFrame):
    folder.mkdir()
    for name, rows in files.items():
        rows.to_csv(folder / f"{name}.csv", index=False)
    study = study_of({**LOG, "files": ["*-log.csv"], "cutoff": "2026-03-10"}, **KEYS)
    with loaded(folder, study, set(people)) as (engine, account):
        phases = phases_table(study, words_in("en"), touchpoint_map())
        counts = count_contacts(engine, account, touchpoint_map(), assigned(people), phases, Rules.of(study))
    return {
        "journey": summarise_journey(counts, study),
        "time_to_phase": summarise_times(counts, study),
        "touchpoints": summarise_touchpoints(counts),
        "transitions": summarise_transitions(counts),
        "funnel": summarise_funnel(counts),
        "flows": summarise_flows(counts, words_in("en")),
        "coverage": summarise_coverage(counts),
        "moments": find_moments(counts, study),
        "differences": compare_personas(counts, study),
    }


@pytest.fixture(scope="module")
def whole(log, tmp_path_factory):
    return tables(tmp_path_factory.mktemp("whole") / "whole", PEOPLE, **{"a-log": log})


def test_late_rows_beside_the_earlier_ones_are_one_log(tmp_path, log, whole):
    """The late file holds old contacts, some of which had come already."""
    is_late = np.random.default_rng(1).random(len(log)) < 0.3
    late = pd.concat([log[is_late], log[~is_late].head(40)])
    apart = tables(tmp_path / "apart", PEOPLE, **{"a-log": log[~is_late], "b-log": late})
    assert whole["coverage"]["n_bots"].max() == 1
    for name, table in whole.items():
        pd.testing.assert_frame_equal(table, apart[name], check_exact=True, obj=name)


def test_a_customer_without_a_persona_has_a_journey_all_the_same(tmp_path, log, whole):
    """Whose links clash are linked to nobody (`ingest.links`): the customer's whole journey is ``unassigned``."""
    fewer = {customer: persona for customer, persona in PEOPLE.items() if customer != "c4"}
    before, after = whole, tables(tmp_path / "after", fewer, **{"a-log": log})
    own = (log["customer"] == "c4").sum()
    for column, n in (("n_customers", 1), ("n_contacts", own)):
        moved = [
            t["coverage"].set_index("persona")[column].loc[["all", "unassigned"]].to_numpy()
            for t in (before, after)
        ]
        assert (moved[1] - moved[0]).tolist() == [-n, n]
    reached = [t["journey"].groupby("persona")["n_customers"].sum() for t in (before, after)]
    assert reached[1]["unassigned"] - reached[0]["unassigned"] == reached[0]["all"] - reached[1]["all"] == 3
