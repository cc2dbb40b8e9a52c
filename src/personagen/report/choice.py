"""The choice of k as a table: every criterion by number of segments, and whether they agree."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from personagen.language.labels import listed, plain
from personagen.language.numbers import flag, known, number, percent
from personagen.report.grids import Grid, grid
from personagen.report.info import REASONS
from personagen.report.source import Source
from personagen.statistics.criteria import ARI_FLOOR, JACCARD_FLOOR, STRENGTH_FLOOR, pointed

TIE, SPACE = "\u2060", "\u00a0"  # keep an interval, and a letter with its number, on one line
FLOORS = {"bound": ARI_FLOOR, "jaccard": JACCARD_FLOOR, "prediction_strength": STRENGTH_FLOOR}


def disagreement(source: Source) -> str:
    """Return whether the criteria point to the same number, and where each points if not; blank without them."""
    rows = source.table("solutions")
    found = pointed(rows) if len(rows) else {}
    if len(found) < 2:  # noqa: PLR2004
        return ""
    if len(set(found.values())) == 1 and all(found.values()):
        return source.tell("agree", k=next(iter(found.values())))
    parts = [source.tell(f"points.{'' if k else 'none.'}{name}", k=k) for name, k in found.items()]
    return source.tell("disagree", parts=listed(source.words, parts))


def why(source: Source, chosen: str) -> str:
    """Return why this k, in the words of the run where it has a sentence; and whether the criteria agree."""
    own = [text for text in source.table("verdict")["reason"].map(plain) if text and text not in REASONS]
    return " ".join([*(own or [chosen]), disagreement(source)]).strip()


def criteria(source: Source) -> Grid:
    """Return every criterion by number of segments: the numbers of the chart."""
    table = source.table("solutions").sort_values("k", kind="stable")
    rows = [row for _, row in table.iterrows()]
    heads = [source.tell("criterion"), *(_head(source, row) for row in rows)]
    body = [[_criterion(source, name), *(cell(source, row) for row in rows)] for name, cell in _CELLS.items()]
    return grid(source.tell("choice.caption"), heads, [r for r in body if set(r[1:]) != {"–"}])


def decimal(source: Source, value: object, digits: int = 2) -> str:
    """Return a number with a true minus, an en dash for a blank."""
    if not known(value):
        return "–"
    return source.words.number(round(number(value), digits) + 0.0, digits).replace("-", "−")


def _head(source: Source, row: pd.Series) -> str:
    found, k = source.table("verdict"), int(row["k"])
    marks = {number(v): mark for mark in ("runner_up", "data_k") for v in found[mark].head(1)}
    mark = "chosen" if flag(row["chosen"]) else marks.get(float(k), "")
    return source.tell(f"k.{mark}" if mark else "k", k=k)


def _criterion(source: Source, name: str) -> str:
    floor = source.words.number(FLOORS[name], 2) if name in FLOORS else ""
    return source.tell(f"row.{name}", floor=floor)


def _between(source: Source, row: pd.Series, value: str, low: str, high: str) -> str:
    found = decimal(source, row[value])
    if not known(row[low], row[high]):
        return found
    return f"{found} ({decimal(source, row[low])}{TIE}–{TIE}{decimal(source, row[high])})"


def _ari(source: Source, row: pd.Series) -> str:
    return _between(source, row, "ari_median", "ari_q25", "ari_q75")


def _jaccard(source: Source, row: pd.Series) -> str:
    return _between(source, row, "jaccard_min", "jaccard_min_low", "jaccard_min_high")


def _reference(name: str) -> Callable[[Source, pd.Series], str]:
    def cell(source: Source, row: pd.Series) -> str:
        found, p = decimal(source, row[f"{name}_shadow"]), row[f"p_{name}"]
        return f"{found} (p{SPACE}={SPACE}{decimal(source, p, 3)})" if known(p) else found

    return cell


def _gap(source: Source, row: pd.Series) -> str:
    found = decimal(source, row["gap"])
    return (
        f"{found} (±{SPACE}{decimal(source, row['gap_se'])})" if known(row["gap"], row["gap_se"]) else found
    )


def _blurred(source: Source, row: pd.Series) -> str:
    return source.count(row["n_blurred"])


def _number(name: str) -> Callable[[Source, pd.Series], str]:
    return lambda source, row: decimal(source, row[name])


def _restarts(source: Source, row: pd.Series) -> str:
    return percent(source.words, row["restarts_at_best"])


def _smallest(source: Source, row: pd.Series) -> str:
    return f"{percent(source.words, row['smallest_share'])} (n{SPACE}={SPACE}{source.count(row['smallest_size'])})"


def _flag(name: str) -> Callable[[Source, pd.Series], str]:
    return lambda source, row: source.words.say("common.yes" if flag(row[name]) else "common.no")


_CELLS: dict[str, Callable[[Source, pd.Series], str]] = {
    "ari": _ari,
    "bound": _number("ari_q25_low"),
    "unrelated": _number("unrelated_ari"),
    "continuum": _number("continuum_ari"),
    "jaccard": _jaccard,
    "shadow": _number("shadow"),
    "shadow_unrelated": _reference("unrelated"),
    "shadow_continuum": _reference("continuum"),
    "blurred": _blurred,
    "prediction_strength": _number("prediction_strength"),
    "gap": _gap,
    "silhouette": _number("silhouette"),
    "restarts": _restarts,
    "smallest": _smallest,
    "eligible": _flag("eligible"),
    "natural": _flag("natural"),
}
