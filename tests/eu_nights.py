"""The real history of the EU portal, night by night, through the real source and the real store; and a naive differ.

A night is named by the time it was fetched at: several of one day are several nights, so each gets a day of its own
beside the moment it began.
"""

from __future__ import annotations

import gzip
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from eu_samples import Portal, from_record

from assets.memory import Memory
from assets.steps import due_calls, known_to_source, read_calls, source_night, stage
from calls.store import Store
from sources.eu import SOURCE
from sources.harvest import collect, read

FIRST = date(2000, 1, 1)


@dataclass(frozen=True)
class Fetch:
    """One fetch: when, what the portal said it had, and the records that came."""

    at: datetime
    total: int
    records: list[Mapping[str, Any]]


def fetches(shared: Path) -> Iterator[Fetch]:
    folder = shared / "data" / "eu_history"
    with gzip.open(folder / "records.jsonl.gz", "rt", encoding="utf-8") as file:
        records = {row["version"]: row["record"] for row in map(json.loads, file)}
    with gzip.open(folder / "nights.jsonl.gz", "rt", encoding="utf-8") as file:
        for row in map(json.loads, file):
            at = datetime.fromisoformat(row["fetched_at"]).replace(microsecond=0)
            yield Fetch(at, row["total_results"], [records[version] for version in row["records"]])


def publish(store: Store, number: int, fetch: Fetch) -> None:
    """One fetch through the source, the steps of the night and the store."""
    night, key = FIRST + timedelta(days=number), SOURCE.key
    store.begin_night(night, fetch.at, "test", False)
    known, current, last = store.known(key), store.current_records(key), store.last_good(key)
    due = due_calls(current, last.began_at, fetch.at) if last else frozenset()
    told = known_to_source(known, due)
    collected = collect(SOURCE, Portal([from_record(record) for record in fetch.records], total=fetch.total).get, told)
    harvest = read(SOURCE, collected, told)
    memory = Memory(SOURCE, fetch.at)
    staged = stage(SOURCE, harvest, read_calls(SOURCE, harvest, memory), known, current, fetch.at)
    store.publish_source(
        source_night(SOURCE, night, staged, is_partly_old=False),
        list(staged.records),
        list(staged.issues),
        dict(staged.card_hashes),
        set(staged.detail_read),
        looks=staged.looks,
    )


@dataclass
class Truth:
    """What the records themselves say happened, and what a naive differ of two lists would have told."""

    seen: dict[str, Mapping[str, Any]] = field(default_factory=dict)  # the last record of each call
    last: dict[str, Mapping[str, Any]] = field(default_factory=dict)  # the list before
    moves: list[tuple[int, str, str]] = field(default_factory=list)  # night, call, direction
    naive: Counter[str] = field(default_factory=Counter)

    def add(self, number: int, fetch: Fetch) -> None:
        now = {call_key(record): record for record in fetch.records}
        for key, record in now.items():
            before = self.seen.get(key)
            if before is not None:
                self._compare(number, fetch.at, key, before, record)
            if self.last and key not in self.last:
                self.naive["new"] += 1
                self.naive["new, but known"] += before is not None
        self.naive["removed"] += len(self.last.keys() - now.keys())
        for key in self.last.keys() & now.keys():
            self.naive["changed"] += self.last[key] != now[key]
            self.naive["deadline changed"] += self.last[key]["deadlineDate"] != now[key]["deadlineDate"]
        self.seen |= now
        self.last = now

    def _compare(
        self, number: int, at: datetime, key: str, before: Mapping[str, Any], record: Mapping[str, Any]
    ) -> None:
        """A move is another day, of a deadline that was still ahead when the other day was told."""
        old, new = (str(one["deadlineDate"] or "")[:10] for one in (before, record))
        if old and new and old != new and old >= at.date().isoformat():
            self.moves.append((number, key, "deadline_later" if new > old else "deadline_earlier"))


def call_key(record: Mapping[str, Any]) -> str:
    """The call's key: its reference without the language."""
    return str(record["id"])[:-2]
