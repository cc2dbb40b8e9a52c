"""Small research to describe personas of."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from personagen.contracts import Research
from personagen.contracts.people import ASSIGNMENTS, CODEBOOK, INTERVIEWS, RESPONDENTS
from personagen.contracts.published import PROFILE
from personagen.study import Study

MARKED = 0.5


def make_study(variables: Mapping[str, Mapping[str, Any]], language: str = "en") -> Study:
    blocks: dict[str, dict[str, Any]] = {}
    for name, given in variables.items():
        keys = {"from": "survey", **given}
        blocks.setdefault(keys.pop("block", "demographic"), {})[name] = keys
    content = {"study": "T", "language": language, "survey": {"files": ["a.csv"], "respondent": "id"}}
    return Study.model_validate({**content, "variables": blocks})


def make_assignments(
    personas: Sequence[str | None], weights: Sequence[float] | None = None, **columns: Any
) -> pd.DataFrame:
    table = pd.DataFrame(
        {"respondent_id": [f"r{i}" for i in range(len(personas))], "persona": list(personas)}
    )
    table["weight"] = [1.0] * len(personas) if weights is None else list(weights)
    table["basis"] = ["excluded" if persona is None else "full" for persona in personas]
    return ASSIGNMENTS.conform(table.assign(**columns))


def make_research(
    answers: Mapping[str, Any],
    fragments: pd.DataFrame | None = None,
    codebook: pd.DataFrame | None = None,
    n: int = 0,
    names: Iterable[str] = (),
) -> Research:
    n = n or len(next(iter(answers.values())))
    ids = pd.Series([f"r{i}" for i in range(n)], dtype="str")
    times = pd.date_range("2026-03-01 09:30", periods=n, freq="7h", tz="UTC")
    respondents = RESPONDENTS.conform(
        pd.DataFrame({"respondent_id": ids, "weight": 1.0, "submitted_at": times})
    )
    nothing = pd.DataFrame()
    return Research(
        respondents,
        pd.DataFrame({"respondent_id": ids, **answers}),
        nothing,
        nothing,
        nothing,
        nothing,
        interviews=fragments,
        codebook=codebook,
        names=frozenset(names),
    )


def make_codebook(**codes: tuple[str, str | None]) -> pd.DataFrame:
    rows = [
        {"code": code, "theme": theme, "kind": kind, "label": code.capitalize()}
        for code, (theme, kind) in codes.items()
    ]
    return CODEBOOK.conform(pd.DataFrame(rows))


def make_fragments(
    rows: Sequence[tuple[str, str, str | None]], quotes: Sequence[str | None] | None = None, **columns: Any
) -> pd.DataFrame:
    """Rows of respondent, code, phase."""
    table = pd.DataFrame(rows, columns=["respondent_id", "code", "phase"])
    table = table.assign(row=range(1, len(rows) + 1), may_quote=True, quote=list(quotes) if quotes else None)
    table = table.assign(file="interviews.csv", line=table["row"] + 1)
    return INTERVIEWS.conform(table.assign(**columns))


def make_profile(
    items: Mapping[tuple[str, str], tuple[str, str, Sequence[float]]], sd: float = 0.5
) -> pd.DataFrame:
    """Profile of personas 1, 2, ... of a thousand people each.

    By variable and level: block, type and the value of each persona. Half a standard deviation, or h = .5, from the
    mean of the others makes a marker.
    """
    rows = []
    for (variable, level), (block, kind, values) in items.items():
        is_mean = level == "mean"
        scores = [value / sd if is_mean else 2 * math.asin(math.sqrt(value)) for value in values]
        half = 1.962 * sd / math.sqrt(1000) if is_mean else 0.02
        about = {
            "variable": variable,
            "level": level,
            "block": block,
            "type": kind,
            "label": variable,
            "role": "feature",
            "overall": sum(values) / len(values),
            "is_circular": True,
            "suppressed": False,
        }
        for i, value in enumerate([*values, about["overall"]]):
            others = [score for j, score in enumerate(scores) if j != i]
            is_all = i == len(values)
            effect = None if is_all else scores[i] - sum(others) / len(others)
            base = 1000 * len(values) if is_all else 1000
            row = {
                "persona": "all" if is_all else str(i + 1),
                "base_n": base,
                "n": base if is_mean else round(value * base),
                "value": value,
                "low": value - half,
                "high": value + half,
                "difference": None if is_all else value - about["overall"],
                "effect_size": effect,
                "is_marker": effect is not None and abs(effect) >= MARKED,
            }
            rows.append(about | row)
    return PROFILE.conform(pd.DataFrame(rows))
