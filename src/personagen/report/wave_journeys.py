"""What changed in the journeys between two runs, and what became of the opportunities: sentences and tables."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from personagen.language.labels import plain
from personagen.language.numbers import flag, known, number, percent, signed
from personagen.language.words import Words
from personagen.report.grids import Grid, grid
from personagen.report.wave_grids import write_p
from personagen.report.wave_sentences import listed

_LISTED = 12
_FEELINGS = ("valence", "gap")
_QUOTED = "“{}”"


def tell_journeys(changes: pd.DataFrame, words: Words) -> str:
    """Return how much was compared, and how much of it changed more than by chance."""
    changed = changes[changes["is_changed"].map(flag).astype(bool)]
    n = int(changes["p"].notna().sum())
    return words.say(
        f"waves.journeys.{'changed' if len(changed) else 'same'}", n=len(changed), tests=words.number(n)
    )


def tell_left_out(lineage: pd.DataFrame, words: Words) -> str:
    """Return whose journeys can't be compared; blank where all can."""
    left_out = lineage[lineage["status"].isin(["split", "merged", "lost"])]["old_name"].dropna()
    names = listed([_QUOTED.format(plain(name)) for name in dict.fromkeys(left_out)], words)
    return words.say("waves.journeys.left_out", names=names) if names else ""


def list_changes(
    changes: pd.DataFrame, lineage: pd.DataFrame, phases: Mapping[str, str], words: Words
) -> list[str]:
    """Return a sentence for each change beyond chance, the surest first."""
    changed = changes[changes["is_changed"].map(flag).astype(bool)].sort_values("p_adjusted", kind="stable")
    names = _names(lineage, words)
    return [_say_change(row, names, phases, words) for _, row in changed.iterrows()]


def changes_grid(
    changes: pd.DataFrame, lineage: pd.DataFrame, phases: Mapping[str, str], words: Words
) -> Grid:
    """Return what changed most surely: all changes beyond chance, and others up to twelve in all."""
    table = changes[changes["p"].notna()].sort_values(["p_adjusted", "p"], kind="stable")
    n = max(_LISTED, int(table["is_changed"].map(flag).sum()))
    names = _names(lineage, words)
    heads = [
        words.say(f"waves.journeys.{key}")
        for key in ("place", "persona", "metric", "before", "now", "change", "p")
    ]
    rows = [
        [
            _cell(row, phases, words),
            names.get(str(row["persona"]), plain(row["persona"])),
            words.say(f"waves.journeys.metric.{row['metric']}", within=_within(row, words)).strip(),
            *(
                f"{_figure(row['metric'], row[end], words)} (n = {words.number(number(row[f'n_{end}']))})"
                for end in ("before", "now")
            ),
            _interval(row, words),
            write_p(words, row["p_adjusted"]),
        ]
        for _, row in table.head(n).iterrows()
    ]
    return grid(words.say("waves.journeys.caption"), heads, rows, numeric=False)


def list_opportunities(
    fates: pd.DataFrame, lineage: pd.DataFrame, phases: Mapping[str, str], words: Words
) -> list[str]:
    """Return a sentence for each opportunity of either run: what became of it."""
    return [
        words.say(
            f"waves.fate.{row['fate']}",
            name=_QUOTED.format(_whose(row, lineage, words)),
            place=_place(row, phases, words),
            change=words.say("waves.fate.change", change=_interval(row, words))
            if known(row["change"])
            else "",
            status=words.say(f"opportunities.status.{row['status']}"),
        )
        for _, row in fates.iterrows()
    ]


def opportunities_grid(
    fates: pd.DataFrame, lineage: pd.DataFrame, phases: Mapping[str, str], words: Words
) -> Grid:
    """Return the opportunities of either run with their scores then and now, and what people made of them."""
    heads = [
        words.say(f"waves.fate.{key}")
        for key in ("place", "persona", "fate", "before", "now", "owner", "status")
    ]
    rows = [
        [
            _cell(row, phases, words),
            _whose(row, lineage, words),
            words.say(f"waves.fate.word.{row['fate']}"),
            *(
                words.number(number(row[c]), 2) if known(row[c]) else "–"
                for c in ("score_before", "score_now")
            ),
            plain(row["owner"]) or "–",
            words.say(f"opportunities.status.{row['status']}"),
        ]
        for _, row in fates.iterrows()
    ]
    return grid(words.say("waves.fate.caption"), heads, rows, numeric=False)


def _names(lineage: pd.DataFrame, words: Words) -> dict[str, str]:
    kept = lineage[lineage["new"].notna()]
    found = {str(p): plain(name) for p, name in zip(kept["new"], kept["name"], strict=True)}
    return found | {"all": words.say("common.all")}


def _whose(row: pd.Series, lineage: pd.DataFrame, words: Words) -> str:
    """Return the name of the persona: in the new run, or what the old run calls one that wasn't carried over."""
    if plain(row["persona"]):
        return _names(lineage, words).get(str(row["persona"]), plain(row["persona"]))
    old = lineage.loc[lineage["old"] == row["old_persona"], "old_name"]
    return plain(old.iloc[0]) if len(old) else plain(row["old_persona"])


def _phase(row: pd.Series, phases: Mapping[str, str]) -> str:
    return plain(phases.get(str(row["phase"]), row["phase"]))


def _place(row: pd.Series, phases: Mapping[str, str], words: Words) -> str:
    """Return a place with its preposition."""
    key = "phase" if row["touchpoint"] == "all" else "touchpoint"
    return words.say(f"waves.journeys.at.{key}", touchpoint=plain(row["label"]), phase=_phase(row, phases))


def _cell(row: pd.Series, phases: Mapping[str, str], words: Words) -> str:
    """Return a place as the head of a row."""
    phase = _phase(row, phases)
    if row["touchpoint"] == "all":
        return phase
    return words.say("waves.journeys.cell", touchpoint=plain(row["label"]), phase=phase)


def _say_change(row: pd.Series, names: Mapping[str, str], phases: Mapping[str, str], words: Words) -> str:
    way = "up" if number(row["change"]) > 0 else "down"
    who = "all" if row["persona"] == "all" else "one"
    return words.say(
        f"waves.journeys.{row['metric']}.{way}",
        who=words.say(
            f"waves.journeys.who.{who}", name=names.get(str(row["persona"]), plain(row["persona"]))
        ),
        place=_place(row, phases, words),
        phase=_phase(row, phases),
        within=_within(row, words),
        before=_figure(row["metric"], row["before"], words),
        now=_figure(row["metric"], row["now"], words),
        change=_interval(row, words),
    )


def _within(row: pd.Series, words: Words) -> str:
    """Return within how many days people had to go on; blank where nothing is said of that."""
    if not known(row["horizon_days"]):
        return ""
    days = round(number(row["horizon_days"]))
    return words.say("journeys.within", n=days, count=words.number(days))


def _figure(metric: object, value: object, words: Words) -> str:
    return signed(words, value, 2) if metric in _FEELINGS else percent(words, value)


def _interval(row: pd.Series, words: Words) -> str:
    """Return a change with its interval: points on the scale of experience, or percentage points."""
    measure = row["metric"] if "metric" in row.index else row["measure"]
    if not known(row["change"], row["low"], row["high"]):
        return "–"
    times, digits, key = (1, 2, "interval") if measure in _FEELINGS else (100, 0, "points")
    change, low, high = (signed(words, number(row[c]) * times, digits) for c in ("change", "low", "high"))
    return words.say(f"waves.journeys.{key}", change=change, low=low, high=high)
