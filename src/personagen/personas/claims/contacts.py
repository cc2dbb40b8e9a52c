"""Claims on the touchpoints and channels that a persona uses, by reach. The journey itself belongs to the map."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from personagen.language.labels import plain
from personagen.language.numbers import known, percent
from personagen.personas.claims.claim import ALL, Claim, Facts, row_key

REACHED, APART, CHANNELS = 6, 3, 5
EVERYBODY = 0.995
_KEY = ("persona", "phase", "touchpoint", "channel")


def claim_contacts(facts: Facts) -> Iterator[Claim]:
    """Yield the touchpoints that a persona uses, then its channels.

    The six touchpoints that most of its customers meet, and at most three more that set it apart (the largest difference
    from the others first; a touchpoint in one of its channels among them); for each of the five widest channels the
    touchpoint at which it reaches most of them. A touchpoint that all customers meet says nothing of a persona, nor does
    the only channel there is.
    """
    met = facts.mine("touchpoints")
    met = met[met["phase"].isin(list(facts.phases)) & ~met["reach"].eq(0)]
    rows = met[met["reach"].notna() & ~met["overall_reach"].ge(EVERYBODY)]
    whole = _by(rows[rows["channel"] == ALL], "reach").head(REACHED)
    told = whole.loc[whole["is_marker"], "touchpoint"]
    apart = rows[rows["is_marker"] & rows["difference"].gt(0) & ~rows["touchpoint"].isin(told)]
    # all channels together come before one of them
    apart = apart.assign(part=apart["channel"].ne(ALL)).sort_values("part", kind="stable")
    apart = apart.sort_values("difference", ascending=False, kind="stable")
    apart = apart[~apart["touchpoint"].duplicated()].head(APART)
    for _, row in pd.concat([whole, apart]).iterrows():
        yield _touchpoint(facts, row)
    parts = _by(rows[rows["channel"] != ALL], "reach")
    times = met.loc[met["channel"] != ALL, "channel"].value_counts()
    if len(times) > 1:
        for _, row in parts[~parts["channel"].duplicated()].head(CHANNELS).iterrows():
            yield _channel(facts, row, is_only=times[row["channel"]] == 1)


def _by(rows: pd.DataFrame, number: str) -> pd.DataFrame:
    keys = [number, "phase", "touchpoint", "channel"]
    return rows.sort_values(keys, ascending=[False, True, True, True], kind="stable")


def _touchpoint(facts: Facts, row: pd.Series) -> Claim:
    label = plain(row["label"])
    if row["channel"] != ALL:
        label = facts.say("touchpoint.in", touchpoint=label, channel=plain(row["channel"]))
    return _claim(facts, row, "touchpoint", _reach(facts, row), label)


def _channel(facts: Facts, row: pd.Series, *, is_only: bool) -> Claim:
    touchpoint, channel, phase = plain(row["label"]), plain(row["channel"]), facts.phases[row["phase"]]
    key = "channel.only" if is_only else "channel"
    if touchpoint.casefold() == channel.casefold():
        key = "channel.itself"
    text = facts.say(key, touchpoint=touchpoint, phase=phase, reach=_reach(facts, row))
    return _claim(facts, row, "channel", text, channel[:1].upper() + channel[1:])


def _reach(facts: Facts, row: pd.Series) -> str:
    own = facts.say("reach", share=percent(facts.words, row["reach"]))
    if not known(row["overall_reach"]):
        return own
    return facts.say("value.against", own=own, overall=percent(facts.words, row["overall_reach"]))


def _claim(facts: Facts, row: pd.Series, section: str, text: str, label: str) -> Claim:
    place = row["channel"] if section == "channel" else ":".join(row[["phase", "touchpoint", "channel"]])
    return Claim(
        f"{section}:{place}",
        section,
        text,
        topic=facts.phases[row["phase"]] if section == "touchpoint" else "",
        label=label,
        table="touchpoints",
        row=row_key(row, *_KEY),
        column="reach",
        n=row["n_customers"],
        base=row["n_persona"],
        value=row["reach"],
        low=row["reach_low"],
        high=row["reach_high"],
        overall=row["overall_reach"],
        is_marker=bool(row["is_marker"]) and row["difference"] > 0,
    )
