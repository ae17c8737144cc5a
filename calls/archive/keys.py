"""When two requests are the same: method, address and body compared by meaning, not by bytes.

Two runs of the same code, or two crawlers, write the same question differently: another boundary, another order of
keys, an escaped letter. The archive answers by these keys.
"""

from __future__ import annotations

import hashlib
import json
import re
from decimal import Decimal
from email.message import Message
from urllib.parse import SplitResult, parse_qsl, urlsplit

from calls.archive.exchange import Question, header, media_type, split_fields
from calls.model import Json

_DEFAULT_PORTS = {"http": 80, "https": 443}
_UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
# RFC 3986: these mean something in a path or query when they stand there unescaped.
_DELIMITERS = frozenset(b"/?:@!$&'()*+,;=")
_HEX = re.compile(rb"%([0-9A-Fa-f]{2})")
_BESIDE_SIGN = re.compile(r" ?([^\w\s]) ?")


def request_key(question: Question) -> str:
    """One string per meaning of a request: SHA-256, hex."""
    content_type = header(question.headers, "content-type")
    parts = (question.method.upper(), url_key(question.url), body_key(content_type, question.body))
    return hashlib.sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def url_key(url: str) -> str:
    """An address without what does not change its meaning (RFC 3986, 6.2.2 and 6.2.3).

    Brackets around it, the fragment, the default port, the case of scheme and host, and how letters are escaped all
    go; so does whether a blank in the query is `%20` or, as forms send it, `+`. The order of the query stays. An
    address that cannot be taken apart is its own key.
    """
    bare = url.strip().removeprefix("<").removesuffix(">")
    try:
        parts = urlsplit(bare)
        place = _authority(parts)
    except ValueError:
        return bare
    query = "?" + _escaped(parts.query.replace("+", "%20")) if parts.query else ""
    return f"{parts.scheme}://{place}{_escaped(parts.path) or '/'}{query}"


def loose_key(url: str) -> str:
    """`url_key` without the order of the query's parameters, and without white space that a query language ignores.

    Runs of white space in a value are one blank, and none stands beside a sign that is no letter, digit or `_`. The
    values of one name keep their order. Two different questions may share it: it finds what `url_key` does not.
    """
    strict = url_key(url)
    try:
        parts = urlsplit(strict)
        pairs = parse_qsl(parts.query, keep_blank_values=True)
    except ValueError:
        return strict
    folded = [(name, _BESIDE_SIGN.sub(r"\1", " ".join(value.split()))) for name, value in pairs]
    return f"{parts._replace(query='').geturl()}?{json.dumps(sorted(folded, key=lambda pair: pair[0]))}"


def host_key(url: str) -> str:
    """Host and port of an address, spelled one way; the address itself when it cannot be taken apart."""
    try:
        return _authority(urlsplit(url))
    except ValueError:
        return url


def _authority(parts: SplitResult) -> str:
    host = (parts.hostname or "").rstrip(".")
    if not host.isascii():
        host = host.encode("idna").decode("ascii")
    user = parts.netloc.rpartition("@")[0]
    port = "" if parts.port in (None, _DEFAULT_PORTS.get(parts.scheme)) else f":{parts.port}"
    return (f"{user}@" if user else "") + (f"[{host}]" if ":" in host else host) + port


def _escaped(text: str) -> str:
    raw = text.encode("utf-8", "surrogatepass")
    found: list[str] = []
    at = 0
    while at < len(raw):
        escape = _HEX.match(raw, at)
        code = int(escape[1], 16) if escape else raw[at]
        at += 3 if escape else 1
        is_plain = code in _UNRESERVED or (code in _DELIMITERS and not escape)
        found.append(chr(code) if is_plain else f"%{code:02X}")
    return "".join(found)


def body_key(content_type: str, body: bytes) -> str:
    """One string per meaning of a body; empty for no body.

    JSON: key order, white space, escapes and the spelling of a number (1, 1.0) do not matter; 0 and "0" differ, as do
    0 and false. multipart/form-data: name, file name, type and content of each part; the boundary and the order of
    parts with different names do not matter. Forms: their pairs likewise. Everything else, and what does not parse
    as what it says it is: bytes.
    """
    if not body:
        return ""
    kind = media_type(content_type)
    found: str | None = None
    if kind == "multipart/form-data":
        found = _multipart_key(content_type, body)
    elif kind == "application/x-www-form-urlencoded":
        found = _form_key(body)
    elif not kind or kind == "application/json" or kind.endswith("+json"):
        found = _json_key(body)
    return found or "bytes:" + hashlib.sha256(body).hexdigest()


def _json_key(body: bytes) -> str | None:
    try:
        value = json.loads(
            body,
            parse_int=Decimal,
            parse_float=Decimal,
            parse_constant=_refuse_constant,
            object_pairs_hook=_unique,
        )
        return "json:" + json.dumps(_comparable(value), sort_keys=True)
    except (ValueError, ArithmeticError, RecursionError):
        return None


def _refuse_constant(name: str) -> Json:
    raise ValueError(f"{name} is not JSON")


def _unique(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice")
    return found


def _comparable(value: Json) -> Json:
    """The value with its numbers in one spelling. Lists are marked too, so that no list can pass for a number."""
    if isinstance(value, Decimal):
        sign, digits, exponent = value.as_tuple()
        text = "".join(map(str, digits)).lstrip("0")
        bare = text.rstrip("0")
        if not bare:
            return ["number", "0"]
        return ["number", f"{'-' if sign else ''}{bare}e{int(exponent) + len(text) - len(bare)}"]
    if isinstance(value, dict):
        return {key: _comparable(item) for key, item in value.items()}
    if isinstance(value, list):
        return ["list", *map(_comparable, value)]
    return value


def _form_key(body: bytes) -> str | None:
    try:
        pairs = parse_qsl(body.decode("ascii"), keep_blank_values=True, strict_parsing=True)
    except ValueError:
        return None
    return "form:" + json.dumps(sorted(pairs, key=lambda pair: pair[0]))


def _multipart_key(content_type: str, body: bytes) -> str | None:
    message = Message()
    message["Content-Type"] = content_type
    boundary = message.get_boundary()
    if not boundary:
        return None
    mark = b"\r\n--" + boundary.encode("utf-8", "surrogateescape")
    chunks = (b"\r\n" + body).split(mark)[1:]  # what stands before the first boundary means nothing
    if not chunks or not chunks[-1].startswith(b"--"):
        return None
    parts: list[tuple[str, str, str, str]] = []
    for chunk in chunks[:-1]:
        start, separator, content = chunk.partition(b"\r\n\r\n")
        if start.strip(b" \t\r\n") and not separator:
            return None
        parts.append(_part_key(start, content))
    return "multipart:" + json.dumps(sorted(parts, key=lambda part: part[0]))


def _part_key(start: bytes, content: bytes) -> tuple[str, str, str, str]:
    fields = split_fields(start.lstrip(b" \t\r\n"))
    message = Message()
    message["Content-Disposition"] = header(fields, "content-disposition")
    name = message.get_param("name", "", "content-disposition")
    kind = header(fields, "content-type") or "text/plain"
    is_json = media_type(kind).endswith("json")
    return (
        name if isinstance(name, str) else name[2],
        message.get_filename("") or "",
        media_type(kind) if is_json else kind.lower(),
        body_key(kind if is_json else "application/octet-stream", content),
    )
