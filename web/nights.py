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
from publish.rows import Row, records
from readers.standing import NOTHING_SAID, Standing
from web.kept import Kept
from web.said_reader import SaidReader, file_identity

Made = TypeVar("Made")
Ranker = Callable[[Store, NightRow, Standing, Hashable, Sequence[tuple[Cluster, Profile]]], list[Match]]
"""Ranks projects against the calls of a night, as people have them. The hashable thing changes when those do."""
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

    drafts: the matches of projects that were written since the night, ranked now; none where an earlier night is shown.
    stored: as `kept`, for what comes out of the store alone, without words: it stays when people say something.
    standing: what people have said until now, also where an earlier night is shown. read: changes when the calls do, as
    people corrected and entered them. is_past: an earlier night than the newest was asked for.
    """

    store: Store
    night: NightRow
    source_nights: pd.DataFrame
    clusters: Sequence[Cluster]
    drafts: Callable[[], list[Match]]
    everything: Callable[[], NightRows]
    kept: Keep
    stored: Keep
    standing: Standing = NOTHING_SAID
    read: Hashable = ()
    is_past: bool = False

    def matches(self) -> list[Row]:
        """Every match of the night, those of projects written since among them, in plain values."""

        def read() -> list[Row]:
            return records(with_drafts(self.store.matches(self.night.night), self.drafts()))

        return self.kept("matches", read)

    def rows(self, cluster: str | None = None, profile: str | None = None) -> NightRows:
        """The rows of every match, or of one cluster's or profile's: what publish.night_rows gives for that filter."""
        return self.everything().only(cluster, profile)

    def nights(self) -> list[NightRow]:
        """Every night up to this one that there is something to show of, oldest first."""
        found: list[NightRow] = self.stored("nights", lambda: shown_nights(self.store))
        return [night for night in found if night.night <= self.night.night]


class StoreReader:
    """The store of a home. What was read is kept until it changes.

    Opened once for each database file that has stood there; on a server, again after every error there.
    """

    def __init__(self, home: Home, ranker: Ranker | None = None) -> None:
        """ranker: ranks projects that no night has ranked; None for nobody."""
        self._ranker = ranker
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
        read, is_past = (night.night, *store.stamp(), _calls_said(standing)), night.night < newest
        drafts = partial(self._drafts, store, night, [] if is_past else clusters, standing, read)
        return Shown(
            store,
            night,
            stored("source nights", lambda: store.source_nights(night.night)),
            clusters,
            drafts,
            partial(self._rows, store, night, clusters, standing, kept, drafts),
            kept,
            stored,
            standing,
            read,
            is_past,
        )

    def _drafts(
        self, store: Store, night: NightRow, clusters: Sequence[Cluster], standing: Standing, read: Hashable
    ) -> list[Match]:
        if self._ranker is None or night.state != "ranked":
            return []
        pairs = unranked(store, clusters, night.night)
        name = ("drafts", read, tuple(pairs))
        ranker = self._ranker
        return (
            self._keep_stored(store, night, name, lambda: ranker(store, night, standing, read, pairs)) if pairs else []
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
        self,
        store: Store,
        night: NightRow,
        clusters: Sequence[Cluster],
        standing: Standing,
        kept: Keep,
        drafts: Callable[[], list[Match]],
    ) -> NightRows:
        # All but what is hidden hangs on corrections and own calls alone, which change much more seldom.
        values = replace(standing, decisions=())
        name = ("rows", tongue(), tuple(clusters), _calls_said(standing))

        def made() -> NightRows:
            return night_rows(store, clusters, night.night, values, drafts())

        def plain() -> NightRows:
            return self._keep_stored(store, night, name, made)

        return kept(("rows", tuple(clusters)), lambda: plain().decided(standing))

    def _keep(self, store: Store, night: NightRow, said: Stamp, name: Hashable, make: Callable[[], Made]) -> Made:
        # The stamp is taken before reading: a commit in between makes the next page read again, never the other way.
        # Most answers hold words, and those are of one tongue.
        return self._kept.of((*store.stamp(), said), (night.night, tongue(), name), make)

    def _keep_stored(self, store: Store, night: NightRow, name: Hashable, make: Callable[[], Made]) -> Made:
        return self._stored.of(store.stamp(), (night.night, name), make)


def _calls_said(standing: Standing) -> Hashable:
    """What tells the corrections and own calls from any others."""
    return (
        tuple((one.id, one.undone_at) for one in standing.corrections),
        tuple((one.id, one.undone_at) for one in standing.own_calls),
    )


def shown_nights(store: Store) -> list[NightRow]:
    """Nights that there is something to show of, oldest first."""
    return [night for night in store.nights() if night.state != "begun"]


def _no_such_night(store: Store, day: date, newest: date) -> NoSuchNightError:
    days = [night.night for night in shown_nights(store) if night.night <= newest]
    before = max((one for one in days if one < day), default=None)
    after = min((one for one in days if one > day), default=None)
    return NoSuchNightError(day, before, after)
