"""The lanes of the journey map on what could be better: friction and opportunities, from published tables.

What counts as an opportunity is decided where that table is made.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from personagen.journeys.labels import ALL
from personagen.journeys.lanes import Row, numbered
from personagen.language.words import Words


def friction_lane(touchpoints: pd.DataFrame) -> Iterator[Row]:
    """Yield the touchpoints of each phase at which most visitors meet friction; none where friction isn't measured."""
    if "friction" not in touchpoints:
        return
    shown = touchpoints[(touchpoints["channel"] == ALL) & (touchpoints["friction"] > 0)]
    shown = shown.sort_values(["friction", "touchpoint"], ascending=[False, True])
    for phase, rows in shown.groupby("phase", sort=False):
        yield from numbered(phase, "friction", rows.assign(text=rows["label"]), "friction", "n_customers")


def opportunity_lane(opportunities: pd.DataFrame, words: Words) -> Iterator[Row]:
    """Yield the opportunities of each phase by rank, in words; value = score.

    What people have done or dropped is left out; what they plan or do says so.
    """
    shown = opportunities[opportunities["rank"].notna() & ~opportunities["status"].isin(["done", "dropped"])]
    shown = shown.sort_values(["rank", "opportunity"])
    for phase, rows in shown.groupby("phase", sort=False):
        texts = [_told(row, words) for row in rows.to_dict("records")]
        yield from numbered(phase, "opportunity", rows.assign(text=texts), "score", "n")


def _told(row: Mapping[Any, Any], words: Words) -> str:
    text = words.say("journeys.opportunity", rank=words.number(row["rank"]), sentence=row["sentence"])
    if row["status"] == "open":
        return text
    return words.say(
        "journeys.opportunity.status", text=text, status=words.say(f"opportunities.status.{row['status']}")
    )
