"""Which scraped addresses may become links."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

# White space, control, direction and quoting characters never stand in an address that a funder means us to follow.
_UNSAFE = re.compile(r"[\x00-\x20\x7f-\xa0\u2000-\u200f\u2028-\u202f\u2060-\u206f\ufeff<>\"\\]")


def web_address(text: str | None) -> str | None:
    """`text` when it is an absolute http or https address with a host and without credentials, else None."""
    if not text or _UNSAFE.search(text):
        return None
    try:
        parts = urlsplit(text)
        port_is_valid = parts.port is None or parts.port > 0
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc or not port_is_valid:
        return None
    return text
