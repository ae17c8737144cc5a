"""Replay: any standard WARC answers, and memory stays small."""

from __future__ import annotations

import tracemalloc
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from warc_samples import ASK, AT, DAY, GET, OK, POST, URL, Rows, answer, raw, replay_of

from calls.archive import Answer, Archive, ArchiveError, Exchange, NotArchived, Question, Replay, group_nights
from calls.archive.exchange import without_chunks


@pytest.mark.parametrize("packed", ["", "each", "whole"])
@pytest.mark.parametrize("version", ["WARC/1.0", "WARC/1.1"])
def test_a_foreign_file_answers_whatever_its_packing(tmp_path: Path, packed: str, version: str) -> None:
    rows: Rows = [
        ("warcinfo", "", b"software: annet/1.0\r\n", {"Content-Type": "application/warc-fields"}),
        ("request", URL, ASK, {}),
        ("response", URL, OK + b"en", {}),
        ("response", "http://a.no/uten-sporsmal", OK + b"to", {}),
        ("metadata", URL, b"fetchTimeMs: 12\r\n", {"Content-Type": "application/warc-fields"}),
        ("response", "dns:a.no", b"1.2.3.4", {"Content-Type": "text/dns"}),
        ("resource", "https://a.no/fil", b"tre", {"Content-Type": "text/plain"}),
        ("conversion", URL, b"ikke oss", {"Content-Type": "text/plain"}),
    ]
    replay = replay_of(tmp_path, raw(rows, version), packed)
    assert [replay.answer(Question(url)) for url in (URL, "http://a.no/uten-sporsmal", "https://a.no/fil")] == [
        answer(URL, b"en"),
        answer("http://a.no/uten-sporsmal", b"to"),
        answer("https://a.no/fil", b"tre", (("Content-Type", "text/plain"), ("Content-Length", "3"))),
    ]
    with pytest.raises(NotArchived) as missing:
        replay.answer(Question(URL, "POST"))
    assert (missing.value.issue_kind, missing.value.url) == ("not_archived", URL)


@pytest.mark.parametrize("end", [b"\n\n", b"\r\n", b"\r\n\r\n\r\n", b""])
def test_records_may_end_in_other_ways(tmp_path: Path, end: bytes) -> None:
    rows: Rows = [("request", URL, ASK, {}), ("response", URL, OK + b"en", {})]
    assert replay_of(tmp_path, raw(rows, end=end)).answer(GET) == answer(URL, b"en")


def _post(body: bytes) -> Question:
    return Question(URL, "POST", (("content-type", "application/json; charset=utf-8"),), body)


ONE, TWO = ("request", URL, POST + b'{"side": 1}'), ("request", URL, POST + b'{"side": 2}')
FIRST, SECOND = ("response", URL, OK + b"en"), ("response", URL, OK + b"to")


@pytest.mark.parametrize(
    "rows",
    [
        [(*ONE, {}), (*FIRST, {}), (*TWO, {}), (*SECOND, {})],
        [(*FIRST, {}), (*ONE, {}), (*SECOND, {}), (*TWO, {})],
        [(*ONE, {}), (*TWO, {}), (*FIRST, {}), (*SECOND, {})],
        [("request", URL, POST + b"[]", {}), (*ONE, {}), (*FIRST, {}), (*TWO, {}), (*SECOND, {})],
        [
            (*ONE, {"WARC-Concurrent-To": "<urn:uuid:00000000000000000000000000000003>"}),
            (*TWO, {"WARC-Concurrent-To": "<urn:uuid:00000000000000000000000000000002>"}),
            (*SECOND, {}),
            (*FIRST, {}),
        ],
        [
            (*SECOND, {"WARC-Concurrent-To": "<urn:uuid:00000000000000000000000000000003>"}),
            (*FIRST, {"warc-concurrent-to": "<urn:uuid:00000000000000000000000000000002>"}),
            (*ONE, {}),
            (*TWO, {}),
        ],
    ],
)
def test_answers_find_their_requests(tmp_path: Path, rows: Rows) -> None:
    replay = replay_of(tmp_path, raw(rows), "each")
    assert [replay.answer(_post(body)).body for body in (b'{"side":2}', b'{ "side" : 1 }')] == [b"to", b"en"]


