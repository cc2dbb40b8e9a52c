"""Where segments come from as k grows, by hand."""

import numpy as np
import pytest

from personagen.segmentation.content import order_content
from personagen.segmentation.origins import measure_entropy, trace_origins
from tests.segmentation.data import matrix_of


def test_origins_and_entropy_by_hand():
    content = order_content(matrix_of([[float(i)] for i in range(6)], weights=[1, 1, 1, 1, 3, 1])[0])
    labels = {
        2: np.array([0, 0, 0, 1, 1, 1]),
        3: np.array([0, 0, 1, 1, 2, 2]),
        5: np.array([0, 1, 2, 3, 4, 4]),
    }
    found = trace_origins(content, labels).set_index(["k", "segment", "previous_segment"])
    assert found.loc[(2, "1", "-"), ["n", "share"]].tolist() == [3, 1]
    assert found.loc[(3, "1", "1"), ["n", "share"]].tolist() == [2, 1]
    assert found.loc[(3, "2", "1"), "share"] == found.loc[(3, "2", "2"), "share"] == 0.5
    assert found.loc[(3, "3", "2"), "n"] == 2
    assert found.loc[(5, "5", "-"), "n"] == 2  # four weren't tried
    table = found.reset_index()
    assert measure_entropy(table, 3).to_dict() == pytest.approx({"1": 0, "2": 1, "3": 0})
    assert measure_entropy(table, 2).isna().all()
    assert measure_entropy(table, 5).isna().all()


def test_shares_of_origin_are_weighted():
    content = order_content(matrix_of([[0.0], [1.0], [2.0]], weights=[1, 3, 1])[0])
    found = trace_origins(content, {2: np.array([0, 1, 1]), 3: np.array([0, 0, 1])})
    shares = found[(found["k"] == 3) & (found["segment"] == "1")].set_index("previous_segment")["share"]
    assert shares.to_dict() == {"1": 0.25, "2": 0.75}
