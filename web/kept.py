"""What was read and made for one page and serves the next: kept for as long as a stamp stays the same."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from threading import Lock, RLock
from typing import Any, TypeVar

from calls.database import Stamp

Made = TypeVar("Made")


@dataclass
class _Place:
    """Room for one value. Whoever comes while it is made waits for it, and for it alone."""

    lock: RLock = field(default_factory=RLock)
    made: tuple[Any] | None = None


class Kept:
    """Values by name. Another stamp than before empties it; what has not been asked for the longest makes way."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = Lock()
        self._stamp: Stamp | None = None
        self._places: dict[Hashable, _Place] = {}

    def of(self, stamp: Stamp, name: Hashable, make: Callable[[], Made]) -> Made:
        """What `make` makes, or what it made when last asked for under that name and stamp.

        stamp: taken before; what is read after that may be newer than it says, never older.
        """
        place = self._place(stamp, name)
        with place.lock:
            if place.made is None:
                place.made = (make(),)
            found: Made = place.made[0]
            return found

    def clear(self) -> None:
        """Keeps nothing of what was."""
        with self._lock:
            self._places.clear()

    def _place(self, stamp: Stamp, name: Hashable) -> _Place:
        with self._lock:
            if stamp != self._stamp:
                self._stamp = stamp
                self._places.clear()
            place = self._places.pop(name, None) or _Place()
            while len(self._places) >= self._most:
                del self._places[next(iter(self._places))]
            self._places[name] = place
            return place
