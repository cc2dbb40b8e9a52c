"""Claims of the worked example: each holds what its row holds, nothing hidden enters, and the page says nothing else."""

from __future__ import annotations

import html
import json
import re
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from personagen.language.words import words_in
from tests.promises.runs import Made

pytestmark = pytest.mark.slow

# table: column with the people a claim rests on, with its base, and the ends of its interval
HELD = {
    "profile": ("n", "base_n", "low", "high"),
    "codes": ("n_mentioned", "n_interviewed", "low", "high"),
    "needs": ("n", "n_interviewed", "low", "high"),
    "touchpoints": ("n_customers", "n_persona", "reach_low", "reach_high"),
    "extension": ("n_linked", None, "customer_share_low", "customer_share_high"),
    "need_changes": ("n_interviewed", None, None, None),
    "stability": ("n_in_doubt", None, None, None),
    "coverage": ("n_linked", "n_respondents", None, None),
    "personas": ("n", None, "share_low", "share_high"),
    "prevalence": ("n", None, "low", "high"),
}


@pytest.fixture(scope="module")
def claims(webshop_run: Made) -> pd.DataFrame:
    return webshop_run.table("claims")


@cache
def stored(folder: Path, name: str) -> pd.DataFrame:
    return pd.read_parquet(folder / "tables" / f"{name}.parquet")


def rows_of(run: Made, claim: pd.Series) -> list[pd.DataFrame]:
    """Return the rows a claim names, one table for each key."""
    table = stored(run.folder, claim["table"])
    found = []
    for key in claim["row"].split(" | "):
        rows = table
        for column, _, value in (part.partition("=") for part in key.split("; ")):
            rows = rows[rows[column].astype(str) == value]
        found.append(rows)
    return found


def equal(one: object, other: object) -> bool:
    return (pd.isna(one) and pd.isna(other)) or one == pytest.approx(other)


def test_every_claim_names_rows_that_are_there(webshop_run: Made, claims: pd.DataFrame):
    named = claims[claims["table"].notna()]
    assert len(named) == len(claims) > 300
    for _, claim in named.iterrows():
        assert all(len(rows) for rows in rows_of(webshop_run, claim)), claim["claim"]


def test_every_claim_holds_the_numbers_of_its_row(webshop_run: Made, claims: pd.DataFrame):
    whole = claims[claims["value"].notna() & ~claims["section"].isin(["interviews", "unknown"])]
    assert len(whole) > 280
    for _, claim in whole.iterrows():
        (rows,) = rows_of(webshop_run, claim)
        assert len(rows) == 1, claim["claim"]
        row = rows.iloc[0]
        assert equal(claim["value"], row[claim["column"]]), claim["claim"]
        for mine, theirs in zip(("n", "base", "low", "high"), HELD[claim["table"]], strict=True):
            if theirs is not None and pd.notna(claim[mine]):
                assert equal(claim[mine], row[theirs]), (claim["claim"], mine)


def test_measured_claims_have_people_and_an_interval(claims: pd.DataFrame):
    measured = claims[
        claims["table"].isin(["profile", "codes", "needs", "touchpoints"]) & claims["value"].notna()
    ]
    measured = measured[measured["section"] != "interviews"]
    assert measured[["n", "base", "low", "high"]].notna().all(axis=None)
    assert (measured["low"] <= measured["value"] + 1e-9).all()
    assert (measured["value"] <= measured["high"] + 1e-9).all()


def test_no_claim_names_a_hidden_cell(webshop_run: Made, claims: pd.DataFrame):
    said = claims[claims["value"].notna() & claims["section"].ne("unknown")]
    for _, claim in said.iterrows():
        for rows in rows_of(webshop_run, claim):
            assert rows[claim["column"]].notna().all(), claim["claim"]


def test_hidden_levels_stand_in_no_text(webshop_run: Made, claims: pd.DataFrame):
    profile = webshop_run.table("profile")
    hidden = profile[profile["suppressed"] & profile["level"].ne("mean") & profile["persona"].ne("all")]
    assert len(hidden)
    for _, row in hidden.iterrows():
        mine = claims[
            (claims["persona"] == row["persona"]) & claims["row"].str.contains(f"={row['variable']};")
        ]
        assert row["level"] not in set(mine["label"].dropna())


def one_line(text: str) -> str:
    return " ".join(html.unescape(text).split())


def shown_claims(card: str) -> set[str]:
    """Return the texts that open a panel; what they are about is said beside them."""
    buttons = re.findall(r'<button type="button" popovertarget="[^"]*">(.*?)</button>', card, flags=re.DOTALL)
    return {one_line(re.sub(r'<span class="sr">.*?</span>', "", text, flags=re.DOTALL)) for text in buttons}


def beside_claims(card: str, mine: pd.DataFrame) -> str:
    """Return what a card shows beside its claims, their labels, quotes and charts."""
    apart = (
        r"<svg.*?</svg>",
        r"<blockquote>.*?</blockquote>",
        r'<span class="claim">.*?</button></span></span>',
        r"<[^>]*>",
    )
    for pattern in apart:
        card = re.sub(pattern, " ", card, flags=re.DOTALL)
    for label in sorted({*mine["label"].dropna(), *mine["topic"].dropna()}, key=len, reverse=True):
        card = html.unescape(card).replace(label, "")
    return card


def test_every_statement_on_the_cards_is_a_claim(webshop_run: Made, claims: pd.DataFrame):
    page = (webshop_run.folder / "report.html").read_text(encoding="utf-8")
    cards = re.findall(r'<article class="card .*?</article>', page, flags=re.DOTALL)
    assert len(cards) == claims["persona"].nunique()
    for card, (_, mine) in zip(cards, claims.groupby("persona", sort=False), strict=True):
        assert shown_claims(card) == {one_line(text) for text in mine["text"]}
        assert not re.search(r"[0-9]%|[0-9],[0-9]", beside_claims(card, mine))


def test_claims_are_worded_from_the_yaml(claims: pd.DataFrame):
    words = words_in("nl")
    quoted = claims.loc[claims["section"] == "stability", "text"]
    assert set(quoted) <= {text for key, text in words.entries.items() if key.startswith("claims.grade.")}


def test_the_wishes_on_the_cards_are_the_planted_ones(webshop_run: Made, webshop: Path, claims: pd.DataFrame):
    effects = json.loads((webshop / "truth" / "effects.json").read_text(encoding="utf-8"))
    people = pd.read_csv(webshop / "truth" / "respondents.csv", dtype=str).set_index("respondent_id")[
        "persona"
    ]
    found = webshop_run.private("assignments").set_index("respondent_id")["persona"]
    name_of = pd.crosstab(found, people).idxmax(axis=1)
    told = {
        (name_of[claim["persona"]], *claim["claim"].split(":")[1:], claim["row"].rpartition("need=")[2])
        for _, claim in claims[claims["section"] == "wish"].iterrows()
    }
    planted = {
        (persona, phase, kind, need)
        for persona, phases in effects["first_needs"].items()
        for phase, wishes in phases.items()
        for kind, need in wishes.items()
    }
    assert told == planted
    changed = claims[claims["section"] == "wish_change"]
    assert [name_of[persona] for persona in changed["persona"]] == [effects["changed_need"]["persona"]]
    assert changed["claim"].tolist() == [f"wish_change:{effects['changed_need']['between'][1]}:functional"]
