"""An address to an engine: which databases are understood, and how each is told to behave."""

from __future__ import annotations

import hashlib
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING, cast

import sqlalchemy as sa
from sqlalchemy.engine import URL
from sqlalchemy.engine.interfaces import DBAPIConnection, DBAPICursor
from sqlalchemy.pool import ConnectionPoolEntry
from tenacity import retry, retry_if_exception_type, stop_after_delay, wait_fixed

from calls.database import waits
from calls.database.errors import StoreError

if TYPE_CHECKING:
    import psycopg

POSTGRESQL = ("postgres", "postgresql", "postgresql+psycopg")
"""Spellings of an address of PostgreSQL. They mean the same; the driver is always psycopg."""

_BAD_ADDRESS = (
    "Databaseadressen er ikke en gyldig adresse (sqlite:///… eller postgresql://bruker:passord@tjener/base). "
    "Tegn som @ : / ? # % i passordet skrives %40 %3A %2F %3F %23 %25."
)


def make_engine(url: str, lock: str) -> sa.Engine:
    """An engine on the database at `url`; nothing is opened yet, but the folder of a file is made.

    lock: what writers of the same data share, so that on PostgreSQL one of them writes at a time.
    """
    try:
        parsed = sa.make_url(url)
    except (sa.exc.ArgumentError, ValueError):
        raise StoreError(_BAD_ADDRESS) from None
    if parsed.get_backend_name() == "sqlite":
        return _sqlite_engine(parsed)
    if parsed.drivername not in POSTGRESQL:
        raise StoreError(f"Databasen må være SQLite eller PostgreSQL, ikke «{parsed.drivername}».")
    # A password with a bare @ or / ends up in the host, and must not be shown as one.
    if "@" in (parsed.host or "") or "@" in (parsed.database or ""):
        raise StoreError(_BAD_ADDRESS)
    return _postgres_engine(parsed.set(drivername="postgresql+psycopg"), lock)


def _postgres_engine(url: URL, lock: str) -> sa.Engine:
    defaults = {"application_name": "utlysningsradar", "connect_timeout": waits.CONNECT_S}
    try:
        engine = sa.create_engine(
            url,
            # A snapshot for the whole of a transaction, as SQLite gives; a writer is told otherwise when it begins.
            isolation_level="REPEATABLE READ",
            # The server may have been restarted since a connection was last used.
            pool_pre_ping=True,
            connect_args={name: value for name, value in defaults.items() if name not in url.query},
        )
    except ImportError as error:
        raise StoreError(f"PostgreSQL krever en driver som ikke er installert: {error.name}.") from error
    sa.event.listen(engine, "connect", _configure_postgres)
    sa.event.listen(engine, "begin", _begin_postgres)
    return engine.execution_options(writer_lock=_lock_number(lock))


def _lock_number(name: str) -> int:
    """A number for an advisory lock: PostgreSQL wants 64 bits, and other programs may lock numbers of their own."""
    digest = hashlib.sha256(f"utlysningsradar {name}".encode()).digest()
    return int.from_bytes(digest[:8], "big", signed=True)


def _configure_postgres(dbapi_connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    connection = cast("psycopg.Connection[tuple[object, ...]]", dbapi_connection)
    encoding = connection.info.parameter_status("server_encoding")
    if encoding != "UTF8":
        connection.close()
        raise StoreError(f"Databasen har tegnsettet {encoding}. Lag en ny med tegnsettet UTF8.")
    # Elsewhere than in UTC the last hours of the year 9999 are beyond what Python can say.
    connection.execute("SET TIME ZONE 'UTC'")
    connection.commit()


def _begin_postgres(connection: sa.Connection) -> None:
    """A writer waits for its turn here. The lock ends with the transaction, so also when its process is killed.

    At READ COMMITTED each statement sees what was committed before it: the lock was waited for first, and nobody else
    writes, so a writer works on the newest state. At REPEATABLE READ its snapshot would be from before the wait.
    """
    options = connection.get_execution_options()
    if options.get("is_writing", False):
        limits = sa.select(
            sa.func.set_config("lock_timeout", str(waits.BUSY_MS), True),
            sa.func.set_config("idle_in_transaction_session_timeout", str(waits.IDLE_MS), True),
        )
        connection.execute(limits)
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(options["writer_lock"])))


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
    for pragma in (f"busy_timeout = {waits.BUSY_MS}", "synchronous = FULL", "foreign_keys = ON"):
        cursor.execute(f"PRAGMA {pragma}")
    _write_ahead(cursor)
    cursor.close()


@retry(
    retry=retry_if_exception_type(sqlite3.OperationalError),
    wait=wait_fixed(0.02),
    stop=stop_after_delay(waits.BUSY_MS / 1000),
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
