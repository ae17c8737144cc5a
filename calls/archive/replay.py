"""Answers from the archive: what a night's files say to a request, with earlier nights behind the revisits.

Only the night itself answers. Bodies are read when asked for, by offset; a night's index holds none.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Protocol, get_args

from calls.archive.exchange import (
    Answer,
    Failure,
    Headers,
    Question,
    split_message,
    status_of,
    still_valid,
    without_chunks,
)
from calls.archive.index import Entry, Index, indexed
from calls.archive.keys import host_key, loose_key, request_key, url_key
from calls.archive.warc import block_at, broken
from calls.failures import NotArchived

CONDITIONAL_NIGHTS = 14
"""How many nights back `newest` looks. A page that nobody read for that long is fetched whole again."""

_MOST_BYTES = 100_000_000
"""Of one archived answer; other people's archives hold films."""

_FAILURES: dict[str, Failure] = {word: word for word in get_args(Failure)}
_PACKING = ("content-encoding", "content-length", "transfer-encoding")


class Night(Protocol):
    """The part of `calls.archive.nights.ArchivedNight` that a replay needs."""

    @property
    def day(self) -> date: ...
    @property
    def at(self) -> datetime: ...
    @property
    def files(self) -> tuple[Path, ...]: ...


class Replay:
    """The answers of one night."""

    def __init__(self, night: Night, earlier: Sequence[Night] = ()) -> None:
        """earlier: the nights before, oldest first. They are opened only when a revisit refers to them.

        ArchiveError when a file of the night is damaged.
        """
        self.day = night.day
        self.at = night.at
        self._nights = (*sorted(earlier, key=lambda one: (one.day, one.at)), night)
        self._indexes = {len(self._nights) - 1: indexed(night.files)}
        self._next: dict[str, int] = {}
        self._loose: dict[str, list[Entry]] | None = None
        self._lock = threading.Lock()

    def answer(self, question: Question) -> Answer:
        """The next answer to this request in the order of the records; the last one repeats. NotArchived if none.

        When several files of the night answer, the newest one does. A plain GET that the night does not have as it is
        spelled is answered by one that differs in white space and order of the query alone.
        """
        key = request_key(question)
        with self._lock:
            entries = self._index(len(self._nights) - 1).by_key.get(key) or self._nearly(question)
            if not entries:
                raise NotArchived(question.url, "Arkivet har ikke noe svar på denne forespørselen.")
            at = self._next.get(key, 0)
            self._next[key] = min(at + 1, len(entries) - 1)
            return self._read(len(self._nights) - 1, entries[at])

    def asked(self, url: str) -> bool:
        """Whether the night has any exchange, a failed one too, with the host of `url`."""
        with self._lock:
            found = self._index(len(self._nights) - 1).by_url
        host = host_key(url)
        return any(host_key(one) == host for one in found)

    def newest(self, question: Question) -> Answer | None:
        """The newest complete 200 answer to this request, in this night or the nights just before; None if none."""
        key = request_key(question)
        with self._lock:
            last = len(self._nights) - 1
            for night in range(last, max(-1, last - CONDITIONAL_NIGHTS), -1):
                for entry in reversed(self._index(night).by_key.get(key, [])):
                    kept = self._payload(night, entry)
                    if kept and kept[1].status == 200 and not entry.failure and entry.status in (0, 200, 304):
                        return self._read(night, entry)
        return None

    def _nearly(self, question: Question) -> list[Entry]:
        """Answers to a GET of the same loose key; those that came last when there are several."""
        if question.method.upper() != "GET" or question.body or "?" not in question.url:
            return []
        if self._loose is None:
            groups = self._index(len(self._nights) - 1).by_key.items()
            plain = [found for key, found in groups if key == request_key(Question(found[0].url))]
            plain.sort(key=lambda found: found[-1].number)
            self._loose = {loose_key(found[0].url): found for found in plain}
        return self._loose.get(loose_key(question.url), [])

    def _index(self, night: int) -> Index:
        if night not in self._indexes:
            self._indexes[night] = indexed(self._nights[night].files)
        return self._indexes[night]

    def _payload(self, night: int, entry: Entry) -> tuple[int, Entry] | None:
        """The entry that holds the body of `entry`, with its night: itself, unless it is a revisit."""
        if not entry.is_revisit:
            return (night, entry) if entry.is_payload else None
        nights = range(night, -1, -1)
        if entry.refers_at:
            url = url_key(entry.refers_url or entry.url)
            for one in (one for one in nights if self._began_by(one, entry.refers_at)):
                dated = [found for found in self._index(one).by_url.get(url, []) if _same(found.at, entry.refers_at)]
                if best := _best(dated, entry):
                    return one, best
        for one in nights:
            found = self._index(one).by_id.get(entry.refers_id) if entry.refers_id else None
            if found and found.is_payload:
                return one, found
        for one in nights:
            if entry.digest and (best := _best(self._index(one).by_digest.get(entry.digest, []), entry)):
                return one, best
        for one in nights:
            same = [found for found in self._index(one).by_url.get(url_key(entry.url), []) if found.key == entry.key]
            before = [found for found in same if found.status == 200 and (one < night or found.number < entry.number)]
            if best := _best(before, entry):
                return one, best
        return None

    def _began_by(self, night: int, at: datetime) -> bool:
        return self._nights[night].at - timedelta(days=1) <= at  # some files are dated when they were finished

    def _read(self, night: int, entry: Entry) -> Answer:
        if not entry.is_revisit:
            return self._own(night, entry)
        kept = self._payload(night, entry)
        if kept is None and entry.record_type == "response":
            return self._own(night, entry)  # a 304 that nobody had a page for
        if kept is None:
            raise NotArchived(entry.url, "Svaret i arkivet viser til et tidligere svar som ikke er der.")
        earlier = self._own(*kept)
        if entry.status in (0, 304):
            return still_valid(entry.at, earlier)
        # An identical payload under headers of its own, such as a redirect's Location.
        own = self._own(night, entry)
        packing = tuple(pair for pair in earlier.headers if pair[0].lower() in _PACKING)
        rest = tuple(pair for pair in own.headers if pair[0].lower() not in _PACKING)
        return replace(still_valid(entry.at, earlier), status=own.status, headers=(*rest, *packing))

    def _own(self, night: int, entry: Entry) -> Answer:
        status, headers, body, failure = _content(entry)
        return Answer(status, headers, body, entry.at, self._nights[night].day, entry.url, entry.at, failure)


