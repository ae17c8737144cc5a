"""The letter sequences of many words at once: the same as `matching.terms.grams` gives for one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from matching import terms

Numbers = npt.NDArray[np.int64]

SIGN = 32
"""Bits of a letter."""


def letters_of(words: Sequence[str]) -> tuple[list[str], csr_matrix]:
    """The letter sequences of lower-case words, sorted, and how often each word has each: words x sequences.

    A sequence is known by the number of the one that is a letter shorter, and its last letter.
    """
    text = "".join(f" {word} " for word in words)
    sizes = np.array([len(word) + 2 for word in words], np.int64)
    word = np.repeat(np.arange(len(words)), sizes)
    left = np.repeat(np.cumsum(sizes), sizes) - np.arange(len(text))
    signs = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.int64)
    starts, numbers = np.arange(len(text)), signs
    names, columns, rows = list[str](), list[Numbers](), list[Numbers]()
    for size in range(2, terms.LONGEST_GRAM + 1):
        is_whole = left[starts] >= size
        starts = starts[is_whole]
        keys = (numbers[is_whole] << SIGN) + signs[starts + size - 1]
        _, firsts, numbers = np.unique(keys, return_index=True, return_inverse=True)
        if size >= terms.SHORTEST_GRAM:
            columns.append(numbers + len(names))
            rows.append(word[starts])
            names += [terms.CHARS + text[start : start + size] for start in starts[firsts].tolist()]
    order = sorted(range(len(names)), key=names.__getitem__)
    places = np.empty(len(names), np.int64)
    places[order] = np.arange(len(names))
    at = np.concatenate(rows or [starts[:0]]), places[np.concatenate(columns or [starts[:0]])]
    by_word = csr_matrix((np.ones(len(at[0]), np.int32), at), shape=(len(words), len(names)))
    return [names[number] for number in order], by_word
