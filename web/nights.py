"""What the pages read: the store as a night left it, and the clusters as they stand on disk.

Opened when asked for, so that the page runs before the first night, sees each new night without a restart, and follows
a database that was deleted and replayed. Nothing is written here.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from threading import RLock
from typing import Protocol, TypeVar

import pandas as pd

from calls.database import Stamp, StoreError, file_stamp, sqlite_file
from calls.home import Home
from calls.store import NightRow, Store
from calls.tongue import tongue
from matching.own_clusters import EXAMPLES
from matching.profiles import Cluster, ProfileError, load_clusters, usable_clusters
from publish.night_rows import NightRows, night_rows
from publish.rows import Row, records
from readers.standing import NOTHING_SAID, Standing
from web.kept import Kept
from web.said import SaidReader, file_identity, said_values

Made = TypeVar("Made")
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
    """The night that the pages show. `everything` gives its rows for all clusters; `kept` keeps for this night alone.

    stored: as `kept`, for what comes out of the store alone, without words: it stays when people say something.
    standing: what people have said until now, also where an earlier night is shown. stamp: changes when the store does,
    or what people said of the values of calls; not when they decide something. is_past: an earlier night than the
    newest was asked for.
    """

    store: Store
    night: NightRow
    source_nights: pd.DataFrame
    clusters: Sequence[Cluster]
    everything: Callable[[], NightRows]
    kept: Keep
    stored: Keep
    standing: Standing = NOTHING_SAID
    stamp: Stamp = ()
    is_past: bool = False

    def rows(self, cluster: str | None = None, profile: str | None = None) -> NightRows:
        """The rows of every match, or of one cluster's or profile's: what publish.night_rows gives for that filter."""
        return self.everything().only(cluster, profile)

    def calls(self) -> pd.DataFrame:
        """Store.calls of the night, without what people said; not to be written in."""
        return read_calls(self.store, self.night, self.stored)

    def matches(self) -> list[Row]:
        """Store.matches of the night, in plain values."""
        return self.stored("match records", lambda: records(read_matches(self.store, self.night, self.stored)))

    def nights(self) -> list[NightRow]:
        """Every night up to this one that there is something to show of, oldest first."""
        found: list[NightRow] = self.stored("nights", lambda: shown_nights(self.store))
        return [night for night in found if night.night <= self.night.night]


class StoreReader:
    """The store of a home. What was read is kept until it changes.

    Opened once for each database file that has stood there; on a server, again after every error there.
    """

    def __init__(self, home: Home) -> None:
        self._url = home.database_url
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
        newest = store.newest_night(is_ranked=True) or store.newest_night()
        night = store.night(day or newest) if newest else None
        if newest is None:
            return None
        if night is None or night.state == "begun" or night.night > newest:
            raise _no_such_night(store, day or newest, newest)
        standing, stamp = self._said.standing()
        kept, stored = partial(self._keep, store, night, stamp), partial(self._keep_stored, store, night)
        return Shown(
            store,
            night,
            stored("source nights", lambda: store.source_nights(night.night)),
            clusters,
            partial(self._rows, store, night, clusters, standing, kept),
            kept,
            stored,
            standing,
            (*store.stamp(), *said_values(standing)),
            is_past=night.night < newest,
        )

    def _current(self) -> Store | None:
        path = sqlite_file(self._url)
        if path is not None and not path.exists():
            return None
        identity = file_identity(self._url)
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

    def _rows(
        self, store: Store, night: NightRow, clusters: Sequence[Cluster], standing: Standing, kept: Keep
    ) -> NightRows:
        # All but what is hidden hangs on corrections and own calls alone, which change much more seldom.
        values = replace(standing, decisions=())
        name = ("rows", tongue(), tuple(clusters), said_values(standing))
        stored = partial(self._keep_stored, store, night)

        def plain() -> NightRows:
            read = read_calls(store, night, stored), read_matches(store, night, stored)
            return stored(name, lambda: night_rows(store, clusters, night.night, values, read))

        return kept(("rows", tuple(clusters)), lambda: plain().decided(standing))

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


def shown_nights(store: Store) -> list[NightRow]:
    """Nights that there is something to show of, oldest first."""
    return [night for night in store.nights() if night.state != "begun"]


def _no_such_night(store: Store, day: date, newest: date) -> NoSuchNightError:
    days = [night.night for night in shown_nights(store) if night.night <= newest]
    before = max((one for one in days if one < day), default=None)
    after = min((one for one in days if one > day), default=None)
    return NoSuchNightError(day, before, after)


class ClusterReader:
    """The clusters of the folder that stands, read again when a file there has changed, or another one stands."""

    def __init__(self, folder: Path | Callable[[], Path]) -> None:
        self._place = folder if callable(folder) else lambda: folder
        self._folder = self._place()
        self._stamp = self._look()
        # At the start there is no last good version: what is sound is shown, and one slip takes no page down.
        self._clusters, _ = usable_clusters(self._folder)

    @property
    def is_example(self) -> bool:
        """Whether the clusters are those that come with the program."""
        return self._place() == EXAMPLES

    @property
    def place(self) -> Path:
        """The folder that stands."""
        return self._place()

    def clusters(self) -> list[Cluster]:
        """Every cluster. While a changed file has an error, the last good ones stay; `radar profiles check` tells."""
        self._folder = self._place()
        stamp = self._look()
        if stamp != self._stamp:
            try:
                self._clusters = load_clusters(self._folder)
            except ProfileError:
                return self._clusters
            self._stamp = stamp
        return self._clusters

    def stamp(self) -> Stamp:
        """Changes when another folder stands, or a file in it changes."""
        self._folder = self._place()
        return str(self._folder), self._look()

    def _look(self) -> Stamp:
        # Every page looks, so this asks the folders alone, and not pathlib for each file.
        found = (f"{place}/{name}" for place, _, names in os.walk(self._folder) for name in names)
        return file_stamp(sorted(path for path in found if path.endswith(".yaml")))
