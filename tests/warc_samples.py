"""WARC records as other makers write them, written by hand so that every shape can be had."""

from __future__ import annotations

import gzip
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from calls.archive import Answer, Question, Replay, group_nights
from calls.archive.exchange import Headers

AT = datetime(2026, 11, 20, 2, 30, tzinfo=UTC)
DAY = date(2026, 11, 20)
GET = Question("https://a.no/x?y=1")
TEXT = (("Content-Type", "text/plain"),)

Rows = Sequence[tuple[str, str, bytes, Mapping[str, str]]]
ASK = b"GET /x?y=1 HTTP/1.1\r\nHost: a.no\r\n\r\n"
POST = b"POST /x?y=1 HTTP/1.1\r\nContent-Type: application/json\r\n\r\n"
OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n"
URL = "https://a.no/x?y=1"


def raw(rows: Rows, version: str = "WARC/1.0", end: bytes = b"\r\n\r\n") -> list[bytes]:
    """Records as bytes: type, address, block, further fields. Written by hand so that every shape can be had."""
    found = []
    for number, (kind, url, block, fields) in enumerate(rows):
        lines = {
            "warc-type": kind,
            "WARC-Record-ID": f"<urn:uuid:{number:032d}>",
            "WARC-Date": "2026-11-20T02:30:00Z",
            "WARC-Target-URI": url,
            "Content-Type": "application/http",
            **fields,
            "Content-Length": str(len(block)),
        }
        start = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
        found.append(f"{version}\r\n{start}\r\n".encode() + block + end)
    return found


def replay_of(folder: Path, members: list[bytes], packed: str = "") -> Replay:
    path = folder / "fremmed.warc"
    match packed:
        case "each":
            path.write_bytes(b"".join(map(gzip.compress, members)))
        case "whole":
            path.write_bytes(gzip.compress(b"".join(members)))
        case _:
            path.write_bytes(b"".join(members))
    return Replay(group_nights([path])[0])


def answer(url: str, body: bytes, headers: Headers = TEXT, **more: Any) -> Answer:
    return Answer(more.pop("status", 200), headers, body, AT, DAY, url, AT, **more)
