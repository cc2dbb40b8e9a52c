"""What there is to count, and how a column or a relation is declared. The declarations stand in the other modules."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pandas as pd

ALL, UNASSIGNED = "all", "unassigned"
Tables = Mapping[str, pd.DataFrame]
Places = tuple[str | Callable[[pd.DataFrame], pd.Series], ...]
_AXES_OF_PLACE = ("persona", "phase", "touchpoint", "channel")
PLACE: Places = _AXES_OF_PLACE
WHOLE_PHASE: Places = ("persona", "phase", f"={ALL}", f"={ALL}")
# what is counted: the axes along which it is
AXES: dict[str, tuple[str, ...]] = {
    "respondents": ("persona",),
    "full": ("persona",),
    "partial": ("persona",),
    "linked": ("persona",),
    "learned": ("persona",),
    "seen": ("persona",),
    "answered": ("persona", "variable"),
    "chose": ("persona", "variable", "level"),
    "doubted": ("check",),
    "typed": ("persona", "typed_as"),
    "typed_right": (),
    "interviewed": ("persona",),
    "said": ("persona", "phase", "code"),
    **dict.fromkeys(("met", "contacts", "felt", "ratings", "gap", "top", "entered", "left"), _AXES_OF_PLACE),
    **dict.fromkeys(("rated", "answers"), ("persona", "phase", "touchpoint")),
    **dict.fromkeys(("heard", "fragments"), ("persona", "phase")),
    "scored": ("persona", "phase", "touchpoint", "kind", "scale"),
    **dict.fromkeys(("finished", "unfinished"), ("persona",)),
    **dict.fromkeys(("repeated", "displeased", "gave_up", "hindered"), _AXES_OF_PLACE),
    "bots": ("persona",),
    "skipped": ("persona", "phase"),
    "at_risk": ("persona", "phase", "days"),
    "followed": ("persona", "phase"),
    "later_before": ("persona", "phase"),
    "closed": ("persona", "phase"),
    "both": ("persona", "phase"),
    "moved": ("persona", "from_phase", "to_phase"),
    "moves": ("persona", "from_phase", "to_phase"),
    "stays": ("persona", "phase"),
    # ways from touchpoint to touchpoint; begin and end are START and END where a journey does
    "ways": (
        "persona",
        "step",
        "next_step",
        "from_touchpoint",
        "to_touchpoint",
        "from_phase",
        "begin",
        "end",
    ),
    "reached": ("persona", "step", "touchpoint"),
    "weighed": ("persona", "phase"),
    "travelled": ("persona",),
    "shared": ("persona",),
}


@dataclass(frozen=True)
class Number:
    """A column that counts people (or contacts, ratings and moves, which tell of people).

    Parameters
    ----------
    table, column
        Where it stands.
    counts
        What it counts, of ``AXES``.
    at
        By axis the column with the place, ``=word`` for a place that is the same in every row, or what makes it of the
        table.
    only
        Table -> the rows that count this; None for all rows.
    """

    table: str
    column: str
    counts: str
    at: Places
    only: Callable[[pd.DataFrame], pd.Series] | None = None


@dataclass(frozen=True)
class Told:
    """A number that other columns of a table tell, such as a total behind shares.

    Parameters
    ----------
    table
        The table.
    counts, at
        As in ``Number``.
    read
        Table and all tables -> the number by row, blank where nothing tells it.
    goes_along
        Whether it goes blank with the number (``Cell.of_all``).
    blanks
        Column that goes blank in these rows where the number must be hidden; empty where it can't be.
    """

    table: str
    counts: str
    at: Places
    read: Callable[[pd.DataFrame, Tables], pd.Series]
    goes_along: bool = False
    blanks: str = ""


@dataclass(frozen=True)
class Sum:
    """``whole`` is the sum of ``parts``, or of one of them over an axis on which they exclude each other.

    Axes that the parts lack are ``all`` in the whole; over those that the whole lacks the parts are added up.

    Parameters
    ----------
    whole, parts
        Of ``AXES``.
    over
        Axis the parts run over; empty where each part counts once.
    onto
        Axes of the parts that are other ones of the whole.
    is_diagonal
        Whether only parts count whose places are all the same.
    is_most
        Whether the whole may be more than the sum.
    """

    whole: str
    parts: tuple[str, ...]
    over: str = ""
    onto: tuple[tuple[str, str], ...] = ()
    is_diagonal: bool = False
    is_most: bool = False


@dataclass(frozen=True)
class Within:
    """Each of ``part`` is also one of ``whole``, and with ``covers`` the whole is no more than all parts together.

    Parameters
    ----------
    part, whole
        Of ``AXES``.
    over
        Axis that is ``all`` in the whole.
    onto
        Axes of the part that are other ones of the whole.
    is_of_ends
        Whether it holds only for moves from START and to END, which everybody makes once.
    """

    part: str
    whole: str
    over: str = ""
    covers: bool = False
    onto: tuple[tuple[str, str], ...] = ()
    is_of_ends: bool = False


@dataclass(frozen=True)
class AnyOf:
    """Each of ``whole`` is one of at least one of ``parts``, at the same place."""

    whole: str
    parts: tuple[str, ...]