def test_several_answers_come_in_order_and_the_last_repeats(tmp_path: Path) -> None:
    busy = b"HTTP/1.1 503 Busy\r\n\r\n"
    rows: Rows = [("response", URL, block, {}) for block in (busy, busy, OK + b"en")]
    replay = replay_of(tmp_path, raw(rows))
    assert [(one.status, one.body) for one in (replay.answer(GET) for _ in range(4))] == [
        (503, b""),
        (503, b""),
        (200, b"en"),
        (200, b"en"),
    ]


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        (b"HTTP/2 200\r\ncontent-type:text/plain\r\n\r\nen", answer(URL, b"en", (("content-type", "text/plain"),))),
        (b"HTTP/1.0 200 OK\nContent-Type: text/plain\n\nen", answer(URL, b"en")),
        (
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n2;x=1\r\nen\r\n1\r\n!\r\n0\r\n\r\n",
            answer(URL, b"en!", (("Content-Length", "3"),)),
        ),
        (  # the chunks were undone and the header kept
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n<p>en</p>",
            answer(URL, b"<p>en</p>", (("Content-Length", "9"),)),
        ),
        (
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nen\r\nff\r\nto",
            answer(URL, b"ento", (("Content-Length", "4"),), failure="disconnect"),
        ),
        (
            b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nen",
            answer(URL, b"en", (("Content-Length", "9"),), failure="disconnect"),
        ),
        (  # stored unpacked under the headers of the packed body
            b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 9\r\n\r\nen",
            answer(URL, b"en", (("Content-Encoding", "gzip"), ("Content-Length", "9"))),
        ),
        (
            b"HTTP/1.1 204 No Content\r\nContent-Length: 9\r\n\r\n",
            answer(URL, b"", (("Content-Length", "9"),), status=204),
        ),
        (b"HTTP/1.1 200 OK", answer(URL, b"", ())),
        (b"ICY 200 OK\r\n\r\n", answer(URL, b"", (), status=0, failure="disconnect")),
        (b"", answer(URL, b"", (), status=0, failure="disconnect")),
    ],
)
def test_answers_of_every_shape(tmp_path: Path, block: bytes, expected: Answer) -> None:
    assert replay_of(tmp_path, raw([("response", f"<{URL}>", block, {})])).answer(GET) == expected


def test_the_newest_run_of_a_night_answers(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"".join(raw([("response", URL, OK + b"en", {"WARC-Date": "2026-11-20T01:00:00Z"})])))
    (tmp_path / "b").write_bytes(b"".join(raw([("response", URL, OK + b"to", {}), ("response", URL, OK + b"tre", {})])))
    (tmp_path / "c").write_bytes(b"".join(raw([("response", "https://b.no/", OK + b"fire", {})])))
    (night,) = group_nights([tmp_path / "b", tmp_path / "c", tmp_path / "a"])
    replay = Replay(night)
    found = [replay.answer(question).body for question in (GET, GET, GET, Question("https://b.no/"))]
    assert found == [b"to", b"tre", b"tre", b"fire"]


def _get(query: str) -> Question:
    return Question(f"https://a.no/x?{query}")


def test_another_spelling_of_the_query_answers_where_the_exact_one_is_not_archived(tmp_path: Path) -> None:
    rows: Rows = [
        ("response", "https://a.no/x?b=2&q=%7B_id%2C+title%7D", OK + b"gammel", {}),
        ("response", "https://a.no/x?q={_id,title}&b=2", OK + b"ny", {}),
        ("response", "https://a.no/x?q=%7B%0A_id%2C%0Atitle%0A%7D&b=3", OK + b"annen", {}),
    ]
    replay = replay_of(tmp_path, raw(rows))
    asked = ["q=%7B_id%2C%20title%7D&b=2", "b=2&q=%7B_id%2C%20title%7D", "b=3&q=%7B_id%2Ctitle%7D"]
    assert [replay.answer(_get(query)).body for query in asked] == [b"ny", b"gammel", b"annen"]
    for missing in (_get("b=4&q=x"), Question("https://a.no/y?b=2"), Question(_get(asked[0]).url, "POST", (), b"{}")):
        with pytest.raises(NotArchived):
            replay.answer(missing)


