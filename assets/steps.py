"""The steps of a night as plain functions: fetch, stage, judge, publish, rank. The assets are shells over these."""

import dataclasses
import json
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from assets.memory import Memory
from calls.fields import CALL, LIVE_STATUSES
from calls.model import Issue, Json, Normalised, Page, Reading, Request
from calls.normalise import normalise
from calls.record_json import SURROGATES, read_record, record_line
from calls.store import KnownCall, SourceNight
from sources.base import Source
from sources.harvest import Collected, Harvest, Known

Get = Callable[[Request], Page]


@dataclass(frozen=True)
class Staged:
    """One source's night, read and normalised but not yet published."""

    records: tuple[dict[str, Json], ...]
    issues: tuple[Issue, ...]
    card_hashes: Mapping[str, str]
    detail_read: frozenset[str]
    is_complete: bool
    fetched: int
    parsed: int
    unread: tuple[str, ...] = ()  # calls that were read some night, and whose page failed tonight
    kept: int = 0  # calls that one could apply for or await, and that a list which is not whole lacks tonight


def known_to_source(known: Mapping[str, KnownCall]) -> dict[str, Known]:
    """What the store knows, in the words of the harvest."""
    return {
        source_id: Known(
            status=call.status,
            card_hash=call.card_hash,
            is_detail_read=call.is_detail_read,
            is_listed=call.is_listed,
            url=call.url,
        )
        for source_id, call in known.items()
    }


def read_calls(source: Source, harvest: Harvest, memory: Memory) -> list[Normalised]:
    """Every call that was read tonight, normalised, by source_id; what the memory holds is taken from there."""
    read = [normalise(reading, source.rules, memory.night_at, source.parser_version) for reading in harvest.readings]
    read += [memory.recall(source_id) for source_id in harvest.recalled]
    return sorted(read, key=lambda normalised: normalised.source_id)


def stage(harvest: Harvest, read: Sequence[Normalised], known: Mapping[str, KnownCall], night_at: datetime) -> Staged:
    """A night's calls as they may be published. read: see `read_calls`. A known call keeps its first_seen_at.

    A call whose page was read before keeps its last good record while its page cannot be read, and its earlier card
    hash, so that it is asked for again.
    """
    listed = {card.source_id for card in harvest.listing.cards}
    from_card = {reading.source_id: reading for reading in harvest.readings if not reading.is_detail_read}
    records: list[dict[str, Json]] = []
    issues = list(harvest.issues)
    hashes = dict(harvest.card_hashes)
    unread: list[str] = []
    for normalised in read:
        source_id = normalised.source_id
        earlier = known.get(source_id)
        if earlier and earlier.is_detail_read and source_id in from_card:
            hashes[source_id] = earlier.card_hash
            unread.append(source_id)
            issues.extend(_status_moved(from_card[source_id], normalised.record, earlier))
            continue
        first_seen = earlier.first_seen_at if earlier else night_at
        records.append({**normalised.record, "first_seen_at": first_seen, "is_listed": source_id in listed})
        issues.extend(normalised.issues)
    return Staged(
        records=tuple(records),
        issues=tuple(dict.fromkeys(issues)),
        card_hashes=hashes,
        detail_read=frozenset(one.source_id for one in read) - from_card.keys(),
        is_complete=harvest.listing.is_complete,
        fetched=harvest.fetched,
        parsed=harvest.parsed,
        unread=tuple(unread),
        kept=len(missing_from(known, listed)) if not harvest.listing.is_complete else 0,
    )


def missing_from(known: Mapping[str, KnownCall], listed: Container[str]) -> list[str]:
    """Calls that one could apply for or await last night and that tonight's list lacks."""
    return [
        source_id
        for source_id, call in known.items()
        if call.is_listed and call.status in LIVE_STATUSES and source_id not in listed
    ]


def doubted(source: Source, staged: Staged, known: Mapping[str, KnownCall], usual: float) -> Staged:
    """The same records from a list that is too short to believe: what it lacks stands as it was, and is not gone.

    Of a call that it lacks only the call's own page was read, without what the list used to say of it: that is used
    where the page has another status, and else would look like a change.
    """
    kept = missing_from(known, staged.card_hashes)
    records = tuple(
        {**record, "is_listed": True}
        for record in staged.records
        if record["source_id"] in staged.card_hashes or record["status"] != known[str(record["source_id"])].status
    )
    message = f"Listen har {len(staged.card_hashes)} utlysninger mot vanlig {usual:g}; ingen regnes som borte."
    count = str(len(staged.card_hashes))
    issue = Issue(source.key, "", "count_mismatch", "", count, message, source.homepage, "error")
    issues = (*staged.issues, issue)
    return dataclasses.replace(staged, records=records, is_complete=False, kept=len(kept), issues=issues)


