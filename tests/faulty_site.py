"""The sites of both sources on one loopback server, well or ill on demand, and the names that lead there.

The sources ask their real addresses over TLS. Name service here gives public addresses, and connections to those end
at the loopback server: so the check for private addresses is the real one, and whatever else is dialled is seen.
"""

from __future__ import annotations

import gzip
import json
import socket
import ssl
import subprocess
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from fetch_site import Reply, Server, Site, raw, reply
from foreign_warc import write_warc
from night_samples import call, service

import calls.fetch.connection
from bundle.render import detail_page, listing_html, listing_json
from sources.base import all_sources

FORSKNINGSRADET, INNOVASJON_NORGE = "forskningsradet", "innovasjonnorge"
FUNDERS = {FORSKNINGSRADET: "Forskningsrådet", INNOVASJON_NORGE: "Innovasjon Norge"}
OTHER = {FORSKNINGSRADET: INNOVASJON_NORGE, INNOVASJON_NORGE: FORSKNINGSRADET}
PUBLIC = {FORSKNINGSRADET: "11.0.0.1", INNOVASJON_NORGE: "11.0.0.2"}
PRIVATE = {"internt.example.no": "10.0.0.1", "speil.example.no": "::1", "data.example.no": "169.254.169.254"}
LISTS = {key: tuple(all_sources()[key].listings) for key in PUBLIC}
HOSTS = {key: str(urlsplit(all_sources()[key].listings[LISTS[key][0]].url).hostname) for key in PUBLIC}
ROBOTS = "robots"
HTML, JSON = "text/html; charset=utf-8", "application/json; charset=utf-8"
LATE = f"31. des. {datetime.now(UTC).year + 2}"
"""A deadline that lies ahead whenever the nights are fetched, and not so far that it is doubted."""

PRINTED = "21. september 2026, 03:31 CEST"

Pages = Mapping[tuple[str, str], tuple[str, bytes]]
"""What the healthy sites say: by source and name (of a list, robots, or a path) the content type and the body."""


def pages(slugs: Iterable[str]) -> dict[tuple[str, str], tuple[str, bytes]]:
    """Both sites with an open call and a service for each slug, and one completed call."""
    open_calls = [call(slug, LATE) for slug in slugs]
    done = {**call("ferdig", "2. feb. 2026"), "badges": ["Gjennomført"]}
    return {
        **call_pages([*open_calls, done]),
        (FORSKNINGSRADET, ROBOTS): ("text/plain", b"User-agent: *\nDisallow: /admin/\n"),
        (FORSKNINGSRADET, "current"): (JSON, listing_json(cards(open_calls, "Søk nå"))),
        (FORSKNINGSRADET, "completed"): (JSON, listing_json(cards([done], "Gjennomført"))),
        (FORSKNINGSRADET, "html"): (HTML, listing_html(cards(open_calls, "Søk nå")).encode()),
        (INNOVASJON_NORGE, ROBOTS): ("text/plain", b"User-agent: *\nAllow: /\n"),
        (INNOVASJON_NORGE, LISTS[INNOVASJON_NORGE][0]): (JSON, services_json(slugs)),
    }


def call_pages(found: Sequence[Mapping[str, Any]]) -> dict[tuple[str, str], tuple[str, bytes]]:
    """The own page of each of these calls."""
    made = {}
    for one in found:
        html = detail_page(one, markup="table", printed_at=PRINTED).encode()
        made[FORSKNINGSRADET, urlsplit(one["url"]).path] = (HTML, html)
    return made


def cards(found: Sequence[Mapping[str, Any]], status: str) -> list[dict[str, Any]]:
    """What a list of Forskningsrådet says of these calls."""
    same = {"group": "Alle", "status": status}
    return [{"id": f"9{n}", "title": one["title"], "url": one["url"], **same} for n, one in enumerate(found)]


def services_json(slugs: Iterable[str]) -> bytes:
    """The answer of Innovasjon Norge with a service for each slug."""
    return json.dumps({"query": "", "result": [service(slug) for slug in slugs], "ms": 9}, ensure_ascii=False).encode()


def archived(path: Path, day: date, shown: Pages) -> Path:
    """A night of `day` on which both sites said this, as another program keeps it."""
    exchanges = []
    for (key, name), (kind, body) in shown.items():
        request = all_sources()[key].listings.get(name)
        url = f"https://{HOSTS[key]}/robots.txt" if name == ROBOTS else f"https://{HOSTS[key]}{name}"
        exchanges.append((request.url if request else url, request.json if request else None, kind, body))
    return write_warc(path, datetime(day.year, day.month, day.day, 2, tzinfo=UTC), exchanges)


