"""The findings on the first screen: rows of the tables that say most, each in a sentence with what it rests on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from personagen.language.labels import plain
from personagen.language.numbers import amount, known, number, percent, percent_range, signed
from personagen.report.proof import is_mean
from personagen.report.source import THIN, Source

GOOD, BAD = ("magic", "peak"), ("misery", "pain")
PAINS, CHANGES = 2, 2


@dataclass(frozen=True)
class Finding:
    """One finding: its kind, whom it is about, the sentence, and what it rests on."""

    kind: str
    label: str
    who: str
    text: str
    basis: str
    persona: str


def top_findings(source: Source) -> list[Finding]:
    """Return moments of magic, pains, the drop-off that differs and the needs that change.

    Without any of them: what sets each persona apart most.
    """
    found = [
        *_moments(source, GOOD, 1, highest=True),
        *_moments(source, BAD, PAINS, highest=False),
        *_drop_off(source),
        *_changes(source),
    ]
    return found or list(_markers(source))


def unmeasured(source: Source) -> str:
    """Return the sentence on what no finding can be about: journeys, or how they are felt; blank if both are known.

    That there is no log at all stands with the sources that are missing.
    """
    journey = source.table("journey")
    if not len(journey):
        return "" if "touchpoints" in source.info.left_out else source.say("findings.no_journeys")
    return "" if journey["valence"].notna().any() else source.say("findings.no_experience")


def _markers(source: Source) -> Iterator[Finding]:
    """Yield what sets each persona apart most, of that by which no other persona stands further out if there is any."""
    claims = source.table("claims")
    claims = claims[claims["section"] == "marker"].sort_values("position", kind="stable")
    up, strength = claims["effect_size"] > 0, claims["effect_size"].abs()
    leads = strength >= strength.groupby([claims["claim"], up]).transform("max")
    for persona in source.personas:
        mine = claims["persona"].astype(str) == persona
        shown = claims[mine & leads] if (mine & leads).any() else claims[mine]
        for _, row in shown.head(1).iterrows():
            yield _marker(source, row, persona)


def _marker(source: Source, row: pd.Series, persona: str) -> Finding:
    write = amount if is_mean(row) else percent
    text = source.say(
        f"finding.marker.{'mean' if is_mean(row) else 'share'}",
        label=plain(row["label"]),
        value=write(source.words, row["value"]),
        overall=write(source.words, row["overall"]),
    )
    basis = source.basis(row["base"], _interval(source, row, is_mean=is_mean(row)))
    return Finding("marker", source.say("kind.marker"), source.name(persona), text, basis, persona)


def _interval(source: Source, row: pd.Series, *, is_mean: bool) -> str:
    if not known(row["low"], row["high"]):
        return ""
    if is_mean:
        low, high = (amount(source.words, row[end]) for end in ("low", "high"))
        return source.say("interval", low=low, high=high)
    return source.say("between", range=percent_range(source.words, row["low"], row["high"]))


def _moments(source: Source, kinds: tuple[str, str], most: int, *, highest: bool) -> Iterator[Finding]:
    """Yield the strongest moments, those against the expectation first, one for each place."""
    rows = source.table("moments")
    rows = rows[rows["kind"].isin(kinds) & rows["estimate"].notna() & rows["persona"].isin(source.personas)]
    rows = rows.assign(
        weak=rows["evidence"].ne("strong"),
        other=rows["kind"].ne(kinds[0]),
        whole=rows["touchpoint"].eq("all"),
    ).sort_values(
        ["weak", "other", "estimate", "whole", "persona", "phase"],
        ascending=[True, True, not highest, True, True, True],
        kind="stable",
    )
    rows = rows[~rows.duplicated(["persona", "phase"])].head(most)
    for _, row in rows.iterrows():
        yield _moment(source, row)


def _moment(source: Source, row: pd.Series) -> Finding:
    phase = source.phase(row["phase"])
    place = (
        source.say("place.phase", phase=phase)
        if row["touchpoint"] == "all"
        else source.say("place", touchpoint=plain(row["label"]), phase=phase)
    )
    text = source.say(
        f"finding.{row['kind']}",
        place=place,
        estimate=signed(source.words, abs(number(row["estimate"]))).lstrip("+"),
    )
    basis = source.basis(row["n"], source.signed_range(row["low"], row["high"]))
    return Finding(
        str(row["kind"]),
        source.say(f"kind.{row['kind']}"),
        source.name(row["persona"]),
        text,
        basis,
        str(row["persona"]),
    )


def _drop_off(source: Source) -> Iterator[Finding]:
    """Yield the phase where two personas differ most in drop-off beyond their intervals, if there is one."""
    table = source.table("journey")
    table = table[table["persona"].isin(source.personas) & table["drop_off"].notna()]
    # where it is hidden, all but a few of the customers in the phase were followed
    table = table.assign(n_going_on=table["n_going_on"].fillna(table["n_customers"]))
    table = table[(table["n_going_on"] >= THIN) & ~_cut_short(table)]
    pairs = []
    for phase, rows in table.groupby("phase", sort=True):
        rows = rows.sort_values(["drop_off", "persona"], kind="stable")  # noqa: PLW2901
        low, high = rows.iloc[0], rows.iloc[-1]
        if known(low["drop_off_high"], high["drop_off_low"]) and low["drop_off_high"] < high["drop_off_low"]:
            pairs.append((number(high["drop_off"]) - number(low["drop_off"]), str(phase), high, low))
    if not pairs:
        return
    _, phase, high, low = max(pairs, key=lambda pair: pair[0])
    yield Finding(
        "drop_off",
        source.say("kind.drop_off"),
        "",
        _drop_off_text(source, phase, high, low),
        _drop_off_basis(source, high, low),
        str(high["persona"]),
    )


def _cut_short(table: pd.DataFrame) -> pd.Series:
    """Tell where people are followed for less time than half of them take to go on: a high drop-off says nothing then.

    Of each phase the persona that goes on soonest counts: one of which hardly half ever goes on takes long, however
    long it is followed.
    """
    days, median = (table[name].map(number) for name in ("horizon_days", "days_to_next_median"))
    return days < median.groupby(table["phase"]).transform("min")


def _drop_off_text(source: Source, phase: str, high: pd.Series, low: pd.Series) -> str:
    days = number(high["horizon_days"])
    key = "finding.drop_off.within" if known(days) else "finding.drop_off"
    return source.say(
        key,
        phase=source.phase(phase),
        high=percent(source.words, high["drop_off"]),
        name=source.name(high["persona"]),
        low=percent(source.words, low["drop_off"]),
        other=source.name(low["persona"]),
        within=source.say("within", n=round(days)) if known(days) else "",
    )


def _drop_off_basis(source: Source, high: pd.Series, low: pd.Series) -> str:
    ranges = [percent_range(source.words, row["drop_off_low"], row["drop_off_high"]) for row in (high, low)]
    counts = [source.count(row["n_going_on"]) for row in (high, low)]
    return "; ".join(
        [
            source.say("interval.both", first=ranges[0], second=ranges[1]),
            source.say("n.both", first=counts[0], second=counts[1]),
        ]
    )


def _changes(source: Source) -> Iterator[Finding]:
    """Yield the first wishes that change from phase to phase, one for each persona."""
    claims = source.table("claims")
    rows = claims[claims["section"].eq("wish_change") & claims["position"].eq(1)]
    rows = rows.sort_values(["n", "persona"], ascending=[False, True], kind="stable")
    for _, row in rows.head(CHANGES).iterrows():
        persona, n = str(row["persona"]), int(row["n"])
        basis = source.say("interviewed", n=n)
        if n < THIN:
            basis += f"; {source.say('thin')}"
        yield Finding(
            "need", source.say("kind.need"), source.name(persona), plain(row["text"]), basis, persona
        )
