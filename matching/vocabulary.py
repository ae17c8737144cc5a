"""The terms of a corpus in order of their text, in little memory: a pair of stems is two numbers here, not a text.

Of ten thousand calls nine terms in ten are pairs. They are spelled out where somebody asks for them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

import numpy as np
import numpy.typing as npt

Pairs = npt.NDArray[np.int64]

SECOND = 32
"""Bits of a pair that are its second stem."""

SECONDS = (1 << SECOND) - 1


class Vocabulary:
    """Stems, concepts and pairs, sorted, then letter sequences; the number of a term is its column.

    names: stems and concepts, sorted. pairs: two different places in `names` each, the lower first, shifted by SECOND;
    sorted. letters: sorted. A blank sorts before all that a stem is made of, so that the pairs of a stem stand between
    it and the next name.
    """

    def __init__(self, names: Sequence[str], pairs: Pairs, letters: Sequence[str] = ()) -> None:
        self.names = names
        self.pairs = pairs
        self.letters = letters
        every = np.arange(len(names), dtype=np.int64)
        self.name_columns = every + np.searchsorted(pairs, every << SECOND)

    def __len__(self) -> int:
        return self.spelled + len(self.letters)

    @property
    def spelled(self) -> int:
        """How many are stems, concepts or pairs: the column of the first letter sequence."""
        return len(self.names) + len(self.pairs)

    def texts(self, columns: npt.NDArray[np.signedinteger]) -> list[str]:
        """The terms of some columns. IndexError for one that is not there."""
        spelled = columns[columns < self.spelled]
        places = np.searchsorted(self.name_columns, spelled, "right") - 1
        is_pair = self.name_columns[places] < spelled
        pairs = self.pairs[(spelled - places - 1)[is_pair]]
        names, letters = self.names, self.letters
        firsts, seconds = (pairs >> SECOND).tolist(), (pairs & SECONDS).tolist()
        written = iter([f"{names[first]} {names[second]}" for first, second in zip(firsts, seconds, strict=True)])
        singles = zip(places.tolist(), is_pair.tolist(), strict=True)
        found = iter([next(written) if paired else names[place] for place, paired in singles])
        return [next(found) if at < self.spelled else letters[at - self.spelled] for at in columns.tolist()]

    def __iter__(self) -> Iterator[str]:
        for lines in self.lines():
            yield from lines.split("\n")
        yield from self.letters

    def lines(self) -> Iterator[str]:
        """Each stem or concept and the pairs that follow it, one a line."""
        seconds = self.pairs & SECONDS
        ends = np.searchsorted(self.pairs, np.arange(1, len(self.names) + 1) << SECOND).tolist()
        start = 0
        for name, end in zip(self.names, ends, strict=True):
            others = map(self.names.__getitem__, seconds[start:end].tolist())
            yield f"\n{name} ".join([name, *others]) if end > start else name
            start = end

    @property
    def pair_columns(self) -> Pairs:
        """The column of each pair."""
        return (self.pairs >> SECOND) + np.arange(1, len(self.pairs) + 1)


class Columns(Mapping[str, int]):
    """Term -> column."""

    def __init__(self, terms: Vocabulary) -> None:
        self._terms = terms

    def __len__(self) -> int:
        return len(self._terms)

    def __iter__(self) -> Iterator[str]:
        return iter(self._terms)

    def __getitem__(self, term: str) -> int:
        column = self._single.get(term)
        return self._pair(term) if column is None else column

    @cached_property
    def _single(self) -> dict[str, int]:
        """Of all terms but pairs."""
        terms = self._terms
        singles = dict(zip(terms.names, terms.name_columns.tolist(), strict=True))
        return singles | dict(zip(terms.letters, range(terms.spelled, len(terms)), strict=True))

    @cached_property
    def _place(self) -> dict[str, int]:
        return {name: place for place, name in enumerate(self._terms.names)}

    def _pair(self, term: str) -> int:
        """KeyError for a term that is not there."""
        first, _, second = term.partition(" ")
        places = self._place
        if first not in places or second not in places:
            raise KeyError(term)
        pair = (places[first] << SECOND) + places[second]
        number = bisect_left(self._terms.pairs, pair)
        if number == len(self._terms.pairs) or self._terms.pairs[number] != pair:
            raise KeyError(term)
        return places[first] + number + 1
