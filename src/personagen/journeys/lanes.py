"""The lanes of the journey map, each from published tables whose small cells are hidden already.

Every function returns rows of the contract ``map`` for one persona. Putting them together belongs to `maps`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from personagen.journeys.labels import ALL
from personagen.language.words import Words

Row = dict[str, Any]
Tables = Mapping[str, pd.DataFrame]
NUMBERS = {
    "reach": ("reach", "reach_low", "reach_high", "n_customers"),
    "drop_off": ("drop_off", "drop_off_low", "drop_off_high", "n_going_on"),
    "valence": ("valence", "valence_low", "valence_high", "n_valence"),
    "gap": ("gap", "gap_low", "gap_high", "n_gap"),
    "days_to_next": ("days_to_next_median", None, "days_to_next_p90", "n_going_on"),
}
_MOST = {
    "action": 3,
    "touchpoint": 3,
    "channel": 3,
    "friction": 2,
    "need": 2,
    "quote": 1,
    "moment": 3,
    "opportunity": 2,
}


def number_lanes(journey: pd.DataFrame, words: Words) -> Iterator[Row]:
    """Yield reach, days to the next phase, drop-off, valence and gap of each phase, where shown.

    The words of a drop-off say within which time people had to go on.
    """
    for row in journey.to_dict("records"):
        for lane, (value, low, high, n) in NUMBERS.items():
            if pd.notna(row[value]):
                cell = {"value": row[value], "high": row[high], "n": row[n]}
                yield {
                    "phase": row["phase"],
                    "lane": lane,
                    "position": 1,
                    **cell,
                    "low": row[low] if low else None,
                    "text": _within(row["horizon_days"], words) if lane == "drop_off" else None,
                }


def _within(days: float, words: Words) -> str | None:
    return (
        None
        if pd.isna(days)
        else words.say("journeys.within", n=round(days), count=words.number(round(days)))
    )


def other_lanes(journey: pd.DataFrame, persona: str) -> Iterator[Row]:
    """Yield the valence of the other personas, where shown."""
    others = journey[(journey["persona"] != persona) & journey["valence"].notna()]
    for _, rows in others.groupby("phase", sort=False):
        for position, row in enumerate(rows.to_dict("records"), start=1):
            cell = {"text": row["persona"], "value": row["valence"], "n": row["n_valence"]}
            yield {"phase": row["phase"], "lane": "others", "position": position, **cell}


def source_lane(sources: Mapping[str, str]) -> Iterator[Row]:
    """Yield what the valences of each phase rest on, as the table `journey` says it."""
    for phase, source in sources.items():
        yield {"phase": phase, "lane": "source", "position": 1, "text": source}


def emotion_lane(touchpoints: pd.DataFrame) -> Iterator[Row]:
    """Yield the emotion word that most customers used at one touchpoint of the phase."""
    said = touchpoints[(touchpoints["channel"] == ALL)].dropna(subset=["top_emotion", "n_top_emotion"])
    said = said.sort_values(["n_top_emotion", "top_emotion"], ascending=[False, True])
    for row in said.drop_duplicates("phase").to_dict("records"):
        yield {
            "phase": row["phase"],
            "lane": "emotion",
            "position": 1,
            "text": row["top_emotion"],
            "n": row["n_top_emotion"],
        }


def need_lanes(needs: pd.DataFrame, words: Words) -> Iterator[Row]:
    """Yield the first wishes of each phase, functional and emotional apart; position = rank among those shown.

    Where the first wish is hidden, words say so; the second never stands for it.
    """
    wished = needs[(needs["share"] > 0) & needs["rank"].notna()].sort_values(["rank", "need"])
    said = set()
    for (phase, kind), rows in wished.groupby(["phase", "kind"], sort=False):
        if rows["rank"].iloc[0] == 1:
            said.add((phase, kind))
            yield from numbered(phase, f"need_{kind}", rows.assign(text=rows["label"]), "share", "n")
    hidden = needs.loc[needs["suppressed"], ["phase", "kind"]].drop_duplicates()
    for phase, kind in hidden.itertuples(index=False):
        if (phase, kind) not in said:
            text = words.say("journeys.hidden")
            yield {"phase": phase, "lane": f"need_{kind}", "position": 1, "text": text}


def change_lanes(
    changes: pd.DataFrame, needs: pd.DataFrame, phases: Mapping[str, str], words: Words
) -> Iterator[Row]:
    """Yield a sentence in each phase in which another first wish takes over from the phase before.

    A change to a wish that isn't shown as the first of its phase is left out, so that no other wish carries its mark.

    Parameters
    ----------
    changes, needs
        Rows of the contracts ``need_changes`` and ``needs``.
    phases
        Labels.
    """
    labels = dict(zip(needs["need"], needs["label"], strict=True))
    top = needs[needs["rank"].eq(1).fillna(value=False)].sort_values(
        "need"
    )  # the order of the lane of wishes
    first = top.drop_duplicates(["phase", "kind"]).set_index(["phase", "kind"])["need"].to_dict()
    for row in changes.to_dict("records"):
        if first.get((row["to_phase"], row["kind"])) != row["to_need"]:
            continue
        text = words.say(
            f"journeys.change.{row['kind']}",
            first=labels.get(row["from_need"], row["from_need"]),
            then=labels[row["to_need"]],
            before=phases[row["from_phase"]],
            after=phases[row["to_phase"]],
        )
        place = {"phase": row["to_phase"], "lane": f"change_{row['kind']}", "position": 1}
        yield {**place, "text": text, "n": row["n_interviewed"]}


def quote_lane(quotes: pd.DataFrame) -> Iterator[Row]:
    """Yield a quote for each phase that has one: the first in the order of the table."""
    for phase, rows in quotes[quotes["phase"] != ALL].groupby("phase", sort=False):
        yield from numbered(phase, "quote", rows.assign(text=rows["quote"]), None, None)


def moment_lane(moments: pd.DataFrame, words: Words) -> Iterator[Row]:
    """Yield the moments of each phase, strongest first, moments of truth last."""
    found = moments[~(moments["suppressed"])]
    found = found[found["estimate"].notna() | (found["kind"] == "truth")]
    found = found.assign(_strength=found["estimate"].abs().fillna(-1), _whole=found["touchpoint"] == ALL)
    found = found.sort_values(
        ["_strength", "_whole", "touchpoint", "kind"], ascending=[False, True, True, True]
    )
    for phase, rows in found.groupby("phase", sort=False):
        texts = [_moment_text(row, words) for row in rows.to_dict("records")]
        yield from numbered(phase, "moment", rows.assign(text=texts), "estimate", "n", ("low", "high"))


def _moment_text(row: Mapping[Any, Any], words: Words) -> str:
    place = words.say("journeys.place.phase") if row["touchpoint"] == ALL else str(row["label"])
    return words.say(f"journeys.moment.{row['kind']}", place=place)


def numbered(
    phase: object, lane: str, rows: pd.DataFrame, value: str | None, n: str | None, ends: tuple[str, str] | None = None
) -> Iterator[Row]:  # fmt: skip
    """Yield the first rows of a lane with their places, as many as it holds."""
    most = _MOST[lane.partition("_")[0]]
    for position, row in enumerate(rows.head(most).to_dict("records"), start=1):
        found = {"phase": phase, "lane": lane, "position": position, "text": row["text"]}
        found |= {"value": row[value] if value else None, "n": row[n] if n else None}
        yield found | ({"low": row[ends[0]], "high": row[ends[1]]} if ends else {})
