"""Opening, migrating and the values that both databases share. What is PostgreSQL's alone: test_postgres_server."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import traceback
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
from calls.migrations.versions import v0001_first_tables as first_step
from calls.migrations.versions import v0002_history as second_step
from calls.migrations.versions import v0003_list_lengths as third_step
from calls.migrations.versions import v0004_matches_in_full as fourth_step
from calls.migrations.versions import v0005_moves as fifth_step
from calls.store import tables
from readers.migrations.versions import v0001_first_tables as readers_step
from readers.migrations.versions import v0002_acceptances as readers_second_step
from readers.migrations.versions import v0003_own_calls as readers_third_step

BOTH = pytest.mark.parametrize(
    ("schema", "metadata", "steps"),
    [
        (tables.SCHEMA, tables.metadata, (fifth_step, fourth_step, third_step, second_step, first_step)),
        (readers.tables.SCHEMA, readers.tables.metadata, (readers_third_step, readers_second_step, readers_step)),
    ],
    ids=["store", "readers"],
)


@BOTH
def test_the_steps_give_the_tables(
    database_url: str, schema: Schema, metadata: sa.MetaData, steps: tuple[ModuleType, ...]
) -> None:
    engine = open_database(database_url, schema)
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
def test_the_steps_can_be_taken_back(
    database_url: str, schema: Schema, metadata: sa.MetaData, steps: tuple[ModuleType, ...]
) -> None:
    engine = open_database(database_url, schema)
    with writing(engine) as connection:
        with Operations.context(MigrationContext.configure(connection)):
            for step in steps:
                step.downgrade()
        assert sa.inspect(connection).get_table_names() == [schema.version_table]
    engine.dispose()


def test_both_schemas_live_in_one_database(database_url: str) -> None:
    for schema in (tables.SCHEMA, readers.tables.SCHEMA, tables.SCHEMA):
        engine = open_database(database_url, schema)
        names = set(sa.inspect(engine).get_table_names())
        engine.dispose()
    assert {*tables.metadata.tables, *readers.tables.metadata.tables} < names


def test_an_up_to_date_database_is_only_read(database_url: str) -> None:
    engine = open_database(database_url, tables.SCHEMA)
    with writing(engine) as connection:
        connection.execute(tables.nights.delete())
        open_database(database_url, tables.SCHEMA).dispose()
    engine.dispose()


def test_a_step_that_fails_leaves_nothing(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(connection: sa.Connection, *args: object) -> None:
        if "CREATE TABLE matches" in str(args[1]):
            raise RuntimeError("stopped")

    sa.event.listen(sa.Engine, "before_cursor_execute", fail)
    try:
        with pytest.raises(RuntimeError):
            open_database(database_url, tables.SCHEMA)
    finally:
        sa.event.remove(sa.Engine, "before_cursor_execute", fail)
    engine = sa.create_engine(database_url)
    assert sa.inspect(engine).get_table_names() == []
    engine.dispose()
    open_database(database_url, tables.SCHEMA).dispose()


def test_a_newer_schema_is_refused(database_url: str) -> None:
    engine = open_database(database_url, tables.SCHEMA)
    with writing(engine) as connection:
        connection.exec_driver_sql("UPDATE calls_alembic_version SET version_num = '9999'")
    engine.dispose()
    with pytest.raises(StoreError) as error:
        open_database(database_url, tables.SCHEMA)
    assert str(error.value) == (
        "Databasen er laget av en nyere utgave av programmet (skjema 9999; denne utgaven kjenner 0005). "
        "Oppgrader programmet, eller bruk en annen database."
    )


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("sqlite://", "må peke på en fil"),
        ("sqlite:///:memory:", "må peke på en fil"),
        ("mysql://root@localhost/x", "ikke «mysql»"),
        ("no address", "ikke en gyldig adresse"),
        ("postgresql+asyncpg://kari:hemmelig@localhost/x", r"ikke «postgresql\+asyncpg»"),
        ("postgresql://kari:hem@melig@localhost/x", "skrives %40"),
        ("postgresql://kari:x@localhost:hemmelig/x", "ikke en gyldig adresse"),
    ],
)
def test_an_unusable_address_is_one_line(address: str, words: str) -> None:
    with pytest.raises(StoreError, match=words) as error:
        open_database(address, tables.SCHEMA)
    assert "\n" not in str(error.value)
    assert "melig" not in "".join(traceback.format_exception(error.value))


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


def test_processes_that_open_at_once_make_one_schema(database_url: str) -> None:
    code = "import sys; from calls.store import Store; Store.open(sys.argv[1]).close()"
    readers_code = "import sys; from readers import Decisions; Decisions.open(sys.argv[1]).close()"
    started = [
        subprocess.Popen([sys.executable, "-c", words, database_url], env={**os.environ})
        for words in (code, readers_code) * 3
    ]
    assert [process.wait(60) for process in started] == [0] * 6
    for schema in (tables.SCHEMA, readers.tables.SCHEMA):
        engine = open_database(database_url, schema)
        with reading(engine) as connection:
            versions = connection.execute(sa.text(f"SELECT version_num FROM {schema.version_table}")).all()
        engine.dispose()
        assert len(versions) == 1


def test_migrating_is_quiet(database_url: str, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        open_database(database_url, tables.SCHEMA).dispose()
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
