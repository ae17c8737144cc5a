"""What the pages read: the store as a night left it, and the clusters as they stand on disk.

Opened when asked for, so that the page runs before the first night, sees each new night without a restart, and follows
a database that was deleted and replayed. Nothing is written here.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from threading import RLock
from typing import Protocol, TypeVar

import pandas as pd

from calls.database import Stamp, StoreError, sqlite_file
from calls.home import Home
from calls.store import NightRow, Store
from calls.tongue import tongue
from matching.explain import Match
from matching.profiles import Cluster, Profile
from publish.night_rows import NightRows, night_rows, unranked, with_drafts
from publish.rows import CallId, Row, call_id, records
from readers.standing import NOTHING_SAID, Standing
from web.kept import Kept
from web.said import SaidReader, file_identity, said_values

Made = TypeVar("Made")
Ranker = Callable[["Shown", Sequence[tuple[Cluster, Profile]]], list[Match]]
"""Ranks projects against the calls of a night, as people have them."""
KEPT = 64
"""Answers of the store that are kept until it changes, of all nights that are asked for; and as many that also hang on
what people said."""


class NoSuchNightError(LookupError):
    """A night that there is nothing to show of. before, after: the nearest nights that there is, if any."""

    def __init__(self, day: date, before: date | None, after: date | None) -> None:
        super().__init__(f"Natten {day} er ikke kjørt.")
        self.day, self.before, self.after = day, before, after


class Keep(Protocol):
    """Gives what `make` makes, or what it made when it was last asked for under that name, since the store changed."""

    def __call__(self, name: Hashable, make: Callable[[], Made]) -> Made: ...


@dataclass(frozen=True)
class Shown:
    """The night that the pages show. `kept` keeps for this night alone; `made` makes its rows, `ranker` ranks projects
    that were written since.

    stored: as `kept`, for what comes out of the store alone, without words: it stays when people say something.
    standing: what people have said until now, also where an earlier night is shown. stamp: changes when the store does,
    or what people said of the values of calls; not when they decide something. is_past: an earlier night than the
    newest was asked for.
    """

    store: Store
    night: NightRow
    source_nights: pd.DataFrame
    clusters: Sequence[Cluster]
    made: Callable[[Shown], NightRows]
    ranker: Ranker | None
    kept: Keep
    stored: Keep
    standing: Standing = NOTHING_SAID
    stamp: Stamp = ()
    is_past: bool = False

    def everything(self) -> NightRows:
        """The rows of every match of all clusters."""
        return self.made(self)

    def drafts(self) -> list[Match]:
        """The matches of projects written since the night, ranked now; none where an earlier night is shown."""
        ranker = self.ranker
        if ranker is None or self.is_past or self.night.state != "ranked":
            return []
        name = ("unranked", tuple(self.clusters))
        pairs = self.stored(name, lambda: unranked(self.store, self.clusters, self.night.night))
        return self.stored(("drafts", self.stamp, tuple(pairs)), lambda: ranker(self, pairs)) if pairs else []

    def rows(self, cluster: str | None = None, profile: str | None = None) -> NightRows:
        """The rows of every match, or of one cluster's or profile's: what publish.night_rows gives for that filter."""
        return self.everything().only(cluster, profile)

    def calls(self) -> pd.DataFrame:
        """Store.calls of the night, without what people said; not to be written in."""
        return read_calls(self.store, self.night, self.stored)

    def source_rows(self) -> list[Row]:
        """How each source did, in plain values."""
        return self.stored("source rows", lambda: records(self.source_nights))

    def issues(self) -> list[Row]:
        """Store.issues of the night, in plain values."""
        return self.stored("issues", lambda: records(self.store.issues(self.night.night)))

    def issues_of(self, source: str, source_id: str) -> list[Row]:
        """Those of one call."""

        def read() -> dict[CallId, list[Row]]:
            found: dict[CallId, list[Row]] = {}
            for issue in self.issues():
                found.setdefault(call_id(issue), []).append(issue)
            return found

        by_call: dict[CallId, list[Row]] = self.stored("issues by call", read)
        return by_call.get((source, source_id), [])

    def said_calls(self) -> list[Row]:
        """The calls of the night in plain values, as people corrected them and with what they entered by then."""

        def read() -> list[Row]:
            return records(self.standing.calls(self.calls(), self.night.began_at))

        return self.stored(("said calls", self.stamp), read)

    def call(self, source: str, source_id: str) -> Row | None:
        """One call of the night without what people said, as Store.call gives it."""
        places: dict[CallId, int] = self.stored("places", lambda: _places(self.calls()))
        place = places.get((source, source_id))
        frame = self.calls()
        # All columns hold Python objects (calls.store.read.frame), so that this copies nothing.
        return None if place is None else dict(zip(frame.columns, frame.to_numpy()[place], strict=True))

    def matches(self) -> list[Row]:
        """Store.matches of the night and the drafts, in plain values."""
        drafts, read = self.drafts(), read_matches(self.store, self.night, self.stored)
        return self.stored(("match records", self.written), lambda: records(with_drafts(read, drafts)))

    @property
    def written(self) -> Hashable:
        """Part of the name of what is made of the matches and kept in `stored`: drafts come and go with clusters."""
        return (self.stamp, tuple(self.clusters)) if self.drafts() else ()

    def nights(self) -> list[NightRow]:
        """Every night up to this one that there is something to show of, oldest first."""
        found: list[NightRow] = self.stored("nights", lambda: shown_nights(self.store))
        return [night for night in found if night.night <= self.night.night]


class StoreReader:
    """The store of a home. What was read is kept until it changes.

    Opened once for each database file that has stood there; on a server, again after every error there.
    """

    def __init__(self, home: Home, ranker: Ranker | None = None) -> None:
        """ranker: ranks projects that no night has ranked; None where nobody does."""
        self._url, self._ranker = home.database_url, ranker
        self._said = SaidReader(home.decisions_url)
        self._lock = RLock()
        self._store: Store | None = None
        self._file: tuple[int, int] | None = None
        self._stored, self._kept = Kept(KEPT), Kept(KEPT)

    def standing(self) -> Standing:
        """All that people have said and that stands now."""
        return self._said.standing()[0]

    def stamp(self) -> Stamp | None:
        """Changes when the store does, or what people said; None while one of them cannot be asked."""
        try:
            store = self._current()
            return self._file, store.stamp() if store else None, self._said.standing()[1]
        except StoreError:
            return None

    def quick_stamp(self) -> Stamp | None:
        """`stamp` by a look at files alone; None where that does not tell it."""
        said, store, identity = self._said.quick_stamp(), self._store, self._file
        if said is None or store is None or identity is None or file_identity(self._url) != identity:
            return None
        return identity, store.stamp(), said

    def shown(self, clusters: Sequence[Cluster], day: date | None = None) -> Shown | None:
        """The night `day`, or the newest one that is ranked; None before the first. NoSuchNightError."""
        store = self._current()
        try:
            return self._shown(store, clusters, day) if store else None
        except StoreError:
            # A database on a server may have been made anew, and wants its tables before the next page.
            self._forget(store)
            self._said.forget()
            raise

    def _shown(self, store: Store, clusters: Sequence[Cluster], day: date | None) -> Shown | None:
        # A night that is published but not ranked yet has no matches to show; the one before stands until it is.
        before = store.stamp()

        def newest_day() -> date | None:
            return store.newest_night(is_ranked=True) or store.newest_night()

        newest = self._stored.of(before, "newest", newest_day)
        if newest is None:
            return None
        night: NightRow | None = self._stored.of(before, ("night", day or newest), lambda: store.night(day or newest))
        if night is None or night.state == "begun" or night.night > newest:
            raise _no_such_night(store, day or newest, newest)
        standing, stamp = self._said.standing()
        kept, stored = partial(self._keep, store, night, stamp), partial(self._keep_stored, store, night)
        return Shown(
            store,
            night,
            stored("source nights", lambda: store.source_nights(night.night)),
            clusters,
            self._rows,
            self._ranker,
            kept,
            stored,
            standing,
            (*store.stamp(), *said_values(standing)),
            is_past=night.night < newest,
        )

    def _current(self) -> Store | None:
        identity = file_identity(self._url)
        if identity is None and sqlite_file(self._url) is not None:
            return None  # opening it would make it
        with self._lock:
            if self._store is None or identity != self._file:
                if self._store is not None:
                    self._store.close()
                self._store, self._file = Store.open(self._url), identity
                self._empty()
            return self._store

    def _forget(self, store: Store | None) -> None:
        with self._lock:
            if store is not None and store is self._store:
                self._store.close()
                self._store = None
                self._empty()

    def _empty(self) -> None:
        self._stored.clear()
        self._kept.clear()

    @staticmethod
    def _rows(shown: Shown) -> NightRows:
        # All but what is hidden hangs on corrections and own calls alone, which change much more seldom.
        values = replace(shown.standing, decisions=())
        name = ("rows", tongue(), tuple(shown.clusters), said_values(shown.standing))

        def made() -> NightRows:
            read = shown.calls(), read_matches(shown.store, shown.night, shown.stored)
            return night_rows(shown.store, shown.clusters, shown.night.night, values, shown.drafts(), read)

        return shown.kept(("rows", tuple(shown.clusters)), lambda: shown.stored(name, made).decided(shown.standing))

    def _keep(self, store: Store, night: NightRow, said: Stamp, name: Hashable, make: Callable[[], Made]) -> Made:
        # The stamp is taken before reading: a commit in between makes the next page read again, never the other way.
        # Most answers hold words, and those are of one tongue.
        return self._kept.of((*store.stamp(), said), (night.night, tongue(), name), make)

    def _keep_stored(self, store: Store, night: NightRow, name: Hashable, make: Callable[[], Made]) -> Made:
        return self._stored.of(store.stamp(), (night.night, name), make)


def read_calls(store: Store, night: NightRow, stored: Keep) -> pd.DataFrame:
    """Store.calls of a night, as read; not to be written in."""
    return stored("calls", lambda: store.calls(night.night))


def read_matches(store: Store, night: NightRow, stored: Keep) -> pd.DataFrame:
    """Store.matches of a night; not to be written in."""
    return stored("matches", lambda: store.matches(night.night))


def _places(calls: pd.DataFrame) -> dict[CallId, int]:
    return {key: place for place, key in enumerate(zip(calls["source"], calls["source_id"], strict=True))}


def shown_nights(store: Store) -> list[NightRow]:
    """Nights that there is something to show of, oldest first."""
    return [night for night in store.nights() if night.state != "begun"]


def _no_such_night(store: Store, day: date, newest: date) -> NoSuchNightError:
    days = [night.night for night in shown_nights(store) if night.night <= newest]
    before = max((one for one in days if one < day), default=None)
    after = min((one for one in days if one > day), default=None)
    return NoSuchNightError(day, before, after)
