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
from matching.nearest import nearest
from matching.weights import LANGUAGE_BEST

Query: TypeAlias = Mapping[str, float]
Rows: TypeAlias = npt.NDArray[np.int64]


class Found(NamedTuple):
    """A row of the index, of a call or of one of its themes, and its score."""

    row: int
    score: float


def search(
    index: Index, queries: Sequence[Query], order: Mapping[int, tuple[object, ...]], top: int
) -> list[list[Found]]:
    """For each query its `top` calls over 0, nearest first, each as the row that is nearest.

    order: the calls that may be found -> what orders them when they are as near. A call is as near as the nearest of
    itself and its themes; when they are as near, it is the call as a whole.
    """
    matrix = _stacked(queries, index)
    groups = {group: np.flatnonzero(index.groups == group) for group in sorted(set(index.groups.tolist()))}
    best = {group: _best(index, matrix, rows) for group, rows in groups.items()}
    sizes = {group: len(rows) for group, rows in groups.items()}
    pools = [(rows, nearest(index.matrix[rows], matrix, top)) for rows in _pools(index, order)]
    found = []
    for number in range(len(queries)):
        factors = language_factors({group: scores[number] for group, scores in best.items()}, sizes)
        rows = [row for pool, near in pools for row in pool[near[number]].tolist()]
        found.append(_ordered(index, _vector(matrix, number), factors, rows, order)[:top])
    return found


def _pools(index: Index, order: Mapping[int, object]) -> list[Rows]:
    """The rows to look in, apart: each language, whose scores are not comparable yet, and its themes.

    One theme a call at a time, so that the best `top` themes are of as many calls.
    """
    may = np.zeros(len(index.calls), bool)
    may[list(order)] = True
    wanted, group = may[index.owners], index.groups[index.owners]
    kinds = sorted({*zip(index.themes[wanted].tolist(), group[wanted].tolist(), strict=True)})
    return [np.flatnonzero(wanted & (index.themes == theme) & (group == its)) for theme, its in kinds]


def _best(index: Index, matrix: csr_matrix, rows: Rows) -> list[list[float]]:
    """For each query the highest scores over 0 among `rows`, highest first."""
    best = []
    for number, found in enumerate(nearest(index.matrix[rows], matrix, LANGUAGE_BEST)):
        vector = _vector(matrix, number)
        scores = (_score(index, vector, row, 1.0) for row in rows[found].tolist())
        best.append(sorted((value for value in scores if value > 0), reverse=True)[:LANGUAGE_BEST])
    return best


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
    start, end = index.matrix.indptr[row : row + 2]
    shares = vector[index.matrix.indices[start:end]] * index.matrix.data[start:end]
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
