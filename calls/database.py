"""A database by URL: engine, transactions, migrations, and the column values that SQLite and PostgreSQL share.

Which tables there are does not belong here: the store's stand in `calls.store`, the readers' in `readers`.
"""

from __future__ import annotations

import gzip
import json
import logging
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.engine import URL, Dialect
from sqlalchemy.engine.interfaces import DBAPIConnection, DBAPICursor
from sqlalchemy.pool import ConnectionPoolEntry
from tenacity import retry, retry_if_exception_type, stop_after_delay, wait_fixed

from calls.model import Json

BUSY_MS = 30_000
"""How long a writer waits for another one before SQLite gives up."""

_migrating = threading.Lock()
"""Alembic's context is one for the whole process."""


class StoreError(Exception):
    """A database that cannot be used as asked, or a value that it cannot keep. One line of bokmål for an operator."""


@dataclass(frozen=True)
class Schema:
    """A set of tables with a history of its own; two of them may live in one database."""

    migrations: str  # package and folder, as in "calls:migrations"
    version_table: str


class UtcDateTime(sa.TypeDecorator[datetime]):
    """An aware moment, kept as UTC. SQLite has no zones, so there the zone is dropped going in and added coming out."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.utcoffset() is None:
            raise ValueError(f"a moment without a time zone: {value.isoformat()}")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def canonical(value: Json) -> str:
    """JSON that is the same for equal values. TypeError or ValueError for what JSON cannot say (a date, NaN)."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def pack(value: Json) -> bytes:
    """Canonical JSON, compressed, the same bytes each time: for what is large and never searched."""
    return gzip.compress(canonical(value).encode(), mtime=0)


def unpack(data: bytes) -> Json:
    """What `pack` was given."""
    return json.loads(gzip.decompress(data))


def is_storable(text: str) -> bool:
    """Whether both databases can keep the text: no NUL (PostgreSQL), no half of a surrogate pair (UTF-8)."""
    try:
        return b"\x00" not in text.encode()
    except UnicodeEncodeError:
        return False


def open_database(url: str, schema: Schema) -> sa.Engine:
    """An engine on the database at `url`, made if need be, with `schema` brought up to this code's version.

    A database that is up to date is only read. StoreError when the address is unusable, the database unreadable, or
    its schema newer than this code.
    """
    engine = _engine(url)
    try:
        with reading(engine) as connection:
            is_current = _is_current(connection, schema)
        if not is_current:
            _upgrade(engine, schema)
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
    with _clear_errors(), engine.begin() as connection:
        yield connection


@contextmanager
def writing(engine: sa.Engine) -> Iterator[sa.Connection]:
    """One transaction: all of it is kept, or none. On SQLite one writer at a time, the next waits BUSY_MS."""
    with _clear_errors(), engine.execution_options(is_writing=True).begin() as connection:
        yield connection


@contextmanager
def _clear_errors() -> Iterator[None]:
    try:
        yield
    except (sa.exc.DBAPIError, sqlite3.Error) as error:
        cause = error.orig if isinstance(error, sa.exc.DBAPIError) else error
        line = next(iter(str(cause).splitlines()), type(cause).__name__)
        raise StoreError(f"Databasen kunne ikke brukes: {line}") from error


def _engine(url: str) -> sa.Engine:
    try:
        parsed = sa.make_url(url)
    except sa.exc.ArgumentError as error:
        raise StoreError("Databaseadressen er ikke en gyldig adresse (sqlite:///… eller postgresql://…).") from error
    if parsed.get_backend_name() == "sqlite":
        return _sqlite_engine(parsed)
    if parsed.get_backend_name() != "postgresql":
        raise StoreError(f"Databasen må være SQLite eller PostgreSQL, ikke «{parsed.get_backend_name()}».")
    try:
        # A snapshot for the whole of a transaction, as SQLite gives.
        return sa.create_engine(parsed, isolation_level="REPEATABLE READ")
    except ImportError as error:
        raise StoreError(f"PostgreSQL krever en driver som ikke er installert: {error.name}.") from error


def _sqlite_engine(url: URL) -> sa.Engine:
    if url.database in (None, "", ":memory:"):
        raise StoreError("Databaseadressen må peke på en fil: en base i minnet er borte når programmet slutter.")
    folder = Path(str(url.database)).parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"Mappen {folder} kunne ikke lages: {error.strerror}.") from error
    engine = sa.create_engine(url)
    sa.event.listen(engine, "connect", _configure_sqlite)
    sa.event.listen(engine, "begin", _begin_sqlite)
    return engine


def _configure_sqlite(dbapi_connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    # Python's own transaction control begins too late: DDL would be outside, and reads would not be one snapshot.
    setattr(dbapi_connection, "isolation_level", None)  # noqa: B010 - the protocol does not know SQLite's attribute
    cursor = dbapi_connection.cursor()
    for pragma in (f"busy_timeout = {BUSY_MS}", "synchronous = FULL", "foreign_keys = ON"):
        cursor.execute(f"PRAGMA {pragma}")
    _write_ahead(cursor)
    cursor.close()


@retry(
    retry=retry_if_exception_type(sqlite3.OperationalError),
    wait=wait_fixed(0.02),
    stop=stop_after_delay(BUSY_MS / 1000),
    reraise=True,
)
def _write_ahead(cursor: DBAPICursor) -> None:
    """Puts the file in WAL mode, once for good. SQLite does not wait its busy_timeout for this change, so we do."""
    cursor.execute("PRAGMA journal_mode")
    mode = cursor.fetchone()
    if mode is None or mode[0] != "wal":
        cursor.execute("PRAGMA journal_mode = WAL")


def _begin_sqlite(connection: sa.Connection) -> None:
    # A deferred transaction that turns to writing later fails at once, without waiting, if another wrote meanwhile.
    is_writing = connection.get_execution_options().get("is_writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if is_writing else "BEGIN")


def _config(migrations: str) -> Config:
    config = Config()
    config.set_main_option("script_location", migrations)
    return config


@cache
def _revisions(migrations: str) -> tuple[str, ...]:
    """Revisions that this code knows, newest first."""
    script = ScriptDirectory.from_config(_config(migrations))
    return tuple(revision.revision for revision in script.walk_revisions())


def _is_current(connection: sa.Connection, schema: Schema) -> bool:
    logging.getLogger("alembic").setLevel(logging.WARNING)
    context = MigrationContext.configure(connection, opts={"version_table": schema.version_table})
    heads = context.get_current_heads()
    known = _revisions(schema.migrations)
    if any(head not in known for head in heads):
        raise StoreError(
            f"Databasen er laget av en nyere utgave av programmet (skjema {', '.join(heads)}; "
            f"denne utgaven kjenner {known[0]}). Oppgrader programmet, eller bruk en annen database."
        )
    return heads == (known[0],)


def _upgrade(engine: sa.Engine, schema: Schema) -> None:
    with _migrating, writing(engine) as connection:
        # Another process may have done it while this one waited for its turn to write.
        if _is_current(connection, schema):
            return
        config = _config(schema.migrations)
        attributes: dict[str, Any] = {"connection": connection, "version_table": schema.version_table}
        config.attributes.update(attributes)
        command.upgrade(config, "head")
