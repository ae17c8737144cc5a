"""Getting the one page that somebody gave the address of, by the same manners as a night: robots.txt, our name, caps.

Every failure is one bokmål sentence on what is wrong and what to do. Nothing is kept: the archive of it is thrown away.
"""

from __future__ import annotations

import re
import tempfile
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from calls.archive import Archive
from calls.failures import (
    BadScheme,
    ChallengePage,
    ContactMissing,
    FetchError,
    NotAnswered,
    PrivateAddress,
    Refused,
    RobotsDenied,
    TooLarge,
    TooManyRedirects,
)
from calls.fetch import Limits, LiveFetcher
from calls.fetch.fetcher import utc_now
from calls.model import Page, Request
from calls.tongue import note, say
from calls.words import composed
from sources.pasted.shapes import PastedError

FETCH_LIMITS = Limits(body_bytes=5_000_000, connect_s=5.0, read_s=10.0, total_s=20.0, attempts=1, longest_pause_s=2.0)
"""Somebody waits for the answer, so nothing is asked twice."""

LONGEST_ADDRESS = 2_000
_SCHEME = re.compile(r"^[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_HTML = ("text/html", "application/xhtml+xml", "")
_WORD_FILES = re.compile(r"msword|wordprocessing|opendocument\.text|rtf")

_PASTE = note("Åpne siden i nettleseren, merk teksten og lim den inn i stedet.")
_SILENT = note("Nettstedet svarte ikke som det skulle.")
_FAILURES: tuple[tuple[type[FetchError], str], ...] = (
    (PrivateAddress, note("Adressen hører til et lukket nett og hentes ikke herfra.")),
    (
        BadScheme,
        note("Adressen er ikke en vanlig nettadresse. Den skal begynne med https:// og ikke ha passord i seg."),
    ),
    (RobotsDenied, note("Nettstedet vil ikke at programmer henter siden (robots.txt).")),
    (ChallengePage, note("Nettstedet slipper bare inn nettlesere.")),
    (TooLarge, note("Siden er for stor til å hentes.")),
    (TooManyRedirects, note("Adressen sender videre for mange ganger.")),
    (NotAnswered, _SILENT),
)
_REFUSED = {
    401: note("Siden krever innlogging."),
    403: note("Nettstedet avviser oss."),
    404: note("Siden finnes ikke. Se etter om hele adressen er med."),
    410: note("Nettstedet har tatt bort siden."),
}


def fetch_page(
    address: str,
    *,
    contact: str,
    code_version: str,
    limits: Limits = FETCH_LIMITS,
    clock: Callable[[], datetime] = utc_now,
    sleep: Callable[[float], None] = time.sleep,
    allow_private: bool = False,
) -> Page:
    """The page at an address as somebody typed it: HTML or plain text. PastedError for everything else.

    contact: name and mail of whoever runs this. allow_private: for tests on this machine alone.
    """
    url = _address(address)
    now = clock()
    try:
        with (
            tempfile.TemporaryDirectory() as folder,
            Archive(Path(folder)).writer(now.date(), now, code_version, operator=contact) as writer,
            LiveFetcher(
                writer, contact, code_version, limits=limits, clock=clock, sleep=sleep, allow_private=allow_private
            ) as fetcher,
        ):
            page = fetcher.get(Request(url, accept="text/html, text/plain;q=0.8"))
    except ContactMissing as error:
        raise PastedError(
            say(
                "Sider kan ikke hentes før den som drifter tjenesten, har satt RADAR_CONTACT. Lim inn teksten i stedet."
            )
        ) from error
    except FetchError as error:
        raise PastedError(_words(error)) from error
    return _checked(page)


def _address(typed: str) -> str:
    """The address, with https:// where the reader left it out."""
    url = composed(typed)
    if not url:
        raise PastedError(say("Skriv adressen til utlysningen, for eksempel https://www.eksempel.no/tilskudd."))
    if len(url) > LONGEST_ADDRESS:
        raise PastedError(say("Adressen er for lang: høyst {most} tegn.", most=LONGEST_ADDRESS))
    if " " in url or not re.search(r"[.:]", url):
        raise PastedError(say("Det ser ikke ut som en nettadresse. Skriv den som https://www.eksempel.no/tilskudd."))
    return url if _SCHEME.match(url) and not re.match(r"^[\w.-]+:\d", url) else f"https://{url}"


def _words(error: FetchError) -> str:
    if isinstance(error, Refused):
        known = _REFUSED.get(error.status)
        told = say(known) if known else say("Nettstedet avviser forespørselen (feil {status}).", status=error.status)
    elif isinstance(error, RobotsDenied) and error.may_pass:
        told = say(_SILENT)  # robots.txt could not be had: it says neither yes nor no
    else:
        known = next((words for kind, words in _FAILURES if isinstance(error, kind)), None)
        told = say(known) if known else say("Siden kan ikke hentes.")
    return told if isinstance(error, BadScheme) else f"{told} {say(_PASTE)}"


def _checked(page: Page) -> Page:
    """The page when it is text; a PastedError that names what it is instead."""
    kind = page.content_type
    if kind == "application/pdf" or page.body.startswith(b"%PDF-"):
        raise PastedError(
            say("Adressen går til en PDF, og den kan ikke leses her. Åpne den og lim inn teksten i stedet.")
        )
    if _WORD_FILES.search(kind):
        raise PastedError(
            say("Adressen går til et dokument, og det kan ikke leses her. Åpne det og lim inn teksten i stedet.")
        )
    if kind not in (*_HTML, "text/plain"):
        raise PastedError(say("Adressen går ikke til en nettside. Finn siden med utlysningen, eller lim inn teksten."))
    if not page.body.strip():
        raise PastedError(f"{say('Siden er tom.')} {say(_PASTE)}")
    return page
