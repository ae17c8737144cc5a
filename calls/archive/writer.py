"""Writing a night: request and response pairs as they came, into one WARC/1.1 file with a gzip member per record.

The same exchanges give the same bytes: record ids are made from content, dates are the exchanges' own.
"""

from __future__ import annotations

import hashlib
import threading
import uuid
from collections.abc import Mapping
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from calls.archive.exchange import (
    Answer,
    Exchange,
    Headers,
    clean_headers,
    header,
    reason,
    target,
    without_chunks,
)

_VERSION = "WARC/1.1"
_NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
FAILURE_FIELD = "radar-failure"
NIGHT_FIELD = "radar-night"
DEMONSTRATION_FIELD = "radar-demonstration"
CODE_FIELD = "radar-code-version"


class NightWriter:
    """Writes one file of a night. Use as a context manager.

    The file has the suffix .part until the block ends without an error; readers do not see it before.
    """

    def __init__(
        self,
        path: Path,
        day: date,
        at: datetime,
        code_version: str,
        *,
        is_demonstration: bool = False,
        operator: str = "",
    ) -> None:
        """path: final name. at: UTC, when the night began. operator: name and mail, for the file's warcinfo."""
        self.path = path
        self.day = day
        self._part = path.with_name(path.name + ".part")
        self._fields = {
            "software": f"Utlysningsradar/{code_version}",
            "format": "WARC File Format 1.1",
            "conformsTo": "https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
            NIGHT_FIELD: day.isoformat(),
            DEMONSTRATION_FIELD: "true" if is_demonstration else "false",
            CODE_FIELD: code_version,
            "operator": " ".join(operator.split()),
        }
        self._at = at
        self._count = 0
        self._lock = threading.Lock()

    def __enter__(self) -> Self:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        for left in sorted(self.path.parent.glob("*.part")):  # of a run that was stopped
            left.unlink()
        self._file = self._part.open("wb")
        self._warc = WARCWriter(self._file, gzip=True, warc_version=_VERSION)
        lines = "".join(f"{name}: {value}\r\n" for name, value in self._fields.items() if value)
        fields = {"WARC-Filename": self.path.name}
        self._write("warcinfo", "", self._at, fields, "application/warc-fields", lines.encode())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()
        if kind is None:
            self._part.replace(self.path)

    def write(self, exchange: Exchange) -> Answer:
        """Write one exchange; the answer as a replay of this file will give it (a 304 still as a 304).

        Transfer coding that is still in the body is undone and the headers adjusted. A 304 with `refers_to` becomes a
        revisit record; an exchange without a status becomes the request and a metadata record that names the failure.
        """
        headers, body, cut = without_chunks(clean_headers(exchange.headers), exchange.body)
        failure = exchange.failure or (cut if exchange.status not in (204, 304) else "")
        url = exchange.question.url
        with self._lock:
            if exchange.status == 0:
                text = f"{FAILURE_FIELD}: {failure}\r\n".encode()
                answer_id = self._write("metadata", url, exchange.at, {}, "application/warc-fields", text)
            else:
                answer_id = self._write_answer(exchange, headers, body, failure)
            self._write_question(exchange, answer_id)
        return Answer(exchange.status, headers, body, exchange.at, self.day, url, exchange.at, failure)

    def _write_answer(self, exchange: Exchange, headers: Headers, body: bytes, failure: str) -> str:
        kind, fields = "response", {"WARC-Truncated": failure} if failure else {}
        if exchange.status == 304 and exchange.refers_to:
            url, at = exchange.refers_to
            kind = "revisit"
            fields |= {
                "WARC-Profile": _NOT_MODIFIED,
                "WARC-Refers-To-Target-URI": url,
                "WARC-Refers-To-Date": warc_date(at),
            }
        status = f"{exchange.status} {reason(exchange.status)}".strip()
        http = StatusAndHeaders(status, list(headers), protocol="HTTP/1.1")
        return self._write(
            kind, exchange.question.url, exchange.at, fields, "application/http; msgtype=response", body, http
        )

    def _write_question(self, exchange: Exchange, answer_id: str) -> None:
        question = exchange.question
        sent = clean_headers(question.headers)
        host = () if header(sent, "host") else (("Host", urlsplit(question.url).netloc.rpartition("@")[2]),)
        http = StatusAndHeaders(
            f"{target(question.url)} HTTP/1.1", [*clean_headers(host), *sent], protocol=question.method
        )
        fields = {"WARC-Concurrent-To": answer_id}
        kind = "application/http; msgtype=request"
        self._write("request", question.url, exchange.at, fields, kind, question.body, http)

    def _write(
        self,
        kind: str,
        url: str,
        at: datetime,
        fields: Mapping[str, str],
        content_type: str,
        body: bytes,
        http: StatusAndHeaders | None = None,
    ) -> str:
        stamp = warc_date(at)
        self._count += 1
        seed = f"{self.path.name} {self._count} {kind} {url} {stamp} {hashlib.sha256(body).hexdigest()}"
        record_id = f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, seed)}>"
        pairs = [("WARC-Type", kind), ("WARC-Record-ID", record_id), ("WARC-Date", stamp)]
        if url:
            pairs.append(("WARC-Target-URI", url))
        record = ArcWarcRecord(
            "warc",
            kind,
            StatusAndHeaders("", [*pairs, *fields.items()], protocol=_VERSION),
            BytesIO(body),
            http,
            content_type,
            len(body),
            payload_length=len(body),
        )
        self._warc.write_record(record)
        return record_id


def warc_date(at: datetime) -> str:
    """A moment as a WARC/1.1 date, to the microsecond where it has a fraction. ValueError without a time zone."""
    if at.tzinfo is None:
        raise ValueError("a date without a time zone says no moment")
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")
