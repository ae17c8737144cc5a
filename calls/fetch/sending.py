"""The body of a request as it goes over the wire. The same request always gives the same bytes."""

from __future__ import annotations

import hashlib
import json

from urllib3.filepost import encode_multipart_formdata

from calls.model import Json, Request

_FILE_NAME = "blob"
"""What a browser calls a blob that a script puts into a form."""


def sent_body(request: Request) -> tuple[str, bytes]:
    """Content type and bytes of the body; ("", b"") for a request without one. ValueError for what JSON cannot hold."""
    if request.parts or request.fields:
        return _form(request)
    if request.method == "GET" or request.json is None:
        return "", b""
    return "application/json", _json(request.json)


def _form(request: Request) -> tuple[str, bytes]:
    """multipart/form-data: a file part a JSON value, then the plain fields; the order is the request's.

    The boundary is made from the content, so that it is the same every time and stands nowhere in it.
    """
    parts = [(name, _json(value)) for name, value in request.parts.items()]
    told = json.dumps([[name, body.decode()] for name, body in parts] + [[*pair] for pair in request.fields.items()])
    boundary = f"radar-{hashlib.sha256(told.encode('utf-8', 'surrogatepass')).hexdigest()[:32]}"
    files = [(name, (_FILE_NAME, body, "application/json")) for name, body in parts]
    body, content_type = encode_multipart_formdata([*files, *request.fields.items()], boundary)
    return content_type, body


def _json(value: Json) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()
