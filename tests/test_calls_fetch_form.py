"""A form of JSON files: what the server sees, and that the archive knows the question again whoever asked it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from fetch_site import AT, DAY, Night, Server, form_parts, reply

from calls.archive import Archive, Exchange, Question
from calls.archive.keys import request_key
from calls.fetch import ReplayFetcher, sent_body
from calls.model import Page, Request

PARTS = {"query": {"bool": {"must": [{"terms": {"type": ["1", "8"]}}]}}, "languages": ["en"], "sort": {"order": "ASC"}}


def test_the_server_sees_a_file_for_each_json_value_and_then_the_plain_fields(tmp_path: Path) -> None:
    with Server() as server:
        server.replies["/search?text=***"] = [reply(200, b'{"totalResults": 0}', Content_Type="application/json")]
        request = Request(
            f"{server.url}/search?text=***",
            "POST",
            accept="application/json",
            parts=PARTS,
            fields={"displayLanguage": "en"},
        )
        page = Night(tmp_path).get(request)[0]  # asks live, then replays and wants the same
        line, headers, body = server.seen[-1]
    assert isinstance(page, Page)
    assert page.body == b'{"totalResults": 0}'
    assert line == "POST /search?text=***"
    assert headers["Content-Type"].startswith("multipart/form-data; boundary=")
    assert int(headers["Content-Length"]) == len(body)
    files = [(name, "blob", "application/json", value) for name, value in PARTS.items()]
    seen = form_parts(headers["Content-Type"], body)
    assert [(*one[:3], json.loads(one[3])) for one in seen[:-1]] == files
    assert seen[-1] == ("displayLanguage", None, "", b"en")


def test_the_same_request_gives_the_same_bytes_and_its_boundary_stands_nowhere_in_them() -> None:
    request = Request("https://a.no/", "POST", parts={"query": {"å": "\r\n--x"}})
    kind, body = sent_body(request)
    assert sent_body(request) == (kind, body)
    boundary = kind.partition("boundary=")[2].encode()
    assert body.count(boundary) == 2
    assert sent_body(Request("https://a.no/", "POST", parts={"query": {"å": "annet"}}))[0] != kind
    assert (sent_body(Request("https://a.no/")), sent_body(Request("https://a.no/", "POST"))) == (("", b""), ("", b""))
    assert sent_body(Request("https://a.no/", "POST", {"a": 1})) == ("application/json", b'{"a":1}')


def _foreign(*parts: tuple[str, str], boundary: str = "----WebKitFormBoundaryAbC1", name: str = "blob") -> Question:
    """The question as a browser writes it."""
    lines = "".join(
        f'--{boundary}\r\nContent-Disposition: form-data; name="{part}"; filename="{name}"\r\n'
        f"Content-Type: application/json\r\n\r\n{value}\r\n"
        for part, value in parts
    )
    kind = f"multipart/form-data; boundary={boundary}"
    return Question("https://a.no/s", "POST", (("Content-Type", kind),), f"{lines}--{boundary}--\r\n".encode())


@pytest.mark.parametrize(
    ("question", "is_same"),
    [
        (_foreign(("languages", '[ "en" ]'), ("query", '{"b": 1.0, "a": "\\u00e5"}')), True),
        (_foreign(("query", '{"a":"å","b":1}'), ("languages", '["en"]'), boundary="x'y"), True),
        (_foreign(("query", '{"a":"å","b":2}'), ("languages", '["en"]')), False),
        (_foreign(("query", '{"a":"å","b":1}')), False),
        (_foreign(("query", '{"a":"å","b":1}'), ("languages", '["en"]'), name="other"), False),
    ],
)
def test_an_archive_of_another_program_answers_what_means_the_same(
    tmp_path: Path, question: Question, is_same: bool
) -> None:
    request = Request("https://a.no/s", "POST", parts={"query": {"a": "å", "b": 1}, "languages": ["en"]})
    kind, body = sent_body(request)
    ours = Question(request.url, "POST", (("Content-Type", kind),), body)
    assert (request_key(ours) == request_key(question)) is is_same
    archive = Archive(tmp_path)
    with archive.writer(DAY, AT, "0.1.0") as writer:
        writer.write(Exchange(question, AT, 200, (("Content-Type", "application/json"),), b"{}"))
    fetcher = ReplayFetcher(archive.replay(DAY))
    if is_same:
        assert fetcher.get(request).body == b"{}"
    else:
        with pytest.raises(Exception, match="Arkivet har ikke noe svar"):
            fetcher.get(request)
