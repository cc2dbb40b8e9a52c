"""The table `map`: which words and numbers stand in which lane of which phase, from published tables, in English."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from personagen.study import Study

from .contacts import ALL, UNASSIGNED
from .map_frame import foot, head
from .published import Row, Tables, are_comparable, by, read_tables, sources

STRONG, MAIN, LEAST_REST = 30, 0.5, 0.005
KEY = ["persona", "phase", "lane", "position"]
NUMBERS = ["value", "low", "high", "n"]
MOMENTS = {
    "magic": "Beyond expectation",
    "misery": "Below expectation",
    "peak": "High point",
    "pain": "Pain point",
    "truth": "Moment of truth",
}
HIDDEN = "hidden so that nobody can be recognised"
Lane = tuple[str, str, list[dict[str, Any]]]


def journey_map(published: Mapping[str, pd.DataFrame], study: Study) -> pd.DataFrame:
    """Return the lanes of all personas' maps."""
    tables = read_tables(published)
    personas = sorted({row["persona"] for row in tables["journey"]} - {ALL, UNASSIGNED}, key=int)
    rows = [
        {"persona": persona, "phase": phase, "lane": lane, "position": position, **cell}
        for persona in personas
        for phase, lane, cells in _lanes(tables, persona)
        for position, cell in enumerate(cells, start=1)
        if cell
    ]
    table = pd.DataFrame(rows, columns=[*KEY, "text", *NUMBERS]).astype(dict.fromkeys(NUMBERS, "float64"))
    evident = ("reach", "drop_off", "valence", "gap", "days_to_next", "moment", "opportunity")
    table["evidence"] = [
        None if math.isnan(n) or lane not in evident else _evidence(n, study)
        for lane, n in zip(table["lane"], table["n"], strict=True)
    ]
    return table.set_index(KEY)


def _evidence(n: float, study: Study) -> str:
    thin = "thin" if n >= study.privacy.minimum_cell else "none"
    return "strong" if n >= STRONG else thin


def _lanes(tables: Tables, persona: str) -> Iterator[Lane]:
    """Yield phase, lane and the cells in their order; an empty cell keeps its place free."""
    mine = {name: [row for row in rows if row.get("persona") == persona] for name, rows in tables.items()}
    phases = {row["phase"]: row["label"] for row in sorted(tables["phases"], key=lambda row: row["position"])}
    yield ALL, "header", [*head(mine)]
    yield ALL, "footer", [{"text": line} for line in foot(tables, mine, phases)]
    asked = {} if are_comparable(tables["journey"]) else sources(tables["journey"])
    several = len({row["channel"] for row in mine.get("touchpoints", [])} - {ALL}) > 1
    labels = {row["need"]: row["label"] for row in mine.get("needs", [])}
    for place, (phase, label) in enumerate(phases.items()):
        here = {name: [row for row in rows if row.get("phase") == phase] for name, rows in mine.items()}
        lanes: dict[str, list[dict[str, Any]]] = {"header": [{}] * place + [{"text": label}]}
        for row in here["journey"]:
            lanes |= _of_phase(row)
        lanes["others"] = _others(tables["journey"], phase, persona)
        lanes["source"] = [{"text": asked[phase]}] if phase in asked else []
        lanes |= _places(here.get("touchpoints", []), several=several)
        for kind in ("functional", "emotional"):
            needs = [row for row in here.get("needs", []) if row["kind"] == kind]
            changes = [r for r in mine.get("need_changes", []) if (r["kind"], r["to_phase"]) == (kind, phase)]
            lanes[f"need_{kind}"] = _needs(needs)
            lanes[f"change_{kind}"] = [*_changes(changes, needs, labels, phases)]
        lanes["quote"] = [{"text": row["quote"]} for row in here.get("quotes", [])][:1]
        lanes["moment"] = _moments(here.get("moments", []))
        lanes["opportunity"] = _opportunities(here.get("opportunities", []))
        yield from ((phase, lane, cells) for lane, cells in lanes.items())


def _of_phase(row: Row) -> dict[str, list[dict[str, Any]]]:
    """Return the numbers of a phase that are shown, with their intervals."""
    people = {"reach": "n_customers", "drop_off": "n_going_on", "valence": "n_valence", "gap": "n_gap"}
    cells: dict[str, dict[str, Any]] = {
        name: {"value": row[name], "low": row[f"{name}_low"], "high": row[f"{name}_high"], "n": row[n]}
        for name, n in people.items()
    }
    median, nine_in_ten = row["days_to_next_median"], row["days_to_next_p90"]
    cells["days_to_next"] = {"value": median, "high": nine_in_ten, "n": row["n_going_on"]}
    if row["horizon_days"] is not None:
        days = round(row["horizon_days"])
        cells["drop_off"]["text"] = f"within {days:,} day" + "s" * (days != 1)
    return {name: [cell] for name, cell in cells.items() if cell["value"] is not None}


def _others(journey: Sequence[Row], phase: str, persona: str) -> list[dict[str, Any]]:
    return [
        {"text": row["persona"], "value": row["valence"], "n": row["n_valence"]}
        for row in journey
        if row["phase"] == phase
        and row["persona"] not in (persona, ALL, UNASSIGNED)
        and row["valence"] is not None
    ]


