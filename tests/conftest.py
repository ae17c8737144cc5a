"""What every test may use: the shared folder where there is one, databases, and a net closed but for loopback."""

from __future__ import annotations

import gc
import ipaddress
import os
import resource
import socket
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import postgres_server
import pytest
from browsing import chromium
from playwright.sync_api import Browser

pytest.register_assert_rewrite("fault_nights")  # its asserts say what differs, as those of a test do

# A night that reads every call for its meaning takes minutes: where the extra is installed, a test asks for it.
os.environ["RADAR_SENTENCE_MODEL"] = "off"

SHARED = Path(__file__).resolve().parents[2] / "shared"


ROOM_MB = 700
"""What a worker may grow by before what nights left in it is looked through."""
_most_mb = 0.0


def _resident_mb() -> float:
    """Memory of this process, where the system tells it in a file; else 0."""
    told = Path("/proc/self/statm")
    return int(told.read_text(encoding="ascii").split()[1]) * resource.getpagesize() / 1e6 if told.exists() else 0.0


def pytest_runtest_logfinish() -> None:
    """A night keeps Python from looking for garbage in what is there when it begins (pipelines.headless), which suits a
    process that runs one. Here many run one after the other: what they left goes, so that workers stay small."""
    global _most_mb
    if _resident_mb() > _most_mb:
        gc.unfreeze()
        gc.collect()
        gc.freeze()
        _most_mb = _resident_mb() + ROOM_MB


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder beside the project with real records; tests that need it skip where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("the folder shared/ beside the project is not on this machine")
    return SHARED


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The browser. Of a module, since no event loop of other tests can run in its thread."""
    with chromium() as found:
        yield found


@pytest.fixture(scope="session")
def postgres() -> Iterator[postgres_server.Server]:
    """A PostgreSQL server of this test process. Tests that need it skip where there is none."""
    with postgres_server.running() as server:
        yield server


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def fresh(request: pytest.FixtureRequest) -> Callable[[], AbstractContextManager[str]]:
    """Gives the address of an empty database of either kind, gone after use: for tests that want several."""
    if request.param == "sqlite":
        return _fresh_file
    server: postgres_server.Server = request.getfixturevalue("postgres")
    return server.fresh


@contextmanager
def _fresh_file() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        yield f"sqlite:///{folder}/new folder/a%b.sqlite"


@pytest.fixture
def database_url(fresh: Callable[[], AbstractContextManager[str]]) -> Iterator[str]:
    """The address of an empty database: each test runs on SQLite and on PostgreSQL."""
    with fresh() as url:
        yield url


@pytest.fixture(autouse=True)
def closed_net(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests reach loopback and local sockets only."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if isinstance(address, tuple) and not ipaddress.ip_address(socket.gethostbyname(address[0])).is_loopback:
            raise AssertionError(f"a test tried to reach {address!r}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


LONG = ("test_web_hostile", "test_web_exports", "test_web_journeys", "test_web_browser", "test_web_tongues")
"""Files that take minutes. They come first: one that comes last keeps one worker busy while the others are done."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long files first, each whole; the others as they were."""
    places = {name: place for place, name in enumerate(LONG)}
    items.sort(key=lambda item: places.get(item.path.stem, len(LONG)))
