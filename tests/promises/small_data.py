"""The rows of the small study: three segments far apart, and what they do."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import datetime, timedelta

Row = dict[str, str]

# segment: people, age, education, price, ease, advice, visits
SEGMENTS = (
    (60, 32, "Low", 5, 2, 1, 6),
    (50, 47, "High", 1, 5, 2, 14),
    (40, 66, "Middle", 3, 1, 5, 25),
)
TOUCHPOINTS = {
    "advert": "awareness",
    "search": "orientation",
    "basket": "buy",
    "app": "use",
    "helpdesk": "service",
    "newsletter": "renewal",
}
CODES = {
    "budget": ("background", ""),
    "save_money": ("goal", ""),
    "saves_time": ("motivation", ""),
    "hidden_costs": ("pain_point", ""),
    "wants_help": ("need", "functional"),
    "wants_trust": ("need", "emotional"),
    "fast": ("delight", ""),
}
FEELINGS = {"angry": "-0.9", "unsure": "-0.4", "pleased": "0.6", "delighted": "0.9"}
_START = datetime(2026, 1, 5, 9, 0)  # noqa: DTZ001 - clock time, as the export has it


def customer_of(respondent: str) -> str:
    """Return the customer that a respondent is."""
    return f"K{respondent[1:]}"


def answer(respondent: str, segment: tuple[int, int, str, int, int, int, int], draw: random.Random) -> Row:
    """Return a row of the survey."""
    _, age, education, price, ease, advice, _ = segment
    number = int(respondent[1:])

    def item(level: int) -> str:
        return str(min(5, max(1, level + draw.choice((-1, 0, 0, 0, 1)))))

    return {
        "respondent": respondent,
        "submitted": (_START + timedelta(hours=7 * number)).strftime("%Y-%m-%d %H:%M:%S"),
        "seconds": str(draw.randint(180, 600)),
        "status": "Complete",
        "email": f"person{number}@geheim.example",
        "weight": f"{draw.uniform(0.8, 1.2):.2f}",
        "age": str(age + draw.randint(-6, 6)),
        "education": education if draw.random() < 0.8 else draw.choice(("Low", "Middle", "High")),
        "place": draw.choice(("Café", "Web", "Shop")),
        "q1": item(price),
        "q2": item(ease),
        "q3": item(advice),
        "devices": draw.choice(("Phone", "Phone;Laptop", "Laptop", "Tablet;Phone")),
        "remark": f"Annelies of number {number} told me" if number % 3 == 0 else "",
    }


def customer(respondent: str, segment: tuple[int, int, str, int, int, int, int], draw: random.Random) -> Row:
    """Return a row of analytics."""
    return {
        "customer": customer_of(respondent),
        "visits": str(segment[-1] + draw.randint(-4, 4)),
        "member": draw.choice(("yes", "no")),
    }


def fragments(ids: Sequence[str], draw: random.Random) -> list[Row]:
    """Return six interviews of each segment, each with four codes."""
    chosen = [*ids[:6], *ids[60:66], *ids[110:116]]
    phases = ["", *dict.fromkeys(TOUCHPOINTS.values())]
    return [
        {
            "participant": respondent,
            "phase": draw.choice(phases),
            "code": code,
            "fragment": f"As Wouter says, {code.replace('_', ' ')}: interview {respondent[1:]}.",
            "sentiment": str(draw.randint(-2, 2)),
            "consent": draw.choice(("yes", "yes", "no")),
        }
        for respondent in chosen
        for code in sorted(draw.sample(sorted(CODES), 4))
    ]


def contacts(
    ids: Sequence[str], people: Sequence[tuple[int, int, str, int, int, int, int]], draw: random.Random
) -> list[Row]:
    """Return the contacts of each customer, who goes on to the next phase with a chance of three in four."""
    rows = []
    for respondent, segment in zip(ids, people, strict=True):
        day = _START + timedelta(days=draw.randint(0, 60))
        for touchpoint in TOUCHPOINTS:
            for _ in range(draw.randint(1, 2)):
                moment = day + timedelta(minutes=draw.randint(0, 700))
                rows.append(_contact(customer_of(respondent), moment, touchpoint, segment, draw))
                day += timedelta(days=draw.randint(1, 9))
            if draw.random() > 0.75:
                break
    return rows


def _contact(
    customer: str,
    moment: datetime,
    touchpoint: str,
    segment: tuple[int, int, str, int, int, int, int],
    draw: random.Random,
) -> Row:
    sore = touchpoint == "helpdesk" and segment[3] == 5
    rating = draw.randint(1, 3) if sore else draw.randint(3, 5)
    return {
        "customer": customer,
        "at": moment.strftime("%Y-%m-%d %H:%M:%S"),
        "event": touchpoint,
        "channel": draw.choice(("web", "shop")),
        "csat": str(rating) if draw.random() < 0.6 else "",
        "feeling": draw.choice(sorted(FEELINGS)) if draw.random() < 0.3 else "",
        "note": f"called about Sjoerd, {draw.randint(100, 999)}" if draw.random() < 0.1 else "",
    }
