"""What was planted, as files that only tests read."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from data.webshop.generator import plan
from data.webshop.generator.files import to_csv, write_json, write_text
from data.webshop.generator.interviews import needs_of, planned_mentions
from data.webshop.generator.log import Log
from data.webshop.generator.people import People


def _named(kinds: pd.Series) -> pd.Series:
    return kinds.map(dict(enumerate(plan.KINDS)))


def _write_people(folder: Path, people: People) -> None:
    respondents = people.respondents.assign(persona=_named(people.respondents["kind"])).drop(columns="kind")
    flags = ["is_straightliner", "is_speeder", "is_interviewed"]
    respondents[flags] = respondents[flags].astype(int)
    write_text(folder / "respondents.csv", to_csv(respondents.sort_values("respondent_id")))
    customers = people.customers.assign(persona=_named(people.customers["kind"])).drop(columns="kind")
    write_text(folder / "customers.csv", to_csv(customers))


def _write_codes(folder: Path) -> None:
    typical = {code: plan.PERSONAS[i] for i, codes in enumerate(plan.TYPICAL_CODES) for code in codes}
    rows = [
        (plan.PERSONAS[persona], phase, code, count, int(typical.get(code) == plan.PERSONAS[persona]))
        for persona, phase, code, count in planned_mentions()
    ]
    columns = ["persona", "phase", "code", "n_mentioned", "is_typical"]
    write_text(folder / "codes.csv", to_csv(pd.DataFrame(rows, columns=columns)))


def _effects(wave: plan.Wave) -> dict[str, object]:
    persona, before, after, old, new = plan.CHANGED_NEED
    return {
        "seed": plan.SEED,
        "magic": plan.MAGIC.as_dict(),
        "pains": [pain.as_dict() for pain in wave.pains],
        "drop_off": {
            "persona": plan.DROP_OFF[0],
            "after_phase": plan.DROP_OFF[1],
            "goes_on": dict(zip(plan.PERSONAS, (row[1] for row in plan.GOES_ON), strict=True)),
        },
        "driver": {
            "phase": plan.DRIVER_PHASE,
            "outcome": "renewal",
            "log_odds_per_sd": plan.DRIVER_EFFECT,
        },
        "changed_need": {
            "persona": persona,
            "between": [before, after],
            "first": old,
            "then": new,
        },
        "first_needs": {
            name: {
                phase: dict(zip(("functional", "emotional"), needs_of(i, phase)[:2], strict=True))
                for phase in plan.NEED_PHASES
            }
            for i, name in enumerate(plan.PERSONAS)
        },
        "respondent_shares": _shares(wave.respondents),
        "customer_shares": _shares(wave.customers),
        "linked": _sizes(wave.linked),
        "interviewed": _sizes(wave.interviewed),
    }


def _shares(sizes: tuple[int, ...]) -> dict[str, float]:
    return {name: size / sum(sizes) for name, size in _sizes(sizes).items()}


def _sizes(sizes: tuple[int, ...]) -> dict[str, int]:
    """Return the sizes of the kinds that there are in a wave."""
    return {name: size for name, size in zip(plan.KINDS, sizes, strict=False) if size}


def _row_counts(people: People, log: Log, interview_rows: int, wave: plan.Wave) -> dict[str, dict[str, int]]:
    respondents, duplicates = len(people.respondents), plan.EXACT_DUPLICATES + plan.REVISED_DUPLICATES
    return {
        "survey": {
            "read": respondents + duplicates + plan.PARTIALS,
            "genuine": respondents,
            "duplicate": duplicates,
            "duplicate_exact": plan.EXACT_DUPLICATES,
            "duplicate_revised": plan.REVISED_DUPLICATES,
            "not_complete": plan.PARTIALS,
            "impossible_age": 1,
            "unknown_level": 1,
            "straightliners": plan.STRAIGHTLINERS,
            "speeders": plan.SPEEDERS,
        },
        "interviews": {
            "read": interview_rows,
            "genuine": interview_rows,
            "respondents": sum(wave.interviewed),
        },
        "analytics": {"read": len(people.customers), "genuine": len(people.customers)},
        "links": {
            "read": len(people.links),
            "genuine": sum(wave.linked),
            "respondent_unknown": plan.UNKNOWN_LINK_RESPONDENTS,
            "customer_unknown": plan.UNKNOWN_LINK_CUSTOMERS,
        },
        "touchpoints": log.counts,
    }


def write_truth(folder: Path, people: People, log: Log, interview_rows: int, wave: plan.Wave) -> None:
    """Write respondents.csv, customers.csv, codes.csv, effects.json and rows.json."""
    folder.mkdir(parents=True, exist_ok=True)
    _write_people(folder, people)
    _write_codes(folder)
    write_json(folder / "effects.json", _effects(wave))
    write_json(folder / "rows.json", _row_counts(people, log, interview_rows, wave))


def write_moves(folder: Path, before: People, now: People, wave: plan.Wave) -> None:
    """Write waves.json (who came from whom, shares and pains before and now) and moves.csv (the panel, then and now)."""
    columns = ["respondent_id", "persona"]
    both = [
        people.respondents.assign(persona=_named(people.respondents["kind"]))[columns]
        for people in (before, now)
    ]
    panel = both[0].merge(both[1], on="respondent_id", suffixes=("_before", "_now"))
    write_text(folder / "moves.csv", to_csv(panel.sort_values("respondent_id")))
    came_from = {
        plan.KINDS[kind]: plan.KINDS[plan.PARENTS[kind]] for kind, size in enumerate(wave.respondents) if size
    }
    content = {
        "came_from": came_from,
        "respondent_shares": {
            "before": _shares(plan.FIRST.respondents),
            "now": _shares(wave.respondents),
        },
        "customer_shares": {"before": _shares(plan.FIRST.customers), "now": _shares(wave.customers)},
        "pains": _pain_changes(plan.FIRST.pains, wave.pains),
        "panel": len(panel),
        "moved": int((panel["persona_before"] != panel["persona_now"].map(came_from)).sum()),
    }
    write_json(folder / "waves.json", content)


def _pain_changes(before: tuple[plan.Cell, ...], now: tuple[plan.Cell, ...]) -> list[dict[str, object]]:
    """Return where the shift of the experience differs between the waves, and what it was and is."""
    places = {(pain.persona, pain.phase, pain.touchpoint): 0.0 for pain in (*before, *now)}
    shifts = [
        places | {(pain.persona, pain.phase, pain.touchpoint): pain.shift for pain in wave}
        for wave in (before, now)
    ]
    return [
        {
            **dict(zip(("persona", "phase", "touchpoint"), place, strict=True)),
            "before_csat_points": shifts[0][place],
            "now_csat_points": shifts[1][place],
            "change": "mended" if shifts[1][place] > shifts[0][place] else "worse",
        }
        for place in places
        if shifts[0][place] != shifts[1][place]
    ]
