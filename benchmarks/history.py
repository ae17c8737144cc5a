"""A store of a million versions of calls: asking for a night of it, and changing 10,000 calls; and an ordinary night.

The million stands as 10,000 calls with 100 versions each, over 1,000 nights of which each changed a tenth of the calls,
so that what held on one night lies scattered over the file. Texts are small: this measures rows, not bytes.
"""

from __future__ import annotations

import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from calls.drift import Reference, look
from calls.fields import NAMES
from calls.meaning import content_hash
from calls.model import Json
from calls.store import SourceNight, Store

CALLS = 10_000
NIGHTS = 1_000
EACH = 10
"""A call has another version every so many nights."""

FIRST = date(2023, 1, 1)
SOURCE = "benchmark"
ROUNDS = 5


def night_of(number: int) -> date:
    return FIRST + timedelta(days=number)


def began(night: date) -> datetime:
    return datetime(night.year, night.month, night.day, 1, 30, tzinfo=UTC)


def record(number: int, version: int, **values: Json) -> dict[str, Json]:
    """A call with a deadline, some words and their evidence."""
    at, text = "2027-06-15T11:00:00Z", "15.6.2027 kl. 13.00"
    found: dict[str, Json] = {
        **dict.fromkeys(NAMES),
        "source": SOURCE,
        "source_id": f"call/{number:05}",
        "url": f"https://example.org/call/{number}",
        "title": f"Utlysning {number}, utgave {version}",
        "summary": f"Penger til prosjekt {number} i helsetjenesten.",
        "full_text": f"Hva kan du søke om?\nUtgave {version} av teksten.\nFormålet er å styrke tjenesten.",
        "lang": "nb",
        "funder": "Finansiøren",
        "status": "open",
        "deadline_at": datetime.fromisoformat(at),
        "deadlines": [{"at": at, "type": "fixed", "label": "Frist", "text": text, "clock": "stated"}],
        "evidence": {"deadlines": [{"text": text, "label": "Frist", "quote": text, "url": "https://example.org"}]},
        "first_seen_at": began(FIRST),
        "last_seen_at": began(FIRST),
        "is_listed": True,
        "parser_version": "1",
        **values,
    }
    return {**found, "content_hash": content_hash(found)}


def fill(path: Path) -> None:
    """Writes the million versions straight into the tables of a new store."""
    with Store.open(f"sqlite:///{path}") as store:
        store.begin_night(FIRST, began(FIRST), "benchmark", False)
        store.publish_source(SourceNight(FIRST, SOURCE, "fresh", True), [record(0, 0)], [], {}, set())
    connection = sqlite3.connect(path, isolation_level=None)
    connection.row_factory = sqlite3.Row
    for pragma in ("synchronous = OFF", "cache_size = -400000", "foreign_keys = OFF"):
        connection.execute(f"PRAGMA {pragma}")
    version = dict(connection.execute("SELECT * FROM call_versions").fetchone())
    report = dict(connection.execute("SELECT * FROM source_nights").fetchone())
    connection.execute("BEGIN")
    for table in ("events", "call_versions", "call_seen", "source_nights", "nights"):
        connection.execute(f"DELETE FROM {table}")
    nights = [str(night_of(number)) for number in range(NIGHTS)]
    starts = [f"{night} 01:30:00.000000" for night in nights]
    _insert(
        connection,
        "nights",
        (
            {"night": night, "began_at": at, "code_version": "1", "is_demonstration": 0, "state": "published"}
            for night, at in zip(nights, starts, strict=True)
        ),
    )
    _insert(connection, "source_nights", ({**report, "night": night, "data_night": night} for night in nights))
    _insert(connection, "call_versions", _versions(version, nights))
    _insert(connection, "call_seen", _seen(nights))
    connection.execute("COMMIT")
    connection.close()


def _spans(nights: Sequence[str]) -> Iterator[tuple[int, int, str, str | None, str]]:
    """Call, version, first night, night on which the next one began, and the call's first night; in order of nights."""
    for number, night in enumerate(nights):
        changed = range(CALLS) if number == 0 else range(number % EACH, CALLS, EACH)
        for call in changed:
            following = number + ((call - number) % EACH or EACH)
            yield call, number, night, nights[following] if following < NIGHTS else None, nights[0]


