"""The parts of Norwegian compounds: `hjemmesykepleien` is `hjemme` and `sykepleie`. Bokmål, to which
nynorsk is mapped first.

Dictionary based: a word is cut only where every part is a listed word (wordlists/compound_parts.txt), with the linking
letters s and e between them. Fewest parts win, then the longest last one, which says what kind of thing it is
(Koehn and Knight 2003 choose by frequency, for which one needs a large corpus of one's own).
"""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path

import Stemmer

LIST = Path(__file__).parent / "wordlists" / "compound_parts.txt"

SHORTEST_PART = 3
SHORTEST_WORD = 8
"""Letters. Under these, what looks like two words is mostly one."""

WORDS_KEPT = 20_000
"""Distinct words whose parts are kept. Counting a corpus asks once for each of its words, explaining asks again for the
common ones."""

MOST_PARTS = 4
LINKS = ("", "s", "e")


@lru_cache(maxsize=WORDS_KEPT)
def compound_parts(word: str) -> tuple[str, ...]:
    """Stems of the parts of a lower-case word, in order; () for a word that is none or that we cannot cut."""
    if not SHORTEST_WORD <= len(word) <= 64 or not word.isalpha():
        return ()
    found = _cut(word, MOST_PARTS)
    return tuple(_stem(part) for part in found) if len(found) > 1 else ()


@lru_cache(maxsize=WORDS_KEPT)
def _cut(word: str, most: int) -> tuple[str, ...]:
    """The best way to cut `word` into at most `most` listed words, () when there is none."""
    words, stems = _parts()
    ways: list[tuple[str, ...]] = [(word,)] if _stem(word) in stems or word in words else []
    if most > 1:
        for end in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1):
            if word[:end] in words:
                for link in LINKS:
                    if word.startswith(link, end) and (rest := _cut(word[end + len(link) :], most - 1)):
                        ways.append((word[:end], *rest))
    return min(ways, key=lambda way: (len(way), -len(way[-1]), way), default=())


@cache
def _parts() -> tuple[frozenset[str], frozenset[str]]:
    """The listed words, and their stems."""
    lines = LIST.read_text(encoding="utf-8").splitlines()
    words = frozenset(line for line in lines if line and not line.startswith("#"))
    return words, frozenset(_stem(word) for word in words if len(word) > SHORTEST_PART)


def _stem(word: str) -> str:
    stem: str = _stemmer().stemWord(word)
    return stem


@cache
def _stemmer() -> Stemmer.Stemmer:
    return Stemmer.Stemmer("norwegian", 0)
