"""What a profile finds while it is being written, and whom a call that somebody has just typed is for.

Built once of a night's calls, and asked many times, by several at once. A draft is ranked as the night would rank it;
what a writer may do better is in `matching.advice`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import Any

import pandas as pd

from matching.advice import Advice, advise
from matching.carrying import Carrying, carrying_words, idle_keywords
from matching.drafts import ready
from matching.explain import Match, Term
from matching.feedback import Said
from matching.glossary import Glossary
from matching.index import Index, build_index
from matching.lists import Entry, Listed, Lists
from matching.meaning import Meaning
from matching.profiles import Cluster, Profile
from matching.rank import TOP, explained
from matching.semantic import Vectors

SHOWN = 10
"""Matches of a draft that are explained, and whose words are added up."""


@dataclass(frozen=True)
class Previewed:
    """What a draft finds. matches: its first SHOWN, best first, as the night would rank and explain them; what it
    surely may not apply for is not among them. ruled_out: how many of those there are that would stand in the list.

    carrying: the draft's words that the matches rest on, those that give most first. idle: its keywords that no call
    has. advice: what the writer may do better, most important first.
    """

    matches: tuple[Match, ...]
    ruled_out: int
    carrying: tuple[Carrying, ...]
    idle: tuple[str, ...]
    advice: tuple[Advice, ...]


@dataclass(frozen=True)
class ForCall:
    """A profile that a call is for. rank: its place in the profile's list, None where it would be after the TOP first
    or where `may_apply` is "no". terms: what the score is the sum of, as in `matching.explain`."""

    cluster: str
    profile: str
    title: str
    score: float
    rank: int | None
    may_apply: str
    terms: tuple[Term, ...]


class _Drafts(Meaning):
    """The night's meaning for drafts: its calls are read once, and what is typed is not kept. One at a time: nobody
    promises that the model can do more."""

    def __init__(self, meaning: Meaning, index: Index, records: Sequence[Mapping[str, Any]]) -> None:
        self.version = meaning.version
        self._calls = meaning.calls(index, records)
        self._typed = meaning.unkept()
        self._lock = Lock()

    def calls(self, index: Index, records: Sequence[Mapping[str, Any]]) -> Vectors:  # noqa: ARG002
        return self._calls  # of just these: a preview has one index

    def profiles(self, profiles: Sequence[Profile], glossary: Glossary) -> Vectors:
        with self._lock:
            return self._typed.profiles(profiles, glossary)


class Preview:
    """A night's calls, ready to be asked. Nothing of it changes when it is asked, so that threads may share it."""

    def __init__(
        self,
        calls: pd.DataFrame,
        glossary: Glossary,
        night_at: datetime,
        cache: Path | None = None,
        meaning: Meaning | None = None,
        index: Index | None = None,
    ) -> None:
        """calls: a frame with the columns of calls.fields. cache: the file of the night's counted terms, only read.
        meaning: where the night uses it. index: of these calls, where there is one already. ValueError when `night_at`
        has no time zone."""
        self._frame, self._glossary, self._night_at = calls, glossary, night_at
        self._cache, self._meaning = cache, meaning
        self.index = index or build_index(calls, glossary, cache, saves=False)
        self.lists = Lists(self.index, calls, night_at)
        if meaning is not None:
            self.lists = Lists(self.index, calls, night_at, _Drafts(meaning, self.index, self.lists.records))
        self.index.columns.get("")  # read once what is kept after the first look-up

    def of(self, cluster: Cluster, profile: Profile, said: Said | None = None) -> Previewed:
        """What a draft finds. cluster: with the members that the draft names; the draft need not be among its profiles.

        said: what counts of what was said of calls, as for a night; None for nothing.
        """
        draft = ready(profile, cluster)
        pairs = [(cluster, draft)]
        (listed,) = self.lists.of(pairs, SHOWN, said=said)
        shown = listed._replace(fits=listed.fits[:SHOWN], ruled_out=[])
        matches = tuple(explained(self.lists, pairs, [shown]))
        idle = idle_keywords(draft, self.index)
        return Previewed(
            matches=matches,
            ruled_out=len(listed.ruled_out),
            carrying=carrying_words(matches, self._glossary),
            idle=idle,
            advice=advise(cluster, profile, idle, has_matches=bool(matches)),
        )

    def ranked(self, pairs: Sequence[tuple[Cluster, Profile]]) -> list[Match]:
        """The whole lists of some projects, as the night would store them."""
        pairs = [(cluster, ready(profile, cluster)) for cluster, profile in pairs]
        return explained(self.lists, pairs, self.lists.of(pairs, TOP))

    def of_call(
        self, record: Mapping[str, Any], clusters: Sequence[Cluster], said: Said | None = None
    ) -> list[ForCall]:
        """The profiles that a call is for, nearest first, as if the night had known it: the index is built again with
        the call added, or in the place of its earlier version.

        record: with the columns of calls.fields. [] for a call that one can no longer apply for, and for one that is
        near to nothing. About a second at 1,000 calls: for one call that was typed, not for many.
        """
        key = (record["source"], record["source_id"])
        others = [row for row in self.lists.records if (row["source"], row["source_id"]) != key]
        frame = pd.DataFrame([*others, {"content_hash": "", **record}], dtype=object)
        index = build_index(frame, self._glossary, self._cache, saves=False)
        lists = Lists(index, frame, self._night_at, self._meaning)
        number = [call[:2] for call in index.calls].index(key)
        if number not in lists.order:
            return []
        pairs = [(cluster, profile) for cluster in clusters for profile in cluster.profiles]
        places = [_place(listed, number) for listed in lists.of(pairs, TOP, said=said, always=[number])]
        matches = iter(explained(lists, pairs, [listed for listed, _, _ in places]))
        found = [
            _for_call(pair, entry, rank, next(matches))
            for pair, (_, entry, rank) in zip(pairs, places, strict=True)
            if entry is not None
        ]
        return sorted(found, key=lambda one: (-one.score, one.cluster, one.profile))


def _place(listed: Listed, number: int) -> tuple[Listed, Entry | None, int | None]:
    """The part of a list that is one call; its entry; and its place, None after the TOP first or where ruled out."""
    for part in (listed.fits, listed.ruled_out):
        for rank, entry in enumerate(part, 1):
            if entry.owner == number:
                is_placed = part is listed.fits and rank <= TOP
                return listed._replace(fits=[entry], ruled_out=[]), entry, rank if is_placed else None
    return listed._replace(fits=[], ruled_out=[]), None, None


def _for_call(pair: tuple[Cluster, Profile], entry: Entry, rank: int | None, match: Match) -> ForCall:
    cluster, profile = pair
    answer = entry.verdict.answer if entry.verdict else "unknown"
    return ForCall(cluster.key, profile.key, profile.title, match["score"], rank, answer, tuple(match["terms"]))
