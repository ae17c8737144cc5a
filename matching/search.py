"""The calls nearest to each profile, exactly: every language on its own scale first, calls and their themes apart.

What a match says of itself is made in `matching.rank`; the arithmetic of many scores is in `matching.nearest`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from matching.explain import score
from matching.index import NO_THEME, Floats, Index
from matching.languages import language_factors
from matching.nearest import MARGIN, Pool
from matching.nearness import BEST, shares
from matching.semantic import Vectors
from matching.weights import DECIMALS, LANGUAGE_BEST

Query: TypeAlias = Mapping[str, float]
Rows: TypeAlias = npt.NDArray[np.int64]


class Found(NamedTuple):
    """A row of the index, of a call or of one of its themes, and its score: by words, and with what meaning adds."""

    row: int
    score: float
    share: float = 0.0


class Near(NamedTuple):
    """How near two sides are in meaning: `calls` and `profiles` as vectors (matching.nearness), in their order."""

    calls: Vectors
    profiles: Vectors


class _Asked(NamedTuple):
    """One profile: a row over terms, what each group of languages is lifted by, what meaning adds to each call.

    sums: of the rows of the index that were looked at, what their words give before any factor.
    """

    row: csr_matrix
    sums: dict[int, float]
    factors: Mapping[str, float]
    shares: Floats | None

    def vector(self) -> Floats:
        """The row spelled out, for as long as it is needed: of many profiles at once it would fill the memory."""
        vector: Floats = self.row.toarray().ravel()
        return vector

    def share(self, owner: int) -> float:
        return 0.0 if self.shares is None else float(self.shares[owner])


class Scored(NamedTuple):
    """The best rows of a pool for one query, and their scores."""

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
        self._pools = [(group, *self._ready(rows)) for group, rows in _pools(index, order)]

    def find(
        self, queries: Sequence[Query], top: int, near: Near | None = None, always: Sequence[int] = ()
    ) -> list[list[Found]]:
        """For each query its `top` calls over 0, nearest first, each as the row that is nearest.

        A call is as near as the nearest of itself and its themes; when they are as near, it is the call as a whole. A
        call that shares only letters with the profile, no word and no concept, is not near it by words. near: of the
        calls of the index and of the queries, where meaning counts. always: calls that are told of too where they are
        over 0, after the `top` or among them.
        """
        matrix = _stacked(queries, self._index)
        asked = self._asked(matrix, near)
        pools = [self._best(matrix, asked, *ready, top) for ready in self._pools]
        more, wanted = self._rows_of(always), set(always)
        found = []
        for number, one in enumerate(asked):
            rows = [row for pool in pools for row in pool[number].rows]
            ordered = self._ordered(one, [*rows, *more])
            owners = self._index.owners[[entry.row for entry in ordered]].tolist() if ordered else []
            found.append([entry for at, entry in enumerate(ordered) if at < top or owners[at] in wanted])
        return found

    def _rows_of(self, owners: Sequence[int]) -> list[int]:
        """The rows of some calls and their themes, of those that may be found."""
        wanted = [owner for owner in owners if owner in self._order]
        return np.flatnonzero(np.isin(self._index.owners, wanted)).tolist() if wanted else []

    def _asked(self, matrix: csr_matrix, near: Near | None) -> list[_Asked]:
        """Each query with its languages' factors, which are of words alone, and its shares of meaning."""
        plain = [_Asked(matrix[[number]], {}, {}, None) for number in range(matrix.shape[0])]
        best = {group: self._best(matrix, plain, group, *ready, LANGUAGE_BEST) for group, ready in self._all.items()}
        sizes = {group: len(rows) for group, rows in self._groups.items()}
        asked = []
        for number, one in enumerate(plain):
            scores = {group: found[number].scores for group, found in best.items()}
            factors = language_factors(scores, sizes)
            added = None
            if near is not None:
                lifted = sorted(factors[group] * value for group, its in scores.items() for value in its)
                added = shares(near.profiles[number], near.calls, sum(lifted[-BEST:]) / BEST)
            asked.append(_Asked(one.row, one.sums, factors, added))
        return asked

    def _ready(self, rows: Rows) -> tuple[Rows, Pool]:
        """A pool of these rows; one that is there already where all calls of a language may be found."""
        same = (ready for ready in self._all.values() if np.array_equal(ready[0], rows))
        return next(same, None) or (rows, Pool(self._index.matrix[rows]))

    def _best(
        self, matrix: csr_matrix, asked: Sequence[_Asked], group: str, rows: Rows, pool: Pool, k: int
    ) -> list[Scored]:
        """For each query its `k` best of `rows`, and those that tie with the last of them, highest first."""
        found: dict[int, Scored] = {}
        left, wanted = list(range(len(asked))), k
        while left:
            again = []
            factors = [asked[number].factors.get(group, 1.0) for number in left]
            added = [asked[number].shares for number in left]
            known = [values[self._index.owners[rows]].astype(np.float32) for values in added if values is not None]
            nearby = pool.nearest(matrix[left], wanted, factors, known if len(known) == len(left) else None)
            for number, near in zip(left, nearby, strict=True):
                found[number] = self._scored(asked[number], rows[near.rows].tolist())
                scores = found[number].scores
                is_sure = len(scores) >= k and scores[k - 1] >= near.floor + MARGIN / 2
                if not is_sure and len(near.rows) >= wanted:
                    again.append(number)
            # What shared only letters took places: look further down, for these alone.
            left, wanted = again, 4 * wanted
        return [found[number] for number in range(len(asked))]

    def _scored(self, asked: _Asked, rows: Sequence[int]) -> Scored:
        self._add_up(asked, rows)
        scored = [(row, self._score(asked, row).score) for row in rows]
        scored = sorted(((row, value) for row, value in scored if value > 0), key=lambda one: (-one[1], one[0]))
        return Scored([row for row, _ in scored], [value for _, value in scored])

    def _ordered(self, asked: _Asked, rows: Sequence[int]) -> list[Found]:
        best: dict[int, tuple[float, bool, Found]] = {}
        self._add_up(asked, rows)
        for row in dict.fromkeys(rows):
            found = self._score(asked, row)
            if found.score > 0:
                owner = int(self._index.owners[row])
                entry = (-found.score, bool(self._index.themes[row] != NO_THEME), found)
                best[owner] = min(best.get(owner, entry), entry, key=lambda one: (one[0], one[1], one[2].row))
        ranked = sorted(best, key=lambda owner: (best[owner][0], self._order[owner]))
        return [best[owner][2] for owner in ranked]

    def _score(self, asked: _Asked, row: int) -> Found:
        owner = int(self._index.owners[row])
        words = score([asked.sums[row]], asked.factors.get(str(self._index.groups[owner]), 1.0))
        share = asked.share(owner)
        return Found(row, round(words + share, DECIMALS), share)

    def _add_up(self, asked: _Asked, rows: Sequence[int]) -> None:
        """What the words of each of `rows` give: 0 when letters are all that speaks for it."""
        wanted = [row for row in dict.fromkeys(rows) if row not in asked.sums]
        if not wanted:
            return
        matrix = self._index.matrix
        cells = [slice(*matrix.indptr[row : row + 2]) for row in wanted]
        columns = np.concatenate([matrix.indices[its] for its in cells])
        parts = asked.vector()[columns] * np.concatenate([matrix.data[its] for its in cells])
        shared = np.flatnonzero(parts)
        ends = np.searchsorted(shared, np.cumsum([its.stop - its.start for its in cells])).tolist()
        speaks = (parts[shared] > 0) & (columns[shared] < self._index.terms.spelled)
        values = parts[shared].tolist()
        for row, (start, end) in zip(wanted, pairwise([0, *ends]), strict=True):
            asked.sums[row] = math.fsum(values[start:end]) if speaks[start:end].any() else 0.0


def _pools(index: Index, order: Mapping[int, object]) -> list[tuple[str, Rows]]:
    """The rows to look in, apart: each language, whose scores are not comparable yet, and its themes.

    One theme a call at a time, so that the best `top` themes are of as many calls.
    """
    may = np.zeros(len(index.calls), bool)
    may[list(order)] = True
    wanted, group = may[index.owners], index.groups[index.owners]
    kinds = sorted({*zip(index.themes[wanted].tolist(), group[wanted].tolist(), strict=True)})
    return [(its, np.flatnonzero(wanted & (index.themes == theme) & (group == its))) for theme, its in kinds]


def _stacked(queries: Sequence[Query], index: Index) -> csr_matrix:
    """Queries as rows over the terms of the index."""
    columns = [index.columns[term] for query in queries for term in query]
    values = [value for query in queries for value in query.values()]
    indptr = np.cumsum([0, *map(len, queries)])
    return csr_matrix((np.array(values), np.array(columns, np.int32), indptr), shape=(len(queries), len(index.terms)))
