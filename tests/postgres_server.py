"""A real PostgreSQL server for tests, on a free port of loopback, gone when the process that started it is gone.

Everybody comes in as the user `radar` without being asked for the password; other users are asked.
"""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import count
from pathlib import Path
from typing import Any, LiteralString, cast

import psycopg
import pytest
from psycopg import sql

PASSWORD = "hemmelig-passord"
"""In every address, so that a test can see whether it gets out."""

# The server stops when its standard input closes, however the tests ended, and then takes its folder with it; only
# when told to stop does it leave the folder, to be started again.
SCRIPT = """
exec 3<&0
"$@" </dev/null & server=$!
(read -r _ <&3 || : >abandoned; kill -INT "$server") 2>/dev/null &
wait "$server"
test ! -e abandoned || rm -rf "$0"
"""
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "shared_buffers": "16MB",
    "max_connections": "40",
    "TimeZone": "Europe/Oslo",
}
HBA = "host all radar 127.0.0.1/32 trust\nhost all all 127.0.0.1/32 scram-sha-256\n"
NORWEGIAN = "TEMPLATE template0 ENCODING 'UTF8' LOCALE_PROVIDER icu ICU_LOCALE 'nb-NO' LOCALE 'C'"
"""Å and aa after z, capitals among small letters: another order than that of Python and of SQLite."""


def programs() -> Path | None:
    """The folder of the server's programs: the newest of Debian's, or whatever stands in PATH."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    on_path = shutil.which("initdb")
    return found[-1].parent if found else Path(on_path).resolve().parent if on_path else None


class Server:
    """One server with a folder of its own. `start` and `stop` may be called in turn; the databases stay."""

    def __init__(self, bin_folder: Path, folder: Path) -> None:
        self._bin, self.folder = bin_folder, folder
        # PostgreSQL refuses to run as root.
        self._user = _other_user() if os.geteuid() == 0 else {}
        self._process: subprocess.Popen[bytes] | None = None
        self._names = count(1)
        self._free: list[str] = []
        self.port = 0
        if self._user:
            shutil.chown(folder, self._user["user"])
        self._run("initdb", "-D", "data", "-U", "radar", "-E", "UTF8", "--no-locale", "--auth=trust", "--no-sync")
        (folder / "data" / "pg_hba.conf").write_text(HBA)

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(self._bin / program), *arguments]
        done = subprocess.run(command, cwd=self.folder, capture_output=True, text=True, check=False, **self._user)
        if done.returncode:
            raise RuntimeError(f"{program} failed: {done.stderr}")

    def start(self) -> None:
        """Starts the server, each time on the port of the first time."""
        if self.port:
            self._start()
            return
        for attempts_left in (4, 3, 2, 1, 0):
            self.port = _free_port()
            try:
                self._start()
                return
            except RuntimeError:
                # Another process may have been given the port in between.
                if not attempts_left:
                    raise

    def _start(self) -> None:
        command = [str(self._bin / "postgres"), "-D", "data", "-p", str(self.port), "-k", str(self.folder)]
        for name, value in SETTINGS.items():
            command += ["-c", f"{name}={value}"]
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                ["sh", "-c", SCRIPT, str(self.folder), *command],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                cwd=self.folder,
                start_new_session=True,
                **self._user,
            )
        self._wait()

    def _wait(self) -> None:
        assert self._process is not None
        until = time.monotonic() + 60
        while True:
            try:
                self.ask("SELECT 1")
                return
            except psycopg.OperationalError:
                if self._process.poll() is not None or time.monotonic() > until:
                    self.stop()
                    raise RuntimeError((self.folder / "log").read_text()) from None
                time.sleep(0.02)

    def stop(self) -> None:
        if self._process is not None and self._process.stdin is not None:
            with contextlib.suppress(BrokenPipeError):
                self._process.communicate(b"stop\n", timeout=60)
            self._process = None

    def ask(self, statement: str, database: str = "postgres") -> list[tuple[Any, ...]]:
        """Runs a statement of the tests outside a transaction; its rows."""
        with psycopg.connect(self.url(database, driver="postgresql"), autocommit=True) as connection:
            cursor = connection.execute(sql.SQL(cast(LiteralString, statement)))
            return cursor.fetchall() if cursor.description else []

    def url(self, database: str, user: str = "radar", password: str = PASSWORD, driver: str = "postgresql") -> str:
        return f"{driver}://{user}:{password}@127.0.0.1:{self.port}/{database}"

    @contextmanager
    def fresh(self) -> Iterator[str]:
        """The address of an empty database, emptied after use: quicker than making one each time."""
        name = self._free.pop() if self._free else self._create("TEMPLATE template0")
        try:
            yield self.url(name)
        finally:
            self.ask(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")
            self.ask("DROP SCHEMA public CASCADE; CREATE SCHEMA public; GRANT USAGE ON SCHEMA public TO PUBLIC", name)
            self._free.append(name)

    @contextmanager
    def special(self, how: str) -> Iterator[str]:
        """The address of a new database made in that way, dropped after use."""
        name = self._create(how)
        try:
            yield self.url(name)
        finally:
            self.ask(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def _create(self, how: str) -> str:
        name = f"radar_{next(self._names)}"
        self.ask(f"CREATE DATABASE {name} {how}")
        return name


def _other_user() -> dict[str, Any]:
    names = {entry.pw_name for entry in pwd.getpwall()}
    entry = pwd.getpwnam("postgres" if "postgres" in names else "nobody")
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


def _free_port() -> int:
    with closing(socket.socket()) as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def running() -> Iterator[Server]:
    """A started server, stopped and removed afterwards. Skips where there is none, unless CI_POSTGRES is set."""
    found = programs()
    if found is None:
        if os.environ.get("CI_POSTGRES"):
            pytest.fail("CI_POSTGRES is set, but there is no PostgreSQL server on this machine")
        pytest.skip("there is no PostgreSQL server on this machine")
    # In the system's own folder for temporary files: pytest's is closed to other users.
    folder = Path(tempfile.mkdtemp(prefix="radar-pg-"))
    server = None
    try:
        server = Server(found, folder)
        server.start()
        yield server
    finally:
        if server is not None:
            server.stop()
        shutil.rmtree(folder, ignore_errors=True)
