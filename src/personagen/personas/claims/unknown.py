"""Claims on what the data can't tell of a persona, and on how many interviews it rests."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import pandas as pd

from personagen.language.labels import listed
from personagen.language.numbers import count, known, number, percent
from personagen.personas.claims.claim import ALL, STRONG_FROM, Claim, Facts, row_key, row_keys
from personagen.personas.claims.wishes import first_wishes


class _Where(NamedTuple):
    """Table, row and column; blank where a whole source is absent."""

    table: str = ""
    row: str = ""
    column: str = ""


class _People(NamedTuple):
    """What a claim says of people: how many, out of how many, and the number that is said."""

    n: object = None
    base: object = None
    value: object = None


_NOWHERE, _NOBODY = _Where(), _People()


def claim_unknown(facts: Facts) -> Iterator[Claim]:
    """Yield the number of interviews, then what isn't known: sources that lack, people not linked, what is hidden."""
    yield from _interviews(facts)
    yield from _persona(facts)
    yield from _linked(facts)
    yield from _journey(facts)
    yield from _hidden(facts)


def _unknown(
    what: str, text: str, where: _Where = _NOWHERE, people: _People = _NOBODY, confidence: str = ""
) -> Claim:
    return Claim(
        f"unknown:{what}",
        "unknown",
        text,
        table=where.table,
        row=where.row,
        column=where.column,
        n=people.n,
        base=people.base,
        value=people.value,
        confidence=confidence,
    )


def _interviews(facts: Facts) -> Iterator[Claim]:
    codes = facts.mine("codes")
    codes = codes[codes["phase"] == ALL]
    if codes.empty:
        yield _unknown("interviews", facts.say("unknown.no_interviews"))
        return
    base = codes["n_interviewed"].max()
    where = _Where("codes", row_key(codes.iloc[0], "persona", "phase"), "n_interviewed")
    if not known(base) or not base:
        key = "none_interviewed" if known(base) else "too_few_interviewed"
        yield _unknown("interviews", facts.say(f"unknown.{key}"), where)
        return
    n = int(base)
    text = facts.say("interviews.few" if n < STRONG_FROM else "interviews", n=n)
    yield Claim("interviews:number", "interviews", text, n=n, value=n, **where._asdict())
    yield from _wishes(facts, where)


def _wishes(facts: Facts, interviews: _Where) -> Iterator[Claim]:
    """Yield the phases of which no wish can be shown."""
    needs = facts.mine("needs")
    wished = {str(phase) for phase in first_wishes(needs)["phase"]}
    silent = [label for phase, label in facts.phases.items() if phase not in wished]
    if silent:
        where = interviews if needs.empty else _Where("needs", f"persona={facts.persona}")
        key = "no_wishes" if len(silent) == len(facts.phases) else "wishes"
        yield _unknown("wishes", facts.say(f"unknown.{key}", phases=listed(facts.words, silent)), where)


def _persona(facts: Facts) -> Iterator[Claim]:
    """Yield whose answers are known in part only, and what of the persona as a whole is blank."""
    where = _Where("personas", f"persona={facts.persona}")
    for _, row in facts.mine("personas").iterrows():
        if not known(row["share"]):
            yield _unknown("size", facts.say("unknown.size"), where)
        if pd.isna(row["data_from"]) or pd.isna(row["data_to"]):
            yield _unknown("period", facts.say("unknown.period"), where)
        if known(row["n_partial"]) and row["n_partial"]:
            n = int(row["n_partial"])
            text = facts.say("unknown.partial", n=n, count=count(facts.words, n))
            yield _unknown("partial", text, where._replace(column="n_partial"), _People(n, row["n"], n))


def _linked(facts: Facts) -> Iterator[Claim]:
    """Yield whose behaviour is known, where it isn't everybody's."""
    where = _Where("coverage", f"persona={facts.persona}", "match_rate")
    for _, row in facts.mine("coverage").iterrows():
        n, base, share = row["n_linked"], row["n_respondents"], row["match_rate"]
        if known(n, base, share) and n < base:
            text = facts.say(
                "unknown.linked",
                n=int(n),
                count=count(facts.words, n),
                base=count(facts.words, base),
                share=percent(facts.words, share),
            )
            yield _unknown("linked", text, where, _People(n, base, share))


def _journey(facts: Facts) -> Iterator[Claim]:
    """Yield the phases of which the experience isn't known, or rests on few customers."""
    journey = facts.mine("journey")
    if journey.empty:
        yield _unknown("journey", facts.say("unknown.no_journey"))
        return
    felt = {str(phase): number(n) for phase, n in journey[["phase", "n_valence"]].to_numpy()}
    told = [phase for phase in facts.phases if phase in felt]
    for what, confidence, phases in (
        ("unfelt", "none", [phase for phase in told if felt[phase] == 0]),
        ("valence", "none", [phase for phase in told if not known(felt[phase])]),
        ("thin", "thin", [phase for phase in told if 0 < felt[phase] < STRONG_FROM]),
    ):
        if phases:
            yield _felt(facts, what, phases, confidence)


def _felt(facts: Facts, what: str, phases: Sequence[str], confidence: str) -> Claim:
    key = f"unknown.{what}.all" if len(phases) == len(facts.phases) else f"unknown.{what}"
    labels = listed(facts.words, [facts.phases[phase] for phase in phases])
    row = row_keys(f"persona={facts.persona}; phase={phase}" for phase in phases)
    text = facts.say(key, phases=labels, least=STRONG_FROM)
    return _unknown(what, text, _Where("journey", row, "n_valence"), confidence=confidence)


def _hidden(facts: Facts) -> Iterator[Claim]:
    """Yield how many attributes and interview codes stay hidden."""
    codes = facts.mine("codes")
    for name, rows, key in (
        ("profile", facts.profile, ""),
        ("codes", codes[codes["phase"] == ALL], f"phase={ALL}; "),
    ):
        n = int(rows["suppressed"].sum())
        if n:
            text = facts.say(f"unknown.hidden.{name}", n=n, least=facts.study.privacy.minimum_cell)
            row = f"persona={facts.persona}; {key}suppressed=True"
            yield _unknown(f"hidden_{name}", text, _Where(name, row, "suppressed"))
