"""The two wires: one asks the site and archives what comes, the other asks the archive.

A wire makes one attempt and never raises for what a site does: every outcome is an
Answer, so that it can be archived. Rules on retries, redirects and robots.txt belong to `calls.fetch.fetcher`.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self
from urllib.parse import urlsplit

import requests
import urllib3
from urllib3.exceptions import NameResolutionError, NewConnectionError

from calls.archive.exchange import Answer, Exchange, Failure, Headers, Question, still_valid
from calls.archive.replay import Replay
from calls.archive.writer import NightWriter
from calls.fetch.connection import Adapter, Line, PrivateHost
from calls.fetch.limits import Limits

_CHUNK = 1 << 16


class Wire(Protocol):
    """Where answers come from."""

    def ask(self, question: Question) -> Answer:
        """One attempt. NotArchived where the archive has no answer."""

    def slow_down(self, url: str, seconds: float) -> None:
        """Wait at least this long between requests to the host of `url`."""


class ReplayWire:
    """Answers from the archive. Opens no socket and never waits."""

    def __init__(self, replay: Replay) -> None:
        self._replay = replay

    def ask(self, question: Question) -> Answer:
        return self._replay.answer(question)

    def slow_down(self, url: str, seconds: float) -> None:
        """Nobody is disturbed by reading a file."""


@dataclass
class _Host:
    """One host: asked by one request at a time, with a pause between them."""

    pause_s: float
    lock: threading.Lock = field(default_factory=threading.Lock)
    free_at: datetime | None = None
    lines: dict[str, tuple[Line, Adapter]] = field(default_factory=dict)


class LiveWire:
    """Asks the site, and archives each attempt before anybody sees it. Close it, or use it as a context manager."""

    def __init__(
        self,
        writer: NightWriter,
        agent: str,
        previous: Replay | None,
        limits: Limits,
        *,
        pause_s: float,
        clock: Callable[[], datetime],
        sleep: Callable[[float], None],
        allow_private: bool = False,
        ca_file: Path | None = None,
    ) -> None:
        """previous: the archive as it was before this night. clock: UTC. ca_file: certificates to trust instead."""
        self._writer = writer
        self._agent = agent
        self._previous = previous
        self._limits = limits
        self._pause_s = pause_s
        self._clock = clock
        self._sleep = sleep
        self._allow_private = allow_private
        self._verify: bool | str = str(ca_file) if ca_file else True
        self._hosts: dict[str, _Host] = {}
        self._lock = threading.Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close every connection."""
        for host in self._hosts.values():
            for line, adapter in host.lines.values():
                adapter.close()
                line.close()

    def slow_down(self, url: str, seconds: float) -> None:
        host = self._host(url)
        host.pause_s = max(host.pause_s, min(seconds, self._limits.longest_pause_s))

    def ask(self, question: Question) -> Answer:
        earlier = self._previous.newest(question) if self._previous and question.method == "GET" else None
        sent = replace(question, headers=(("User-Agent", self._agent), *question.headers, *_conditions(earlier)))
        host = self._host(question.url)
        with host.lock:
            self._wait(host)
            exchange = self._exchange(host, sent)
            host.free_at = self._clock() + timedelta(seconds=host.pause_s)
        if exchange.status != 304 or earlier is None:
            return self._writer.write(exchange)
        answer = self._writer.write(replace(exchange, refers_to=(earlier.kept_url, earlier.kept_at)))
        return still_valid(answer.at, earlier)

    def _host(self, url: str) -> _Host:
        with self._lock:
            return self._hosts.setdefault(urlsplit(url).hostname or "", _Host(self._pause_s))

    def _wait(self, host: _Host) -> None:
        if host.free_at is not None:
            left = (host.free_at - self._clock()).total_seconds()
            if left > 0:
                self._sleep(min(left, host.pause_s))  # a clock set back must not make the wait longer

    def _exchange(self, host: _Host, question: Question) -> Exchange:
        origin = "{0.scheme}://{0.netloc}".format(urlsplit(question.url))
        if origin not in host.lines:
            fresh = Line(self._allow_private)
            host.lines[origin] = fresh, Adapter(fresh)
        line, adapter = host.lines[origin]
        at = self._clock()
        line.is_cut = False
        timer = threading.Timer(self._limits.total_s, line.cut)
        timer.daemon = True
        timer.start()
        try:
            return self._send(adapter, line, question, at)
        finally:
            timer.cancel()

    def _send(self, adapter: Adapter, line: Line, question: Question, at: datetime) -> Exchange:
        try:
            prepared = requests.Request(
                question.method, question.url, headers=dict(question.headers), data=question.body or None
            ).prepare()
            question = replace(question, url=prepared.url or question.url)  # escaped as it is sent
            response = adapter.send(
                prepared, stream=True, timeout=(self._limits.connect_s, self._limits.read_s), verify=self._verify
            )
        except (requests.RequestException, urllib3.exceptions.HTTPError, PrivateHost) as error:
            return Exchange(question, at, status=0, failure=_failure(error, line.is_cut))
        try:
            body, failure = self._body(response, line)
        finally:
            response.close()
        headers = tuple((str(name), str(value)) for name, value in response.raw.headers.items())
        if "chunked" in response.headers.get("Transfer-Encoding", "").lower():
            headers = _without_chunking(headers, len(body))
        return Exchange(question, at, response.status_code, headers, body, failure)

    def _body(self, response: requests.Response, line: Line) -> tuple[bytes, Failure]:
        parts: list[bytes] = []
        length = 0
        limit = self._limits.body_bytes
        declared = response.headers.get("Content-Length", "")
        if declared.isascii() and declared.isdigit() and len(declared) < 20 and int(declared) > limit:
            return b"", "length"
        try:
            while part := response.raw.read1(_CHUNK, decode_content=False):
                parts.append(part)
                length += len(part)
                if length > limit:
                    return b"".join(parts), "length"
        except (urllib3.exceptions.HTTPError, OSError, ValueError) as error:
            return b"".join(parts), _failure(error, line.is_cut)
        return b"".join(parts), "time" if line.is_cut else ""


def _conditions(earlier: Answer | None) -> Headers:
    if earlier is None:
        return ()
    pairs = (("If-None-Match", earlier.header("etag")), ("If-Modified-Since", earlier.header("last-modified")))
    return tuple((name, value) for name, value in pairs if value)


def _without_chunking(headers: Headers, length: int) -> Headers:
    """http.client has undone the chunks: the headers must say so, or a reader of the archive would undo them again."""
    kept = tuple(pair for pair in headers if pair[0].lower() not in ("transfer-encoding", "content-length"))
    return (*kept, ("X-Archive-Orig-Transfer-Encoding", "chunked"), ("Content-Length", str(length)))


def _failure(error: Exception, is_cut: bool) -> Failure:
    timeouts = (requests.Timeout, urllib3.exceptions.TimeoutError, TimeoutError)
    if is_cut or isinstance(error, timeouts):
        return "time"
    if isinstance(error, PrivateHost):
        return "private"
    if isinstance(error, requests.exceptions.InvalidURL):
        return "unreachable"
    if isinstance(error, requests.exceptions.SSLError | urllib3.exceptions.SSLError):
        return "tls"
    cause = error.args[0] if error.args else None
    reason = cause.reason if isinstance(cause, urllib3.exceptions.MaxRetryError) else cause
    return "unreachable" if isinstance(reason, NewConnectionError | NameResolutionError) else "disconnect"
