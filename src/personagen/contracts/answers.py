"""Pandera schemas that follow from the study: a source as text, and the same source typed.

The rules of a column come from whoever reads it; what to tell people about a fault belongs to `ingest`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import pandera.pandas as pa
from pandera.errors import SchemaErrors

TIME = "datetime64[us, UTC]"


@dataclass(frozen=True)
class TextCheck:
    """One named rule on the cells of a column, still text; ``passes`` gives a flag for each cell."""

    name: str
    passes: Callable[[pd.Series], pd.Series]


def text_contract(name: str, checks: Mapping[str, Sequence[TextCheck]]) -> pa.DataFrameSchema:
    """Return the schema of a source as text: every column is ``str`` and passes its checks."""
    columns = {
        column: pa.Column("str", [pa.Check(c.passes, name=c.name, error=c.name) for c in rules])
        for column, rules in checks.items()
    }
    return pa.DataFrameSchema(columns, name=name)


def find_failures(schema: pa.DataFrameSchema, frame: pd.DataFrame) -> pd.DataFrame:
    """Return the cells that fail: ``position`` (0-based row of ``frame``), ``column``, ``check``; no cell content.

    Examples
    --------
    >>> digits = TextCheck("number", lambda cells: cells.str.fullmatch("[0-9]+"))
    >>> find_failures(text_contract("survey", {"age": [digits]}), pd.DataFrame({"age": ["31", "x"]})).values.tolist()
    [[1, 'age', 'number']]
    """
    plain = frame.reset_index(drop=True)
    try:
        schema.validate(plain, lazy=True)
    except SchemaErrors as errors:
        cases: pd.DataFrame = errors.failure_cases
    else:
        return pd.DataFrame({"position": pd.Series(dtype="int64"), "column": [], "check": []})
    if cases["index"].isna().any():
        raise _defect(schema, cases) from None
    found = cases[["index", "column", "check"]].rename(columns={"index": "position"})
    found = found.astype({"position": "int64"})
    return found.sort_values(["position", "column", "check"], ignore_index=True)


def answer_column(
    kind: str, *, levels: Sequence[str] = (), limits: tuple[float, float] | None = None
) -> pa.Column:
    """Return the typed column of a variable type; blank where there is no answer.

    Parameters
    ----------
    kind
        A variable type of the study, multi left out (its columns are of kind ``yes_no``).
    levels
        Levels of an ordinal variable, lowest first; allowed levels of a nominal one.
    limits
        Lowest and highest number allowed.
    """
    if kind == "ordinal":
        return pa.Column(pa.Category(categories=list(levels), ordered=True), nullable=True)
    dtype = {"nominal": "str", "text": "str", "yes_no": "boolean", "date": TIME}.get(kind, "float64")
    checks: list[Any] = []
    if kind == "nominal" and levels:
        checks.append(pa.Check.isin(list(levels)))
    if limits is not None:
        checks.append(pa.Check.in_range(*limits))
    return pa.Column(dtype, checks, nullable=True)


def answers_contract(name: str, key: str, columns: Mapping[str, pa.Column]) -> pa.DataFrameSchema:
    """Return the schema of a typed table with one row per ``key``."""
    return pa.DataFrameSchema(
        {key: pa.Column("str", unique=True), **columns}, name=name, strict=True, ordered=True
    )


def conform(schema: pa.DataFrameSchema, frame: pd.DataFrame) -> pd.DataFrame:
    """Return ``frame`` after checking it; its message holds no cell, whatever is wrong.

    Raises
    ------
    RuntimeError
        If the table breaks its contract: a defect of this program.
    """
    try:
        validated: pd.DataFrame = schema.validate(frame, lazy=True)
    except SchemaErrors as errors:
        raise _defect(schema, errors.failure_cases) from None
    return validated


def _defect(schema: pa.DataFrameSchema, cases: pd.DataFrame) -> RuntimeError:
    places = sorted({f"{c.column}: {c.check}" for c in cases.itertuples()})
    return RuntimeError(f"{schema.name} breaks its contract ({'; '.join(places)})")
