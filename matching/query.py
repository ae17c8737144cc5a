"""A profile as a vector over the terms of an index, and the profile's own words for those terms."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping

import numpy as np

from matching.glossary import Glossary
from matching.index import Index
from matching.profiles import Profile
from matching.terms import LETTERS, count_terms, grams, term_words
from matching.weights import AVOID_WEIGHT, PROFILE_WEIGHTS, TITLE_SHARE


def query_weights(profile: Profile, index: Index) -> dict[str, float]:
    """Term -> weight, by term; empty when profile and index share no word.

    Weights are sublinear TF-IDF like the index's. All of the profile is one vector of length 1 and its title another;
    their mean by TITLE_SHARE is made length 1 again. Words to avoid are then subtracted as if each stood in the title,
    so that a word both wanted and avoided counts by the difference, and adding one leaves the calls without it where
    they were.
    """
    title = _counts(profile.title, profile.lang, index.glossary)
    whole: Counter[str] = Counter()
    for part, times in PROFILE_WEIGHTS.items():
        for term, found in _counts(part_text(profile, part), profile.lang, index.glossary).items():
            whole[term] += times * found
    vectors = _tfidf(title, 1, index), _tfidf(whole, 1, index)
    lengths = _length(vectors[0]), _length(vectors[1])
    wanted = _mixed(*vectors, lengths)
    length = _length(wanted)
    if not length:
        return {}
    avoided = _counts("\n".join(profile.avoid), profile.lang, index.glossary)
    unwanted = _mixed(_tfidf(avoided, 1, index), _tfidf(avoided, AVOID_WEIGHT, index), lengths)
    both = {term: wanted.get(term, 0.0) - unwanted.get(term, 0.0) for term in sorted({*wanted, *unwanted})}
    return {term: value / length for term, value in both.items() if value}


def profile_words(profile: Profile, glossary: Glossary) -> dict[str, str]:
    """Term -> the profile's word for it, words to avoid among them."""
    avoided = term_words([("\n".join(profile.avoid), profile.lang)], glossary)
    return avoided | term_words([(part_text(profile, part), profile.lang) for part in PROFILE_WEIGHTS], glossary)


class Asker:
    """A query by the columns of an index, ready to be met with many of its rows."""

    def __init__(self, query: Mapping[str, float], index: Index) -> None:
        """query: as `query_weights` gives it for that index."""
        self._index = index
        by_column = sorted((index.columns[term], term, weight) for term, weight in query.items())
        self._terms = [term for _, term, _ in by_column]
        self._weights = np.array([weight for _, _, weight in by_column])
        # One more than there is, so that every column of a row has a place.
        self._columns = np.array([*(column for column, _, _ in by_column), len(index.terms)])

    def shares(self, number: int) -> dict[str, float]:
        """Term -> query[term] * row[term], of the terms that the query and a row of the index share."""
        matrix = self._index.matrix
        cells = slice(*matrix.indptr[number : number + 2])
        places = np.searchsorted(self._columns, matrix.indices[cells])
        is_shared = self._columns[places] == matrix.indices[cells]
        shared = places[is_shared]
        values = self._weights[shared] * matrix.data[cells][is_shared]
        return {self._terms[place]: value for place, value in zip(shared.tolist(), values.tolist(), strict=True)}


def part_text(profile: Profile, part: str) -> str:
    """A part of a profile as text, keywords one a line."""
    value: str | tuple[str, ...] = getattr(profile, part)
    return value if isinstance(value, str) else "\n".join(value)


def _counts(text: str, lang: str, glossary: Glossary) -> Counter[str]:
    counts: Counter[str] = Counter()
    for name, times in count_terms(text, lang, glossary).items():
        if not name.startswith(LETTERS):
            counts[name] += times
            continue
        for gram in grams(name.removeprefix(LETTERS)):
            counts[gram] += times
    return counts


def _tfidf(counts: Mapping[str, int], times: int, index: Index) -> dict[str, float]:
    """Of counts taken `times` times, the terms that the index has."""
    columns = index.columns
    known = [term for term in counts if term in columns]
    at = np.array([columns[term] for term in known], np.int64)
    by_term = (index.idf[at] * index.scale[at]).tolist()
    return {term: (1 + math.log(counts[term] * times)) * value for term, value in zip(known, by_term, strict=True)}


def _length(vector: Mapping[str, float]) -> float:
    return math.sqrt(math.fsum(value * value for value in vector.values()))


def _mixed(title: Mapping[str, float], whole: Mapping[str, float], lengths: tuple[float, float]) -> dict[str, float]:
    """Both vectors over the lengths, by TITLE_SHARE; the whole alone where the title has no length."""
    shares = [length and share / length for share, length in zip((TITLE_SHARE, 1 - TITLE_SHARE), lengths, strict=True)]
    return {term: title.get(term, 0.0) * shares[0] + whole.get(term, 0.0) * shares[1] for term in {**title, **whole}}
