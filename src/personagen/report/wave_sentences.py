"""What happened between two runs, in sentences. Tables of it belong to `wave_grids`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import pandas as pd

from personagen.contracts.waves import Difference
from personagen.language.labels import plain
from personagen.language.numbers import flag, known, number, percent, percent_range, signed
from personagen.language.words import Words

PERSONA = "persona"
SIGNIFICANT = 0.05
_QUOTED = "“{}”"
WHOLE_AND_PARTS = {"split": ("old_name", "name"), "merged": ("name", "old_name")}


def say_differences(differences: Iterable[Difference], words: Words) -> list[str]:
    """Return in what two runs were made differently, a sentence each."""
    return [_say_difference(each, words) for each in differences]


def tell_lineage(lineage: pd.DataFrame, words: Words) -> list[str]:
    """Return a sentence for each family of personas: what became of it, by its shares."""
    return [_tell(rows, status, words) for status, rows in families(lineage)]


def tell_shifts(drift: pd.DataFrame, labels: Mapping[str, str], words: Words) -> list[str]:
    """Return what shifted much, and what shifted more than by chance."""
    rows = drift[drift["variable"] != PERSONA].sort_values("psi", ascending=False, kind="stable")
    if rows.empty:
        return []
    is_large, is_shifted = (rows[column].map(flag).astype(bool) for column in ("is_large", "is_shifted"))
    told = [
        words.say(
            f"waves.drift.told.{key}", variables=name_variables(rows.loc[which, "variable"], labels, words)
        )
        for key, which in (("large", is_large), ("some", is_shifted & ~is_large))
        if which.any()
    ]
    return told or [words.say("waves.drift.told.none")]


def tell_panel(panel: pd.DataFrame, words: Words, least: int) -> list[str]:
    """Return how far the people in both runs kept their persona, and what that rests on."""
    if panel.empty:
        return [words.say("waves.moves.none")]
    row = panel.iloc[0]
    told = words.say(
        "waves.moves.told",
        n=words.number(number(row["n"])),
        share=percent(words, row["same_share"]),
        range=percent_range(words, row["low"], row["high"]),
        chance=percent(words, row["by_chance"]),
    )
    is_weak = number(row["low"]) <= number(row["by_chance"])
    return [
        told,
        *([words.say("waves.moves.weak")] if is_weak else []),
        words.say(f"waves.moves.link.{row['links_by']}"),
        words.say("waves.moves.rounded", least=least),
    ]


def families(lineage: pd.DataFrame) -> Iterator[tuple[str, pd.DataFrame]]:
    """Yield each family of personas once: what became of it, and its rows."""
    told: set[tuple[str, str]] = set()
    for i, status in enumerate(lineage["status"].astype(str)):
        if status not in WHOLE_AND_PARTS:
            yield status, lineage.iloc[[i]]
            continue
        side = "new" if status == "merged" else "old"
        one = str(lineage[side].iloc[i])
        if (side, one) not in told:
            told.add((side, one))
            yield status, lineage[(lineage[side] == one) & (lineage["status"] == status)]


def add_shares(rows: pd.DataFrame) -> tuple[float, float]:
    """Return the shares of a family before and now; NaN where one of its parts is hidden."""
    before, now = (
        rows[rows[side].notna()].drop_duplicates(side)[share].sum(skipna=False)
        for side, share in (("old", "share_before"), ("new", "share_now"))
    )
    return float(before), float(now)


def name_variables(variables: Iterable[object], labels: Mapping[str, str], words: Words) -> str:
    """Return variables as reports call them: “a”, “b” and “c”."""
    return listed([_QUOTED.format(plain(labels.get(str(v), v))) for v in variables], words)


def listed(parts: Sequence[str], words: Words) -> str:
    """Return ``a, b and c``."""
    if len(parts) < 2:  # noqa: PLR2004
        return "".join(parts)
    return words.say("waves.list", first=", ".join(parts[:-1]), last=parts[-1])


def _say_difference(each: Difference, words: Words) -> str:
    names = listed([_QUOTED.format(plain(name)) for name in each.names], words)
    if each.kind in ("new_levels", "gone_levels"):
        key = "all" if len(each.names) == each.n else "some"
        names = words.say(f"waves.difference.levels.{key}", names=names) if names else ""
        return words.say(
            f"waves.difference.{each.kind}", n=each.n, names=names, before=_QUOTED.format(plain(each.before))
        )
    key = f"reason.{each.now}" if each.kind == "reason" else each.kind
    return words.say(
        f"waves.difference.{key}", names=names, n=each.n, before=plain(each.before), now=plain(each.now)
    )


def _tell(rows: pd.DataFrame, status: str, words: Words) -> str:
    if status not in WHOLE_AND_PARTS:
        return _tell_one(rows, status, words)
    name, parts = WHOLE_AND_PARTS[status]
    listing = listed([_QUOTED.format(plain(part)) for part in rows[parts]], words)
    return _said(rows, status, words, name=plain(rows.iloc[0][name]), parts=listing)


def _tell_one(rows: pd.DataFrame, status: str, words: Words) -> str:
    row = rows.iloc[0]
    name, old, new = (plain(row[column]) for column in ("name", "old_name", "new_name"))
    if status == "carried" and name != old:
        return _said(rows, "carried.renamed", words, name=name, other=old)
    if status in ("carried", "new") and name != new:
        return _said(rows, f"{status}.called", words, name=name, other=new)
    return _said(rows, status, words, name=name)


def _said(rows: pd.DataFrame, key: str, words: Words, **values: str) -> str:
    before, now = add_shares(rows)
    needed = {"lost": [before], "new": [now], "new.called": [now]}.get(
        key, [before, now, rows.iloc[0]["change"]]
    )
    if not known(*needed):
        return words.say(f"waves.{key}.hidden", **values)
    return words.say(
        f"waves.{key}",
        **values,
        before=percent(words, before),
        now=percent(words, now),
        change=_say_change(rows.iloc[0], words),
    )


def _say_change(row: pd.Series, words: Words) -> str:
    if not known(row["change"], row["low"], row["high"], row["p_adjusted"]):
        return ""
    change, low, high = (signed(words, number(row[c]) * 100, 0) for c in ("change", "low", "high"))
    key = "other" if number(row["p_adjusted"]) < SIGNIFICANT else "same"
    return words.say(f"waves.change.{key}", change=change, low=low, high=high)