def _best(found: Sequence[Entry], entry: Entry) -> Entry | None:
    """The newest entry with a body, one that answers the same request before any other."""
    payloads = [one for one in found if one.is_payload and one is not entry]
    same = [one for one in payloads if one.key == entry.key]
    return next(reversed(same or payloads), None)


def _same(at: datetime, other: datetime) -> bool:
    """Equal, or equal to the second where one of them has no fraction (WARC/1.0 has none)."""
    if at.microsecond and other.microsecond:
        return at == other
    return at.replace(microsecond=0) == other.replace(microsecond=0)


def _content(entry: Entry) -> tuple[int, Headers, bytes, Failure]:
    """Status, headers, body without transfer coding, and failure of the record itself."""
    if entry.status == 0:
        return 0, (), b"", _failure(entry)
    block = block_at(entry.place, _MOST_BYTES)
    if len(block) == _MOST_BYTES:
        entry = replace(entry, failure="length")
    if entry.record_type == "resource":
        return 200, (("Content-Type", entry.content_type), ("Content-Length", str(len(block)))), block, _failure(entry)
    try:
        start, fields, raw = split_message(block)
        status = status_of(start)
    except ValueError as error:
        raise broken(entry.place.path, f"svaret fra {entry.url} er ikke HTTP") from error
    headers, body, cut = without_chunks(fields, raw)
    if entry.is_revisit or status == 204:
        cut = ""
    return status, headers, body, _failure(entry) or cut


def _failure(entry: Entry) -> Failure:
    """WARC-Truncated has words of its own; those that are not ours ("unspecified") say that the rest is missing."""
    return _FAILURES.get(entry.failure, "disconnect")
