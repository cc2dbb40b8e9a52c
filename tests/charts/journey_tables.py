"""Published tables of journeys told whole, as a run would write them: going on, flows, one path, differences, drivers.

The numbers are made up but hang together: what goes into a step comes out of it, curves rise, intervals hold their
estimate.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from personagen.contracts import PUBLISHED

Entry = dict[str, object]
DAYS = (0, 1, 3, 7, 14, 30, 60, 90)
METRICS = ("reach", "contacts", "valence", "gap", "drop_off")
MAGIC, PAIN = ("1", "use", "valence"), ("1", "service", "valence")


def _conform(name: str, rows: Sequence[Entry]) -> pd.DataFrame:
    if not rows:
        return PUBLISHED[name].empty()
    frame = pd.DataFrame(rows)
    return PUBLISHED[name].conform(frame[[column for column in frame if column in PUBLISHED[name].columns]])


def time_to_phase(k: int, phases: Sequence[str]) -> pd.DataFrame:
    """Return rising curves for all phases but the last; persona 1 has two hidden days at the end of the first."""
    rows: list[Entry] = []
    for i in range(k):
        for j, phase in enumerate(phases[:-1]):
            for place, days in enumerate(DAYS):
                share = 0.0 if not days else (0.9 - 0.06 * (i + j % 3)) * (1 - np.exp(-days / (6 + 4 * j)))
                row: Entry = {"persona": str(i + 1), "phase": phase, "days": float(days), "share": share}
                row |= {"low": max(0.0, share - 0.05), "high": min(1.0, share + 0.05)}
                row |= {"at_risk": round((400 - 40 * i) * (1 - share) * 0.97**place), "suppressed": False}
                if (i, j) == (0, 0) and place > 5:
                    row |= dict.fromkeys(("share", "low", "high", "at_risk")) | {"suppressed": True}
                rows.append(row)
    return _conform("time_to_phase", rows)


def flows(k: int, touchpoints: Mapping[str, Sequence[str]], steps: int = 4) -> pd.DataFrame:
    """Return flows in which everybody who comes into a node leaves it, on to the next step or for good."""
    places = [(label.lower(), label, phase) for phase, labels in touchpoints.items() for label in labels[:1]]
    rows: list[Entry] = []
    for persona in [*map(str, range(1, k + 1)), "all"]:
        n = 300 - 20 * (int(persona) if persona.isdigit() else 0)
        there = {place[0]: n // (2 + h) for h, place in enumerate(places[:3])} | {"other": 40}
        for step in range(1, steps + 1):
            after: dict[str, int] = {}
            targets = [p[0] for p in places[step : step + 3]] + ["other"]
            for start, size in there.items():
                for target, part in _parts([t for t in targets if t != start], size).items():
                    rows.append(
                        {
                            "persona": persona,
                            "step": step,
                            "from_touchpoint": start,
                            "to_touchpoint": target,
                            "n": part,
                        }
                    )
                    if target != "left":
                        after[target] = after.get(target, 0) + part
            there = after
    named = {p[0]: p[1] for p in places} | {"other": "overige", "left": "vertrokken"}
    phased = {p[0]: p[2] for p in places}
    for row in rows:
        for end in ("from", "to"):
            name = str(row[f"{end}_touchpoint"])
            row |= {f"{end}_label": named[name], f"{end}_phase": phased.get(name), "suppressed": False}
    return _conform("flows", rows)


def _parts(targets: Sequence[str], size: int) -> dict[str, int]:
    """Split a node: a third leaves, the rest goes on, most to the first."""
    left = size // 3
    found, rest = {"left": left}, size - left
    for target in targets[:-1]:
        found[target] = rest // 2
        rest -= rest // 2
    return {name: n for name, n in (found | {targets[-1]: rest}).items() if n}


def representative(k: int, touchpoints: Mapping[str, Sequence[str]]) -> pd.DataFrame:
    """Return the journey of each persona but the last, which has no pattern that enough people share."""
    rows: list[Entry] = []
    for i in range(k - 1):
        for position, (phase, labels) in enumerate(list(touchpoints.items())[: 5 - i % 2], start=1):
            row: Entry = {
                "persona": str(i + 1),
                "position": position,
                "phase": phase,
                "touchpoint": labels[i % 2].lower(),
            }
            row |= {
                "label": labels[i % 2],
                "channel": "web" if position % 2 else None,
                "days": 4.0 * (position - 1) ** 2,
            }
            row |= {
                "valence": None if position == 3 else 0.4 - 0.2 * position + 0.1 * i,
                "share": 0.31,
                "n": 92 - 8 * i,
            }
            row |= {"text": f"Stap {position}: {labels[i % 2]}.", "distance": 0.42, "suppressed": False}
            rows.append(row)
    return _conform("representative", rows)


def differences(k: int, phases: Sequence[str], metrics: Sequence[str] = METRICS) -> pd.DataFrame:
    """Return small differences all over, one large one up and one down of persona 1, one hidden, one circular metric."""
    rows: list[Entry] = []
    for i in range(k):
        for j, phase in enumerate(phases):
            for h, metric in enumerate(metrics):
                key = (str(i + 1), phase, metric)
                effect = {MAGIC: 0.81, PAIN: -0.94}.get(key, 0.12 * np.sin(i + 2 * j + 3 * h))
                if metric == "drop_off" and j == len(phases) - 1:
                    continue
                is_circular = metric == "contacts"
                p = None if is_circular else 0.001 if abs(effect) > 0.5 else 0.4
                row: Entry = {
                    "persona": key[0],
                    "phase": phase,
                    "metric": metric,
                    "value": 0.4 + effect / 4,
                    "rest": 0.4 - effect / 4,
                }
                row |= {
                    "difference": effect / 2,
                    "low": effect / 2 - 0.1,
                    "high": effect / 2 + 0.1,
                    "effect_size": effect,
                }
                row |= {
                    "p": p,
                    "p_adjusted": p,
                    "n": 120,
                    "n_rest": 380,
                    "is_circular": is_circular,
                    "suppressed": False,
                }
                if (i, j, h) == (1, 2, 0):
                    row |= dict.fromkeys(
                        ("value", "difference", "low", "high", "effect_size", "p", "p_adjusted", "n")
                    )
                    row |= {"suppressed": True}
                rows.append(row)
    return _conform("differences", rows)


def drivers(k: int, phases: Sequence[str]) -> pd.DataFrame:
    """Return one phase that goes with the outcome for everybody, and one blank row."""
    rows: list[Entry] = []
    for persona in [*map(str, range(1, k + 1)), "all"]:
        for j, phase in enumerate(phases[:-1]):
            effect = 1.4 if phase == "use" else 0.1 * (j - 2)
            row: Entry = {
                "persona": persona,
                "phase": phase,
                "outcome": "Verlenging bereikt",
                "model": "logistic",
            }
            row |= {
                "effect": effect,
                "low": effect - 0.4,
                "high": effect + 0.4,
                "p": 0.0002 if j == 3 else 0.5,
            }
            row |= {
                "p_adjusted": 0.001 if j == 3 else 0.7,
                "n": 210,
                "evidence": "strong",
                "makes_up": "untold",
            }
            row |= {"sentence": f"Beleving in {phase} gaat samen met verlenging.", "suppressed": False}
            if (persona, j) == ("1", 4):
                row |= dict.fromkeys(("effect", "low", "high", "p", "p_adjusted", "n")) | {"evidence": "none"}
            rows.append(row)
    return _conform("drivers", rows)


def opportunities(k: int) -> pd.DataFrame:
    """Return two opportunities of the first persona, one of the second that is done."""
    found = (
        ("1", "service", "Klantenservice aan de telefoon", 0.31, 1, "open"),
        ("1", "orientation", "Vergelijkingssite", 0.12, 2, "planned"),
        ("2", "buy", "Betaalpagina", 0.1, 3, "done"),
    )
    rows = [
        {
            "opportunity": f"persona-{persona}-{phase}",
            "persona": persona,
            "phase": phase,
            "touchpoint": label.lower(),
            "label": label,
            "reach": 0.5,
            "severity": 2 * score,
            "measure": "valence",
            "score": score,
            "rank": rank,
            "n": 84,
            "evidence": "strong",
            "n_customers": 120,
            "severity_low": score,
            "severity_high": 3 * score,
            "p_adjusted": 0.001,
            "customers_affected": 120.0,
            "status": status,
            "sentence": f"Hoe kunnen we {label} zo maken dat mensen zich daar snel en goed geholpen voelen?",
            "suppressed": False,
        }
        for persona, phase, label, score, rank, status in found
        if int(persona) <= k
    ]
    return _conform("opportunities", rows)
