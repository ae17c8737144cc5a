"""Telling that something was written without reading it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import sqlalchemy as sa

Stamp = tuple[object, ...]
"""Equal for as long as nothing was written; what it is made of means nothing."""


def file_stamp(paths: Sequence[Path]) -> Stamp:
    """What tells that one of the files was written or replaced. A file that is missing is left out."""
    stats = [(path, path.stat()) for path in paths if path.exists()]
    return tuple((str(path), stat.st_ino, stat.st_mtime_ns, stat.st_size) for path, stat in stats)


def sqlite_file(url: str) -> Path | None:
    """The file of a database in a file; None for one on a server."""
    parts = sa.make_url(url)
    return Path(parts.database) if parts.get_backend_name() == "sqlite" and parts.database else None


def is_there(url: str) -> bool:
    """Whether a database can be looked into without being made."""
    path = sqlite_file(url)
    return path is None or path.exists()


def sqlite_stamp(engine: sa.Engine) -> Stamp:
    """Changes with every commit: SQLite writes its file or the log beside it."""
    path = Path(str(engine.url.database))
    return file_stamp([path, path.with_name(f"{path.name}-wal")])
