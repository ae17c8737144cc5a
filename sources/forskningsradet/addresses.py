"""Addresses of Forskningsrådet: which hosts are the same site, what a call's address looks like, what its key is."""

from __future__ import annotations

import re
from urllib.parse import unquote, urljoin, urlsplit

from calls.words import clean

HOME = "https://www.forskningsradet.no"
API = f"{HOME}/api/v1/search/proposal/no/18404"
LIST = f"{HOME}/utlysninger/"

# The same content answers on all of these.
HOSTS = frozenset(
    (
        "www.forskningsradet.no",
        "forskningsradet.no",
        "sch-fors02mstr2we64iprod.dxcloud.episerver.net",
        "fors02mstr2we64iprod.dxcloud.episerver.net",
        "regionaleforskningsfond.prod-cms12.nfr.no",
        "www.beta.kvinnehistorie.no",
    )
)

_CALL = re.compile(r"/(?:utlysninger|en/call-for-proposals)/\d{4}/[^/]+/?")
_OLD_CALL = re.compile(
    r"/(?:utlysninger_temp/[^/]+/?|no/(?:Utlysning|Detaljutlysning)/.+|en/Funding/.+)", re.IGNORECASE
)
_LISTED = re.compile(r"/(?:utlysninger|en/call-for-proposals)/")


class ForeignAddress(ValueError):
    """An address that is not on any of the site's hosts. The message names it."""


def canonical(url: str) -> str:
    """The one address of a page: https, host www, no query, no fragment, and a trailing slash below the lists.

    `url` may be relative. Raises ForeignAddress when it is not on a host of the site.
    """
    try:
        parts = urlsplit(urljoin(HOME, clean(url)))
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError as error:
        raise ForeignAddress(f"«{url[:200]}» er ikke en adresse") from error
    if parts.scheme not in ("http", "https") or host not in HOSTS or port not in (None, 80, 443) or parts.username:
        raise ForeignAddress(f"«{url[:200]}» er ikke en adresse hos Forskningsrådet")
    path = re.sub(r"/{2,}", "/", parts.path) or "/"
    if _LISTED.match(path + "/") and not path.endswith("/"):
        path += "/"
    return HOME + path


def absolute(url: str) -> str:
    """The address as it stood, made absolute, without fragment."""
    return urljoin(HOME, clean(url)).partition("#")[0]


def source_id(url: str) -> str:
    """The call's key: the path of its canonical address without outer slashes and the list's own name."""
    path = unquote(urlsplit(canonical(url)).path).strip("/").removeprefix("utlysninger/")
    return re.sub(r"^en/call-for-proposals/", "en/", path)


def is_call(url: str) -> bool:
    """Whether the address is a call's own page, new form or relic, on a host of the site."""
    try:
        path = urlsplit(canonical(url)).path
    except ForeignAddress:
        return False
    return bool(_CALL.fullmatch(path) or _OLD_CALL.fullmatch(path))


def is_relic(url: str) -> bool:
    """Whether the address is of the form that was in use to April 2019."""
    return bool(_OLD_CALL.fullmatch(urlsplit(url).path))


def language(url: str) -> str:
    """Language that the address says: "en", or "nb" for the Norwegian side (which also holds nynorsk)."""
    return "en" if urlsplit(url).path.lower().startswith("/en/") else "nb"
