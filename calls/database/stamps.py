"""Telling that something was written without reading it."""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

import sqlalchemy as sa

Stamp = tuple[object, ...]
"""Equal for as long as nothing was written; what it is made of means nothing."""


def file_stamp(paths: Iterable[Path | str]) -> Stamp:
    """What tells that one of the files was written or replaced. A file that is missing is left out."""
    return tuple(one for path in paths if (one := _of_file(str(path))) is not None)


def _of_file(path: str) -> Stamp | None:
    try:
        found = os.stat(path)  # noqa: PTH116 - every page asks this of every file of the clusters
    except (FileNotFoundError, NotADirectoryError):
        return None
    return path, found.st_ino, found.st_mtime_ns, found.st_size


@lru_cache
def sqlite_file(url: str) -> Path | None:
    """The file of a database in a file; None for one on a server."""
    parts = sa.make_url(url)
    return Path(parts.database) if parts.get_backend_name() == "sqlite" and parts.database else None


def is_there(url: str) -> bool:
    """Whether a database can be looked into without being made."""
    path = sqlite_file(url)
    return path is None or path.exists()


def sqlite_stamp(engine: sa.Engine) -> Stamp:
    """Changes with every commit: SQLite writes its file or the log beside it.

    A log that is empty is as none: it comes and goes as connections do.
    """
    path = str(engine.url.database)
    log = _of_file(f"{path}-wal")
    return (*file_stamp([path]), log if log and log[-1] else None)