def test_answers_of_another_spelling_come_in_their_order_and_are_not_used_live(tmp_path: Path) -> None:
    rows: Rows = [("response", "https://a.no/x?b=2&a=1", OK + body, {}) for body in (b"en", b"to")]
    replay = replay_of(tmp_path, raw(rows))
    assert [replay.answer(_get("a=1&b=2")).body for _ in range(3)] == [b"en", b"to", b"to"]
    assert replay.newest(_get("a=1&b=2")) is None
    assert replay.newest(_get("b=2&a=1")) is not None


def test_a_request_with_a_body_answers_no_plain_one(tmp_path: Path) -> None:
    url = "https://a.no/x?a=1&b=2"
    post = b"POST /x?a=1&b=2 HTTP/1.1\r\nContent-Type: application/json\r\n\r\n{}"
    replay = replay_of(tmp_path, raw([("request", url, post, {}), ("response", url, OK + b"en", {})]))
    for query in ("a=1&b=2", "b=2&a=1"):
        with pytest.raises(NotArchived):
            replay.answer(_get(query))


def test_a_film_is_not_read_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("calls.archive.replay._MOST_BYTES", 60)
    rows: Rows = [("response", URL, OK + b"x" * 90, {}), ("resource", "https://a.no/film", b"x" * 90, {})]
    replay = replay_of(tmp_path, raw(rows))
    found = [replay.answer(Question(url)) for url in (URL, "https://a.no/film")]
    assert [(one.failure, len(one.body)) for one in found] == [("length", 60 - len(OK)), ("length", 60)]


def test_a_request_that_is_not_http_is_named(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match=r"fremmed\.warc: forespørselen om https://a\.no/x\?y=1 er ikke HTTP"):
        replay_of(tmp_path, raw([("request", URL, b"\r\n\r\n", {})]))


def test_a_truncated_record_says_why(tmp_path: Path) -> None:
    rows: Rows = [("response", URL, OK + b"e", {"WARC-Truncated": word}) for word in ("length", "unspecified")]
    replay = replay_of(tmp_path, raw(rows))
    assert [replay.answer(GET).failure for _ in rows] == ["length", "disconnect"]


@settings(deadline=None)
@given(st.lists(st.binary(min_size=1, max_size=30), max_size=5))
def test_chunks_are_undone(parts: list[bytes]) -> None:
    body = b"".join(f"{len(part):x}\r\n".encode() + part + b"\r\n" for part in parts) + b"0\r\n\r\n"
    headers, whole, failure = without_chunks((("Transfer-Encoding", "chunked"),), body)
    joined = b"".join(parts)
    assert (headers, whole, failure) == ((("Content-Length", str(len(joined))),), joined, "")
    if parts:
        assert without_chunks((("Transfer-Encoding", "chunked"),), body[:-5])[2] == "disconnect"


def test_indexing_a_large_night_takes_little_memory(tmp_path: Path) -> None:
    noise = bytes(range(256)) * 8192  # 2 MB a page
    with Archive(tmp_path).writer(DAY, AT, "0.1.0") as writer:
        for number in range(60):
            body = number.to_bytes(2, "big") + noise
            writer.write(Exchange(Question(f"https://a.no/{number}"), AT + timedelta(seconds=number), body=body))
    tracemalloc.start()
    try:
        replay = Archive(tmp_path).replay(DAY)
        indexed = tracemalloc.get_traced_memory()[1]
        assert replay.answer(Question("https://a.no/59")).body == (59).to_bytes(2, "big") + noise
        read = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert (indexed < 6_000_000, read < 20_000_000) == (True, True), (indexed, read)
