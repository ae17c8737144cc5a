"""Finding the terms of one language group in a stream of words: longest first, on keys, in one pass.

A term is a path of keys from the root of a tree. A word of the text has some keys and a length: one step for a word,
several for `e-helse` read as `ehelse`, two for `helse data` read as `helsedata`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from matching.glossary_layers import Terms
from matching.glossary_terms import EXACT_MARKS, GROUPS, SHORTEST_HEAD, Term, spellings, stem

WORDS_KEPT = 300_000
"""Distinct words whose keys are kept: about 100 MB when full, and a night of 20,000 calls has fewer."""

_FOREIGN = "en:"
"""Before the keys of English phrases in the tree for Norwegian."""

_AS_SPELLED, _OWN, _STAR, _BORROWED = 3, 2, 1, 0
"""Of two terms as long, one in brackets or capitals goes before one by its stem, that before a compound's part, and
that before an English phrase."""


class _Word(NamedTuple):
    """What is known of a word. `opens` when the word and its neighbour may be one term written apart."""

    keys: tuple[str, ...]
    lower: str
    stem: str
    opens: bool


class _Node:
    __slots__ = ("children", "concepts")

    def __init__(self) -> None:
        self.children: dict[str, _Node] = {}
        self.concepts: dict[str, int] = {}


class Finder:
    """The terms that a text of `group` is read with, as a tree."""

    def __init__(self, concepts: Mapping[str, Terms], group: str) -> None:
        self.lang = "en" if group == "en" else "nb"
        self.root = _Node()
        self.known: set[str] = set()
        own = [(name, term) for name, terms in concepts.items() for term in _of_group(terms, group)]
        for name, term in own:
            self._insert(term.keys, name, _rank(term))
        for name, term in own:
            if term.joined and term.joined not in self.root.children:
                self._insert((term.joined,), name, _OWN)
        if group == "no":
            phrases = ((name, term) for name, terms in concepts.items() for term in terms["en"] if len(term.keys) > 1)
            for name, term in phrases:
                self._insert(tuple(_FOREIGN + key for key in term.keys), name, _BORROWED)
        singles = {key for key, node in self.root.children.items() if node.concepts and key[0] not in EXACT_MARKS + "*"}
        self.written_apart = {key for key in singles if len(key) >= 2 * SHORTEST_HEAD and not key.endswith("*")}
        self.openings = {key[:end] for key in self.written_apart for end in range(SHORTEST_HEAD, len(key) - 2)}
        self.heads = _by_length(key[:-1] for key in self.known if key.endswith("*"))
        self.tails = _by_length(key[1:] for key in self.known if key.startswith("*"))
        self._word = lru_cache(maxsize=WORDS_KEPT)(self._read)

    def find(self, words: Sequence[str]) -> list[tuple[str, int, int]]:
        """(concept, start, end) of what stands in `words`, by start."""
        steps, owners = self._steps(words)
        found: list[tuple[str, int, int]] = []
        place, last = 0, len(steps)
        while place < last:
            if not steps[place]:
                place += 1
                continue
            end, concepts = self._longest(steps, place)
            start, stop = owners[place], owners[end - 1] + 1
            found += [(concept, start, stop) for concept in concepts]
            place = max(end, place + 1)
        return found

    def _steps(self, words: Sequence[str]) -> tuple[list[tuple[tuple[str, int], ...]], list[int]]:
        """For each piece of a word (they end at hyphens) the keys that lead on from it, and which word it is of."""
        steps: list[tuple[tuple[str, int], ...]] = []
        owners: list[int] = []
        before: _Word | None = None
        for number, word in enumerate(words):
            if "-" in word:
                parts = [self._word(part) for part in word.split("-")]
                joined = self._word(word.replace("-", ""))
                steps.append((*_single(parts[0]), *((key, len(parts)) for key in joined.keys)))
                steps += [_single(part) for part in parts[1:]]
                owners += [number] * len(parts)
                before = None
                continue
            known = self._word(word)
            if (
                before
                and before.opens
                and len(word) >= SHORTEST_HEAD
                and before.lower + known.stem in self.written_apart
            ):
                steps[-1] = (*steps[-1], (before.lower + known.stem, 2))
            steps.append(_single(known) if known.keys else ())
            owners.append(number)
            before = known
        return steps, owners

    def _longest(self, steps: Sequence[tuple[tuple[str, int], ...]], place: int) -> tuple[int, list[str]]:
        """Where the longest term from `place` ends, and its concepts; `place` and none where no term begins."""
        best, concepts = (place + 1, -1), set[str]()
        open_paths = [(self.root, place)]
        while open_paths:
            node, here = open_paths.pop()
            if here >= len(steps):
                continue
            for key, length in steps[here]:
                child = node.children.get(key)
                if child is None or here + length > len(steps):
                    continue
                open_paths.append((child, here + length))
                for concept, rank in child.concepts.items():
                    if (here + length, rank) > best:
                        best, concepts = (here + length, rank), {concept}
                    elif (here + length, rank) == best:
                        concepts.add(concept)
        return best[0] if concepts else place, sorted(concepts)

    def _insert(self, keys: Sequence[str], concept: str, rank: int) -> None:
        node = self.root
        for key in keys:
            self.known.add(key)
            node = node.children.setdefault(key, _Node())
        node.concepts[concept] = max(rank, node.concepts.get(concept, rank))

    def _read(self, word: str) -> _Word:
        lower = word.lower()
        stemmed = stem(lower, self.lang)
        keys = [stemmed, *spellings(word), *self._stars(lower, stemmed)]
        if self.lang != "en":
            keys += [_FOREIGN + key for key in (stem(lower, "en"), *spellings(word))]
        return _Word(tuple(key for key in keys if key in self.known), lower, stemmed, lower in self.openings)

    def _stars(self, lower: str, stemmed: str) -> list[str]:
        """The longest head that a word begins with and the longest tail that its stem ends with, with their stars."""
        head = next((lower[:size] for size, heads in self.heads if lower[:size] in heads), "")
        tail = next((stemmed[-size:] for size, tails in self.tails if stemmed[-size:] in tails), "")
        return [f"{head}*"] * bool(head) + [f"*{tail}"] * bool(tail)


def _rank(term: Term) -> int:
    if term.has_star:
        return _STAR
    return _AS_SPELLED if any(key[0] in EXACT_MARKS for key in term.keys) else _OWN


def _single(word: _Word) -> tuple[tuple[str, int], ...]:
    return tuple((key, 1) for key in word.keys)


def _of_group(terms: Terms, group: str) -> list[Term]:
    return [term for lang in sorted(terms) if GROUPS[lang] == group for term in terms[lang]]


def _by_length(texts: Iterable[str]) -> list[tuple[int, frozenset[str]]]:
    """Texts by length, longest first."""
    all_texts = list(texts)
    sizes = sorted({len(text) for text in all_texts}, reverse=True)
    return [(size, frozenset(text for text in all_texts if len(text) == size)) for size in sizes]
