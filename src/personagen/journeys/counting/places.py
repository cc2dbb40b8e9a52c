"""What was done and said at each touchpoint and channel."""

from __future__ import annotations

import pandas as pd

from personagen.engine import Contacts, Engine, passing
from personagen.journeys import expressions as ex
from personagen.journeys.labels import Labels


def count_touchpoints(
    engine: Engine, contacts: Contacts, people: ex.Frame, ends: pd.DataFrame, labels: Labels
) -> pd.DataFrame:
    """Return `Counts.by_touchpoint`: the sums by channel and, as channel ``all``, by touchpoint."""
    channels, together = (
        engine.collect(ex.sum_customers(ex.sum_contacts(contacts.frame, key), people, key))
        for key in ("step", "touchpoint")
    )
    firsts = labels.steps["first_step"].to_dict()
    whole = ends.assign(**{end: ends[end].map(firsts) for end in ("entry", "exit")})
    found = labels.place_both(_with_ends(channels, ends, "step"), _with_ends(together, whole, "touchpoint"))
    return labels.name(found, "phase", "touchpoint", "channel")


def _with_ends(frame: pd.DataFrame, ends: pd.DataFrame, key: str) -> pd.DataFrame:
    for end in ("entry", "exit"):
        counted = ends.groupby(["persona", end])["n"].sum().rename(f"n_{end}").rename_axis(["persona", key])
        counted_rows = counted.reset_index()
        frame = frame.merge(counted_rows, on=["persona", key], how="left").fillna({f"n_{end}": 0})
    return frame.astype({"n_entry": "int64", "n_exit": "int64"})


@passing
def count_emotions(engine: Engine, contacts: Contacts, people: ex.Frame, labels: Labels) -> pd.DataFrame:
    """Return `Counts.words`."""
    said = engine.keep("said", ex.build_said(contacts.frame, contacts.places, people))
    channels, together = (engine.collect(ex.count_words(said, key)) for key in ("step", "touchpoint"))
    found = labels.place_both(channels, together)
    return labels.name(found, "phase", "touchpoint", "channel", "emotion")
