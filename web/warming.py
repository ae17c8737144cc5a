"""Reads a new night before a reader asks for it, so that the first one of the morning need not wait.

What takes time is made in a thread of its own, in bokmål: the rows of every match, the cards of the projects' lists,
what the pages of calls share, and what search and the projects' own pages ask. Nothing is kept here; a page
that comes meanwhile waits for what it needs, or makes it.
"""

from __future__ import annotations

import gc
import logging
from collections.abc import Iterator
from threading import Event, Thread

from calls.database import Stamp, StoreError
from matching.profiles import Cluster, Profile
from publish.rows import CallId
from publish.selection import Selection
from web.call_page import call_page
from web.nights import NoSuchNightError, Shown
from web.pages import profile_path
from web.routes_read import project_page
from web.site import Site

LOG = logging.getLogger(__name__)

EVERY_S = 5.0
PAUSE_S = 0.05
"""Between two projects: readers come first."""


def _set_apart() -> None:
    """What was read stays until the next night: Python need not look through all of it for garbage every few pages,
    which holds up whatever page is being made."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()


def _one_of_each_kind(shown: Shown) -> list[CallId]:
    """A call of every source and status: their pages read what the pages of all others ask for too."""
    found = shown.calls().drop_duplicates(["source", "status"])
    return list(zip(found["source"], found["source_id"], strict=True))


class Warming:
    """A thread that looks after a site's stamp until it is told to stop."""

    def __init__(self, site: Site, every_s: float = EVERY_S) -> None:
        self._site, self._every_s = site, every_s
        self._apart: Stamp = ()
        self._stop = Event()
        self._thread = Thread(target=self._run, name="warming", daemon=True)

    def start(self) -> None:
        """Reads the newest night, and each one that comes."""
        self._thread.start()

    def stop(self) -> None:
        """Ends the thread; what it is in the middle of is not waited for."""
        self._stop.set()

    def _run(self) -> None:
        before: Stamp | None = None
        seen: Stamp | None = None
        while not self._stop.is_set():
            stamp = self._site.stamp()
            # While a night runs, the store changes all the time: what it has is read once it stands still.
            if stamp is not None and stamp != seen and before in (None, stamp):
                seen = stamp
                self.read()
            before = stamp
            self._stop.wait(self._every_s)

    def read(self) -> None:
        """Reads the newest night and what people said, in the thread of whoever asks."""
        try:
            shown = self._site.stores.shown(self._site.folder.clusters())
            if shown is not None:
                _ = shown.everything().listed, shown.matches()
                for cluster, profile in self._projects(shown):
                    selection = Selection(cluster=cluster.key, profile=profile.key)
                    project_page(self._site, shown, cluster, profile, selection, profile_path(cluster.key, profile.key))
                for source, source_id in _one_of_each_kind(shown):
                    call_page(shown, source, source_id)
                self._site.previews.finder(shown)
                # What people decide changes little of what is kept, and looking through all of it holds pages up.
                is_new = shown.stamp != self._apart
                if is_new:
                    _set_apart()
                for cluster, profile in self._projects(shown):
                    self._site.previews.page(shown, cluster, profile)
                if is_new:
                    _set_apart()
                    self._apart = shown.stamp
        except (StoreError, NoSuchNightError) as error:
            LOG.warning("%s", error)  # the pages say it to whoever asks

    def _projects(self, shown: Shown) -> Iterator[tuple[Cluster, Profile]]:
        """Every project, with a pause before each; none any more once the thread is told to stop."""
        for cluster in shown.clusters:
            for profile in cluster.profiles:
                if self._stop.wait(PAUSE_S):
                    return
                yield cluster, profile
