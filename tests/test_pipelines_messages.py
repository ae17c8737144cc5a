"""The operator's messages: kept always, sent once, and again when they say something else."""

from __future__ import annotations

import dataclasses
import socket
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from mail_server import MailServer, mail_settings
from store_samples import begin, day, publish, record, report

from calls.home import Home
from calls.store import Store
from pipelines.messages import (
    Sent,
    folder,
    keep_and_send,
    newest,
    night_outcome,
    send_unsent,
    tell_operator,
    unsent,
    withdraw,
)
from publish.operator_message import OperatorMessage
from sources.base import all_sources

NIGHT = date(2026, 9, 16)
NOW = datetime(2026, 9, 16, 6, 0, tzinfo=UTC)
MESSAGE = OperatorMessage(
    NIGHT,
    "partial",
    "Utlysningsradar: natten 16. september 2026 er rangert på delvis gamle data (Forskningsrådet på Ås)",
    "Natten er rangert, men Forskningsrådet svarte ikke: æøå – «sitat».\n\n.\n..linje\n" + "å" * 300,
)
FAILED = OperatorMessage(NIGHT, "failed", "Utlysningsradar: natten er ikke rangert", "Ingenting.")


@pytest.fixture(autouse=True)
def no_mail_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    """The settings of whoever runs the tests are not for them."""
    for name in ("RADAR_MAIL_TO", "RADAR_MAIL_FROM", "RADAR_SMTP_URL", "RADAR_SMTP_PASSWORD", "RADAR_SMTP_CA"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home.at(tmp_path / "home")


def closed_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port


def test_a_message_is_kept_without_mail(home: Home) -> None:
    path = home.path / "messages" / "2026-09-16-partial.txt"
    sent = keep_and_send(home, MESSAGE, None, NOW)
    assert sent == Sent(path, "no_mail")
    assert str(path) in sent.words
    assert path.read_text(encoding="utf-8") == f"{MESSAGE.subject}\n\n{MESSAGE.text}\n"
    assert sorted(folder(home).iterdir()) == [path]
    assert (unsent(home), newest(home)) == ([path], path)


def test_nothing_is_kept_before_the_first_message(home: Home) -> None:
    assert (unsent(home), newest(home)) == ([], None)


def test_the_same_words_go_out_once_and_other_words_go_out_again(home: Home) -> None:
    with MailServer() as server:
        mail = mail_settings(server.port)
        states = [keep_and_send(home, MESSAGE, mail, NOW + timedelta(hours=hour)).state for hour in range(3)]
        changed = dataclasses.replace(MESSAGE, text="Nå svarer heller ikke Innovasjon Norge.")
        states += [keep_and_send(home, one, mail, NOW).state for one in (changed, changed, MESSAGE, FAILED)]
    assert states == ["sent", "before", "before", "sent", "before", "before", "sent"]
    identities = [str(mail["Message-ID"]) for mail in server.box.mails]
    assert len(identities) == len(set(identities)) == 3
    assert unsent(home) == []
    assert newest(home) == folder(home) / "2026-09-16-partial.txt"


def test_a_server_that_is_down_costs_nothing_but_the_mail(home: Home) -> None:
    port = closed_port()
    sent = keep_and_send(home, MESSAGE, mail_settings(port), NOW)
    assert (sent.state, sent.problem) == (
        "unsent",
        f"E-posttjeneren localhost:{port} svarer ikke (Connection refused).",
    )
    assert unsent(home) == [sent.path]
    with MailServer() as server:
        assert keep_and_send(home, MESSAGE, mail_settings(server.port), NOW).state == "sent"
    assert (len(server.box.mails), unsent(home)) == (1, [])


def test_what_was_not_sent_is_sent_later_for_a_week(home: Home) -> None:
    old = dataclasses.replace(MESSAGE, night=NIGHT - timedelta(days=8))
    for message in (old, MESSAGE):
        keep_and_send(home, message, None, NOW)
    port = closed_port()
    path = folder(home) / "2026-09-16-partial.txt"
    problem = f"E-posttjeneren localhost:{port} svarer ikke (Connection refused)."
    assert send_unsent(home, mail_settings(port), NOW) == [Sent(path, "unsent", problem)]
    with MailServer() as server:
        assert send_unsent(home, mail_settings(server.port), NOW) == [Sent(path, "sent")]
        assert send_unsent(home, mail_settings(server.port), NOW) == []
        assert keep_and_send(home, MESSAGE, mail_settings(server.port), NOW).state == "before"
    assert [mail["Subject"] for mail in server.box.mails] == [MESSAGE.subject]
    assert [mail.get_content().replace("\r\n", "\n") for mail in server.box.mails] == [f"{MESSAGE.text}\n"]


def test_a_message_that_no_longer_holds_and_was_not_sent_goes_away(home: Home) -> None:
    other = dataclasses.replace(FAILED, night=NIGHT - timedelta(days=1))
    for message in (other, FAILED, MESSAGE):
        keep_and_send(home, message, None, NOW)
    assert [path.name for path in unsent(home)] == ["2026-09-15-failed.txt", "2026-09-16-partial.txt"]
    withdraw(home, NIGHT)
    assert [path.name for path in unsent(home)] == ["2026-09-15-failed.txt"]
    with MailServer() as server:
        keep_and_send(home, FAILED, mail_settings(server.port), NOW)
    withdraw(home, NIGHT)
    assert newest(home) == folder(home) / "2026-09-16-failed.txt", "what was sent stays"


def test_no_line_of_ours_becomes_a_header(home: Home) -> None:
    bad = OperatorMessage(NIGHT, "failed", "Emne\r\nBcc: alle@x.no\n\nkropp\x00\u202e", "Bcc: alle@x.no\n\nTil: b@x.no")
    with MailServer() as server:
        assert keep_and_send(home, bad, mail_settings(server.port), NOW).state == "sent"
        assert unsent(home) == []
    (mail,) = server.box.mails
    assert (mail["Bcc"], mail["Subject"]) == (None, "Emne Bcc: alle@x.no kropp")
    assert mail.get_content().replace("\r\n", "\n") == f"{bad.text}\n"
    assert server.box.envelopes == [("radar@helse.no", ["drift@helse.no"])]


def test_a_place_that_cannot_be_written_still_sends(home: Home) -> None:
    home.path.mkdir()
    folder(home).write_text("en fil der mappen skulle vært", encoding="utf-8")
    with MailServer() as server:
        sent = keep_and_send(home, MESSAGE, mail_settings(server.port), NOW)
    assert (sent.state, len(server.box.mails)) == ("sent", 1)
    assert sent.problem.startswith(f"Meldingen kunne ikke lagres i {folder(home)}")


def tonight(home: Home, number: int, message: str = "") -> None:
    """A night that is ranked, with one source that failed where `message` says so, and all others off."""
    with Store.open(home.database_url) as store:
        if message:
            begin(store, day(number))
            store.publish_failure(report(day(number), state="failed", message=message), [])
        else:
            publish(store, day(number), record("a"))
        for key in all_sources():
            if key != "forskningsradet":
                store.publish_failure(report(day(number), source=key, state="off"), [])
        store.publish_matches(day(number), [], [], "w", {}, [])


def test_the_end_of_a_night_tells_what_is_due(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    home.path.mkdir()
    with MailServer() as server:
        monkeypatch.setenv("RADAR_MAIL_TO", "drift@helse.no")
        monkeypatch.setenv("RADAR_MAIL_FROM", "radar@helse.no")
        monkeypatch.setenv("RADAR_SMTP_URL", f"smtp://localhost:{server.port}")
        tonight(home, 0)
        assert tell_operator(home, day(0), NOW) == ""
        tonight(home, 1, "Nettstedet kan ikke nås.")
        assert tell_operator(home, day(1), NOW) == "Meldingen er sendt på e-post."
        assert tell_operator(home, day(1), NOW) == "Meldingen er alt sendt på e-post."
        assert tell_operator(home, day(1), NOW + timedelta(days=2)) == "", "an old night that is run again"
    (mail,) = server.box.mails
    assert mail["Subject"] == (
        "Utlysningsradar: natten 16. september 2026 er rangert på delvis gamle data (Forskningsrådet)"
    )
    kept = folder(home) / "2026-09-16-partial.txt"
    assert kept.read_text(encoding="utf-8") == f"{mail['Subject']}\n\n{mail.get_content()}".replace("\r\n", "\n")


def test_a_night_that_is_mended_before_anybody_was_told_leaves_no_message(home: Home) -> None:
    home.path.mkdir()
    tonight(home, 1, "Nettstedet kan ikke nås.")
    assert tell_operator(home, day(1), NOW).startswith("Meldingen ligger i ")
    with Store.open(home.database_url) as store:
        store.roll_back(day(1))
    tonight(home, 1)
    assert tell_operator(home, day(1), NOW) == ""
    assert newest(home) is None


def test_wrong_settings_do_not_stop_a_night(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    home.path.mkdir()
    monkeypatch.setenv("RADAR_MAIL_TO", "drift@helse.no")
    told = tell_operator(home, day(1), NOW)
    assert told == (
        f"Meldingen ligger i {folder(home) / '2026-09-16-missing.txt'}, men er ikke sendt. "
        "RADAR_SMTP_URL mangler; e-post trenger både RADAR_MAIL_TO og RADAR_SMTP_URL."
    )


def test_a_damaged_database_is_told(home: Home) -> None:
    home.path.mkdir()
    (home.path / "radar.sqlite").write_bytes(b"ikke en database" * 1000)
    told = night_outcome(home, day(1), NOW)
    assert told is not None
    assert told.subject == "Utlysningsradar: databasen kan ikke leses etter natten 16. september 2026"
    assert tell_operator(home, day(1), NOW).startswith("Meldingen ligger i ")
    assert newest(home) == folder(home) / "2026-09-16-failed.txt"
