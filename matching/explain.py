"""Why a call is near a profile. A score is a sum over shared terms, and this is where the summands come from.

By words it is language factor * sum over terms of query[term] * row[term]: the query of `matching.query`, the call's
row of the index. Words to avoid have negative weights, so they are summands like any other. What the factor adds is a
summand of its own, and so is what nearness in meaning adds, and each part of a general fit. All are in the unit of the
list's score (matching.general.one_list).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypedDict

from matching.terms import CHARS, CONCEPT
from matching.weights import DECIMALS

ALIKE = "alike:"
"""Before the words of a summand that is the letters two words share, so far as they are not one stem."""

LANGUAGE = "language:"
"""Before the language of a summand that is what comparing the languages adds."""

MEANING = "meaning"
"""The summand that nearness in meaning adds, where the optional sentence model is in use."""

GENERAL = "general:"
"""Before the name of a part of a general fit (matching.general)."""

THEME = "theme:"
"""Before the name of the theme that a match is about: a line of the explanation that adds nothing."""

ALIKE_SHOWN = 10
"""Pairs of words alike that have a summand each; the rest are one."""


class Term(TypedDict):
    """One summand of a score, with the words that the reader knows it by.

    `term` says what it is: see matching.terms, and ALIKE, LANGUAGE, MEANING, GENERAL and THEME. Words are "" where
    there are none.
    """

    term: str
    profile_word: str
    call_word: str
    contribution: float


class Match(TypedDict):
    """A profile and a call. The contributions of `terms` sum to `score` within 1e-9; `rank` is from 1.

    detail: topical (the score of words and meaning alone), general (matching.general.GeneralFit.content, or None),
    verdict (matching.eligible.Verdict.content), passages (up to three sentences of the call, each with its part).
    """

    cluster: str
    profile: str
    rank: int
    score: float
    source: str
    source_id: str
    title: str
    url: str
    terms: list[Term]
    detail: dict[str, Any]
    content_hash: str


@dataclass(frozen=True)
class Reason:
    """A word of the profile and the word of the call it met, and how much of the score they are."""

    profile_word: str
    call_word: str
    contribution: float


def score(shares: Sequence[float], factor: float) -> float:
    """The score as it is ranked and shown, of query[term] * row[term]: rounded, the same in any order of the terms."""
    return round(factor * math.fsum(shares), DECIMALS)


def contributions(
    shares: Mapping[str, float], profile_word: Mapping[str, str], call_word: Mapping[str, str]
) -> list[Term]:
    """Every summand of the score of one call before the language factor, in no order.

    shares: query[term] * row[term] of the terms that both have. All are kept, since they must add up: letter sequences
    by the pair of words they are of, the least of them together.
    """
    alike: dict[tuple[str, str], list[float]] = {}
    found = []
    for term, value in shares.items():
        words = profile_word[term], call_word[term]
        if term.startswith(CHARS):
            alike.setdefault(words, []).append(value)
        else:
            found.append(_term(term, words, value))
    pairs = [(words, math.fsum(values)) for words, values in alike.items()]
    pairs.sort(key=lambda pair: (-abs(pair[1]), pair[0]))
    found += [_term(f"{ALIKE}{words[0]} {words[1]}", words, value) for words, value in pairs[:ALIKE_SHOWN]]
    if rest := pairs[ALIKE_SHOWN:]:
        found.append(_term(ALIKE, ("", ""), math.fsum(value for _, value in rest)))
    return found


def language_term(lang: str, total: float, terms: Sequence[Term]) -> Term:
    """What comparing the languages adds to a call in `lang`: all of the score `total` that `terms` are not."""
    return _term(LANGUAGE + lang, ("", ""), total - math.fsum(term["contribution"] for term in terms))


def meaning_term(share: float) -> Term:
    """What nearness in meaning adds."""
    return _term(MEANING, ("", ""), share)


def part_term(name: str, value: float) -> Term:
    """What a part of a general fit gives."""
    return _term(GENERAL + name, ("", ""), value)


def theme_term(name: str) -> Term:
    """Which theme of the call a match is about."""
    return _term(THEME + name, ("", name), 0.0)


def theme_of(terms: Sequence[Term]) -> str | None:
    """The name of the theme that a match is about; None when it is about the call as a whole."""
    return next((term["call_word"] for term in terms if term["term"].startswith(THEME)), None)


def in_order(terms: Sequence[Term]) -> list[Term]:
    """Greatest first, then by term."""
    return sorted(terms, key=lambda item: (-item["contribution"], item["term"]))


def top_reasons(terms: Sequence[Term], n: int = 5) -> list[Reason]:
    """The `n` pairs of words that carry most of a score; pairs that differ only in case are one. Words that only have
    letters in common are no reason that a reader would see.

    A hyphenated word brings its parts along as terms, and a concept the words that it is written with; the reader sees
    each pair of words once, with all that it brought.
    """
    pairs: dict[tuple[str, str], list[Term]] = {}
    for term in terms:
        if term["profile_word"] and term["call_word"] and not term["term"].startswith(ALIKE):
            pairs.setdefault((term["profile_word"].lower(), term["call_word"].lower()), []).append(term)
    reasons = [
        Reason(group[0]["profile_word"], group[0]["call_word"], math.fsum(term["contribution"] for term in group))
        for group in pairs.values()
    ]
    wanted = [reason for reason in reasons if reason.contribution > 0]
    return sorted(wanted, key=lambda reason: (-reason.contribution, reason.profile_word, reason.call_word))[:n]


def is_concept(term: Term) -> bool:
    """Whether a summand is a concept of the glossary, whose words may be in two languages."""
    return term["term"].startswith(CONCEPT)


def _term(term: str, words: tuple[str, str], value: float) -> Term:
    return Term(term=term, profile_word=words[0], call_word=words[1], contribution=round(value, DECIMALS))
