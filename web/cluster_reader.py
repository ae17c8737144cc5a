"""The clusters as they stand on disk, read again when a file there has changed, or another folder stands."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from calls.database import Stamp, file_stamp
from matching.own_clusters import EXAMPLES
from matching.profiles import Cluster, ProfileError, load_clusters, usable_clusters


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
