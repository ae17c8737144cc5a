"""Exact top k of many calls for many profiles, without holding all scores at once.

Scores are taken in float32, some profiles at a time: the terms that most calls have as a dense product, the others by
their own calls. What may be among the k best, near ties too, is then for the caller to score in float64, so that
neither the blocks nor the number of threads can be seen in a result.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.sparse import csc_matrix, csr_matrix

Numbers = npt.NDArray[np.int64]
Scores = npt.NDArray[np.float32]

BLOCK = 64
"""Profiles at a time: their scores for 100,000 calls are 26 MB."""

DENSE_TERMS = 160
"""Terms in the dense product: in texts, one word in two or three is one of these."""

FIRST = 8192
"""Calls whose k-th score is the floor for the rest: the k-th of all is not under the k-th of some."""

MARGIN = 1e-5
"""How far under the k-th score, in float32, a call may be and still be among the k best. Rows have length about 1."""


class Candidates(NamedTuple):
    """Rows that may be among the k best, by number; every other row scores under `floor`, or not over 0."""

    rows: Numbers
    floor: float


class Pool:
    """Calls made ready to be looked in: rows over terms."""

    def __init__(self, rows: csr_matrix) -> None:
        self._columns = csc_matrix(rows, dtype=np.float32)
        by_term = np.diff(self._columns.indptr)
        self._dense = np.sort(np.argsort(-by_term, kind="stable")[:DENSE_TERMS])
        self._panel: Scores = np.ascontiguousarray(self._columns[:, self._dense].toarray().T)
        self._is_rare = by_term > 0
        self._is_rare[self._dense] = False

    def nearest(
        self,
        queries: csr_matrix,
        k: int,
        factors: Sequence[float] | None = None,
        shares: Sequence[Scores] | None = None,
    ) -> list[Candidates]:
        """For each query the rows that may be among the k with the highest scores, at least those.

        queries: profiles x terms. A score is the product times the query's own of `factors` (1 unless given) and with
        the row's own of `shares` (of each query a value a row; 0 unless given). Only scores over 0 count.
        """
        found: list[Candidates] = []
        for start in range(0, queries.shape[0], BLOCK):
            some = csr_matrix(queries[start : start + BLOCK], dtype=np.float32)
            scores: Scores = self._frequent(some) @ self._panel
            for row, values in enumerate(scores):
                cells = slice(some.indptr[row], some.indptr[row + 1])
                self._add_rare(values, some.indices[cells], some.data[cells])
                if factors is not None:
                    values *= np.float32(factors[start + row])
                if shares is not None:
                    values += shares[start + row]
                found.append(_best(values, k))
        return found

    def _frequent(self, queries: csr_matrix) -> Scores:
        """The weights that queries have for the terms of the dense product."""
        weights = np.zeros((queries.shape[0], len(self._dense)), np.float32)
        rows = np.repeat(np.arange(queries.shape[0]), np.diff(queries.indptr))
        at = np.minimum(np.searchsorted(self._dense, queries.indices), len(self._dense) - 1)
        is_dense = self._dense[at] == queries.indices
        weights[rows[is_dense], at[is_dense]] = queries.data[is_dense]
        return weights

    def _add_rare(self, scores: Scores, terms: npt.NDArray[np.int32], weights: Scores) -> None:
        rare = self._is_rare[terms]
        if rare.any():
            scores += self._columns[:, terms[rare]] @ weights[rare]


def _best(scores: Scores, k: int) -> Candidates:
    """The numbers of the k highest scores over 0 and of those within MARGIN of the k-th, in order of number."""
    floor = np.finfo(np.float32).tiny
    for some in (scores[:FIRST], scores):
        if len(some) >= k:
            over = some[some >= floor]
            if len(over) >= k:
                floor = max(floor, np.partition(over, -k)[-k] - np.float32(MARGIN))
    return Candidates(np.flatnonzero(scores >= floor), float(floor))
