"""Incidents on top of real records of the EU portal: what it has each night, and what its index shows of that.

The truth is what is done to the records here. How the index shows them is disturbed: copies, gaps, other spellings,
codes that change places. Nothing of a disturbance is an event.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from eu_index import LEGACY, Index
from eu_nights import OPEN, Fetch, Record, call_key, deadline_day, is_over
from eu_samples import FORTHCOMING, from_record
from history_truth import Told

from sources.eu.portal import SORT

Row = dict[str, Any]

_RESERVED = 30
_SWAPPED = {OPEN: FORTHCOMING, FORTHCOMING: OPEN}


@dataclass(frozen=True)
class Shown:
    """How the index shows the records of a night. rows: as a program that reads every page would have them; None where
    nothing comes.
    """

    rows: Sequence[Record] | None
    index: Index


@dataclass(frozen=True)
class Scene:
    """One night. gone: references of which the portal has no page of their own either."""

    name: str
    day: date
    at: datetime
    shown: Shown
    gone: frozenset[str]


Disturbance = Callable[[list[Record], random.Random], Shown]


def row(record: Record, **changes: Any) -> Row:
    """The record as a row of the index, with keywords of its title."""
    return from_record(record, **{"keywords": sorted(set(record["title"].split()[:3])), **changes})


def _plainly(records: list[Record], _: random.Random) -> Shown:
    return Shown(records, Index([row(one) for one in records]))


def _copied(
    records: list[Record], chance: random.Random, copies: int, datasource: str, is_new: float, **index: Any
) -> Shown:
    """Every record again, `copies` times, with another reference and a stale status.

    is_new: the share of them whose reference has the form of today's.
    """
    rows, read = [row(one) for one in records], list(records)
    for copy in range(copies):
        for number, record in enumerate(records):
            form = f"{90_000_000 + number * 10 + copy}{record['id'].lstrip('0123456789')}"
            old = f"{45_000_000 + number}HORIZONResearchandInnovationActions{1_696_377_600_000 + copy}"
            reference = form if chance.random() < is_new else old
            stale = {**record, "id": reference, "status": {"id": _SWAPPED[record["status"]["id"]], "label": ""}}
            rows.append(row(stale, datasource=datasource))
            read.append(stale)
    return Shown(read, Index(rows, **index))


def _left_out(records: list[Record], chance: random.Random) -> Shown:
    """A third of those that share their opening day with five others or more is missing, and others stand twice."""
    days = [str(one["startDate"])[:10] for one in records]
    left = [one for one, day in zip(records, days, strict=True) if days.count(day) < 6 or chance.random() > 1 / 3]
    return Shown(left, Index([row(one) for one in left], [len(records)]))


def _nothing(records: list[Record], _: random.Random) -> Shown:
    return Shown([], Index([]))


def _down(records: list[Record], _: random.Random) -> Shown:
    return Shown(None, Index([]))


def _paged(records: list[Record], index: Index) -> Shown:
    """What a program sees that asks for page after page until it has as many as it was told."""
    read: set[str] = set()
    for number in range(1, 2 + len(records) // 100):
        told = json.loads(index.page({"sort": SORT}, number))
        read |= {hit["reference"] for hit in told["results"]}
    return Shown([one for one in records if one["id"] in read], index)


def _stuck(records: list[Record], _: random.Random) -> Shown:
    """The second page is the first one again."""
    return _paged(records, Index([row(one) for one in records], stuck={2: 1}))


def _disagreeing(records: list[Record], _: random.Random) -> Shown:
    count = len(records)
    return Shown(records, Index([row(one) for one in records], [count, count, count + 1]))


def _restless(records: list[Record], _: random.Random) -> Shown:
    """Sorted by status whatever is asked, and calls of one status lie otherwise on each page."""
    return _paged(records, Index([row(one) for one in records], restless=random.Random(7), sorts_by="status"))


def _swapped(record: Record) -> Record:
    return {**record, "status": {"id": _SWAPPED[record["status"]["id"]], "label": ""}}


def _index_swapped(records: list[Record], _: random.Random) -> Shown:
    """The status codes of the index have changed places; those of the grants' own actions have not."""
    grants = [one["kind"]["id"] == "1" for one in records]
    rows = [
        row(_swapped(one), action_status=one["status"]["id"]) if is_grant else row(one)
        for one, is_grant in zip(records, grants, strict=True)
    ]
    return Shown(
        [_swapped(one) if is_grant else one for one, is_grant in zip(records, grants, strict=True)], Index(rows)
    )


