"""The steps of a night as plain functions: fetch, stage, judge, publish, rank. The assets are shells over these."""

import dataclasses
import json
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from assets.memory import Memory, code_hash
from calls.evidence import NightWords, shares
from calls.fields import BY_NAME, CALL, LIVE_STATUSES
from calls.history import Look
from calls.history.diff import COMPARED, is_same
from calls.meaning import content_hash
from calls.model import Issue, Json, Normalised, Page, Reading, Request
from calls.normalise import is_same_at, normalise
from calls.notes import disagreements, notes_of
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
    looks: Mapping[str, Look] = dataclasses.field(default_factory=dict)  # what pages of calls in no list say
    baselines: tuple[dict[str, Json], ...] = ()  # last night's pages as tonight's code reads them, when it is new
    quotes: Mapping[str, tuple[int, int]] = dataclasses.field(default_factory=dict)  # per column: looked for, found
    lost: Mapping[str, tuple[str, ...]] = dataclasses.field(default_factory=dict)  # fields by call, of those looked at
    is_held: bool = False  # the list is too long to believe: calls never seen must wait


def known_to_source(
    known: Mapping[str, KnownCall], due: Container[str] = (), canaries: Container[str] = ()
) -> dict[str, Known]:
    """What the store knows, in the words of the harvest. due: see `due_calls`; canaries: see `assets.canaries`."""
    return {
        source_id: Known(
            status=call.status,
            card_hash=call.card_hash,
            is_detail_read=call.is_detail_read,
            is_listed=call.is_listed,
            url=call.url,
            is_due=source_id in due,
            is_canary=source_id in canaries,
        )
        for source_id, call in known.items()
    }


def due_calls(records: Mapping[str, Mapping[str, Json]], then: datetime, night_at: datetime) -> frozenset[str]:
    """Calls of which a moment (opening, deadline) has passed since the night that began `then`."""
    return frozenset(key for key, record in records.items() if not is_same_at(record, then, night_at))


def read_calls(source: Source, harvest: Harvest, memory: Memory) -> list[Normalised]:
    """Every call that was read tonight, normalised, by source_id; what the memory holds is taken from there."""
    read = [_understood(source, reading, memory.night_at) for reading in harvest.readings]
    read += [memory.recall(source_id) for source_id in harvest.recalled]
    return sorted(read, key=lambda normalised: normalised.source_id)


def _understood(source: Source, reading: Reading, night_at: datetime) -> Normalised:
    """One call, normalised, with what the funder's own notes say against its fields."""
    normalised = normalise(reading, source.rules, night_at, source.parser_version)
    doubts = disagreements(notes_of(normalised.record), normalised.record)
    return dataclasses.replace(normalised, issues=tuple(dict.fromkeys((*normalised.issues, *doubts))))


def stage(
    source: Source,
    harvest: Harvest,
    read: Sequence[Normalised],
    known: Mapping[str, KnownCall],
    current: Mapping[str, Mapping[str, Json]],
    night_at: datetime,
) -> Staged:
    """A night's calls as they may be published. read: see `read_calls`. A known call keeps its first_seen_at.

    current: the last good record of each known call. A call whose page was read before and cannot be read tonight is
    asked for again, as it keeps its earlier card hash; it keeps its last good record too, or, where the list says all
    but some columns, what the page said of those.
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
        record = normalised.record
        if earlier and earlier.is_detail_read and source_id in from_card:
            hashes[source_id] = earlier.card_hash
            if source.details_when == "nightly":
                unread.append(source_id)
                issues.extend(_status_moved(from_card[source_id], record, earlier))
                continue
            record = with_own_columns(source, record, current[source_id])
        if source_id not in listed and source_id in current:
            record = with_list_columns(source, record, current[source_id])
        first_seen = earlier.first_seen_at if earlier else night_at
        records.append({**record, "first_seen_at": first_seen, "is_listed": source_id in listed})
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
        looks=_looks(harvest, records, listed),
        kept=len(missing_from(known, listed)) if not harvest.listing.is_complete else 0,
    )


def with_own_columns(source: Source, record: dict[str, Json], last: Mapping[str, Json]) -> dict[str, Json]:
    """A record read of the list alone, with what the call's own page said when it was last read."""
    own = {name: last[name] for name in source.own_columns}
    evidence = {**record["evidence"], **{name: last["evidence"][name] for name in own if name in last["evidence"]}}
    made = {**record, **own, "evidence": evidence}
    return {**made, "content_hash": content_hash(made)}


TURNING = ("status", "status_text", "deadline_at", "deadlines", "deadline_type", "deadline_text", "opens_at")
"""Columns that say whether one may still apply."""


