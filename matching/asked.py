"""The terms of a call that are asked for: the words they come from, and how often they stand in a sentence.

A text has many times more terms than a profile shares with it, and a night explains thousands of matches. So only what
is asked is looked for. It comes to what `matching.terms` finds for all terms; the tests hold the two together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import pairwise

from matching.glossary import Glossary
from matching.terms import CHARS, CONCEPT, channel_of, grams
from matching.text import content_words, stem, stems, words


class Asked:
    """Terms that are asked for, made ready to be looked for in texts of one language."""

    def __init__(self, terms: Collection[str], lang: str, glossary: Glossary) -> None:
        """lang: "nb", "nn" or "en"."""
        self._letters = {term for term in terms if term.startswith(CHARS)}
        others = {term: channel_of(term) for term in terms if term not in self._letters}
        self._stems = {term for term, channel in others.items() if channel == "words"}
        self._concepts = {term for term, channel in others.items() if channel == "concepts"}
        self._pairs: dict[tuple[str, str], str] = {}
        for term in (term for term, channel in others.items() if channel == "pairs"):
            first, second = term.split(" ")
            self._pairs[first, second] = self._pairs[second, first] = term
        self._lang = lang
        self._glossary = glossary

    def words(self, texts: Sequence[str]) -> dict[str, str]:
        """Each term that stands in `texts` -> the words it most often comes from, as written; the first of equals."""
        read = [words(text) for text in texts]
        weighed = list(self._by_word(Counter(word for written in read for word in written)))
        counts = Counter(hit for written in read for hit in self._of_several(written))
        weighed += [(times, written, {term}) for (term, written), times in counts.items()]
        weighed.sort(key=lambda one: -one[0])
        found: dict[str, str] = {}
        for _, written, terms in reversed(weighed):  # the most frequent last, and of equals the first: they stay
            found.update(dict.fromkeys(terms, written))
        return found

    def counts(self, text: str) -> Counter[str]:
        """How often each stem, pair and concept stands in `text`."""
        written = words(text)
        found = Counter(term for word in written for term in stems(word.lower(), self._lang) if term in self._stems)
        found.update(term for term, _ in self._of_several(written))
        return found

    def _by_word(self, times: Counter[str]) -> Iterator[tuple[int, str, set[str]]]:
        """How often each word brings some stems and letter sequences."""
        for word, often in times.items():
            lower = word.lower()
            parts = [self._letters.intersection(grams(part)) for part in content_words(lower, self._lang)]
            found = self._stems.intersection(stems(lower, self._lang)).union(*parts)
            if found:
                yield often, word, found
            for several in range(2, len(parts) + 1):  # parts of a hyphenated word that have letters in common
                yield several * often, word, {gram for gram in found if sum(gram in its for its in parts) >= several}

    def _of_several(self, written: Sequence[str]) -> Iterator[tuple[str, str]]:
        """Pairs and concepts as often as they stand in a text, each with its words as written."""
        if self._pairs:
            yield from self._neighbours(written)
        if self._concepts:  # not to be found by parts: a longer concept covers what stands in it
            for hit in self._glossary.find(written, self._lang):
                if (term := CONCEPT + hit.concept) in self._concepts:
                    yield term, " ".join(hit.words)

    def _neighbours(self, written: Iterable[str]) -> Iterator[tuple[str, str]]:
        neighbours = [
            (stem(part, self._lang), word) for word in written for part in content_words(word.lower(), self._lang)
        ]
        for (first, its_word), (second, other_word) in pairwise(neighbours):
            if term := self._pairs.get((first, second)):
                yield term, its_word if its_word == other_word else f"{its_word} {other_word}"