def _all_swapped(records: list[Record], _: random.Random) -> Shown:
    swapped = [_swapped(one) for one in records]
    return Shown(swapped, Index([row(one) for one in swapped]))


def _some_back(records: list[Record], chance: random.Random) -> Shown:
    """A few calls that have been open for long are forthcoming tonight."""
    able = [one["id"] for one in records if one["status"]["id"] == OPEN and str(one["startDate"])[:7] < "2026-02"]
    picked = set(chance.sample(able, 6))
    told = [_swapped(one) if one["id"] in picked else one for one in records]
    return Shown(told, Index([row(one) for one in told]))


def _rewritten(records: list[Record], chance: random.Random) -> Shown:
    """Clock times, seconds, blanks, the order of codes and the form of keywords: all otherwise, and nothing else."""
    told = [_otherwise(one, chance) for one in records]
    rows = [row(one, keywords=[json.dumps(row(one)["keywords"])]) for one in told]
    return Shown(told, Index(rows))


def _otherwise(record: Record, chance: random.Random) -> Record:
    clocks = {"T00:00": "T17:00", "T17:00": "T00:00"}
    moved = {}
    for name in ("startDate", "deadlineDate"):
        text = str(record[name] or "")
        moved[name] = text[:10] + clocks.get(text[10:16], text[10:16]) + ":00.000Z" if text else None
    divisions = record["programmeDivisions"]
    title = record["title"].replace(" ", "  ") + " "
    return {**record, **moved, "title": title, "programmeDivisions": chance.sample(divisions, len(divisions))}


PLAIN = "as it is"
SCENES: tuple[tuple[str, Disturbance], ...] = (
    (PLAIN, _plainly),
    (PLAIN, _plainly),
    ("three times as long, old copies", lambda all_, by: _copied(all_, by, 2, LEGACY, 0.3, ignored={"DATASOURCE"})),
    ("twice as long, old copies", lambda all_, by: _copied(all_, by, 1, LEGACY, 0.3, ignored={"DATASOURCE"})),
    ("twice as long, copies unmarked", lambda all_, by: _copied(all_, by, 1, "SEDIA", 0)),
    (PLAIN, _plainly),
    ("calls of a day left out", _left_out),
    ("an empty list", _nothing),
    ("no answer", _down),
    ("a page told twice", _stuck),
    ("totals that disagree", _disagreeing),
    ("pages that wander", _restless),
    ("status codes of the index swapped", _index_swapped),
    ("all status codes swapped", _all_swapped),
    (PLAIN, _plainly),
    ("everything written otherwise", _rewritten),
    (PLAIN, _plainly),
    ("some calls back to forthcoming", _some_back),
    (PLAIN, _plainly),
    ("three times as long, new references", lambda all_, by: _copied(all_, by, 2, "SEDIA", 1)),
    (PLAIN, _plainly),
)
WHOLE = frozenset((0, 1, 2, 3, 4, 5, 12, 13, 14, 15, 16, 17, 18, 19, 20))
"""Scenes in which the list lacks nothing that the portal has, and says so."""

SLACK = 5
"""Nights by which something may be told late: the longest row of nights on which it may not be seen."""

BACK = 16
"""The scene in which a call that was taken away is there again."""


@dataclass
class Play:
    """The nights, and what truly happened in them after the first."""

    scenes: list[Scene] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)


def play(start: Fetch, seed: int, part: int = 1) -> Play:
    """Every scene, beginning with each `part`th record of a fetch; the same for the same seed."""
    records = [record for number, record in enumerate(start.records) if number % part == 0]
    return _Maker(start, records, random.Random(seed)).play()


