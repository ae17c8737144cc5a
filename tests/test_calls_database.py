"""Opening, migrating and the values that both databases share. PostgreSQL is asked in words here; issue 2 runs it."""

from __future__ import annotations

import io
import logging
import os
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from types import ModuleType

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.dialects import postgresql

import readers.tables
from calls.database import (
    Schema,
    StoreError,
    UtcDateTime,
    canonical,
    is_storable,
    open_database,
    pack,
    reading,
    unpack,
    writing,
)
from calls.migrations.versions import v0001_first_tables as store_step
from calls.store import tables
from readers.migrations.versions import v0001_first_tables as readers_step

BOTH = pytest.mark.parametrize(
    ("schema", "metadata", "step"),
    [
        (tables.SCHEMA, tables.metadata, store_step),
        (readers.tables.SCHEMA, readers.tables.metadata, readers_step),
    ],
    ids=["store", "readers"],
)


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'new folder' / 'a%b.sqlite'}"


@BOTH
def test_the_steps_give_the_tables(url: str, schema: Schema, metadata: sa.MetaData, step: ModuleType) -> None:
    engine = open_database(url, schema)
    with reading(engine) as connection:
        context = MigrationContext.configure(connection, opts={"version_table": schema.version_table})
        assert compare_metadata(context, metadata) == []
        inspector = sa.inspect(connection)
        for table in metadata.tables.values():
            assert inspector.get_pk_constraint(table.name)["name"] == table.primary_key.name
            keys = {constraint["name"] for constraint in inspector.get_foreign_keys(table.name)}
            assert keys == {constraint.name for constraint in table.foreign_key_constraints}
    engine.dispose()


@BOTH
def test_the_steps_speak_postgresql(schema: Schema, metadata: sa.MetaData, step: ModuleType) -> None:
    said = io.StringIO()
    context = MigrationContext.configure(
        dialect_name="postgresql", opts={"as_sql": True, "output_buffer": said, "version_table": schema.version_table}
    )
    with Operations.context(context):
        step.upgrade()
        step.downgrade()
    sql = said.getvalue()
    for table in metadata.tables.values():
        assert f"CREATE TABLE {table.name}" in sql
        assert f"DROP TABLE {table.name}" in sql
        assert str(sa.schema.CreateTable(table).compile(dialect=postgresql.dialect()))
    indexes = [index for table in metadata.tables.values() for index in table.indexes]
    for index in indexes:
        statement = str(sa.schema.CreateIndex(index).compile(dialect=postgresql.dialect()))
        assert statement.endswith("WHERE valid_to IS NULL")
        assert statement in sql


def test_both_schemas_live_in_one_database(url: str) -> None:
    for schema in (tables.SCHEMA, readers.tables.SCHEMA, tables.SCHEMA):
        engine = open_database(url, schema)
        names = set(sa.inspect(engine).get_table_names())
        engine.dispose()
    assert {*tables.metadata.tables, *readers.tables.metadata.tables} < names


def test_an_up_to_date_database_is_only_read(url: str) -> None:
    open_database(url, tables.SCHEMA).dispose()
    path = sa.make_url(url).database
    with sqlite3.connect(path, isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        open_database(url, tables.SCHEMA).dispose()
        other.execute("ROLLBACK")
    other.close()


def test_a_step_that_fails_leaves_nothing(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(connection: sa.Connection, *args: object) -> None:
        if "CREATE TABLE matches" in str(args[1]):
            raise RuntimeError("stopped")

    sa.event.listen(sa.Engine, "before_cursor_execute", fail)
    try:
        with pytest.raises(RuntimeError):
            open_database(url, tables.SCHEMA)
    finally:
        sa.event.remove(sa.Engine, "before_cursor_execute", fail)
    with sqlite3.connect(sa.make_url(url).database) as after:
        assert after.execute("SELECT name FROM sqlite_master").fetchall() == []
    after.close()
    open_database(url, tables.SCHEMA).dispose()


def test_a_newer_schema_is_refused(url: str) -> None:
    engine = open_database(url, tables.SCHEMA)
    with writing(engine) as connection:
        connection.exec_driver_sql("UPDATE calls_alembic_version SET version_num = '9999'")
    engine.dispose()
    with pytest.raises(StoreError) as error:
        open_database(url, tables.SCHEMA)
    assert str(error.value) == (
        "Databasen er laget av en nyere utgave av programmet (skjema 9999; denne utgaven kjenner 0001). "
        "Oppgrader programmet, eller bruk en annen database."
    )


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("sqlite://", "må peke på en fil"),
        ("sqlite:///:memory:", "må peke på en fil"),
        ("mysql://root@localhost/x", "ikke «mysql»"),
        ("no address", "ikke en gyldig adresse"),
    ],
)
def test_an_unusable_address_is_one_line(address: str, words: str) -> None:
    with pytest.raises(StoreError, match=words) as error:
        open_database(address, tables.SCHEMA)
    assert "\n" not in str(error.value)


def test_a_missing_driver_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(StoreError, match="krever en driver som ikke er installert: psycopg"):
        open_database("postgresql://someone@localhost/radar", tables.SCHEMA)


def test_what_is_no_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "notes.sqlite"
    path.write_text("not a database, " * 100)
    with pytest.raises(StoreError, match="Databasen kunne ikke brukes: file is not a database"):
        open_database(f"sqlite:///{path}", tables.SCHEMA)
    with pytest.raises(StoreError, match="kunne ikke lages"):
        open_database(f"sqlite:///{path}/below/x.sqlite", tables.SCHEMA)


def test_processes_that_open_at_once_make_one_schema(url: str) -> None:
    code = "import sys; from calls.store import Store; Store.open(sys.argv[1]).close()"
    started = [subprocess.Popen([sys.executable, "-c", code, url], env={**os.environ}) for _ in range(4)]
    assert [process.wait(60) for process in started] == [0, 0, 0, 0]


def test_migrating_is_quiet(url: str, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        open_database(url, tables.SCHEMA).dispose()
    assert caplog.records == []


@given(st.datetimes(datetime(1000, 1, 2), datetime(9999, 12, 30)), st.integers(-14, 14))  # noqa: DTZ001 - zone follows
def test_moments_come_back_as_utc(naive: datetime, hours: int) -> None:
    moment = naive.replace(tzinfo=timezone(timedelta(hours=hours)))
    kind = UtcDateTime()
    for dialect in (sa.dialects.sqlite.dialect(), postgresql.dialect()):
        back = kind.process_result_value(kind.process_bind_param(moment, dialect), dialect)
        assert back == moment
        assert back is not None
        assert back.tzinfo is UTC
        assert kind.process_result_value(kind.process_bind_param(None, dialect), dialect) is None


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="without a time zone"):
        UtcDateTime().process_bind_param(datetime(2026, 9, 15), postgresql.dialect())  # noqa: DTZ001 - what is refused


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


@given(json_values)
def test_packed_json_comes_back(value: object) -> None:
    try:
        packed = pack(value)
    except UnicodeEncodeError:
        assert not is_storable(canonical(value))
        return
    assert unpack(packed) == value
    assert packed == pack(unpack(packed))


def test_canonical_json_is_one_way_only() -> None:
    assert canonical({"b": 1.5, "a": ["å", None]}) == '{"a":["å",null],"b":1.5}'
    with pytest.raises(ValueError, match="Out of range"):
        canonical(float("nan"))
