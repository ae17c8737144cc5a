"""What a night's files hold: one entry per answer, found in one pass that keeps no bodies.

Pairs answers with the requests they belong to. Choosing and reading an answer is `calls.archive.replay`.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from calls.archive.exchange import Question, media_type, split_fields, split_message, status_of
from calls.archive.keys import request_key, url_key
from calls.archive.warc import Place, Record, broken, decoded, read_date, records
from calls.archive.writer import FAILURE_FIELD

_START_LINE = 256
_METADATA = 1 << 16


@dataclass(frozen=True, slots=True)
class Entry:
    """One archived answer. `key` is that of the request it answers; `status` 0 when nothing came.

    record_type: "response", "resource", "revisit", or "metadata" for a failure that we noted ourselves.
    """

    place: Place
    record_type: str
    url: str
    at: datetime
    status: int
    failure: str
    record_id: str
    concurrent: tuple[str, ...]
    digest: str
    refers_id: str
    refers_url: str
    refers_at: datetime | None
    content_type: str
    key: str = ""
    number: int = 0

    @property
    def is_revisit(self) -> bool:
        return self.record_type == "revisit" or self.status == 304

    @property
    def is_payload(self) -> bool:
        """Whether a revisit may take its body from here."""
        return not self.is_revisit and not self.failure and self.status != 0


@dataclass(frozen=True, slots=True)
class _Sent:
    url: str
    key: str
    record_id: str
    concurrent: tuple[str, ...]


@dataclass
class Index:
    """Entries of one night, in the order of its files and records, by what they are looked up by.

    by_key holds the newest file's answers alone: a file is a run, and when a night was run again, what the later run
    got is what counts.
    """

    by_key: dict[str, list[Entry]] = field(default_factory=dict)
    by_url: dict[str, list[Entry]] = field(default_factory=lambda: defaultdict(list))
    by_id: dict[str, Entry] = field(default_factory=dict)
    by_digest: dict[str, list[Entry]] = field(default_factory=lambda: defaultdict(list))
    count: int = 0

    @classmethod
    def of(cls, files: Iterable[Path]) -> Index:
        """Index of files, read in the order given. ArchiveError for a damaged one."""
        index = cls()
        for path in files:
            answers: dict[str, list[Entry]] = defaultdict(list)
            for entry in _paired(list(_scan(path))):
                numbered = replace(entry, number=index.count)
                index._add(numbered)
                answers[entry.key].append(numbered)
            index.by_key |= answers
        return index

    def _add(self, entry: Entry) -> None:
        self.count += 1
        self.by_url[url_key(entry.url)].append(entry)
        if entry.record_id:
            self.by_id[entry.record_id] = entry
        if entry.digest:
            self.by_digest[entry.digest].append(entry)


def indexed(files: Sequence[Path]) -> Index:
    """The index of these files, kept while they are as they were: a night is read several times in one run."""
    return _kept(tuple((path, path.stat().st_size, path.stat().st_mtime_ns) for path in files))


@lru_cache(maxsize=2)
def _kept(files: tuple[tuple[Path, int, int], ...]) -> Index:
    return Index.of(path for path, _, _ in files)


def _scan(path: Path) -> Iterator[Entry | _Sent]:
    for record in records(path):
        url = record.field("warc-target-uri").removeprefix("<").removesuffix(">")
        if record.type == "continuation" or (record.field("warc-segment-number") and record.type == "response"):
            raise broken(path, "en post er delt på flere (WARC-Segment-Number), og slike leses ikke")
        if not url.lower().startswith(("http:", "https:")):
            continue
        if record.type == "request":
            yield _sent(record, url)
        elif record.type in ("response", "resource", "revisit", "metadata"):
            entry = _entry(record, url)
            if entry:
                yield entry


def _sent(record: Record, url: str) -> _Sent:
    block = record.rest()
    try:
        start, headers, body = split_message(block)
    except ValueError as error:
        raise broken(record.place.path, f"forespørselen om {url} er ikke HTTP") from error
    question = Question(url, start.partition(" ")[0].upper(), headers, body)
    return _Sent(url, request_key(question), record.field("warc-record-id"), record.fields("warc-concurrent-to"))


def _entry(record: Record, url: str) -> Entry | None:
    status, failure = 0, record.field("warc-truncated").lower()
    content_type = record.field("content-type")
    if record.type == "metadata":
        failure = _noted_failure(record)
        if not failure:
            return None
    elif record.type == "resource":
        status = 200
    elif record.left:
        status = _status(record)
        failure = failure if status else "disconnect"
    elif record.type == "response":
        failure = failure or "disconnect"
    return Entry(
        place=record.place,
        record_type=record.type,
        url=url,
        at=record.at,
        status=status,
        failure=failure,
        record_id=record.field("warc-record-id"),
        concurrent=record.fields("warc-concurrent-to"),
        digest=record.field("warc-payload-digest"),
        refers_id=record.field("warc-refers-to"),
        refers_url=record.field("warc-refers-to-target-uri").removeprefix("<").removesuffix(">"),
        refers_at=read_date(record.field("warc-refers-to-date")),
        content_type=content_type,
    )


def _noted_failure(record: Record) -> str:
    """The failure that a metadata record of ours names; empty for anybody else's metadata."""
    if media_type(record.field("content-type")) != "application/warc-fields":
        return ""
    return dict(split_fields(record.read(_METADATA))).get(FAILURE_FIELD, "")


