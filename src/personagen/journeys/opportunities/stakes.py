"""Whom an opportunity affects and what they are worth: customers of the persona, and their mean value."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from scipy import stats

_Z = float(stats.norm.ppf(0.975))
_STAKES = ["customers_affected", "value_at_stake", "value_label", "value_low", "value_high"]


def weigh_stakes(
    lows: pd.DataFrame, published: Mapping[str, pd.DataFrame], value_variable: str | None
) -> pd.DataFrame:
    """Return customers_affected, value_at_stake, its label, value_low and value_high of each low; same index.

    Affected are reach x customer_share x all customers (the rows of analytics that were used), or, where the share of
    all customers isn't known, the linked customers who meet it. The interval of the value at stake takes in how sure
    the mean value, the reach and the share of all customers are, as independent of each other.

    Parameters
    ----------
    lows
        What `find_lows` gives.
    published
        ``personas``, ``profile`` and ``rows``.
    value_variable
        Variable that says what a customer is worth; None where the study has none.
    """
    shares = _shares(lows, published["personas"], _all_customers(published.get("rows")))
    values = _values(lows, published["profile"], value_variable)
    affected, value = shares["affected"], values["value"]
    at_stake = affected * value
    half = _Z * ((affected * values["se"]) ** 2 + (value * shares["se"]) ** 2) ** 0.5
    low = (at_stake - half).mask((values["low"] >= 0) & (at_stake - half < 0), 0.0)
    columns = (affected, at_stake, values["label"], low, at_stake + half)
    return pd.DataFrame(dict(zip(_STAKES, columns, strict=True)), index=lows.index)


def _all_customers(rows: pd.DataFrame | None) -> float:
    used = None if rows is None else rows.loc[rows["source"] == "analytics", "used"]
    return float(used.iloc[0]) if used is not None and len(used) and pd.notna(used.iloc[0]) else float("nan")


def _shares(lows: pd.DataFrame, personas: pd.DataFrame, n_all: float) -> pd.DataFrame:
    """Return the customers affected and the standard error of that number."""
    columns = ["customer_share", "customer_share_low", "customer_share_high"]
    known = lows[["persona"]].join(personas.set_index("persona")[columns].astype("float64"), on="persona")
    share, low, high = (known[column] for column in columns)
    reach = lows["reach"].astype("float64")
    spread = (lows["reach_high"] - lows["reach_low"]).astype("float64")
    scaled = reach * share * n_all
    error = n_all * ((share * spread) ** 2 + (reach * (high - low)) ** 2) ** 0.5 / (2 * _Z)
    counted = lows["n_customers"].astype("float64")
    return pd.DataFrame({"affected": scaled.fillna(counted), "se": error.where(scaled.notna(), 0.0)})


def _values(lows: pd.DataFrame, profile: pd.DataFrame, variable: str | None) -> pd.DataFrame:
    """Return the mean value of each persona's customers, lower end, standard error and label; blank where unknown."""
    rows = profile[(profile["variable"] == variable) & (profile["level"] == "mean")]
    numbers = ["value", "low", "high"]
    known = rows.set_index("persona")[[*numbers, "label"]].astype(dict.fromkeys(numbers, "float64"))
    found = lows[["persona"]].join(known, on="persona")
    return found.assign(se=(found["high"] - found["low"]) / (2 * _Z))[["value", "low", "se", "label"]]
