"""The real history of the EU portal, fetch by fetch; what its records say happened; and what a naive program tells.

A night is named by the time it was fetched at: several of one day are several nights. So a night's day is the next one
that is free, and the moment it began is the fetch's own.
"""

from __future__ import annotations

import gzip
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from eu_index import Index
from eu_samples import from_record
from history_scores import once
from history_truth import Told

Record = Mapping[str, Any]

BRUSSELS = ZoneInfo("Europe/Brussels")
OPEN = "31094502"
_CLOSING = time(17)
_WORDS = ("title", "callTitle", "abstract", "actionType", "destination")
_MONEY = ("totalBudgetEur", "expectedGrants", "minContributionEur", "maxContributionEur")


@dataclass(frozen=True)
class Fetch:
    """One fetch: when, what the portal said it had, and the records that came. day: the night's name."""

    day: date
    at: datetime
    total: int
    records: Sequence[Record]

    @property
    def index(self) -> Index:
        """The portal's index as this fetch saw it: as long as it said, with some calls twice for those that lack."""
        return Index([from_record(record) for record in self.records], [self.total])


def fetches(folder: Path) -> list[Fetch]:
    """Every fetch of a folder with records.jsonl.gz and nights.jsonl.gz, oldest first.

    The daily feed began to keep abstracts after its first fetches. A record that has no such field has the abstract
    that the call had when the feed first kept one: the portal said it all along.
    """
    with gzip.open(folder / "records.jsonl.gz", "rt", encoding="utf-8") as file:
        records = {row["version"]: row["record"] for row in map(json.loads, file)}
    with gzip.open(folder / "nights.jsonl.gz", "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    abstracts: dict[str, Any] = {}
    for version in (version for row in rows for version in row["records"]):
        if "abstract" in records[version]:
            abstracts.setdefault(records[version]["id"], records[version]["abstract"])
    whole = {version: {"abstract": abstracts.get(one["id"]), **one} for version, one in records.items()}
    found: list[Fetch] = []
    for row in rows:
        at = datetime.fromisoformat(row["fetched_at"]).replace(microsecond=0)
        day = max([at.date(), *(one.day + timedelta(days=1) for one in found[-1:])])
        found.append(Fetch(day, at, row["total_results"], [whole[version] for version in row["records"]]))
    return found


def call_key(record: Record) -> str:
    """The call's key: its reference without the language."""
    return str(record["id"])[:-2]


def reading(record: Record) -> list[Any]:
    """What a person reads of a record beside its status and deadline: words folded, codes in any order, days.

    Of a cascade call the address is left out: what the feed gives is that of the project that pays, or of raw data.
    A programme that is also named as one of its own parts says nothing more.
    """
    words = [" ".join(str(record.get(name) or "").split()) for name in _WORDS]
    codes = {one["id"] for name in ("frameworkProgrammes", "programmeDivisions") for one in record[name]}
    address = record["url"] if record["kind"]["id"] != "8" else ""
    money = record["budget"] or {}
    return [*words, sorted(codes), address, (record["startDate"] or "")[:10], *(money.get(name) for name in _MONEY)]


def deadline_day(record: Record) -> str:
    """The day as it is written; "" for none. The portal rewrites the clock time beside it, and means the same."""
    return str(record["deadlineDate"] or "")[:10]


def is_over(record: Record, at: datetime) -> bool:
    """Whether the deadline has passed: T00:00 and T17:00 are 17:00 in Brussels, of other clock times the day counts."""
    day, clock = deadline_day(record), str(record["deadlineDate"])[11:16]
    closing = _CLOSING if clock in ("", "00:00", "17:00") else time.max
    return bool(day) and datetime.combine(date.fromisoformat(day), closing, BRUSSELS) < at


@dataclass
class Truth:
    """What the records themselves say happened after the first fetch. Nothing here asks the product.

    Each sighting of a call is compared with its last one, however long ago. A move is another written day, also where
    the earlier one had passed (`late`): the feed leaves a call out from the day after its deadline, and some that it
    had left out came back with a later one. The records say so, and whoever took the call for closed wants to know.
    Every fetch is short, so nothing says that a call is gone.
    """

    told: list[Told] = field(default_factory=list)
    reappearances: set[tuple[int, str]] = field(default_factory=set)  # known, and not in the fetch before
    rewritten: set[tuple[int, str]] = field(default_factory=set)  # another record that says the same
    absences: int = 0  # of calls that were in the fetch before
    late: set[tuple[int, str]] = field(default_factory=set)  # moves of a deadline that had passed
    _seen: dict[str, Record] = field(default_factory=dict)
    _closed: set[str] = field(default_factory=set)
    _last: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, some: Iterable[Fetch]) -> Truth:
        truth = cls()
        for number, fetch in enumerate(some):
            truth._add(number, fetch)
        return truth

    def _add(self, number: int, fetch: Fetch) -> None:
        now = {call_key(record): record for record in fetch.records}
        self.reappearances |= {(number, key) for key in now.keys() & self._seen.keys() - self._last}
        self.absences += len(self._last - now.keys())
        for key, record in now.items():
            before = self._seen.get(key)
            kinds = self._kinds(number, fetch.at, key, before, record) if before else ["first_seen"]
            self.told += [(number, key, kind) for kind in kinds if number]
        self._seen |= now
        over = {key for key, record in self._seen.items() if is_over(record, fetch.at)}
        self.told += [(number, key, "closed") for key in sorted(over - self._closed) if number]
        self._closed = over
        self._last = set(now)

    def _kinds(self, number: int, at: datetime, key: str, before: Record, record: Record) -> list[str]:
        found = ["changed"] if reading(before) != reading(record) else []
        old, new = deadline_day(before), deadline_day(record)
        if old and new and old != new:
            found.append("deadline_later" if new > old else "deadline_earlier")
            self.late |= {(number, key)} if is_over(before, at) else set()
        elif old != new:
            found.append("changed")
        is_open, was_open = (one["status"]["id"] == OPEN for one in (record, before))
        was_open = was_open and key not in self._closed
        if is_open and not was_open and not is_over(record, at):
            found.append("opened")
        elif was_open and not is_open:
            found.append("changed")
        if not found and before != record:
            self.rewritten.add((number, key))
        return list(dict.fromkeys(found))


