"""The terms of a call that are asked for: the words they come from, and how often they stand in a sentence.

A text has many times more terms than a profile shares with it, and a night explains thousands of matches. So only what
is asked is looked for. It comes to what `matching.terms` finds for all terms; the tests hold the two together.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, pairwise

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
        self._parts: dict[str, list[tuple[str, str]]] = {}  # of the words met, the stem of each part beside the word
        self._lang = lang
        self._glossary = glossary

    def words(self, texts: Sequence[str]) -> dict[str, str]:
        """Each term that stands in `texts` -> the words it most often comes from, as written; the first of equals."""
        read = [words(text) for text in texts]
        times = Counter(word for written in read for word in written)
        counts = Counter(hit for written in read for hit in self._of_several(written))
        counts.update({(term, word): often for word, often in times.items() for term in self._stems_of(word)})
        found: dict[str, str] = {}
        for (term, written), _ in sorted(counts.items(), key=lambda one: -one[1]):
            found.setdefault(term, written)
        return found | self._letters_in(times)

    def counts(self, text: str) -> Counter[str]:
        """How often each stem, pair and concept stands in `text`."""
        written = words(text)
        found = Counter(term for term, _ in self._of_several(written))
        for word, times in Counter(written).items():
            for term in self._stems_of(word):
                found[term] += times
        return found

    def _stems_of(self, word: str) -> set[str]:
        return self._stems.intersection(stems(word.lower(), self._lang))

    def _letters_in(self, times: Mapping[str, int]) -> dict[str, str]:
        """Each letter sequence -> the word that it most often stands in. Looked up in one text of all the words, the
        most frequent first: to spell out every word's sequences takes far longer, and a night meets too many words to
        keep them."""
        if not self._letters:
            return {}
        weighed: list[tuple[int, str, str]] = []
        for word, often in times.items():
            parts = content_words(word.lower(), self._lang)
            weighed.append((often, word, "\n".join(f" {part} " for part in parts)))
            for several in range(2, len(parts) + 1):  # parts of a hyphenated word that have letters in common
                weighed.append((several * often, word, "\n".join(_in_several(parts, several))))
        weighed.sort(key=lambda one: -one[0])
        text = "\n".join(its for _, _, its in weighed)
        ends = list(accumulate(len(its) + 1 for _, _, its in weighed))
        places = ((term, text.find(term.removeprefix(CHARS))) for term in self._letters)
        return {term: weighed[bisect_right(ends, place)][1] for term, place in places if place >= 0}

    def _of_several(self, written: Sequence[str]) -> Iterator[tuple[str, str]]:
        """Pairs and concepts as often as they stand in a text, each with its words as written."""
        if self._pairs:
            yield from self._neighbours(written)
        if self._concepts:  # not to be found by parts: a longer concept covers what stands in it
            for hit in self._glossary.find(written, self._lang):
                if (term := CONCEPT + hit.concept) in self._concepts:
                    yield term, " ".join(hit.words)

    def _neighbours(self, written: Sequence[str]) -> Iterator[tuple[str, str]]:
        for word in set(written) - self._parts.keys():
            self._parts[word] = [(stem(part, self._lang), word) for part in content_words(word.lower(), self._lang)]
        neighbours = [part for word in written for part in self._parts[word]]
        for (first, its_word), (second, other_word) in pairwise(neighbours):
            if term := self._pairs.get((first, second)):
                yield term, its_word if its_word == other_word else f"{its_word} {other_word}"


def _in_several(parts: Iterable[str], several: int) -> Iterator[str]:
    """The letter sequences that stand in at least so many of the parts of a word."""
    times = Counter(gram for part in parts for gram in set(grams(part)))
    return (gram.removeprefix(CHARS) for gram, often in times.items() if often >= several)
