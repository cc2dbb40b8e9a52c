"""Drafting ratings of touchpoints: survey columns called like touchpoints of the map, and columns that only resemble them."""

from __future__ import annotations

import pandas as pd
import pytest
from ruamel.yaml import YAML

from personagen.contracts.text import Dialect, TextTable
from personagen.study.drafting import Draft, draft_study

N = 60
AGES = [str(20 + i) for i in range(N)]
MAP = pd.DataFrame(
    {
        "touchpoint": ["web_shop", "wifi", "chat"],
        "phase": ["buy", "use", "service"],
        "label": ["Online winkel", "Inflight wifi service", "Chat"],
    }
)


def from_to(low: int, high: int) -> list[str]:
    """Answers on a whole scale."""
    return [str(low + i % (high - low + 1)) for i in range(N)]


def table(name: str, frame: pd.DataFrame) -> TextTable:
    lines = pd.Series(range(2, len(frame) + 2))
    dialect = Dialect("utf-8", ",", ".", None, "%Y-%m-%d %H:%M:%S%z")
    return TextTable(name, frame.astype("str"), lines.map(lambda _: name), lines, pd.DataFrame(), dialect)


def drafted(
    columns: dict[str, list[str]], places: pd.DataFrame | None = MAP, *more: TextTable
) -> tuple[dict, Draft]:
    """The content of a draft for a survey with these columns, and the draft."""
    survey = pd.DataFrame({"respondent_id": [f"R{i}" for i in range(N)], "age": AGES, **columns})
    given = [] if places is None else [table("map.csv", places)]
    draft = draft_study([table("survey.csv", survey), *given, *more], title="T", language="en")
    return YAML(typ="safe").load(draft.text), draft


def columns_of(content: dict) -> set[str]:
    """The columns of the drafted variables."""
    return {
        keys.get("column", name) for block in content["variables"].values() for name, keys in block.items()
    }


def test_columns_called_like_touchpoints_are_their_ratings():
    content, draft = drafted(
        {"WEB Shop": from_to(1, 5), "inflight_wifi  Service": from_to(1, 5), "chat": from_to(1, 5)}
    )
    assert content["touchpoint_ratings"] == {
        "web_shop": {"column": "WEB Shop", "touchpoint": "web_shop", "scale": [1, 5]},
        "inflight_wifi_service": {"column": "inflight_wifi  Service", "touchpoint": "wifi", "scale": [1, 5]},
        "chat": {"column": "chat", "touchpoint": "chat", "scale": [1, 5]},
    }
    assert content["touchpoint_map"] == "map.csv"  # ratings need it, also without a log
    assert columns_of(content) == {"age"}  # a rating forms no personas
    assert any("touchpoint_ratings: unsure" in line and "5 best" in line for line in draft.unsure)


@pytest.mark.parametrize(
    "name", ["web-shop", "webshop", "Web shops", "Q5 Web shop", "Web shop?", "Inflight wifi", "buy"]
)
def test_a_name_that_is_only_near_is_none(name):
    content, _ = drafted({name: from_to(1, 5)})
    assert "touchpoint_ratings" not in content
    assert "touchpoint_map" not in content
    assert name in columns_of(content)


@pytest.mark.parametrize(
    "answers",
    [
        [str(i % 23) for i in range(N)],
        ["yes", "no"] * (N // 2),
        ["good", "bad", "neutral"] * (N // 3),
        ["2", "3", "4"] * (N // 3),
    ],
    ids=["a count", "yes or no", "words", "no usual scale"],
)
def test_answers_that_are_on_no_scale_are_no_ratings(answers):
    content, draft = drafted({"chat": answers})
    assert "touchpoint_ratings" not in content
    assert columns_of(content) == {"age", "chat"}
    assert not any("called like touchpoints" in line for line in draft.unsure)


@pytest.mark.parametrize(
    ("columns", "why"),
    [
        ({"chat": from_to(1, 5), "wifi": from_to(0, 10)}, "have no scale in common"),
        ({"chat": from_to(1, 5), "wifi": from_to(1, 7)}, "have no scale in common"),
        ({"wifi": from_to(1, 5), "Inflight wifi service": from_to(1, 5)}, "aren't one for each"),
    ],
)
def test_columns_that_dont_go_together_are_left_to_people(columns, why):
    content, draft = drafted(columns)
    assert "touchpoint_ratings" not in content
    assert columns_of(content) == {"age", *columns}
    (said,) = [line for line in draft.unsure if "called like touchpoints" in line]
    assert why in said
    assert all(f'"{name}"' in said for name in columns)


def test_a_name_of_two_touchpoints_is_none():
    places = MAP.assign(label=["Chat", "Wifi", "Help"])
    content, _ = drafted({"Chat": from_to(1, 5), "wifi": from_to(1, 5)}, places)
    assert [*content["touchpoint_ratings"]] == ["wifi"]
    assert columns_of(content) == {"age", "Chat"}


def test_a_zero_that_only_some_have_is_no_point_of_the_scale():
    content, draft = drafted({"chat": from_to(1, 5), "wifi": from_to(0, 5)})
    assert content["touchpoint_ratings"]["chat"] == {"column": "chat", "touchpoint": "chat", "scale": [1, 5]}
    assert content["touchpoint_ratings"]["wifi"] == {
        "column": "wifi", "touchpoint": "wifi", "scale": [1, 5], "not_applicable": [0],
    }  # fmt: skip
    assert "# unsure: 0, which only some of them have" in draft.text
    content, draft = drafted({"chat": from_to(0, 5), "wifi": from_to(0, 5)})
    assert content["touchpoint_ratings"]["chat"]["scale"] == [0, 5]
    assert "# unsure: if 0 means that they never met it: scale: [1, 5], not_applicable: [0]" in draft.text


def test_codes_for_no_answer_and_for_not_asked():
    answers = [*from_to(1, 5)[:-3], "weet niet", "niet gevraagd", "99"]
    content, _ = drafted({"chat": answers})
    assert content["touchpoint_ratings"]["chat"] == {
        "column": "chat",
        "touchpoint": "chat",
        "scale": [1, 5],
        "not_applicable": ["niet gevraagd"],
        "missing": ["weet niet", 99],
    }


def test_without_a_map_nothing_is_rated():
    content, _ = drafted({"chat": from_to(1, 5)}, None)
    assert "touchpoint_ratings" not in content
    assert columns_of(content) == {"age", "chat"}


def test_touchpoints_of_a_log_may_be_rated_in_the_survey():
    log = pd.DataFrame(
        {
            "customer": [f"K{i % 12}" for i in range(N)],
            "at": [f"2026-01-{1 + i % 28:02d} 10:{i:02d}:00Z" for i in range(N)],
            "event": ["checkout", "live_chat", "home"] * (N // 3),
        }
    )
    content, draft = drafted({"Live chat": from_to(1, 7)}, None, table("log.csv", log))
    assert content["touchpoint_ratings"] == {
        "live_chat": {"column": "Live chat", "touchpoint": "live_chat", "scale": [1, 7]}
    }
    assert content["touchpoint_map"] in draft.extra_files
