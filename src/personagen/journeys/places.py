"""The lanes of the journey map on where people go: actions, touchpoints and channels, from published tables."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from personagen.journeys.labels import ALL
from personagen.journeys.lanes import Row, numbered
from personagen.language.words import Words

_MAIN = 0.5  # a channel with more of the contacts is the one people use
_LEAST_REST = 0.005  # less would read 0 %


def touchpoint_lanes(touchpoints: pd.DataFrame, words: Words) -> Iterator[Row]:
    """Yield what people do (each action once, by the reach of its widest touchpoint) and the touchpoints, by reach.

    A touchpoint says the channel with more than half of its contacts, where there is more than one channel.
    """
    via = _main_channels(touchpoints)
    shown = touchpoints[(touchpoints["channel"] == ALL) & (touchpoints["reach"] > 0)]
    shown = shown.sort_values(["reach", "touchpoint"], ascending=[False, True])
    for phase, rows in shown.groupby("phase", sort=False):
        acted = rows.dropna(subset=["action"]).drop_duplicates("action")
        yield from numbered(phase, "action", acted.assign(text=acted["action"]), "reach", "n_customers")
        places = zip(rows["touchpoint"], rows["label"], strict=True)
        texts = [_with_channel(label, via.get((phase, touchpoint)), words) for touchpoint, label in places]
        yield from numbered(phase, "touchpoint", rows.assign(text=texts), "reach", "n_customers")


def _main_channels(touchpoints: pd.DataFrame) -> dict[tuple[object, object], str]:
    """Return by phase and touchpoint the channel of most of its contacts; empty where there is but one channel."""
    keys = ["phase", "touchpoint"]
    whole = touchpoints["channel"] == ALL
    channels = touchpoints[~whole]
    if channels["channel"].nunique() < 2:  # noqa: PLR2004
        return {}
    total = touchpoints[whole].set_index(keys)["share_of_phase"].rename("total")
    channels = channels.join(total, on=keys)
    main = channels[channels["share_of_phase"] > _MAIN * channels["total"]]
    return {
        (phase, place): channel for phase, place, channel in main[[*keys, "channel"]].itertuples(index=False)
    }


def _with_channel(label: object, channel: str | None, words: Words) -> str:
    if channel is None or channel.casefold() in str(label).casefold():
        return str(label)
    return words.say("journeys.via", label=label, channel=channel)


def channel_lanes(touchpoints: pd.DataFrame, words: Words) -> Iterator[Row]:
    """Yield the channels of each phase with their share of its contacts, and what is left for others together.

    Only cells that the published table shows are added up, so nothing hidden can be told from the sums.
    """
    for phase, rows in touchpoints[touchpoints["channel"] != ALL].groupby("phase", sort=False):
        shares = (
            rows.dropna(subset=["share_of_phase"]).groupby("channel", as_index=False)["share_of_phase"].sum()
        )
        shares = shares[shares["share_of_phase"] > 0].sort_values(
            ["share_of_phase", "channel"], ascending=[False, True]
        )
        shown = list(
            numbered(phase, "channel", shares.assign(text=shares["channel"]), "share_of_phase", None)
        )
        yield from shown
        rest = 1 - sum(row["value"] for row in shown)
        if shown and rest >= _LEAST_REST:
            place = {"phase": phase, "lane": "channel", "position": len(shown) + 1}
            yield {**place, "text": words.say("journeys.channel.rest"), "value": rest}
