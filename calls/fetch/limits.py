"""How we behave towards other people's sites: limits, who we say we are, and which addresses we visit."""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from dataclasses import dataclass

from calls.failures import ContactMissing

PRODUCT = "Utlysningsradar"
_MAIL = re.compile(r"[^@\s<>()]+@[^@\s<>()]+\.[^@\s<>().]{2,}")
_LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "Æ": "Ae", "Ø": "Oe", "Å": "Aa"})
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
# Azure's metadata and DNS service answers on an address that no register lists as private.
_METADATA = frozenset({ipaddress.ip_address("168.63.129.16")})

_Address = ipaddress.IPv4Address | ipaddress.IPv6Address


@dataclass(frozen=True)
class Limits:
    """Caps on one request. Bytes count as sent and, again, unpacked. Times are in seconds.

    total_s covers one attempt from connecting to the last byte; attempts, all tries together.
    """

    body_bytes: int = 20_000_000
    redirects: int = 5
    connect_s: float = 10.0
    read_s: float = 30.0
    total_s: float = 120.0
    attempts: int = 4
    longest_wait_s: float = 120.0  # a longer Retry-After is obeyed by giving up for tonight
    longest_pause_s: float = 30.0  # of what Crawl-delay asks for


def user_agent(contact: str, code_version: str) -> str:
    """The User-Agent header. contact: name and mail address of whoever runs this.

    Headers are ASCII: æ, ø and å are spelled out and other marks dropped. ContactMissing when there is no mail
    address, or what is given cannot stand in a header.
    """
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFC", contact.strip()).translate(_LETTERS))
    plain = "".join(letter for letter in folded if not unicodedata.combining(letter))
    if not _MAIL.search(plain):
        raise ContactMissing(
            "Sett RADAR_CONTACT til navn og e-postadresse, for eksempel «Kari Nordmann kari@helse.no»."
        )
    if not (plain.isascii() and plain.isprintable()) or len(plain) > 200:
        raise ContactMissing("RADAR_CONTACT må være én linje på høyst 200 tegn, skrevet med latinske bokstaver.")
    return f"{PRODUCT}/{code_version} (+{plain.replace('(', '').replace(')', '')})"


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the open internet, also where an IPv6 form wraps an IPv4 address."""
    found: _Address = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    return all(_is_open(one) for one in (found, *_wrapped(found)))


def _is_open(address: _Address) -> bool:
    return (
        address.is_global
        and not address.is_multicast
        and not address.is_reserved
        and not address.is_unspecified
        and address not in _METADATA
    )


def _wrapped(address: _Address) -> list[_Address]:
    if isinstance(address, ipaddress.IPv4Address):
        return []
    inner: list[_Address | None] = [address.sixtofour, *(address.teredo or ())]
    low = int(address) & 0xFFFFFFFF
    if address in _NAT64 or int(address) >> 32 == 0:
        inner.append(ipaddress.IPv4Address(low))
    return [one for one in inner if one is not None]
