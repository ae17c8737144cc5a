"""A profile as a vector over the terms of an index, and the profile's own words for those terms."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping

from matching.glossary import Glossary
from matching.index import Index
from matching.profiles import Profile
from matching.terms import LETTERS, count_terms, grams, term_words
from matching.weights import AVOID_WEIGHT, PROFILE_WEIGHTS, TITLE_SHARE


def query_weights(profile: Profile, index: Index) -> dict[str, float]:
    """Term -> weight, by term; empty when profile and index share no word.

    Weights are sublinear TF-IDF like the index's. All of the profile is one vector of length 1 and its title another;
    their mean by TITLE_SHARE is made length 1 again. Words to avoid are then subtracted, so that a word both wanted and
    avoided counts by the difference, and adding one leaves the calls without it where they were.
    """
    whole: Counter[str] = Counter()
    for part, times in PROFILE_WEIGHTS.items():
        for term, found in _counts(part_text(profile, part), profile.lang, index.glossary).items():
            whole[term] += times * found
    title = _tfidf(_counts(profile.title, profile.lang, index.glossary), index)
    wanted = _unit(_sum(_unit(title), TITLE_SHARE, _unit(_tfidf(whole, index)), 1 - TITLE_SHARE))
    if not wanted:
        return {}
    avoided = _counts("\n".join(profile.avoid), profile.lang, index.glossary)
    minus = _tfidf({term: AVOID_WEIGHT * times for term, times in avoided.items()}, index)
    length = _length(_tfidf(whole, index))
    both = _sum(wanted, 1.0, minus, -1 / length)
    return {term: value for term, value in sorted(both.items()) if value}


def profile_words(profile: Profile, glossary: Glossary) -> dict[str, str]:
    """Term -> the profile's word for it, words to avoid among them."""
    avoided = term_words([("\n".join(profile.avoid), profile.lang)], glossary)
    return avoided | term_words([(part_text(profile, part), profile.lang) for part in PROFILE_WEIGHTS], glossary)


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


def _tfidf(counts: Mapping[str, int], index: Index) -> dict[str, float]:
    known = ((term, times, index.columns[term]) for term, times in counts.items() if term in index.columns)
    return {term: (1 + math.log(times)) * float(index.idf[at] * index.scale[at]) for term, times, at in known}


def _length(vector: Mapping[str, float]) -> float:
    return math.sqrt(math.fsum(value * value for value in vector.values()))


def _unit(vector: Mapping[str, float]) -> dict[str, float]:
    length = _length(vector)
    return {term: value / length for term, value in vector.items()} if length else {}


def _sum(first: Mapping[str, float], by: float, second: Mapping[str, float], times: float) -> dict[str, float]:
    return {term: first.get(term, 0.0) * by + second.get(term, 0.0) * times for term in {**first, **second}}
