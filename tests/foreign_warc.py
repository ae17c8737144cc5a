"""Archives as another program would make them: warcio alone, request records first, no field of ours."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

API = "https://www.forskningsradet.no/api/v1/search/proposal/no/18404"


def write_warc(path: Path, at: datetime, exchanges: Iterable[tuple[str, Any, str, bytes]]) -> Path:
    """One gzipped WARC file. exchanges: address, JSON body of a POST (None for a GET), content type, answer."""
    stamp = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=True)
        for url, sent, content_type, body in exchanges:
            # Key order and white space differ from ours on purpose: bodies compare by meaning.
            payload = json.dumps(sent, sort_keys=True, indent=1).encode() if sent is not None else b""
            asked = StatusAndHeaders(
                f"/{url.split('/', 3)[3]} HTTP/1.1",
                [("Host", url.split("/")[2]), ("Content-Type", "application/json")],
                protocol="POST" if sent is not None else "GET",
            )
            answer = StatusAndHeaders("200 OK", [("Content-Type", content_type)], protocol="HTTP/1.1")
            for kind, headers, content in (("request", asked, payload), ("response", answer, body)):
                record = writer.create_warc_record(
                    url,
                    kind,
                    payload=BytesIO(content),
                    length=len(content),
                    http_headers=headers,
                    warc_headers_dict={"WARC-Date": stamp},
                )
                writer.write_record(record)
    return path


def search(timeframe: int) -> dict[str, Any]:
    """The body of Forskningsrådet's search for current (0) or completed (1) calls."""
    return {"timeframe": timeframe, "subjects": [], "targetGroups": [], "deadlineTypes": [], "applicationTypes": []}
