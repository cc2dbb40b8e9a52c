"""How the numbers and dates of a column are written: as the study says, as the column tells, or asked.

A column that tells goes before what the file as a whole suggests.
"""

from __future__ import annotations

import pandas as pd

from personagen.errors import DataError
from personagen.ingest.dates import DateFormat, day_first, find_formats
from personagen.ingest.items import NUMERIC, Item, Manner, answered_cells
from personagen.ingest.numbers import Marks, settle_marks
from personagen.ingest.source import Source
from personagen.study import CsvOptions


def settle_manner(source: Source, item: Item, cells: pd.Series) -> Manner:
    """Return how a column is written.

    Raises
    ------
    DataError
        If the column doesn't tell and the study doesn't say, or its dates come in several formats.
    """
    zone = _zone(source)
    if item.variable.type in NUMERIC:
        return Manner(_settle_numbers(source, item, cells), None, zone)
    marks = Marks(source.text.dialect.decimal or ".")
    dates = _settle_dates(source, item, cells) if item.variable.type == "date" else None
    return Manner(marks, dates, zone)


def find_marks(item: Item, cells: pd.Series, options: CsvOptions, hint: str | None) -> Marks | None:
    """Return how the numbers of a column are written, or None where it can't be told.

    Parameters
    ----------
    options
        What the study says of it.
    hint
        The decimal mark of the file as a whole, for a column that doesn't tell.
    """
    thousands = None if options.thousands == "auto" else options.thousands
    if options.decimal != "auto":
        return Marks(options.decimal, thousands)
    if thousands in {".", ","}:
        return Marks("," if thousands == "." else ".", thousands)
    marks = settle_marks(answered_cells(item, cells), hint)
    return None if marks is None else Marks(marks.decimal, thousands)


def _settle_numbers(source: Source, item: Item, cells: pd.Series) -> Marks:
    marks = find_marks(item, cells, source.options, source.text.dialect.decimal)
    if marks is None:
        mend = (
            f'Say which in the csv options of {source.name}: csv: {{decimal: ","}} or csv: {{decimal: "."}}; '
            "1.234 is then read as a thousand or as one and a bit."
        )
        what = (
            f'the numbers in column "{item.column}" of {source.name} can be read in two ways '
            f"({_first(source, cells, _is_marked(cells))})"
        )
        raise DataError(source.study_file.problem(item.key, what, mend))
    return marks


def _settle_dates(source: Source, item: Item, cells: pd.Series) -> DateFormat | None:
    if source.options.dates != "auto":
        return DateFormat(pattern=source.options.dates)
    formats = find_formats(answered_cells(item, cells))
    if len(formats) > 1:
        raise DataError(source.study_file.problem(item.key, *_say_formats(source, item, cells, formats)))
    found = next(iter(formats), None)
    if found is None or not found.order.startswith("?"):
        return found
    hint = day_first(source.text.dialect.dates)
    if hint is None:
        what = (
            f'the dates in column "{item.column}" of {source.name} can be day first or month first '
            f"({_first(source, cells, cells.isin(formats[found]))})"
        )
        mend = f"Say which in the csv options of {source.name}, such as csv: {{dates: '%d/%m/%Y'}}."
        raise DataError(source.study_file.problem(item.key, what, mend))
    return DateFormat(hint + found.order[-1], found.mark)


def _say_formats(
    source: Source, item: Item, cells: pd.Series, formats: dict[DateFormat, list[str]]
) -> tuple[str, str]:
    told = [f"{form} ({_first(source, cells, cells.isin(some))})" for form, some in formats.items()]
    what = (
        f'the dates in column "{item.column}" of {source.name} stand in {len(formats)} formats: '
        f"{', '.join(told)}"
    )
    mend = (
        "Export them in one format; or say which one counts, such as csv: {dates: '%Y-%m-%d'}: "
        "rows with another go to quarantine."
    )
    return what, mend


def _first(source: Source, cells: pd.Series, found: pd.Series) -> str:
    return f"{int(found.sum())} rows, first {source.place(int(cells.index[found][0]))}"


def _is_marked(cells: pd.Series) -> pd.Series:
    return cells.str.contains("[.,]", regex=True)


def _zone(source: Source) -> str:
    logs = source.study_file.study.touchpoints
    return logs[0].timezone if logs else "UTC"
