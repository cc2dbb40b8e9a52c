"""The table `journey_changes` of a comparison: what changed in the journeys between two runs.

Made from what both runs published, so that nothing hidden enters. Who is who is found in `personas`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from personagen.contracts.differences import CHANGING, JOURNEY_CHANGES
from personagen.contracts.table import persona_order
from personagen.journeys.feelings import STRONG
from personagen.journeys.labels import ALL
from personagen.statistics.effects import benjamini_hochberg
from personagen.statistics.published import Change, curve_change, mean_change, mean_sd, share_change

SIGNIFICANT = 0.05
Tables = Mapping[str, pd.DataFrame]
_PLACE = ["persona", "phase", "touchpoint"]
_KEY = [*_PLACE, "metric"]
_NUMBERS = ["value", "low", "high", "n", "yes"]


def compare_journeys(
    old: Tables, new: Tables, carried: Mapping[str, str], *, compare_reach: bool = True
) -> pd.DataFrame:
    """Return what changed in the journeys of everybody and of the personas that were carried over.

    A place counts where both runs know it and, of a feeling, asked for it in the same way. Shares are tested by Fisher's
    exact test, means by Welch's, drop-off at the shorter of the two horizons by its Kaplan-Meier estimates; all are
    corrected together. Both runs count as independent, which is careful where the same customers are in both. What
    rests on fewer than 30 customers in either run is shown and not tested: the smallest p of many decides, and there
    the tests of means aren't exact.

    Parameters
    ----------
    old, new
        By name the published tables of each run: ``journey``, and where there are ``touchpoints`` and
        ``time_to_phase``.
    carried
        Persona of the new run -> persona of the old run that it was carried from.
    compare_reach
        False where the logs span different lengths of time: who is followed for longer meets more.

    Returns
    -------
    pandas.DataFrame
        Contract ``journey_changes``; rows that neither run can tell anything of are left out.
    """
    before, now = (_figures(tables) for tables in _at_one_horizon(old, new))
    back = {**carried, ALL: ALL}
    now = now[now["persona"].isin(back)]
    now = now.assign(old_persona=now["persona"].map(back))
    both = now.merge(
        before.rename(columns={"persona": "old_persona"}),
        on=["old_persona", *_KEY[1:]],
        suffixes=("_now", "_before"),
        validate="1:1",
    )
    both = both[both["value_now"].notna() | both["value_before"].notna()]
    is_alike = (
        both["asked_now"].eq(both["asked_before"]) | both["asked_now"].isna() | both["asked_before"].isna()
    )
    both = both[is_alike & (compare_reach | both["metric"].ne("reach"))].reset_index(drop=True)
    return JOURNEY_CHANGES.conform(_ordered(_tested(both), new)) if len(both) else JOURNEY_CHANGES.empty()


def _tested(both: pd.DataFrame) -> pd.DataFrame:
    """Add change, interval and p of each metric by its own test, corrected over all."""
    parts = [_changes(rows, metric) for metric, rows in both.groupby("metric", sort=False)]
    table = both.join(pd.concat(parts))
    is_few = ~(table["n_now"].ge(STRONG) & table["n_before"].ge(STRONG))
    table["p"] = table["p"].mask(is_few)
    table["p_adjusted"] = benjamini_hochberg(table["p"])
    return table.assign(
        before=table["value_before"],
        now=table["value_now"],
        horizon_days=table["horizon_days_now"],
        is_changed=table["p_adjusted"] < SIGNIFICANT,
    )


def _changes(rows: pd.DataFrame, metric: object) -> pd.DataFrame:
    old, new = (
        {name: rows[f"{name}_{run}"].astype("float64") for name in _NUMBERS} for run in ("before", "now")
    )
    if metric in {"reach", "friction"}:
        found = share_change(old["yes"], old["n"], new["yes"], new["n"])
    elif metric == "drop_off":
        found = curve_change(*((one["value"], one["low"], one["high"]) for one in (old, new)))
    else:
        spreads = [mean_sd(one["value"], one["low"], one["high"], one["n"]) for one in (old, new)]
        found = mean_change(old["value"], spreads[0], old["n"], new["value"], spreads[1], new["n"])
    return _where_known(found, rows.index)


def _where_known(found: Change, index: pd.Index) -> pd.DataFrame:
    return pd.DataFrame(
        {"change": found.change, "low": found.low, "high": found.high, "p": found.p}, index=index
    ).astype("float64")


def _figures(tables: Tables) -> pd.DataFrame:
    """Return what a run published: a row for each persona, place and metric, with ``asked`` of feelings."""
    journey = tables["journey"].assign(touchpoint=ALL, label=ALL)
    asked = journey.set_index(["persona", "phase"])["valence_source"].str.partition("+")[0]
    leaving = _figure(journey, "drop_off", journey["n_going_on"])
    parts = [*_of_places(journey), leaving.assign(horizon_days=journey["horizon_days"].astype("float64"))]
    if (table := tables.get("touchpoints")) is not None:
        whole = table[table["channel"] == ALL]
        parts += [*_of_places(whole)]
        if "friction" in whole:
            parts.append(_share(whole, "friction", whole["n_customers"]))
    found = pd.concat(parts, ignore_index=True)
    of_feeling = found["metric"].isin(["valence", "gap"])
    ways = found[["persona", "phase"]].join(asked.rename("asked"), on=["persona", "phase"])["asked"]
    return found.assign(asked=ways.where(of_feeling))


def _of_places(table: pd.DataFrame) -> Iterator[pd.DataFrame]:
    yield _share(table, "reach", table["n_persona"])
    for metric in ("valence", "gap"):
        yield _figure(table, metric, table[f"n_{metric}"])


def _share(table: pd.DataFrame, metric: str, base: pd.Series) -> pd.DataFrame:
    n = base.astype("float64")
    share = table[metric].astype("float64")
    return _rows(table, metric).assign(value=share, low=np.nan, high=np.nan, n=n, yes=(share * n).round())


def _figure(table: pd.DataFrame, metric: str, n: pd.Series) -> pd.DataFrame:
    ends = {end: table[f"{metric}_{end}"].astype("float64") for end in ("low", "high")}
    return _rows(table, metric).assign(
        value=table[metric].astype("float64"), **ends, n=n.astype("float64"), yes=np.nan
    )


def _rows(table: pd.DataFrame, metric: str) -> pd.DataFrame:
    return table[[*_PLACE, "label"]].assign(metric=metric)


def _at_one_horizon(old: Tables, new: Tables) -> tuple[dict[str, pd.DataFrame], dict[str, pd.DataFrame]]:
    """Return the tables with the drop-off of each phase at the shorter of the two horizons, blank where it can't be told."""
    horizons = [tables["journey"].groupby("phase")["horizon_days"].min() for tables in (old, new)]
    shorter = pd.concat(horizons, axis=1, join="inner").min(axis=1, skipna=False)
    first, second = ({**tables, "journey": _dropping_off(tables, shorter)} for tables in (old, new))
    return first, second


