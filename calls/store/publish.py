"""One source's night into the store: versions of calls, what was seen, and how the source did."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date

import sqlalchemy as sa

from calls.database import StoreError, canonical
from calls.fields import LIVE_STATUSES
from calls.model import Issue, Json
from calls.store import issue_rows, nights
from calls.store.dated import close, insert, refresh_statistics, reopen
from calls.store.rows import Row, to_row
from calls.store.shapes import Counts, SourceNight
from calls.store.tables import call_seen, call_versions, source_nights
from calls.store.tables import issues as issue_table


@dataclass(frozen=True)
class Seen:
    """The row of `call_seen` that holds for a call, without key and nights."""

    first_seen_night: date
    last_seen_night: date | None
    is_listed: bool
    card_hash: str
    is_detail_read: bool


SEEN_STATE = tuple(column.name for column in fields(Seen))


@dataclass(frozen=True)
class Head:
    """A call as it stands before tonight."""

    content_hash: str
    status: str | None
    seen: Seen

    @property
    def is_live(self) -> bool:
        return _is_live(self.seen.is_listed, self.status)


def publish_source(
    connection: sa.Connection,
    report: SourceNight,
    records: Sequence[Mapping[str, Json]],
    issues: Sequence[Issue],
    card_hashes: Mapping[str, str],
    detail_read: Collection[str],
) -> Counts:
    """See Store.publish_source."""
    if report.state == "failed":
        raise StoreError(f"Kilden {report.source} er meldt som feilet; da er det ingen utlysninger å lagre.")
    _make_way(connection, report)
    rows = _rows_by_id(report.source, records)
    before = _heads(connection, report.source)
    new = [key for key in rows if key not in before]
    changed = [key for key in rows if key in before and rows[key]["content_hash"] != before[key].content_hash]
    _write_versions(connection, report, [rows[key] for key in sorted([*new, *changed])])
    listed: dict[str, bool] = dict.fromkeys(card_hashes, True)
    listed.update((record["source_id"], record["is_listed"]) for record in records)
    last_night = last_good_night(connection, report.source)
    after = {}
    for key in sorted({*before, *rows}):
        old = before[key].seen if key in before else None
        after[key] = _see(report, old, listed.get(key), last_night, card_hashes.get(key), key in detail_read)
    _write_seen(connection, report, before, after)
    statuses = {key: rows[key]["status"] if key in rows else before[key].status for key in after}
    closed = [key for key in before if before[key].is_live and not _is_live(after[key].is_listed, statuses[key])]
    counts = Counts(len(new), len(changed), len(closed))
    standing = issue_rows.replace(connection, report.night, report.source, issues, {*detail_read, *changed})
    _write_report(connection, report, counts, standing, report.night)
    refresh_statistics(connection, call_versions, call_seen)
    return counts


def publish_failure(connection: sa.Connection, report: SourceNight, issues: Sequence[Issue]) -> None:
    """See Store.publish_failure."""
    if report.state == "fresh":
        raise StoreError(f"Kilden {report.source} er meldt som fersk, men har ikke gitt noe.")
    _make_way(connection, report)
    standing = issue_rows.replace(connection, report.night, report.source, issues, set())
    last_night = last_good_night(connection, report.source)
    _write_report(connection, report, Counts(0, 0, 0), standing, last_night)


def last_good_night(connection: sa.Connection, source: str) -> date | None:
    """The newest night on which the source's calls were published."""
    is_good = source_nights.c.data_night == source_nights.c.night
    query = sa.select(sa.func.max(source_nights.c.night)).where(source_nights.c.source == source, is_good)
    found: date | None = connection.scalar(query)
    return found


def _is_live(is_listed: bool, status: str | None) -> bool:
    return is_listed and status in LIVE_STATUSES


def _make_way(connection: sa.Connection, report: SourceNight) -> None:
    """Takes back an earlier failure of the source tonight, as a later attempt counts. What it published stays."""
    nights.require_last(connection, report.night)
    is_same = (source_nights.c.night == report.night) & (source_nights.c.source == report.source)
    found = connection.execute(sa.select(source_nights.c.data_night).where(is_same)).one_or_none()
    if found is None:
        return
    if found.data_night == report.night:
        raise StoreError(f"Kilden {report.source} er alt lagret for natten {report.night}. Rull tilbake først.")
    connection.execute(source_nights.delete().where(is_same))
    reopen(connection, issue_table, report.night, issue_table.c.source == report.source)


def _rows_by_id(source: str, records: Sequence[Mapping[str, Json]]) -> dict[str, Row]:
    rows: dict[str, Row] = {}
    for record in records:
        row = to_row(record)
        if row["source"] != source:
            raise StoreError(f"Utlysningen {row['source_id']!r} hører til {row['source']!r}, ikke til {source!r}.")
        if row["source_id"] in rows:
            raise StoreError(f"Kilden {source} har to utlysninger med id {row['source_id']!r}.")
        rows[row["source_id"]] = row
    return rows


def _heads(connection: sa.Connection, source: str) -> dict[str, Head]:
    version, seen = call_versions.c, call_seen.c
    query = (
        sa.select(version.source_id, version.content_hash, version.status, *(seen[name] for name in SEEN_STATE))
        .join_from(call_versions, call_seen, (version.source == seen.source) & (version.source_id == seen.source_id))
        .where(version.source == source, version.valid_to.is_(None), seen.valid_to.is_(None))
    )
    return {
        row.source_id: Head(row.content_hash, row.status, Seen(*(row._mapping[name] for name in SEEN_STATE)))
        for row in connection.execute(query)
    }


def _see(
    report: SourceNight, old: Seen | None, listed: bool | None, last_night: date | None, card: str | None, is_read: bool
) -> Seen:
    """What is known of a call's whereabouts after tonight. `listed` is None when tonight says nothing of it."""
    if old is None:
        return Seen(report.night, None if listed else report.night, bool(listed), card or "", is_read)
    is_listed = old.is_listed and not report.is_complete if listed is None else listed
    return Seen(
        first_seen_night=old.first_seen_night,
        last_seen_night=None if listed else old.last_seen_night or last_night,
        is_listed=is_listed,
        card_hash=old.card_hash if card is None else card,
        is_detail_read=old.is_detail_read or is_read,
    )


def _write_versions(connection: sa.Connection, report: SourceNight, rows: list[Row]) -> None:
    keys = [row["source_id"] for row in rows]
    close(connection, call_versions, call_versions.c.source_id, report.source, keys, report.night)
    insert(
        connection,
        call_versions,
        # The night's archive answers for the address; where the page was unchanged, it says in which night it lies.
        [{**row, "valid_from": report.night, "page_url": row["url"], "page_night": report.night} for row in rows],
    )


def _write_seen(
    connection: sa.Connection, report: SourceNight, before: Mapping[str, Head], after: Mapping[str, Seen]
) -> None:
    keys = [key for key, seen in after.items() if key not in before or before[key].seen != seen]
    close(connection, call_seen, call_seen.c.source_id, report.source, keys, report.night)
    insert(
        connection,
        call_seen,
        [{"source": report.source, "source_id": key, "valid_from": report.night, **asdict(after[key])} for key in keys],
    )


def _write_report(
    connection: sa.Connection, report: SourceNight, counts: Counts, standing: int, data_night: date | None
) -> None:
    row = {**asdict(report), **asdict(counts), "issues": standing, "data_night": data_night}
    row["message"] = issue_rows.readable(report.message)
    row["fill_rates"] = canonical(dict(report.fill_rates))
    connection.execute(source_nights.insert().values(row))
    nights.advance(connection, report.night, "published")
