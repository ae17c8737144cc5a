"""The store: what every night found, kept so that any past night can be asked again.

`Store` is all that other packages use. What people decided does not belong here; that is `readers`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Self

import pandas as pd

from calls.database import Stamp, StoreError, open_database, reading, sqlite_stamp, writing
from calls.history import Look
from calls.linking.shapes import Link
from calls.model import Issue, Json
from calls.store import check, deadline_rows, event_rows, hashes, links, listing, nights, publish, quotes, read
from calls.store.rankings import Rankings
from calls.store.rows import Record
from calls.store.shapes import (
    Counts,
    Extras,
    KnownCall,
    LastGood,
    MatchRun,
    NightRow,
    NightState,
    ProfileMoves,
    ProfileVersion,
    RankInput,
    SourceNight,
    SourceState,
    ToldDeadlines,
)
from calls.store.tables import SCHEMA

__all__ = [
    "Counts",
    "KnownCall",
    "LastGood",
    "MatchRun",
    "NightRow",
    "NightState",
    "ProfileMoves",
    "ProfileVersion",
    "RankInput",
    "SourceNight",
    "SourceState",
    "Store",
    "StoreError",
    "ToldDeadlines",
]


class Store(Rankings):
    """Nights, calls, issues and matches in one database. Every method is one transaction and raises StoreError.

    Where a night may be given, None means now: for calls and issues the newest state, for reports of sources the
    newest published night, for matches the newest ranked one. Frames hold Python objects; absent is None.
    """

    @classmethod
    def open(cls, url: str) -> Self:
        """The store at an SQLAlchemy URL (a file of SQLite, or PostgreSQL), made or brought up to date if need be."""
        return cls(open_database(url, SCHEMA))

    def newest_night(self, is_demonstration: bool | None = None, is_ranked: bool = False) -> date | None:
        """The newest night that published something; with `is_ranked`, the newest one that has matches to show."""
        with reading(self._engine) as connection:
            return nights.newest(connection, is_demonstration, is_ranked)

    def nights(self) -> list[NightRow]:
        """Every night, oldest first."""
        with reading(self._engine) as connection:
            return nights.every(connection)

    def night(self, day: date) -> NightRow | None:
        """That night, or None when there was none."""
        with reading(self._engine) as connection:
            return nights.find(connection, day)

    def roll_back(self, day: date) -> None:
        """Takes back all that the nights from `day` on wrote. After it, running them gives the rows of a first run."""
        with writing(self._engine) as connection:
            nights.roll_back(connection, day)

    def begin_night(self, day: date, began_at: datetime, code_version: str, is_demonstration: bool) -> None:
        """Begins a night, later than all there are (else StoreError: roll back first). `began_at` has a time zone."""
        with writing(self._engine) as connection:
            nights.begin(connection, day, began_at, code_version, is_demonstration)

    def known(self, source: str) -> dict[str, KnownCall]:
        """What is known of each call of a source, by source_id, as of its newest published night."""
        with reading(self._engine) as connection:
            return read.known(connection, source)

    def last_good(self, source: str) -> LastGood | None:
        """The newest night on which the source's calls were published, and the code that read them."""
        with reading(self._engine) as connection:
            return read.last_good(connection, source)

    def fill_rates(self, source: str, most: int) -> list[dict[str, float]]:
        """Column -> share of records with a value, of a source's newest good nights, newest first, `most` of them."""
        with reading(self._engine) as connection:
            return read.fill_rates(connection, source, most)

    def listed_counts(self, source: str, most: int) -> list[int]:
        """How many calls the lists of a source held on each of its newest good nights, newest first, `most` of them."""
        with reading(self._engine) as connection:
            return read.listed_counts(connection, source, most)

    def current_records(self, source: str) -> dict[str, Record]:
        """The last good record of each call of a source, by source_id, with all columns of CALL."""
        with reading(self._engine) as connection:
            return {record["source_id"]: record for record in read.records(connection, None, source)}

    def publish_source(
        self,
        report: SourceNight,
        records: Sequence[Mapping[str, Json]],
        issues: Sequence[Issue],
        card_hashes: Mapping[str, str],
        detail_read: Collection[str],
        *,
        baselines: Mapping[str, Mapping[str, Json]] | None = None,
        looks: Mapping[str, Look] | None = None,
        reader: str = "",
        hold_new: bool = False,
        quotes: Mapping[str, Sequence[int]] | None = None,
    ) -> Counts:
        """What a source said tonight, the last night begun. It replaces a failure of tonight, never what was published.

        records: exactly the columns of CALL. The store keeps first_seen_at and last_seen_at itself; is_listed says
            whether tonight's lists hold the call. A content_hash that is unchanged makes no new version.
        card_hashes: by source_id, every card of tonight's lists. One without record is listed, and keeps its version.
        detail_read: source_ids whose own page was read tonight; their earlier issues fall unless raised again.
        baselines: by source_id, what tonight's code reads in the last good night's archived bytes, as of when that
            night began; wanted when the code is new, and then of every call that it finds there.
        looks: by source_id, what the own page of a call in no list says.
        reader, quotes: as in SourceNight, and stored in its place where given.
        hold_new: the list is too long to believe; calls never seen before are not stored tonight.
        A known call that is in neither records nor cards keeps its version. It counts as listed until a fourth whole
        list in a row lacks it, and is closed once its last deadline has passed. What happened is stored as events.
        """
        report = replace(report, reader=reader or report.reader, quotes=quotes or report.quotes)
        extras = Extras(baselines or {}, looks or {}, hold_new)
        with writing(self._engine) as connection:
            return publish.publish_source(connection, report, records, issues, card_hashes, detail_read, extras)

    def publish_failure(self, report: SourceNight, issues: Sequence[Issue]) -> None:
        """The source gave nothing to use tonight: its last good calls stay, and data_night says from when they are.

        A later attempt of the same night may fail again or be published; it then counts instead.
        """
        with writing(self._engine) as connection:
            publish.publish_failure(connection, report, issues)

    def records(self, night: date | None = None, source: str | None = None) -> list[Record]:
        """Full records as known at the end of `night`, as `calls` gives them."""
        with reading(self._engine) as connection:
            return read.records(connection, night, source)

    def listing(self, night: date | None = None, source: str | None = None) -> pd.DataFrame:
        """What `calls` gives, but few columns, and quickly: source, source_id, title, status, deadline_at, is_listed,
        content_hash; and valid_from (the night its version is of) and misses (whole lists in a row without it)."""
        with reading(self._engine) as connection:
            return listing.listing_frame(connection, night, source)

    def events(
        self,
        night: date | None = None,
        first: date | None = None,
        last: date | None = None,
        source: str | None = None,
        cause: str | None = None,
    ) -> pd.DataFrame:
        """What happened, the fields of calls.history.Event, by night, source, source_id and number.

        Of one night, or of those from `first` to `last`, both included; without any of these of all nights.
        """
        with reading(self._engine) as connection:
            return event_rows.events_frame(connection, night, first, last, source, cause)

    def events_of(self, source: str, source_id: str, night: date | None = None) -> list[Record]:
        """What happened to a call up to `night`, as `events` gives it, oldest first."""
        with reading(self._engine) as connection:
            return event_rows.of_call(connection, source, source_id, night)

    def reissues(self, night: date | None = None) -> dict[tuple[str, str], list[tuple[str, str]]]:
        """By source and source_id: under which others a call came again up to `night`, oldest first."""
        with reading(self._engine) as connection:
            return event_rows.reissues(connection, night)

    def last_changed(self, night: date | None = None) -> dict[tuple[str, str], date]:
        """By source and source_id: the newest night, up to `night`, on which the funder changed a call."""
        with reading(self._engine) as connection:
            return deadline_rows.last_changed(connection, night)

    def told_deadlines(
        self, keys: Iterable[tuple[str, str]], night: date | None = None
    ) -> dict[tuple[str, str], list[ToldDeadlines]]:
        """By source and source_id: what each night, up to `night`, that changed a call told of its deadlines."""
        with reading(self._engine) as connection:
            return deadline_rows.told_deadlines(connection, keys, night)

    def calls(self, night: date | None = None, source: str | None = None, status: str | None = None) -> pd.DataFrame:
        """Full records, columns of CALL, json decoded, as known at the end of `night`; by source and source_id."""
        with reading(self._engine) as connection:
            return read.calls_frame(read.records(connection, night, source, status))

    def call(self, source: str, source_id: str, night: date | None = None) -> Record | None:
        """One call as known at the end of `night`; None when it was not known then."""
        with reading(self._engine) as connection:
            return next(iter(read.records(connection, night, source, source_id=source_id)), None)

    def versions(self, source: str, source_id: str) -> list[Record]:
        """Every version of a call, oldest first: its content, valid_from, valid_to (first night it no longer held,
        null for the current one), and the address and night of the archived page."""
        return self.versions_of(source, [source_id])

    def versions_of(
        self, source: str, source_ids: Collection[str], columns: Collection[str] | None = None
    ) -> list[Record]:
        """`versions` of several calls of a source, with those columns of the content, or all; oldest first."""
        with reading(self._engine) as connection:
            return read.versions(connection, source, source_ids, columns)

    def issues(
        self, night: date | None = None, source: str | None = None, source_id: str | None = None
    ) -> pd.DataFrame:
        """Issues that stood at the end of `night`: since_night and the fields of Issue. source_id "" is the source."""
        with reading(self._engine) as connection:
            return read.issues_frame(connection, night, source, source_id)

    def source_nights(self, night: date | None = None) -> pd.DataFrame:
        """How each source did: the report, new, changed, closed, issues standing, data_night (None: never any data)."""
        with reading(self._engine) as connection:
            return read.source_nights_frame(connection, night)

    def source_history(self, night: date, most: int) -> pd.DataFrame:
        """How each source did on the newest `most` nights up to `night`, oldest first. Columns: night, source, state,
        data_night, listed, parsed, fill_rates."""
        with reading(self._engine) as connection:
            return read.source_history_frame(connection, night, most)

    def night_hash(self, night: date) -> dict[str, str]:
        """SHA-256 (hex) of what a night says: records (all calls, as known at its end), events and matches."""
        with reading(self._engine) as connection:
            return hashes.night_hash(connection, night)

    def keep_hashes(self, night: date) -> dict[str, str]:
        """Stores what `night_hash` says now, in place of what was stored, and returns it."""
        with writing(self._engine) as connection:
            return hashes.keep(connection, night)

    def kept_hashes(self, night: date) -> dict[str, str]:
        """What `keep_hashes` stored for the night; empty when it did not."""
        with reading(self._engine) as connection:
            return hashes.kept(connection, night)

    def stamp(self) -> Stamp:
        """Cheap to ask for, and another after every change: while it is the same, so is what was read after it."""
        if self._engine.dialect.name == "sqlite":
            return sqlite_stamp(self._engine)
        with reading(self._engine) as connection:
            return nights.stamp(connection)

    def check(self) -> list[str]:
        """What is wrong with the database, a Norwegian sentence each; empty when all is well.

        Looked at: whether what rows refer to is there, whether rows of several nights follow each other, and whether
        the constraints and indexes of the tables are in force. Of the files beneath, SQLite's are looked at too; those
        of PostgreSQL belong to whoever runs the server.
        """
        with reading(self._engine) as connection:
            return check.check(connection)

    def publish_quotes(
        self, night: date, source: str, lost: Mapping[str, Collection[str]], looked_at: Collection[str]
    ) -> None:
        """Which fields of a source's calls have lost their quote on the last night; see `calls.store.quotes`."""
        with writing(self._engine) as connection:
            quotes.publish(connection, night, source, lost, looked_at)

    def lost_quotes(
        self, night: date | None = None, source: str | None = None, source_id: str | None = None
    ) -> dict[tuple[str, str], dict[str, date]]:
        """By source and source_id: fields whose quote was gone at the end of `night`, and the night they went."""
        with reading(self._engine) as connection:
            return quotes.lost(connection, night, source, source_id)

    def publish_links(self, night: date, found: Sequence[Link]) -> None:
        """Which records are one call, all of them, as the last night found it; see `calls.store.links`."""
        with writing(self._engine) as connection:
            links.publish(connection, night, found)

    def links(self, night: date | None = None) -> list[Link]:
        """The links between records that held at the end of `night`, in their order."""
        with reading(self._engine) as connection:
            return links.links(connection, night)
