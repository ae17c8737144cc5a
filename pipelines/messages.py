"""The operator's messages: kept as files in RADAR_HOME/messages, and sent by mail where that is set up.

What a message says belongs in publish.operator_message, how mail goes out in pipelines.mail. `tell_operator` is what
a run of a night calls at its end.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Literal

from calls.home import Home
from calls.store import Store, StoreError
from pipelines.mail import MailError, send
from pipelines.settings import OSLO, MailSettings, SettingError, mail_from_environment
from publish.operator_message import (
    SUBJECT_LENGTH,
    OperatorMessage,
    missing_message,
    night_message,
    plain_line,
    unreadable_message,
)
from readers import Decisions, last_word
from sources.base import all_sources

RETRIED_FOR = timedelta(days=7)
"""A kept message that no server took is tried again for so long."""

_NAME = re.compile(r"(\d{4}-\d{2}-\d{2})-(failed|partial|missing)\.txt")


@dataclass(frozen=True)
class Sent:
    """What became of a message. `path` is where it is kept; `problem` is one line of bokmål, "" when all is well.

    sent: now; before: the same words went out earlier; no_mail: mail is not set up; unsent: mail failed, see problem.
    """

    path: Path
    state: Literal["sent", "before", "no_mail", "unsent"]
    problem: str = ""

    @property
    def words(self) -> str:
        """One line of bokmål for a log or a screen."""
        if self.problem:
            return self.problem
        if self.state == "no_mail":
            return f"Meldingen ligger i {self.path}. E-post er ikke satt opp (RADAR_MAIL_TO, RADAR_SMTP_URL)."
        return "Meldingen er sendt på e-post." if self.state == "sent" else "Meldingen er alt sendt på e-post."


def tell_operator(home: Home, day: date, now: datetime) -> str:
    """To be called when a live run of the night `day` has ended, however it went: a message if one is due.

    One line of bokmål for the log, "" when there is nothing to say. Never raises for the database, the mail server or
    the settings: the night must not fail because nobody could be told. An older night that is run again from the
    archive is told to nobody.
    """
    if day < now.astimezone(OSLO).date() - timedelta(days=1):
        return ""
    message = night_outcome(home, day, now)
    if message is None:
        withdraw(home, day)
        return ""
    try:
        settings = mail_from_environment()
    except SettingError as error:
        return f"Meldingen ligger i {keep_and_send(home, message, None, now).path}, men er ikke sendt. {error}"
    return keep_and_send(home, message, settings, now).words


def night_outcome(home: Home, day: date, now: datetime) -> OperatorMessage | None:
    """The message that the night calls for, None when it is fine. A database that cannot be read calls for one too."""
    try:
        with Store.open(home.database_url) as store:
            night = store.night(day)
            if night is None or night.is_demonstration:
                return missing_message(store, day, now)
            return night_message(store, day, _turned_off(home))
    except StoreError as error:
        return unreadable_message(day, str(error))


def _turned_off(home: Home) -> set[str]:
    """Sources that a person has turned off, and nobody on again."""
    with Decisions.open(home.decisions_url) as decisions:
        words = {key: last_word(decisions, key) for key in all_sources()}
    return {key for key, word in words.items() if word is not None and word.kind == "source_disabled"}


def keep_and_send(home: Home, message: OperatorMessage, settings: MailSettings | None, now: datetime) -> Sent:
    """Keeps the message as a file, and sends it unless the same words about that night were sent before.

    Several runs of one night thus send it once, and a later one that says something else sends that. What the mail
    server does, and a disk that is full, become the `problem`. `now` has a time zone.
    """
    path = folder(home) / f"{message.night}-{message.kind}.txt"
    subject, text = plain_line(message.subject, SUBJECT_LENGTH), "\n".join(message.text.splitlines())
    trouble = ""
    try:
        _write(path, f"{subject}\n\n{text}\n")
        withdraw(home, message.night, but=path)
    except OSError as error:
        # A full disk is a night's most likely end, and then the mail matters most.
        trouble = f"Meldingen kunne ikke lagres i {path}: {error.strerror}."
    if settings is None:
        return Sent(path, "no_mail", trouble)
    digest = _digest(subject, text)
    if digest in _sent_digests(path):
        return Sent(path, "before", trouble)
    try:
        refused = send(settings, subject, text, digest, now)
    except MailError as error:
        return Sent(path, "unsent", f"{trouble} {error}".strip())
    try:
        _remember(path, digest)
    except OSError as error:
        trouble = trouble or f"At meldingen er sendt, kunne ikke lagres ved siden av {path}: {error.strerror}."
    return Sent(path, "sent", f"{trouble} {refused}".strip())


def send_unsent(home: Home, settings: MailSettings, now: datetime) -> list[Sent]:
    """Tries kept messages of the last week that no server took, oldest first; stops at the first failure."""
    since = (now.astimezone(OSLO) - RETRIED_FOR).date()
    done: list[Sent] = []
    for path in unsent(home):
        if _night(path) < since:
            continue
        subject, text = _read(path)
        digest = _digest(subject, text)
        try:
            refused = send(settings, subject, text, digest, now)
        except MailError as error:
            return [*done, Sent(path, "unsent", str(error))]
        _remember(path, digest)
        done.append(Sent(path, "sent", refused))
    return done


def withdraw(home: Home, night: date, but: Path | None = None) -> None:
    """Removes messages about that night that nobody was sent and that no longer hold, since it went otherwise."""
    for path in unsent(home):
        if _night(path) == night and path != but:
            path.unlink(missing_ok=True)


def unsent(home: Home) -> list[Path]:
    """Kept messages that have not gone out as they stand, oldest night first."""
    return [path for path in kept(home) if _digest(*_read(path)) not in _sent_digests(path)]


def newest(home: Home) -> Path | None:
    """The kept message of the newest night; None when there is none."""
    return max(kept(home), default=None)


def kept(home: Home) -> list[Path]:
    """Every kept message, oldest night first."""
    return sorted(path for path in folder(home).glob("*.txt") if _NAME.fullmatch(path.name))


def folder(home: Home) -> Path:
    """Where the messages are kept."""
    return home.path / "messages"


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.part")
    beside.write_text(text, encoding="utf-8", newline="\n")
    beside.replace(path)


def _read(path: Path) -> tuple[str, str]:
    """Subject and text of a kept message."""
    subject, _, text = path.read_text(encoding="utf-8", errors="replace").partition("\n\n")
    return subject, text.removesuffix("\n")


def _night(path: Path) -> date:
    return date.fromisoformat(path.name[:10])


def _digest(subject: str, text: str) -> str:
    return hashlib.sha256(f"{subject}\n\n{text}".encode()).hexdigest()


def _sent_digests(path: Path) -> list[str]:
    """What was sent under that name, one digest a line."""
    marker = path.with_suffix(".sent")
    return marker.read_text(encoding="ascii", errors="replace").split() if marker.exists() else []


def _remember(path: Path, digest: str) -> None:
    _write(path.with_suffix(".sent"), "".join(f"{one}\n" for one in (*_sent_digests(path), digest)))
