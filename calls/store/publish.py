"""One source's night into the store: versions of calls, where they are, what happened, and how the source did."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from datetime import date

import sqlalchemy as sa

from calls.database import StoreError, canonical
from calls.history.deadlines import last_deadline
from calls.model import Issue, Json
from calls.store import event_rows, heads, issue_rows, nights
from calls.store.dated import close, insert, refresh_statistics, reopen
from calls.store.happened import Happened, Night, settle
from calls.store.heads import Head, Seen, is_live
from calls.store.rows import Row, to_row
from calls.store.shapes import Counts, Extras, SourceNight
from calls.store.tables import call_seen, call_versions, source_nights
from calls.store.tables import issues as issue_table


def publish_source(
    connection: sa.Connection,
    report: SourceNight,
    records: Sequence[Mapping[str, Json]],
    issues: Sequence[Issue],
    card_hashes: Mapping[str, str],
    detail_read: Collection[str],
    extras: Extras,
) -> Counts:
    """See Store.publish_source."""
    if report.state == "failed":
        raise StoreError(f"Kilden {report.source} er meldt som feilet; da er det ingen utlysninger å lagre.")
    _make_way(connection, report)
    before = heads.load(connection, report.source)
    told, rows = _by_id(report.source, records)
    if extras.hold_new:
        held = told.keys() - before.keys()
        told = {key: record for key, record in told.items() if key not in held}
        issues = [issue for issue in issues if issue.source_id not in held]
    night = _night(connection, report, before, told, card_hashes, extras)
    happened = settle(connection, night)
    _write_versions(connection, night, rows, happened)
    after = _write_seen(connection, night, happened, card_hashes, detail_read)
    event_rows.add(connection, happened.events)
    counts = Counts(len(night.new), len(night.changed) + len(happened.closed), _ended(night, happened, after))
    reread = {*detail_read, *night.changed}
    standing = issue_rows.replace(connection, report.night, report.source, issues, reread, is_published=True)
    _write_report(connection, report, counts, standing, report.night, len(card_hashes))
    refresh_statistics(connection, call_versions, call_seen)
    return counts


def publish_failure(connection: sa.Connection, report: SourceNight, issues: Sequence[Issue]) -> None:
    """See Store.publish_failure."""
    if report.state == "fresh":
        raise StoreError(f"Kilden {report.source} er meldt som fersk, men har ikke gitt noe.")
    _make_way(connection, report)
    standing = issue_rows.replace(connection, report.night, report.source, issues, set(), is_published=False)
    last_night = last_good_night(connection, report.source)
    _write_report(connection, report, Counts(0, 0, 0), standing, last_night)


def last_good_night(connection: sa.Connection, source: str) -> date | None:
    """The newest night on which the source's calls were published."""
    is_good = source_nights.c.data_night == source_nights.c.night
    query = sa.select(sa.func.max(source_nights.c.night)).where(source_nights.c.source == source, is_good)
    found: date | None = connection.scalar(query)
    return found


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


def _by_id(source: str, records: Sequence[Mapping[str, Json]]) -> tuple[dict[str, Mapping[str, Json]], dict[str, Row]]:
    """The records, and the rows that they become, by source_id."""
    told: dict[str, Mapping[str, Json]] = {}
    rows: dict[str, Row] = {}
    for record in records:
        row = to_row(record)
        if row["source"] != source:
            raise StoreError(f"Utlysningen {row['source_id']!r} hører til {row['source']!r}, ikke til {source!r}.")
        if row["source_id"] in rows:
            raise StoreError(f"Kilden {source} har to utlysninger med id {row['source_id']!r}.")
        rows[row["source_id"]] = row
        told[row["source_id"]] = record
    return told, rows


def _night(
    connection: sa.Connection,
    report: SourceNight,
    before: Mapping[str, Head],
    told: Mapping[str, Mapping[str, Json]],
    card_hashes: Mapping[str, str],
    extras: Extras,
) -> Night:
    begun = nights.find(connection, report.night)
    if begun is None:
        raise StoreError(f"Natten {report.night} er ikke begynt.")
    last_night = last_good_night(connection, report.source)
    listed: dict[str, bool] = dict.fromkeys(card_hashes, True)
    listed.update((key, record["is_listed"]) for key, record in told.items())
    for baseline in extras.baselines.values():
        to_row(baseline)
    return Night(
        night=report.night,
        at=begun.began_at,
        source=report.source,
        is_complete=report.is_complete,
        last_night=last_night,
        is_new_reader=bool(report.reader) and report.reader != _reader(connection, report.source, last_night),
        before=before,
        records=told,
        listed=listed,
        baselines=extras.baselines,
        looks=extras.looks,
    )


