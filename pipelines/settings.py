"""What the environment sets, read in one place.

RADAR_HOME       where state lives; `.radar` in the working directory unless set
RADAR_ARCHIVE    where the archive lives, if elsewhere than in RADAR_HOME
RADAR_DATABASE_URL  a database server instead of SQLite files in RADAR_HOME
RADAR_CONTACT    name and mail address for the user agent; live fetching refuses to start without it
RADAR_PORT       port of `radar serve`; 8000 unless set
RADAR_PAGE_NAMES names that a proxy in front of `radar serve` answers to, with commas between
RADAR_SENTENCE_MODEL  "off" leaves the sentence model out of the ranking though it is installed

For the scheduled nights of Dagster:
RADAR_NIGHTLY    when to collect, as cron in Europe/Oslo; "30 3 * * *" unless set
RADAR_MODE       auto (tonight from the sites, other nights from the archive), replay (never from a site) or live

Mail to whoever looks after the nights; sent when the first two are set:
RADAR_MAIL_TO    one address, or several with commas between
RADAR_SMTP_URL   smtp://user:password@host:587 (STARTTLS) or smtps://host:465 (TLS from the start)
RADAR_SMTP_PASSWORD  the password, where it should not stand in the URL
RADAR_SMTP_CA    a file of certificates to trust instead of the machine's own
RADAR_MAIL_FROM  who the mail is from; the address in RADAR_CONTACT unless set
"""

from __future__ import annotations

import ipaddress
import os
import re
import ssl
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo

from calls.home import Home

OSLO = ZoneInfo("Europe/Oslo")
CODE_VERSION = metadata.version("utlysningsradar")

_MAIL_NAMES = ("RADAR_MAIL_TO", "RADAR_SMTP_URL", "RADAR_SMTP_PASSWORD", "RADAR_SMTP_CA", "RADAR_MAIL_FROM")
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_ADDRESS = re.compile(rf"({_ATOM}(?:\.{_ATOM})*)@(\w[\w-]*(?:\.\w[\w-]*)*)")
_HOST = re.compile(r"[A-Za-z0-9._-]+|[0-9a-f:.]+")
_URL_HELP = "Skriv smtp://bruker:passord@tjener:587 eller smtps://bruker:passord@tjener:465."


class SettingError(ValueError):
    """A setting that is missing or cannot be used. One line of bokmål that names it, never with a password."""


@dataclass(frozen=True)
class MailSettings:
    """How the operator's mail goes out. `user` and `password` are both "" when the server wants no login."""

    to: tuple[str, ...]
    sender: str
    host: str
    port: int
    is_smtps: bool
    user: str = ""
    password: str = field(default="", repr=False)
    ca_file: Path | None = None

    @property
    def is_loopback(self) -> bool:
        """Whether the server is on this machine, so that nobody stands between."""
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"


def home_from_environment() -> Home:
    """The home that the environment points at."""
    archive = os.environ.get("RADAR_ARCHIVE")
    return Home.at(
        Path(os.environ.get("RADAR_HOME") or ".radar"),
        archive=Path(archive) if archive else None,
        database_url=os.environ.get("RADAR_DATABASE_URL") or None,
    )


def contact_from_environment() -> str:
    """RADAR_CONTACT, or "" where it is not set."""
    return os.environ.get("RADAR_CONTACT", "").strip()


def nightly_from_environment() -> str:
    """RADAR_NIGHTLY, or "" where it is not set. Dagster refuses what is not cron."""
    return os.environ.get("RADAR_NIGHTLY", "").strip()


def mode_from_environment() -> str:
    """RADAR_MODE, "auto" where it is not set."""
    return os.environ.get("RADAR_MODE", "").strip() or "auto"


def page_names_from_environment() -> frozenset[str]:
    """RADAR_PAGE_NAMES, in small letters; none where it is not set. SettingError for what is no name of a host."""
    found = frozenset(one.strip().lower() for one in os.environ.get("RADAR_PAGE_NAMES", "").split(",") if one.strip())
    for name in sorted(found):
        if not _HOST.fullmatch(name):
            raise SettingError(f"RADAR_PAGE_NAMES: «{name[:60]}» er ikke et navn som radar.eksempel.no.")
    return found


