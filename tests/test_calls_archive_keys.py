"""Requests match by meaning: addresses, JSON, forms."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calls.archive import Question
from calls.archive.keys import body_key, loose_key, request_key, url_key

URL = "https://a.no/x?y=1"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("HTTPS://A.no:443/x#del", "https://a.no/x"),
        ("<http://a.no>", "http://a.no:80/"),
        ("http://a.no/?", "http://a.no/"),
        ("http://a.no/%7euser/s%c3%b8k?f[0]=å", "http://a.no/~user/søk?f%5B0%5D=%C3%A5"),
        ("http://blåbær.no/", "http://xn--blbr-roah.no./"),
        ("http://a.no/100%", "http://a.no/100%25"),
        ("http://[::1]:80/", "http://[::1]/"),
        ("http://a.no/?q=a+b&c=%2B", "http://a.no/?q=a%20b&c=%2b"),
    ],
)
def test_addresses_that_are_the_same(one: str, other: str) -> None:
    assert url_key(one) == url_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://a.no/x", "https://a.no/x"),
        ("http://a.no/a%2Fb", "http://a.no/a/b"),
        ("http://a.no/?a=1&b=2", "http://a.no/?b=2&a=1"),
        ("http://a.no/?q=a+b", "http://a.no/?q=a%2Bb"),
        ("http://a.no/a+b", "http://a.no/a%20b"),
        ("http://a.no/X", "http://a.no/x"),
        ("http://[a.no/", "http://a.no/"),
        ("http://a.no:x/", "http://a.no/"),
    ],
)
def test_addresses_that_are_not_the_same(one: str, other: str) -> None:
    assert url_key(one) != url_key(other)


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("?a=1&b=2", "?b=2&a=1", True),
        ("?q=*%5B_type%20==%20%22x%22%5D%20%7B%0A%20%20_id,%20title%0A%7D", "?q=*[_type+==+%22x%22]{_id,title}", True),
        ("?q=%28a%29%21", "?q=(a)!", True),
        ("?q=order%28_id%20%20asc%29", "?q=order%28_id+asc%29", True),
        ("?q=a%20b", "?q=ab", False),
        ("?a=1&a=2", "?a=2&a=1", False),
        ("?a=1", "?a=1&b=", False),
        ("?a=1&b=2", "?a=1%26b=2", False),
        ("?q=a%2Bb", "?q=a+b", False),
        ("/x?a=1", "/y?a=1", False),
    ],
)
def test_a_loose_key_leaves_out_order_and_white_space(one: str, other: str, is_same: bool) -> None:
    assert (loose_key("https://A.no" + one) == loose_key("https://a.no:443" + other)) is is_same


def test_an_address_that_cannot_be_taken_apart_is_its_own_loose_key() -> None:
    assert (loose_key("http://[a.no/"), loose_key("http://a.no/?q=[")) == (
        "http://[a.no/",
        'http://a.no/?[["q", "["]]',
    )


@settings(deadline=None)
@given(st.text(max_size=60))
def test_a_key_is_its_own_key(url: str) -> None:
    assert url_key(url_key("http://a.no/" + url)) == url_key("http://a.no/" + url)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=12,
)


def _reordered(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _reordered(value[key]) for key in reversed(value)}
    return [_reordered(item) for item in value] if isinstance(value, list) else value


@settings(deadline=None)
@given(JSON, JSON)
def test_json_matches_by_meaning(one: Any, other: Any) -> None:
    def key(value: Any, **how: Any) -> str:
        return body_key("application/json", json.dumps(value, **how).encode())

    spaced = json.dumps(_reordered(one), indent=3, ensure_ascii=False).encode("utf-8", "surrogatepass")
    if not any(0xD800 <= ord(letter) < 0xE000 for letter in spaced.decode("utf-8", "surrogatepass")):
        assert body_key("application/vnd.a+json; charset=utf-8", spaced) == key(one, separators=(",", ":"))
    # Sorted text with true and 1 told apart is what equality of JSON values means.
    if json.dumps(one, sort_keys=True) != json.dumps(other, sort_keys=True) and one != other:
        assert key(one) != key(other)


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        (b"[0]", b'["0"]', False),
        (b"[0]", b"[false]", False),
        (b"[0]", b"[-0.0]", True),
        (b"[1, 100]", b"[1.0, 1e2]", True),
        (b"[10000000000000000000000000000001]", b"[10000000000000000000000000000002]", False),
        (b"[1e999999999]", b"[1e999999998]", False),
        (b"[[]]", b"[{}]", False),
        (b'["list"]', b"[[]]", False),
        (b'{"a":1,"a":2}', b'{"a":2}', False),
        (b"[NaN]", b"[ NaN]", False),
        (b"[" * 100_000, b"[" * 100_001, False),
        (b'{"a":', b'{"a" :', False),
        ("\ufeff[1]".encode(), b"[1]", True),
    ],
)
def test_json_bodies(one: bytes, other: bytes, is_same: bool) -> None:
    assert (body_key("application/json", one) == body_key("", other)) is is_same


Part = tuple[str, str, str, bytes]


def _form(parts: Sequence[Part], boundary: str) -> tuple[str, bytes]:
    chunks = []
    for name, filename, kind, content in parts:
        file = f'; filename="{filename}"' if filename else ""
        start = f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"{file}\r\nContent-Type: {kind}\r\n\r\n'
        chunks.append(start.encode() + content + b"\r\n")
    return f"multipart/form-data; boundary={boundary}", b"".join(chunks) + f"--{boundary}--\r\n".encode()


NAMES = st.sampled_from(["query", "sort", "languages"])
PARTS = st.lists(
    st.tuples(NAMES, st.sampled_from(["", "blob"]), st.just("text/plain"), st.binary(max_size=20)), max_size=4
)


@settings(deadline=None)
@given(PARTS, PARTS)
def test_forms_match_by_their_parts(one: list[Part], other: list[Part]) -> None:
    def by_name(part: Part) -> str:
        return part[0]

    assert body_key(*_form(one, "----aaaaAAAA1111")) == body_key(*_form(sorted(one, key=by_name), "xx-3141592653"))
    if sorted(one, key=by_name) != sorted(other, key=by_name):
        assert body_key(*_form(one, "----aaaaAAAA1111")) != body_key(*_form(other, "xx-3141592653"))


def test_form_parts_that_are_json_match_by_meaning() -> None:
    query = ("query", "blob", "application/json", b'{"bool": {"must": []}, "x": 0}')
    same = ("query", "blob", "Application/JSON; charset=utf-8", b'{"x":0,"bool":{"must":[]}}')
    plain = ("query", "", "application/json", b'{"x":0,"bool":{"must":[]}}')
    assert body_key(*_form([query], "aaaaaa")) == body_key(*_form([same], "bbbbbb"))
    assert body_key(*_form([query], "aaaaaa")) != body_key(*_form([plain], "bbbbbb"))
    kind, body = _form([query], "aaaaaa")
    assert body_key(kind, b"forord\r\n" + body + b"etterord") == body_key(kind, body)
    bare = b"--aaaaaa\r\n\r\nx\r\n--aaaaaa--"
    assert body_key(kind, bare).startswith("multipart:")
    for broken in (body[:-4], b"--aaaaaa\r\nA: b--aaaaaa--", b"--aaaaaa\r\nA: b\r\n--aaaaaa--\r\n"):
        assert body_key(kind, broken).startswith("bytes:")
    assert body_key("multipart/form-data", body).startswith("bytes:")


def test_other_bodies() -> None:
    form = "application/x-www-form-urlencoded"
    assert body_key(form, b"b=2&a=1&a=0&c=") == body_key(form, b"a=%31&a=0&c=&b=2")
    assert body_key(form, b"a=0&a=1") != body_key(form, b"a=1&a=0")
    assert body_key(form, "å".encode()) != body_key(form, "ø".encode())
    assert body_key("text/plain", b"[1]") != body_key("text/plain", b"[ 1]")
    assert request_key(Question(URL, "get")) == request_key(Question(URL, headers=(("Accept", "x"),)))
