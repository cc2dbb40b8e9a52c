"""Writing files so that the same table always gives the same bytes."""

from __future__ import annotations

import csv
import gzip
import io
import json
from pathlib import Path

import pandas as pd

HERE = Path(__file__).parent


def to_csv(frame: pd.DataFrame, separator: str = ",", end: str = "\n") -> str:
    """Return a frame of text as CSV, quoted only where needed."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=separator, lineterminator=end)
    writer.writerow(frame.columns)
    # as objects first: rows of Arrow strings are read out ten times slower
    writer.writerows(frame.astype(object).itertuples(index=False, name=None))
    return text.getvalue()


def write_text(path: Path, text: str, encoding: str = "utf-8") -> None:
    """Write text as it is; line ends are kept."""
    path.write_bytes(text.encode(encoding))


def write_gzip(path: Path, text: str) -> None:
    """Write text as gzip without name and time in its header."""
    with path.open("wb") as raw, gzip.GzipFile("", "wb", 9, raw, mtime=0) as packed:
        packed.write(text.encode())


def write_json(path: Path, content: object) -> None:
    """Write indented JSON."""
    path.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def read_part(name: str, separator: str = ",") -> pd.DataFrame:
    """Read one of the hand-written tables beside this module, as text."""
    return pd.read_csv(HERE / name, sep=separator, dtype=str, keep_default_na=False)


def decimal_comma(value: float, digits: int) -> str:
    """Write a number the Dutch way.

    Examples
    --------
    >>> decimal_comma(1234.5, 2)
    '1234,50'
    """
    return f"{value:.{digits}f}".replace(".", ",")
