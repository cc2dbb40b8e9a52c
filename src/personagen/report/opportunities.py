"""The opportunities of a run: the question each asks, and a table of what it rests on."""

from __future__ import annotations

import pandas as pd

from personagen.language.labels import listed, plain
from personagen.language.numbers import amount, known, number
from personagen.report.grids import Grid, grid
from personagen.report.source import Source

_SEPARATOR = "; "


def opportunity_lead(source: Source) -> str:
    """Return what an opportunity is, and by what they are ranked."""
    scored = source.table("opportunities")["score"].notna().any()
    return source.words.say(f"opportunities.lead.{'scored' if scored else 'unscored'}")


def opportunity_questions(source: Source) -> list[tuple[str, str]]:
    """Return of each opportunity the question and what people wrote of it, by rank."""
    table = source.table("opportunities").sort_values("rank")
    return [(plain(q), plain(note)) for q, note in zip(table["sentence"], table["note"], strict=True)]


def opportunity_grid(source: Source) -> Grid:
    """Return what each opportunity rests on, by rank; columns that all are blank in are left out."""
    table = source.table("opportunities").sort_values("rank")
    found = {
        "score": [source.words.number(number(v), 2) if known(v) else "" for v in table["score"]],
        "severity": [_severity(source, row) for _, row in table.iterrows()],
        "evidence": [_evidence(source, row) for _, row in table.iterrows()],
        "customers": [_customers(source, row) for _, row in table.iterrows()],
        "value": [_value(source, row) for _, row in table.iterrows()],
        "shared": [_shared(source, row) for _, row in table.iterrows()],
        "status": [_status(source, row) for _, row in table.iterrows()],
    }
    shown = [name for name, cells in found.items() if any(cells)]
    heads = [_head(source, name, table) for name in ("place", "persona", *shown)]
    rows = [
        [_place(source, row), source.name(row["persona"]), *(found[name][i] or "–" for name in shown)]
        for i, (_, row) in enumerate(table.iterrows())
    ]
    return grid(source.words.say("opportunities.caption"), heads, rows, numeric=False)


def _head(source: Source, name: str, table: pd.DataFrame) -> str:
    """Return the head of a column; of value with what it is the value of."""
    labels = [plain(label) for label in table["value_label"].dropna()]
    head = source.words.say(f"opportunities.{name}")
    return f"{head}: {labels[0]}" if name == "value" and labels else head


def _place(source: Source, row: pd.Series) -> str:
    phase = source.phase(row["phase"])
    place = phase if row["touchpoint"] == "all" else f"{plain(row['label'])} ({phase})"
    return f"{source.count(row['rank'])}. {place}"


def _severity(source: Source, row: pd.Series) -> str:
    value, low, high = (
        source.words.number(number(row[c]), 2) for c in ("severity", "severity_low", "severity_high")
    )
    key = "gap" if row["measure"] == "gap" else "value"
    return source.words.say(f"opportunities.severity.{key}", value=value, low=low, high=high)


def _customers(source: Source, row: pd.Series) -> str:
    if not known(row["customers_affected"], row["reach"]):
        return ""
    n = number(row["customers_affected"])
    is_counted = n == number(row["n_customers"])
    return f"{source.count(n if is_counted else _rounded(n))} ({source.words.percent(number(row['reach']))})"


def _evidence(source: Source, row: pd.Series) -> str:
    return source.words.say(f"opportunities.evidence.{row['evidence']}", n=source.count(row["n"]))


def _value(source: Source, row: pd.Series) -> str:
    if not known(row["value_at_stake"]):
        return ""
    value, low, high = (
        amount(source.words, _rounded(number(row[c]))) for c in ("value_at_stake", "value_low", "value_high")
    )
    return source.words.say("opportunities.value.range", value=value, low=low, high=high)


def _status(source: Source, row: pd.Series) -> str:
    status, owner = source.words.say(f"opportunities.status.{row['status']}"), plain(row["owner"])
    return f"{status} ({owner})" if owner else status


def _rounded(value: float) -> float:
    """Return an estimate with three figures.

    Examples
    --------
    >>> _rounded(7009675.0), _rounded(4128.3), _rounded(0.0)
    (7010000.0, 4130.0, 0.0)
    """
    return float(f"{value:.3g}")


def _shared(source: Source, row: pd.Series) -> str:
    by = plain(row["shared_by"])
    if not by:
        return source.words.say("opportunities.shared.untold")
    if by == "all":
        return source.words.say("opportunities.shared.all")
    personas = by.split(_SEPARATOR)
    if personas == [str(row["persona"])]:
        return source.words.say("opportunities.shared.own")
    return listed(source.words, [source.name(persona) for persona in personas])