def _dropping_off(tables: Tables, days: pd.Series) -> pd.DataFrame:
    journey = tables["journey"].copy()
    columns = ["drop_off", "drop_off_low", "drop_off_high"]
    elsewhere = ~np.isclose(journey["horizon_days"].astype("float64"), journey["phase"].map(days))
    curves = tables.get("time_to_phase")
    journey.loc[elsewhere, columns] = np.nan
    journey["horizon_days"] = journey["phase"].map(days)
    if curves is None:
        return journey
    known = dict(iter(curves.dropna(subset=["share"]).groupby(["persona", "phase"])))
    for row in journey[elsewhere & journey["phase"].map(days).notna()].itertuples():
        if (curve := known.get((row.persona, row.phase))) is not None:
            journey.loc[row.Index, columns] = _read(curve, float(days[str(row.phase)]))
    return journey


def _read(curve: pd.DataFrame, days: float) -> list[float]:
    """Return the share not gone on after so many days, low and high, in a straight line between two published points."""
    points = curve.sort_values("days")
    place = points["days"].astype("float64")
    if not place.iloc[0] <= days <= place.iloc[-1]:
        return [np.nan] * 3
    return [
        1 - float(np.interp(days, place, points[column].astype("float64")))
        for column in ("share", "high", "low")
    ]


def _ordered(table: pd.DataFrame, new: Tables) -> pd.DataFrame:
    """Return the rows in the order of personas, phases, touchpoints and metrics; the label of the new run."""
    table = table.rename(columns={"label_now": "label"})
    table[["n_before", "n_now"]] = table[["n_before", "n_now"]].round()
    order = {
        "persona": persona_order(table["persona"]),
        "phase": [*dict.fromkeys(new["journey"]["phase"])],
        "metric": [*CHANGING],
    }
    ranks = {
        f"_{name}": table[name].map({v: i for i, v in enumerate(values)}) for name, values in order.items()
    }
    ranks["_whole"] = table["touchpoint"].ne(ALL)
    return table.assign(**ranks).sort_values(["_persona", "_phase", "_whole", "touchpoint", "_metric"])[
        [*JOURNEY_CHANGES.columns]
    ]
