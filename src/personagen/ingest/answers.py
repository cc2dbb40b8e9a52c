"""Variables of a source: their items, and the typed answers and states after checking.

Scaling, reversing and imputing belong to `features`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pandera.pandas as pa

from personagen.contracts.answers import answer_column, answers_contract, conform
from personagen.ingest.columns import Reading
from personagen.ingest.items import Column, Item
from personagen.study import Study, Variable


@dataclass(frozen=True)
class Answers:
    """Typed variables of a source and their states, one row per person, the id first."""

    table: pd.DataFrame
    states: pd.DataFrame


def variables_of(study: Study, source: str) -> dict[str, tuple[str, Variable]]:
    """Return name -> (key, variable) of the variables of a source."""
    return {
        name: (study.key_of(block, name), variable)
        for block, name, variable in study.each_variable()
        if variable.source == source
    }


def items_of(name: str, key: str, variable: Variable) -> list[Item]:
    """Return the columns of a variable: one, or one for each choice of a multi over several."""
    if variable.columns:
        choice = variable.model_copy(update={"type": "yes_no", "columns": None})
        return [
            Item(f"{key}.columns.{column}", column, choice, (level,), is_choice=True)
            for column, level in variable.columns.items()
        ]
    column = variable.column or name
    return [Item(key, column, variable, tuple(variable.levels or ()))]


def build_answers(
    ids: pd.Series, frame: pd.DataFrame, variables: Mapping[str, tuple[str, Variable]], reading: Reading
) -> Answers:
    """Convert the cells of the rows that count.

    Parameters
    ----------
    ids
        The person of each row; its name is the name of the id column.
    frame
        Cells as text, same index.
    variables
        As `variables_of` gives them.
    """
    values: dict[str, pd.Series] = {}
    states: dict[str, pd.Series] = {}
    contract: dict[str, pa.Column] = {}
    for name, (key, variable) in variables.items():
        columns = [reading.columns[item.key] for item in items_of(name, key, variable)]
        made, states[name], typed = convert_variable(name, variable, columns, frame)
        values |= made
        contract |= typed
    table = pd.DataFrame({str(ids.name): ids, **values}, index=frame.index).reset_index(drop=True)
    schema = answers_contract(f"answers ({ids.name})", str(ids.name), contract)
    told = pd.DataFrame({str(ids.name): ids, **states}, index=frame.index).reset_index(drop=True)
    return Answers(conform(schema, table), told)


def typed_cells(column: Column, cells: pd.Series) -> pd.Series:
    """Return the typed values of a column, blank where there is no answer."""
    kind, values = column.item.variable.type, column.value_list(cells)
    if kind in {"nominal", "text"}:
        return pd.Series(values, index=cells.index, dtype="str")
    if kind == "ordinal":
        levels = list(column.item.levels)
        return pd.Series(pd.Categorical(values, categories=levels, ordered=True), index=cells.index)
    if kind == "yes_no":
        return pd.Series(values, index=cells.index, dtype="boolean")
    if kind == "date":
        moments = pd.DatetimeIndex(pd.to_datetime(pd.Series(values, dtype="object"), utc=True))
        return pd.Series(moments.as_unit("us"), index=cells.index)
    return pd.Series(values, index=cells.index, dtype="float64")


def convert_variable(
    name: str, variable: Variable, columns: list[Column], frame: pd.DataFrame
) -> tuple[dict[str, pd.Series], pd.Series, dict[str, pa.Column]]:
    """Return the typed columns of one variable, its states, and the contract of each column.

    Parameters
    ----------
    columns
        As `items_of` gives the items, read.
    frame
        Cells as text.
    """
    if variable.columns:
        made, states = _choices(name, columns, frame)
    else:
        column, cells = columns[0], frame[columns[0].item.column]
        states = column.states(cells)
        if variable.type != "multi":
            kind = answer_column(variable.type, levels=column.item.levels, limits=column.item.limits)
            return {name: typed_cells(column, cells)}, states, {name: kind}
        made = _split(name, column, cells)
    return made, states, {level: answer_column("yes_no") for level in made}


def _split(name: str, column: Column, cells: pd.Series) -> dict[str, pd.Series]:
    chosen = column.value_list(cells)
    blank = pd.Series([value is None for value in chosen], index=cells.index)
    return {
        f"{name}[{level}]": pd.Series(
            [isinstance(value, tuple) and level in value for value in chosen],
            index=cells.index,
            dtype="boolean",
        ).mask(blank)
        for level in column.item.levels
    }


def _choices(name: str, columns: list[Column], frame: pd.DataFrame) -> tuple[dict[str, pd.Series], pd.Series]:
    states = pd.DataFrame({c.item.column: c.states(frame[c.item.column]) for c in columns}, index=frame.index)
    answered = (states == "answered").any(axis=1)
    skipped = (states == "not_asked").any(axis=1) & ~answered
    state = pd.Series(
        np.select([answered, skipped], ["answered", "not_asked"], "no_answer"), index=frame.index, dtype="str"
    )
    made = {
        f"{name}[{c.item.levels[0]}]": typed_cells(c, frame[c.item.column])
        .fillna(value=False)
        .mask(~answered)
        for c in columns
    }
    return made, state