def _reader(connection: sa.Connection, source: str, night: date | None) -> str | None:
    is_there = (source_nights.c.source == source) & (source_nights.c.night == night)
    found: str | None = connection.scalar(sa.select(source_nights.c.reader).where(is_there))
    return found


def _ended(night: Night, happened: Happened, after: Mapping[str, Seen]) -> int:
    """How many calls one could apply for, or await, before tonight and no longer can."""

    def is_live_now(key: str) -> bool:
        record = happened.closed.get(key) or night.records.get(key)
        return is_live(after[key].is_listed, record["status"] if record else night.before[key].status)

    return sum(1 for key, head in night.before.items() if head.is_live and not is_live_now(key))


def _see(night: Night, key: str, happened: Happened, card: str | None, is_read: bool) -> Seen:
    """What is known of a call's whereabouts after tonight."""
    listed = night.listed.get(key)
    if key not in night.before:
        return Seen(night.night, None if listed else night.night, bool(listed), card or "", is_read, 0)
    old = night.before[key].seen
    return Seen(
        first_seen_night=old.first_seen_night,
        last_seen_night=None if listed else old.last_seen_night or night.last_night,
        is_listed=bool(listed) or (old.is_listed and key not in happened.concluded),
        card_hash=old.card_hash if card is None else card,
        is_detail_read=old.is_detail_read or is_read,
        misses=night.misses[key],
    )


def _write_versions(connection: sa.Connection, night: Night, rows: Mapping[str, Row], happened: Happened) -> None:
    """The night's archive answers for the address; where the page was unchanged, it says in which night it lies."""
    made = [
        {
            **rows[key],
            "page_url": rows[key]["url"],
            "page_night": night.night,
            "deadlines_end": last_deadline(night.records[key]["deadlines"]),
        }
        for key in sorted([*night.new, *night.changed])
    ]
    made += [
        {
            **to_row(record),
            **{name: happened.stored[key][name] for name in ("page_url", "page_night")},
            "deadlines_end": last_deadline(record["deadlines"]),
        }
        for key, record in sorted(happened.closed.items())
    ]
    ended = [*night.changed, *happened.closed]
    close(connection, call_versions, call_versions.c.source_id, night.source, ended, night.night)
    insert(connection, call_versions, [{**row, "valid_from": night.night} for row in made])


def _write_seen(
    connection: sa.Connection,
    night: Night,
    happened: Happened,
    card_hashes: Mapping[str, str],
    detail_read: Collection[str],
) -> dict[str, Seen]:
    """Keeps where every call is after tonight, and returns it by source_id."""
    after = {
        key: _see(night, key, happened, card_hashes.get(key), key in detail_read)
        for key in sorted({*night.before, *night.new})
    }
    keys = [key for key, seen in after.items() if key not in night.before or night.before[key].seen != seen]
    known = [key for key in keys if key in night.before]
    close(connection, call_seen, call_seen.c.source_id, night.source, known, night.night)
    made = {"source": night.source, "valid_from": night.night}
    insert(connection, call_seen, [{**made, "source_id": key, **vars(after[key])} for key in keys])
    return after


def _write_report(
    connection: sa.Connection,
    report: SourceNight,
    counts: Counts,
    standing: int,
    data_night: date | None,
    listed: int | None = None,
) -> None:
    row = {**asdict(report), **asdict(counts), "issues": standing, "data_night": data_night, "listed": listed}
    row["message"] = issue_rows.readable(report.message)
    row["fill_rates"] = canonical(dict(report.fill_rates))
    row["quotes"] = canonical({column: list(shares) for column, shares in report.quotes.items()})
    connection.execute(source_nights.insert().values(row))
    nights.advance(connection, report.night, "published")
