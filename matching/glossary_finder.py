"""Finding the terms of one language group in a stream of words: longest first, on keys, in one pass.

A term is a path of keys from the root of a tree. A word of the text has some keys and a length: one step for a word,
several for `e-helse` read as `ehelse`, two for `helse data` read as `helsedata`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from matching.glossary_layers import Terms
from matching.glossary_terms import EXACT_MARKS, GROUPS, SHORTEST_HEAD, Term, spellings, stem

WORDS_KEPT = 50_000
"""Distinct words whose keys are kept: about 20 MB when full. Words that are met now and again are among them."""

_FOREIGN = "en:"
"""Before the keys of English phrases in the tree for Norwegian."""

_AS_SPELLED, _OWN, _STAR, _BORROWED = 3, 2, 1, 0
"""Of two terms as long, one in brackets or capitals goes before one by its stem, that before a compound's part, and
that before an English phrase."""


_Steps: TypeAlias = tuple[tuple[str, int], ...]
"""Keys that lead on from a place, and how many places each leads."""


class _Piece(NamedTuple):
    """What is known of a word, or of a piece of one: they end at hyphens.

    begins: whether a term may begin here. opening: the word in small letters when it and its neighbour may be one term
    written apart, "" when not, and for a piece. rest: what such a neighbour would add.
    """

    steps: _Steps
    begins: bool
    opening: str = ""
    rest: str = ""


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
        self.longest = 0
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
        heads = sorted(key[:-1] for key in self.known if key.endswith("*"))
        self.heads = _by_length(heads)
        self.head_starts = {head[:SHORTEST_HEAD] for head in heads}
        self.unended = {stem(head, self.lang): head for head in heads if head.endswith("e")}
        tails = sorted(key[1:] for key in self.known if key.startswith("*"))
        self.whole = {
            form: tail for tail in tails for form in (stem(tail, self.lang), tail) if len(form) >= SHORTEST_HEAD
        }
        self.tails = _by_length(self.whole)
        self.tail_ends = {form[-SHORTEST_HEAD:] for form in self.whole}
        self._word = lru_cache(maxsize=WORDS_KEPT)(self._read)

    def find(self, words: Sequence[str]) -> list[tuple[str, int, int]]:
        """(concept, start, end) of what stands in `words`, by start."""
        read = [self._word(word) for word in words]
        pieces = [piece for word in read for piece in word]
        owners = [number for number, word in enumerate(read) for _ in word]
        steps = [piece.steps for piece in pieces]
        begins = [place for place, piece in enumerate(pieces) if piece.begins]
        for place in [place for place, piece in enumerate(pieces[:-1]) if piece.opening]:
            rest = pieces[place + 1].rest
            if rest and pieces[place].opening + rest in self.written_apart:
                steps[place] = (*steps[place], (pieces[place].opening + rest, 2))
                begins.append(place)
        found: list[tuple[str, int, int]] = []
        free = 0
        for place in sorted(begins):
            if place >= free:
                end, concepts = self._longest(steps, place)
                if concepts:
                    found += [(concept, owners[place], owners[end - 1] + 1) for concept in concepts]
                    free = end
        return found

    def may_begin(self, word: str) -> bool:
        """Whether a term may begin with `word`."""
        return any(piece.begins or piece.opening for piece in self._word(word))

    def _longest(self, steps: Sequence[_Steps], place: int) -> tuple[int, list[str]]:
        """Where the longest term from `place` ends, and its concepts; none where no term does."""
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
        return best[0], sorted(concepts)

    def _insert(self, keys: Sequence[str], concept: str, rank: int) -> None:
        node = self.root
        self.longest = max(self.longest, 2 * len(keys))  # each may be written apart, as two words
        for key in keys:
            self.known.add(key)
            node = node.children.setdefault(key, _Node())
        node.concepts[concept] = max(rank, node.concepts.get(concept, rank))

    def _read(self, word: str) -> tuple[_Piece, ...]:
        """The pieces of a word; from the first of several also the word read as one."""
        if "-" not in word:
            return (self._whole(word),)
        pieces = word.split("-")
        joined = [(key, len(pieces)) for key, _ in self._whole("".join(pieces)).steps]
        first, *rest = [self._whole(piece).steps for piece in pieces]
        return tuple(_Piece(steps, self._begins(steps)) for steps in ((*first, *joined), *rest))

    def _whole(self, word: str) -> _Piece:
        lower = word.lower()
        stemmed = stem(lower, self.lang)
        keys = [stemmed, *spellings(word, self.lang), *self._stars(lower, stemmed)]
        if self.lang != "en":
            keys += [_FOREIGN + key for key in (stem(lower, "en"), *spellings(word, "en"))]
        steps = tuple((key, 1) for key in keys if key in self.known)
        rest = stemmed if len(word) >= SHORTEST_HEAD else ""
        return _Piece(steps, self._begins(steps), lower if lower in self.openings else "", rest)

    def _begins(self, steps: _Steps) -> bool:
        return any(key in self.root.children for key, _ in steps)

    def _stars(self, lower: str, stemmed: str) -> list[str]:
        """The longest head that a word begins with and the longest tail that it or its stem ends with, starred.

        A tail that the head has a part of is not taken: `hjemmesykehus*` leaves nothing for `*sykehus`.
        `helsa` and `tenesta` do not begin with `helse` and `teneste`, but are the same word: they share the stem.
        """
        head = self.unended.get(stemmed, "")
        if not head or not lower.startswith(head[:-1]):
            is_head = lower[:SHORTEST_HEAD] in self.head_starts
            head = next((lower[:size] for size, heads in self.heads if lower[:size] in heads), "") if is_head else ""
        tail = ""
        if stemmed[-SHORTEST_HEAD:] in self.tail_ends or lower[-SHORTEST_HEAD:] in self.tail_ends:
            ends = ((form[-size:], tails) for size, tails in self.tails for form in (stemmed, lower))
            tail = self.whole.get(next((end for end, tails in ends if end in tails), ""), "")
        is_apart = bool(tail) and len(head) + len(tail) <= len(lower)
        return [f"{head}*"] * bool(head) + [f"*{tail}"] * is_apart


def _rank(term: Term) -> int:
    if term.has_star:
        return _STAR
    return _AS_SPELLED if any(key[0] in EXACT_MARKS for key in term.keys) else _OWN


def _of_group(terms: Terms, group: str) -> list[Term]:
    return [term for lang in sorted(terms) if GROUPS[lang] == group for term in terms[lang]]


def _by_length(texts: Iterable[str]) -> list[tuple[int, frozenset[str]]]:
    """Texts by length, longest first."""
    all_texts = list(texts)
    sizes = sorted({len(text) for text in all_texts}, reverse=True)
    return [(size, frozenset(text for text in all_texts if len(text) == size)) for size in sizes]
