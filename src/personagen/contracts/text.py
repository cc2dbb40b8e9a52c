"""What `exports` hands over: a file as text, nothing interpreted yet."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray


@dataclass(frozen=True)
class Dialect:
    """How a CSV file is written; nothing is ``auto`` any more.

    ``decimal``, ``thousands`` and ``dates`` are None where the file holds nothing that would tell.
    """

    encoding: str
    separator: str
    decimal: str | None = None
    thousands: str | None = None
    dates: str | None = None


@dataclass(frozen=True)
class TextTable:
    """One source as text.

    Parameters
    ----------
    name
        Source: survey, interviews, codebook, analytics, links, touchpoint_map, emotions, or for a draft the file name.
    frame
        All cells as ``str``, stripped of surrounding space; an empty cell is ``""``. Index 0..n-1.
    files
        The file each row stands in, as the study names it; same index as ``frame``.
    lines
        1-based line in the file where each row starts; same index as ``frame``.
    faulty
        Rows that could not be read (ragged): columns file, line, text, reason.
    dialect
        How the (first) file is written.
    is_whole
        Whether these are all rows, and not the first of a large file.
    """

    name: str
    frame: pd.DataFrame
    files: pd.Series
    lines: pd.Series
    faulty: pd.DataFrame
    dialect: Dialect
    is_whole: bool = True


@dataclass(frozen=True)
class Piece:
    """Some rows of a large file as text, by column.

    Parameters
    ----------
    n_rows
        Rows as wide as the header; other rows are left out.
    coded
        By column: for each row the place of its cell in the second part, the distinct cells as they stand (not
        stripped).
    plain
        By column: the cells as they stand.
    n_ragged
        Rows of another width.
    lines_of
        Gives the 1-based lines where rows start, for their numbers within the piece; slow where cells hold line ends.
    ragged_lines
        Gives the lines where rows of another width start.
    """

    n_rows: int
    coded: Mapping[str, tuple[NDArray[np.int32], pa.Array]]
    plain: Mapping[str, pa.Array]
    n_ragged: int
    lines_of: Callable[[Sequence[int]], list[int]]
    ragged_lines: Callable[[], list[int]]
