"""Personas with their shares of all customers."""

import pandas as pd
import pytest

from personagen.contracts import Extension, Segments
from personagen.contracts.people import EXTENDED
from personagen.contracts.published import PERSONAS, PROFILE
from personagen.contracts.segmentation import EXTENSION
from personagen.language import words_in
from personagen.personas import build_personas
from personagen.privacy import suppress
from tests.personas.cases import make_assignments, make_research, make_study

SHARES = {"2": 0.7, "1": 0.25, "all": 0.95, "unassigned": 0.05}


def build(personas, extension):
    stability = pd.DataFrame({"persona": ["1", "2"], "jaccard": 0.9, "grade": "highly_stable"})
    centroids = pd.DataFrame({"x": [0.0, 1.0]}, index=["1", "2"])
    nothing = pd.DataFrame()
    segments = Segments(
        k=2,
        reason="given",
        runner_up=None,
        assignments=make_assignments(personas),
        centroids=centroids,
        solutions=nothing,
        stability=stability,
        exemplars=nothing,
        restarts=nothing,
        verdict=nothing,
        origins=nothing,
    )
    research = make_research({"x": list(range(len(personas)))})
    study = make_study({"age": {"type": "number"}})
    row = {"variable": "age", "level": "mean", "block": "demographic", "role": "feature", "type": "number"}
    flags = dict.fromkeys(("is_marker", "is_circular", "suppressed"), False)
    profile = PROFILE.conform(pd.DataFrame({"persona": ["1", "2"], **row, "label": "Age", **flags}))
    return build_personas(research, segments, profile, study, words_in("en"), extension)


def extension():
    table = pd.DataFrame({"persona": list(SHARES), "customer_share": list(SHARES.values())})
    table = table.assign(customer_share_low=0.2, customer_share_high=0.8, is_used=True)
    return Extension(EXTENSION.conform(table), EXTENDED.empty())


def test_shares_of_all_customers_stand_with_their_persona():
    table = build(["1"] * 3 + ["2"], extension()).set_index("persona")
    assert table["customer_share"].to_dict() == {"1": 0.25, "2": 0.7}
    assert table["customer_share"].sum() + SHARES["unassigned"] == pytest.approx(1)
    assert table[["customer_share_low", "customer_share_high"]].to_numpy().tolist() == [[0.2, 0.8]] * 2


def test_without_customers_outside_they_are_blank():
    assert build(["1", "2"], None)["customer_share"].isna().all()


def test_a_hidden_persona_hides_its_share_of_all_customers():
    shown = suppress(PERSONAS, build(["1"] * 12 + ["2"] * 3, extension()), 5)
    columns = ["customer_share", "customer_share_low", "customer_share_high"]
    assert shown.loc[shown["persona"] == "2", columns].isna().all(axis=None)
