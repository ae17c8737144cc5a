"""Counting the terms of many texts at once: what a word gives is worked out when it is first met, the rest is numbers.

The same terms and the same counts as `matching.terms.count_terms` gives for one text at a time, which says what they
are.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from matching.glossary import Glossary
from matching.terms import CONCEPT
from matching.text import check_language, content_words, stem, stems, words
from matching.vocabulary import SECOND, Pairs

BLOCK = 1024
"""Documents that are counted at a time."""

Numbers: TypeAlias = npt.NDArray[np.int32]


class Document(NamedTuple):
    """What is counted as one: texts with how many times a term of each counts, in one language."""

    lang: str
    texts: tuple[tuple[int, str], ...]


class Numbered(dict[str, int]):
    """Texts by the number that they got when they were first asked for."""

    @classmethod
    def of(cls, texts: Sequence[str]) -> Numbered:
        """Numbers from 0 on."""
        return cls(zip(texts, range(len(texts)), strict=True))

    def __missing__(self, text: str) -> int:
        number = self[text] = len(self)
        return number


class Block(NamedTuple):
    """Some documents as rows, in three matrices of integers.

    names, letters: columns are the numbers of stems and concepts, and of words that stand for their letters. pairs:
    columns are places in `keys`, which are sorted; the lower number first, shifted by SECOND.
    """

    names: csr_matrix
    pairs: csr_matrix
    keys: Pairs
    letters: csr_matrix


class _Lists:
    """Lists of numbers, end to end."""

    def __init__(self) -> None:
        self._numbers = array("i")
        self._ends = array("q", [0])

    def add(self, numbers: Iterable[int]) -> None:
        self._numbers.extend(numbers)
        self._ends.append(len(self._numbers))

    def of(self, asked: Numbers) -> tuple[Numbers, npt.NDArray[np.int64]]:
        """The lists of those asked for, end to end, and of each number in them the place in `asked` it comes from."""
        ends = np.array(self._ends)
        sizes = np.diff(ends)[asked]
        starts = np.repeat(ends[asked] - (np.cumsum(sizes) - sizes), sizes)
        return np.array(self._numbers)[starts + np.arange(len(starts))], np.repeat(np.arange(len(asked)), sizes)


class _Words(dict[str, int]):
    """The words of one language as written, by number, and what each gives."""

    def __init__(self, lang: str, glossary: Glossary, names: Numbered, letters: Numbered) -> None:
        check_language(lang)
        super().__init__()
        self.lang, self._glossary, self._names, self._letters = lang, glossary, names, letters
        self.stems, self.parts, self.letters = _Lists(), _Lists(), _Lists()
        self.opens = array("b")
        """Of each word, whether a concept may begin with it."""

    def __missing__(self, word: str) -> int:
        number = self[word] = len(self)
        lower = word.lower()
        parts = content_words(lower, self.lang)
        self.stems.add(map(self._names.__getitem__, stems(lower, self.lang)))
        self.parts.add(self._names[stem(part, self.lang)] for part in parts)
        self.letters.add(map(self._letters.__getitem__, parts))
        self.opens.append(self._glossary.may_begin(word, self.lang))
        return number


class Counter:
    """Counts documents a block at a time. `names` and `letters`: numbers that are given already, and get more."""

    def __init__(self, glossary: Glossary, names: Numbered, letters: Numbered) -> None:
        self._glossary = glossary
        self.names, self.letters = names, letters
        self._words: dict[str, _Words] = {}

    def blocks(self, documents: Sequence[Document]) -> Iterator[Block]:
        """The counts of `documents`, in order, BLOCK at a time."""
        for start in range(0, len(documents), BLOCK):
            yield self._block(documents[start : start + BLOCK])

    def _block(self, documents: Sequence[Document]) -> Block:
        read = [
            self._read([(row, one) for row, one in enumerate(documents) if one.lang == lang], self._of(lang))
            for lang in sorted({document.lang for document in documents})
        ]
        names, pairs, letters = (_Cells.joined([cells[kind] for cells in read]) for kind in range(3))
        keys, columns = np.unique(pairs.columns, return_inverse=True)
        return Block(
            names.matrix(len(documents), len(self.names)),
            pairs._replace(columns=columns).matrix(len(documents), len(keys)),
            keys,
            letters.matrix(len(documents), len(self.letters)),
        )

    def _of(self, lang: str) -> _Words:
        if lang not in self._words:
            self._words[lang] = _Words(lang, self._glossary, self.names, self.letters)
        return self._words[lang]

    def _read(self, documents: Sequence[tuple[int, Document]], known: _Words) -> tuple[_Cells, _Cells, _Cells]:
        """What some documents of one language, with their rows, have of names, pairs and letters."""
        texts = [(row, weight, words(text)) for row, one in documents for weight, text in one.texts]
        rows = np.array([row for row, _, _ in texts], np.int32)
        weights = np.array([weight for _, weight, _ in texts], np.int32)
        read = array("i")
        for *_, its in texts:
            read.extend(map(known.__getitem__, its))
        numbers = np.array(read)
        place = np.repeat(np.arange(len(texts)), [len(its) for *_, its in texts])

        found, at = known.stems.of(numbers)
        spelled, spelled_at = known.letters.of(numbers)
        parts, parts_at = known.parts.of(numbers)
        parts_at = place[parts_at]
        is_pair = (parts_at[1:] == parts_at[:-1]) & (parts[1:] != parts[:-1])
        first, second = parts[:-1][is_pair].astype(np.int64), parts[1:][is_pair].astype(np.int64)
        paired = (np.minimum(first, second) << SECOND) + np.maximum(first, second)

        concepts, concepts_at = array("i"), array("i")
        ends = np.cumsum([len(its) for *_, its in texts])
        for text, start, end in self._windows(np.array(known.opens, bool)[numbers], place, ends, known.lang):
            hits = self._glossary.find(texts[text][2][start:end], known.lang)
            concepts.extend(self.names[CONCEPT + hit.concept] for hit in hits)
            concepts_at.extend([text] * len(hits))
        named = np.concatenate([found, np.array(concepts)])
        named_at = np.concatenate([place[at], np.array(concepts_at)])
        return (
            _Cells(rows[named_at], named, weights[named_at]),
            _Cells(rows[parts_at[1:][is_pair]], paired, weights[parts_at[1:][is_pair]]),
            _Cells(rows[place[spelled_at]], spelled, weights[place[spelled_at]]),
        )

    def _windows(
        self, opens: npt.NDArray[np.bool_], place: npt.NDArray[np.int64], ends: npt.NDArray[np.int64], lang: str
    ) -> Iterator[tuple[int, int, int]]:
        """Where concepts may stand: text, and words from and to. What is outside could not change what is found.

        opens: of each word, whether a concept may begin with it. place: which text it is of. ends: of the texts.
        """
        starts = np.flatnonzero(opens)
        stops = np.minimum(starts + self._glossary.longest(lang), ends[place[starts]])
        is_first = np.concatenate([[True], starts[1:] >= stops[:-1]])[: len(starts)]
        is_last = np.concatenate([is_first[1:], [True]])[: len(starts)]
        before = ends - np.diff(ends, prepend=0)
        texts = place[starts[is_first]]
        windows = texts, starts[is_first] - before[texts], stops[is_last] - before[texts]
        yield from zip(*(part.tolist() for part in windows), strict=True)


class _Cells(NamedTuple):
    """Occurrences: where each counts, and how many times."""

    rows: Numbers
    columns: npt.NDArray[np.signedinteger]
    times: Numbers

    @classmethod
    def joined(cls, several: Sequence[_Cells]) -> _Cells:
        return cls(*(np.concatenate(parts) for parts in zip(*several, strict=True)))

    def matrix(self, height: int, width: int) -> csr_matrix:
        """Sums by cell, sorted, in as few bytes as they need."""
        matrix = csr_matrix((self.times, (self.rows, self.columns.astype(np.int32))), shape=(height, width))
        matrix.data = lean(matrix.data)
        return matrix


def lean(counts: npt.NDArray[np.integer]) -> npt.NDArray[np.integer]:
    """Counts in as few bytes as the highest needs."""
    return counts.astype(np.min_scalar_type(int(counts.max(initial=0))))
