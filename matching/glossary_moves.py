"""What an edit of the glossary moves: the matches of one night under two glossaries, side by side.

The ranking itself is an argument, so that this holds for any way of ranking that is deterministic.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

from matching.explain import Match
from matching.glossary import Glossary
from matching.index import field_text, sorted_records
from matching.profiles import Cluster, Profile
from matching.text import words

CALL_FIELDS = ("title", "summary", "themes", "full_text")
"""Where a call's concepts are looked for: what is ranked of it."""

RankWith = Callable[[Glossary], Iterable[Match]]
"""The matches of the night with that glossary, all else being equal."""


@dataclass(frozen=True)
class Move:
    """A match that another glossary puts elsewhere. A rank or score is None where the call is not among the matches.

    `concepts` are the edited ones that the profile and the call share under one glossary or the other; without any,
    the match moved only because others did, or because words weigh otherwise now.
    """

    cluster: str
    profile: str
    source: str
    source_id: str
    title: str
    rank_before: int | None
    rank_after: int | None
    score_before: float | None
    score_after: float | None
    concepts: tuple[str, ...]


def edited_concepts(old: Glossary, new: Glossary) -> list[str]:
    """Concepts that came, went, or have other terms, by name. What a reader is shown first in a language counts too."""
    return [name for name in sorted({*old.concepts, *new.concepts}) if old.concepts.get(name) != new.concepts.get(name)]


def moves(
    old: Glossary, new: Glossary, calls: pd.DataFrame, clusters: Sequence[Cluster], rank_with: RankWith
) -> list[Move]:
    """The matches whose rank is another with `new` than with `old`, and those that came or went.

    `calls` are the night's, with the columns that matching.index reads. Ordered by cluster, profile and the better of
    the two ranks.
    """
    edited = edited_concepts(old, new)
    if not edited:
        return []
    before, after = ({_key(match): match for match in rank_with(glossary)} for glossary in (old, new))
    shared = _Shared((old, new), frozenset(edited), calls, clusters)
    moved = [
        _move(key, before.get(key), after.get(key), shared)
        for key in {*before, *after}
        if _rank(before.get(key)) != _rank(after.get(key))
    ]
    return sorted(moved, key=lambda move: (move.cluster, move.profile, _best(move), move.source, move.source_id))


class _Shared:
    """Which edited concepts a profile and a call share, each text looked into once."""

    def __init__(
        self, glossaries: Sequence[Glossary], edited: frozenset[str], calls: pd.DataFrame, clusters: Sequence[Cluster]
    ) -> None:
        self._glossaries, self._edited = glossaries, edited
        self._rows = {(row["source"], row["source_id"]): row for row in sorted_records(calls)}
        self._profiles = {(one.key, profile.key): profile for one in clusters for profile in one.profiles}
        self._found: dict[tuple[str, str, str], tuple[frozenset[str], ...]] = {}

    def concepts(self, cluster: str, profile: str, source: str, source_id: str) -> tuple[str, ...]:
        wanted = self._profiles[cluster, profile]
        row = self._rows[source, source_id]
        ours = self._of(("profile", cluster, profile), _profile_text(wanted), wanted.lang)
        call = "\n".join(field_text(row, field) for field in CALL_FIELDS)
        theirs = self._of(("call", source, source_id), call, row["lang"])
        return tuple(sorted(frozenset().union(*(one & other for one, other in zip(ours, theirs, strict=True)))))

    def _of(self, key: tuple[str, str, str], text: str, lang: str) -> tuple[frozenset[str], ...]:
        """The edited concepts in a text, by glossary."""
        if key not in self._found:
            stream = words(text)
            self._found[key] = tuple(
                frozenset(hit.concept for hit in glossary.find(stream, lang)) & self._edited
                for glossary in self._glossaries
            )
        return self._found[key]


def _move(key: tuple[str, str, str, str], before: Match | None, after: Match | None, shared: _Shared) -> Move:
    either = after or before
    assert either is not None
    return Move(
        *key,
        title=either["title"],
        rank_before=before["rank"] if before else None,
        rank_after=after["rank"] if after else None,
        score_before=before["score"] if before else None,
        score_after=after["score"] if after else None,
        concepts=shared.concepts(*key),
    )


def _key(match: Match) -> tuple[str, str, str, str]:
    return match["cluster"], match["profile"], match["source"], match["source_id"]


def _rank(match: Match | None) -> int | None:
    return match["rank"] if match else None


def _best(move: Move) -> int:
    return min(rank for rank in (move.rank_before, move.rank_after) if rank is not None)


def _profile_text(profile: Profile) -> str:
    return "\n".join([profile.title, profile.description, *profile.keywords, *profile.avoid])
