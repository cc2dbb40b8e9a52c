from __future__ import annotations

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from personagen.segmentation import Part, assign, recognise, square_distances

NUMBERS = st.floats(-1e3, 1e3, width=32)
VARIABLES = ["a", "b", "b", "b", "c"]
COLUMNS = {"a": [0], "b": [1, 2, 3], "c": [4]}


def test_by_hand():
    centroids = pd.DataFrame([[0.0, 0.0], [3.0, 4.0], [0.0, 2.0]], index=["1", "2", "3"])
    people = pd.DataFrame([[0.0, 0.0], [3.0, np.nan], [0.0, 1.0], [np.nan, np.nan]])
    found = assign(people, centroids)
    # the second is known in one of two columns: squared distances are doubled; the third is between 1 and 3
    assert found["persona"].fillna("-").tolist() == ["1", "2", "1", "-"]
    np.testing.assert_array_equal(found["distance"], [0.0, 0.0, 1.0, np.nan])
    np.testing.assert_array_equal(found["shadow"], [0.0, 0.0, 1.0, np.nan])
    assert assign(people, centroids.iloc[[1]])["shadow"].isna().all()
    assert assign(people, centroids.iloc[[1]])["distance"].tolist()[:2] == [5.0, 0.0]


@settings(max_examples=60)
@given(
    arrays(np.float64, st.tuples(st.integers(1, 9), st.just(5)), elements=NUMBERS),
    arrays(np.float64, st.tuples(st.integers(1, 5), st.just(5)), elements=NUMBERS),
    st.data(),
)
def test_alone_looked_up_or_among_others_it_is_the_same_to_the_last_bit(people, centroids, data):
    is_known = data.draw(arrays(np.bool_, (len(people), 3)))
    blank = is_known[:, [VARIABLES.index(v) if v != "c" else 2 for v in VARIABLES]]
    matrix = pd.DataFrame(np.where(blank, people, np.nan))
    places = pd.DataFrame(centroids, index=[str(i) for i in range(len(centroids))])
    found = assign(matrix, places, VARIABLES)
    alone = pd.concat([assign(matrix.iloc[[i]], places, VARIABLES) for i in range(len(matrix))])
    pd.testing.assert_frame_equal(found, alone, check_exact=True)
    parts = [
        Part(
            square_distances(people[:, own], centroids[:, own]),
            np.arange(len(people)),
            is_known[:, i],
            len(own),
        )
        for i, own in enumerate(COLUMNS.values())
    ]
    nearest, pulling = recognise(parts, np.ones(len(people), dtype=bool), 5)
    np.testing.assert_array_equal(nearest.distance, found["distance"])
    np.testing.assert_array_equal(nearest.shadow, found["shadow"])
    assert found["persona"].fillna("-1").astype(int).tolist() == nearest.first.tolist()
    for row, own in enumerate(pulling):
        named = own[own >= 0]
        assert is_known[row, named].all()
        gains = [
            (parts[i].squares[row, nearest.second[row]] - parts[i].squares[row, nearest.first[row]])
            for i in named
        ]
        assert gains == sorted(gains, reverse=True)
        assert all(gain > 0 for gain in gains)
