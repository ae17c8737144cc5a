"""Counts of earlier nights and of new texts as one: rows in the order asked for, terms in the order of their text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix, hstack

from matching.counting import Counter, Document, Numbered, Numbers
from matching.glossary import Glossary
from matching.vocabulary import SECOND, SECONDS, Pairs, Vocabulary

CHUNK = 1 << 20
"""Pairs that are renumbered at a time: a hundred thousand calls have 18 million."""


class Counts(NamedTuple):
    """Documents as rows, integers. matrix: terms as columns. letter_matrix: words that stand for their letters as
    columns; `letters` are those words, sorted."""

    terms: Vocabulary
    matrix: csr_matrix
    letters: list[str]
    letter_matrix: csr_matrix


def nothing() -> Counts:
    """The counts of no documents."""
    none = csr_matrix((0, 0), dtype=np.uint8)
    return Counts(Vocabulary([], np.empty(0, np.int64)), none, [], none)


def merged(kept: Counts, rows: Sequence[int], documents: Sequence[Document], glossary: Glossary) -> Counts:
    """The counts of `documents`. rows: of each its row of `kept`, -1 for one that is to be counted."""
    known = np.array(rows, np.int64)
    order, old = np.argsort(np.argsort(known < 0, kind="stable")), known[known >= 0]
    counter = Counter(glossary, Numbered.of(kept.terms.names), Numbered.of(kept.letters))
    blocks = list(counter.blocks([document for document, row in zip(documents, rows, strict=True) if row < 0]))

    pairs = _union([kept.terms.pairs, *(block.keys for block in blocks)])
    names, before = len(counter.names), np.empty(len(kept.terms), np.int32)
    before[kept.terms.name_columns] = np.arange(len(kept.terms.names))
    before[kept.terms.pair_columns] = names + np.searchsorted(pairs, kept.terms.pairs)
    letters = [_Part(_rows(kept.letter_matrix, old), np.arange(len(kept.letters)))]
    terms = [_Part(_rows(kept.matrix, old), before)]
    while blocks:
        block = blocks.pop(0)
        its = np.concatenate([np.arange(block.names.shape[1]), names + np.searchsorted(pairs, block.keys)])
        terms.append(_Part(csr_matrix(hstack([block.names, block.pairs])), its.astype(np.int32)))
        letters.append(_Part(block.letters, np.arange(block.letters.shape[1])))

    vocabulary, columns = _in_order(list(counter.names), pairs, _used(terms, names + len(pairs)))
    del pairs
    spelled, letter_columns = _sorted(list(counter.letters), _used(letters, len(counter.letters)))
    return Counts(
        vocabulary,
        _rows(_stacked(terms, columns, len(vocabulary)), order),
        spelled,
        _rows(_stacked(letters, letter_columns, len(spelled)), order),
    )


class _Part(NamedTuple):
    """Some rows, and of each of their columns its number among all columns."""

    matrix: csr_matrix
    numbers: npt.NDArray[np.signedinteger]


def _rows(matrix: csr_matrix, rows: npt.NDArray[np.int64]) -> csr_matrix:
    return matrix if np.array_equal(rows, np.arange(matrix.shape[0])) else csr_matrix(matrix[rows])


def _union(several: Sequence[Pairs]) -> Pairs:
    """All pairs once, sorted. What is waiting is merged when it is as long as what is merged: less is held at once."""
    union, waiting = several[0], list[Pairs]()
    for number, keys in enumerate(several[1:], 2):
        waiting.append(keys)
        if number == len(several) or sum(map(len, waiting)) >= len(union):
            both = np.concatenate([union, *waiting])
            both.sort(kind="stable")  # runs that are sorted: merged, not sorted anew
            union, waiting = both[np.diff(both, prepend=-1) > 0], []
    return union


def _used(parts: Sequence[_Part], width: int) -> npt.NDArray[np.bool_]:
    """Of each column, whether some row has it."""
    is_used = np.zeros(width, bool)
    for matrix, numbers in parts:
        its = np.zeros(len(numbers), bool)
        its[matrix.indices] = True
        is_used[numbers[its]] = True
    return is_used


def _sorted(texts: Sequence[str], is_used: npt.NDArray[np.bool_]) -> tuple[list[str], Numbers]:
    """The texts that are used, in order, and of each of all its place there."""
    order = sorted(np.flatnonzero(is_used).tolist(), key=texts.__getitem__)
    places = np.zeros(len(texts), np.int32)
    places[order] = np.arange(len(order))
    return [texts[number] for number in order], places


def _in_order(texts: Sequence[str], pairs: Pairs, is_used: npt.NDArray[np.bool_]) -> tuple[Vocabulary, Numbers]:
    """The names and pairs that are used, and of each of all its column."""
    names, places = _sorted(texts, is_used[: len(texts)])
    used = np.flatnonzero(is_used[len(texts) :]).astype(np.int32)
    moved = np.empty(len(used), np.int64)
    for start in range(0, len(used), CHUNK):
        some = pairs[used[start : start + CHUNK]]
        ends = places[some >> SECOND].astype(np.int64), places[some & SECONDS].astype(np.int64)
        moved[start : start + CHUNK] = (np.minimum(*ends) << SECOND) + np.maximum(*ends)
    order = np.argsort(moved, kind="stable")
    vocabulary = Vocabulary(names, moved[order])
    del moved
    columns = np.zeros(len(is_used), np.int32)
    columns[: len(texts)][is_used[: len(texts)]] = vocabulary.name_columns[places[is_used[: len(texts)]]]
    columns[len(texts) + used[order]] = vocabulary.pair_columns
    return vocabulary, columns


def _stacked(parts: list[_Part], columns: Numbers, width: int) -> csr_matrix:
    """The rows of all parts over `columns`, sorted. `parts` is emptied, so that no cell is held twice for long."""
    sizes = np.concatenate([[0], *(np.diff(part.matrix.indptr) for part in parts)])
    indptr = np.cumsum(sizes, dtype=np.int64)
    data = np.empty(indptr[-1], np.result_type(*(part.matrix.data for part in parts)))
    indices = np.empty(indptr[-1], np.int32)
    for start, matrix in _moved(parts, columns, width):
        data[start : start + matrix.nnz] = matrix.data
        indices[start : start + matrix.nnz] = matrix.indices
    return csr_matrix((data, indices, indptr), shape=(len(indptr) - 1, width))


def _moved(parts: list[_Part], columns: Numbers, width: int) -> Iterator[tuple[int, csr_matrix]]:
    """Each part over `columns`, sorted, and the cells that are before it."""
    start = 0
    while parts:
        matrix, numbers = parts.pop(0)
        indices = columns[numbers][matrix.indices]
        moved = csr_matrix((matrix.data, indices, matrix.indptr), shape=(matrix.shape[0], width))
        moved.sort_indices()
        yield start, moved
        start += matrix.nnz
