"""What a database says when it refuses, in one line of bokmål, and never with the password of its address."""

from __future__ import annotations

import logging
import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from sqlalchemy.engine import URL

_log = logging.getLogger(__name__)

MAX_LINE = 300
"""Characters of the database's own words that are passed on."""

_BUSY = "Databasen er opptatt: en annen kjøring skriver. Vent til den er ferdig, og prøv igjen."
_FULL = "Databasen fikk ikke plass på disken. Frigjør plass og prøv igjen; det som ikke fikk plass, er ikke lagret."
_REFUSED = "Databasetjeneren ({place}) slapp ikke inn brukeren «{user}». Rett bruker eller passord i databaseadressen."
_MISSING = "Databasen «{name}» finnes ikke på databasetjeneren ({place}). Lag den der, eller rett databaseadressen."
_STOPPING = "Databasetjeneren ({place}) stanset eller er i ferd med å starte. Prøv igjen om litt."
_NO_RIGHT = "Brukeren «{user}» har ikke lov til dette i databasen «{name}» ({line}). Gjør den til eier av databasen."
_READ_ONLY = "Databasen «{name}» kan bare leses ({line}). Bruk en bruker og en tjener som kan skrive."
_NO_ROOM = "Databasetjeneren ({place}) har ingen ledig tilkobling. Lukk andre programmer, eller øk max_connections."
_COLLIDED = "Noen andre skrev det samme i databasen samtidig. Ingenting er lagret; prøv igjen."
_UNREACHABLE = "Databasetjeneren ({place}) kan ikke nås: {line}. Se om den er startet, og om databaseadressen stemmer."
_OTHER = "Databasen kunne ikke brukes: {line}"

_BY_STATE = {
    "25006": _READ_ONLY,
    "25P03": "Databasetjeneren avbrøt en kjøring som hadde stått stille for lenge. Ingenting er lagret; prøv igjen.",
    "28000": _REFUSED,
    "28P01": _REFUSED,
    "3D000": _MISSING,
    "3F000": _NO_RIGHT,
    "40001": _COLLIDED,
    "40P01": _COLLIDED,
    "42501": _NO_RIGHT,
    "53100": _FULL,
    "53300": _NO_ROOM,
    "55P03": _BUSY,
    "57P01": _STOPPING,
    "57P02": _STOPPING,
    "57P03": _STOPPING,
}
"""By PostgreSQL's SQLSTATE."""

_BY_WORDS = (
    ("password authentication failed", _REFUSED),
    ("no password supplied", _REFUSED),
    ("no pg_hba.conf entry", _REFUSED),
    ('FATAL:  role "', _REFUSED),
    ('FATAL:  database "', _MISSING),
    ("FATAL:  permission denied for database", _NO_RIGHT),
    ("too many clients", _NO_ROOM),
    ("remaining connection slots", _NO_ROOM),
    ("the database system is", _STOPPING),
)
"""While connecting there is no SQLSTATE, only words; those of a server in another language are passed on as such."""

_PREAMBLE = re.compile(r".*connection to server .* failed: ")
"""What the driver puts before the words of a failure to connect: the address, which the sentence has already."""

_BY_SQLITE = {"SQLITE_BUSY": _BUSY, "SQLITE_LOCKED": _BUSY, "SQLITE_FULL": _FULL}


class StoreError(Exception):
    """A database that cannot be used as asked, or a value that it cannot keep. One line of bokmål for an operator."""


@contextmanager
def clear_errors(url: URL) -> Iterator[None]:
    """Turns what the database, its driver or the pool refuses into a StoreError.

    The cause is cut off, as the driver's error holds the password; its words go to the debug log.
    """
    try:
        yield
    except sa.exc.TimeoutError:
        raise StoreError("For mange leser databasen samtidig. Prøv igjen om litt.") from None
    except UnicodeEncodeError:
        raise StoreError("En tekst har tegn som ikke kan lagres (et halvt surrogatpar).") from None
    except (sa.exc.DBAPIError, sqlite3.Error) as error:
        cause = error.orig if isinstance(error, sa.exc.DBAPIError) else error
        _log.debug("the database refused: %s", error)
        raise StoreError(_sentence(cause or error, url)) from None


def _sentence(cause: BaseException, url: URL) -> str:
    text = str(cause)
    host = url.host or url.query.get("host") or "denne maskinen"
    user = url.username or ""
    return _template(cause, text).format(
        place=f"{host}:{url.port}" if url.port else host,
        user=user,
        name=url.database or user,
        line=_without_password(_telling_line(text) or type(cause).__name__, url),
    )


def _template(cause: BaseException, text: str) -> str:
    if isinstance(cause, sqlite3.Error):
        return _BY_SQLITE.get(getattr(cause, "sqlite_errorname", ""), _OTHER)
    state: str | None = getattr(cause, "sqlstate", None)
    if state is not None:
        return _BY_STATE.get(state, _OTHER)
    found = next((words for sign, words in _BY_WORDS if sign in text), None)
    return found or (_UNREACHABLE if type(cause).__name__ == "OperationalError" else _OTHER)


def _telling_line(text: str) -> str:
    """The database's own first line, or the last failure where the driver lists several addresses that it tried."""
    lines = [" ".join(line.split()) for line in text.splitlines() if line.strip()]
    tried = [line for line in lines if line.startswith("- host:")]
    line = (tried or lines or [""])[-1 if tried else 0]
    return _PREAMBLE.sub("", line)[:MAX_LINE]


def _without_password(line: str, url: URL) -> str:
    given = url.query.get("password")
    for secret in (url.password, given if isinstance(given, str) else None):
        if secret:
            line = line.replace(str(secret), "***")
    return line
