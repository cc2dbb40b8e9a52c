"""Few people whose answering raises doubt: neither shown nor to be worked out from the others."""

import pandas as pd
import pytest

from personagen.contracts.segmentation import QUALITY
from personagen.privacy import suppress


@pytest.mark.parametrize("n_partial", [0, 7, 300])
def test_a_hidden_check_takes_another_along_but_not_who_is_known_in_part(n_partial):
    # 14 - 10 leaves 4 at least, and the rule says 4 at most
    counts = {"straightliner": 4, "speeder": 10, "any": 14}
    rows = [{"check": c, "kind": "answering", "n": n, "share": n / 100} for c, n in counts.items()]
    rows += [{"check": "partial", "kind": "knowledge", "n": n_partial, "share": n_partial / 1000}]
    rows += [{"check": "level", "kind": "segments", "concordance": 0.1, "is_alarm": False}]
    shown = suppress(QUALITY, QUALITY.conform(pd.DataFrame(rows)), 5).set_index("check")
    assert shown.loc[["straightliner", "speeder"], ["n", "share"]].isna().all(axis=None)
    assert shown.loc["any", "n"] == 14
    assert shown.loc["partial", "n"] == n_partial
    assert shown.loc["level", "concordance"] == 0.1
