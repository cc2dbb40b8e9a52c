"""The journey tables as somebody who knows pandas and NumPy well would make them: the yardstick of `bench_journeys`.

The whole log in memory, text as categories, contacts sorted once, sums over runs of equal keys. It makes the counts that
reach, contacts, valence, gap, moves, funnel, times, words, and entry and exit rest on; it checks less than the program
does.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.csv as pa_csv
from numpy.typing import NDArray

Whole = NDArray[np.int64]
_KINDS = pa.dictionary(pa.int32(), pa.string())
_TYPES = {
    "customer_id": _KINDS,
    "timestamp": pa.timestamp("us"),
    "event": _KINDS,
    "channel": _KINDS,
    "csat": pa.float32(),
    "expected": pa.float32(),
    "feeling": _KINDS,
}


def read_log(path: Path, zone: str) -> pd.DataFrame:
    """Return the rows of the log that count, times in UTC microseconds."""
    options = pa_csv.ConvertOptions(column_types=_TYPES, strings_can_be_null=True)
    table = pa_csv.read_csv(path, convert_options=options)
    log = table.to_pandas(self_destruct=True, split_blocks=True)
    log = log[log["customer_id"].notna() & log["timestamp"].notna() & log["event"].notna()]
    log = log[log["event"] != ""]
    is_first = np.ones(len(log), dtype=bool)
    local = log["timestamp"].dt.tz_localize(zone, ambiguous=is_first, nonexistent="shift_forward")
    return log.assign(at=local.astype("int64").to_numpy()).drop(columns="timestamp")


def count_journeys(
    path: Path, zone: str, phases: dict[str, int], personas: dict[str, int], emotions: dict[str, float]
) -> dict[str, pd.DataFrame]:
    """Return the tables of counts.

    Parameters
    ----------
    phases
        Touchpoint -> position from 1.
    personas
        customer_id -> place.
    emotions
        Word -> valence.
    """
    log = read_log(path, zone)
    persona = log["customer_id"].cat.categories.map(personas).fillna(len(set(personas.values())))
    persona = persona.to_numpy(dtype="int8")
    places = log["event"].cat.codes.astype("int64") * 100 + log["channel"].cat.codes.astype("int64")
    step, kinds = pd.factorize(places)
    events = log["event"].cat.categories.take((kinds // 100).to_numpy())
    phase_of = np.array([phases.get(event, 0) for event in events])
    order = np.lexsort((kinds.to_numpy(), phase_of))  # equal stamps count by phase, touchpoint, channel
    rank = np.empty_like(order)
    rank[order] = np.arange(len(order))
    words = np.array([emotions.get(word, np.nan) for word in log["feeling"].cat.categories], dtype="float32")
    word = log["feeling"].cat.codes.to_numpy()
    felt = np.where(word >= 0, words[word], np.nan)
    rated = (log["csat"].to_numpy() - 3) / 2
    columns = {
        "customer": log["customer_id"].cat.codes.to_numpy(),
        "at": log["at"].to_numpy(),
        "step": rank[step].astype("int16"),
        "valence": np.where(np.isnan(rated), felt, rated),
        "gap": np.where(np.isnan(rated), felt, rated) - (log["expected"].to_numpy() - 3) / 2,
        "word": word,
    }
    del log, rated, felt
    columns = _sorted(columns)
    phase_of = phase_of[order]
    is_mapped = phase_of[columns["step"]] > 0
    coverage = pd.DataFrame({"persona": persona[columns["customer"]], "mapped": is_mapped})
    found = {"coverage": coverage.value_counts(["persona", "mapped"]).reset_index()}
    columns = {name: values[is_mapped] for name, values in columns.items()}
    columns["phase"] = phase_of[columns["step"]].astype("int8")
    columns["touchpoint"] = np.unique(events[order], return_inverse=True)[1][columns["step"]].astype("int16")
    for key in ("phase", "touchpoint", "step"):
        found[key] = _sum_customers(columns, key, persona)
    return found | _paths(columns, persona) | {"words": _words(columns, persona)}


def _sorted(columns: dict[str, NDArray]) -> dict[str, NDArray]:
    """Return the contacts by customer, time and step, each exact row once."""
    span = columns["at"].max() - columns["at"].min() + 1
    key = (columns["customer"].astype("int64") * (span // 1_000_000 + 1)) + (
        columns["at"] - columns["at"].min()
    ) // 1_000_000
    key = key * (int(columns["step"].max()) + 1) + columns["step"]
    order = np.argsort(key)
    key = key[order]
    columns = {name: values[order] for name, values in columns.items()}
    same = key[1:] == key[:-1]
    for name in ("at", "valence", "gap", "word"):
        before, after = columns[name][:-1], columns[name][1:]
        same &= (before == after) | (pd.isna(before) & pd.isna(after))
    keep = np.append(True, ~same)
    return {name: values[keep] for name, values in columns.items()}


def _starts(*keys: NDArray) -> Whole:
    changed = np.zeros(len(keys[0]), dtype=bool)
    changed[:1] = True
    for key in keys:
        changed[1:] |= key[1:] != key[:-1]
    return np.flatnonzero(changed)


def _sum_customers(columns: dict[str, NDArray], key: str, persona: NDArray) -> pd.DataFrame:
    """Return per persona and key the customers, contacts, and the sums of the customers' means and their squares."""
    size = int(columns[key].max()) + 1
    both = columns["customer"].astype("int64") * size + columns[key]
    order = np.argsort(both)
    both = both[order]
    starts = _starts(both)
    each = {"n_contacts": np.diff(np.append(starts, len(both)))}
    for name in ("valence", "gap"):
        values = columns[name][order]
        is_there = ~np.isnan(values)
        n = np.add.reduceat(is_there.astype("int64"), starts)
        total = np.add.reduceat(np.where(is_there, values, 0).astype("float64"), starts)
        mean = total / np.where(n > 0, n, np.nan)
        each |= {f"n_{name}": n, name: mean, f"{name}_squared": mean**2}
    codes = both[starts]
    frame = pd.DataFrame(each).assign(persona=persona[codes // size], key=codes % size)
    sums = frame.groupby(["persona", "key"])[[*each]].sum()
    counts = frame.groupby(["persona", "key"])[["valence", "gap"]].count().add_prefix("n_customers_")
    return sums.join(counts).assign(n_customers=frame.groupby(["persona", "key"]).size()).reset_index()


def _paths(columns: dict[str, NDArray], persona: NDArray) -> dict[str, pd.DataFrame]:
    """Return moves between phases, first and last steps, the funnel and the times to a later phase."""
    customer, phase, at = columns["customer"], columns["phase"], columns["at"]
    starts = _starts(customer)
    is_start = np.zeros(len(customer), dtype=bool)
    is_start[starts] = True
    before = np.where(is_start, 0, np.append(0, phase[:-1]))
    moved = before != phase
    moves = pd.DataFrame({"customer": customer[moved], "before": before[moved], "phase": phase[moved]})
    each = moves.groupby(["customer", "before", "phase"]).size().rename("n").reset_index()
    each["persona"] = persona[each["customer"]]
    found = {"moves": each.groupby(["persona", "before", "phase"])["n"].agg(["size", "sum"]).reset_index()}
    n_phases = int(phase.max())
    people = persona[customer[starts]]
    firsts = np.full((len(starts), n_phases), np.iinfo("int64").max)
    for place in range(n_phases):
        firsts[:, place] = np.minimum.reduceat(np.where(phase == place + 1, at, firsts[0, 0]), starts)
    never = np.iinfo("int64").max
    reached = firsts < never
    found["open"] = pd.DataFrame(reached).groupby(people).sum()
    found["closed"] = _in_order(firsts, phase, at, starts, people)
    later = np.minimum.accumulate(firsts[:, ::-1], axis=1)[:, ::-1]
    times = []
    for place in range(n_phases - 1):
        there = reached[:, place]
        following = later[there, place + 1]
        length = np.where(following < never, following, at.max()) - firsts[there, place]
        kind = np.where(following == never, 0, np.where(length < 0, -1, 1))
        part = pd.DataFrame({"persona": people[there], "kind": kind, "length": length})
        times.append(part.groupby(["persona", "kind", "length"]).size().rename("n").reset_index())
    found["times"] = pd.concat(times, keys=range(n_phases - 1))
    order = np.lexsort((at, phase, customer))
    runs = _starts(customer[order], phase[order])
    last = np.append(runs[1:], len(order)) - 1
    ends = {"persona": persona[customer[order][runs]], "phase": phase[order][runs]}
    ends |= {"entry": columns["step"][order][runs], "exit": columns["step"][order][last]}
    found["ends"] = pd.DataFrame(ends).value_counts().reset_index()
    return found


def _in_order(
    firsts: Whole, phase: NDArray, at: Whole, starts: Whole, people: NDArray
) -> dict[int, pd.Series]:
    never = np.iinfo("int64").max
    lengths = np.diff(np.append(starts, len(at)))
    arrived, found = firsts[:, 0], {1: pd.Series(firsts[:, 0] < never).groupby(people).sum()}
    for place in range(2, firsts.shape[1] + 1):
        fits = (phase == place) & (at >= np.repeat(arrived, lengths))
        arrived = np.minimum.reduceat(np.where(fits, at, never), starts)
        found[place] = pd.Series(arrived < never).groupby(people).sum()
    return found


def _words(columns: dict[str, NDArray], persona: NDArray) -> dict[str, pd.DataFrame]:
    said = columns["word"] >= 0
    found = {}
    for key in ("step", "touchpoint"):
        keys: Sequence[NDArray] = [columns[name][said].astype("int64") for name in ("customer", key, "word")]
        both = np.unique((keys[0] * 1000 + keys[1]) * 1000 + keys[2])
        frame = pd.DataFrame(
            {"persona": persona[both // 1_000_000], "key": both // 1000 % 1000, "word": both % 1000}
        )
        found[key] = frame.value_counts().reset_index()
    return found
