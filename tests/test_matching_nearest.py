"""The best of many, and languages made comparable: as by scoring everything, whatever the blocks."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_matrix
from scipy.sparse import random as random_matrix

import matching.nearest
from matching.languages import language_factors
from matching.nearest import MARGIN, Pool


@settings(deadline=None, max_examples=50)
@given(st.integers(0, 10_000), st.integers(1, 40), st.integers(1, 5), st.integers(1, 12), st.sampled_from([1, 3, 16]))
def test_none_of_the_best_is_missing(seed: int, rows: int, queries: int, k: int, block: int) -> None:
    draw = np.random.default_rng(seed)
    calls = csr_matrix(random_matrix(rows, 30, 0.3, random_state=draw))
    profiles = csr_matrix(random_matrix(queries, 30, 0.3, random_state=draw)) * draw.choice([-1.0, 1.0])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(matching.nearest, "BLOCK", block)
        patch.setattr(matching.nearest, "DENSE_TERMS", 7)
        patch.setattr(matching.nearest, "FIRST", 10)
        found = Pool(calls).nearest(profiles, k)
    scores = (profiles @ calls.T).toarray()
    assert len(found) == queries
    for near, values in zip(found, scores, strict=True):
        over = np.flatnonzero(values > MARGIN)
        best = over[np.argsort(-values[over], kind="stable")[:k]]
        assert set(best.tolist()) <= set(near.rows.tolist())
        assert (values[near.rows] > 0).all()
        if len(over) >= k:
            assert values[near.rows].min() >= values[best].min() - 2 * MARGIN


@pytest.mark.parametrize(
    ("scores", "sizes", "factors"),
    [
        ({"no": [0.4] * 5, "en": [0.2] * 5}, {"no": 100, "en": 900}, {"no": 1.0, "en": 2.0}),
        ({"no": [0.4] * 5, "en": [0.01] * 5}, {"no": 100, "en": 900}, {"no": 1.0, "en": 4.0}),
        ({"no": [0.4], "en": [0.2]}, {"no": 19, "en": 900}, {"no": 1.0, "en": 1.0}),
        ({"no": [0.4, 0.2, 0.1], "en": [0.2] * 5}, {"no": 20, "en": 900}, {"no": 1.0, "en": 1.5}),
        ({"no": [], "en": [0.2]}, {"no": 100, "en": 900}, {"no": 1.0, "en": 1.0}),
        ({}, {}, {}),
    ],
)
def test_a_language_is_lifted_to_the_highest(
    scores: dict[str, list[float]], sizes: dict[str, int], factors: dict[str, float]
) -> None:
    assert language_factors(scores, sizes) == pytest.approx(factors)
