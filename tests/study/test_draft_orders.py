"""The order of levels, told from their words."""

import pytest

from personagen.study.drafting.orders import find_order

ORDERS = [
    "Nooit|Minder vaak dan maandelijks|Maandelijks|Wekelijks|Dagelijks",
    "Never|Rarely|Sometimes|Often|Always",
    "Nooit|Zelden|Soms|Vaak|Altijd",
    "1 keer per week|2-3 keer per week|Elke dag",
    "minder dan €1.000|€1.000 - €2.000|meer dan €2.000",
    "18 t/m 24 jaar|25 t/m 34 jaar|65 jaar en ouder",
    "$0 to $9,999|$10,000 to $24,999|$200,000 and up",
    "Less than high school degree|High school degree|Some college or Associate degree|Bachelor degree|Graduate degree",
    "laag|midden|hoog",
    "Small|Medium|Large",
    "Nothing at all|Only a little|Some|A lot",
]
ATTITUDES = [
    "Helemaal mee oneens|Mee oneens|Niet eens, niet oneens|Mee eens|Helemaal mee eens",
    "zeer ontevreden|ontevreden|neutraal|tevreden|zeer tevreden",
    "Very unimportant|Somewhat unimportant|Neither important nor unimportant (neutral)|Somewhat important|Very important",
    "Not at all masculine|Not very masculine|Somewhat masculine|Very masculine",
    "Helemaal niet belangrijk|Niet zo belangrijk|Enigszins belangrijk|Zeer belangrijk",
    "slecht|matig|goed|uitstekend",
]


@pytest.mark.parametrize("levels", ORDERS + ATTITUDES)
def test_levels_are_put_in_order(levels):
    right = levels.split("|")
    order = find_order(sorted(right, key=len))
    assert order is not None
    assert list(order.levels) == right
    assert order.is_attitude == (levels in ATTITUDES)
    assert order.doubt == ""


@pytest.mark.parametrize(
    "levels", ["Utrecht|Limburg|Zeeland", "Married|Single|Divorced", "web|app|winkel", "1|2|3"]
)
def test_no_order_where_words_tell_none(levels):
    assert find_order(levels.split("|")) is None


def test_a_missing_counterpart_is_in_doubt():
    order = find_order(["Agree", "Neutral", "Strongly agree", "Disagree"])
    assert order is not None
    assert "Strongly agree" in order.doubt
