"""Searching: calls, profiles and what people wrote, by words in either language, with the words that were met.

Ranking calls for a profile is `matching.rank`'s; a query is a few words, and what it meets comes in the order of how
much of it was met.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.sparse import csc_matrix

from calls.fields import LANGUAGES
from calls.language import language_of
from calls.tongue import say
from calls.words import composed
from matching.asked import Asked
from matching.find_query import BEGUN, Query, Slot, read_query
from matching.glossary import Glossary
from matching.index import Index, field_text
from matching.profiles import Cluster
from matching.terms import CONCEPT
from matching.text import words
from matching.weights import DECIMALS

SAME_ID, TITLE_PHRASE, TITLE_WORDS, TEXT_PHRASE, MET = 1000.0, 100.0, 30.0, 20.0, 10.0
"""What a hit counts: the funder's own number, all that was typed in the title, its words there, all of it in the text,
and its words anywhere. What is left orders those that are as near."""

LOOKED_AT = 200
"""Calls whose text is read for the whole phrase: those that most of the query is met in."""

MOST_BEGUN = 200
"""Words that one beginning stands for."""

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Met:
    """A word of the query and the words it met, as written there. nb, en: what the glossary calls the concept that they
    share in either language, "" where they share none."""

    query_word: str
    words: tuple[str, ...]
    nb: str = ""
    en: str = ""


@dataclass(frozen=True)
class FoundCall:
    source: str
    source_id: str
    title: str
    score: float
    why: tuple[Met, ...]


@dataclass(frozen=True)
class FoundProfile:
    cluster: str
    profile: str
    title: str
    score: float
    why: tuple[Met, ...]


class FoundText(NamedTuple):
    """A text by its place among those given."""

    number: int
    score: float
    why: tuple[Met, ...]


class Answer(NamedTuple):
    """What calls were found, best first; sentence: why there are none, "" where there are some."""

    found: tuple[FoundCall, ...]
    sentence: str


class Finder:
    """The calls of an index, ready to be searched. Nothing of it changes when it is asked: threads may share it."""

    def __init__(self, index: Index, records: Sequence[Mapping[str, Any]]) -> None:
        """records: the calls of the index, in its order (`Lists.records`)."""
        self._index, self._records = index, records
        terms, count = index.terms, len(index.calls)
        self._columns = csc_matrix(index.matrix[:count][:, terms.name_columns], dtype=np.float64)
        self._places = {name: place for place, name in enumerate(terms.names)}
        self._idf = index.idf[terms.name_columns]
        self._titles = [_spaced(field_text(row, "title")) for row in records]
        self._numbers: dict[str, list[int]] = {}
        for number, row in enumerate(records):
            self._numbers.setdefault(str(row["source_id"]).casefold(), []).append(number)
        names = {
            (term.text.casefold(), name)
            for name, by_lang in index.glossary.concepts.items()
            for some in by_lang.values()
            for term in some
        }
        self._concepts = sorted(names)

    def calls(self, typed: str, most: int) -> Answer:
        """The `most` calls that a query meets best. Equal ones are ordered by source and source_id."""
        query = read_query(typed, self._index.glossary)
        if not query.slots and query.phrase not in self._numbers:
            return Answer((), nothing_asked())
        slots = [self._widened(slot) for slot in query.slots]
        scores = self._scores(query, slots)
        wanted = np.flatnonzero(scores > 0)
        # A stable sort over calls that stand by source and source_id.
        first = wanted[np.argsort(-scores[wanted], kind="stable")]
        near = self._with_phrase(query, first[: max(LOOKED_AT, most)], scores)
        if not near:
            return Answer((), say("Ingen utlysninger har disse ordene. Prøv et annet eller et kortere ord."))
        return Answer(tuple(self._found(number, score, slots) for number, score in near[:most]), "")

    def _widened(self, slot: Slot) -> Slot:
        """With what begins as a half-written word does."""
        wide = Slot(slot.word, dict(slot.terms), slot.begins)
        if slot.begins:
            for name in _beginning(self._index.terms.names, slot.begins):
                wide.add(name, BEGUN)
            start = bisect_left(self._concepts, (slot.begins, ""))
            for text, name in islice(self._concepts, start, start + MOST_BEGUN):
                if not text.startswith(slot.begins):
                    break
                wide.add(CONCEPT + name, BEGUN)
        return wide

    def _scores(self, query: Query, slots: Sequence[Slot]) -> Floats:
        """Of each call, what it has of a query, the phrase in its text left out."""
        count = len(self._records)
        met, rare = np.zeros(count), np.zeros(count)
        for slot in slots:
            its = np.zeros(count)
            for term, weight in sorted(slot.terms.items()):
                place = self._places.get(term)
                if place is not None:
                    cells = slice(*self._columns.indptr[place : place + 2])
                    rows = self._columns.indices[cells]
                    its[rows] = np.maximum(its[rows], weight)
                    rare[rows] += weight * self._idf[place] * self._columns.data[cells]
            met += its
        scores = MET * met / max(len(slots), 1) + rare / max(rare.max(initial=0), 1.0)
        said = f" {query.said}"
        whole = [f" {slot.word.casefold()} " for slot in slots]
        for number in np.flatnonzero(met).tolist():
            title = self._titles[number]
            if said in title:
                scores[number] += TITLE_PHRASE
            if hits := [word for word in whole if word in title]:
                scores[number] += TITLE_WORDS * len(hits) / len(whole)
        if query.phrase in self._numbers:
            scores[self._numbers[query.phrase]] += SAME_ID
        rounded: Floats = np.round(scores, DECIMALS)
        return rounded

    def _with_phrase(self, query: Query, numbers: npt.NDArray[np.intp], scores: Floats) -> list[tuple[int, float]]:
        is_phrase = len(query.slots) > 1
        found = []
        for number in numbers.tolist():
            text = "\n".join(text for _, text in self._index.documents[number].texts) if is_phrase else ""
            has_it = is_phrase and query.said in composed(text).casefold()
            found.append((number, float(scores[number]) + (TEXT_PHRASE if has_it else 0.0)))
        return sorted(found, key=lambda one: (-one[1], one[0]))

    def _found(self, number: int, score: float, slots: Sequence[Slot]) -> FoundCall:
        row, document = self._records[number], self._index.documents[number]
        asked = Asked({term for slot in slots for term in slot.terms}, document.lang, self._index.glossary)
        hits = asked.words([text for _, text in document.texts])
        why = tuple(_met(slots, hits, self._index.glossary))
        return FoundCall(row["source"], row["source_id"], field_text(row, "title"), score, why)


def find_texts(
    typed: str, texts: Sequence[str], glossary: Glossary, titles: Sequence[str] = (), langs: Sequence[str] = ()
) -> list[FoundText]:
    """The texts that a query meets, best first, equal ones in their order; [] where the query says nothing.

    titles: of each text what counts most, where they have one. langs: "nb", "nn" or "en" of each, told from its words
    where nobody says.
    """
    query = read_query(typed, glossary)
    if not query.slots:
        return []
    terms = {term for slot in query.slots for term in slot.terms}
    asked = {lang: Asked(terms, lang, glossary) for lang in LANGUAGES}
    found = []
    for number, text in enumerate(texts):
        title = titles[number] if titles else ""
        whole = f"{title}\n{text}"
        hits = asked[langs[number] if langs else language_of(whole)].words([whole])
        slots = [_begun_here(slot, whole, hits) for slot in query.slots]
        met = sum(max((weight for term, weight in slot.terms.items() if term in hits), default=0.0) for slot in slots)
        if met:
            score = MET * met / len(slots)
            score += TITLE_PHRASE if f" {query.said}" in _spaced(title) else 0.0
            score += TEXT_PHRASE if f" {query.said}" in _spaced(text) else 0.0
            found.append(FoundText(number, round(score, DECIMALS), tuple(_met(slots, hits, glossary))))
    return sorted(found, key=lambda one: (-one.score, one.number))


def find_profiles(typed: str, clusters: Sequence[Cluster], glossary: Glossary) -> list[FoundProfile]:
    """The profiles that a query meets in title, description and keywords, best first."""
    pairs = [(cluster, profile) for cluster in clusters for profile in cluster.profiles]
    texts = ["\n".join((profile.description, *profile.keywords)) for _, profile in pairs]
    return [
        FoundProfile(pairs[one.number][0].key, pairs[one.number][1].key, pairs[one.number][1].title, one.score, one.why)
        for one in find_texts(
            typed,
            texts,
            glossary,
            [profile.title for _, profile in pairs],
            [profile.lang for _, profile in pairs],
        )
    ]


def _spaced(text: str) -> str:
    """The words of a text in small letters, a blank before and after each."""
    return " ".join(["", *map(str.casefold, words(composed(text))), ""])


def nothing_asked() -> str:
    """What to say to a query without a word to search for."""
    return say("Skriv et ord å søke etter, for eksempel «demens» eller «velferdsteknologi».")


def _beginning(names: Sequence[str], start: str) -> Iterator[str]:
    """The first MOST_BEGUN of some sorted names that begin so."""
    at = bisect_left(names, start)
    for name in islice(names, at, at + MOST_BEGUN):
        if not name.startswith(start):
            return
        yield name


def _begun_here(slot: Slot, text: str, hits: dict[str, str]) -> Slot:
    """With the words of one text that begin as a half-written word does, which are put among the hits."""
    begun = [word for word in words(text) if slot.begins and word.casefold().startswith(slot.begins)]
    if not begun:
        return slot
    wide = Slot(slot.word, dict(slot.terms), slot.begins)
    for word in begun:
        wide.add(f"{slot.begins}…{word}", BEGUN)
        hits[f"{slot.begins}…{word}"] = word
    return wide


def _met(slots: Sequence[Slot], hits: Mapping[str, str], glossary: Glossary) -> Iterator[Met]:
    """The words of a query that were met, with the words they met, what counts most first."""
    for slot in slots:
        terms = sorted((term for term in slot.terms if term in hits), key=lambda term: (-slot.terms[term], term))
        if terms:
            named = dict.fromkeys(hits[term].casefold() for term in terms)
            concept = next((term.removeprefix(CONCEPT) for term in terms if term.startswith(CONCEPT)), "")
            labels = glossary.labels(concept) if concept else {}
            yield Met(slot.word, tuple(named), labels.get("nb", ""), labels.get("en", ""))
