"""In what two waves were made differently, and which columns of their matrices mean the same in both.

Named before anything is compared. What the differences are called belongs to where they are shown.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from personagen.contracts import Portraits
from personagen.contracts.model import OTHER, ModelVariable, PersonaModel
from personagen.contracts.waves import Difference, Wave

STABLE = 0.75
_AS_LONG = 1.1
_SETTINGS = ("study", "reason", "k", "scale", "weights")


def find_differences(old: Wave, new: Wave) -> list[Difference]:
    """Return in what two waves were made differently, the most telling first.

    Parameters
    ----------
    old, new
        The waves. Levels are named only where the study declares them or as many people gave them as a cell needs.
    """
    found = [*_of_variables(old, new), *_of_settings(old, new), *_of_stability(old, new)]
    if old.minimum_cell != new.minimum_cell:
        found.append(Difference("minimum_cell", before=old.minimum_cell, now=new.minimum_cell))
    return found


def spans_alike(old: Wave, new: Wave) -> bool:
    """Tell whether the touchpoint logs of two waves span about the same length of time, as far as that is known."""
    before, now = (wave.facts.get("log_days") for wave in (old, new))
    if not isinstance(before, int | float) or not isinstance(now, int | float):
        return True
    return max(before, now) <= _AS_LONG * min(before, now)


def share_columns(old: Wave, new: Wave) -> tuple[Portraits, Portraits]:
    """Return the portraits on the columns that mean the same in both waves."""
    if old.model is None or new.model is None:
        return old.portraits, new.portraits
    changed = {name for name, _ in _changed(old.model, new.model)}
    codings = [
        each.encoding.set_index("column")[["variable", "row_centre"]] for each in (old.model, new.model)
    ]
    columns = [
        column
        for column in codings[0].index
        if column in codings[1].index
        and codings[0].loc[column, "variable"] not in changed
        and codings[0].loc[column, "row_centre"] == codings[1].loc[column, "row_centre"]
    ]
    return _only(old.portraits, columns), _only(new.portraits, columns)


def shared_variables(old: Wave, new: Wave) -> list[str]:
    """Return the variables that both waves have in the same meaning, in the order of the old one."""
    if old.model is None or new.model is None:
        return []
    changed = {name for name, _ in _changed(old.model, new.model)}
    there = {each.name for each in new.model.variables}
    return [each.name for each in old.model.variables if each.name in there and each.name not in changed]


def _only(portraits: Portraits, columns: list[str]) -> Portraits:
    return replace(
        portraits, centroids=portraits.centroids[columns], factors=portraits.factors.reindex(columns)
    )


def _of_variables(old: Wave, new: Wave) -> Iterator[Difference]:
    if old.model is None or new.model is None:
        return
    was, now = _by_name(old.model), _by_name(new.model)
    n_shared = len(shared_variables(old, new))
    if gone := [each for name, each in was.items() if name not in now]:
        yield Difference("lacks", _labels(gone), n_shared)
    if more := [each for name, each in now.items() if name not in was]:
        yield Difference("more", _labels(more), n_shared)
    for name, kind in _changed(old.model, new.model):
        yield Difference(
            kind, _labels([now[name]]), before=_said(was[name], kind), now=_said(now[name], kind)
        )
    for name in was:
        if name in now:
            yield from _of_levels(was[name], now[name], old, new)


def _changed(old: PersonaModel, new: PersonaModel) -> Iterator[tuple[str, str]]:
    """Yield the variables that no longer mean the same, and what changed first."""
    now = _by_name(new)
    for each in old.variables:
        if each.name in now and (kind := _change(each, now[each.name])):
            yield each.name, kind


def _change(was: ModelVariable, now: ModelVariable) -> str | None:
    for kind in ("type", "reverse", "values"):
        if was.declared.get(kind) != now.declared.get(kind):
            return kind
    if was.declared["type"] == "ordinal" and was.declared.get("levels") != now.declared.get("levels"):
        return "levels"
    return None


def _said(variable: ModelVariable, kind: str) -> object:
    return variable.declared.get("type") if kind == "type" else None


def _of_levels(was: ModelVariable, now: ModelVariable, old: Wave, new: Wave) -> Iterator[Difference]:
    if was.declared.get("scale") != now.declared.get("scale"):
        before, after = (_ends(each.declared.get("scale")) for each in (was, now))
        yield Difference("rescaled", _labels([now]), before=before, now=after)
    for kind, mine, others, wave in (("new_levels", now, was, new), ("gone_levels", was, now, old)):
        if levels := [level for level in mine.levels if level not in others.levels]:
            told = [level for level in levels if level in _tellable(mine, wave)]
            yield Difference(kind, tuple(told), len(levels), before=_label(mine))


def _tellable(variable: ModelVariable, wave: Wave) -> set[str]:
    """Return the levels that may be named: declared, or given by as many people as a cell needs."""
    margins = wave.model.margins if wave.model else ()
    own = [margin for margin in margins if margin.variable == variable.name]
    common = {level for margin in own for level in margin.levels if level != OTHER}
    chosen = {margin.column[len(variable.name) + 1 : -1] for margin in own if "yes" in margin.levels}
    columns: Mapping[str, str] = variable.declared.get("columns") or {}
    return {*map(str, variable.declared.get("levels") or ()), *map(str, columns.values()), *common, *chosen}


def _of_settings(old: Wave, new: Wave) -> Iterator[Difference]:
    for name in _SETTINGS:
        before, now = old.facts.get(name), new.facts.get(name)
        if before != now:
            yield Difference(name, before=before, now=now)
    if old.facts.get("row_centre") != new.facts.get("row_centre"):
        yield Difference("row_centre" if new.facts.get("row_centre") else "no_row_centre")
    if False in (old.facts.get("margins"), new.facts.get("margins")):
        yield Difference("no_margins")
    if not spans_alike(old, new):
        yield Difference("log_days", before=old.facts["log_days"], now=new.facts["log_days"])
    if old.facts.get("inputs") == new.facts.get("inputs"):
        yield Difference("same_inputs")
    ends = [wave.personas["data_to"].max() for wave in (old, new)]
    if ends[0] > ends[1]:
        yield Difference("order")


def _of_stability(old: Wave, new: Wave) -> Iterator[Difference]:
    """Yield the personas that might not be found again even in the same wave."""
    for kind, wave in (("old_unstable", old), ("new_unstable", new)):
        table = wave.stability.merge(wave.personas[["persona", "name"]], on="persona")
        if len(loose := table[table["jaccard"] < STABLE]):
            yield Difference(kind, tuple(loose["name"]), len(loose))


def _by_name(model: PersonaModel) -> dict[str, ModelVariable]:
    return {each.name: each for each in model.variables}


def _labels(variables: list[ModelVariable]) -> tuple[str, ...]:
    return tuple(map(_label, variables))


def _label(variable: ModelVariable) -> str:
    return str(variable.declared.get("label") or variable.name)


def _ends(scale: object) -> str:
    return "–".join(f"{float(end):g}" for end in scale) if isinstance(scale, (list, tuple)) else "–"
