"""Mail through a real server on loopback: what arrives, what a server may do to us, and where a password goes."""

from __future__ import annotations

import dataclasses
import socket
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from mail_server import PASSWORD, USER, Babbler, MailServer, mail_settings, make_certificate

from calls.home import Home
from pipelines.mail import MailError, send
from pipelines.messages import keep_and_send, unsent
from publish.operator_message import OperatorMessage

NIGHT = date(2026, 9, 16)
NOW = datetime(2026, 9, 16, 6, 0, tzinfo=UTC)
MESSAGE = OperatorMessage(
    NIGHT,
    "partial",
    "Utlysningsradar: natten 16. september 2026 er rangert på delvis gamle data (Forskningsrådet på Ås)",
    "Natten er rangert, men Forskningsrådet svarte ikke: æøå – «sitat».\n\n.\n..linje\n" + "å" * 300,
)
FAILED = OperatorMessage(NIGHT, "failed", "Utlysningsradar: natten er ikke rangert", "Ingenting.")


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home.at(tmp_path / "home")


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_certificate(tmp_path_factory.mktemp("tls"))


def test_a_mail_arrives_as_it_was_written(home: Home) -> None:
    with MailServer() as server:
        sent = keep_and_send(home, MESSAGE, mail_settings(server.port, to=("drift@helse.no", "kari@helse.no")), NOW)
    assert (sent.state, sent.problem, unsent(home)) == ("sent", "", [])
    assert server.box.envelopes == [("radar@helse.no", ["drift@helse.no", "kari@helse.no"])]
    (mail,) = server.box.mails
    assert mail.get_content().replace("\r\n", "\n") == f"{MESSAGE.text}\n"
    identity = mail["Message-ID"]
    assert identity.startswith("<") and identity.endswith("@helse.no>")
    assert {name: str(value) for name, value in mail.items() if name not in ("X-Peer", "Message-ID")} == {
        "Subject": MESSAGE.subject,
        "From": "Utlysningsradar <radar@helse.no>",
        "To": "drift@helse.no, kari@helse.no",
        "Date": "Wed, 16 Sep 2026 08:00:00 +0200",
        "Auto-Submitted": "auto-generated",
        "Content-Type": 'text/plain; charset="utf-8"',
        "Content-Transfer-Encoding": "quoted-printable",
        "MIME-Version": "1.0",
    }
    raw = server.box.raw[0]
    assert raw.isascii()
    assert max(map(len, raw.split(b"\r\n"))) < 998


@pytest.mark.parametrize(
    ("refusals", "words"),
    [
        ({"DATA": "554 5.7.1 Avvist som søppel\r\n"}, "avviser e-posten: 554 5.7.1 Avvist som søppel"),
        ({"drift@helse.no": "550 5.1.1 finnes ikke"}, "godtar ikke mottakeren drift@helse.no: 550 5.1.1 finnes ikke"),
        ({"DATA": "451 4.7.1 Prøv igjen senere"}, "avviser e-posten: 451 4.7.1 Prøv igjen senere"),
    ],
)
def test_a_server_that_refuses(home: Home, refusals: dict[str, str], words: str) -> None:
    with MailServer() as server:
        server.box.refusals |= {name: said.strip() for name, said in refusals.items()}
        sent = keep_and_send(home, MESSAGE, mail_settings(server.port), NOW)
        assert (sent.state, sent.problem) == ("unsent", f"E-posttjeneren localhost:{server.port} {words}")
        server.box.refusals.clear()
        assert keep_and_send(home, MESSAGE, mail_settings(server.port), NOW).state == "sent"


