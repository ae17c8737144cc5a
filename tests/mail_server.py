"""A real mail server on loopback that can ask for a login and TLS, and refuse on demand; and its certificate."""

from __future__ import annotations

import contextlib
import dataclasses
import socket
import ssl
import subprocess
import threading
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from pipelines.settings import MailSettings

USER, PASSWORD = "radar", "Hemmelig/ord?1"


def mail_settings(port: int, **more: object) -> MailSettings:
    """Settings for a server on loopback that wants nothing; `more` replaces fields."""
    plain = MailSettings(("drift@helse.no",), "radar@helse.no", "localhost", port, is_smtps=False)
    return dataclasses.replace(plain, **more)  # type: ignore[arg-type]


class Box:
    """What came in. `refusals` maps a recipient or "DATA" to the answer that refuses it."""

    def __init__(self) -> None:
        self.raw: list[bytes] = []
        self.envelopes: list[tuple[str, list[str]]] = []
        self.over_tls: list[bool] = []
        self.logins: list[str] = []
        self.refusals: dict[str, str] = {}

    @property
    def mails(self) -> list[EmailMessage]:
        found = [message_from_bytes(raw, policy=policy.default) for raw in self.raw]
        return [mail for mail in found if isinstance(mail, EmailMessage)]

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.refusals:
            return self.refusals[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if "DATA" in self.refusals:
            return self.refusals["DATA"]
        assert isinstance(envelope.content, bytes)
        self.raw.append(envelope.content)
        self.envelopes.append((str(envelope.mail_from), list(envelope.rcpt_tos)))
        assert server.transport is not None
        self.over_tls.append(session.ssl is not None or server.transport.get_extra_info("sslcontext") is not None)
        return "250 Tatt imot"

    def login(self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any) -> AuthResult:
        assert isinstance(data, LoginPassword)
        is_right = data == LoginPassword(USER.encode(), PASSWORD.encode())
        self.logins.append(data.login.decode())
        return AuthResult(success=is_right, handled=False, message=None if is_right else f"535 nei til {PASSWORD}")


class MailServer(Controller):
    """The server, on a port that the machine picks. Use as a context manager; the box has what it took.

    certificate: a folder with cert.pem and key.pem; without one there is no TLS. is_smtps: TLS from the first byte.
    wants_login: mail only after a login.
    """

    def __init__(self, certificate: Path | None = None, *, is_smtps: bool = False, wants_login: bool = False) -> None:
        self.box = Box()
        context = None
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate / "cert.pem", certificate / "key.pem")
        more: dict[str, Any] = {"authenticator": self.box.login} if wants_login else {}
        super().__init__(
            self.box,
            hostname="127.0.0.1",
            port=0,
            ssl_context=context if is_smtps else None,
            tls_context=None if is_smtps else context,
            require_starttls=bool(context) and not is_smtps,
            auth_required=wants_login,
            # The flag asks for STARTTLS; under SMTPS everything is encrypted already.
            auth_require_tls=not is_smtps,
            **more,
        )

    def _trigger_server(self) -> None:
        assert self.server is not None
        self.port = self.server.sockets[0].getsockname()[1]  # type: ignore[attr-defined]
        super()._trigger_server()  # type: ignore[no-untyped-call]

    def __enter__(self) -> MailServer:
        self.start()
        return self

    def __exit__(self, *ended: object) -> None:
        self.stop()


def make_certificate(folder: Path) -> Path:
    """Makes cert.pem and key.pem for localhost there; skips the test where openssl is missing."""
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
    command += ["-addext", "subjectAltName=DNS:localhost", "-keyout", "key.pem", "-out", "cert.pem"]
    try:
        subprocess.run(command, cwd=folder, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError) as error:
        pytest.skip(f"no openssl to make a certificate with: {error}")
    return folder


class Babbler(threading.Thread):
    """A server that says `lines`, one for each line that it is sent (the first unasked), and then hangs up."""

    def __init__(self, *lines: bytes) -> None:
        super().__init__(daemon=True)
        self._lines = lines
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.start()

    def run(self) -> None:
        with self._listener, contextlib.suppress(OSError):  # the client may have had enough
            peer, _ = self._listener.accept()
            with peer, peer.makefile("rwb") as stream:
                for line in self._lines:
                    stream.write(line)
                    stream.flush()
                    stream.readline()
