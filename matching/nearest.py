"""Exact top k of many calls for many profiles, without holding all scores at once.

Scores are taken in float32, a block of calls at a time: the terms that most calls and profiles share as a dense
product, the rest as a sparse one. What may be among the k best, near ties too, is then for the caller to score in
float64, so that neither the blocks nor the number of threads can be seen in a result.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

Numbers = npt.NDArray[np.int64]
Scores = npt.NDArray[np.float32]

BLOCK = 8192
"""Calls at a time: their scores for 1,000 profiles are 32 MB."""

DENSE_TERMS = 384
"""Terms in the dense product."""

MARGIN = 1e-5
"""How far under the k-th score, in float32, a call may be and still be among the k best. Rows have length about 1."""


def nearest(rows: csr_matrix, queries: csr_matrix, k: int) -> list[Numbers]:
    """For each query the rows that may be among the k with the highest scores, at least those, by number.

    rows: calls x terms; queries: profiles x terms. Only scores over 0 count.
    """
    if not rows.shape[0] or not queries.shape[0] or not queries.nnz:
        return [np.empty(0, np.int64)] * queries.shape[0]
    kept = _Kept(queries.shape[0], k)
    for start, scores in _blocks(_float32(rows), _float32(queries)):
        kept.take(start, scores)
    return kept.numbers()


def _blocks(rows: csr_matrix, queries: csr_matrix) -> Iterator[tuple[int, Scores]]:
    """(first row, rows x queries) of each block."""
    by_query = np.bincount(queries.indices, minlength=queries.shape[1])
    shared = by_query * np.bincount(rows.indices, minlength=rows.shape[1])
    order = np.argsort(-shared, kind="stable")
    dense, rare = np.sort(order[:DENSE_TERMS]), np.flatnonzero(by_query)
    rare = rare[~np.isin(rare, dense)]
    rare_rows, rare_queries = rows[:, rare], csr_matrix(queries[:, rare].T)
    dense_rows, dense_queries = rows[:, dense], np.ascontiguousarray(queries[:, dense].toarray().T)
    for start in range(0, rows.shape[0], BLOCK):
        block = slice(start, start + BLOCK)
        scores: Scores = dense_rows[block].toarray() @ dense_queries
        sparse = rare_rows[block] @ rare_queries
        scores[np.repeat(np.arange(sparse.shape[0]), np.diff(sparse.indptr)), sparse.indices] += sparse.data
        yield start, scores


class _Kept:
    """The best so far: (query, row, score), and the score that each query's next must reach."""

    def __init__(self, queries: int, k: int) -> None:
        self.k = k
        self.floor = np.full(queries, np.finfo(np.float32).tiny, np.float32)
        self.query, self.row = np.empty(0, np.int64), np.empty(0, np.int64)
        self.score = np.empty(0, np.float32)

    def take(self, start: int, scores: Scores) -> None:
        if not self.query.size and scores.shape[0] > self.k:
            self._raise(np.partition(scores, -self.k, axis=0)[-self.k])
        row, query = np.nonzero(scores >= self.floor)
        self.query = np.concatenate([self.query, query])
        self.score = np.concatenate([self.score, scores[row, query]])
        self.row = np.concatenate([self.row, row + start])
        self._prune()

    def _raise(self, kth: Scores) -> None:
        self.floor = np.maximum(self.floor, kth - np.float32(MARGIN))

    def _prune(self) -> None:
        order = np.lexsort((-self.score, self.query))
        self.query, self.row, self.score = self.query[order], self.row[order], self.score[order]
        ends = np.searchsorted(self.query, np.arange(len(self.floor)), side="right")
        starts = np.concatenate([[0], ends[:-1]])
        full = ends - starts >= self.k
        kth = self.floor.copy()
        kth[full] = self.score[starts[full] + self.k - 1] - np.float32(MARGIN)
        self.floor = np.maximum(self.floor, kth)
        stays = self.score >= self.floor[self.query]
        self.query, self.row, self.score = self.query[stays], self.row[stays], self.score[stays]

    def numbers(self) -> list[Numbers]:
        ends = np.searchsorted(self.query, np.arange(len(self.floor)), side="right")
        return [np.sort(part) for part in np.split(self.row, ends[:-1])]


def _float32(matrix: csr_matrix) -> csr_matrix:
    return csr_matrix(matrix, dtype=np.float32)
