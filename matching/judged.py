"""How good a night's matches are by what people said of them, whether they got worse, and a sample to be judged.

People judge what they are shown, and they are shown what was ranked high. So what is measured on their judgments is
biased towards the ranking that they saw: a good call that it missed was never judged. Calls without a judgment are left
out of the ranking before it is measured (a condensed list), for nobody knows whether they are right. `sample` draws
calls without looking at any ranking; what is said of those has no such bias, and is told apart.

Nothing is read here: judgments, rankings and open calls are given.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple, TypeAlias

from matching.evaluate import Grades, Interval, K, interval, per_query

CallKey: TypeAlias = tuple[str, str]
"""source and source_id."""

ProfileKey: TypeAlias = tuple[str, str]
"""cluster and profile."""

Ranking: TypeAlias = Mapping[ProfileKey, Sequence[CallKey]]
"""Each profile's calls, nearest first, as stored: not all calls, but the first of them."""

FEWEST = 5
"""Profiles with a call that was found right, under which nothing is said of better or worse."""

MOST_DROP = 0.05
"""Of mean nDCG from one night to the next; more is worse, however wide the interval."""

Z = 1.959964
"""Deviations of a normal distribution within which 95 % lie."""


class Judgment(NamedTuple):
    """What people of a cluster said of a call for one profile; grade 0 is not right. is_sampled: drawn by `sample`."""

    profile: ProfileKey
    call: CallKey
    grade: int
    is_sampled: bool = False


class ClusterQuality(NamedTuple):
    """Of one cluster's matches. profiles: those that a call was found right for; the measures are means over them, None
    where there are none."""

    cluster: str
    judgments: int
    profiles: int
    ndcg: Interval | None
    recall: Interval | None
    mrr: Interval | None


class SampleQuality(NamedTuple):
    """Of calls drawn without looking at the ranking: how many were judged and found right, and which share of the right
    ones stands among the K first of the list, and anywhere in it. None where none was found right."""

    judged: int
    right: int
    near: Interval | None
    listed: Interval | None


class Change(NamedTuple):
    """Of nDCG from an earlier ranking to a later one on the same judgments. change: None with under FEWEST profiles."""

    profiles: int
    change: Interval | None

    @property
    def is_worse(self) -> bool:
        """Surely lower, or much lower."""
        return self.change is not None and (self.change.high < 0 or self.change.mean < -MOST_DROP)


def measure(ranking: Ranking, judgments: Iterable[Judgment], may: Collection[CallKey]) -> list[ClusterQuality]:
    """Each cluster with a judgment, by name. may: the calls that could be ranked; others are left out."""
    pooled = [one for one in judgments if one.call in may and not one.is_sampled]
    found = []
    for cluster in sorted({one.profile[0] for one in pooled}):
        its = [one for one in pooled if one.profile[0] == cluster]
        grades = _grades(its)
        scores = per_query(_condensed(ranking, its), grades) if grades else None
        columns = (None, None, None) if scores is None else tuple(interval(scores[:, place]) for place in range(3))
        found.append(ClusterQuality(cluster, len(its), len(grades), *columns))
    return found


def measure_sample(ranking: Ranking, judgments: Iterable[Judgment], may: Collection[CallKey]) -> SampleQuality:
    """Of the judgments on sampled calls that could be ranked, of all clusters."""
    sampled = [one for one in judgments if one.is_sampled and one.call in may]
    right = [one for one in sampled if one.grade > 0]
    lists = [list(ranking.get(one.profile, ())) for one in right]
    near = sum(one.call in calls[:K] for one, calls in zip(right, lists, strict=True))
    listed = sum(one.call in calls for one, calls in zip(right, lists, strict=True))
    return SampleQuality(len(sampled), len(right), share_interval(near, len(right)), share_interval(listed, len(right)))


def compare(before: Ranking, after: Ranking, judgments: Iterable[Judgment], may: Collection[CallKey]) -> Change:
    """How nDCG changed, profile by profile, over all clusters. may: the calls that could be ranked in both.

    A profile that only one of the rankings has is left out: it is new, or gone.
    """
    both = [one for one in judgments if one.call in may and one.profile in before and one.profile in after]
    grades = _grades(both)
    if len(grades) < FEWEST:
        return Change(len(grades), None)
    early, late = (per_query(_condensed(ranking, both), grades)[:, 0] for ranking in (before, after))
    return Change(len(grades), interval(late - early))


def sample(
    calls: Iterable[CallKey], profiles: Iterable[ProfileKey], night: date, n: int
) -> dict[ProfileKey, list[CallKey]]:
    """`n` of `calls` for each profile (all where there are fewer), each as likely as any other, drawn without looking.

    The draw hangs on the night, the profile and the call alone: the same in any order and on any machine, another one
    each night, and a call more or less moves no more than its own place.
    """
    every = sorted(set(calls))
    found = {}
    for profile in sorted(set(profiles)):
        seed = "\0".join((night.isoformat(), *profile))
        drawn = sorted(every, key=lambda call: hashlib.sha256("\0".join((seed, *call)).encode()).digest())
        found[profile] = drawn[:n]
    return found


def share_interval(hits: int, of: int) -> Interval | None:
    """A share and its 95 % interval by Wilson's formula (1927), which holds for few and for shares of 0 and 1; None of
    none."""
    if not of:
        return None
    share = hits / of
    middle = (share + Z**2 / (2 * of)) / (1 + Z**2 / of)
    half = Z / (1 + Z**2 / of) * math.sqrt(share * (1 - share) / of + Z**2 / (4 * of**2))
    return Interval(share, max(middle - half, 0.0), min(middle + half, 1.0))


def _grades(judgments: Iterable[Judgment]) -> Grades:
    """Profile -> call -> grade, of profiles that some call was found right for. Of two on one pair the later counts."""
    found: dict[str, dict[str, int]] = {}
    for one in judgments:
        found.setdefault(_name(one.profile), {})[_name(one.call)] = one.grade
    return {profile: grades for profile, grades in found.items() if max(grades.values()) > 0}


def _condensed(ranking: Ranking, judgments: Iterable[Judgment]) -> dict[str, list[str]]:
    """Each profile's list without the calls that nobody judged for it."""
    judged = {(one.profile, one.call) for one in judgments}
    return {
        _name(profile): [_name(call) for call in calls if (profile, call) in judged]
        for profile, calls in ranking.items()
    }


def _name(key: tuple[str, str]) -> str:
    return "\0".join(key)
