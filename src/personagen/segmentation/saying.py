"""The verdict's reason as a sentence. Which k is in use, and why, is decided in `choosing`."""

from __future__ import annotations

import pandas as pd

from personagen.contracts.choice import VERDICT
from personagen.language.words import Words


def say_verdict(verdict: pd.DataFrame, reason: str, words: Words) -> pd.DataFrame:
    """Return the verdict with its reason as a sentence in the language of ``words``.

    Parameters
    ----------
    verdict
        Contract ``verdict``, one row.
    reason
        Why this k, as in ``Segments``.
    words
        The words.
    """
    row = verdict.iloc[0]
    kind = words.say(f"segments.word.{row['data_verdict']}")
    text = words.say(f"segments.reason.{reason}", k=int(row["k"]), data_k=int(row["data_k"]), kind=kind)
    if pd.notna(row["runner_up"]):
        text = f"{text} {words.say('segments.reason.runner_up', k=int(row['runner_up']))}"
    return VERDICT.conform(verdict.assign(reason=text))
