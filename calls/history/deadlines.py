"""Two lists of deadlines of one call: which deadlines moved and in which direction, which came and which went.

Entries are those of the column `deadlines`. A deadline whose clock the funder does not state is its day in Norway.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Literal

from calls.meaning import OSLO, is_stated, local_day
from calls.model import Json
from calls.words import composed

Direction = Literal["earlier", "later"]

_MOST_PAIRS = 10_000
"""Deadlines compared each with each; longer lists are paired by their order alone."""


@dataclass(frozen=True)
class Entry:
    """One deadline, as far as it is compared."""

    at: datetime
    label: str  # folded, without case
    kind: str
    clock: str
    raw: dict[str, Json]

    @property
    def is_stated(self) -> bool:
        return self.clock == "stated"

    def is_past(self, at: datetime) -> bool:
        return ends(self.raw) < at


Pair = tuple[Entry, Entry]
"""A deadline as it was and as it is."""


@dataclass(frozen=True)
class Moved:
    """One deadline that is another day than it was, or another hour where both are stated."""

    before: Entry
    after: Entry

    @property
    def direction(self) -> Direction:
        return "later" if self.after.at > self.before.at else "earlier"


@dataclass(frozen=True)
class Difference:
    """What two lists of deadlines differ in; each part oldest first. One that is over comes and goes unnoticed."""

    moved: tuple[Moved, ...] = ()
    added: tuple[Entry, ...] = ()
    removed: tuple[Entry, ...] = ()
    is_reworded: bool = False  # same days, under another label, of another kind or with a clock time that is news

    def __bool__(self) -> bool:
        return bool(self.moved or self.added or self.removed or self.is_reworded)


def compare(before: Sequence[Json] | None, after: Sequence[Json] | None, at: datetime) -> Difference:
    """What the funder changed. `at`: the night; a deadline before it that is no longer told has passed, not gone.

    Deadlines are paired by label and kind, then by their order. One that has passed is paired last, and a cut-off
    that has passed never: the next cut-off is another one.
    """
    olds, news = _entries(before), _entries(after)
    same = _pair_off(olds, news, lambda entry: (_when(entry), entry.label, entry.kind), _is_same)
    same += _pair_off(olds, news, lambda entry: (_day(entry), entry.label, entry.kind), _is_same)
    same += _pair_off(olds, news, _day, _is_same)
    is_reworded = any(_is_reworded(old, new) for old, new in same if not new.is_past(at))
    ahead = [entry for entry in olds if not entry.is_past(at)]
    pairs = _alike(ahead, news)
    left = _without(ahead, pairs)
    if left and len(left) == len(news):  # each under another label, too
        pairs += zip(left, news, strict=True)
        news.clear()
    pairs += _alike([entry for entry in olds if entry.is_past(at) and entry.kind != "cut_off"], news)
    moved = sorted((Moved(old, new) for old, new in pairs), key=lambda one: (one.before.at, one.after.at))
    added = [entry for entry in news if not entry.is_past(at)]
    return Difference(tuple(moved), tuple(added), tuple(_without(ahead, pairs)), is_reworded)


def ends(entry: Mapping[str, Json]) -> datetime:
    """The moment after which a deadline is over. Of a clock time that a list rewrites only the day is certain."""
    at = datetime.fromisoformat(entry["at"])
    if entry.get("clock") != "listed":
        return at
    try:
        return datetime.combine(local_day(at), time(23, 59), OSLO).astimezone(UTC)
    except OverflowError:
        return at


def last_deadline(deadlines: Sequence[Json] | None) -> datetime | None:
    """When the last of a column `deadlines` is over, UTC; None when there is none."""
    return max(map(ends, deadlines or ()), default=None)


def _entries(given: Sequence[Json] | None) -> list[Entry]:
    entries = [
        Entry(
            at=datetime.fromisoformat(one["at"]),
            label=composed(one.get("label") or "").casefold().strip(" .:"),
            kind=one.get("type") or "",
            clock="stated" if is_stated(one) else one["clock"],
            raw=one,
        )
        for one in given or ()
    ]
    return sorted(entries, key=lambda entry: (entry.at, entry.label, entry.kind))


def _day(entry: Entry) -> Hashable:
    return local_day(entry.at)


def _when(entry: Entry) -> Hashable:
    return entry.at if entry.is_stated else (local_day(entry.at),)


def _is_same(one: Entry, other: Entry) -> bool:
    """Of one day: the same deadline, unless the funder states another clock time for it."""
    return one.at == other.at or not (one.is_stated and other.is_stated)


def _is_reworded(old: Entry, new: Entry) -> bool:
    """A clock time is news where none was stated and our own rule said another."""
    is_other_clock = old.at != new.at and old.is_stated != new.is_stated and "listed" not in (old.clock, new.clock)
    return is_other_clock or (old.label, old.kind) != (new.label, new.kind)


def _pair_off(
    olds: list[Entry],
    news: list[Entry],
    key: Callable[[Entry], Hashable],
    is_same: Callable[[Entry, Entry], bool],
) -> list[Pair]:
    """Takes out of both lists what has the same key, and gives the pairs."""
    by_key: dict[Hashable, list[Entry]] = defaultdict(list)
    for new in news:
        by_key[key(new)].append(new)
    pairs: list[Pair] = []
    for old in olds:
        found = next((new for new in by_key[key(old)] if is_same(old, new)), None)
        if found is not None:
            by_key[key(old)].remove(found)
            pairs.append((old, found))
    olds[:], news[:] = _without(olds, pairs), _without(news, pairs)
    return pairs


def _alike(olds: Sequence[Entry], news: list[Entry]) -> list[Pair]:
    """Pairs of one label and kind; what they pair with is taken out of `news`."""
    pairs: list[Pair] = []
    for key in sorted({(old.label, old.kind) for old in olds}):
        mine = [old for old in olds if (old.label, old.kind) == key]
        theirs = [new for new in news if (new.label, new.kind) == key]
        pairs += _by_order(mine, theirs)
    news[:] = _without(news, pairs)
    return pairs


def _without(entries: Sequence[Entry], pairs: Sequence[Pair]) -> list[Entry]:
    taken = {id(entry) for pair in pairs for entry in pair}
    return [entry for entry in entries if id(entry) not in taken]


def _by_order(olds: Sequence[Entry], news: Sequence[Entry]) -> list[Pair]:
    if len(olds) == len(news) or len(olds) * len(news) > _MOST_PAIRS:
        return list(zip(olds, news, strict=False))
    by_distance = sorted(
        ((abs(new.at - old.at), i, j) for i, old in enumerate(olds) for j, new in enumerate(news)),
    )
    pairs: dict[int, int] = {}
    for _, i, j in by_distance:
        if i not in pairs and j not in pairs.values():
            pairs[i] = j
    return [(olds[i], news[j]) for i, j in sorted(pairs.items())]
