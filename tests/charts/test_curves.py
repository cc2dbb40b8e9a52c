"""Emotional curves where phases were asked about in different ways: no line joins what can't be compared."""

from __future__ import annotations

import pandas as pd
import pytest

from personagen import charts
from personagen.charts import emotions
from personagen.charts.style import mix
from personagen.language.words import words_in
from tests.charts import tables
from tests.charts.test_charts import collisions, draw, texts

NL = words_in("nl")
ASKED = {
    "awareness": "csat",
    "orientation": "csat+emotion",
    "buy": "csat",
    "use": "survey",
    "service": "survey",
}
OWN = charts.persona_colours(1)[0]


def asked_differently() -> pd.DataFrame:
    """Return a journey asked about in the logs, then in the survey, and in the logs again at the end."""
    journey = tables.everything()["journey"]
    return journey.assign(valence_source=journey["phase"].map(ASKED).fillna("csat"), is_comparable=False)


def map_asked_differently() -> pd.DataFrame:
    rows = tables.journey_map()
    heads = rows[rows["lane"].eq("header") & rows["phase"].ne("all")]
    asked = heads.assign(lane="source", position=1, text=heads["phase"].map(ASKED).fillna("csat"))
    return pd.concat([rows, asked], ignore_index=True)


def lengths(figure, colour: str, width: float) -> list[int]:
    """Return how many points each line of a colour and width joins."""
    lines = [line for line in figure.axes[0].lines if line.get_color() == colour]
    return [len(line.get_xdata()) for line in lines if line.get_linewidth() == width]


def marks(figure, colour: str, marker: str) -> int:
    lines = [line for line in figure.axes[0].lines if line.get_marker() == marker]
    return sum(colour in (line.get_color(), line.get_markerfacecolor()) for line in lines)


def test_small_multiples_join_no_phases_asked_about_in_different_ways():
    data = tables.everything()
    whole, broken = draw("emotions", data), draw("emotions", data | {"journey": asked_differently()})
    assert (lengths(whole, OWN, 2.2), lengths(broken, OWN, 2.2)) == ([6], [3, 2, 1])
    # behind the first persona: the second and third the same, the fourth without its fifth phase
    assert lengths(broken, emotions._OTHERS, 0.9)[:9] == [3, 2, 1, 3, 2, 1, 3, 1, 1]
    assert marks(whole, OWN, "o") == marks(broken, OWN, "o")
    assert NL.say("charts.emotions.broken") in " ".join(texts(broken))
    assert NL.say("charts.emotions.broken") not in " ".join(texts(whole))
    assert collisions(broken) == []


def test_the_map_joins_no_phases_asked_about_in_different_ways():
    whole = charts.plot_map(tables.journey_map(), "1", NL)
    broken = charts.plot_map(map_asked_differently(), "1", NL)
    # with the sample of the legend, of two points
    assert (lengths(whole, OWN, 2.6), lengths(broken, OWN, 2.6)) == ([2, 6], [2, 3, 2, 1])
    other = mix(charts.persona_colours(2)[1], 0.45)
    assert (lengths(whole, other, 1.0), lengths(broken, other, 1.0)) == ([6], [3, 2, 1])
    assert marks(whole, OWN, "o") == marks(broken, OWN, "o")
    assert texts(whole)[1] == "Koopjesjagers: “Service” wordt het slechtst beleefd (−0,38)"
    assert texts(broken)[1] == "De klantreis van Koopjesjagers"


@pytest.mark.parametrize("hidden", ["use", "service"])
def test_a_hidden_phase_of_the_persona_breaks_the_others_where_they_were_asked_differently(hidden: str):
    rows = map_asked_differently()
    rows = rows[~(rows["persona"].eq("1") & rows["lane"].eq("valence") & rows["phase"].eq(hidden))]
    other = mix(charts.persona_colours(2)[1], 0.45)
    assert lengths(charts.plot_map(rows, "1", NL), other, 1.0) == [3, 2, 1]
