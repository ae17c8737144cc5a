"""Revisits find their bodies, in this night or an earlier one."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from warc_samples import AT, GET, OK, URL, Rows, answer, raw, replay_of
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from calls.archive import NotArchived, Question, Replay, group_nights


def test_a_304_without_a_page_stays_one(tmp_path: Path) -> None:
    replay = replay_of(tmp_path, raw([("response", URL, b"HTTP/1.1 304 Not Modified\r\n\r\n", {})]))
    assert replay.answer(GET) == answer(URL, b"", (), status=304)


PROFILE = "http://netpreserve.org/warc/1.0/revisit/identical-payload-digest"
ETAG = b"HTTP/1.1 200 OK\r\nETag: 1\r\n\r\n"
EARLIER: Rows = [
    ("response", URL, ETAG + b"gammel", {"WARC-Date": "2026-11-18T02:30:00Z", "WARC-Payload-Digest": "sha1:A"}),
    ("response", URL, ETAG + b"nyere", {"WARC-Date": "2026-11-18T02:31:00Z", "WARC-Payload-Digest": "sha1:B"}),
    ("response", URL, OK + b"brutt", {"WARC-Date": "2026-11-18T02:32:00Z", "WARC-Truncated": "time"}),
]


@pytest.mark.parametrize(
    ("fields", "body"),
    [
        ({"WARC-Refers-To-Target-URI": f"<{URL}#a>", "WARC-Refers-To-Date": "2026-11-18T02:30:00Z"}, b"gammel"),
        ({"WARC-Refers-To-Date": "2026-11-18T02:31:00.5Z"}, b"nyere"),
        ({"WARC-Refers-To": "<urn:uuid:00000000000000000000000000000000>", "WARC-Record-ID": "<x>"}, b"gammel"),
        ({"WARC-Payload-Digest": "sha1:A", "WARC-Refers-To-Date": "2020-01-01T00:00:00Z"}, b"gammel"),
        ({"WARC-Record-ID": "<x>"}, b"nyere"),
    ],
)
@pytest.mark.parametrize("block", [b"", b"HTTP/1.1 304 Not Modified\r\nETag: 1\r\n\r\n"])
def test_a_revisit_takes_its_body_from_an_earlier_night(
    tmp_path: Path, fields: Mapping[str, str], body: bytes, block: bytes
) -> None:
    (tmp_path / "f").write_bytes(b"".join(raw(EARLIER)))
    (tmp_path / "g").write_bytes(b"".join(raw([("revisit", URL, block, {"WARC-Profile": PROFILE, **fields})])))
    one, two = group_nights([tmp_path / "f", tmp_path / "g"])
    found = Replay(two, [one]).answer(GET)
    assert (found.status, found.headers, found.body, found.at, found.night, found.is_revisit) == (
        200,
        (("ETag", "1"),),
        body,
        AT,
        date(2026, 11, 18),
        True,
    )
    with pytest.raises(NotArchived, match="viser til et tidligere svar"):
        Replay(two).answer(GET)


def test_only_the_night_itself_answers(tmp_path: Path) -> None:
    (tmp_path / "f").write_bytes(b"".join(raw(EARLIER)))
    (tmp_path / "g").write_bytes(b"".join(raw([("response", "https://b.no/", OK, {})])))
    one, two = group_nights([tmp_path / "g", tmp_path / "f"])
    replay = Replay(two, [one])
    with pytest.raises(NotArchived, match="ikke noe svar"):
        replay.answer(GET)
    newest = replay.newest(GET)
    assert newest and (newest.body, newest.kept_at) == (b"nyere", datetime(2026, 11, 18, 2, 31, tzinfo=UTC))
    assert replay.newest(Question("https://c.no/")) is None


def test_a_revisit_with_headers_of_its_own_keeps_them(tmp_path: Path) -> None:
    moved = b"HTTP/1.1 301 Moved\r\nLocation: /ny\r\nContent-Encoding: br\r\n\r\n"
    rows: Rows = [
        (
            "response",
            "https://b.no/",
            b"HTTP/1.1 302 Found\r\nLocation: /gal\r\n\r\nse",
            {"WARC-Payload-Digest": "sha1:A"},
        ),
        ("revisit", URL, moved, {"WARC-Payload-Digest": "sha1:A"}),
    ]
    found = replay_of(tmp_path, raw(rows)).answer(GET)
    assert (found.status, found.headers, found.body, found.kept_url) == (
        301,
        (("Location", "/ny"),),
        b"se",
        "https://b.no/",
    )


def test_files_that_warcio_writes_replay(tmp_path: Path) -> None:
    path = tmp_path / "w.warc.gz"
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=True)
        headers = StatusAndHeaders("200 OK", [("Content-Type", "text/plain")], protocol="HTTP/1.1")
        dated = {"WARC-Date": "2026-11-20T02:30:00Z"}
        asked = StatusAndHeaders("GET /x?y=1 HTTP/1.1", [("Host", "a.no")], is_http_request=True)
        response = writer.create_warc_record(
            URL, "response", payload=io.BytesIO(b"en"), length=2, http_headers=headers, warc_headers_dict=dated
        )
        request = writer.create_warc_record(URL, "request", http_headers=asked, warc_headers_dict=dated)
        writer.write_request_response_pair(request, response)
        digest = response.rec_headers.get_header("WARC-Payload-Digest")
        writer.write_record(
            writer.create_revisit_record(
                "https://b.no/", digest, URL, "2026-11-20T02:30:00Z", headers, warc_headers_dict=dict(dated)
            )
        )
    replay = Replay(group_nights([path])[0])
    assert [replay.answer(question) for question in (GET, Question("https://b.no/"))] == [
        answer(URL, b"en"),
        answer(URL, b"en", is_revisit=True),
    ]
