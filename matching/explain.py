"""Why a call is near a profile. A score is a sum over shared terms, and this is where the summands come from.

score(profile, call) = sum over terms of query[term] * call[term]: the query of `query_weights`, the call's row of the
index. Words to avoid have negative weights, so they are summands like any other.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypedDict

from matching.index import Index
from matching.profiles import Profile
from matching.text import analyse, surface_forms

PROFILE_WEIGHTS = {"title": 2, "description": 1, "keywords": 2}
"""How many times a term of that part counts: the title and the keywords were chosen word by word."""

AVOID_WEIGHT = 2
"""How many times a term of a word to avoid counts against a call: as a keyword counts for it."""

DECIMALS = 12
"""Scores and contributions are rounded to this, and ranked as rounded: what looks equal is equal."""


class Term(TypedDict):
    """One summand of a score, with the words that the reader knows it by."""

    term: str
    profile_word: str
    call_word: str
    contribution: float


class Match(TypedDict):
    """A profile and a call. The contributions of `terms` sum to `score` within 1e-9; `rank` is from 1."""

    cluster: str
    profile: str
    rank: int
    score: float
    source: str
    source_id: str
    title: str
    url: str
    terms: list[Term]
    content_hash: str


@dataclass(frozen=True)
class Reason:
    """A word of the profile and the word of the call it met, and how much of the score they are."""

    profile_word: str
    call_word: str
    contribution: float


def query_weights(profile: Profile, index: Index) -> dict[str, float]:
    """The profile as a vector over the terms of `index`: term -> weight, by term; empty when they share no word.

    Weights are sublinear TF-IDF like the index's. Words to avoid are subtracted, so that a word both wanted and
    avoided counts by the difference. The length is 1 before the subtraction: adding a word to avoid lowers the calls
    that hold it and leaves the rest where they were.
    """
    wanted: Counter[str] = Counter()
    for part, weight in PROFILE_WEIGHTS.items():
        for term in analyse(_part_text(profile, part), profile.lang):
            wanted[term] += weight
    avoided = Counter(analyse("\n".join(profile.avoid), profile.lang) * AVOID_WEIGHT)
    plus, minus = _tfidf(wanted, index), _tfidf(avoided, index)
    length = math.sqrt(math.fsum(value * value for value in plus.values()))
    if not length:
        return {}
    both = {term: (plus.get(term, 0.0) - minus.get(term, 0.0)) / length for term in sorted({*plus, *minus})}
    return {term: value for term, value in both.items() if value}


def profile_words(profile: Profile) -> dict[str, str]:
    """Term -> the profile's word for it, words to avoid among them."""
    wanted = "\n".join(_part_text(profile, part) for part in PROFILE_WEIGHTS)
    return surface_forms("\n".join(profile.avoid), profile.lang) | surface_forms(wanted, profile.lang)


def contributions(
    query: Mapping[str, float], row: Mapping[str, float], profile_word: Mapping[str, str], call_word: Mapping[str, str]
) -> list[Term]:
    """Every summand of the score of one call, greatest first, then by term. All are kept: they must add up."""
    found = [
        Term(
            term=term,
            profile_word=profile_word[term],
            call_word=call_word[term],
            contribution=round(weight * row[term], DECIMALS),
        )
        for term, weight in query.items()
        if term in row
    ]
    return sorted(found, key=lambda item: (-item["contribution"], item["term"]))


def top_reasons(terms: Sequence[Term], n: int = 5) -> list[Reason]:
    """The `n` pairs of words that carry most of a score; pairs that differ only in case are one.

    A hyphenated word brings its parts along as terms; the reader sees the word once, with all that it brought.
    """
    pairs: dict[tuple[str, str], list[Term]] = {}
    for term in terms:
        pairs.setdefault((term["profile_word"].lower(), term["call_word"].lower()), []).append(term)
    reasons = [
        Reason(group[0]["profile_word"], group[0]["call_word"], math.fsum(term["contribution"] for term in group))
        for group in pairs.values()
    ]
    wanted = [reason for reason in reasons if reason.contribution > 0]
    return sorted(wanted, key=lambda reason: (-reason.contribution, reason.profile_word, reason.call_word))[:n]


def _part_text(profile: Profile, part: str) -> str:
    value: str | tuple[str, ...] = getattr(profile, part)
    return value if isinstance(value, str) else "\n".join(value)


def _tfidf(counts: Mapping[str, int], index: Index) -> dict[str, float]:
    return {
        term: (1 + math.log(count)) * index.weights[term] for term, count in counts.items() if term in index.weights
    }
