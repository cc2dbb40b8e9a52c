"""Small published tables to make claims from: one persona, the rest of the world beside it."""

from __future__ import annotations

import pandas as pd

from personagen.contracts import PUBLISHED
from personagen.personas import build_claims
from personagen.study import Study

STUDY = Study.model_validate(
    {
        "study": "Small",
        "language": "en",
        "phases": [{"id": "buy", "label": "Buying"}, {"id": "use", "label": "Using"}],
        "survey": {"files": ["a.csv"]},
        "variables": {"demographic": {"age": {"from": "survey", "type": "number"}}},
    }
)


def table(name: str, *rows: dict[str, object]) -> pd.DataFrame:
    """Return a published table; cells that aren't given are blank, flags are no."""
    contract = PUBLISHED[name]
    columns = contract.schema.columns
    flags = {c: False for c, column in columns.items() if str(column.dtype) == "bool"}
    texts = {c: "" for c, column in columns.items() if not column.nullable}
    return contract.conform(pd.DataFrame([texts | flags | {"persona": "1"} | row for row in rows]))


def personas(**more: object) -> pd.DataFrame:
    row = {
        "key": "p-1",
        "name": "One",
        "n": 80,
        "share": 0.4,
        "share_low": 0.334,
        "share_high": 0.469,
        "effective_n": 80.0,
        "n_partial": 0,
        "jaccard": 0.9,
        "grade": "highly_stable",
        "summary": "Stands out by: speed.",
        "data_from": pd.Timestamp("2026-05-04", tz="UTC"),
        "data_to": pd.Timestamp("2026-05-30", tz="UTC"),
    }
    return table("personas", row | more)


def profile(*rows: dict[str, object]) -> pd.DataFrame:
    row = {
        "variable": "age",
        "level": "mean",
        "block": "demographic",
        "role": "feature",
        "type": "number",
        "label": "Age",
        "base_n": 80,
        "n": 80,
        "value": 40.0,
        "low": 38.0,
        "high": 42.0,
        "overall": 45.0,
        "effect_size": -0.6,
    }
    return table("profile", *(row | more for more in rows))


def codes(*rows: dict[str, object]) -> pd.DataFrame:
    row = {
        "phase": "all",
        "code": "fast",
        "theme": "goal",
        "label": "Done fast",
        "n_interviewed": 18,
        "n_mentioned": 11,
        "share": 11 / 18,
        "low": 0.39,
        "high": 0.8,
        "overall_share": 0.25,
        "lift": 2.4,
        "p_adjusted": 0.01,
    }
    return table("codes", *(row | more for more in rows))


def needs(*rows: dict[str, object]) -> pd.DataFrame:
    row = {
        "phase": "buy",
        "need": "speed",
        "label": "Be done",
        "kind": "functional",
        "n_interviewed": 18,
        "n": 11,
        "share": 11 / 18,
        "low": 0.39,
        "high": 0.8,
        "rank": 1,
    }
    return table("needs", *(row | more for more in rows))


def touchpoints(*rows: dict[str, object]) -> pd.DataFrame:
    row = {
        "phase": "buy",
        "touchpoint": "cart",
        "channel": "all",
        "label": "Cart",
        "n_persona": 60,
        "n_customers": 30,
        "reach": 0.5,
        "reach_low": 0.377,
        "reach_high": 0.623,
        "overall_reach": 0.4,
        "difference": 0.15,
    }
    return table("touchpoints", *(row | more for more in rows))


def phases() -> pd.DataFrame:
    rows = [("buy", "Buying"), ("use", "Using")]
    return PUBLISHED["phases"].conform(
        pd.DataFrame(
            [
                {"phase": p, "position": i, "label": label, "model": "own"}
                for i, (p, label) in enumerate(rows, 1)
            ]
        )
    )


def claims(language: str = "en", **tables: pd.DataFrame) -> pd.DataFrame:
    """Return the claims by their key."""
    study = STUDY.model_copy(update={"language": language})
    found = build_claims({"personas": personas(), "phases": phases()} | tables, study)
    return found.set_index("claim")


def texts(found: pd.DataFrame, section: str) -> list[tuple[str, str]]:
    """Return label and text of a section, in order."""
    rows = found[found["section"] == section].sort_values("position")
    return list(rows[["label", "text"]].fillna("").itertuples(index=False, name=None))
