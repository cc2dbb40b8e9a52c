"""How attractive the personas are by the criteria of the study: sentences and tables."""

from __future__ import annotations

import pandas as pd

from personagen.contracts.cards import AXES, TOTAL
from personagen.language.labels import listed, plain
from personagen.language.numbers import amount, flag, known, number, percent, percent_range
from personagen.report.grids import Grid, grid
from personagen.report.source import Source


def attractiveness_sentences(source: Source) -> list[str]:
    """Return what attractive means here: the criteria of each axis with their weights."""
    table = source.table("attractiveness")
    found = []
    for axis in AXES:
        rows = table[(table["axis"] == axis) & (table["criterion"] != TOTAL)].drop_duplicates("criterion")
        rows = rows.sort_values(["weight", "criterion"], ascending=[False, True])
        criteria = listed(source.words, [_criterion(source, row) for _, row in rows.iterrows()])
        found += [source.words.say(f"compare.{axis}", criteria=criteria)] if criteria else []
    return found


def attractiveness_grids(source: Source) -> list[Grid]:
    """Return of each axis the value and the score of every persona on every criterion."""
    table = source.table("attractiveness")
    return [
        _scores(source, axis, table[table["axis"] == axis]) for axis in AXES if (table["axis"] == axis).any()
    ]


def _scores(source: Source, axis: str, table: pd.DataFrame) -> Grid:
    names = table.loc[table["criterion"] != TOTAL, ["criterion", "weight"]].drop_duplicates("criterion")
    names = names.sort_values(["weight", "criterion"], ascending=[False, True])
    order = [*names["criterion"], TOTAL]
    firsts = table.drop_duplicates("criterion").set_index("criterion")
    cells = {(str(row["persona"]), str(row["criterion"])): row for _, row in table.iterrows()}
    heads = [
        source.words.say("common.persona"),
        *(_criterion(source, firsts.loc[name].rename(name)) for name in order[:-1]),
        source.words.say("compare.total"),
    ]
    rows = [
        [source.name(p), *(_scored(source, cells[p, name]) for name in order)]
        for p in source.personas
        if (p, TOTAL) in cells
    ]
    return grid(source.words.say(f"compare.{axis}.caption"), heads, rows)


def _criterion(source: Source, row: pd.Series) -> str:
    name = str(row["criterion"]) if "criterion" in row.index else str(row.name)
    key = f"charts.attractiveness.{name}"
    label = plain(row["label"]) or (source.words.say(key) if source.words.has(key) else name)
    way = "low" if flag(row["low_is_better"]) else "high"
    return source.words.say(
        f"charts.attractiveness.criterion.{way}", label=label, weight=percent(source.words, row["weight"])
    )


def _scored(source: Source, row: pd.Series) -> str:
    """Return a value with its interval and its score; of the total the score alone."""
    if not known(row["score"]):
        return source.say("hidden")
    score = source.words.number(number(row["score"]), 2)
    if row["criterion"] == TOTAL:
        return score
    is_share = row["unit"] == "share"
    value = percent(source.words, row["value"]) if is_share else amount(source.words, row["value"])
    ends = "–".join(amount(source.words, row[end]) for end in ("low", "high")) if known(row["low"]) else ""
    reach = percent_range(source.words, row["low"], row["high"]) if is_share else ends
    shown = f"{value} ({reach})" if reach else value
    return source.words.say("compare.scored", value=shown, score=score)
