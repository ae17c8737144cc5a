"""What passes between fetching and the archive: a question, the exchange that is written, the answer that is read.

Also the form of HTTP messages inside WARC blocks. Undoing gzip and character sets belongs to `calls.fetch.content`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from http import HTTPStatus
from typing import Literal
from urllib.parse import quote, urlsplit

from calls.archive.warc import decoded

Headers = tuple[tuple[str, str], ...]

Failure = Literal[
    "",
    "length",  # larger than the cap
    "time",  # not finished in time
    "disconnect",  # the connection ended, or the body contradicts its own length
    "unreachable",  # no connection, or no such host
    "tls",  # the certificate does not hold
    "private",  # the host stands for an address that we do not visit
]


@dataclass(frozen=True)
class Question:
    """One request as it goes over the wire."""

    url: str
    method: str = "GET"
    headers: Headers = ()
    body: bytes = b""


@dataclass(frozen=True)
class Exchange:
    """One question and what came of it.

    body: transfer coding undone, content coding (gzip) kept. status 0: nothing came, and `failure` says why; with a
    status, `failure` ("length", "time" or "disconnect") says why the body stops early.
    refers_to: for a 304, address and date of the archived answer that still holds.
    """

    question: Question
    at: datetime
    status: int = 200
    headers: Headers = ()
    body: bytes = b""
    failure: Failure = ""
    refers_to: tuple[str, datetime] | None = None


@dataclass(frozen=True)
class Answer:
    """What the archive says to a question, or what a site said just now and the archive will say.

    at: when this answer came. night, kept_url and kept_at: the night, address and date of the record that holds the
    body, which for a revisit is an earlier one.
    """

    status: int
    headers: Headers
    body: bytes
    at: datetime
    night: date
    kept_url: str
    kept_at: datetime
    failure: Failure = ""
    is_revisit: bool = False

    def header(self, name: str) -> str:
        return header(self.headers, name)


def still_valid(at: datetime, earlier: Answer) -> Answer:
    """What a 304 of `at` stands for: status, headers and body of the earlier answer."""
    return replace(earlier, at=at, is_revisit=True)


def header(headers: Headers, name: str) -> str:
    """First value of a header whatever its case; empty when it is absent."""
    return next((value for found, value in headers if found.lower() == name), "")


def media_type(content_type: str) -> str:
    """The bare media type in lower case: "text/html" of "Text/HTML; charset=utf-8"."""
    return content_type.partition(";")[0].strip().lower()


def clean_headers(headers: Headers) -> Headers:
    """Headers on one line each and in ASCII, so that the archive holds what the caller got.

    Some sites put UTF-8 into a Location; it is percent-encoded, which is how it would be followed anyway.
    """
    return tuple((quote(" ".join(name.split()), safe=_ASCII), _one_line(value)) for name, value in headers)


_ASCII = "".join(map(chr, range(0x20, 0x7F)))


def _one_line(value: str) -> str:
    folded = " ".join(value.split())
    if folded.isascii():
        return quote(folded, safe=_ASCII)
    try:
        raw = folded.encode("latin-1")  # http.client reads headers as Latin-1
        raw.decode("utf-8")
    except UnicodeError:
        raw = folded.encode("utf-8", "replace")
    return quote(raw, safe=_ASCII)


def split_message(block: bytes) -> tuple[str, Headers, bytes]:
    """Start line, headers and body of an HTTP message. ValueError when it has no start line."""
    crlf, lf = block.find(b"\r\n\r\n"), block.find(b"\n\n")
    cuts = [(at, at + size) for at, size in ((crlf, 4), (lf, 2)) if at >= 0]
    end, begin = min(cuts, default=(len(block), len(block)))
    start, _, fields = block[:end].partition(b"\n")
    if not start.strip():
        raise ValueError("no start line")
    return decoded(start).strip(), split_fields(fields), block[begin:]


def split_fields(raw: bytes) -> Headers:
    """Header lines as pairs; a line that begins with white space goes on the one before it."""
    found: list[tuple[str, str]] = []
    for line in decoded(raw).replace("\r", "").split("\n"):
        if line[:1] in (" ", "\t") and found:
            found[-1] = (found[-1][0], f"{found[-1][1]} {line.strip()}")
        elif ":" in line:
            name, _, value = line.partition(":")
            found.append((name.strip(), value.strip()))
    return tuple(found)


def status_of(start_line: str) -> int:
    """The code of a status line of any HTTP version ("HTTP/1.1 200 OK", "HTTP/2 200"). ValueError if there is none."""
    version, _, rest = start_line.partition(" ")
    code = rest.strip()[:3]
    if not version.upper().startswith("HTTP") or not (len(code) == 3 and code.isascii() and code.isdigit()):
        raise ValueError(f"not a status line: {start_line[:80]!r}")
    return int(code)


def reason(status: int) -> str:
    """The usual words for a status code; empty for one that has none."""
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""


def target(url: str) -> str:
    """Path and query of an address, as they stand in a request line."""
    parts = urlsplit(url)
    return quote(parts.path or "/", safe=_ASCII) + ("?" + quote(parts.query, safe=_ASCII) if parts.query else "")


def without_chunks(headers: Headers, body: bytes) -> tuple[Headers, bytes, Failure]:
    """A body with its chunked coding undone, headers that fit it, and "disconnect" when it stops early.

    Many archives keep the header and store the body with the coding already undone. A body whose first chunk does not
    parse is taken to be one of those.
    """
    if "chunked" in header(headers, "transfer-encoding").lower():
        whole, is_complete, chunks = _dechunked(body)
        if not chunks:
            return _sized(headers, len(body)), body, ""
        return _sized(headers, len(whole)), whole, "" if is_complete else "disconnect"
    declared = header(headers, "content-length")
    is_short = declared.isascii() and declared.isdigit() and len(body) < int(declared)
    # Stored unpacked under the headers of the packed body: its length then says nothing.
    is_packed = header(headers, "content-encoding") not in ("", "identity") and not body.startswith(b"\x1f\x8b")
    return headers, body, "disconnect" if is_short and not is_packed else ""


def _sized(headers: Headers, length: int) -> Headers:
    kept = tuple(pair for pair in headers if pair[0].lower() not in ("transfer-encoding", "content-length"))
    return (*kept, ("Content-Length", str(length)))


def _dechunked(body: bytes) -> tuple[bytes, bool, int]:
    """The data, whether the last chunk was seen, and how many chunks were."""
    found: list[bytes] = []
    at = 0
    while (end := body.find(b"\r\n", at)) >= 0:
        digits = body[at:end].partition(b";")[0].strip()
        if not digits or len(digits) > 8 or digits.strip(b"0123456789abcdefABCDEF"):
            break
        size = int(digits, 16)
        data = body[end + 2 : end + 2 + size]
        if size == 0:
            return b"".join(found), True, len(found) + 1
        if len(data) < size:
            found.append(data)
            break
        if body[end + 2 + size : end + 4 + size] != b"\r\n":
            break
        found.append(data)
        at = end + 4 + size
    return b"".join(found), False, len(found)
