"""Phases without touchpoints: where the study has none, and those that personas pass without meeting any."""

from __future__ import annotations

from personagen.language.labels import listed
from personagen.language.numbers import known, number, percent
from personagen.report.source import Source

NOTABLE = 0.25


def blind_phases(source: Source) -> str:
    """Return the sentence on the phases in which the study looks at no touchpoint; blank if there are none."""
    found = [source.phase(phase) for phase in _blind(source)]
    return source.say("passing.blind", n=len(found), phases=listed(source.words, found)) if found else ""


def passed_phases(source: Source, persona: str) -> str:
    """Return the sentence on the phases that a quarter of a persona or more pass without a contact; blank if there are none.

    Where the study has no touchpoint nobody can be seen to pass.
    """
    rows, blind = source.of("journey", persona), _blind(source)
    shares = {
        str(p): number(s) for p, s in zip(rows["phase"], rows["skipped_share"], strict=True) if known(s)
    }
    found = [
        source.say("passing.phase", phase=source.phase(phase), share=percent(source.words, shares[phase]))
        for phase in source.phases
        if phase not in blind and shares.get(phase, 0.0) >= NOTABLE
    ]
    name = source.name(persona)
    return source.say("passing.skipped", name=name, phases=listed(source.words, found)) if found else ""


def _blind(source: Source) -> list[str]:
    phases = source.table("phases")
    has_none = {
        str(p)
        for p, n in zip(phases["phase"], phases["n_touchpoints"], strict=True)
        if known(n) and not number(n)
    }
    return [phase for phase in source.phases if phase in has_none]
