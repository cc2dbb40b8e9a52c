"""How long after the first contact in a phase people go on."""

from __future__ import annotations

import pandas as pd

from personagen.engine import Engine, LogAccount
from personagen.journeys import expressions as ex
from personagen.journeys.labels import Labels
from personagen.journeys.rules import DAY_US

_EPOCH = pd.Timestamp(0, tz="UTC")
# times of more people than that are told to an hour in a log of a year, so that curves have no million steps
_EXACT_CUSTOMERS, _PARTS = 20_000, 8_192


def to_us(moment: pd.Timestamp) -> int:
    """Return a moment in microseconds since 1970, UTC."""
    return (moment - _EPOCH) // pd.Timedelta(1, unit="us")


def cutoff_of(account: LogAccount) -> int:
    """Return the cut-off in microseconds since 1970, UTC; 0 without contacts."""
    return 0 if account.cutoff is None else to_us(account.cutoff)


def count_durations(engine: Engine, firsts: ex.Frame, account: LogAccount, labels: Labels) -> pd.DataFrame:
    """Return `Counts.durations`."""
    cutoff, n = cutoff_of(account), len(labels.phases)
    unit = _unit_us(account, cutoff)
    parts = [
        engine.collect(ex.count_durations(firsts, phase, n, cutoff, unit)).assign(phase=phase)
        for phase in range(1, n)
    ]
    found = labels.name(pd.concat(parts, ignore_index=True), "phase", "kind", "duration_us")
    days = found.pop("duration_us").astype("float64").clip(lower=0) / DAY_US
    return found.assign(days=days)


def _unit_us(account: LogAccount, cutoff_us: int) -> int:
    """Return to what times are rounded down: nothing, or with many customers the log's period in 8,192 parts."""
    is_large = int(account.customers["n_customers"].sum()) > _EXACT_CUSTOMERS
    return max(1, (cutoff_us - to_us(account.first)) // _PARTS) if is_large and account.first else 1
