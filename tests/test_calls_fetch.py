"""Fetching: a real server that misbehaves in every way, archived, then replayed with sockets closed."""

from __future__ import annotations

import gzip
import json
import socket
import time
import zlib
from collections.abc import Iterator
from datetime import timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from fetch_site import AT, DAY, Night, Reply, Server, Site, raw, reply

from calls.failures import (
    BadScheme,
    ChallengePage,
    FetchError,
    NotAnswered,
    NotArchived,
    Refused,
    RobotsDenied,
    TooLarge,
    TooManyRedirects,
    UnknownCoding,
)
from calls.fetch import Limits, ReplayFetcher
from calls.model import Page, Request


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as running:
        yield running


@pytest.fixture
def night(tmp_path: Path) -> Night:
    return Night(tmp_path)


def test_a_page_with_all_its_parts(server: Server, night: Night) -> None:
    server.replies["/x?y=1"] = [reply(200, "<p>blåbær</p>".encode(), ETag='"1"')]
    found = night.page(server.url + "/x?y=1#del")
    assert found == Page(
        url=server.url + "/x?y=1#del",
        status=200,
        content_type="text/html",
        body="<p>blåbær</p>".encode(),
        fetched_at=AT + timedelta(seconds=1),
        archived_on=DAY,
        charset="utf-8",
    )
    line, headers, body = server.seen[1]
    assert (server.seen[0][0], line, body) == ("GET /robots.txt", "GET /x?y=1", b"")
    assert headers == {
        "Host": server.url.removeprefix("http://"),
        "User-Agent": "Utlysningsradar/0.1.0 (+Kaare Oedegaard kare@helse.no)",
        "Accept": "text/html",
        "Accept-Encoding": "gzip, deflate",
    }


def test_a_posted_body_keeps_its_order_and_is_found_again(server: Server, night: Night) -> None:
    server.replies["/sok"] = [reply(200, b'{"treff":[]}', Content_Type="application/json")]
    asked = Request(server.url + "/sok", "POST", {"b": [0, "0"], "a": "æ"}, "application/json")
    found = night.get(asked)[0]
    assert isinstance(found, Page) and (found.content_type, found.charset) == ("application/json", "")
    line, headers, body = server.seen[1]
    assert (line, headers["Content-Type"], headers["Accept"]) == ("POST /sok", "application/json", "application/json")
    assert body == '{"b":[0,"0"],"a":"æ"}'.encode()
    replay = ReplayFetcher(night.archive.replay(DAY))
    assert replay.get(Request(asked.url, "POST", {"a": "æ", "b": [0, "0"]}, "application/json")) == found
    with pytest.raises(NotArchived):
        replay.get(Request(asked.url, "POST", {"a": "æ", "b": [0, 0]}))


def test_a_post_without_a_body(server: Server, night: Night) -> None:
    server.replies["/sok"] = [reply(200, b"ja")]
    assert night.page(server.url + "/sok", method="POST").body == b"ja"
    assert ("Content-Type" in server.seen[1][1], server.seen[1][2]) == (False, b"")


PACKED = gzip.compress(b"<p>pakket</p>" * 100)
RAW_DEFLATE = zlib.compressobj(wbits=-15)
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Type: text/html\r\n\r\n"


@pytest.mark.parametrize(
    ("answer", "body"),
    [
        (reply(200, PACKED, Content_Encoding="gzip"), b"<p>pakket</p>" * 100),
        (reply(200, PACKED + gzip.compress(b"!"), Content_Encoding="x-gzip"), b"<p>pakket</p>" * 100 + b"!"),
        (reply(200, gzip.compress(PACKED), Content_Encoding="gzip, gzip"), b"<p>pakket</p>" * 100),
        (reply(200, zlib.compress(b"ja"), Content_Encoding="deflate"), b"ja"),
        (reply(200, RAW_DEFLATE.compress(b"ja") + RAW_DEFLATE.flush(), Content_Encoding="deflate"), b"ja"),
        (reply(200, b"upakket", Content_Encoding="gzip"), b"upakket"),
        (reply(200, b"ja", Content_Encoding="identity"), b"ja"),
        (reply(200, b"", Content_Encoding="gzip"), b""),
        (reply(204, b"", Content_Length=""), b""),
        (raw(CHUNKED + b"2\r\nja\r\n1\r\n!\r\n0\r\n\r\n"), b"ja!"),
        (raw(b"HTTP/1.0 200 OK\r\n\r\nja"), b"ja"),
    ],
)
def test_bodies_of_every_packing(server: Server, night: Night, answer: Reply, body: bytes) -> None:
    server.replies["/x"] = [answer]
    assert night.page(server.url + "/x").body == body


