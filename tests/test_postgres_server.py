"""PostgreSQL as an operator meets it: addresses, refusals in plain words, one writer at a time, restarts, kills."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from postgres_server import PASSWORD, Server, programs, running
from store_samples import begin, day, publish, record, report

from calls.database import StoreError, reading, writing
from calls.home import Home
from calls.store import Store
from readers import Decisions
from web.nights import StoreReader

NOON = datetime(2026, 9, 15, 12, tzinfo=UTC)
ADVISORY = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"


@pytest.fixture
def url(postgres: Server) -> Iterator[str]:
    with postgres.fresh() as address:
        yield address


def name_of(url: str) -> str:
    return str(sa.make_url(url).database)


def refusal(url: str, deed: Any = None) -> str:
    """What is said when the store is opened (and `deed` done); never a second line, never the password."""
    with pytest.raises(StoreError) as error, Store.open(url) as store:
        (deed or Store.check)(store)
    for words in (str(error.value), "".join(traceback.format_exception(error.value))):
        assert PASSWORD not in words
    assert "\n" not in str(error.value)
    assert error.value.__cause__ is None
    return str(error.value)


@pytest.mark.parametrize("driver", ["postgres", "postgresql", "postgresql+psycopg"])
def test_every_spelling_of_an_address_is_understood(postgres: Server, url: str, driver: str) -> None:
    with Store.open(postgres.url(name_of(url), driver=driver)):
        rows = postgres.ask(f"SELECT application_name FROM pg_stat_activity WHERE datname = '{name_of(url)}'")
    assert set(rows) == {("utlysningsradar",)}
    with Store.open(f"{url}?application_name=annet&connect_timeout=3"):
        rows = postgres.ask(f"SELECT application_name FROM pg_stat_activity WHERE datname = '{name_of(url)}'")
    assert ("annet",) in rows


def test_who_is_not_let_in_is_told_why(postgres: Server, url: str) -> None:
    postgres.ask("DROP ROLE IF EXISTS kari; CREATE ROLE kari LOGIN PASSWORD 'et annet'")
    place, name = f"127.0.0.1:{postgres.port}", name_of(url)
    refused = (
        f"Databasetjeneren ({place}) slapp ikke inn brukeren «kari». Rett bruker eller passord i databaseadressen."
    )
    assert refusal(postgres.url(name, "kari")) == refused
    assert refusal(postgres.url(name, "ola")) == refused.replace("kari", "ola")
    assert refusal(f"postgresql://kari@{place}/{name}?password={PASSWORD}") == refused
    assert refusal(f"postgresql://kari@{place}/{name}") == refused
    assert refusal(postgres.url("finnes_ikke")) == (
        f"Databasen «finnes_ikke» finnes ikke på databasetjeneren ({place}). Lag den der, eller rett databaseadressen."
    )
    assert refusal(f"{url}?ukjent={PASSWORD}") == ('Databasen kunne ikke brukes: invalid connection option "ukjent"')


def test_a_server_that_is_not_there_is_named() -> None:
    assert refusal(f"postgresql://kari:{PASSWORD}@127.0.0.1:1/radar") == (
        "Databasetjeneren (127.0.0.1:1) kan ikke nås: Connection refused. "
        "Se om den er startet, og om databaseadressen stemmer."
    )
    words = refusal(f"postgresql://kari:{PASSWORD}@localhost:1/radar")
    assert words.startswith("Databasetjeneren (localhost:1) kan ikke nås: Connection refused.")
    words = refusal(f"postgresql://kari:{PASSWORD}@/radar?host=/ingen/mappe")
    assert words.startswith("Databasetjeneren (/ingen/mappe) kan ikke nås: No such file or directory.")
    words = refusal(f"postgresql://kari:{PASSWORD}@tjener.invalid/radar")
    assert words.startswith("Databasetjeneren (tjener.invalid) kan ikke nås: ")


def test_who_may_only_read_can_read_and_is_told_so_when_writing(postgres: Server, url: str) -> None:
    postgres.ask("DROP ROLE IF EXISTS leser; CREATE ROLE leser LOGIN PASSWORD 'hemmelig-passord'")
    name = name_of(url)
    words = "Brukeren «leser» har ikke lov til dette i databasen «{}» ({}). Gjør den til eier av databasen."
    assert refusal(postgres.url(name, "leser")) == words.format(name, "permission denied for schema public")
    with Store.open(url) as store:
        publish(store, day(0), record("a"))
    postgres.ask("GRANT SELECT ON ALL TABLES IN SCHEMA public TO leser", name)
    with Store.open(postgres.url(name, "leser")) as store:
        assert store.calls()["source_id"].tolist() == ["a"]
        assert store.check() == []
    said = refusal(postgres.url(name, "leser"), lambda store: begin(store, day(1)))
    assert said == words.format(name, "permission denied for table nights")
    said = refusal(f"{url}?options=-c default_transaction_read_only=on", lambda store: begin(store, day(1)))
    assert said == (
        f"Databasen «{name}» kan bare leses (cannot execute INSERT in a read-only transaction). "
        "Bruk en bruker og en tjener som kan skrive."
    )
    postgres.ask("DROP OWNED BY leser; DROP ROLE leser", name)


def test_a_full_disk_is_said_and_nothing_is_kept(postgres: Server, url: str) -> None:
    with Store.open(url) as store:
        begin(store, day(0))
    fails = "RAISE EXCEPTION USING ERRCODE = '53100', MESSAGE = 'could not extend file: No space left on device'"
    postgres.ask(
        f"CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {fails}; END $$;"
        "CREATE TRIGGER full_disk BEFORE INSERT ON source_nights EXECUTE FUNCTION full_disk()",
        name_of(url),
    )
    given = (report(day(0)), [record("a")], [], {"a": "1"}, {"a"})
    assert refusal(url, lambda store: store.publish_source(*given)) == (
        "Databasen fikk ikke plass på disken. Frigjør plass og prøv igjen; det som ikke fikk plass, er ikke lagret."
    )
    with Store.open(url) as store:
        assert len(store.calls()) == 0


def test_a_database_in_another_alphabet_is_refused(postgres: Server) -> None:
    with postgres.special("TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C'") as url:
        assert refusal(url) == "Databasen har tegnsettet LATIN1. Lag en ny med tegnsettet UTF8."


def test_text_that_no_database_keeps_is_found_nowhere(url: str) -> None:
    with Store.open(url) as store, Decisions.open(url) as decisions:
        publish(store, day(0), record("a"))
        for text in ("a\x00", "\ud800"):
            assert store.call("forskningsradet", text) is None
            assert store.versions(text, "a") == []
            assert len(store.issues(source_id=text)) == len(store.matches(cluster=text)) == 0
            assert store.weights(text) is None
            assert store.known(text) == {}
            assert decisions.notes(cluster=text) == []


def test_a_writer_waits_for_the_other_and_then_sees_what_it_did(postgres: Server, url: str) -> None:
    with Store.open(url) as one, Store.open(url) as two:
        said: list[str] = []

        def begin_too() -> None:
            try:
                begin(two, day(0))
            except StoreError as error:
                said.append(str(error))

        other = threading.Thread(target=begin_too)
        with writing(one._engine) as connection:
            connection.execute(sa.text("INSERT INTO nights VALUES ('2026-09-15', now(), '1', false, 'begun')"))
            other.start()
            wait_for(postgres, "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted", 1)
        other.join(30)
        assert said == [
            "Natten 2026-09-15 kan ikke begynne: 2026-09-15 er alt lagret. Rull tilbake til 2026-09-15 først."
        ]


def test_people_can_write_while_the_night_does(url: str) -> None:
    with Store.open(url) as store, Decisions.open(url) as decisions, writing(store._engine):
        said = decisions.decide("source_disabled", source="a", by="Kari", at=NOON)
        assert decisions.decisions() == [said]


def test_all_that_is_read_at_once_is_of_one_moment(url: str) -> None:
    with Store.open(url) as writer, Store.open(url) as reader:
        publish(writer, day(0), record("a"))
        with reading(reader._engine) as connection:
            before = connection.scalar(sa.text("SELECT count(*) FROM nights"))
            publish(writer, day(1), record("a"))
            assert connection.scalar(sa.text("SELECT count(*) FROM nights")) == before == 1


def wait_for(postgres: Server, question: str, answer: int) -> None:
    until = time.monotonic() + 30
    while postgres.ask(question) != [(answer,)]:
        assert time.monotonic() < until, question
        time.sleep(0.02)


WRITER = """
import sys, time
from sqlalchemy import text
from calls.database import writing
from calls.store import Store

