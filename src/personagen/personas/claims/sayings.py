"""Claims on why: what interviewees said by theme, the items of the survey with a theme, and other statements."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from personagen.language.labels import plain
from personagen.language.numbers import known, number, percent
from personagen.personas.claims.claim import ALL, Claim, Facts, row_key
from personagen.personas.claims.traits import from_profile, say_value
from personagen.statistics.effects import SMALL_EFFECT

THEMES = ("background", "goal", "motivation", "pain_point", "need", "delight")
SAID, STATED = 4, 6
MOST = 0.5
AGREED = 0.75
SURE = 0.05


def claim_sayings(facts: Facts) -> Iterator[Claim]:
    """Yield goals, motivations, pain points, needs, delights and background, then other statements.

    Of each theme the four codes that most interviewees of the persona said, among those that they said no less than
    everybody did or that half of them said: what is said less is somebody else's. Then the survey's items with that
    theme that say something of this persona: an item is told where it sets the persona apart upwards
    (``statistics.apart``), or is held by most: a level or a yes of at least half of them, a mean at three quarters of
    its scale or above. Other items of the psychographic block are statements where they differ from everybody by at
    least a small effect (|h| or |g| >= .2 [Cohen]), the six largest.
    """
    codes, profile = facts.mine("codes"), facts.profile
    told: set[tuple[str, str]] = set()
    for theme in THEMES:
        yield from _codes(facts, codes, theme)
        for _, row in _items(profile, theme).iterrows():
            told.add((str(row["variable"]), str(row["level"])))
            yield from_profile(facts, row, theme, say_value(facts, row))
    for _, row in _statements(profile, told).iterrows():
        yield from_profile(facts, row, "statement", say_value(facts, row))


def _codes(facts: Facts, codes: pd.DataFrame, theme: str) -> Iterator[Claim]:
    rows = codes[codes["phase"].eq(ALL) & codes["theme"].eq(theme) & codes["n_mentioned"].fillna(0).gt(0)]
    rows = rows[~(rows["share"] < rows["overall_share"].fillna(0)) | rows["share"].ge(MOST)]
    rows = rows.sort_values(["share", "code"], ascending=[False, True]).head(SAID)
    for _, row in rows.iterrows():
        yield Claim(
            f"{theme}:{row['code']}",
            theme,
            _said(facts, row),
            label=plain(row["label"]),
            kind=plain(row["kind"]),
            table="codes",
            row=row_key(row, "persona", "phase", "code"),
            column="share",
            n=row["n_mentioned"],
            base=row["n_interviewed"],
            value=row["share"],
            low=row["low"],
            high=row["high"],
            overall=row["overall_share"],
            is_marker=known(row["p_adjusted"]) and row["p_adjusted"] < SURE and row["lift"] > 1,
        )


def _said(facts: Facts, row: pd.Series) -> str:
    """Return how many said it; as a share too where everybody's stands beside it."""
    n, base = int(row["n_mentioned"]), int(row["n_interviewed"])
    if not known(row["overall_share"]):
        return facts.say("said", n=n, base=base)
    own = facts.say("said.share", n=n, base=base, share=percent(facts.words, row["share"]))
    return facts.say("value.against", own=own, overall=percent(facts.words, row["overall_share"]))


def _items(profile: pd.DataFrame, theme: str) -> pd.DataFrame:
    """Return the items with a theme that say something of the persona; who they are is told elsewhere."""
    rows = profile[profile["theme"].eq(theme) & profile["value"].notna()]
    if theme == "background":
        rows = rows[rows["block"] == "psychographic"]
    upwards = rows["is_apart"] & rows["effect_size"].gt(0)
    held = [_is_held_by_most(row) for _, row in rows.iterrows()]
    rows = rows[upwards.to_numpy(dtype=bool) | pd.Series(held, dtype=bool).to_numpy()]
    rows = rows.assign(strength=rows["effect_size"].map(number))
    return rows.sort_values(["strength", "variable", "level"], ascending=[False, True, True], kind="stable")


def _is_held_by_most(row: pd.Series) -> bool:
    if row["level"] != "mean":
        return bool(row["value"] >= MOST)
    if not known(row["scale_low"], row["scale_high"]):
        return False
    low, high = row["scale_low"], row["scale_high"]
    return bool((row["value"] - low) / (high - low) >= AGREED)


def _statements(profile: pd.DataFrame, told: set[tuple[str, str]]) -> pd.DataFrame:
    rows = profile[
        profile["block"].eq("psychographic") & profile["value"].notna() & profile["level"].ne("no")
    ]
    is_told = [(str(v), str(level)) in told for v, level in zip(rows["variable"], rows["level"], strict=True)]
    rows = rows[~pd.Series(is_told, dtype=bool).to_numpy()]
    rows = rows.assign(strength=rows["effect_size"].map(number).abs())
    rows = rows[rows["strength"] >= SMALL_EFFECT]
    return rows.sort_values(["strength", "variable", "level"], ascending=[False, True, True]).head(STATED)
