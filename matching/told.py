"""What a match says of itself: a call that is in some lists, with its words and sentences read for what they share.

The arithmetic of the summands is in `matching.explain`, that of the sentences in `matching.passages`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import cached_property
from typing import Any

from matching.asked import Asked
from matching.explain import Term, contributions, in_order, language_term, meaning_term, part_term, theme_term
from matching.index import NO_THEME, Index, field_text, themes_of
from matching.lists import Entry
from matching.passages import Sentence, passages, read_sentences
from matching.search import Found
from matching.weights import DECIMALS

ROUNDING = 1e-9
"""What the summands of a score may lack for rounding; what is less is no line of the explanation."""


class Call:
    """A call of the index, read for the terms that it shares with all the profiles in whose lists it is."""

    def __init__(self, index: Index, record: Mapping[str, Any], asked: Collection[str]) -> None:
        """asked: the terms that any of its rows shares with any of those profiles; no others are looked for."""
        self.record = record
        self._index = index
        self._asked = Asked(asked, record["lang"], index.glossary)
        self._words: dict[int, dict[str, str]] = {}

    def terms(self, entry: Entry, shares: Mapping[str, float], words: Mapping[str, str]) -> list[Term]:
        """The summands of a match: what its words and its meaning give, and what a general instrument's parts do.

        shares: query[term] * row[term] of the row that was found; words: the profile's own for its terms.
        """
        terms: list[Term] = []
        if entry.found:
            terms += _scaled(self._topical(entry.found, shares, words), entry.joint.topical, entry.found.score)
        if entry.general:
            parts = [part_term(part.name, part.value) for part in entry.general.parts if part.value]
            terms += _scaled(parts, entry.joint.general, entry.general.score)
        return in_order(terms)

    def passages(self, terms: Sequence[Term]) -> list[list[str | float]]:
        """The sentences of the call that carry most of a match's summands, each with its part of the score."""
        return [[one.text, round(one.contribution, DECIMALS)] for one in passages(self._sentences, terms)]

    def _topical(self, found: Found, shares: Mapping[str, float], words: Mapping[str, str]) -> list[Term]:
        theme = int(self._index.themes[found.row])
        by_words = found.score - found.share
        terms: list[Term] = []
        if abs(by_words) > ROUNDING:  # below 0 where words to avoid outweigh the others, and meaning the two
            terms = contributions(shares, words, self._row_words(found.row))
            language = language_term(self.record["lang"], by_words, terms)
            if abs(language["contribution"]) > ROUNDING:
                terms.append(language)
        if found.share > ROUNDING:
            terms.append(meaning_term(found.share))
        if theme != NO_THEME:
            terms.append(theme_term(themes_of(self.record)[theme]["name"]))
        return terms

    def _row_words(self, number: int) -> dict[str, str]:
        """The words of the call, or of the theme of it, that a row is of."""
        if number not in self._words:
            self._words[number] = self._asked.words([text for _, text in self._index.documents[number].texts])
        return self._words[number]

    @cached_property
    def _sentences(self) -> list[Sentence]:
        summary, body = field_text(self.record, "summary"), field_text(self.record, "full_text")
        text = body if summary in body else f"{summary}\n{body}"  # a summary is often the body's first lines
        return read_sentences(text, self._asked)


def _scaled(terms: Sequence[Term], shown: float, total: float) -> list[Term]:
    """Terms that sum to `total`, in the unit in which they sum to `shown`."""
    by = shown / total if total else 0.0
    return [{**term, "contribution": round(term["contribution"] * by, DECIMALS)} for term in terms]
