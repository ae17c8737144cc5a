"""Mail to the operator: one message out through a mail server, or one line that says why not.

When to send, and what was sent before, belongs in pipelines.messages.
"""

from __future__ import annotations

import contextlib
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime

from pipelines.settings import OSLO, MailSettings
from publish.operator_message import PRODUCT, SUBJECT_LENGTH, plain_line

TIMEOUT_S = 30.0
"""For connecting and for each answer of the mail server."""


class MailError(Exception):
    """Mail that did not go out. One line of bokmål: which server, and what it said; never the password."""


def send(settings: MailSettings, subject: str, text: str, name: str, now: datetime) -> str:
    """Sends one mail; `name` (ASCII letters and digits) becomes its Message-ID, `now` (with a time zone) its date.

    One line of bokmål on recipients that the server refused while it took others; "" when all were taken. MailError
    when it went to nobody.
    """
    mail = EmailMessage()
    mail["Subject"] = plain_line(subject, SUBJECT_LENGTH)
    mail["From"] = Address(PRODUCT, addr_spec=settings.sender)
    mail["To"] = tuple(Address(addr_spec=address) for address in settings.to)
    mail["Date"] = format_datetime(now.astimezone(OSLO))
    # The same words have the same id, so that a mail that was sent twice after all is shown once.
    mail["Message-ID"] = f"<{name[:32]}@{settings.sender.partition('@')[2]}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(f"{text}\n", charset="utf-8", cte="quoted-printable")
    with _told(settings), _connected(settings) as server:
        refused = server.send_message(mail, from_addr=settings.sender, to_addrs=list(settings.to))
    return f"{_place(settings)} sendte e-posten, men ikke til {', '.join(sorted(refused))}." if refused else ""


@contextmanager
def _connected(settings: MailSettings) -> Iterator[smtplib.SMTP]:
    """A connection that is encrypted where the server can, and logged in where the settings say so."""
    context = _trust(settings)
    if settings.is_smtps:
        server: smtplib.SMTP = smtplib.SMTP_SSL(settings.host, settings.port, timeout=TIMEOUT_S, context=context)
    else:
        server = smtplib.SMTP(settings.host, settings.port, timeout=TIMEOUT_S)
    try:
        server.ehlo_or_helo_if_needed()
        if not settings.is_smtps and server.has_extn("starttls"):
            server.starttls(context=context)
            server.ehlo()
        elif not settings.is_smtps and settings.user and not settings.is_loopback:
            raise MailError(f"{_place(settings)} tilbyr ikke kryptering, så passordet sendes ikke. Bruk smtps://.")
        if settings.user:
            server.login(settings.user, settings.password)
        yield server
        # The mail is taken by now: a bad goodbye must not have it sent again.
        with contextlib.suppress(smtplib.SMTPException, OSError):
            server.quit()
    finally:
        server.close()


def _trust(settings: MailSettings) -> ssl.SSLContext:
    """Certificates are verified, but for a server on this very machine that wants no login: it mostly has one that
    nobody signed, and nobody stands between."""
    context = ssl.create_default_context(cafile=settings.ca_file)
    if settings.is_loopback and not settings.user and settings.ca_file is None:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


@contextmanager
def _told(settings: MailSettings) -> Iterator[None]:
    """Turns everything that a mail server can do to us into MailError, in words for an operator."""
    place = _place(settings)
    try:
        yield
    except smtplib.SMTPAuthenticationError as error:
        # Its words are left out: a server may repeat what it was given.
        raise MailError(f"{place} godtar ikke brukeren og passordet (svar {error.smtp_code}).") from None
    except smtplib.SMTPRecipientsRefused as error:
        said = "; ".join(f"{who}: {_answer(settings, *why)}" for who, why in sorted(error.recipients.items()))
        raise MailError(f"{place} godtar ikke mottakeren {said}") from None
    except smtplib.SMTPResponseException as error:
        raise MailError(f"{place} avviser e-posten: {_answer(settings, error.smtp_code, error.smtp_error)}") from None
    except smtplib.SMTPNotSupportedError:
        raise MailError(f"{place} kan ikke det som trengs for å sende e-posten (innlogging eller tegnsett).") from None
    except smtplib.SMTPException:
        raise MailError(f"{place} brøt forbindelsen, eller svarte ikke i tide, før e-posten var sendt.") from None
    except ssl.SSLCertVerificationError as error:
        raise MailError(
            f"{place} har et sertifikat som ikke godtas ({error.verify_message}). Er det ditt eget, sett RADAR_SMTP_CA."
        ) from None
    except ssl.SSLError as error:
        raise MailError(f"{place} gir ingen sikker forbindelse ({error.reason}).") from None
    except OSError as error:
        raise MailError(f"{place} svarer ikke ({error.strerror or 'tiden gikk ut'}).") from None


def _place(settings: MailSettings) -> str:
    return f"E-posttjeneren {settings.host}:{settings.port}"


def _answer(settings: MailSettings, code: int, said: bytes | str) -> str:
    words = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return plain_line(f"{code} {words.replace(settings.password, '…') if settings.password else words}", 200)
