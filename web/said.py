"""What people said, as the pages read it: opened when there is something, and read again when something is said."""

from __future__ import annotations

from threading import RLock

from calls.database import Stamp, sqlite_file
from readers import Decisions
from readers.standing import NOTHING_SAID, Standing


class SaidReader:
    """What people said, read again when something is said. The database is opened once for each file of it."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._lock = RLock()
        self._decisions: Decisions | None = None
        self._file: tuple[int, int] | None = None
        self._said: tuple[Standing, Stamp] = (NOTHING_SAID, ())

    def standing(self) -> tuple[Standing, Stamp]:
        """All that stands now, and what tells it from anything that stood before."""
        with self._lock:
            identity = file_identity(self._url)
            if identity is None and sqlite_file(self._url) is not None:
                return NOTHING_SAID, ()  # opening it would make it
            if self._decisions is None or identity != self._file:
                self.forget()
                self._decisions, self._file = Decisions.open(self._url), identity
            stamp = self._decisions.stamp()
            if stamp != self._said[1]:
                self._said = (Standing.of(self._decisions), stamp)
            return self._said

    def quick_stamp(self) -> Stamp | None:
        """The second part of `standing` by a look at files alone; None where that does not tell it."""
        said, decisions, identity = self._said[1], self._decisions, self._file
        found = file_identity(self._url)
        if found is None:
            return None if sqlite_file(self._url) is None else ()
        if decisions is None or found != identity:
            return None
        return said if decisions.stamp() == said else None

    def forget(self) -> None:
        """Opens the database anew when next asked."""
        with self._lock:
            if self._decisions is not None:
                self._decisions.close()
            self._decisions, self._said = None, (NOTHING_SAID, ())


def file_identity(url: str) -> tuple[int, int] | None:
    """Which file a database is; None for one on a server, and where there is none."""
    path = sqlite_file(url)
    if path is None:
        return None
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_dev, found.st_ino


def said_values(standing: Standing) -> Stamp:
    """Another one whenever what people said changes what a call is: by corrections, and calls of their own."""
    return (
        tuple((one.id, one.undone_at) for one in standing.corrections),
        tuple((one.id, one.undone_at) for one in standing.own_calls),
    )