@pytest.mark.parametrize(
    ("answer", "tries", "kind", "words"),
    [
        (reply(200, PACKED[:-9], Content_Encoding="gzip"), 4, NotAnswered, "pakkingen slutter for tidlig"),
        (reply(200, PACKED[:40] + b"\0" * 40, Content_Encoding="gzip"), 4, NotAnswered, "skadet"),
        (raw(b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nkort"), 4, NotAnswered, "brutt av"),
        (raw(CHUNKED + b"2\r\nja\r\nff\r\nkort"), 4, NotAnswered, "brutt av"),
        (raw(CHUNKED + b"2\r\nja\r\nikke tall\r\n"), 4, NotAnswered, "brutt av"),
        (raw(b""), 4, NotAnswered, "brutt av"),
        (raw(b"ikke HTTP\r\n\r\n"), 4, NotAnswered, "brutt av"),
        (raw(b"HTTP/1.1 200 OK\r\n\r\n", *[b"x" * 9000] * 99), 1, TooLarge, "større enn grensen på 100000 byte"),
        (reply(200, b"", Content_Length="100001"), 1, TooLarge, "større"),
        (reply(200, gzip.compress(bytes(10**7)), Content_Encoding="gzip"), 1, TooLarge, "pakkes ut"),
        (reply(200, b"ja", Content_Encoding="br"), 1, UnknownCoding, "«br»"),
        (reply(500, b"feil"), 4, NotAnswered, "500"),
        (reply(408), 4, NotAnswered, "408"),
        (reply(403, b"nei"), 1, Refused, "403"),
        (reply(410), 1, Refused, "410"),
        (reply(400), 1, Refused, "400"),
        (reply(304, Content_Length=""), 1, NotAnswered, "uten innhold"),
        (reply(302), 1, NotAnswered, "uten å si hvor"),
        (reply(302, Location="ftp://a.no/"), 1, BadScheme, "http"),
        (reply(302, Location="http://meg:ord@a.no/"), 1, BadScheme, "brukernavn"),
        (reply(302, Location="http://[a.no/"), 1, BadScheme, "ugyldig"),
        (reply(302, Location="/x"), 6, TooManyRedirects, "mer enn 5"),
        (reply(403, b"<title>Just a moment...</title>"), 1, ChallengePage, "ønsker oss ikke her"),
        (reply(503, gzip.compress(b"<TITLE> Just a moment"), Content_Encoding="gzip"), 1, ChallengePage, "robotsperre"),
        (reply(403, Cf_Mitigated="challenge"), 1, ChallengePage, "robotsperre"),
        (reply(403, b"x", Content_Encoding="br"), 1, Refused, "403"),
    ],
)
def test_answers_that_are_no_pages(
    server: Server, night: Night, answer: Reply, tries: int, kind: type[FetchError], words: str
) -> None:
    server.replies["/x"] = [answer]
    found = night.one(server.url + "/x")
    assert isinstance(found, tuple) and found[0] is kind and words in found[1], found
    assert server.asked() == ["GET /x"] * tries


@pytest.mark.parametrize(
    "answer",
    [
        raw(b"HTTP/1.1 200 OK\r\n", pause=2),
        raw(b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n", *[b"x"] * 100, pause=0.1),
        raw(b"HTTP/1.1 200 OK\r\n\r\n", *[b"x"] * 100, pause=0.1),
        raw(b"HTTP/1.1 200 OK\r\n", *[b"A: 1\r\n"] * 100, pause=0.1),
    ],
)
def test_a_slow_site_is_given_up(server: Server, night: Night, answer: Reply) -> None:
    night.more["limits"] = Limits(read_s=0.4, total_s=0.6, attempts=2)
    server.replies["/x"] = [answer]
    begun = time.monotonic()
    assert night.one(server.url + "/x") == (
        NotAnswered,
        "Nettstedet svarte ikke i tide, heller ikke etter flere forsøk.",
    )
    assert (server.asked(), time.monotonic() - begun < 5) == (["GET /x"] * 2, True)


def test_a_failure_that_passes_is_asked_again(server: Server, night: Night) -> None:
    later = format_datetime(AT + timedelta(seconds=50), usegmt=True)
    server.replies["/x"] = [
        reply(503),
        reply(429, Retry_After="7"),
        reply(503, Retry_After=later),
        reply(200, b"ja"),
    ]
    assert night.page(server.url + "/x").body == b"ja"
    # 1: the pause after robots.txt. 2: the first back-off. 7 and the date: what the site asked for.
    assert night.clock.slept == [1.0, 2.0, 7.0, 40.0]
    assert server.asked() == ["GET /x"] * 4


def test_a_site_that_asks_for_a_long_wait_is_left_alone(server: Server, night: Night) -> None:
    server.replies["/x"] = [reply(429, Retry_After="3600"), reply(200)]
    assert night.one(server.url + "/x") == (NotAnswered, "Nettstedet svarer med feil 429, også etter flere forsøk.")
    server.replies["/y"] = [reply(503, Retry_After="snart"), reply(200, b"ja")]
    found = night.get(Request(server.url + "/y"), day=DAY + timedelta(days=1))[0]
    assert isinstance(found, Page) and found.body == b"ja"


def test_a_site_that_is_not_there(server: Server, night: Night, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        closed = f"http://127.0.0.1:{taken.getsockname()[1]}/"
        found = night.get(
            Request(closed), Request("http://finnes-ikke.invalid/"), Request("http://" + "a" * 64 + ".no/")
        )
    kinds = [one if isinstance(one, Page) else one[0] for one in found]
    assert kinds == [RobotsDenied, RobotsDenied, BadScheme]
    assert "Nettstedet kan ikke nås." in found[0][1]  # type: ignore[index]


def test_what_the_archive_lacks(server: Server, night: Night) -> None:
    server.replies["/x"] = [reply(200, b"ja")]
    night.page(server.url + "/x")
    with pytest.raises(NotArchived) as missing:
        ReplayFetcher(night.archive.replay(DAY)).get(Request(server.url + "/y"))
    assert str(missing.value) == f"Arkivet har ikke noe svar på denne forespørselen. ({server.url}/y)"


def test_an_unchanged_page_is_a_revisit_through_the_nights(server: Server, night: Night) -> None:
    def changed_since(site: Site) -> None:
        is_same = (
            site.headers.get("If-None-Match") == '"1"'
            and site.headers.get("If-Modified-Since") == "Thu, 19 Nov 2026 10:00:00 GMT"
        )
        reply(304, Content_Length="", Content_Type="")(site) if is_same else first(site)

    first = reply(200, PACKED, Content_Encoding="gzip", ETag='"1"', Last_Modified="Thu, 19 Nov 2026 10:00:00 GMT")
    server.replies["/x"] = [changed_since]
    asked = Request(server.url + "/x")
    pages = []
    previous = None
    for number in range(3):
        day = DAY + timedelta(days=number)
        pages += night.get(asked, day=day, previous=previous)
        previous = night.archive.replay(day)
        night.clock.now += timedelta(days=1)
    assert [
        (one.status, one.content_type, one.body, one.fetched_at.day, one.archived_on, one.is_revisit)
        for one in pages
        if isinstance(one, Page)
    ] == [
        (200, "text/html", b"<p>pakket</p>" * 100, 20, DAY, False),
        (200, "text/html", b"<p>pakket</p>" * 100, 21, DAY, True),
        (200, "text/html", b"<p>pakket</p>" * 100, 22, DAY, True),
    ]
    night.archive.remove(DAY)
    with pytest.raises(NotArchived, match="tidligere svar"):
        ReplayFetcher(night.archive.replay(DAY + timedelta(days=2))).get(asked)


def test_json_where_html_was_promised_is_handed_on_as_it_is(server: Server, night: Night) -> None:
    server.replies["/api"] = [reply(200, b"<html>vedlikehold</html>")]
    found = night.page(server.url + "/api", method="POST", json=json.loads('{"a":1}'), accept="application/json")
    assert (found.content_type, found.body) == ("text/html", b"<html>vedlikehold</html>")