def sentence_model_from_environment() -> bool | None:
    """RADAR_SENTENCE_MODEL: False where it is off, None for as installed. SettingError for another word."""
    said = os.environ.get("RADAR_SENTENCE_MODEL", "").strip()
    if said not in ("", "off"):
        raise SettingError(f"RADAR_SENTENCE_MODEL kan være «off» eller stå tom, ikke «{said[:40]}».")
    return False if said else None


def mail_from_environment() -> MailSettings | None:
    """How to send mail; None where nothing of it is set. SettingError for what is half set or malformed."""
    given = {name: os.environ.get(name, "").strip() for name in _MAIL_NAMES}
    if not any(given.values()):
        return None
    for name, value in given.items():
        if not value.isprintable():
            raise SettingError(f"{name} har linjeskift eller andre tegn som ikke kan stå i en innstilling.")
    for name in ("RADAR_MAIL_TO", "RADAR_SMTP_URL"):
        if not given[name]:
            raise SettingError(f"{name} mangler; e-post trenger både RADAR_MAIL_TO og RADAR_SMTP_URL.")
    host, port, is_smtps, user, password = _server(given["RADAR_SMTP_URL"], given["RADAR_SMTP_PASSWORD"])
    to = tuple(_address("RADAR_MAIL_TO", one) for one in re.split(r"[,;]", given["RADAR_MAIL_TO"]))
    return MailSettings(
        to=tuple(dict.fromkeys(to)),
        sender=_sender(given["RADAR_MAIL_FROM"]),
        host=host,
        port=port,
        is_smtps=is_smtps,
        user=user,
        password=password,
        ca_file=_ca_file(given["RADAR_SMTP_CA"]),
    )


def _server(url: str, password: str) -> tuple[str, int, bool, str, str]:
    """Host, port, whether TLS comes first, user and password. The URL is never shown: it may hold the password."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise SettingError(f"RADAR_SMTP_URL er ikke en adresse. {_URL_HELP}") from None
    if parts.scheme not in ("smtp", "smtps"):
        raise SettingError(f"RADAR_SMTP_URL er ikke en adresse. {_URL_HELP}")
    if parts.path.strip("/") or parts.query or parts.fragment:
        raise SettingError(
            "RADAR_SMTP_URL har noe etter tjeneren. Tegn som / ? # % i passordet skrives %2F %3F %23 %25, "
            "eller settes som de er i RADAR_SMTP_PASSWORD."
        )
    if not _HOST.fullmatch(host) or port == 0:
        raise SettingError(f"RADAR_SMTP_URL er ikke en adresse. {_URL_HELP}")
    user, secret = unquote(parts.username or ""), password or unquote(parts.password or "")
    if bool(user) != bool(secret):
        missing = "passordet" if user else "brukernavnet"
        raise SettingError(f"RADAR_SMTP_URL eller RADAR_SMTP_PASSWORD er halvt satt: {missing} mangler. {_URL_HELP}")
    if not all(word.isascii() and word.isprintable() for word in (user, secret)):
        raise SettingError("Bruker og passord i RADAR_SMTP_URL og RADAR_SMTP_PASSWORD kan bare ha tegn fra ASCII.")
    is_smtps = parts.scheme == "smtps"
    return host, port or (465 if is_smtps else 587 if user else 25), is_smtps, user, secret


def _address(name: str, text: str) -> str:
    """The bare address in «kari@helse.no» or «Kari <kari@helse.no>», with the domain in ASCII."""
    named = re.fullmatch(r"[^<>]*<([^<>]+)>", text.strip())
    found = _ADDRESS.fullmatch(named[1] if named else text.strip())
    try:
        if found:
            return f"{found[1]}@{found[2].encode('idna').decode()}"
    except UnicodeError:
        pass
    raise SettingError(f"{name} har ikke en brukbar e-postadresse: «{text.strip()[:80]}».")


def _sender(text: str) -> str:
    if text:
        return _address("RADAR_MAIL_FROM", text)
    words = [word.strip("<>(),;") for word in contact_from_environment().split() if "@" in word]
    if not words:
        raise SettingError("RADAR_MAIL_FROM mangler, og RADAR_CONTACT har ingen e-postadresse å sende fra.")
    return _address("RADAR_CONTACT", words[0])


def _ca_file(text: str) -> Path | None:
    if not text:
        return None
    try:
        ssl.create_default_context(cafile=text)
    except OSError as error:  # ssl.SSLError is one
        raise SettingError(f"RADAR_SMTP_CA er ikke en fil med sertifikater: {text}") from error
    return Path(text)
