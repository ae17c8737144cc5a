"""The question turned round: one call, and which of our projects and members it is for; and all members against calls.

Pure functions over records and clusters. How near the call is to a profile in words is the ranking's to say, so its
scores are handed in.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from matching.eligible import Answer, Verdict, judge, read_open
from matching.general import GeneralFit, general_fit
from matching.profiles import Cluster

_ORDER: tuple[Answer, ...] = ("yes", "unknown", "no")


@dataclass(frozen=True)
class ForProfile:
    """What a call is to one project: may it apply, how near it is in words (None when nobody said), and how well a
    general instrument suits it (None when the call is none)."""

    cluster: str
    profile: str
    title: str
    verdict: Verdict
    topical: float | None
    general: GeneralFit | None

    @property
    def content(self) -> dict[str, Any]:
        """The same as JSON has it."""
        rest = {"cluster": self.cluster, "profile": self.profile, "title": self.title, "topical": self.topical}
        return rest | {"verdict": self.verdict.content, "general": self.general.content if self.general else None}


@dataclass(frozen=True)
class ForMember:
    """What a call is to one organisation: may it stand as applicant, and in which of the projects that are not ruled
    out does it take part. `profiles` are keys."""

    cluster: str
    member: str
    name: str
    answer: Answer
    profiles: tuple[str, ...]

    @property
    def content(self) -> dict[str, Any]:
        """The same as JSON has it."""
        return asdict(self) | {"profiles": list(self.profiles)}


def profiles_for(
    call: Mapping[str, Any],
    clusters: Iterable[Cluster],
    night_at: datetime,
    scores: Mapping[tuple[str, str], float] | None = None,
) -> tuple[ForProfile, ...]:
    """Every project of the clusters against one call, those that may apply first, then by the stronger reason.

    scores: how near the call is in words, by (cluster, profile); a general instrument's fit stands beside. Projects
    that are equal stand in the order of their keys. ValueError when `night_at` has no time zone.
    """
    known = scores or {}
    found = [
        ForProfile(
            cluster.key,
            profile.key,
            profile.title,
            judge(call, profile, cluster, night_at),
            known.get((cluster.key, profile.key)),
            general_fit(call, profile, cluster),
        )
        for cluster in clusters
        for profile in cluster.profiles
    ]
    return tuple(sorted(found, key=_place))


def _place(one: ForProfile) -> tuple[bool, float, int, str, str]:
    """A `no` last; the rest by the stronger reason, for what we do not know must not decide."""
    reasons = (one.topical or 0.0, one.general.score if one.general else 0.0)
    return one.verdict.answer == "no", -max(reasons), _ORDER.index(one.verdict.answer), one.cluster, one.profile


def members_for(
    call: Mapping[str, Any],
    clusters: Iterable[Cluster],
    night_at: datetime,
    projects: Collection[tuple[str, str]] | None = None,
) -> tuple[ForMember, ...]:
    """Every member of the clusters against one call: those that may stand as applicant first, then as written.

    projects: (cluster, profile) of those that may apply, where they are known; else every project is judged.
    """
    who = read_open(call)
    found: list[ForMember] = []
    for cluster in clusters:
        open_to = [
            one
            for one in cluster.profiles
            if (
                (cluster.key, one.key) in projects
                if projects is not None
                else judge(call, one, cluster, night_at).answer != "no"
            )
        ]
        for member in cluster.members:
            taking_part = tuple(one.key for one in open_to if member.key in one.members)
            found.append(ForMember(cluster.key, member.key, member.name, who.answer(member.types), taking_part))
    return tuple(sorted(found, key=lambda one: _ORDER.index(one.answer)))


@dataclass(frozen=True)
class Row:
    """One call of a cluster's matrix: for every member, in the cluster's order, whether it may stand as applicant."""

    source: str
    source_id: str
    title: str
    answers: tuple[Answer, ...]

    @property
    def content(self) -> dict[str, Any]:
        """The same as JSON has it."""
        return asdict(self) | {"answers": list(self.answers)}


def cluster_matrix(calls: Iterable[Mapping[str, Any]], cluster: Cluster) -> tuple[Row, ...]:
    """Who of a cluster may apply for which calls: a row for each call in the order given, a cell for each member."""
    return tuple(_row(call, cluster) for call in calls)


def _row(call: Mapping[str, Any], cluster: Cluster) -> Row:
    who = read_open(call)
    answers = tuple(who.answer(member.types) for member in cluster.members)
    return Row(str(call["source"]), str(call["source_id"]), str(call["title"]), answers)
