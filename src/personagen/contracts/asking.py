"""How the phases of a journey were asked about: what `valence_source` says, and which valences go together."""

from __future__ import annotations

import pandas as pd

EMOTION = "emotion"


def way_of_asking(source: str) -> frozenset[str]:
    """Return the kinds of answers that make valences comparable: two sources of one way go together.

    Emotion words that stand in for missing ratings don't count: everywhere a rating goes before a word.

    Parameters
    ----------
    source
        A cell of `valence_source`; blank where nothing was felt.

    Examples
    --------
    >>> way_of_asking("csat+emotion") == way_of_asking("csat")
    True
    >>> way_of_asking("emotion") == way_of_asking("survey")
    False
    """
    kinds = frozenset(source.split("+")) - {""}
    return kinds - {EMOTION} or kinds


def sources_of_phases(journey: pd.DataFrame) -> dict[str, str]:
    """Return for each phase what its valences rest on; a phase where nothing was felt is left out.

    Parameters
    ----------
    journey
        Contract ``journey``. The row of all personas together goes first: it holds every kind.
    """
    told = journey.dropna(subset=["valence_source"])
    told = told.sort_values("persona", key=lambda persona: persona != "all", kind="stable").drop_duplicates(
        "phase"
    )
    return dict(zip(told["phase"].astype(str), told["valence_source"].astype(str), strict=True))


def are_comparable(journey: pd.DataFrame) -> bool:
    """Tell whether all phases of a `journey` were asked about in the same way, so that valences can be set side by side."""
    return bool(journey["is_comparable"].fillna(value=True).all())
