"""Why matches moved between two nights, by ranking again with one thing changed at a time.

From the earlier night to the later: what the program makes of a text, the glossary, the other calls (with them how rare
words are) and the day, the call's text, what else is known of it, the project, what was
said of calls. Each step is a recomputation of every
list, so that the steps of a match sum to its movement, whatever it is made of.

A step is taken for all calls at once: where texts changed, all that did change in the same step. What this does to a
call whose own text stands is put down to the other calls.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import pairwise
from typing import Any, Literal, NamedTuple, TypeAlias

import pandas as pd

from matching.feedback import Said, said_version
from matching.glossary import Glossary
from matching.index import Index
from matching.lists import Lists
from matching.meaning import Meaning
from matching.profiles import Cluster
from matching.weights import DECIMALS

Cause = Literal["program", "glossary", "corpus", "text", "facts", "profile", "feedback"]
Key: TypeAlias = tuple[str, str]
"""Of a call: source and source_id. Of a list: cluster and profile."""

TEXTS = ("title", "summary", "themes", "full_text", "lang")
"""Columns of a call that are ranked by. The others say whether one may apply, and what orders calls as near."""

KEPT = ("content_hash", "is_listed")
"""Columns of which one is another wherever something else that is ranked by is."""

NO_FACTS = (
    *("first_seen_at", "last_seen_at", "content_hash", "parser_version", "layout", "api_id"),
    *("url", "twin_url", "contact", "change_notes", "results", "evidence"),
)
"""Columns that no list is made by: of our own keeping, or for a reader alone."""


class Place(NamedTuple):
    """Where a call stands: `rank` from 1 and `score`, or None and 0.0 where it is not in the list."""

    rank: int | None
    score: float


Places: TypeAlias = Mapping[Key, Mapping[Key, Place]]
"""By list: the place of each call in it. What a project may not apply for has none."""

NOWHERE = Place(None, 0.0)


@dataclass(frozen=True)
class Night:
    """What a night's lists rest on. `calls` has the columns that matching.lists and matching.index read.

    program: names what text analysis, weights and the sentence model were; two nights with the same make the same of
    the same text. said: what counts of what was said of calls.
    """

    calls: pd.DataFrame
    clusters: tuple[Cluster, ...]
    glossary: Glossary
    night_at: datetime
    program: str
    meaning: Meaning | None = None
    said: Said = field(default_factory=dict)


class Stage(NamedTuple):
    """A night with everything up to `cause` as later. reads_last: whether its index is that of the last stage."""

    cause: Cause
    night: Night
    reads_last: bool


class Step(NamedTuple):
    """What one cause did: by how much the score moved, and by how many places, counted so that up is below 0."""

    cause: Cause
    moved: float
    places: int


class Moved(NamedTuple):
    """A call whose place is another than before. The steps' `moved` sum to the difference of scores, their `places` to
    that of ranks, where a call that is not in a list counts as one place after the last of it."""

    call: Key
    before: Place
    after: Place
    steps: tuple[Step, ...]

    @property
    def content(self) -> list[Any]:
        """As JSON has it: source, source_id, rank and score before, rank and score after, steps."""
        return [*self.call, *self.before, *self.after, [list(step) for step in self.steps]]

    @classmethod
    def of(cls, content: Sequence[Any]) -> Moved:
        """What has that `content`."""
        source, source_id, rank, score, later_rank, later_score, steps = content
        told = tuple(Step(*step) for step in steps)
        return cls((source, source_id), Place(rank, score), Place(later_rank, later_score), told)


def placed(night: Night, index: Index, top: int) -> dict[Key, dict[Key, Place]]:
    """The lists of a night, by recomputation. index: of its calls, with its glossary."""
    pairs = [(cluster, profile) for cluster in night.clusters for profile in cluster.profiles]
    lists = Lists(index, night.calls, night.night_at, night.meaning)
    found = {}
    for (cluster, profile), listed in zip(pairs, lists.of(pairs, top, said=night.said), strict=True):
        calls = enumerate(listed.fits, 1)
        found[cluster.key, profile.key] = {
            index.calls[entry.owner][:2]: Place(rank, entry.joint.score) for rank, entry in calls
        }
    return found


def _causes(before: Night, after: Night, changed: _Changed) -> Iterator[tuple[Cause, dict[str, Any]]]:
    """What is not as before, in order: each cause, and what of the night it makes another."""
    if before.program != after.program:
        yield "program", {"program": after.program}
    if before.glossary.version != after.glossary.version:
        yield "glossary", {"glossary": after.glossary}
    as_was = changed.calls(() if changed.text else ("content_hash",))
    yield "corpus", {"calls": as_was, "night_at": after.night_at}
    if changed.text:
        yield "text", {"calls": changed.calls((*TEXTS, "content_hash"))}
    if changed.facts:
        yield "facts", {"calls": after.calls}
    if _versions(before) != _versions(after):
        yield "profile", {"clusters": after.clusters}
    if _said_versions(before) != _said_versions(after):
        yield "feedback", {"said": after.said}


class Between:
    """What lies between two nights. `stages`: one for every cause that there is, the last of them the later night."""

    def __init__(self, before: Night, after: Night) -> None:
        self._changed = _Changed.between(before, after)
        self.stages: list[Stage] = []
        night = before
        for cause, change in _causes(before, after, self._changed):
            night = replace(night, **change)
            reads_last = cause not in ("program", "glossary") and not (cause == "corpus" and self._changed.text)
            self.stages.append(Stage(cause, night, reads_last))

    def moves(self, was: Places, now: Places, index_of: Callable[[Stage], Index], top: int) -> dict[Key, list[Moved]]:
        """By list: the calls, known on both nights, whose rank in it is another than before, in the order of the list.

        was, now: the lists of the two nights, `top` calls each. Of the lists of both, those in which something moved.
        What lies between is ranked here; a list needs little of it when no call in it has changed.
        """
        pairs = [pair for pair in now if pair in was]
        halfway = self._halfway({pair: now[pair].keys() for pair in pairs}, index_of, top)
        told = {}
        for pair in pairs:
            lists = [was[pair], *(places.get(pair) for places in halfway), now[pair]]
            moved = [
                Moved(call, was[pair].get(call, NOWHERE), place, tuple(self._steps(call, lists)))
                for call, place in now[pair].items()
                if call in self._changed.known and was[pair].get(call, NOWHERE).rank != place.rank
            ]
            if moved:
                told[pair] = moved
        return told

    def _halfway(
        self, calls: Mapping[Key, Collection[Key]], index_of: Callable[[Stage], Index], top: int
    ) -> list[dict[Key, dict[Key, Place]]]:
        """After each stage but the last, by recomputation: the lists in which it must be told from the next.

        calls: of each list, those in it.
        """
        found = []
        for stage, after in pairwise(self.stages):
            wanted = {
                pair
                for pair, its in calls.items()
                if any(self._cause(stage, call) != "corpus" or self._cause(after, call) != "corpus" for call in its)
            }
            night = replace(stage.night, clusters=_only(stage.night.clusters, wanted))
            found.append(placed(night, index_of(stage), top) if wanted else {})
        return found

    def _cause(self, stage: Stage, call: Key) -> Cause:
        """What a stage is to one call: where others changed and it did not, they are what moves it."""
        own = {"text": self._changed.text, "facts": self._changed.facts}
        return stage.cause if call in own.get(stage.cause, (call,)) else "corpus"

    def _steps(self, call: Key, lists: Sequence[Mapping[Key, Place] | None]) -> Iterator[Step]:
        """lists: before, after each stage, None where it need not be told from the next."""
        moved: dict[Cause, Step] = {}
        before = lists[0] or {}
        for stage, after in zip(self.stages, lists[1:], strict=True):
            if after is None:
                continue
            cause = self._cause(stage, call)
            last = moved.get(cause, Step(cause, 0.0, 0))
            score = after.get(call, NOWHERE).score - before.get(call, NOWHERE).score
            places = _number(call, after) - _number(call, before)
            moved[cause] = Step(cause, round(last.moved + score, DECIMALS), last.places + places)
            before = after
        return (step for step in moved.values() if step.moved or step.places)


def _only(clusters: Sequence[Cluster], wanted: Collection[Key]) -> tuple[Cluster, ...]:
    """The clusters with those of their profiles alone."""
    return tuple(
        replace(one, profiles=tuple(profile for profile in one.profiles if (one.key, profile.key) in wanted))
        for one in clusters
    )


def _number(call: Key, places: Mapping[Key, Place]) -> int:
    rank = places.get(call, NOWHERE).rank
    return len(places) + 1 if rank is None else rank


@dataclass(frozen=True)
class _Changed:
    """What of the calls is not as before. known: those of both nights. text, facts: those with another text, or with
    anything else that is ranked by. earlier: the changed ones as they were. later: every call as it is."""

    later: Mapping[Key, Mapping[Any, Any]]
    known: frozenset[Key]
    text: frozenset[Key]
    facts: frozenset[Key]
    earlier: Mapping[Key, Mapping[Any, Any]]

    @classmethod
    def between(cls, before: Night, after: Night) -> _Changed:
        was, now = ({_key(row): row for row in night.calls.to_dict("records")} for night in (before, after))
        known = was.keys() & now.keys()
        facts = [name for name in map(str, after.calls.columns) if name not in (*TEXTS, *NO_FACTS)]
        changed = {key: was[key] for key in known if any(was[key][name] != now[key][name] for name in KEPT)}
        text, other = (
            frozenset(key for key, row in changed.items() if any(not _same(row[one], now[key][one]) for one in columns))
            for columns in (TEXTS, facts)
        )
        return cls(now, frozenset(known), text, other, changed)

    def calls(self, columns: Sequence[str]) -> pd.DataFrame:
        """The later calls as they were before in all but those `columns`; new ones as they are."""
        as_was = {
            key: {**row, **{name: self.later[key][name] for name in columns}} for key, row in self.earlier.items()
        }
        return pd.DataFrame([*{**self.later, **as_was}.values()], dtype=object)


def _key(row: Mapping[Any, Any]) -> Key:
    return row["source"], row["source_id"]


def _same(first: Any, second: Any) -> bool:
    """NaN and NaT, which a frame has for none, are the same as themselves here."""
    return bool(first == second) or (first != first and second != second)


def _versions(night: Night) -> set[tuple[str, str, str, str]]:
    return {
        (cluster.key, cluster.version, profile.key, profile.version)
        for cluster in night.clusters
        for profile in cluster.profiles
    }


def _said_versions(night: Night) -> dict[Key, str]:
    return {key: said_version(judged) for key, judged in night.said.items()}
