"""What the pages read: the store as the newest night left it, and the clusters as they stand on disk.

Opened when asked for, so that the page runs before the first night, sees each new night without a restart, and follows
a database that was deleted and replayed. Nothing is written here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Lock

import pandas as pd

from calls.database import Stamp, StoreError, file_stamp, sqlite_file
from calls.home import Home
from calls.store import NightRow, Store
from matching.profiles import Cluster, ProfileError, load_clusters, usable_clusters
from publish.night_rows import NightRows, night_rows
from publish.rows import profile_names


@dataclass(frozen=True)
class Shown:
    """The night that the pages show. `everything` gives its rows for all clusters."""

    store: Store
    night: NightRow
    source_nights: pd.DataFrame
    clusters: Sequence[Cluster]
    everything: Callable[[], NightRows]

    def rows(self, cluster: str | None = None, profile: str | None = None) -> NightRows:
        """The rows of every match, or of one cluster's or profile's: what publish.night_rows gives for that filter."""
        return self.everything().only(cluster, profile)


class StoreReader:
    """The store of a home. Rows are kept until it changes.

    Opened once for each database file that has stood there; on a server, again after every error there.
    """

    def __init__(self, home: Home) -> None:
        self._url = home.database_url
        self._lock = Lock()
        self._store: Store | None = None
        self._file: tuple[int, int] | None = None
        self._kept: tuple[object, NightRows] | None = None

    def shown(self, clusters: Sequence[Cluster]) -> Shown | None:
        """The newest night that is ranked, or None before the first night."""
        store = self._current()
        try:
            return self._newest(store, clusters) if store else None
        except StoreError:
            # A database on a server may have been made anew, and wants its tables before the next page.
            self._forget(store)
            raise

    def _newest(self, store: Store, clusters: Sequence[Cluster]) -> Shown | None:
        # A night that is published but not ranked yet has no matches to show; the one before stands until it is.
        day = store.newest_night(is_ranked=True) or store.newest_night()
        night = store.night(day) if day else None
        if night is None:
            return None
        everything = partial(self._rows, store, night, clusters)
        return Shown(store, night, store.source_nights(night.night), clusters, everything)

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
            return self._store

    def _forget(self, store: Store | None) -> None:
        with self._lock:
            if store is not None and store is self._store:
                self._store.close()
                self._store = self._kept = None

    def _rows(self, store: Store, night: NightRow, clusters: Sequence[Cluster]) -> NightRows:
        # The stamp is taken before reading: a commit in between makes the next page read again, never the other way.
        key = (store.stamp(), night, tuple(profile_names(clusters)))
        with self._lock:
            if self._kept is None or self._kept[0] != key:
                self._kept = (key, night_rows(store, clusters, night.night))
            return self._kept[1]


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
