"""Which words of a profile its matches rest on, in both languages, and which of its keywords no call has."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from matching.explain import ALIKE, Match, Term
from matching.glossary import Glossary
from matching.index import Index
from matching.profiles import Profile
from matching.terms import CONCEPT, occurrences

MOST = 12
"""Words that are shown. What is after them gives next to nothing."""


@dataclass(frozen=True)
class Carrying:
    """A word of a profile, as written there, and what it gives: the sum of its summands over the matches.

    call_words: the words of the calls that it met, those that gave most first. nb, en: what the glossary calls it in
    either language, "" where it is no concept of it, or has no word there.
    """

    profile_word: str
    call_words: tuple[str, ...]
    nb: str
    en: str
    contribution: float


def carrying_words(matches: Sequence[Match], glossary: Glossary) -> tuple[Carrying, ...]:
    """The words that some matches rest on, greatest first. Words that only have letters in common with a call's are
    left out, as they are in a match's reasons."""
    by_word: dict[str, list[Term]] = {}
    for match in matches:
        for term in match["terms"]:
            if term["profile_word"] and term["call_word"] and not term["term"].startswith(ALIKE):
                by_word.setdefault(term["profile_word"].casefold(), []).append(term)
    found = [_carrying(terms, glossary) for terms in by_word.values()]
    found.sort(key=lambda one: (-one.contribution, one.profile_word))
    return tuple(one for one in found if one.contribution > 0)[:MOST]


def _carrying(terms: Sequence[Term], glossary: Glossary) -> Carrying:
    sums: dict[str, float] = {}
    for term in terms:
        sums[term["call_word"].casefold()] = sums.get(term["call_word"].casefold(), 0.0) + term["contribution"]
    concepts = sorted({term["term"].removeprefix(CONCEPT) for term in terms if term["term"].startswith(CONCEPT)})
    labels = glossary.labels(concepts[0]) if concepts and concepts[0] in glossary.concepts else {}
    return Carrying(
        profile_word=terms[0]["profile_word"],
        call_words=tuple(sorted(sums, key=lambda word: (-sums[word], word))),
        nb=labels.get("nb", ""),
        en=labels.get("en", ""),
        contribution=math.fsum(term["contribution"] for term in terms),
    )


def idle_keywords(profile: Profile, index: Index) -> tuple[str, ...]:
    """The keywords of which no call of the index has any word, part of a compound or concept."""
    return tuple(word for word in profile.keywords if not _is_met(word, profile.lang, index))


def _is_met(text: str, lang: str, index: Index) -> bool:
    return any(term in index.columns for term, _ in occurrences(text, lang, index.glossary))
