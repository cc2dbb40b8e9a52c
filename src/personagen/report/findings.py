"""The findings on the first screen: rows of the tables that say most, each in a sentence with what it rests on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from personagen.language.numbers import known, number, percent, percent_range, signed
from personagen.report.source import Source, plain

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
    """Return moments of magic, pains, the drop-off that differs and the needs that change."""
    return [
        *_moments(source, GOOD, 1, highest=True),
        *_moments(source, BAD, PAINS, highest=False),
        *_drop_off(source),
        *_changes(source),
    ]


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
        phase
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
    pairs = []
    for phase, rows in table.groupby("phase", sort=True):
        rows = rows.sort_values(["drop_off", "persona"], kind="stable")  # noqa: PLW2901
        low, high = rows.iloc[0], rows.iloc[-1]
        if known(low["drop_off_high"], high["drop_off_low"]) and low["drop_off_high"] < high["drop_off_low"]:
            pairs.append((number(high["drop_off"]) - number(low["drop_off"]), str(phase), high, low))
    if not pairs:
        return
    _, phase, high, low = max(pairs, key=lambda pair: pair[0])
    words = source.words
    text = source.say(
        "finding.drop_off",
        phase=source.phase(phase),
        high=percent(words, high["drop_off"]),
        name=source.name(high["persona"]),
        low=percent(words, low["drop_off"]),
        other=source.name(low["persona"]),
    )
    ranges = [percent_range(words, row["drop_off_low"], row["drop_off_high"]) for row in (high, low)]
    parts = [source.say("interval.both", first=ranges[0], second=ranges[1])]
    if known(high["horizon_days"]):
        parts.append(source.say("within", n=round(number(high["horizon_days"]))))
    least = min(number(high["n_going_on"]), number(low["n_going_on"]))
    parts.append(
        source.say("n.both", first=source.count(high["n_going_on"]), second=source.count(low["n_going_on"]))
    )
    if least < 30:  # noqa: PLR2004
        parts.append(source.say("thin"))
    yield Finding("drop_off", source.say("kind.drop_off"), "", text, "; ".join(parts), str(high["persona"]))


def _changes(source: Source) -> Iterator[Finding]:
    """Yield the first wishes that change from phase to phase, one for each persona."""
    labels = {
        str(n): plain(label) for n, label in source.table("needs")[["need", "label"]].itertuples(index=False)
    }
    places = {phase: i for i, phase in enumerate(source.phases)}
    rows = source.table("need_changes")
    rows = rows.assign(place=rows["from_phase"].map(places)).sort_values(
        ["n_interviewed", "persona", "kind", "place"], ascending=[False, True, False, True], kind="stable"
    )
    for _, row in rows[~rows.duplicated("persona")].head(CHANGES).iterrows():
        text = source.say(
            "finding.need",
            before=source.phase(row["from_phase"]),
            after=source.phase(row["to_phase"]),
            first=labels.get(str(row["from_need"]), plain(row["from_need"])),
            then=labels.get(str(row["to_need"]), plain(row["to_need"])),
        )
        basis = source.say("interviewed", n=int(row["n_interviewed"]))
        if int(row["n_interviewed"]) < 30:  # noqa: PLR2004
            basis += f"; {source.say('thin')}"
        yield Finding(
            "need", source.say("kind.need"), source.name(row["persona"]), text, basis, str(row["persona"])
        )
