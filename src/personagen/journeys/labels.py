"""Names for the codes of small tables of counts, and the rows of all personas together."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from personagen.engine import Contacts

ALL, UNASSIGNED = "all", "unassigned"
_NAMELESS = {"": ALL, ALL: f"{ALL} (channel)"}


class Labels:
    """Turns the codes of a small table into names and adds the rows of ``all``."""

    def __init__(self, contacts: Contacts, phases: tuple[str, ...]) -> None:
        self.personas, self.emotions, self.phases = contacts.personas, contacts.emotions, phases
        self.steps = contacts.steps.assign(channel=contacts.steps["channel"].replace(_NAMELESS))

    def name(self, frame: pd.DataFrame, *keys: str) -> pd.DataFrame:
        """Return the frame with names for codes, and ``all``: the sums over the personas by ``keys``."""
        named = frame.assign(persona=frame["persona"].map(dict(enumerate(self.personas))))
        if "phase" in frame:
            named["phase"] = frame["phase"].map(dict(enumerate(self.phases, start=1)))
        if "emotion" in frame:
            named["emotion"] = frame["emotion"].map(dict(enumerate(self.emotions)))
        linked = named[named["persona"] != UNASSIGNED].drop(columns="persona")
        if keys:
            together = linked.groupby([*keys], as_index=False, sort=True, dropna=False).sum()
        else:
            together = linked.sum().to_frame().T
        found = pd.concat([named, together.assign(persona=ALL)], ignore_index=True)
        return found.sort_values(["persona", *keys], ignore_index=True)

    def place(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Return the frame with phase (position), touchpoint and channel in the place of ``step``."""
        places = self.steps[["phase", "touchpoint", "channel"]]
        return frame.join(places, on="step").drop(columns="step").astype({"phase": "int64"})

    def merge_channels(
        self, channels: pd.DataFrame, count: Callable[[list[int]], pd.DataFrame]
    ) -> pd.DataFrame:
        """Return counts by touchpoint: of those with one channel what was counted by channel, of the others a count of their own.

        Parameters
        ----------
        channels
            With ``step``.
        count
            Counts the touchpoints given, as ``touchpoint``: the step of their first channel.
        """
        is_several = self.steps["first_step"].duplicated(keep=False) & self.steps["phase"].notna()
        single = channels[~channels["step"].map(is_several)].rename(columns={"step": "touchpoint"})
        several = [int(step) for step in self.steps["first_step"][is_several].unique()]
        return pd.concat([single, count(several)], ignore_index=True) if several else single

    def place_both(self, channels: pd.DataFrame, together: pd.DataFrame) -> pd.DataFrame:
        """Return counts by channel and, as channel ``all``, those by touchpoint.

        Parameters
        ----------
        channels, together
            With ``step``, and with ``touchpoint`` as the step of its first channel.
        """
        by_channel = self.place(channels)
        whole = self.place(together.rename(columns={"touchpoint": "step"})).assign(channel=ALL)
        return pd.concat([by_channel[by_channel["channel"] != ALL], whole], ignore_index=True)