def _versions(pattern: dict[str, Any], nights: Sequence[str]) -> Iterator[dict[str, Any]]:
    for call, version, night, end, _ in _spans(nights):
        own = {"source_id": f"call/{call:05}", "title": f"Utlysning {call}, utgave {version}"}
        own |= {"url": f"https://example.org/call/{call}", "summary": f"Penger til prosjekt {call} i helsetjenesten."}
        yield {
            **pattern,
            **own,
            "valid_from": night,
            "valid_to": end,
            "page_night": night,
            "content_hash": f"{call:032x}{version:032x}",
        }


def _seen(nights: Sequence[str]) -> Iterator[dict[str, Any]]:
    for call, version, night, end, first in _spans(nights):
        yield {
            "source": SOURCE,
            "source_id": f"call/{call:05}",
            "valid_from": night,
            "valid_to": end,
            "first_seen_night": first,
            "last_seen_night": None,
            "is_listed": 1,
            "card_hash": f"{version:064x}",
            "is_detail_read": 1,
            "misses": 0,
        }


def _insert(connection: sqlite3.Connection, table: str, rows: Iterator[dict[str, Any]]) -> None:
    first = next(rows)
    names, marks = ", ".join(first), ", ".join("?" * len(first))
    connection.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", tuple(first.values()))
    connection.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", (tuple(row.values()) for row in rows))


def seconds(work: Callable[[], object]) -> float:
    began_at = time.perf_counter()
    work()
    return time.perf_counter() - began_at


def publish(store: Store, night: date, records: list[dict[str, Json]]) -> float:
    """Seconds for a night of these calls, all of them listed."""
    store.begin_night(night, began(night), "benchmark", False)
    cards = {str(one["source_id"]): str(one["content_hash"]) for one in records}
    report = SourceNight(night, SOURCE, "fresh", True)
    return seconds(lambda: store.publish_source(report, records, [], cards, set(cards)))


def drift_of(store: Store, records: list[dict[str, Json]], night: int) -> None:
    """What the night's checks on fields do, with what they ask the store for."""
    reference = Reference(store.current_records(SOURCE), store.fill_rates(SOURCE, 7))
    look(records, [str(one["source_id"]) for one in records], (), reference, began(night_of(night)))


def ordinary(folder: Path) -> float:
    """Seconds for a night of 1,000 known calls, of which 20 changed: looked at for drift, stored, compared, hashed."""
    with Store.open(f"sqlite:///{folder / 'ordinary.sqlite'}") as store:
        publish(store, night_of(0), [record(number, 0) for number in range(1000)])
        took = []
        for night in range(1, ROUNDS + 1):
            records = [record(number, night if number < 20 else 0) for number in range(1000)]
            took.append(
                seconds(partial(drift_of, store, records, night))
                + publish(store, night_of(night), records)
                + seconds(partial(store.keep_hashes, night_of(night)))
            )
        return statistics.median(took)


def run() -> list[str]:
    """Lines of the report."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "million.sqlite"
        filled_s = seconds(lambda: fill(path))
        with Store.open(f"sqlite:///{path}") as store:
            old = statistics.median(seconds(lambda: store.listing(night_of(NIGHTS // 2))) for _ in range(ROUNDS))
            now = statistics.median(seconds(store.listing) for _ in range(ROUNDS))
            records = [record(number, NIGHTS) for number in range(CALLS)]
            changed_s = publish(store, night_of(NIGHTS), records)
            events = len(store.events(night_of(NIGHTS)))
        return [
            f"a store of {NIGHTS // EACH * CALLS:,} versions of {CALLS:,} calls ({path.stat().st_size / 1e6:.0f} MB)",
            f"  filled in                                 {filled_s:7.1f} s",
            f"  the calls of a night long ago             {old * 1000:7.0f} ms (ceiling 200)",
            f"  the calls of now                          {now * 1000:7.0f} ms (ceiling 200)",
            f"  {CALLS:,} changed calls, {events:,} events         {changed_s:7.1f} s  (ceiling 10)",
            "an ordinary night of 1,000 known calls, 20 of them changed",
            f"  checked, stored, compared, hashed         {ordinary(Path(folder)):7.2f} s  (ceiling 5)",
        ]


if __name__ == "__main__":
    print("\n".join(run()))
