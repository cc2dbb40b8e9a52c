"""Whether what people wish in a phase is borne out by what they feel there."""

from __future__ import annotations

import numpy as np
import pandas as pd

from personagen.journeys.sources import asked_in


def judge_needs(needs: pd.DataFrame, journey: pd.DataFrame) -> pd.DataFrame:
    """Return the needs with their status.

    A wish says that something is lacking. It is **confirmed** where the persona's valence in that phase lies below
    the mean of its own journey (the whole 95 % interval), **contradicted** where it lies above, and **untested**
    where the interval holds that mean or nothing was measured. The mean of the journey is that of the phases asked in the
    same place (logs, survey or interviews), weighted by the people with a valence; one phase alone tests nothing.

    Parameters
    ----------
    needs
        Contract ``needs``, status still blank.
    journey
        Contract ``journey``, suppressed or not.
    """
    felt = journey.dropna(subset=["valence", "n_valence"])
    n = felt["n_valence"].astype("float64")
    own = [felt["persona"], asked_in(felt["valence_source"])]
    mean = (felt["valence"] * n).groupby(own).transform("sum") / n.groupby(own).transform("sum")
    is_held = n.groupby(own).transform("size") > 1
    ends = felt[["persona", "phase", "valence_low", "valence_high"]].assign(mean=mean.where(is_held))
    both = needs[["persona", "phase"]].merge(ends, on=["persona", "phase"], how="left", validate="m:1")
    below, above = both["valence_high"] < both["mean"], both["valence_low"] > both["mean"]
    status = np.select([below, above], ["confirmed", "contradicted"], "untested")
    return needs.assign(status=pd.Series(status, index=needs.index, dtype="str"))