with Store.open(sys.argv[1]) as store, writing(store._engine) as connection:
    connection.execute(text("DELETE FROM matches"))
    sys.stdout.write("writing\\n"); sys.stdout.flush()
    time.sleep(600)
"""


@pytest.fixture
def writer(postgres: Server, url: str) -> Iterator[subprocess.Popen[bytes]]:
    """A process in the middle of writing."""
    Store.open(url).close()
    root = Path(__file__).resolve().parents[1]
    child = subprocess.Popen([sys.executable, "-c", WRITER, url], stdout=subprocess.PIPE, cwd=root, env={**os.environ})
    assert child.stdout is not None
    with child.stdout:
        assert child.stdout.readline() == b"writing\n"
        yield child
        child.kill()
        child.wait(30)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL on this system")
def test_a_killed_writer_leaves_no_lock(postgres: Server, url: str, writer: subprocess.Popen[bytes]) -> None:
    assert postgres.ask(ADVISORY) == [(1,)]
    writer.send_signal(signal.SIGKILL)
    with Store.open(url) as store:
        begin(store, day(0))
        assert [row.night for row in store.nights()] == [day(0)]
    assert postgres.ask(ADVISORY) == [(0,)]


def test_a_writer_that_does_nothing_is_cut_off(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    Store.open(url).close()
    monkeypatch.setattr("calls.database.waits.IDLE_MS", 200)

    def stand_still(store: Store) -> None:
        with writing(store._engine) as connection:
            time.sleep(1)
            connection.execute(sa.text("DELETE FROM matches"))

    assert refusal(url, stand_still) == (
        "Databasetjeneren avbrøt en kjøring som hadde stått stille for lenge. Ingenting er lagret; prøv igjen."
    )
    with Store.open(url) as store:
        begin(store, day(0))


def test_a_restarted_server_is_no_error(postgres: Server, url: str, tmp_path: Path) -> None:
    reader = StoreReader(Home.at(tmp_path, database_url=url))
    with Store.open(url) as store, Decisions.open(url) as decisions:
        publish(store, day(0), record("a"))
        assert reader.shown([]) is not None
        postgres.stop()
        with pytest.raises(StoreError, match="kan ikke nås: Connection refused"):
            store.newest_night()
        with pytest.raises(StoreError, match="kan ikke nås: Connection refused"):
            reader.shown([])
        postgres.start()
        assert store.newest_night() == day(0)
        assert decisions.decisions() == []
        shown = reader.shown([])
        assert shown is not None
        assert shown.night.night == day(0)


def test_a_missing_server_skips_but_not_in_ci(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("postgres_server.programs", lambda: None)
    monkeypatch.delenv("CI_POSTGRES", raising=False)
    with pytest.raises(pytest.skip.Exception, match="no PostgreSQL server"), running():
        pass
    monkeypatch.setenv("CI_POSTGRES", "1")
    with pytest.raises(pytest.fail.Exception, match="CI_POSTGRES is set"), running():
        pass


def test_a_server_goes_with_the_process_that_started_it() -> None:
    if programs() is None:
        pytest.skip("there is no PostgreSQL server on this machine")
    tests = Path(__file__).resolve().parent
    child = subprocess.Popen([sys.executable, "-c", ABANDONED, str(tests)], stdout=subprocess.PIPE, env={**os.environ})
    assert child.stdout is not None
    with child.stdout:
        url = child.stdout.readline().decode().strip()
        folder = Path(child.stdout.readline().decode().strip())
        Store.open(url).close()
        assert folder.is_dir()
        child.kill()
        child.wait(30)
    until = time.monotonic() + 30
    while folder.exists():
        assert time.monotonic() < until
        time.sleep(0.05)
    assert "kan ikke nås" in refusal(url)


ABANDONED = """
import sys, time
sys.path.insert(0, sys.argv[1])
from postgres_server import running

with running() as server, server.fresh() as url:
    sys.stdout.write(f"{url}\\n{server.folder}\\n"); sys.stdout.flush()
    time.sleep(600)
"""