class _Maker:
    def __init__(self, start: Fetch, records: list[Record], chance: random.Random) -> None:
        self.start = start
        self.chance = chance
        waiting = set(chance.sample(range(len(records)), _RESERVED))
        self.there = {call_key(one): one for number, one in enumerate(records) if number not in waiting}
        self.waiting = [records[number] for number in sorted(waiting)]
        self.taken: set[str] = set()
        self.away: dict[str, tuple[int, Record]] = {}
        self.closed = {key for key, one in self.there.items() if is_over(one, start.at)}
        self.found = Play()

    def play(self) -> Play:
        for number, (name, disturb) in enumerate(SCENES):
            at = self.start.at + timedelta(days=number)
            if number:
                self._happen(number, at)
            else:
                self.there = {key: one for key, one in self.there.items() if key not in self.closed}
            gone = frozenset(one["id"] for _, one in self.away.values())
            shown = disturb(list(self.there.values()), self.chance)
            self.found.scenes.append(Scene(name, self.start.day + timedelta(days=number), at, shown, gone))
        return self.found

    def _tell(self, number: int, key: str, *kinds: str) -> None:
        self.found.told += [(number, key, kind) for kind in kinds]

    def _happen(self, number: int, at: datetime) -> None:
        """What the portal does to its calls today."""
        for key in [key for key, one in self.there.items() if is_over(one, at)]:
            self._tell(number, key, "closed")
            del self.there[key]
        for days in (chanced for chanced in (3, 21, -4) if self.chance.random() < 0.8):
            self._move(number, at, days)
        self._open(number, at)
        self._edit(number, at)
        new = self.waiting.pop()
        if not is_over(new, at):
            self.there[call_key(new)] = new
            self.taken.add(call_key(new))  # what is done to it before it is first seen, nobody can tell
            self._tell(number, call_key(new), "first_seen")
        if number in (1, 2):
            self._remove(number, at)
        if number == BACK:
            key, (_, record) = next(iter(self.away.items()))
            self.there[key] = record
            del self.away[key]
            self._tell(number, key, "reappeared")

    def _pick(self, at: datetime, is_able: Callable[[Record], bool]) -> str | None:
        far = (at + timedelta(days=30)).date().isoformat()
        able = [
            key
            for key, one in sorted(self.there.items())
            if key not in self.taken and deadline_day(one) > far and is_able(one)
        ]
        if not able:
            return None
        key = self.chance.choice(able)
        self.taken.add(key)
        return key

    def _move(self, number: int, at: datetime, days: int) -> None:
        if key := self._pick(at, lambda _: True):
            old = str(self.there[key]["deadlineDate"])
            new = (date.fromisoformat(old[:10]) + timedelta(days=days)).isoformat() + old[10:]
            self.there[key] = {**self.there[key], "deadlineDate": new}
            self._tell(number, key, "deadline_later" if days > 0 else "deadline_earlier")

    def _open(self, number: int, at: datetime) -> None:
        """On its day, or the day that it is opened becomes its day."""
        if key := self._pick(at, lambda one: one["status"]["id"] == FORTHCOMING):
            today = f"{at.date().isoformat()}T00:00:00.000Z"
            is_moved = str(self.there[key]["startDate"])[:10] != today[:10]
            self.there[key] = {**self.there[key], "status": {"id": OPEN, "label": ""}, "startDate": today}
            self._tell(number, key, "opened", *(["changed"] if is_moved else []))

    def _edit(self, number: int, at: datetime) -> None:
        if key := self._pick(at, lambda one: bool((one["budget"] or {}).get("totalBudgetEur"))):
            budget: Mapping[str, Any] = self.there[key]["budget"]
            more = {**budget, "totalBudgetEur": budget["totalBudgetEur"] + 1_000_000}
            self.there[key] = {**self.there[key], "budget": more}
            self._tell(number, key, "changed")

    def _remove(self, number: int, at: datetime) -> None:
        """Taken away, its own page too; gone with the fourth whole list without it."""
        if key := self._pick(at, lambda one: one["kind"]["id"] == "1"):
            self.away[key] = (number, self.there.pop(key))
            fourth = [one for one in sorted(WHOLE) if one >= number][3]
            self._tell(fourth, key, "gone", "gone_confirmed")
