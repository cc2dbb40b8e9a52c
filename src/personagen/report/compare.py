"""The personas side by side: what tells them apart, and what they wish first in each phase."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

import pandas as pd

from personagen.contracts.published import KINDS
from personagen.language.labels import YES, label_of, plain
from personagen.language.numbers import amount, flag, known, number, percent
from personagen.language.words import Words
from personagen.report.grids import Grid, grid, phase_grid
from personagen.report.source import Source
from personagen.statistics.effects import pick_contrasts

COMPARED = 12


def compare_personas(source: Source) -> Grid:
    """Return the variables that differ most between personas, one column a persona."""
    heads = [
        source.say("variable"),
        *(source.name(p) for p in source.personas),
        source.words.say("common.all"),
    ]
    return grid(source.say("compare.caption"), heads, [*_sizes(source), *_differences(source)])


def _sizes(source: Source) -> Iterator[list[str]]:
    table = source.table("personas")
    rows = table.set_index(table["persona"].astype(str))
    shares = [percent(source.words, rows.loc[p, "share"]) for p in source.personas]
    yield [source.say("share"), *shares, percent(source.words, 1.0)]
    if rows["customer_share"].notna().any():
        kept = [percent(source.words, rows.loc[p, "customer_share"]) for p in source.personas]
        yield [source.tell("customers.row"), *kept, "–"]
    total = sum(number(v) for v in rows["n"] if known(v))
    yield [
        source.say("respondents"),
        *(source.count(rows.loc[p, "n"]) for p in source.personas),
        source.count(total),
    ]


def _differences(source: Source) -> Iterator[list[str]]:
    """Yield the variables that tell the personas apart best, as the chart picks them."""
    table = source.table("profile")
    table = table[table["type"].ne("yes_no") | table["level"].isin(YES)]
    wide = table.pivot_table(
        index=["variable", "level"], columns="persona", values="effect_size", aggfunc="first", dropna=False
    ).reindex(columns=list(source.personas))
    variables = pd.Series(wide.index.get_level_values("variable"))
    parts = dict(iter(table.groupby(["variable", "level"], sort=False)))
    for key in (wide.index[i] for i in pick_contrasts(wide, variables, COMPARED)):
        rows = parts[key].set_index(parts[key]["persona"].astype(str))
        write = amount if key[1] == "mean" else percent
        overall = rows["overall"].dropna()
        yield [
            label_of(rows.iloc[0], source.words),
            *(_shown(source, write, rows, p) for p in source.personas),
            write(source.words, overall.iloc[0] if len(overall) else None),
        ]


def _shown(source: Source, write: Callable[[Words, object], str], rows: pd.DataFrame, persona: str) -> str:
    """Return a value; where it is hidden, that it is."""
    is_hidden = persona in rows.index and flag(rows["suppressed"].get(persona))
    return source.say("hidden") if is_hidden else write(source.words, rows["value"].get(persona))


def needs_grids(source: Source) -> list[Grid]:
    """Return the first wish of every persona in each phase, functional and emotional apart."""
    table = source.table("needs")
    first = table[table["rank"].map(number) == 1]
    cells = {(str(r["persona"]), str(r["kind"]), str(r["phase"])): r for _, r in first.iterrows()}
    hidden = table[table["suppressed"].map(flag)][["persona", "kind", "phase"]]
    may_not = {(str(p), str(kind), str(phase)) for p, kind, phase in hidden.to_numpy()}

    def cell(kind: str, persona: str, phase: str) -> str:
        return _wish(source, cells, (persona, kind, phase), may_not)

    return [
        phase_grid(
            source,
            source.words.say(f"compare.needs.{kind}"),
            partial(cell, kind),
        )
        for kind in KINDS
        if (table["kind"] == kind).any()
    ]


def _wish(
    source: Source,
    cells: dict[tuple[str, str, str], pd.Series],
    key: tuple[str, str, str],
    hidden: set[tuple[str, str, str]],
) -> str:
    row = cells.get(key)
    if row is None:
        return source.say("hidden") if key in hidden else "–"
    of = source.words.say("compare.of", n=source.count(row["n"]), base=source.count(row["n_interviewed"]))
    text = f"{plain(row['label'])} ({of})"
    return source.words.say("compare.needs.new", text=text) if flag(row["is_change"]) else text
