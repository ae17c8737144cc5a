"""The list of each profile: topical fit and general fit in one order, and apart what the project may not apply for.

A night, a benchmark and the question why a match moved all ask here, so that none of them ranks in its own way. What a
match says of itself is made in `matching.rank`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

import pandas as pd

from matching.eligible import Verdict, judge
from matching.feedback import Learned, Said, learned
from matching.general import GeneralFit, Joint, joint, read_project, recognise, suit
from matching.index import Index, sorted_records
from matching.meaning import Meaning
from matching.profiles import Cluster, Profile
from matching.query import query_weights
from matching.rankable import is_rankable, tie_key
from matching.search import Found, Near, Query, Search

ALONE = 30
"""Calls of either reason that are in the list however the other orders it: a reader may ask for one reason alone."""

LEAST_NEAREST = 0.1
"""What the nearest call is held to have at least. Where nothing is near, the nearest is not made to look so."""


@dataclass(frozen=True)
class Entry:
    """A call, by its number in the index, and why it is in the list. `joint` orders the list.

    found: the row that is near in words or meaning, None where nothing is. general: how well a general instrument
    suits, None where the call is none. verdict: None where nobody asked whether the project may apply.
    """

    owner: int
    joint: Joint
    found: Found | None
    general: GeneralFit | None
    verdict: Verdict | None = None


class Listed(NamedTuple):
    """A profile's calls, best first: what it may apply for, so far as we know, and what it surely may not.

    learned: what it was asked with, the profile's query as what was said of calls leaves it.
    """

    learned: Learned
    fits: list[Entry]
    ruled_out: list[Entry]

    @property
    def query(self) -> Query:
        """What the profile asks for."""
        return self.learned.query


class _Wanted(NamedTuple):
    """How long a list is to be, and what is in it anyway: see Lists.of."""

    top: int
    is_judged: bool
    always: frozenset[int]


class Lists:
    """The calls of a night that one may apply for, made ready for any number of profiles."""

    def __init__(self, index: Index, calls: pd.DataFrame, night_at: datetime, meaning: Meaning | None = None) -> None:
        """calls: those that `index` was built from, in any order. ValueError when they are others, or `night_at` has no
        time zone."""
        if night_at.tzinfo is None:
            raise ValueError("night_at has no time zone")
        self.index = index
        self.records = sorted_records(calls)
        if tuple((row["source"], row["source_id"], row["content_hash"]) for row in self.records) != index.calls:
            raise ValueError("the index was built from other calls than these")
        self._night_at = night_at
        self._meaning = meaning
        self.order = {number: tie_key(row) for number, row in enumerate(self.records) if is_rankable(row, night_at)}
        self._schemes = {
            number: found for number in self.order if (found := recognise(self.records[number])) is not None
        }
        self._search = Search(index, self.order)

    def of(
        self,
        pairs: Sequence[tuple[Cluster, Profile]],
        top: int,
        is_judged: bool = True,
        said: Said | None = None,
        always: Sequence[int] = (),
    ) -> list[Listed]:
        """The list of each profile: the `top` best, and ALONE of either reason, that are not ruled out.

        Of those that are, the ones that would stand before the last of the list. Equal ones are ordered by deadline_at
        (none last), then source and source_id. is_judged: whether to ask if the project may apply; where not, nothing
        is ruled out. said: what counts of what was said of calls, None for nothing. always: calls, by their numbers,
        that are in the list however low they stand, where there is any reason for them. ValueError when `top` is
        under 1.
        """
        if top < 1:
            raise ValueError(f"top is {top}; at least 1 is wanted")
        profiles = [profile for _, profile in pairs]
        queries = [self._query(cluster, profile, said or {}) for cluster, profile in pairs]
        near = self._near(profiles)
        found: dict[int, Listed] = {}
        asked, wanted = list(range(len(pairs))), 2 * max(top, ALONE)
        while asked:
            some = near._replace(profiles=near.profiles[asked]) if near else None
            nearby = self._search.find([queries[at].query for at in asked], wanted, some, [*self._schemes, *always])
            again = []
            for at, its in zip(asked, nearby, strict=True):
                found[at] = self._listed(pairs[at], queries[at], its, _Wanted(top, is_judged, frozenset(always)))
                if len(found[at].fits) < top and wanted <= len(its) and wanted < len(self.order):
                    again.append(at)
            # So much was ruled out that the list is short: look further down, for these alone.
            asked, wanted = again, 4 * wanted
        return [found[at] for at in range(len(pairs))]

    def _query(self, cluster: Cluster, profile: Profile, said: Said) -> Learned:
        return learned(query_weights(profile, self.index), self.index, said.get((cluster.key, profile.key), ()))

    def _near(self, profiles: Sequence[Profile]) -> Near | None:
        if self._meaning is None:
            return None
        return self._meaning.near(self.index, self.records, profiles, self.index.glossary)

    def _listed(self, pair: tuple[Cluster, Profile], query: Learned, found: Sequence[Found], wanted: _Wanted) -> Listed:
        top = wanted.top
        entries = sorted(self._entries(pair, found), key=lambda one: (-one.joint.score, self.order[one.owner]))
        left = {"all": top, "topical": min(top, ALONE), "general": min(top, ALONE)}
        fits: list[Entry] = []
        ruled_out: list[Entry] = []
        for entry in entries:
            reasons = ["all", *_reasons(entry)]
            is_always = entry.owner in wanted.always
            if not is_always and not any(left[reason] > 0 for reason in reasons):
                continue
            verdict = judge(self.records[entry.owner], pair[1], pair[0], self._night_at) if wanted.is_judged else None
            told = replace(entry, verdict=verdict)
            if verdict and verdict.answer == "no":
                if is_always or len(ruled_out) < top:
                    ruled_out.append(told)
                continue
            fits.append(told)
            for reason in reasons:
                left[reason] -= 1
        return Listed(query, fits, ruled_out)

    def _entries(self, pair: tuple[Cluster, Profile], found: Sequence[Found]) -> Iterator[Entry]:
        """Every call that is near, or is a general instrument that suits. A profile that does not say who takes part is
        asked for topical fit alone: who may apply is most of the other."""
        cluster, profile = pair
        by_owner = {int(self.index.owners[one.row]): one for one in found}
        nearest = max((one.score for one in found), default=0.0)
        project = read_project(profile, cluster)
        schemes = self._schemes if project.present else {}
        for owner in sorted({*by_owner, *schemes}):
            near = by_owner.get(owner)
            general = suit(schemes[owner], project) if owner in schemes else None
            place = joint(near.score if near else 0.0, max(nearest, LEAST_NEAREST), general.score if general else None)
            if place.score > 0:
                yield Entry(owner, place, near, general)


def _reasons(entry: Entry) -> Iterator[str]:
    if entry.found:
        yield "topical"
    if entry.general:
        yield "general"


def placed(lists: Lists, listed: Listed) -> list[tuple[str, str, float]]:
    """(source, source_id, score) of a list, best first."""
    return [(*lists.index.calls[entry.owner][:2], entry.joint.score) for entry in listed.fits]
