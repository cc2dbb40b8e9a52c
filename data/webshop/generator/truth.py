"""What was planted, as files that only tests read."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from data.webshop.generator import plan
from data.webshop.generator.files import to_csv, write_json, write_text
from data.webshop.generator.interviews import needs_of, planned_mentions
from data.webshop.generator.log import Log
from data.webshop.generator.people import People


def _named(personas: pd.Series) -> pd.Series:
    return personas.map(dict(enumerate(plan.PERSONAS)))


def _write_people(folder: Path, people: People) -> None:
    respondents = people.respondents.assign(persona=_named(people.respondents["persona"]))
    flags = ["is_straightliner", "is_speeder", "is_interviewed"]
    respondents[flags] = respondents[flags].astype(int)
    write_text(folder / "respondents.csv", to_csv(respondents.sort_values("respondent_id")))
    customers = people.customers.assign(persona=_named(people.customers["persona"]))
    write_text(folder / "customers.csv", to_csv(customers))


def _write_codes(folder: Path) -> None:
    typical = {code: plan.PERSONAS[i] for i, codes in enumerate(plan.TYPICAL_CODES) for code in codes}
    rows = [
        (plan.PERSONAS[persona], phase, code, count, int(typical.get(code) == plan.PERSONAS[persona]))
        for persona, phase, code, count in planned_mentions()
    ]
    columns = ["persona", "phase", "code", "n_mentioned", "is_typical"]
    write_text(folder / "codes.csv", to_csv(pd.DataFrame(rows, columns=columns)))


def _effects() -> dict[str, object]:
    persona, before, after, old, new = plan.CHANGED_NEED
    return {
        "seed": plan.SEED,
        "magic": plan.MAGIC.as_dict(),
        "pains": [pain.as_dict() for pain in plan.PAINS],
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
        "respondent_shares": _shares(plan.RESPONDENTS),
        "customer_shares": _shares(plan.CUSTOMERS),
        "linked": dict(zip(plan.PERSONAS, plan.LINKED, strict=True)),
        "interviewed": dict(zip(plan.PERSONAS, plan.INTERVIEWED, strict=True)),
    }


def _shares(sizes: tuple[int, ...]) -> dict[str, float]:
    return {name: size / sum(sizes) for name, size in zip(plan.PERSONAS, sizes, strict=True)}


def _row_counts(people: People, log: Log, interview_rows: int) -> dict[str, dict[str, int]]:
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
            "respondents": sum(plan.INTERVIEWED),
        },
        "analytics": {"read": len(people.customers), "genuine": len(people.customers)},
        "links": {
            "read": len(people.links),
            "genuine": sum(plan.LINKED),
            "respondent_unknown": plan.UNKNOWN_LINK_RESPONDENTS,
            "customer_unknown": plan.UNKNOWN_LINK_CUSTOMERS,
        },
        "touchpoints": log.counts,
    }


def write_truth(folder: Path, people: People, log: Log, interview_rows: int) -> None:
    """Write respondents.csv, customers.csv, codes.csv, effects.json and rows.json."""
    folder.mkdir(parents=True, exist_ok=True)
    _write_people(folder, people)
    _write_codes(folder)
    write_json(folder / "effects.json", _effects())
    write_json(folder / "rows.json", _row_counts(people, log, interview_rows))
