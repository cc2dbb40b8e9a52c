"""Customers, some of them linked respondents with a persona."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from personagen.contracts import Research
from personagen.contracts.people import ASSIGNMENTS
from personagen.study import Study


def make_study(types: Mapping[str, str], extend: str = "auto", **more: Any) -> Study:
    variables = {name: {"from": "analytics", "type": kind} for name, kind in types.items()}
    content = {"study": "T", "language": "en", "extend": extend, "variables": {"behavioural": variables}}
    return Study.model_validate(content | more)


def make_research(columns: Mapping[str, Any]) -> Research:
    table = pd.DataFrame(dict(columns))
    table.insert(0, "customer_id", pd.Series([f"c{i:04}" for i in range(len(table))], dtype="str"))
    nothing = pd.DataFrame()
    return Research(nothing, nothing, nothing, nothing, nothing, nothing, customers=table)


def link(personas: Sequence[str], customers: Sequence[int]) -> pd.DataFrame:
    """Return assignments of respondents who are these customers."""
    table = pd.DataFrame({"persona": list(personas), "customer_id": [f"c{i:04}" for i in customers]})
    table["respondent_id"] = [f"r{i}" for i in range(len(table))]
    return ASSIGNMENTS.conform(table.assign(weight=1.0, basis="full"))


def clouds(
    n: int, n_linked: int, *, apart: float = 3.0, seed: int = 0
) -> tuple[Research, pd.DataFrame, np.ndarray]:
    """Return customers of three personas, the first ones linked, and everybody's persona."""
    random = np.random.default_rng(seed)
    persona = random.choice(3, n, p=[0.5, 0.3, 0.2])
    centres = np.array([[0.0, 0.0], [apart, 0.0], [0.0, apart]])
    points = centres[persona] + random.normal(size=(n, 2))
    research = make_research({"x": points[:, 0], "y": points[:, 1]})
    names = (persona + 1).astype(str)
    return research, link(names[:n_linked], range(n_linked)), names
