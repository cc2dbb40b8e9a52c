"""What was made differently is named, and only what means the same is compared."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from personagen.contracts import Portraits
from personagen.contracts.model import Margin, ModelVariable
from personagen.contracts.waves import Difference, Wave
from personagen.features.encoding import Coding, as_table
from personagen.personas import find_differences, share_columns
from tests.personas.waves.test_lineage import wave
from tests.runs.test_models import model

AGE = {"from": "survey", "type": "number", "label": "Age"}
PLACE = {"from": "survey", "type": "nominal"}
RANK = {"from": "survey", "type": "ordinal", "levels": ["low", "high"]}
PRICE = {"from": "survey", "type": "likert", "scale": [1.0, 5.0]}
USUAL = {"age": AGE, "place": PLACE, "rank": RANK, "price": PRICE}
LEVELS = {"place": ("Ede", "Utrecht")}


def made(declared=USUAL, levels=LEVELS, margins=(), facts=None, minimum_cell=5, *, row_centre=False) -> Wave:
    codings = [
        Coding(f"{name}[{level}]" if level else name, name, level, "demographic", keys["type"], reverse=False)
        for name, keys in declared.items()
        for level in levels.get(name, [""])
    ]
    codings = [replace(c, row_centre=row_centre and c.type == "likert") for c in codings]
    columns = [c.column for c in codings]
    content = replace(
        model(),
        variables=tuple(
            ModelVariable(name, "demographic", keys, tuple(levels.get(name, ())))
            for name, keys in declared.items()
        ),
        encoding=as_table(codings),
        centroids=pd.DataFrame(0.5, index=pd.Index(["1", "2"], name="persona"), columns=columns),
        margins=tuple(margins),
    )
    plain = wave([0.6, 0.4])
    return replace(
        plain,
        model=content,
        portraits=Portraits.of_model(content),
        minimum_cell=minimum_cell,
        facts={"inputs": object(), **(facts or {})},
    )


def differ(declared=None, **more: object) -> list[Difference]:
    return find_differences(made(), made(USUAL | (declared or {}), **more))


def shared(declared=None, **more: object) -> list[str]:
    one, other = share_columns(made(), made(USUAL | (declared or {}), **more))
    assert list(one.centroids.columns) == list(other.centroids.columns) == list(other.factors.index)
    return list(one.centroids.columns)


def test_equal_studies_differ_in_nothing():
    assert differ() == []
    assert shared() == ["age", "place[Ede]", "place[Utrecht]", "rank", "price"]


def test_a_column_that_lacks_is_named_first_with_what_is_left():
    less = {name: keys for name, keys in USUAL.items() if name != "age"}
    assert find_differences(made(), made(less))[0] == Difference("lacks", ("Age",), 3)
    assert find_differences(made(less), made())[0] == Difference("more", ("Age",), 3)
    one, _ = share_columns(made(), made(less))
    assert "age" not in one.centroids


@pytest.mark.parametrize(
    ("name", "keys", "expected"),
    [
        ("age", AGE | {"type": "count"}, Difference("type", ("Age",), before="number", now="count")),
        ("rank", RANK | {"levels": ["low", "middle", "high"]}, Difference("levels", ("rank",))),
        ("price", PRICE | {"reverse": True}, Difference("reverse", ("price",))),
        ("price", PRICE | {"values": {"often": 5}}, Difference("values", ("price",))),
    ],
)
def test_what_no_longer_means_the_same_is_named_and_left_out(name, keys, expected):
    assert expected in differ({name: keys})
    assert name not in shared({name: keys})


def test_another_scale_is_compared_by_the_place_on_it():
    wider = {"price": PRICE | {"scale": [1.0, 7.0]}}
    assert differ(wider) == [Difference("rescaled", ("price",), before="1–5", now="1–7")]
    assert "price" in shared(wider)


def test_levels_are_named_only_where_enough_people_gave_them():
    levels = {"place": ("Ede", "Oss", "Zwolle")}
    margins = [Margin("place", "place", (), ("Ede", "Zwolle", "*"), (0.5, 0.4, 0.1), 100)]
    found = differ(levels=levels, margins=margins)
    assert found == [
        Difference("new_levels", ("Zwolle",), 2, before="place"),
        Difference("gone_levels", (), 1, before="place"),
    ]
    assert shared(levels=levels) == ["age", "place[Ede]", "rank", "price"]


def test_declared_levels_and_choices_of_a_multi_are_named():
    shops = {"from": "survey", "type": "multi", "columns": {"Q1": "web", "Q2": "shop", "Q3": "phone"}}
    loose = {"from": "survey", "type": "multi", "separator": ";"}
    old = made({"shops": shops, "loose": loose}, {"shops": ("web",), "loose": ("a",)})
    margins = [Margin("loose[b]", "loose", (), ("no", "yes", "*"), (0.5, 0.5, 0.0), 40)]
    new = made(
        {"shops": shops, "loose": loose}, {"shops": ("web", "phone"), "loose": ("a", "b", "c")}, margins
    )
    assert find_differences(old, new) == [
        Difference("new_levels", ("phone",), 1, before="shops"),
        Difference("new_levels", ("b",), 2, before="loose"),
    ]


def test_statements_without_the_answering_level_are_other_columns():
    assert [each.kind for each in differ(row_centre=True, facts={"row_centre": True})] == ["row_centre"]
    assert "price" not in shared(row_centre=True)


def test_settings_that_differ_are_told_with_what_they_were():
    facts = {"study": "One", "reason": "formed", "k": 4, "scale": "standard", "weights": (("a", 1.0),)}
    old = made(facts=facts)
    assert find_differences(old, made(facts=facts)) == []
    found = find_differences(
        old, made(facts=facts | {"k": 5, "reason": "kept", "study": "Two"}, minimum_cell=10)
    )
    assert found == [
        Difference("study", before="One", now="Two"),
        Difference("reason", before="formed", now="kept"),
        Difference("k", before=4, now=5),
        Difference("minimum_cell", before=5, now=10),
    ]


def test_personas_that_are_not_stable_are_told_as_they_may_come_and_go():
    one = made()
    loose = replace(one, stability=one.stability.assign(jaccard=[0.9, 0.74]))
    assert find_differences(loose, made()) == [Difference("old_unstable", ("Persona 2",), 1)]
    assert find_differences(made(), loose) == [Difference("new_unstable", ("Persona 2",), 1)]


def test_the_same_inputs_and_exchanged_runs_are_told():
    one = made(facts={"inputs": "same"})
    late, early = (
        replace(one, personas=one.personas.assign(data_to=pd.Timestamp(day, tz="UTC")))
        for day in ("2026-07-01", "2026-04-01")
    )
    assert [each.kind for each in find_differences(late, early)] == ["same_inputs", "order"]
    assert [each.kind for each in find_differences(early, late)] == ["same_inputs"]
