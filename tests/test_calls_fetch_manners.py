"""Where we go and do not go, and how we behave there."""

from __future__ import annotations

import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from fetch_site import DAY, Night, Reply, Server, Site, raw, reply

from calls.failures import BadScheme, ChallengePage, ContactMissing, PrivateAddress, RobotsDenied
from calls.fetch import Limits, user_agent
from calls.fetch.limits import is_public
from calls.model import Page, Request


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as running:
        yield running


@pytest.fixture
def night(tmp_path: Path) -> Night:
    return Night(tmp_path)


def test_redirects_are_followed_by_hand(server: Server, night: Night) -> None:
    server.replies |= {
        "/a": [reply(301, Location="b?q=1#del")],
        "/b?q=1": [reply(307, Location="/s%C3%B8k")],
        "/s%C3%B8k": [reply(200, b"ja")],
        "/post": [reply(303, Location="/s%C3%B8k")],
        "/post2": [reply(308, Location="/post3")],
        "/post3": [reply(200, b"nei")],
    }
    pages = night.get(
        Request(server.url + "/a"),
        Request(server.url + "/post", "POST", [1]),
        Request(server.url + "/post2", "POST", [1]),
    )
    assert [(one.url, one.final_url, one.body) for one in pages if isinstance(one, Page)] == [
        (server.url + "/a", server.url + "/s%C3%B8k", b"ja"),
        (server.url + "/post", server.url + "/s%C3%B8k", b"ja"),
        (server.url + "/post2", server.url + "/post3", b"nei"),
    ]
    assert [(line, body) for line, _, body in server.seen if "POST" in line or "%" in line] == [
        ("GET /s%C3%B8k", b""),
        ("POST /post", b"[1]"),
        ("GET /s%C3%B8k", b""),
        ("POST /post2", b"[1]"),
        ("POST /post3", b"[1]"),
    ]


@pytest.mark.parametrize("target", ["http://10.0.0.1/", "http://169.254.169.254/latest", "http://[::ffff:127.0.0.1]/"])
def test_private_addresses_are_not_visited(server: Server, night: Night, target: str) -> None:
    night.more["allow_private"] = False
    assert night.one(server.url + "/x") == (PrivateAddress, "Adressen hører til et privat nett og hentes ikke.")
    assert night.get(Request(target), day=DAY + timedelta(days=1))[0] == (
        PrivateAddress,
        "Adressen hører til et privat nett og hentes ikke.",
    )
    assert server.seen == []


def test_the_name_is_resolved_once_and_only_open_addresses_are_tried(
    server: Server, night: Night, monkeypatch: pytest.MonkeyPatch
) -> None:
    night.more["allow_private"] = False
    resolved, tried = [], []

    def resolve(host: str, port: int, **more: Any) -> list[Any]:
        resolved.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in ("127.0.0.1", "93.184.215.14")]

    def connect(address: tuple[str, int], timeout: object) -> socket.socket:
        tried.append(address)
        return socket.create_connection(("127.0.0.1", server.http.server_port))

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr("calls.fetch.connection.create_connection", connect)
    monkeypatch.setattr(socket, "create_connection", _plain_connection)
    server.replies["/x"] = [reply(200, b"ja")]
    with night.live() as fetcher:
        assert fetcher.get(Request("http://skifter.no/x")).body == b"ja"
    assert (resolved, tried) == (["skifter.no"], [("93.184.215.14", 80)])


def test_a_redirect_into_a_private_net_is_not_followed(
    server: Server, night: Night, monkeypatch: pytest.MonkeyPatch
) -> None:
    inside = server.url.replace("localhost", "127.0.0.1")
    server.replies |= {"/x": [reply(302, Location=inside + "/hemmelig")], "/hemmelig": [reply(200, b"nei")]}
    monkeypatch.setattr("calls.fetch.connection.is_public", lambda address: address == "127.0.0.2")
    night.more["allow_private"] = False
    outside = server.url.replace("localhost", "127.0.0.2")
    with ThreadingHTTPServer(("127.0.0.2", server.http.server_port), server.handler) as other:
        threading.Thread(target=other.serve_forever, args=(0.02,), daemon=True).start()
        found = night.one(outside + "/x")
        other.shutdown()
    assert (found, server.asked()) == (
        (PrivateAddress, "Adressen hører til et privat nett og hentes ikke."),
        ["GET /x"],
    )


def test_another_address_of_the_host_is_tried(server: Server, night: Night, monkeypatch: pytest.MonkeyPatch) -> None:
    real = socket.getaddrinfo

    def resolve(host: str, port: int, *how: Any, **more: Any) -> list[Any]:
        if host != "to.test":
            return real(host, port, *how, **more)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in ("127.0.0.3", "127.0.0.1")]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    server.replies["/x"] = [reply(200, b"ja")]
    assert night.page(server.url.replace("localhost", "to.test") + "/x").body == b"ja"


def test_a_name_that_takes_too_long_to_resolve(server: Server, night: Night, monkeypatch: pytest.MonkeyPatch) -> None:
    real = socket.getaddrinfo

    def resolve(*how: Any, **more: Any) -> list[Any]:
        time.sleep(0.2)
        return real(*how, **more)

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    night.more["limits"] = Limits(total_s=0.05, attempts=1)
    found = night.one(server.url + "/x")
    assert isinstance(found, tuple) and (found[0], "ikke i tide" in found[1]) == (RobotsDenied, True)
    assert server.seen == []


def _plain_connection(address: tuple[str, int]) -> socket.socket:
    made = socket.socket()
    made.connect(address)
    return made