def naive(lists: Iterable[Sequence[Record] | None]) -> list[Told]:
    """What most programs tell of a row of lists: tonight's against last night's, and records that are not equal.

    None is a night on which nothing came: even the simplest program sees that.
    """
    found: list[Told] = []
    before: dict[str, Record] | None = None
    for number, records in enumerate(lists):
        if records is None:
            continue
        now = {call_key(record): record for record in records}
        for key in sorted(now.keys() | before.keys()) if before is not None else ():
            found += [(number, key, kind) for kind in _naive_kinds((before or {}).get(key), now.get(key))]
        before = now
    return once(found)


def _naive_kinds(before: Record | None, now: Record | None) -> Iterator[str]:
    if before is None or now is None:
        yield "first_seen" if before is None else "gone"
        return
    old, new = before["deadlineDate"], now["deadlineDate"]
    if old and new and old != new:
        yield "deadline_later" if new > old else "deadline_earlier"
    if before["status"] != now["status"]:
        yield "opened" if now["status"]["id"] == OPEN else "changed"
    if any(before.get(name) != now.get(name) for name in before.keys() | now.keys() if name not in _OTHERWISE):
        yield "changed"


_OTHERWISE = ("deadlineDate", "status")
"""Fields of which a difference is told as another kind than `changed`."""

MOVES = ("deadline_earlier", "deadline_later")


def false_news(truth: Truth, told: Sequence[Told]) -> dict[str, tuple[int, int]]:
    """What must not be told of fetches of which none is whole: of how many that might have been, and how often."""
    moves = Counter(one for one in truth.told if one[2] in MOVES)
    told_moves = Counter(one for one in told if one[2] in MOVES)
    kinds: dict[tuple[int, str], set[str]] = defaultdict(set)
    for number, key, kind in told:
        kinds[number, key].add(kind)
    gone = sum(1 for _, _, kind in told if kind.startswith("gone"))
    new = sum(1 for one in truth.reappearances if "first_seen" in kinds[one])
    rewritten = sum(1 for one in truth.rewritten if kinds[one] & {"changed", *MOVES})
    return {
        "reappearances told as new": (len(truth.reappearances), new),
        "absences told as removals": (truth.absences, gone),
        "other spellings told as changes": (len(truth.rewritten), rewritten),
        "moves of deadlines missed": (moves.total(), (moves - told_moves).total()),
        "moves told that were none": (moves.total(), (told_moves - moves).total()),
    }
