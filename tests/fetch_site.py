"""A real site on loopback that misbehaves on demand, and a night that fetches from it and then replays."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from email.message import Message
from email.parser import BytesParser
from email.policy import HTTP
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Self

import pytest

from calls.archive import Archive, Replay
from calls.failures import (
    FetchError,
)
from calls.fetch import Fetcher, Limits, LiveFetcher, ReplayFetcher
from calls.model import Page, Request

DAY = date(2026, 11, 20)
AT = datetime(2026, 11, 20, 2, 30, tzinfo=UTC)
CONTACT = "Kåre Ødegård kare@helse.no"
HTML = "text/html; charset=utf-8"
LIMITS = Limits(body_bytes=100_000)

Reply = Callable[["Site"], None]

Part = tuple[str, str | None, str, bytes]
"""Of a form: name, file name, content type, content."""


def form_parts(content_type: str, body: bytes) -> list[Part]:
    """The parts of a form, as a mail parser takes it apart."""
    message = BytesParser(policy=HTTP).parsebytes(f"Content-Type: {content_type}\r\n\r\n".encode() + body)
    return [_part(part) for part in message.iter_parts()]  # type: ignore[attr-defined]


def _part(part: Message) -> Part:
    name = part.get_param("name", header="content-disposition")
    content = part.get_payload(decode=True)
    assert isinstance(content, bytes)
    return str(name), part.get_filename(), part.get("content-type", ""), content


class Site(BaseHTTPRequestHandler):
    """Answers by a table of paths; each answer may be another one the next time."""

    protocol_version = "HTTP/1.1"
    replies: dict[str, list[Reply]]
    seen: list[tuple[str, dict[str, str], bytes]]

    def do_GET(self) -> None:
        length = int(self.headers.get("Content-Length", 0))
        self.seen.append((f"{self.command} {self.path}", dict(self.headers.items()), self.rfile.read(length)))
        table = self.replies.get(self.path, [reply(404, b"borte")])
        (table.pop(0) if len(table) > 1 else table[0])(self)

    do_POST = do_GET

    def log_message(self, format: str, *args: Any) -> None:
        """Silence."""


def reply(status: int = 200, body: bytes = b"", **headers: str) -> Reply:
    def send(site: Site) -> None:
        site.send_response(status)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        for name, value in ({"Content-Type": HTML, "Content-Length": str(len(body))} | named).items():
            if value:
                site.send_header(name, value)
        site.end_headers()
        site.wfile.write(body)

    return send


def raw(*parts: bytes, pause: float = 0.0) -> Reply:
    def send(site: Site) -> None:
        site.close_connection = True
        try:
            for part in parts:
                site.wfile.write(part)
                site.wfile.flush()
                time.sleep(pause)
        except OSError:
            return  # the client had enough

    return send


class _Quiet(ThreadingHTTPServer):
    def handle_error(self, request: object, client_address: object) -> None:
        """Connections that break are what these tests are about."""


class Server:
    """The site on loopback, and what it was asked."""

    def __init__(self, context: ssl.SSLContext | None = None) -> None:
        self.replies: dict[str, list[Reply]] = {}
        self.seen: list[tuple[str, dict[str, str], bytes]] = []
        self.handler: type[Site] = type("Handler", (Site,), {"replies": self.replies, "seen": self.seen})
        self.http = _Quiet(("127.0.0.1", 0), self.handler)
        self.http.daemon_threads = True
        scheme = "http"
        if context:
            scheme = "https"
            self.http.socket = context.wrap_socket(self.http.socket, server_side=True)
        self.url = f"{scheme}://localhost:{self.http.server_port}"

    def __enter__(self) -> Self:
        threading.Thread(target=self.http.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *ended: object) -> None:
        self.http.shutdown()
        self.http.server_close()

    def asked(self) -> list[str]:
        return [line for line, _, _ in self.seen if "robots" not in line]


class Clock:
    """Time that passes only by sleeping."""

    def __init__(self) -> None:
        self.now = AT
        self.slept: list[float] = []

    def __call__(self) -> datetime:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(round(seconds, 3))
        self.now += timedelta(seconds=seconds)


Outcome = Page | tuple[type[FetchError], str]


def outcome(fetcher: Fetcher, request: Request) -> Outcome:
    try:
        return fetcher.get(request)
    except FetchError as error:
        return type(error), error.message


class Night:
    """Fetches live, then replays with every socket closed and wants the same."""

    def __init__(self, folder: Path) -> None:
        self.archive = Archive(folder / "arkiv")
        self.clock = Clock()
        self.more: dict[str, Any] = {"allow_private": True, "limits": LIMITS}

    @contextmanager
    def live(self, day: date = DAY, previous: Replay | None = None) -> Iterator[LiveFetcher]:
        with (
            self.archive.writer(day, self.clock.now, "0.1.0", operator=CONTACT) as writer,
            LiveFetcher(
                writer, CONTACT, "0.1.0", previous, clock=self.clock, sleep=self.clock.sleep, **self.more
            ) as one,
        ):
            yield one

    def get(self, *requests: Request, day: date = DAY, previous: Replay | None = None) -> list[Outcome]:
        with self.live(day, previous) as fetcher:
            found = [outcome(fetcher, request) for request in requests]
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(socket, "socket", _no_socket)
            patch.setattr(socket, "getaddrinfo", _no_socket)
            replay = ReplayFetcher(self.archive.replay(day), limits=LIMITS)
            assert [outcome(replay, request) for request in requests] == found
        return found

    def one(self, url: str, **more: Any) -> Outcome:
        return self.get(Request(url, **more))[0]

    def page(self, url: str, **more: Any) -> Page:
        found = self.one(url, **more)
        assert isinstance(found, Page), found
        return found


_socket = socket.socket


def _no_socket(*args: Any, **more: Any) -> socket.socket:
    if threading.current_thread() is threading.main_thread():
        raise AssertionError("a replay must open no socket")
    return _socket(*args, **more)  # the server may still be taking a call that nobody waits for
