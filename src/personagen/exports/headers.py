"""The header: second headers under it, and what the names of the columns must be like."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from personagen.errors import DataError, Problem

_PERCENTAGES_AT_LEAST = 0.3
_QUALTRICS_ID = '{"ImportId"'
_SURVEYMONKEY = ("Response", "Open-Ended Response")
_FEWEST_CELLS, _MOST_HEADERS = 3, 2


def count_second_headers(rows: Sequence[Sequence[str]]) -> int:
    """Count the rows under the header that hold no answers, as Qualtrics and SurveyMonkey write them.

    Qualtrics writes the questions, then ids; SurveyMonkey writes what kind of answer each column holds.

    Examples
    --------
    >>> count_second_headers([["How old are you?"], ['{"ImportId":"QID1"}'], ["34"]])
    2
    >>> count_second_headers([["", "Response", "Response", "Response"], ["1", "a", "b", "c"]])
    1
    """
    tops = rows[:_MOST_HEADERS]
    return max((place for place, row in enumerate(tops, 1) if _is_second_header(row)), default=0)


def _is_second_header(row: Sequence[str]) -> bool:
    kinds = sum(cell.strip() in _SURVEYMONKEY for cell in row)
    return any(cell.startswith(_QUALTRICS_ID) for cell in row) or kinds >= min(_FEWEST_CELLS, len(row))


def name_columns(
    header: Sequence[str], columns: Sequence[Sequence[str]], line: int, name: str
) -> pd.DataFrame:
    """Return the cells as a frame, without unnamed columns that are blank or number the rows.

    Raises
    ------
    DataError
        If two columns have one name, or a column with content has none.
    """
    kept = [
        i
        for i, title in enumerate(header)
        if title or not (_is_blank(columns[i]) or _is_row_number(i, columns[i]))
    ]
    unnamed = [i for i in kept if not header[i]]
    if unnamed:
        raise DataError(_unnamed(unnamed[0], columns, line, name))
    _refuse_duplicates([(i, header[i]) for i in kept], line, name)
    return pd.DataFrame({header[i]: pd.array(columns[i], dtype="str") for i in kept})


def _is_blank(cells: Sequence[str]) -> bool:
    return not any(cells)


def _is_row_number(position: int, cells: Sequence[str]) -> bool:
    """Tell whether a first column only counts the rows, as programs write that save a table."""
    n = len(cells)
    return position == 0 and any(list(cells) == [str(i) for i in range(k, n + k)] for k in (0, 1))


def _refuse_duplicates(titles: list[tuple[int, str]], line: int, name: str) -> None:
    first: dict[str, int] = {}
    for position, title in titles:
        if title in first:
            raise DataError(
                Problem(
                    f'columns {first[title] + 1} and {position + 1} are both called "{title}"',
                    "Give each column a name of its own.",
                    name,
                    line,
                    title,
                )
            )
        first[title] = position


def _unnamed(position: int, columns: Sequence[Sequence[str]], line: int, name: str) -> Problem:
    filled = [cell for cells in columns for cell in cells if cell]
    if sum(cell.endswith("%") for cell in filled) >= _PERCENTAGES_AT_LEAST * len(filled):
        what = "the file looks like a crosstab: percentages of groups, no row per respondent"
        return Problem(what, "Export the answers themselves, one row per respondent.", name, line)
    return Problem(
        f"column {position + 1} has no name", "Name it in the first line, or remove it.", name, line
    )
