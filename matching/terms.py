"""What the index counts of a text, in four channels: stems, pairs of neighbouring stems, concepts, letter sequences.

Every term is a text that says which channel it is of: `demens` is a stem, `demens hjem` a pair, `concept:demens` a
concept of the glossary, `~deme` letters within a word (a space stands where the word begins or ends). How much a
channel counts is in `matching.weights`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise

from matching.compounds import WORDS_KEPT
from matching.glossary import Glossary
from matching.text import check_language, content_words, stem, stems, words

CONCEPT = "concept:"
CHARS = "~"
LETTERS = "="
"""Before a word that stands for its letter sequences, in counts only: lower-case, nynorsk as bokmål."""

SHORTEST_GRAM, LONGEST_GRAM = 3, 5
"""Letters in a sequence, the spaces around the word among them."""


def channel_of(term: str) -> str:
    """A key of weights.CHANNEL_WEIGHTS."""
    if term.startswith(CHARS):
        return "chars"
    if term.startswith(CONCEPT):
        return "concepts"
    return "pairs" if " " in term else "words"


def occurrences(text: str, lang: str, glossary: Glossary) -> Iterator[tuple[str, str]]:
    """Stems, pairs and concepts of `text` as often as they occur, each with its words as written.

    ValueError for a language that there is no analysis for.
    """
    check_language(lang)
    written = words(text)
    neighbours = []
    for word in written:
        lower = word.lower()
        for term in stems(lower, lang):
            yield term, word
        neighbours += [(stem(part, lang), word) for part in content_words(lower, lang)]
    for (first, its_word), (second, other_word) in pairwise(neighbours):
        if first != second:
            yield " ".join(sorted((first, second))), its_word if its_word == other_word else f"{its_word} {other_word}"
    for hit in glossary.find(written, lang):
        yield CONCEPT + hit.concept, " ".join(hit.words)


@lru_cache(maxsize=WORDS_KEPT)
def grams(word: str) -> tuple[str, ...]:
    """The letter sequences of a lower-case word, with repeats."""
    padded = f" {word} "
    sizes = range(SHORTEST_GRAM, min(LONGEST_GRAM, len(padded)) + 1)
    return tuple(CHARS + padded[i : i + size] for size in sizes for i in range(len(padded) - size + 1))


def count_terms(text: str, lang: str, glossary: Glossary) -> Counter[str]:
    """Stems, pairs and concepts of `text`, and LETTERS with each word of which the letters are counted -> how often.

    The letters are left to `grams`, which does them for a whole corpus at once.
    """
    counts = Counter(term for term, _ in occurrences(text, lang, glossary))
    counts.update(LETTERS + part for word in words(text) for part in content_words(word.lower(), lang))
    return counts


def term_words(texts: Iterable[tuple[str, str]], glossary: Glossary) -> dict[str, str]:
    """Each term of `texts` (text, language) -> the words it most often comes from, as written; the first of equals.

    Of a call by the terms that are asked for: `matching.asked`.
    """
    counts: Counter[tuple[str, str]] = Counter()
    for text, lang in texts:
        counts.update(occurrences(text, lang, glossary))
        for word, times in Counter(words(text)).items():
            for part in content_words(word.lower(), lang):
                for gram in dict.fromkeys(grams(part)):
                    counts[gram, word] += times
    forms: dict[str, str] = {}
    best: dict[str, int] = {}
    for (term, word), times in counts.items():
        if times > best.get(term, 0):
            forms[term], best[term] = word, times
    return forms
