"""Satisfaction by its own formula (NPS, CES, CSAT) and peak-end: the tables `scores` and `experience`."""

from __future__ import annotations

import pandas as pd

from personagen.language.labels import plain
from personagen.language.numbers import flag, known, number, percent, percent_range, signed
from personagen.report.grids import Grid, grid
from personagen.report.source import Source

_EMPTY = pd.DataFrame()


def scores_grids(source: Source) -> list[Grid]:
    """Return for each kind of score that of every persona in every phase; none where the run has none."""
    table = source.tables.get("scores", _EMPTY)
    if table.empty:
        return []
    whole = table[table["touchpoint"].eq("all") & table["score"].notna()]
    return [_scores_grid(source, str(kind), rows) for kind, rows in whole.groupby("kind", sort=True)]


def _scores_grid(source: Source, kind: str, rows: pd.DataFrame) -> Grid:
    cells = {(str(row["persona"]), str(row["phase"])): row for _, row in rows.iterrows()}
    phases = [phase for phase in source.phases if phase in {*rows["phase"]}]
    people = [p for p in (*source.personas, "all") if p in {*rows["persona"]}]
    key = f"paths.scores.{kind}"
    caption = source.words.say(key) if source.words.has(key) else plain(kind).upper()
    body = [
        [source.name(p), *(_score(source, cells.get((p, phase)), kind) for phase in phases)] for p in people
    ]
    heads = [source.words.say("common.persona"), *(source.phase(phase) for phase in phases)]
    return grid(caption, heads, body, numeric=False)


def _score(source: Source, row: pd.Series | None, kind: str) -> str:
    if row is None or not known(row["score"]):
        return source.say("hidden") if row is not None and flag(row.get("suppressed")) else "–"
    if kind == "csat_top2":
        reach = percent_range(source.words, row["low"], row["high"])
        return f"{percent(source.words, row['score'])} ({source.basis(row['n'], reach)})"
    value, low, high = (_in_unit(source, row[column], kind) for column in ("score", "low", "high"))
    between = source.say("proof.between", low=low, high=high) if known(row["low"], row["high"]) else ""
    return f"{value} ({source.basis(row['n'], between)})"


def _in_unit(source: Source, value: object, kind: str) -> str:
    if not known(value):
        return "–"
    return signed(source.words, value, 0) if kind == "nps" else source.words.number(number(value), 2)


def experience_grid(source: Source) -> Grid | None:
    """Return the peak-end of each persona beside its mean; None where the run has none."""
    table = source.tables.get("experience", _EMPTY)
    if table.empty or not table["peak_end"].notna().any():
        return None
    body = []
    for persona in (*source.personas, "all"):
        for _, row in table[table["persona"].astype(str) == persona].iterrows():
            basis = source.basis(row["n"], source.signed_between(row["low"], row["high"]))
            value = f"{signed(source.words, row['peak_end'])} ({basis})"
            more = [source.count(row["n_open"])] if "n_open" in table else []
            body.append([source.name(persona), value if known(row["peak_end"]) else "–", *more])
    heads = [source.words.say("common.persona"), source.words.say("paths.experience.peak_end")]
    if "n_open" in table:
        heads.append(source.words.say("paths.experience.n_open"))
    return grid(source.words.say("paths.experience.caption"), heads, body, numeric=False)
