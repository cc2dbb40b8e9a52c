"""The tables of a comparison, as text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from personagen.contracts import persona_order
from personagen.language.labels import plain
from personagen.language.numbers import count, flag, known, number, percent, percent_range, signed
from personagen.language.words import Words
from personagen.report.grids import Grid, grid
from personagen.report.wave_sentences import PERSONA, WHOLE_AND_PARTS, add_shares, families

_LEAST_P = 0.001


def sizes_grid(lineage: pd.DataFrame, words: Words) -> Grid:
    """Return the share of each persona then and now; of a split or merged one the sum, with its parts under it."""
    heads = [
        words.say(f"waves.{key}")
        for key in ("persona", "sizes.status", "sizes.before", "sizes.now", "sizes.change", "sizes.p")
    ]
    rows = [row for status, family in families(lineage) for row in _family(family, status, words)]
    return grid(words.say("waves.sizes.caption"), heads, rows)


def _family(rows: pd.DataFrame, status: str, words: Words) -> Iterator[list[str]]:
    whole, part = WHOLE_AND_PARTS.get(status, ("name", None))
    before, now = add_shares(rows)
    first = rows.iloc[0]
    yield [
        plain(first[whole]),
        words.say(f"waves.status.{status}"),
        percent(words, before) if pd.notna(first["old"]) else "–",
        percent(words, now) if pd.notna(first["new"]) else "–",
        _change(words, first),
        write_p(words, first["p_adjusted"]),
    ]
    if part is None:
        return
    for _, row in rows.iterrows():
        name = words.say("waves.sizes.part", name=plain(row[part]))
        share = percent(words, row["share_before" if status == "merged" else "share_now"])
        yield [name, "", *((share, "") if status == "merged" else ("", share)), "", ""]


def drift_grid(drift: pd.DataFrame, labels: Mapping[str, str], words: Words) -> Grid:
    """Return the shift of each variable, the largest first."""
    columns = ("psi", "by_chance", "p", "before", "now", "verdict")
    heads = [words.say("waves.variable"), *(words.say(f"waves.drift.{c}") for c in columns)]
    rows = [
        [
            words.say("waves.drift.personas")
            if row["variable"] == PERSONA
            else plain(labels.get(row["variable"], row["variable"])),
            words.number(number(row["psi"]), 3),
            words.number(number(row["by_chance"]), 3),
            write_p(words, row["p_adjusted"]),
            count(words, row["n_before"]),
            count(words, row["n"]),
            words.say(f"waves.drift.{_reading(row)}"),
        ]
        for _, row in drift.sort_values(
            ["psi", "variable"], ascending=[False, True], kind="stable"
        ).iterrows()
    ]
    return grid(words.say("waves.drift.caption"), heads, rows)


def moves_grid(moves: pd.DataFrame, lineage: pd.DataFrame, words: Words) -> Grid:
    """Return old personas by new ones: which share of the people in both runs went where."""
    called = dict(zip(lineage["new"], lineage["name"], strict=True))
    was = dict(zip(lineage["old"], lineage["old_name"], strict=True))
    news = _in_step(moves)
    cells = {(row.old, row.new): row for row in moves.itertuples()}
    rows = []
    for old in persona_order(moves["old"]):
        base = next(row.base_n for row in moves.itertuples() if row.old == old)
        found = [cells.get((old, new)) for new in news]
        shares = [
            "–"
            if cell is None
            else f"{percent(words, cell.share)} ({percent_range(words, cell.low, cell.high)})"
            for cell in found
        ]
        rows.append([plain(was.get(old, old)), count(words, base), *shares])
    return grid(
        words.say("waves.moves.caption"),
        [words.say("waves.persona"), "n", *(plain(called.get(n, n)) for n in news)],
        rows,
    )


def _in_step(moves: pd.DataFrame) -> list[str]:
    """Return the new personas in the order of the old ones that most of their people had."""
    places = {old: place for place, old in enumerate(persona_order(moves["old"]))}
    most = moves.sort_values("n", ascending=False, kind="stable").drop_duplicates("new")
    origin = dict(zip(most["new"], most["old"], strict=True))
    return sorted(persona_order(moves["new"]), key=lambda new: places[origin[new]])


def _change(words: Words, row: pd.Series) -> str:
    if not known(row["change"], row["low"], row["high"]):
        return "–"
    change, low, high = (signed(words, number(row[c]) * 100, 1) for c in ("change", "low", "high"))
    return f"{change} ({words.say('report.proof.between', low=low, high=high)})"


def write_p(words: Words, p: object) -> str:
    """Return a p-value with three decimals, as ``< 0.001`` below that; an en dash for a blank."""
    if not known(p):
        return "–"
    if number(p) < _LEAST_P:
        return f"< {words.number(_LEAST_P, 3)}"
    return words.number(number(p), 3)


def _reading(row: pd.Series) -> str:
    if flag(row["is_large"]):
        return "large"
    return "some" if flag(row["is_shifted"]) else "none"
