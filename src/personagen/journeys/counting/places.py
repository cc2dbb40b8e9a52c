"""What was done and said at each touchpoint and channel."""

from __future__ import annotations

import narwhals as nw
import pandas as pd

from personagen.engine import Contacts, Engine, passing
from personagen.journeys import expressions as ex
from personagen.journeys.labels import Labels


def count_places(
    engine: Engine, visits: ex.Frame, feelings: ex.Frame, people: ex.Frame, key: str
) -> pd.DataFrame:
    """Return persona, ``key`` and the sums of `expressions.sum_visits` and `sum_feelings`, 0 where nothing was felt."""
    met = engine.add_up(ex.sum_visits(visits, people, key), "persona", key)
    felt = engine.add_up(ex.sum_feelings(feelings, people, key), "persona", key)
    sums = felt.dtypes.drop(["persona", key])
    # as floats, which have blanks, they would be rounded
    both = met.merge(felt.astype(dict.fromkeys(sums.index, object)), on=["persona", key], how="left")
    return both.assign(
        **{name: both[name].where(both[name].notna(), 0).astype(sums[name]) for name in sums.index}
    )


def count_touchpoints(
    engine: Engine, contacts: Contacts, people: ex.Frame, ends: pd.DataFrame, labels: Labels
) -> pd.DataFrame:
    """Return `Counts.by_touchpoint`: the sums by channel and, as channel ``all``, by touchpoint."""
    frame = contacts.frame

    def count(frame: ex.Frame, key: str) -> pd.DataFrame:
        return count_places(engine, ex.build_visits(frame, key), ex.build_feelings(frame, key), people, key)

    channels = count(frame, "step")
    together = labels.merge_channels(
        channels, lambda several: count(frame.filter(nw.col("touchpoint").is_in(several)), "touchpoint")
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
    channels = engine.add_up(ex.count_words(said, "step"), "persona", "step", "emotion")
    together = labels.merge_channels(
        channels,
        lambda several: engine.add_up(
            ex.count_words(said.filter(nw.col("touchpoint").is_in(several)), "touchpoint"),
            "persona",
            "touchpoint",
            "emotion",
        ),
    )
    found = labels.place_both(channels, together)
    return labels.name(found, "phase", "touchpoint", "channel", "emotion")