def test_one_recipient_of_two_that_is_refused_is_said_and_not_sent_again(home: Home) -> None:
    with MailServer() as server:
        server.box.refusals["borte@helse.no"] = "550 finnes ikke"
        both = mail_settings(server.port, to=("borte@helse.no", "drift@helse.no"))
        first = keep_and_send(home, MESSAGE, both, NOW)
        assert (first.state, keep_and_send(home, MESSAGE, both, NOW).state) == ("sent", "before")
    assert first.problem == f"E-posttjeneren localhost:{server.port} sendte e-posten, men ikke til borte@helse.no."
    assert [rcpt for _, rcpt in server.box.envelopes] == [["drift@helse.no"]]


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
@pytest.mark.parametrize("is_smtps", [False, True])
def test_login_goes_over_verified_tls(home: Home, certificate: Path, is_smtps: bool) -> None:
    with MailServer(certificate, is_smtps=is_smtps, wants_login=True) as server:
        mail = mail_settings(server.port, is_smtps=is_smtps, user=USER, password=PASSWORD)
        untrusted = keep_and_send(home, MESSAGE, mail, NOW)
        assert untrusted.state == "unsent"
        assert "har et sertifikat som ikke godtas" in untrusted.problem
        assert server.box.logins == []
        trusted = dataclasses.replace(mail, ca_file=certificate / "cert.pem")
        elsewhere = dataclasses.replace(trusted, host="127.0.0.1")
        assert "har et sertifikat som ikke godtas" in keep_and_send(home, MESSAGE, elsewhere, NOW).problem
        wrong = dataclasses.replace(trusted, password="Feilpassord9")
        refused = keep_and_send(home, MESSAGE, wrong, NOW)
        assert refused.problem.startswith(f"E-posttjeneren localhost:{server.port} godtar ikke brukeren og passordet")
        assert PASSWORD not in refused.problem and "Feilpassord9" not in refused.problem
        assert keep_and_send(home, MESSAGE, trusted, NOW).state == "sent"
        assert (server.box.over_tls, set(server.box.logins)) == ([True], {USER})
        noone = keep_and_send(home, FAILED, dataclasses.replace(trusted, user="", password=""), NOW)
        assert noone.problem.startswith(f"E-posttjeneren localhost:{server.port} avviser e-posten: 530")
    assert PASSWORD not in repr(mail)


def test_a_server_on_this_machine_needs_no_signed_certificate(home: Home, certificate: Path) -> None:
    with MailServer(certificate) as server:
        assert keep_and_send(home, MESSAGE, mail_settings(server.port), NOW).state == "sent"
    assert server.box.over_tls == [True]


def test_a_password_is_not_sent_in_the_clear(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    with MailServer() as server:
        # The name of another machine, although it is this one.
        real = socket.getaddrinfo
        monkeypatch.setattr(
            socket,
            "getaddrinfo",
            lambda host, *more, **named: real("127.0.0.1" if host == "post.helse.no" else host, *more, **named),
        )
        mail = mail_settings(server.port, host="post.helse.no", user=USER, password=PASSWORD)
        with pytest.raises(MailError) as caught:
            send(mail, MESSAGE.subject, MESSAGE.text, "abc", NOW)
    assert str(caught.value) == (
        f"E-posttjeneren post.helse.no:{server.port} tilbyr ikke kryptering, så passordet sendes ikke. Bruk smtps://."
    )
    assert server.box.logins == []


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ((), "brøt forbindelsen"),
        ((b"554 ikke i dag\r\n",), "avviser e-posten: 554 ikke i dag"),
        ((b"\x00\xff\xfe" * 50 + b"\r\n",), "avviser e-posten: -1"),
        ((b"220 hei\r\n", b"250 hei\r\n"), "brøt forbindelsen"),
        (
            (b"220 hei\r\n", b"250 hei\r\n", b"550 nei \x1b[31m til " + b"x" * 600 + b"\r\n"),
            "avviser e-posten: 550 nei",
        ),
        ((b"220 " + b"x" * 20000 + b"\r\n",), "avviser e-posten: 500"),
    ],
)
def test_a_server_that_talks_nonsense(home: Home, lines: tuple[bytes, ...], words: str) -> None:
    port = Babbler(*lines).port
    sent = keep_and_send(home, MESSAGE, mail_settings(port), NOW)
    assert sent.state == "unsent"
    assert words in sent.problem
    assert sent.problem.isprintable()
    assert len(sent.problem) < 300


def test_a_server_that_is_slow_to_answer_is_given_up(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipelines.mail.TIMEOUT_S", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        sent = keep_and_send(home, MESSAGE, mail_settings(port), NOW)
    assert sent.problem == (
        f"E-posttjeneren localhost:{port} brøt forbindelsen, eller svarte ikke i tide, før e-posten var sendt."
    )


def test_a_server_that_cannot_do_what_the_settings_say(home: Home) -> None:
    with MailServer() as server:
        place = f"E-posttjeneren localhost:{server.port}"
        login = mail_settings(server.port, user=USER, password=PASSWORD)
        assert keep_and_send(home, MESSAGE, login, NOW).problem == (
            f"{place} kan ikke det som trengs for å sende e-posten (innlogging eller tegnsett)."
        )
        tls = mail_settings(server.port, is_smtps=True)
        assert keep_and_send(home, MESSAGE, tls, NOW).problem.startswith(f"{place} gir ingen sikker forbindelse (")
    assert (server.box.logins, server.box.mails) == ([], [])
