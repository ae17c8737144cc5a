"""A database by URL: opening and migrating it, reading one snapshot, writing all or nothing. SQLite or PostgreSQL.

Which tables there are does not belong here: the store's stand in `calls.store`, the readers' in `readers`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Self

import sqlalchemy as sa

from calls.database.engines import make_engine
from calls.database.errors import StoreError, clear_errors
from calls.database.migrating import Schema, is_current, upgrade
from calls.database.stamps import Stamp, file_stamp, is_there, sqlite_file, sqlite_stamp
from calls.database.values import UtcDateTime, canonical, is_storable, pack, same, unpack

__all__ = [
    "Opened",
    "Schema",
    "Stamp",
    "StoreError",
    "UtcDateTime",
    "canonical",
    "file_stamp",
    "is_storable",
    "is_there",
    "open_database",
    "pack",
    "reading",
    "same",
    "sqlite_file",
    "sqlite_stamp",
    "unpack",
    "writing",
]


def open_database(url: str, schema: Schema) -> sa.Engine:
    """An engine on the database at `url`, with `schema` brought up to this code's version.

    A file is made if need be; a database on a server must be there. One that is up to date is only read. StoreError
    when the address is unusable, the database unreadable, or its schema newer than this code.
    """
    engine = make_engine(url, lock=schema.version_table)
    try:
        with reading(engine) as connection:
            is_done = is_current(connection, schema)
        if not is_done:
            with writing(engine) as connection:
                upgrade(connection, schema)
    except BaseException:
        engine.dispose()
        raise
    return engine


class Opened:
    """A database that is open: what the store and the readers' decisions have in common. Use as a context manager."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def close(self) -> None:
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


@contextmanager
def reading(engine: sa.Engine) -> Iterator[sa.Connection]:
    """One snapshot: everything read inside is of the same moment, whatever is written meanwhile."""
    with clear_errors(engine.url), engine.begin() as connection:
        yield connection


@contextmanager
def writing(engine: sa.Engine) -> Iterator[sa.Connection]:
    """One transaction: all of it is kept, or none. One writer at a time; the next waits `waits.BUSY_MS`."""
    options: dict[str, object] = {"is_writing": True}
    if engine.dialect.name == "postgresql":
        options["isolation_level"] = "READ COMMITTED"
    with clear_errors(engine.url), engine.execution_options(**options).begin() as connection:
        yield connection
