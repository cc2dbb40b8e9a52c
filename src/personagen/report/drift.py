"""What has shifted between the people the personas were made of and those of this run."""

from __future__ import annotations

import pandas as pd

from personagen.language.labels import listed
from personagen.language.numbers import flag
from personagen.report.choice import decimal
from personagen.report.grids import Grid, grid
from personagen.report.source import Source

SHARES = "persona"


def drift_notice(source: Source) -> str:
    """Return the warning that names what has shifted much; blank where nothing has."""
    rows = _sorted(source)
    large = rows[rows["is_large"].map(flag).astype(bool)]
    if large.empty:
        return ""
    return source.tell(
        "drift.notice", variables=listed(source.words, [_name(source, v) for v in large["variable"]])
    )


def drift_table(source: Source) -> Grid:
    """Return the shift of every variable, the largest first."""
    heads = [
        source.say("variable"),
        *(source.tell(f"drift.{c}") for c in ("psi", "before", "now", "is_large")),
    ]
    rows = [
        [
            _name(source, row["variable"]),
            decimal(source, row["psi"]),
            source.count(row["n_before"]),
            source.count(row["n"]),
            source.tell("drift.large" if flag(row["is_large"]) else "drift.small"),
        ]
        for _, row in _sorted(source).iterrows()
    ]
    return grid(source.tell("drift.caption"), heads, rows)


def _sorted(source: Source) -> pd.DataFrame:
    table = source.table("drift")
    return table.sort_values(["psi", "variable"], ascending=[False, True], kind="stable")


def _name(source: Source, variable: object) -> str:
    if variable == SHARES:
        return source.tell("drift.personas")
    label = source.label(variable)
    return f"“{label}”"
