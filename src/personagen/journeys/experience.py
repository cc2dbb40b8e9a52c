"""The table `experience`, peak-end and mean valence of whole journeys, and the peak-end of each linked respondent."""

from __future__ import annotations

from typing import Literal

import numpy as np
import pandas as pd

from personagen.contracts.experience import EXPERIENCE
from personagen.contracts.people import PEAK_END
from personagen.journeys.counts import Counts
from personagen.journeys.expressions import NANO
from personagen.journeys.feelings import mean_and_sd
from personagen.journeys.labels import ALL
from personagen.journeys.sampling import draw_of
from personagen.statistics.intervals import mean_interval
from personagen.study import Study

_MOST = 0.9


def summarise_experience(counts: Counts, study: Study) -> pd.DataFrame:
    """Return the contract ``experience``, nothing suppressed yet.

    Peak-end [Kahneman et al. 1993, *Psychological Science*] of a customer is the mean of the most extreme and of the last
    valence. It is undefined while the journey is open: the last phase wasn't reached, and the last contact is younger than
    ``horizon_days`` of the study; with ``auto`` younger than the time within which nine in ten of those who went on to a
    later phase had done so.
    """
    quiet = _quiet_days(counts.durations, study.journeys.horizon_days)
    peaks = counts.peaks
    is_over = _is_over(peaks, quiet)
    over = _summed(peaks[is_over], ["n", "p", "pp"], counts.personas)
    n_open = _summed(peaks[~is_over], ["n"], counts.personas)["n"]
    logged = counts.own if "source" not in counts.own else counts.own[counts.own["source"] == ""]
    own = _summed(logged, ["n", "o", "oo"], counts.personas)
    mean, sd = mean_and_sd(over["n"], over["p"], over["pp"])
    low, high = mean_interval(mean, sd, over["n"])
    valence, spread = mean_and_sd(own["n"], own["o"], own["oo"])
    valence_low, valence_high = mean_interval(valence, spread, own["n"])
    table = pd.DataFrame({"persona": counts.personas, "n": over["n"].to_numpy(), "peak_end": mean})
    return EXPERIENCE.conform(
        table.assign(
            low=np.clip(low, -1, 1),
            high=np.clip(high, -1, 1),
            n_open=n_open.to_numpy(),
            quiet_days=quiet,
            n_valence=own["n"].to_numpy(),
            valence=valence,
            valence_low=np.clip(valence_low, -1, 1),
            valence_high=np.clip(valence_high, -1, 1),
            suppressed=False,
        )
    )


def assess_peak_end(counts: Counts, assignments: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Return the private contract ``peak_end``: the values that ``experience`` has the means of, respondent by respondent.

    Parameters
    ----------
    assignments
        Its contract: those the contacts were counted with.
    """
    linked = assignments.dropna(subset=["customer_id", "persona"])
    drawn = linked.assign(draw=linked["customer_id"].map(draw_of)).drop_duplicates("draw", keep=False)
    each = drawn[["respondent_id", "persona", "draw"]].merge(counts.peak_ends, on="draw", validate="1:m")
    is_open = ~_is_over(each, _quiet_days(counts.durations, study.journeys.horizon_days))
    table = each.assign(peak_end=(each["p"] / NANO).mask(is_open), is_open=is_open)
    return PEAK_END.conform(table.sort_values("respondent_id"))


def _is_over(journeys: pd.DataFrame, quiet_days: float) -> pd.Series:
    """Tell of journeys with ``is_done`` and ``silent_days`` which ones are over."""
    return (journeys["is_done"] == 1) | (journeys["silent_days"] >= quiet_days)


def _quiet_days(durations: pd.DataFrame, horizon: Literal["auto"] | int) -> float:
    """Return after how many days without a contact a journey is over; 0 where nobody ever went on."""
    if horizon != "auto":
        return float(horizon)
    gone = durations[(durations["persona"] == ALL) & (durations["kind"] == 1)].sort_values("days")
    reached = gone["n"].cumsum() >= _MOST * gone["n"].sum()
    return float(np.ceil(gone["days"][reached].iloc[0])) if len(gone) else 0.0


def _summed(table: pd.DataFrame, columns: list[str], personas: list[str]) -> pd.DataFrame:
    return table.groupby("persona")[columns].sum().reindex(personas).fillna(0).astype(object)
