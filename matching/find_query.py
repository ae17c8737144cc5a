"""What somebody typed in a search box, read as Norwegian and as English at once: each word with the terms it may meet.

A word meets its own stem, the concept of the glossary that it is or is part of, the parts of a compound, and, for the
last word, everything that begins so, since it may be half written. What is found is in `matching.find`.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from calls.words import composed
from matching.compounds import compound_parts
from matching.glossary import Glossary
from matching.terms import CONCEPT
from matching.text import content_words, stem, stems, words

LONGEST = 200
"""Letters of a query that are read."""

MOST_WORDS = 12
LANGS = ("nb", "nn", "en")

WHOLE, BEGUN, PART = 1.0, 0.5, 0.3
"""What a word counts when it is met as it is or by meaning, when a longer word begins so, and when one part of the
compound that it is is met."""

SHORTEST_BEGUN = 2
"""Letters from which the last word is taken for the beginning of others."""


@dataclass
class Slot:
    """One word of a query, and what each term that it may meet counts. begins: what other words may begin with, "" for
    a word that is whole."""

    word: str
    terms: dict[str, float] = field(default_factory=dict)
    begins: str = ""

    def add(self, term: str, weight: float) -> None:
        self.terms[term] = max(weight, self.terms.get(term, 0.0))


@dataclass(frozen=True)
class Query:
    """phrase: all that was typed, in small letters, one blank between words. said: its words alone."""

    phrase: str
    said: str
    slots: tuple[Slot, ...]


def read_query(typed: str, glossary: Glossary) -> Query:
    """The words of a query that say something, at most MOST_WORDS; no slots where there are none."""
    text = composed(typed[:LONGEST])
    written = words(text)[:MOST_WORDS]
    is_begun = bool(written) and not typed[:LONGEST].endswith((" ", "\t", "\n")) and text.endswith(written[-1])
    slots = [Slot(word) for word in written]
    for slot in slots:
        _add_stems(slot)
    for lang in LANGS:
        for hit in glossary.find(written, lang):
            for slot in slots[hit.start : hit.end]:
                slot.add(CONCEPT + hit.concept, WHOLE)
    last = written[-1].casefold() if is_begun else ""
    if len(last) >= SHORTEST_BEGUN:
        slots[-1].begins = last
    said = " ".join(word.casefold() for word in written)
    return Query(" ".join(text.casefold().split()), said, tuple(slot for slot in slots if _tells(slot)))


def _add_stems(slot: Slot) -> None:
    lower = slot.word.lower()
    for lang in LANGS:
        whole = [stem(part, lang) for part in content_words(lower, lang)]
        parts = {part for one in content_words(lower, lang) for part in compound_parts(one)} if lang != "en" else set()
        for term in stems(lower, lang):
            is_part = (term in parts and term not in whole) or ("-" in lower and term in whole)
            slot.add(term, PART if is_part else WHOLE)


def _tells(slot: Slot) -> bool:
    """Whether a word says something in both languages: nobody who writes `og` or `the` looks for it."""
    return bool(slot.terms) and all(content_words(slot.word.lower(), lang) for lang in ("nb", "en"))
