"""Readers never wait, a crash leaves the last whole state, a quiet night costs nothing, and damage is said."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from store_samples import began, begin, day, publish, record, report

from calls.database import writing
from calls.store import Store, StoreError


def test_readers_see_the_last_commit_while_the_night_writes(database_url: str) -> None:
    with Store.open(database_url) as writer, Store.open(database_url) as reader:
        publish(writer, day(0), record("a"))
        begin(writer, day(1))
        about_to_commit, may_commit = threading.Event(), threading.Event()

        def hold(connection: sa.Connection) -> None:
            if connection.get_execution_options().get("is_writing"):
                about_to_commit.set()
                assert may_commit.wait(30)

        sa.event.listen(sa.Engine, "commit", hold)
        writing = threading.Thread(
            target=writer.publish_source, args=(report(day(1)), [record("a", title="Ny")], [], {"a": "x"}, {"a"})
        )
        try:
            writing.start()
            assert about_to_commit.wait(30)
            began_reading = time.perf_counter()
            assert reader.calls()["title"].tolist() == ["Utlysning a"]
            assert reader.newest_night() == day(0)
            with Store.open(database_url) as another:
                assert another.known("forskningsradet")["a"].card_hash == "card Utlysning a"
            assert time.perf_counter() - began_reading < 10
        finally:
            may_commit.set()
            writing.join(30)
            sa.event.remove(sa.Engine, "commit", hold)
        assert reader.calls()["title"].tolist() == ["Ny"]


KILLED = """
import sys, time
import sqlalchemy as sa
sys.path.insert(0, sys.argv[2])
from store_samples import begin, day, record, report
from calls.store import Store

def hold(connection):
    if connection.get_execution_options().get("is_writing"):
        sys.stdout.write("writing\\n"); sys.stdout.flush()
        time.sleep(600)

store = Store.open(sys.argv[1])
begin(store, day(1))
sa.event.listen(sa.Engine, "commit", hold)
if sys.argv[3] == "publish":
    store.publish_source(report(day(1)), [record(f"{n}", title="Ny") for n in range(2000)], [], {"a": "x"}, {"a"})
else:
    store.roll_back(day(0))
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL on this system")
@pytest.mark.parametrize("deed", ["publish", "roll back"])
def test_a_kill_in_the_middle_leaves_the_old_state(database_url: str, deed: str) -> None:
    with Store.open(database_url) as store:
        publish(store, day(0), *(record(f"{number}") for number in range(2000)))
        before = store.calls()
    tests = Path(__file__).resolve().parent
    child = subprocess.Popen(
        [sys.executable, "-c", KILLED, database_url, str(tests), deed],
        stdout=subprocess.PIPE,
        cwd=tests.parent,
        env={**os.environ, "PYTHONPATH": str(tests.parent)},
    )
    assert child.stdout is not None
    with child.stdout:
        assert child.stdout.readline() == b"writing\n"
        child.send_signal(signal.SIGKILL)
        child.wait(30)
    with Store.open(database_url) as store:
        assert store.calls().equals(before)
        assert [row.state for row in store.nights()] == ["published", "begun"]
        assert store.check() == []
        store.roll_back(day(1))
        publish(store, day(1), record("0", title="Ny"))
        assert store.call("forskningsradet", "0") == {
            **record("0", title="Ny"),
            "first_seen_at": began(day(0)),
            "last_seen_at": began(day(1)),
        }


def test_a_night_that_changes_nothing_costs_little(tmp_path: Path) -> None:
    """1,000 calls with texts of 20 kB; prints what it took. In a file, as its bytes can be counted: the bound is on
    them, because they are the same everywhere."""
    path = tmp_path / "radar.sqlite"
    text = "Formålet er å styrke helsetjenesten. " * 550

    def found(number: int, changed: int = 0) -> list[dict[str, Any]]:
        return [record(f"{n}", full_text=text, title=f"T{n}{'!' * number if n < changed else ''}") for n in range(1000)]

    with Store.open(f"sqlite:///{path}") as store:
        for number, changed in ((0, 0), (1, 20), (2, 0)):
            records = found(number, changed)
            cards = dict.fromkeys((f"{n}" for n in range(1000)), "card")
            before = used_bytes(path)
            begin(store, day(number))
            started = time.perf_counter()
            counts = store.publish_source(report(day(number)), records, [], cards, set(cards))
            took = time.perf_counter() - started
            grown = used_bytes(path) - before
            print(f"night {number}: {counts}, {took:.3f} s, {grown / 1000:.0f} kB")  # noqa: T201 - measured, not asserted
            if number == 1:
                store.roll_back(day(1))
                begin(store, day(1))
                store.publish_source(report(day(1)), found(0), [], cards, set(cards))
        assert grown < 100_000
        started = time.perf_counter()
        assert len(store.calls()) == 1000
        print(f"calls(): {time.perf_counter() - started:.3f} s")  # noqa: T201


def used_bytes(path: Path) -> int:
    with sqlite3.connect(path) as connection:
        pages = connection.execute("SELECT page_count - freelist_count FROM pragma_page_count, pragma_freelist_count")
        size = pages.fetchone()[0] * connection.execute("PRAGMA page_size").fetchone()[0]
    connection.close()
    return int(size)


DAMAGE = (
    "UPDATE call_versions SET valid_to = '2026-09-30' WHERE valid_to IS NOT NULL",
    "UPDATE source_nights SET data_night = '2026-09-16'",
    "DELETE FROM call_seen",
)


def test_what_is_broken_is_said(database_url: str) -> None:
    with Store.open(database_url) as store:
        publish(store, day(0), record("a"))
        publish(store, day(1), record("a", title="Ny"))
        engine = sa.create_engine(database_url)
        with engine.begin() as connection:
            if engine.dialect.name == "postgresql":
                connection.exec_driver_sql("SET session_replication_role = replica")
            for statement in DAMAGE:
                connection.exec_driver_sql(statement)
        engine.dispose()
        assert store.check() == [
            "Rader i call_versions viser til noe som ikke finnes.",
            "Utlysninger uten opplysning om når de er sett: 2.",
            "Kildenetter som viser til senere data: 1.",
            "Rader i call_versions som gjelder samtidig: 1.",
        ]


def test_a_locked_database_is_a_clear_error(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("calls.database.waits.BUSY_MS", 50)
    with Store.open(database_url) as store, Store.open(database_url) as other:
        with writing(other._engine) as connection:
            connection.execute(sa.text("DELETE FROM matches"))
            with pytest.raises(StoreError) as error:
                begin(store, day(0))
        assert str(error.value) == (
            "Databasen er opptatt: en annen kjøring skriver. Vent til den er ferdig, og prøv igjen."
        )
        begin(store, day(0))
