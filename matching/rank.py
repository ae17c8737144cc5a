"""The matches of one night: each profile's list, with what a match says of itself.

What is in a list, and in what order, is `matching.lists`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypedDict

import pandas as pd

from matching.explain import Match, Term, contributions, in_order, language_term, meaning_term, part_term, theme_term
from matching.feedback import Said, said_version
from matching.index import NO_THEME, Index, field_text, themes_of
from matching.lists import Entry, Listed, Lists
from matching.meaning import Meaning
from matching.passages import Sentence, passages, read_sentences
from matching.profiles import Cluster, Profile
from matching.query import profile_words
from matching.search import Found, Query
from matching.terms import term_words
from matching.text import ANALYSER_VERSION
from matching.weights import DECIMALS, WEIGHTS_VERSION

ROUNDING = 1e-9
"""What the summands of a score may lack for rounding; what is less is no line of the explanation."""

TEXT_VERSION = f"{ANALYSER_VERSION}-{WEIGHTS_VERSION}"
"""What a ranking's terms were made and weighed with."""


TOP = 50
"""How many calls the list of a profile has, where nobody says otherwise."""


def program(text_version: str, meaning_version: str) -> str:
    """Names what makes a ranking of texts, profiles and glossary: two nights with the same make the same of them."""
    return f"{text_version} {meaning_version}"


class Run(TypedDict):
    """What one profile was ranked with. `calls_ranked` counts the calls that could have matched.

    meaning_version: of the sentence model and its weights, "" where it was not in use. cluster_version: of what ranking
    reads of the cluster. feedback_version: of what was said of calls, "" where nothing counts.
    """

    cluster: str
    profile: str
    profile_version: str
    text_version: str
    weights_version: str
    glossary_version: str
    meaning_version: str
    cluster_version: str
    feedback_version: str
    calls_ranked: int


@dataclass(frozen=True)
class RankedNight:
    """Matches in the order of the clusters, their profiles, and rank; one run a profile, with or without matches."""

    matches: tuple[Match, ...]
    runs: tuple[Run, ...]
    weights_version: str
    weights: Mapping[str, float]


def rank(
    index: Index,
    calls: pd.DataFrame,
    clusters: Sequence[Cluster],
    night_at: datetime,
    top: int = TOP,
    meaning: Meaning | None = None,
    said: Said | None = None,
) -> RankedNight:
    """The list of every profile (see matching.lists), explained; after it, ranked on, what the profile is ruled out of.

    `calls` are those that `index` was built from, in any order. ValueError when they are others, `night_at` has no time
    zone or `top` is under 1. said: what counts of what was said of calls (matching.feedback), None for nothing.
    """
    pairs = [(cluster, profile) for cluster in clusters for profile in cluster.profiles]
    lists = Lists(index, calls, night_at, meaning)
    found = lists.of(pairs, top, said=said)
    night = _Night(lists, frozenset().union(*(listed.query for listed in found)))
    matches: list[Match] = []
    for (cluster, profile), listed in zip(pairs, found, strict=True):
        matches += night.matches(cluster.key, profile, listed)
    meaning_version = meaning.version if meaning else ""
    return RankedNight(
        matches=tuple(matches),
        runs=tuple(night.run(cluster, profile, meaning_version, said or {}) for cluster, profile in pairs),
        weights_version=index.weights_version,
        weights=index.weights,
    )


class _Night:
    """The lists of a night, with what several profiles ask for worked out once."""

    def __init__(self, lists: Lists, asked: frozenset[str]) -> None:
        """asked: every term of every query; no others are explained."""
        self.asked = asked
        self.index = lists.index
        self.records = lists.records
        self.calls_ranked = len(lists.order)
        self.words: dict[int, dict[str, str]] = {}
        self.sentences: dict[int, list[Sentence]] = {}

    def matches(self, cluster: str, profile: Profile, listed: Listed) -> Iterator[Match]:
        words = listed.learned.words | profile_words(profile, self.index.glossary)
        for place, entry in enumerate([*listed.fits, *listed.ruled_out], 1):
            row = self.records[entry.owner]
            terms = self._terms(entry, listed.query, words)
            yield Match(
                cluster=cluster,
                profile=profile.key,
                rank=place,
                score=entry.joint.score,
                source=row["source"],
                source_id=row["source_id"],
                title=row["title"],
                url=row["url"],
                terms=terms,
                detail={
                    "topical": entry.found.score if entry.found else 0.0,
                    "general": entry.general.content if entry.general else None,
                    "verdict": entry.verdict.content if entry.verdict else None,
                    "passages": self._passages(entry.owner, terms) if entry.found else [],
                },
                content_hash=row["content_hash"],
            )

    def run(self, cluster: Cluster, profile: Profile, meaning_version: str, said: Said) -> Run:
        return Run(
            cluster=cluster.key,
            profile=profile.key,
            profile_version=profile.version,
            text_version=TEXT_VERSION,
            weights_version=self.index.weights_version,
            glossary_version=self.index.glossary.version,
            meaning_version=meaning_version,
            cluster_version=cluster.version,
            feedback_version=said_version(said.get((cluster.key, profile.key), ())),
            calls_ranked=self.calls_ranked,
        )

    def _terms(self, entry: Entry, query: Query, words: Mapping[str, str]) -> list[Term]:
        """The summands of a match: what its words and its meaning give, and what a general instrument's parts do."""
        terms: list[Term] = []
        if entry.found:
            terms += _scaled(self._topical(entry.found, query, words), entry.joint.topical, entry.found.score)
        if entry.general:
            parts = [part_term(part.name, part.value) for part in entry.general.parts if part.value]
            terms += _scaled(parts, entry.joint.general, entry.general.score)
        return in_order(terms)

    def _topical(self, found: Found, query: Query, words: Mapping[str, str]) -> list[Term]:
        number = found.row
        owner, theme = int(self.index.owners[number]), int(self.index.themes[number])
        by_words = found.score - found.share
        terms: list[Term] = []
        if by_words > ROUNDING:
            terms = contributions(query, self.index.row(number, query.keys()), words, self._call_words(number))
            language = language_term(self.records[owner]["lang"], by_words, terms)
            if abs(language["contribution"]) > ROUNDING:
                terms.append(language)
        if found.share > ROUNDING:
            terms.append(meaning_term(found.share))
        if theme != NO_THEME:
            terms.append(theme_term(themes_of(self.records[owner])[theme]["name"]))
        return terms

    def _passages(self, owner: int, terms: Sequence[Term]) -> list[list[str | float]]:
        """The sentences of the call that carry most, each with its part of the score."""
        if owner not in self.sentences:
            row = self.records[owner]
            summary, body = field_text(row, "summary"), field_text(row, "full_text")
            text = body if summary in body else f"{summary}\n{body}"  # a summary is often the body's first lines
            self.sentences[owner] = read_sentences(text, row["lang"], self.index.glossary)
        return [[one.text, round(one.contribution, DECIMALS)] for one in passages(self.sentences[owner], terms)]

    def _call_words(self, number: int) -> dict[str, str]:
        if number not in self.words:
            document = self.index.documents[number]
            texts = [(text, document.lang) for _, text in document.texts]
            self.words[number] = term_words(texts, self.index.glossary, self.asked)
        return self.words[number]


def _scaled(terms: Sequence[Term], shown: float, total: float) -> list[Term]:
    """Terms that sum to `total`, in the unit in which they sum to `shown`."""
    by = shown / total if total else 0.0
    return [Term(**{**term, "contribution": round(term["contribution"] * by, DECIMALS)}) for term in terms]
