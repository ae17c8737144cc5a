"""Getting the page of an address that somebody typed, from a site on loopback: each way it can go wrong is said."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fetch_site import CONTACT, Clock, Reply, Server, raw, reply
from pasted_samples import KOMMUNE, MAIL

from calls.fetch import Limits
from calls.model import Page
from sources.pasted import PastedError, fetch_page, read_page

LIMITS = Limits(body_bytes=100_000, connect_s=2.0, read_s=0.5, total_s=1.0, attempts=1, redirects=3)


@pytest.fixture
def site() -> Iterator[Server]:
    with Server() as made:
        yield made


def fetch(site: Server, *replies: Reply, path: str = "/utlysning", contact: str = CONTACT) -> Page:
    if replies:
        site.replies[path] = list(replies)
    clock = Clock()
    return fetch_page(
        site.url + path,
        contact=contact,
        code_version="0.1.0",
        limits=LIMITS,
        clock=clock,
        sleep=clock.sleep,
        allow_private=True,
    )


def test_a_page_is_fetched_by_our_name_after_asking_robots(site: Server) -> None:
    found = read_page(fetch(site, reply(body=KOMMUNE.encode())))
    assert found.title is not None and found.title.value.startswith("Tilskudd til frivillige")
    assert [line for line, _, _ in site.seen] == ["GET /robots.txt", "GET /utlysning"]
    assert all(headers["User-Agent"].startswith("Utlysningsradar/0.1.0 (+Kaare") for _, headers, _ in site.seen)


def test_a_plain_text_is_read_as_one(site: Server) -> None:
    found = read_page(fetch(site, reply(body=MAIL.encode(), Content_Type="text/plain; charset=utf-8")))
    assert found.title is not None and found.title.value == "Utlysning av midler til demensomsorg"


def test_a_redirect_is_followed(site: Server) -> None:
    site.replies["/ny"] = [reply(body=KOMMUNE.encode())]
    page = fetch(site, reply(301, Location="/ny"))
    assert page.final_url == f"{site.url}/ny"


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (reply(404), r"finnes ikke\. Se etter om hele adressen.*lim den inn"),
        (reply(401), r"krever innlogging.*lim den inn"),
        (reply(403), r"avviser oss.*lim den inn"),
        (reply(410), r"tatt bort"),
        (reply(418), r"feil 418"),
        (reply(500), r"svarte ikke som det skulle.*lim den inn"),
        (reply(429, Retry_After="9999"), r"svarte ikke som det skulle"),
        (reply(body=b"x" * 100_001), r"for stor"),
        (reply(403, b"<title>Just a moment...</title>"), r"bare inn nettlesere"),
        (reply(302, Location="/utlysning"), r"videre for mange ganger"),
        (reply(302, Location="ftp://eksempel.no/"), r"ikke en vanlig nettadresse"),
        (reply(body=b"%PDF-1.7", Content_Type="application/pdf"), r"PDF.*lim inn teksten"),
        (reply(body=b"%PDF-1.7", Content_Type="text/html"), r"PDF.*lim inn teksten"),
        (reply(body=b"x", Content_Type="application/msword"), r"dokument.*lim inn teksten"),
        (reply(body=b"x", Content_Type="image/png"), r"ikke til en nettside"),
        (reply(body=b" \n"), r"Siden er tom"),
        (raw(b"HTTP/1.1 200 OK\r\n", pause=2.0), r"svarte ikke som det skulle"),
        (raw(b"tull"), r"svarte ikke som det skulle"),
    ],
)
def test_each_failure_says_what_is_wrong_and_what_to_do(site: Server, answer: Reply, said: str) -> None:
    with pytest.raises(PastedError, match=said):
        fetch(site, answer)


def test_robots_are_obeyed(site: Server) -> None:
    site.replies["/robots.txt"] = [reply(body=b"User-agent: *\nDisallow: /", Content_Type="text/plain")]
    with pytest.raises(PastedError, match=r"robots\.txt.*lim den inn"):
        fetch(site, reply(body=KOMMUNE.encode()))
    assert site.asked() == []


def test_nobody_answers(site: Server) -> None:
    with pytest.raises(PastedError, match="svarte ikke"):
        fetch_page("http://localhost:1/x", contact=CONTACT, code_version="0.1.0", limits=LIMITS, allow_private=True)


@pytest.mark.parametrize(
    "address",
    ["http://127.0.0.1/x", "http://[::1]/x", "http://169.254.169.254/latest", "localhost:8000", "http://10.0.0.1"],
)
def test_private_addresses_are_not_visited(address: str) -> None:
    with pytest.raises(PastedError, match=r"lukket nett.*lim den inn|svarte ikke"):
        fetch_page(address, contact=CONTACT, code_version="0.1.0", limits=LIMITS)


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("", "Skriv adressen"),
        (" \u200b ", "Skriv adressen"),
        ("ikke en adresse", "ser ikke ut som en nettadresse"),
        ("adresse", "ser ikke ut som en nettadresse"),
        ("https://a.no/" + "x" * 2000, "for lang"),
        ("file:///etc/passwd.txt", "ikke en vanlig nettadresse"),
        ("javascript:alert(1).no", "ikke en vanlig nettadresse"),
        ("https://kari:hemmelig@eksempel.no/", "ikke en vanlig nettadresse"),
        ("https://eksempel.no:99999999/", "ikke en vanlig nettadresse"),
    ],
)
def test_what_is_no_address_is_said_without_asking(address: str, said: str) -> None:
    with pytest.raises(PastedError, match=said):
        fetch_page(address, contact=CONTACT, code_version="0.1.0", limits=LIMITS)


def test_without_a_contact_nothing_is_fetched(site: Server) -> None:
    with pytest.raises(PastedError, match=r"RADAR_CONTACT.*Lim inn"):
        fetch(site, reply(body=KOMMUNE.encode()), contact="")
    assert site.seen == []


def test_nothing_is_left_behind(site: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    fetch(site, reply(body=KOMMUNE.encode()))
    with pytest.raises(PastedError):
        fetch(site, reply(404))
    assert list(tmp_path.iterdir()) == []