def _places(touchpoints: Sequence[Row], *, several: bool) -> dict[str, list[dict[str, Any]]]:
    """Return actions, touchpoints, channels, friction and the emotion of one phase."""
    whole = [row for row in touchpoints if row["channel"] == ALL]
    channels = [row for row in touchpoints if row["channel"] != ALL and row["share_of_phase"] is not None]
    met = _most(whole, "reach", "touchpoint")
    acted = [rows[0] for action, rows in by(met, "action").items() if action is not None]
    hindered = _most(whole, "friction", "touchpoint")
    said = _most((row for row in whole if row["top_emotion"]), "n_top_emotion", "top_emotion")
    return {
        "action": [{"text": r["action"], "value": r["reach"], "n": r["n_customers"]} for r in acted[:3]],
        "touchpoint": [
            {"text": _via(row, channels if several else []), "value": row["reach"], "n": row["n_customers"]}
            for row in met[:3]
        ],
        "channel": [*_mix(channels)],
        "friction": [
            {"text": r["label"], "value": r["friction"], "n": r["n_customers"]} for r in hindered[:2]
        ],
        "emotion": [{"text": row["top_emotion"], "n": row["n_top_emotion"]} for row in said[:1]],
    }


def _most(rows: Iterable[Row], number: str, name: str) -> list[Row]:
    """Return the rows with a number above 0, most first, of equals the first name."""
    return sorted((row for row in rows if row[number]), key=lambda row: (-row[number], row[name]))


def _via(row: Row, channels: Sequence[Row]) -> str:
    """Return a touchpoint with the channel of more than half of its contacts, unless its label says it already."""
    label = str(row["label"])
    for each in channels:
        is_here = each["touchpoint"] == row["touchpoint"] and row["share_of_phase"] is not None
        if is_here and each["share_of_phase"] > MAIN * row["share_of_phase"]:
            return label if each["channel"].lower() in label.lower() else f"{label} ({each['channel']})"
    return label


def _mix(channels: Sequence[Row]) -> Iterator[dict[str, Any]]:
    """Yield the three channels with most contacts and what is left for others, as far as it is shown."""
    sums = [
        {"channel": channel, "share": sum(row["share_of_phase"] for row in rows)}
        for channel, rows in by(channels, "channel").items()
    ]
    shown = _most(sums, "share", "channel")[:3]
    yield from ({"text": row["channel"], "value": row["share"]} for row in shown)
    rest = 1 - sum(row["share"] for row in shown)
    if shown and rest >= LEAST_REST:
        yield {"text": "other", "value": rest}


def _needs(needs: Sequence[Row]) -> list[dict[str, Any]]:
    """Return the first two wishes; where the first is hidden, that."""
    wished = sorted(
        (row for row in needs if row["share"] and row["rank"]), key=lambda row: (row["rank"], row["need"])
    )
    if wished and wished[0]["rank"] == 1:
        return [{"text": row["label"], "value": row["share"], "n": row["n"]} for row in wished[:2]]
    return [{"text": HIDDEN}] if any(row["suppressed"] for row in needs) else []  # fmt: skip


def _changes(
    changes: Sequence[Row], needs: Sequence[Row], labels: Mapping[str, str], phases: Mapping[str, str]
) -> Iterator[dict[str, Any]]:
    """Yield that another wish took over, where it is the first one shown."""
    first = min((row["need"] for row in needs if row["rank"] == 1), default=None)
    for row in changes:
        if row["to_need"] == first:
            wish = {"functional": "first wish", "emotional": "first emotional wish"}[row["kind"]]
            before = f"“{labels.get(row['from_need'], row['from_need'])}” ({phases[row['from_phase']]})"
            after = f"“{labels[row['to_need']]}” ({phases[row['to_phase']]})"
            yield {"text": f"The {wish} changes: after {before} comes {after}", "n": row["n_interviewed"]}


def _moments(moments: Sequence[Row]) -> list[dict[str, Any]]:
    """Return the three strongest moments; those of truth, which have no strength, come last."""
    told = [row for row in moments if not row["suppressed"]]
    felt = [row for row in told if row["estimate"] is not None]
    felt.sort(
        key=lambda row: (-abs(row["estimate"]), row["touchpoint"] == ALL, row["touchpoint"], row["kind"])
    )
    truths = [row for row in told if row["kind"] == "truth" and row["estimate"] is None]
    truths.sort(key=lambda row: (row["touchpoint"] == ALL, row["touchpoint"]))
    return [
        {
            "text": f"{MOMENTS[row['kind']]}: {'the whole phase' if row['touchpoint'] == ALL else row['label']}",
            **{name: row[column] for name, column in (("value", "estimate"), ("low", "low"), ("high", "high"), ("n", "n"))},
        }
        for row in (*felt, *truths)[:3]
    ]  # fmt: skip


def _opportunities(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """Return the two highest opportunities that people haven't done with."""
    status = {"open": "", "planned": " (planned)", "doing": " (under way)"}
    shown = sorted((row for row in rows if row["status"] in status), key=lambda row: row["rank"])
    return [
        {
            "text": f"No. {row['rank']:,}: {row['sentence']}{status[row['status']]}",
            "value": row["score"],
            "n": row["n"],
        }
        for row in shown[:2]
    ]
