"""What the report says of opportunities: questions by rank, and a table that says what each rests on."""

from __future__ import annotations

import pandas as pd

from personagen.language.words import words_in
from personagen.report import render_report
from personagen.report.info import ReportInfo
from personagen.report.opportunities import opportunity_grid, opportunity_lead, opportunity_questions
from personagen.report.source import Source
from tests.charts import tables
from tests.report import pages


def opportunities(k: int = 4) -> pd.DataFrame:
    """One for each persona, shared in turns by everybody, by nobody else, by two, and by who can't be told."""
    shared = ("all", "1", "1; 2", None)
    return tables.table(
        "opportunities",
        [
            {
                "opportunity": f"use-delivery-p-{i}",
                "persona": str(i),
                "phase": "use",
                "touchpoint": "delivery" if i != 2 else "all",
                "label": "Bezorging",
                "reach": 0.6,
                "severity": 0.5 - i * 0.01,
                "severity_low": 0.2,
                "severity_high": 0.7,
                "measure": "valence" if i != 2 else "gap",
                "p_adjusted": 0.001,
                "score": 0.3 - i * 0.006,
                "rank": i,
                "n": 40 - 5 * i,
                "evidence": "strong" if i < 3 else "thin",
                "n_customers": 60,
                "customers_affected": 60 if i == 1 else 4128.3,
                "value_at_stake": 7_009_675.0,
                "value_label": "Omzet",
                "value_low": 6_316_334.0,
                "value_high": 7_703_016.0,
                "shared_by": shared[(i - 1) % 4],
                "owner": "Logistiek" if i == 1 else None,
                "status": ("open", "planned", "doing", "done", "dropped")[(i - 1) % 5],
                "note": "Proef in oktober" if i == 1 else None,
                "sentence": f"Vraag {i}?",
            }
            for i in range(1, k + 1)
        ],
    )


def source_of(language: str = "en", table: pd.DataFrame | None = None) -> Source:
    shown = opportunities() if table is None else table
    data = {"personas": tables.personas(), "phases": tables.phases(), "opportunities": shown}
    return Source(data, ReportInfo("T", 4, "given", 5), words_in(language))


def test_questions_come_by_rank_with_what_people_wrote():
    turned = opportunities().iloc[::-1]
    assert opportunity_questions(source_of(table=turned)) == [
        ("Vraag 1?", "Proef in oktober"),
        *((f"Vraag {i}?", "") for i in (2, 3, 4)),
    ]


def test_the_lead_tells_of_a_score_only_where_there_is_one():
    assert "score is the reach" in opportunity_lead(source_of())
    unscored = opportunity_lead(source_of(table=opportunities().assign(score=None)))
    assert "score" not in unscored
    assert "without a log" in unscored


def test_the_table_by_hand():
    source = source_of()
    found = opportunity_grid(source)
    assert found.heads == (
        "Place", "Persona", "Score", "Under the own journey", "Evidence", "Customers affected (reach)",
        "Value at stake: Omzet", "Whom it holds for", "Status (owner)",
    )  # fmt: skip
    names = [source.name(str(i)) for i in (1, 2, 3)]
    use = source.phase("use")
    assert found.rows[0] == (
        f"1. Bezorging ({use})", names[0], "0.29", "0.49 (0.20 to 0.70)", "strong (n = 35)",
        "60 (60%)", "7,010,000 (6,320,000 to 7,700,000)", "everybody", "open (Logistiek)",
    )  # fmt: skip
    assert found.rows[1][0] == f"2. {use}"
    assert found.rows[1][5] == "4,130 (60%)"
    assert [row[7] for row in found.rows] == [
        "everybody",
        names[0],  # it was found for the first, not for the second that is listed here
        f"{names[0]} and {names[1]}",
        "can’t be told",
    ]
    assert [row[8] for row in found.rows] == ["open (Logistiek)", "planned", "under way", "done"]
    assert found.rows[1][3] == "0.48 (0.20 to 0.70), against what was expected"


def test_ones_own_and_columns_that_all_are_blank_in():
    table = opportunities().head(1).assign(shared_by="1", owner=None, value_at_stake=None, value_low=None)
    found = opportunity_grid(source_of(table=table))
    assert found.rows[0][-2:] == ("this persona only", "open")
    assert not any(head.startswith("Value") for head in found.heads)


def test_the_section_stands_in_the_page_only_where_the_table_does():
    assert '<h2 id="h-opportunities">Kansen</h2>' in pages.whole_page()
    data = pages.whole()
    bare = render_report({n: t for n, t in data.items() if n != "opportunities"}, {}, pages.info(), "nl")
    assert "h-opportunities" not in bare
    none = render_report(data | {"opportunities": data["opportunities"].head(0)}, {}, pages.info(), "en")
    assert words_in("en").say("opportunities.none") in none
