"""The calls nearest to each profile, exactly: every language on its own scale first, calls and their themes apart.

What a match says of itself is made in `matching.rank`; the arithmetic of many scores is in `matching.nearest`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from matching.explain import score
from matching.index import NO_THEME, Floats, Index
from matching.languages import language_factors
from matching.nearest import Pool
from matching.weights import LANGUAGE_BEST

Query: TypeAlias = Mapping[str, float]
Rows: TypeAlias = npt.NDArray[np.int64]


class Found(NamedTuple):
    """A row of the index, of a call or of one of its themes, and its score."""

    row: int
    score: float


class Scored(NamedTuple):
    """The best rows of a pool for one query, and their scores before the languages are made comparable."""

    rows: list[int]
    scores: list[float]


class Search:
    """The calls that may be found, made ready to be looked in for any number of profiles."""

    def __init__(self, index: Index, order: Mapping[int, tuple[object, ...]]) -> None:
        """order: the calls that may be found -> what orders them when they are as near."""
        self._index = index
        self._order = order
        self._groups = {group: np.flatnonzero(index.groups == group) for group in sorted(set(index.groups.tolist()))}
        self._all = {group: (rows, Pool(index.matrix[rows])) for group, rows in self._groups.items()}
        self._pools = [self._ready(rows) for rows in _pools(index, order)]

    def find(self, queries: Sequence[Query], top: int) -> list[list[Found]]:
        """For each query its `top` calls over 0, nearest first, each as the row that is nearest.

        A call is as near as the nearest of itself and its themes; when they are as near, it is the call as a whole. A
        call that shares only letters with the profile, no word and no concept, is not near it.
        """
        matrix = _stacked(queries, self._index)
        best = {group: self._best(matrix, *ready, LANGUAGE_BEST) for group, ready in self._all.items()}
        sizes = {group: len(rows) for group, rows in self._groups.items()}
        pools = [self._best(matrix, *ready, top) for ready in self._pools]
        found = []
        for number in range(len(queries)):
            factors = language_factors({group: scored[number].scores for group, scored in best.items()}, sizes)
            rows = [row for pool in pools for row in pool[number].rows]
            found.append(_ordered(self._index, _vector(matrix, number), factors, rows, self._order)[:top])
        return found

    def _ready(self, rows: Rows) -> tuple[Rows, Pool]:
        """A pool of these rows; one that is there already where all calls of a language may be found."""
        same = (ready for ready in self._all.values() if np.array_equal(ready[0], rows))
        return next(same, None) or (rows, Pool(self._index.matrix[rows]))

    def _best(self, matrix: csr_matrix, rows: Rows, pool: Pool, k: int) -> list[Scored]:
        """For each query its `k` best of `rows`, and those that tie with the last of them, highest first."""
        found: dict[int, Scored] = {}
        asked, wanted = list(range(matrix.shape[0])), k
        while asked:
            again = []
            for number, places in zip(asked, pool.nearest(matrix[asked], wanted), strict=True):
                found[number] = _scored(self._index, _vector(matrix, number), rows[places].tolist())
                if len(found[number].rows) < k <= wanted <= len(places):
                    again.append(number)
            # What shared only letters took places: look further down, for these alone.
            asked, wanted = again, 4 * wanted
        return [found[number] for number in range(matrix.shape[0])]


def _pools(index: Index, order: Mapping[int, object]) -> list[Rows]:
    """The rows to look in, apart: each language, whose scores are not comparable yet, and its themes.

    One theme a call at a time, so that the best `top` themes are of as many calls.
    """
    may = np.zeros(len(index.calls), bool)
    may[list(order)] = True
    wanted, group = may[index.owners], index.groups[index.owners]
    kinds = sorted({*zip(index.themes[wanted].tolist(), group[wanted].tolist(), strict=True)})
    return [np.flatnonzero(wanted & (index.themes == theme) & (group == its)) for theme, its in kinds]


def _scored(index: Index, vector: Floats, rows: Sequence[int]) -> Scored:
    scored = [(row, _score(index, vector, row, 1.0)) for row in rows]
    scored = sorted(((row, value) for row, value in scored if value > 0), key=lambda one: (-one[1], one[0]))
    return Scored([row for row, _ in scored], [value for _, value in scored])


def _ordered(
    index: Index, vector: Floats, factors: Mapping[str, float], rows: Sequence[int], order: Mapping[int, object]
) -> list[Found]:
    best: dict[int, tuple[float, bool, int]] = {}
    for row in rows:
        owner = int(index.owners[row])
        value = _score(index, vector, row, factors[str(index.groups[owner])])
        if value > 0:
            entry = (-value, bool(index.themes[row] != NO_THEME), row)
            best[owner] = min(best.get(owner, entry), entry)
    ranked = sorted(best, key=lambda owner: (best[owner][0], order[owner]))
    return [Found(best[owner][2], -best[owner][0]) for owner in ranked]


def _score(index: Index, vector: Floats, row: int, factor: float) -> float:
    """The score of a row; 0 when letters are all that speaks for it."""
    start, end = index.matrix.indptr[row : row + 2]
    columns = index.matrix.indices[start:end]
    shares = vector[columns] * index.matrix.data[start:end]
    if not np.any(shares[~index.is_letters[columns]] > 0):
        return 0.0
    return score(shares[shares != 0].tolist(), factor)


def _vector(matrix: csr_matrix, number: int) -> Floats:
    vector: Floats = matrix[[number]].toarray().ravel()
    return vector


def _stacked(queries: Sequence[Query], index: Index) -> csr_matrix:
    """Queries as rows over the terms of the index."""
    columns = [index.columns[term] for query in queries for term in query]
    values = [value for query in queries for value in query.values()]
    indptr = np.cumsum([0, *map(len, queries)])
    return csr_matrix((np.array(values), np.array(columns, np.int32), indptr), shape=(len(queries), len(index.terms)))