@dataclass
class FaultySite:
    """Both sites. Healthy with `shown`, but for `faults`: answers by source and name, the last one for ever.

    A fault of None is the healthy answer. `dialled` are the addresses that were connected to, `asked` what came in.
    """

    port: int
    ca_file: Path
    shown: Pages = field(default_factory=dict)
    faults: dict[tuple[str, str], list[Reply | None]] = field(default_factory=dict)
    down: set[str] = field(default_factory=set)
    dialled: list[tuple[str, int]] = field(default_factory=list)
    asked: list[tuple[str, str]] = field(default_factory=list)

    def fail(self, source: str, names: Iterable[str], *replies: Reply | None) -> None:
        """From now on these lists, pages or robots.txt of the source answer so, one after the other."""
        for name in names:
            self.faults[source, name] = list(replies)

    def forget(self, shown: Pages) -> None:
        """Well again, and nothing asked yet."""
        self.shown = shown
        for left in (self.faults, self.down, self.dialled, self.asked):
            left.clear()

    def serve(self, site: Site) -> None:
        length = int(site.headers.get("Content-Length", 0))
        source, name = _named(f"https://{site.headers['Host']}{site.path}", site.rfile.read(length))
        self.asked.append((source, name))
        queue = self.faults.get((source, name), [None])
        fault = queue.pop(0) if len(queue) > 1 else queue[0]
        (fault or self._healthy(source, name))(site)

    def _healthy(self, source: str, name: str) -> Reply:
        if (source, name) not in self.shown:
            return reply(404, b"<!DOCTYPE html><title>404</title><h1>Siden finnes ikke</h1>")
        kind, body = self.shown[source, name]
        return reply(200, body, Content_Type=kind)

    def resolve(self, host: str, port: int, *args: Any, **more: Any) -> list[Any]:
        """Name service: the public addresses of the two sites, the private ones of PRIVATE, no other name."""
        names = {HOSTS[key]: address for key, address in PUBLIC.items()} | PRIVATE
        return _numeric(names.get(host, host), port, *args, **more)

    def connect(self, address: tuple[str, int], timeout: float | None = None) -> socket.socket:
        """A connection to the loopback server for the two sites; refused where a site is down, or for others."""
        self.dialled.append(address)
        up = {(PUBLIC[key], 443) for key in PUBLIC if key not in self.down}
        if address not in up:
            raise ConnectionRefusedError(111, "Connection refused")
        return socket.create_connection(("127.0.0.1", self.port), timeout)

    @contextmanager
    def reached(self) -> Iterator[None]:
        """While this lasts, the sources' names lead here."""
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(socket, "getaddrinfo", self.resolve)
            patch.setattr(calls.fetch.connection, "create_connection", self.connect)
            yield


_getaddrinfo = socket.getaddrinfo


def _numeric(address: str, port: int, *args: Any, **more: Any) -> list[Any]:
    return _getaddrinfo(address, port, *args, **{**more, "flags": socket.AI_NUMERICHOST})


def _named(url: str, body: bytes) -> tuple[str, str]:
    """Source and name of what is asked: a list's name, robots, or the path."""
    source = next(key for key, host in HOSTS.items() if host == urlsplit(url).hostname)
    if urlsplit(url).path == "/robots.txt":
        return source, ROBOTS
    sent = json.loads(body) if body else None
    for name, request in all_sources()[source].listings.items():
        if (request.url, request.json) == (url, sent):
            return source, name
    return source, urlsplit(url).path


def certified(folder: Path, hosts: Iterable[str]) -> ssl.SSLContext:
    """A server's context with a certificate for these hosts, also `cert.pem` in the folder; skips without openssl."""
    names = ",".join(f"DNS:{host}" for host in hosts)
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=loopback"]
    command += ["-addext", f"subjectAltName={names}", "-keyout", "key.pem", "-out", "cert.pem"]
    try:
        subprocess.run(command, cwd=folder, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError) as error:
        pytest.skip(f"no openssl to make a certificate with: {error}")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    return context


@contextmanager
def serving(folder: Path) -> Iterator[FaultySite]:
    """The server, with a certificate for both hosts in `folder`; skips where openssl is missing."""
    with Server(certified(folder, HOSTS.values())) as server:
        site = FaultySite(server.http.server_port, folder / "cert.pem")

        class Handler(Site):
            disable_nagle_algorithm = True  # else each answer waits 40 ms for an acknowledgement

            def do_GET(self) -> None:
                site.serve(self)

            do_POST = do_GET

        server.http.RequestHandlerClass = Handler
        yield site


def packed(body: bytes) -> Reply:
    """A gzip answer that stops half-way, although its length says that it is whole."""
    half = gzip.compress(body)[: len(gzip.compress(body)) // 2]
    return reply(200, half, Content_Encoding="gzip")


def broken_off(body: bytes) -> Reply:
    """The connection ends before the body does."""
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {HTML}\r\nContent-Length: {len(body) + 1000}\r\n\r\n".encode()
    return raw(head, body)


def endless(length: int) -> Reply:
    """A body of that many bytes, whose length nobody is told beforehand."""
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {HTML}\r\nConnection: close\r\n\r\n".encode()
    block = b"<p>fyll</p>" * 10_000
    return raw(head, *[block] * (length // len(block) + 1))


def dripping(body: bytes, pause: float) -> Reply:
    """A byte at a time."""
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {HTML}\r\nContent-Length: {len(body)}\r\n\r\n".encode()
    return raw(head, *(body[at : at + 1] for at in range(len(body))), pause=pause)