@pytest.mark.parametrize(
    ("address", "is_open"),
    [
        ("93.184.215.14", True),
        ("2a02:c0::1", True),
        ("::ffff:93.184.215.14", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("169.254.169.254", False),
        ("100.100.100.200", False),
        ("168.63.129.16", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::1", False),
        ("::", False),
        ("fe80::1%eth0", False),
        ("fd00:ec2::254", False),
        ("::ffff:127.0.0.1", False),
        ("2002:7f00:1::", False),
        ("64:ff9b::a00:1", False),
        ("::a00:1", False),
    ],
)
def test_which_addresses_are_open(address: str, is_open: bool) -> None:
    assert is_public(address) is is_open


ROBOTS = b"""
User-agent: *
Disallow: /
User-agent: utlysningsradar
Crawl-delay: 3
Disallow: /*.pdf$
Disallow: /privat/
Allow: /privat/aapen
"""


def test_robots_are_obeyed_with_wildcards_and_delay(server: Server, night: Night) -> None:
    server.replies |= {
        "/robots.txt": [reply(200, ROBOTS, Content_Type="text/plain")],
        "/x": [reply(200, b"ja")],
        "/a.pdf?x": [reply(200, b"ja")],
        "/privat/aapen": [reply(200, b"ja")],
        "/videre": [reply(302, Location="/privat/x")],
    }
    paths = ("/x", "/a.pdf", "/a.pdf?x", "/privat/x", "/privat/aapen", "/videre")
    found = night.get(*(Request(server.url + path) for path in paths))
    denied = (RobotsDenied, "Nettstedets robots.txt sier at siden ikke skal hentes av roboter.")
    assert [one.body if isinstance(one, Page) else one for one in found] == [
        b"ja", denied, b"ja", denied, b"ja", denied,
    ]  # fmt: skip
    assert night.clock.slept == [1.0, 3.0, 3.0, 3.0]
    assert [line for line, _, _ in server.seen].count("GET /robots.txt") == 1


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (reply(404), b"ja"),
        (reply(403), b"ja"),
        (reply(200, b"<html>ingen regler</html>"), b"ja"),
        (reply(301, Location="/robots2.txt"), b"ja"),
        (reply(500), RobotsDenied),
        (raw(b""), RobotsDenied),
        (reply(301, Location="/robots.txt"), RobotsDenied),
        (reply(403, b"<title>Just a moment...</title>"), ChallengePage),
        (reply(301, Location="file:///etc/passwd"), BadScheme),
    ],
)
def test_robots_that_cannot_be_read(server: Server, night: Night, answer: Reply, expected: object) -> None:
    server.replies |= {"/robots.txt": [answer], "/x": [reply(200, b"ja")]}
    found = night.get(Request(server.url + "/x"), Request(server.url + "/x"))
    assert [one.body if isinstance(one, Page) else one[0] for one in found] == [expected] * 2


@pytest.mark.parametrize(
    "url", ["ftp://a.no/", "file:///etc/passwd", "a.no/x", "http:///x", "http://a.no:x/", "http://a.no/\u200b"]
)
def test_addresses_that_are_not_asked(night: Night, url: str) -> None:
    found = night.one(url)
    assert isinstance(found, tuple) and found[0] is BadScheme


def test_one_request_at_a_time_per_host(server: Server, night: Night) -> None:
    running: list[int] = []
    most: list[int] = []

    def slow(site: Site) -> None:
        running.append(1)
        most.append(len(running))
        time.sleep(0.02)
        running.pop()
        reply(200, b"ja")(site)

    server.replies |= {f"/{number}": [slow] for number in range(5)}
    with night.live() as fetcher:
        threads = [
            threading.Thread(target=fetcher.get, args=(Request(f"{server.url}/{number}"),)) for number in range(5)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert (len(most), max(most), night.clock.slept) == (5, 1, [1.0] * 5)


def test_the_environment_has_no_say(server: Server, night: Night, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    server.replies["/x"] = [reply(200, b"ja", Set_Cookie="a=1")]
    assert [one.body for one in night.get(*[Request(server.url + "/x")] * 2) if isinstance(one, Page)] == [b"ja"] * 2
    assert all("Cookie" not in headers for _, headers, _ in server.seen)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for localhost with its key, in one file."""
    folder = tmp_path_factory.mktemp("tls")
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
    command += ["-addext", "subjectAltName=DNS:localhost", "-keyout", "key.pem", "-out", "cert.pem"]
    try:
        subprocess.run(command, cwd=folder, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError) as error:
        pytest.skip(f"no openssl to make a certificate with: {error}")
    return folder


def test_https_is_verified(certificate: Path, night: Night, monkeypatch: pytest.MonkeyPatch) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate / "cert.pem", certificate / "key.pem")
    with Server(context) as server:
        server.replies["/x"] = [reply(200, b"trygt")]
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate / "cert.pem"))
        found = night.one(server.url + "/x")
        assert isinstance(found, tuple) and (found[0], "TLS" in found[1]) == (RobotsDenied, True)
        night.more["ca_file"] = certificate / "cert.pem"
        trusted = night.get(Request(server.url + "/x"), day=DAY + timedelta(days=1))[0]
        assert isinstance(trusted, Page) and trusted.body == b"trygt"


@pytest.mark.parametrize(
    "contact", ["", "Kari Nordmann", "kari@localhost", "Kari\nX: 1 kari@a.no", "a" * 200 + "@a.no", "Кари k@a.no"]
)
def test_a_contact_that_will_not_do(contact: str) -> None:
    with pytest.raises(ContactMissing, match="RADAR_CONTACT"):
        user_agent(contact, "0.1.0")
