"""Turning what is given (numbers, lists, nullable columns) into float arrays. No statistics here."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


def as_floats(values: ArrayLike) -> Floats:
    """Return the values as float64, blanks as NaN; nullable pandas columns too.

    Examples
    --------
    >>> import pandas as pd
    >>> as_floats(pd.Series([1, None], dtype="Int64")).tolist()
    [1.0, nan]
    """
    to_numpy = getattr(values, "to_numpy", None)
    found: Floats = (
        to_numpy(dtype=np.float64, na_value=np.nan) if to_numpy else np.asarray(values, dtype=np.float64)
    )
    return found


def broadcast(*values: ArrayLike) -> tuple[Floats, ...]:
    """Return the values as float arrays of one common shape."""
    return tuple(np.broadcast_arrays(*(as_floats(value) for value in values)))
