"""What each variable does for the personas and what hangs on a choice: sentences and tables, for the page to place.

Which variables are noise is decided in `segmentation`.
"""

from __future__ import annotations

import pandas as pd

from personagen.language.labels import listed, plain
from personagen.language.numbers import known, number, percent
from personagen.report.grids import Grid, grid
from personagen.report.source import Source

SAME, LARGELY = 0.9, 0.65
LITTLE, MOST = 0.1, 0.5
ADVICE = ("leave_out", "decisive")


def importance_sentences(source: Source) -> list[str]:
    """Return the advice in sentences, and that nobody but the study's owner follows it; none without the table."""
    table = _ordered(source)
    if table.empty:
        return []
    found = [
        source.say(f"importance.{advice}", n=len(names), names=listed(source.words, names))
        for advice in ADVICE
        if (names := _names(source, table[table["advice"] == advice]))
    ]
    if _unrelated(table):
        found.append(source.say("importance.unrelated"))
    return [*found, source.say("importance.free")] if found else [source.say("importance.keep")]


def importance_grid(source: Source) -> Grid | None:
    """Return every variable with its part in the personas and what leaving it out does, the largest first."""
    table = _ordered(source)
    if table.empty:
        return None
    keys = ("variable", "between", "own", "foretold", "without", "stability", "advice")
    labels = labels_of(source)
    rows = [
        [
            labels.get(str(row["variable"]), plain(row["variable"])),
            *(percent(source.words, row[name]) for name in ("between_share", "own_share", "foretold_share")),
            _ari(source, row["ari_without"]),
            f"{_ari(source, row['stability'])} → {_ari(source, row['stability_without'])}",
            source.say(f"advice.{row['advice']}"),
        ]
        for _, row in table.iterrows()
    ]
    return grid(source.say("importance.caption"), [source.say(f"importance.head.{k}") for k in keys], rows)


def opinion_sentences(source: Source) -> list[str]:
    """Return for each second opinion whether other choices would have given the same personas."""
    table = source.table("opinions")
    found = [_opinion(source, row) for _, row in table.iterrows()]
    if found and not (table["opinion"] == "latent_class").any():
        found.append(source.say("opinion.no_stepmix"))
    return found


def _opinion(source: Source, row: pd.Series) -> str:
    key = f"opinion.{agreement(row['ari'])}"
    own = f"{key}.{row['opinion']}"
    key = own if source.words.has(f"report.{own}") else key
    return source.say(key, way=source.say(f"opinion.way.{row['opinion']}"), ari=_ari(source, row["ari"]))


def opinion_grid(source: Source) -> Grid | None:
    """Return every second opinion with its agreement, as a number and in words."""
    table = source.table("opinions")
    if table.empty:
        return None
    heads = [source.say(f"opinion.head.{key}") for key in ("way", "ari", "agreement", "n")]
    rows = [
        [
            source.say(f"opinion.name.{row['opinion']}"),
            _ari(source, row["ari"]),
            source.say(f"agreement.{agreement(row['ari'])}"),
            source.count(row["n"]),
        ]
        for _, row in table.iterrows()
    ]
    return grid(source.say("opinion.caption"), heads, rows)


def agreement(ari: object) -> str:
    """Return what an adjusted Rand index means in words: same, largely or differ.

    Examples
    --------
    >>> [agreement(ari) for ari in (0.9, 0.899, 0.65, 0.649)]
    ['same', 'largely', 'largely', 'differ']
    """
    return "same" if number(ari) >= SAME else "largely" if number(ari) >= LARGELY else "differ"


def labels_of(source: Source) -> dict[str, str]:
    """Return variable to label, as the profile has them."""
    profile = source.table("profile").drop_duplicates("variable")
    return {str(v): plain(label) for v, label in zip(profile["variable"], profile["label"], strict=True)}


def _unrelated(table: pd.DataFrame) -> bool:
    """Tell whether most variables have so little to do with each other that none can be called noise."""
    little = table["foretold_share"].map(number) < LITTLE
    return bool(little.mean() > MOST) and not (table["advice"] == "leave_out").any()


def _ordered(source: Source) -> pd.DataFrame:
    return source.table("importance").sort_values(["between_share", "variable"], ascending=[False, True])


def _names(source: Source, rows: pd.DataFrame) -> list[str]:
    labels = labels_of(source)
    return [f"“{labels.get(str(v), plain(v))}”" for v in rows["variable"]]


def _ari(source: Source, value: object) -> str:
    return source.words.number(number(value) + 0.0, 2).replace("-", "−") if known(value) else "–"
