"""How journeys differ and what goes with the outcome: the tables `differences` and `drivers`, in words and as grids."""

from __future__ import annotations

from functools import partial

import pandas as pd

from personagen.contracts.differences import METRICS
from personagen.language.labels import plain
from personagen.language.numbers import flag, known, number, percent, signed
from personagen.language.words import Words
from personagen.report.descriptors import p_value
from personagen.report.grids import Grid, grid, phase_grid
from personagen.report.source import Source

CALLED = 0.05
SHARES = ("reach", "drop_off", "friction")


def differences_told(source: Source) -> str:
    """Return how many differences are more than chance, of how many that were tested."""
    table = source.table("differences")
    tested = table["p_adjusted"].map(known)
    if not tested.any():
        return source.words.say("paths.differences.untested")
    n = int((table.loc[tested, "p_adjusted"].map(number) < CALLED).sum())
    return source.words.say(
        "paths.differences.told", n=n, count=source.count(n), all=source.count(tested.sum())
    )


def differences_grids(source: Source) -> list[Grid]:
    """Return for each metric what every persona has in every phase against the others."""
    table = source.table("differences")
    cells = {(str(r["metric"]), str(r["persona"]), str(r["phase"])): r for _, r in table.iterrows()}
    shown = {*table.loc[table["effect_size"].notna(), "metric"]}

    def cell(metric: str, persona: str, phase: str) -> str:
        return _difference(source, cells.get((metric, persona, phase)))

    return [
        phase_grid(
            source,
            source.words.say(f"charts.differences.{metric}.long"),
            partial(cell, metric),
        )
        for metric in METRICS
        if metric in shown
    ]


def _difference(source: Source, row: pd.Series | None) -> str:
    if row is None or not known(row["value"], row["rest"]):
        return source.say("hidden") if row is not None and flag(row["suppressed"]) else "–"
    write = percent if row["metric"] in SHARES else _mean if row["metric"] == "contacts" else signed
    parts = [
        source.words.say(
            "paths.differences.against",
            value=write(source.words, row["value"]),
            rest=write(source.words, row["rest"]),
        )
    ]
    if known(row["effect_size"]):
        parts.append(
            source.words.say("paths.differences.effect", value=signed(source.words, row["effect_size"]))
        )
    if known(row["p_adjusted"]):
        parts.append(f"p = {p_value(source, row['p_adjusted'])}".replace("= <", "<"))
    if flag(row["is_circular"]):
        parts.append(source.words.say("paths.differences.circular"))
    return "; ".join(parts)


def _mean(words: Words, value: object) -> str:
    return words.number(number(value), 2)


def driver_sentences(source: Source) -> list[str]:
    """Return what clearly goes with the outcome for everybody, and whether a good phase makes up for a bad one.

    Without anything clear, what the table says of the whole.
    """
    rows = source.of("drivers", "all")
    rows = rows[rows["effect"].notna()]
    clear = rows[rows["p_adjusted"].map(number) < CALLED]
    shown = clear if len(clear) else rows.sort_values("p", kind="stable").head(1)
    return list(dict.fromkeys(plain(text) for text in shown["sentence"]))


def drivers_grid(source: Source) -> Grid:
    """Return the effect of the experience in each phase for every persona and for all, with interval, p and n."""
    table = source.table("drivers")
    cells = {(str(row["persona"]), str(row["phase"])): row for _, row in table.iterrows()}
    phases = [phase for phase in source.phases if phase in {*table["phase"]}]
    people = [p for p in (*source.personas, "all") if p in {*table["persona"]}]
    body = [[source.name(p), *(_driver(source, cells.get((p, phase))) for phase in phases)] for p in people]
    heads = [source.words.say("common.persona"), *(source.phase(phase) for phase in phases)]
    return grid(_drivers_caption(source, table), heads, body, numeric=False)


def _drivers_caption(source: Source, table: pd.DataFrame) -> str:
    first = table.iloc[0]
    return source.words.say(f"paths.drivers.caption.{first['model']}", outcome=plain(first["outcome"]))


def _driver(source: Source, row: pd.Series | None) -> str:
    if row is None or not known(row["effect"]):
        return (
            source.say("hidden")
            if row is not None and flag(row["suppressed"])
            else source.words.say("paths.drivers.none")
        )
    strong = known(row["p_adjusted"]) and number(row["p_adjusted"]) < CALLED
    p = f"p = {p_value(source, row['p_adjusted'])}".replace("= <", "<") if known(row["p_adjusted"]) else ""
    basis = source.basis(row["n"], source.signed_between(row["low"], row["high"]), p)
    text = f"{signed(source.words, row['effect'])} ({basis})"
    return source.words.say("paths.drivers.clear", text=text) if strong else text