def with_list_columns(source: Source, record: dict[str, Json], last: Mapping[str, Json]) -> dict[str, Json]:
    """A record read of the call's own page alone, with what only the list said when it last held the call.

    Where the list says all, the page words it otherwise. Then it is asked whether one may still apply, and for the
    columns that are its own.
    """
    if source.details_when == "changed":
        believed = (*TURNING, *source.own_columns)
        names = [column.name for column in COMPARED if column.name not in believed]
        kept = {name: last[name] for name in names if not is_same(name, last, record)}
    else:
        kept = {
            name: last[name]
            for name, rows in last["evidence"].items()
            if record[name] in EMPTY and last[name] not in EMPTY and all(row["url"] != record["url"] for row in rows)
        }
    if not kept:
        return record
    cited = {name: last["evidence"].get(name) for name in kept}
    evidence = {name: rows for name, rows in {**record["evidence"], **cited}.items() if rows}
    made = {**record, **kept, "evidence": evidence}
    return {**made, "content_hash": content_hash(made)}


def _looks(harvest: Harvest, records: Sequence[Mapping[str, Json]], listed: Container[str]) -> dict[str, Look]:
    """What the own page of each call in no list says: that one may still apply or await it, or that it is no more."""
    looks: dict[str, Look] = dict.fromkeys(sorted(harvest.absent), "not_there")
    for record in records:
        if record["source_id"] not in listed:
            looks[record["source_id"]] = "there" if record["status"] in LIVE_STATUSES else "not_there"
    return looks


def with_quotes(staged: Staged, collected: Collected, memory: Memory) -> Staged:
    """The same calls, with what of their quotes stands on tonight's pages; an unchanged page is not searched again."""
    words = NightWords.of(collected.lists.values(), collected.details, staged.records)
    checked = [memory.quotes(str(one["source_id"])) or words.check(one) for one in staged.records]
    memory.checked |= {one.source_id: one for one in checked}
    lost = {one.source_id: tuple(one.of("lost")) for one in checked if one.of("lost")}
    return dataclasses.replace(staged, quotes=shares(checked), lost=lost)


def missing_from(known: Mapping[str, KnownCall], listed: Container[str]) -> list[str]:
    """Calls that one could apply for or await last night and that tonight's list lacks."""
    return [
        source_id
        for source_id, call in known.items()
        if call.is_listed and call.status in LIVE_STATUSES and source_id not in listed
    ]


def doubted(staged: Staged, known: Mapping[str, KnownCall]) -> Staged:
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
    return dataclasses.replace(staged, records=records, is_complete=False, kept=len(kept))


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
    stale = sorted({BY_NAME[issue.field].label_nb for issue in staged.issues if issue.kind == "stale_value"})
    if stale:
        said.append(f"Felt som ikke leses trygt, står som de sist ble lest: {', '.join(stale)}.")
    if staged.is_held:
        said.append("Listen er mye lengre enn vanlig; utlysninger vi ikke har sett før, venter.")
    if is_partly_old:
        said.append(f"{len(staged.unread)} sider kunne ikke leses i natt; det som sist ble lest av dem, står.")
    return SourceNight(
        night=day,
        source=source.key,
        state="stale" if staged.kept or staged.is_held or stale or is_partly_old else "fresh",
        is_complete=staged.is_complete,
        fetched=staged.fetched,
        parsed=staged.parsed,
        message=" ".join(said),
        fill_rates=fill_rates(staged.records),
        reader=code_hash(),
        quotes=staged.quotes,
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
        "looks": dict(staged.looks),
        "quotes": dict(staged.quotes),
        "lost": dict(staged.lost),
        "is_held": staged.is_held,
        "baselines": len(staged.baselines),
    }
    beside = path.with_name(f"{path.name}.part")
    with beside.open("w", encoding="utf-8", errors=SURROGATES, newline="\n") as file:
        file.write(json.dumps(head, ensure_ascii=False) + "\n")
        for record in (*staged.baselines, *staged.records):
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
        records=records[head["baselines"] :],
        baselines=records[: head["baselines"]],
        looks=head["looks"],
        quotes={column: (shares[0], shares[1]) for column, shares in head["quotes"].items()},
        lost={source_id: tuple(fields) for source_id, fields in head["lost"].items()},
        is_held=head["is_held"],
        issues=tuple(Issue(**issue) for issue in head["issues"]),
        card_hashes=head["card_hashes"],
        detail_read=frozenset(head["detail_read"]),
        is_complete=head["is_complete"],
        fetched=head["fetched"],
        parsed=head["parsed"],
        unread=tuple(head["unread"]),
        kept=head["kept"],
    )
