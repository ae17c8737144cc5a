"""The matches of one night: each profile's list, with what a match says of itself.

What is in a list, and in what order, is `matching.lists`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, TypedDict

import pandas as pd

from matching.explain import Match
from matching.feedback import Said, said_version
from matching.index import Index
from matching.lists import Entry, Listed, Lists
from matching.meaning import Meaning
from matching.profiles import Cluster, Profile
from matching.query import Asker, profile_words
from matching.text import ANALYSER_VERSION
from matching.told import Call
from matching.weights import WEIGHTS_VERSION

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
    night = _Night(lists, pairs)
    meaning_version = meaning.version if meaning else ""
    return RankedNight(
        matches=tuple(night.matches(found)),
        runs=tuple(night.run(cluster, profile, meaning_version, said or {}) for cluster, profile in pairs),
        weights_version=index.weights_version,
        weights=index.weights,
    )


def explained(lists: Lists, pairs: Sequence[tuple[Cluster, Profile]], found: Sequence[Listed]) -> list[Match]:
    """What each match of some lists says of itself, by profile and place in the list, what fits first. Ranks are
    those of the lists as given.

    found: of each of `pairs` its list, or the part of it that one wants to read.
    """
    return _Night(lists, pairs).matches(found)


class _Place(NamedTuple):
    """A call in a list: the number of the profile, the rank, and what the call is there for."""

    profile: int
    rank: int
    entry: Entry


class _Night:
    """The lists of a night, with what several profiles ask for worked out once."""

    def __init__(self, lists: Lists, pairs: Sequence[tuple[Cluster, Profile]]) -> None:
        self.index = lists.index
        self.records = lists.records
        self.calls_ranked = len(lists.order)
        self.pairs = pairs

    def matches(self, found: Sequence[Listed]) -> list[Match]:
        """The matches of all lists in order. Each call is read once, for all the lists that it is in, and let go."""
        askers = [Asker(listed.query, self.index) for listed in found]
        words = [
            listed.learned.words | profile_words(profile, self.index.glossary)
            for listed, (_, profile) in zip(found, self.pairs, strict=True)
        ]
        by_call: dict[int, list[_Place]] = {}
        for number, listed in enumerate(found):
            for rank, entry in enumerate([*listed.fits, *listed.ruled_out], 1):
                by_call.setdefault(entry.owner, []).append(_Place(number, rank, entry))
        told = {}
        for owner, places in by_call.items():
            shares = [
                askers[place.profile].shares(place.entry.found.row) if place.entry.found else {} for place in places
            ]
            call = Call(self.index, self.records[owner], frozenset().union(*shares))
            for place, its in zip(places, shares, strict=True):
                told[place.profile, place.rank] = self._match(call, place, its, words[place.profile])
        return [told[key] for key in sorted(told)]

    def _match(self, call: Call, place: _Place, shares: Mapping[str, float], words: Mapping[str, str]) -> Match:
        (cluster, profile), entry, row = self.pairs[place.profile], place.entry, call.record
        terms = call.terms(entry, shares, words)
        return Match(
            cluster=cluster.key,
            profile=profile.key,
            rank=place.rank,
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
                "passages": call.passages(terms) if entry.found else [],
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
