"""What keeps the pages safe: headers of every answer, and proof that what is sent in was written on our own page.

A page of another site can make a reader's browser send us a form, but it can neither read our pages, where the token
stands, nor pretend to be us in the headers that browsers set.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import os
import secrets
from collections.abc import Collection
from pathlib import Path
from urllib.parse import urlsplit

from fastapi import Request
from starlette.datastructures import Headers

SAFETY_HEADERS = {
    # data: is for the icons that Designsystemet keeps inside its style sheet.
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self' data:; "
    "script-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}

ARCHIVED_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox; base-uri 'none'"
"""For a funder's page out of the archive: it may look like itself, and do, ask for and reach nothing."""

TOKEN = "nokkel"
"""Name of the field that carries the token."""

MOST_BYTES = 3_000_000
"""Of what is sent in; a spreadsheet of profiles is the largest."""


class ForeignRequestError(PermissionError):
    """Something was sent in that was not written on a page of ours, or on one that is too old."""


class Seal:
    """The token of a home. It is the same after a restart, so that a page that stood open can still be sent."""

    def __init__(self, folder: Path) -> None:
        """folder: where the secret is kept, for its owner's eyes alone; made when first needed."""
        self._path = folder / "page.key"
        self._token = ""

    def token(self) -> str:
        """What every form carries."""
        if not self._token:
            self._token = hmac.new(self._secret(), b"skjema", hashlib.sha256).hexdigest()
        return self._token

    def check(self, request: Request, given: str) -> None:
        """ForeignRequestError unless the request comes from a page of ours and carries the token."""
        if not is_same_origin(request.headers) or not hmac.compare_digest(given.encode(), self.token().encode()):
            raise ForeignRequestError

    def _secret(self) -> bytes:
        if not self._path.exists():
            self._path.parent.mkdir(parents=True, exist_ok=True)
            beside = self._path.with_name(f"{self._path.name}.{secrets.token_hex(4)}.part")  # of each thread its own
            descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "wb") as file:
                file.write(secrets.token_hex(32).encode())
            try:
                os.link(beside, self._path)  # of two that start at once, the first one's secret stands
            except FileExistsError:
                pass
            finally:
                beside.unlink()
        return self._path.read_bytes()


def is_same_origin(headers: Headers) -> bool:
    """Whether the browser says that a page of ours sent the request. Programs that say nothing are let through."""
    if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return False
    origin = headers.get("origin")
    return origin is None or urlsplit(origin).netloc == headers.get("host", "")


def is_own_host(headers: Headers, served_on: str, names: Collection[str]) -> bool:
    """Whether the request asks for a name that is ours, and not for a foreign one that points at this machine.

    served_on: the address that the page answers on. Where that is not this machine alone, any name goes, unless some
    are given. names: those that a proxy in front answers to.
    """
    if not names and not is_loopback(served_on):
        return True
    try:
        name = urlsplit(f"//{headers.get('host', '')}").hostname or ""
    except ValueError:
        return False
    return name in names or is_loopback(name)


def is_loopback(host: str) -> bool:
    """Whether a name or address is this machine alone."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
