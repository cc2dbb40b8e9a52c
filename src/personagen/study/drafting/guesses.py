"""What a column is taken for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from personagen.study.variables import VariableType

LeftOut = Literal["personal", "id", "constant", "blank", "tool", "text", "names", "many"]


@dataclass(frozen=True)
class Guess:
    """What a column is taken for.

    Parameters
    ----------
    type
        Type of the variable; None where the column is left out.
    left_out
        Why it is left out.
    keys
        More keys of the variable: scale, levels, values, yes, no, separator.
    doubt
        What isn't certain and why; an empty string where nothing is in doubt.
    """

    type: VariableType | None
    left_out: LeftOut | None = None
    keys: Mapping[str, Any] = field(default_factory=dict)
    doubt: str = ""
