"""What `exports` hands over: a file as text, nothing interpreted yet."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd


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
