"""Bodies unpacked and read as text, by rule."""

from __future__ import annotations

import gzip
import zlib

import pytest
from fetch_site import AT, DAY
from hypothesis import given, settings
from hypothesis import strategies as st

from calls.archive import Answer
from calls.failures import (
    NotAnswered,
    TooLarge,
    UnknownCoding,
    UnreadableText,
)
from calls.fetch import page_text
from calls.fetch.content import unpacked
from calls.model import Page


def text_page(body: bytes, charset: str = "", kind: str = "text/html") -> Page:
    return Page("https://a.no/", 200, kind, body, AT, charset=charset)


@pytest.mark.parametrize(
    ("page", "text"),
    [
        (text_page("blåbær".encode(), "utf-8"), "blåbær"),
        (text_page("blåbær".encode("cp1252"), "iso-8859-1"), "blåbær"),
        (text_page(b"\x93ja\x94", "latin1"), "“ja”"),
        (text_page("blåbær".encode(), "iso-8859-1"), "blåbær"),  # the header is wrong
        (text_page("blåbær".encode("cp1252"), "utf-8"), "blåbær"),  # the header is wrong
        (text_page("blåbær".encode("cp1252")), "blåbær"),
        (text_page("\ufeffblåbær".encode(), "iso-8859-1"), "blåbær"),
        (text_page("\ufeffblåbær".encode("utf-16-le")), "blåbær"),
        (text_page("blåbær".encode("utf-16-be"), "utf-16-be"), "blåbær"),
        (text_page('<meta charset="iso-8859-15">€å'.encode("iso-8859-15")), '<meta charset="iso-8859-15">€å'),
        (
            text_page(b'<?xml version="1.0" encoding="windows-1251"?>\xc0'),
            '<?xml version="1.0" encoding="windows-1251"?>А',
        ),
        (text_page('<meta charset="utf-16">å'.encode()), '<meta charset="utf-16">å'),
        (text_page("<meta charset=koi8-r>å".encode(), "utf-8"), "<meta charset=koi8-r>å"),
        (
            text_page(b'{"a":"<meta charset=koi8-r>\xc3\xa5"}', kind="application/json"),
            '{"a":"<meta charset=koi8-r>å"}',
        ),
        (text_page("å".encode(), "utf-7"), "å"),
        (text_page("å".encode(), "finnes-ikke"), "å"),
        (text_page("å".encode(), "\u00e5"), "å"),
        (text_page(b""), ""),
    ],
)
def test_text_by_rule(page: Page, text: str) -> None:
    assert page_text(page) == text


@pytest.mark.parametrize(
    "page",
    [
        text_page("blåbær og ø".encode()[:-1], "utf-8"),
        text_page(b"\x81\xe5", "iso-8859-1"),
        text_page(b"\xff", "shift_jis"),
        text_page("\ufeffå".encode("utf-16-le")[:-1]),
    ],
)
def test_text_that_cannot_be_read(page: Page) -> None:
    with pytest.raises(UnreadableText) as unread:
        page_text(page)
    assert (unread.value.issue_kind, unread.value.url) == ("unreadable_page", "https://a.no/")


@settings(deadline=None)
@given(st.text(alphabet=st.characters(codec="utf-8")))
def test_utf8_comes_back(text: str) -> None:
    assert page_text(text_page(text.encode(), "utf-8")) == text.removeprefix("\ufeff")


@settings(deadline=None)
@given(st.binary(max_size=2000), st.sampled_from(["gzip", "deflate", "gzip, deflate", "br", "", "identity"]))
def test_any_body_unpacks_or_is_refused(body: bytes, coding: str) -> None:
    answer = Answer(200, (("Content-Encoding", coding),), body, AT, DAY, "", AT)
    try:
        assert len(unpacked(answer, "", 1000)) <= 1000
    except (NotAnswered, TooLarge, UnknownCoding) as error:
        assert error.message.startswith("Svaret er ")


@settings(deadline=None)
@given(st.binary(max_size=3000))
def test_what_is_packed_comes_back(body: bytes) -> None:
    for coding, packed in (
        ("gzip", gzip.compress(body)),
        ("deflate", zlib.compress(body)),
        ("x-gzip", gzip.compress(body)),
    ):
        answer = Answer(200, (("content-encoding", coding),), packed, AT, DAY, "", AT)
        assert unpacked(answer, "", 3000) == body