def _status_moved(reading: Reading, record: Mapping[str, Json], earlier: KnownCall) -> list[Issue]:
    """What the list says of a call whose page cannot be read, where it is news."""
    if record["status"] in (None, earlier.status):
        return []
    words = record["status_text"] or ""
    message = f"Listen sier nå «{words}», men siden lar seg ikke lese; det vi leste sist, står."
    return [Issue(reading.source, reading.source_id, "contradiction", "status", words, message, reading.url)]


def no_list(source: Source, collected: Collected) -> str:
    """Why the source's lists cannot be used tonight, in bokmål; "" when one of them can."""
    if collected.listing is not None:
        return ""
    reasons = [issue.message for issue in collected.issues if issue.severity == "error"]
    last = f"Ingen brukbar liste fra {source.rules.funder}: {collected.problem.rstrip('.')}."
    return " ".join(dict.fromkeys([*reasons, last]))


EMPTY: tuple[Json, ...] = (None, "", [], {})
"""What counts as no value of a column."""


def fill_rates(records: Iterable[Mapping[str, Json]]) -> dict[str, float]:
    """Per column the share of records that have a value; empty texts and lists count as none."""
    rows = list(records)
    if not rows:
        return {}
    return {column.name: sum(1 for row in rows if row[column.name] not in EMPTY) / len(rows) for column in CALL}


def source_night(source: Source, day: date, staged: Staged, is_partly_old: bool) -> SourceNight:
    """What a published night came to. is_partly_old: so many pages failed that readers must be told."""
    said = []
    if staged.kept:
        said.append(f"Listen var ikke hel i natt; {staged.kept} utlysninger som den mangler, står som de var.")
    elif not staged.is_complete:
        said.append("Listen var ikke hel i natt.")
    if is_partly_old:
        said.append(f"{len(staged.unread)} sider kunne ikke leses i natt; det som sist ble lest av dem, står.")
    return SourceNight(
        night=day,
        source=source.key,
        state="stale" if staged.kept or is_partly_old else "fresh",
        is_complete=staged.is_complete,
        fetched=staged.fetched,
        parsed=staged.parsed,
        message=" ".join(said),
        fill_rates=fill_rates(staged.records),
    )


NOT_ASKED = "Kilden ble ikke spurt i natt."


def off_night(source: Source, day: date) -> SourceNight:
    """What a night came to on which the source was not asked at all: it is off, or the archive has nothing of it."""
    return SourceNight(night=day, source=source.key, state="off", is_complete=False, message=NOT_ASKED)


def failed_night(source: Source, day: date, message: str, fetched: int = 0) -> SourceNight:
    """What a night without publishable data came to."""
    return SourceNight(
        night=day, source=source.key, state="failed", is_complete=False, fetched=fetched, message=message
    )


def write_staged(path: Path, staged: Staged) -> None:
    """Hands staged records to the next asset: a line of facts, then a line a record. Written beside, then renamed.

    Those of the source's other nights go: only the last night begun can be published.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    head = {
        "issues": [dataclasses.asdict(issue) for issue in staged.issues],
        "card_hashes": dict(staged.card_hashes),
        "detail_read": sorted(staged.detail_read),
        "is_complete": staged.is_complete,
        "fetched": staged.fetched,
        "parsed": staged.parsed,
        "unread": list(staged.unread),
        "kept": staged.kept,
    }
    beside = path.with_name(f"{path.name}.part")
    with beside.open("w", encoding="utf-8", errors=SURROGATES, newline="\n") as file:
        file.write(json.dumps(head, ensure_ascii=False) + "\n")
        for record in staged.records:
            file.write(record_line(record) + "\n")
    beside.replace(path)
    for other in path.parent.glob("*.jsonl"):
        if other != path:
            other.unlink()


def read_staged(path: Path) -> Staged:
    """What `write_staged` wrote. FileNotFoundError when the source has not been staged that night."""
    with path.open(encoding="utf-8", errors=SURROGATES, newline="\n") as file:
        head = json.loads(file.readline())
        records = tuple(read_record(line) for line in file)
    return Staged(
        records=records,
        issues=tuple(Issue(**issue) for issue in head["issues"]),
        card_hashes=head["card_hashes"],
        detail_read=frozenset(head["detail_read"]),
        is_complete=head["is_complete"],
        fetched=head["fetched"],
        parsed=head["parsed"],
        unread=tuple(head["unread"]),
        kept=head["kept"],
    )