def _status(record: Record) -> int:
    """The status code; 0 when the block is no HTTP answer, which then counts as one that broke off."""
    start = b""
    while b"\n" not in start and len(start) < _START_LINE and (more := record.read(_START_LINE - len(start))):
        start += more
    try:
        return status_of(decoded(start).partition("\n")[0].strip())
    except ValueError:
        return 0


def _paired(found: list[Entry | _Sent]) -> list[Entry]:
    """The file's answers in order, each with the key of its request.

    By WARC-Concurrent-To in either direction; else by address and order; else it answers a plain GET.
    """
    sent_by_id: dict[str, _Sent] = {}
    taken: set[int] = set()
    for item in found:
        if isinstance(item, _Sent):
            for name in (item.record_id, *item.concurrent):
                sent_by_id.setdefault(name, item)
    keys: dict[int, str] = {}
    for item in found:
        if isinstance(item, Entry):
            mate = next((sent_by_id[name] for name in (item.record_id, *item.concurrent) if name in sent_by_id), None)
            if mate is not None and id(mate) not in taken:
                keys[id(item)] = mate.key
                taken.add(id(mate))
    _pair_by_order([item for item in found if id(item) not in taken and id(item) not in keys], keys)
    return [
        replace(item, key=keys.get(id(item)) or request_key(Question(item.url)))
        for item in found
        if isinstance(item, Entry)
    ]


def _pair_by_order(found: list[Entry | _Sent], keys: dict[int, str]) -> None:
    """Pair the requests and answers of one address in the order they stand, whichever of the two comes first.

    Where some lack their counterpart the nearest ones belong together: the request before the last got no answer.
    """
    waiting: dict[str, deque[Entry | _Sent]] = defaultdict(deque)
    surplus = Counter(url_key(item.url) for item in found if isinstance(item, Entry))
    surplus.subtract(url_key(item.url) for item in found if isinstance(item, _Sent))
    for item in found:
        url = url_key(item.url)
        queue = waiting[url]
        if queue and isinstance(queue[-1], Entry) != isinstance(item, Entry):
            other = queue.pop() if surplus[url] else queue.popleft()
            entry, sent = (item, other) if isinstance(item, Entry) else (other, item)
            if isinstance(sent, _Sent):
                keys[id(entry)] = sent.key
        else:
            queue.append(item)
