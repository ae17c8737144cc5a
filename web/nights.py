"""What the pages read: the store as a night left it, and the clusters as they stand on disk.

Opened when asked for, so that the page runs before the first night, sees each new night without a restart, and follows
a database that was deleted and replayed. Nothing is written here.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from threading import RLock
from typing import Any, Protocol, TypeVar

import pandas as pd

from calls.database import Stamp, StoreError, file_stamp, sqlite_file
from calls.home import Home
from calls.store import NightRow, Store
from calls.tongue import tongue
from matching.profiles import Cluster, ProfileError, load_clusters, usable_clusters
from publish.night_rows import NightRows, night_rows
from publish.rows import profile_names

Made = TypeVar("Made")
KEPT = 24
"""Answers of the store that are kept until it changes, of all nights that are asked for."""


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

    is_past: an earlier night than the newest was asked for.
    """

    store: Store
    night: NightRow
    source_nights: pd.DataFrame
    clusters: Sequence[Cluster]
    everything: Callable[[], NightRows]
    kept: Keep
    is_past: bool = False

    def rows(self, cluster: str | None = None, profile: str | None = None) -> NightRows:
        """The rows of every match, or of one cluster's or profile's: what publish.night_rows gives for that filter."""
        return self.everything().only(cluster, profile)

    def nights(self) -> list[NightRow]:
        """Every night up to this one that there is something to show of, oldest first."""
        found: list[NightRow] = self.kept("nights", lambda: shown_nights(self.store))
        return [night for night in found if night.night <= self.night.night]


class StoreReader:
    """The store of a home. What was read is kept until it changes.

    Opened once for each database file that has stood there; on a server, again after every error there.
    """

    def __init__(self, home: Home) -> None:
        self._url = home.database_url
        self._lock = RLock()
        self._store: Store | None = None
        self._file: tuple[int, int] | None = None
        self._stamp: Stamp | None = None
        self._kept: dict[Hashable, Any] = {}

    def shown(self, clusters: Sequence[Cluster], day: date | None = None) -> Shown | None:
        """The night `day`, or the newest one that is ranked; None before the first. NoSuchNightError."""
        store = self._current()
        try:
            return self._shown(store, clusters, day) if store else None
        except StoreError:
            # A database on a server may have been made anew, and wants its tables before the next page.
            self._forget(store)
            raise

    def _shown(self, store: Store, clusters: Sequence[Cluster], day: date | None) -> Shown | None:
        # A night that is published but not ranked yet has no matches to show; the one before stands until it is.
        newest = store.newest_night(is_ranked=True) or store.newest_night()
        night = store.night(day or newest) if newest else None
        if newest is None:
            return None
        if night is None or night.state == "begun" or night.night > newest:
            raise _no_such_night(store, day or newest, newest)
        everything, kept = partial(self._rows, store, night, clusters), partial(self._keep, store, night)
        return Shown(
            store, night, store.source_nights(night.night), clusters, everything, kept, is_past=night.night < newest
        )

    def _current(self) -> Store | None:
        path = sqlite_file(self._url)
        if path is not None and not path.exists():
            return None
        identity = (path.stat().st_dev, path.stat().st_ino) if path is not None else None
        with self._lock:
            if self._store is None or identity != self._file:
                if self._store is not None:
                    self._store.close()
                self._store, self._file = Store.open(self._url), identity
                self._kept.clear()
            return self._store

    def _forget(self, store: Store | None) -> None:
        with self._lock:
            if store is not None and store is self._store:
                self._store.close()
                self._store = None
                self._kept.clear()

    def _rows(self, store: Store, night: NightRow, clusters: Sequence[Cluster]) -> NightRows:
        name = ("rows", tuple(profile_names(clusters)))
        return self._keep(store, night, name, lambda: night_rows(store, clusters, night.night))

    def _keep(self, store: Store, night: NightRow, name: Hashable, make: Callable[[], Made]) -> Made:
        # The stamp is taken before reading: a commit in between makes the next page read again, never the other way.
        stamp = store.stamp()
        with self._lock:
            if stamp != self._stamp:
                self._stamp = stamp
                self._kept.clear()
            # Most answers hold words, and those are of one tongue.
            key = (night.night, tongue(), name)
            if key not in self._kept:
                made = make()
                while len(self._kept) >= KEPT:
                    del self._kept[next(iter(self._kept))]
                self._kept[key] = made
            found: Made = self._kept[key]
            return found


def shown_nights(store: Store) -> list[NightRow]:
    """Nights that there is something to show of, oldest first."""
    return [night for night in store.nights() if night.state != "begun"]


def _no_such_night(store: Store, day: date, newest: date) -> NoSuchNightError:
    days = [night.night for night in shown_nights(store) if night.night <= newest]
    before = max((one for one in days if one < day), default=None)
    after = min((one for one in days if one > day), default=None)
    return NoSuchNightError(day, before, after)


class ClusterReader:
    """The clusters of a folder, read again when a file there has changed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._stamp = self._look()
        # At the start there is no last good version: what is sound is shown, and one slip takes no page down.
        self._clusters, _ = usable_clusters(folder)

    def clusters(self) -> list[Cluster]:
        """Every cluster. While a changed file has an error, the last good ones stay; `radar profiles check` tells."""
        stamp = self._look()
        if stamp != self._stamp:
            try:
                self._clusters = load_clusters(self._folder)
            except ProfileError:
                return self._clusters
            self._stamp = stamp
        return self._clusters

    def _look(self) -> Stamp:
        return file_stamp(sorted(self._folder.rglob("*.yaml")))
