"""The morning's look at the night: what it says, what it sends, and how it ends."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import Result
from mail_server import MailServer
from night_samples import run
from store_samples import begin, publish, record, report

from calls.home import Home
from calls.store import Store
from pipelines.settings import OSLO
from publish.words import date_words
from sources.base import all_sources

SOURCE = "forskningsradet"
FAILURE = "Nettstedet kan ikke nås."


@pytest.fixture
def today() -> date:
    return datetime.now(OSLO).date()


@pytest.fixture
def home(tmp_path: Path) -> Home:
    (tmp_path / "home").mkdir()
    return Home.at(tmp_path / "home")


def a_night(home: Home, night: date, *, is_failed: bool = False, is_ranked: bool = True) -> None:
    with Store.open(home.database_url) as store:
        if is_failed:
            begin(store, night)
            store.publish_failure(report(night, state="failed", message=FAILURE), [])
        else:
            publish(store, night, record("a"))
        for key in all_sources():
            if key != SOURCE:
                store.publish_failure(report(night, source=key, state="off"), [])
        if is_ranked:
            store.publish_matches(night, [], [], "w", {}, [])


Watch = Callable[..., Result]


@pytest.fixture
def watch(home: Home) -> Watch:
    def watching(*arguments: str, server: MailServer | int | None = None, **environment: str) -> Result:
        port = server.port if isinstance(server, MailServer) else server
        mail: dict[str, str | None] = dict.fromkeys(
            ("RADAR_MAIL_TO", "RADAR_MAIL_FROM", "RADAR_SMTP_URL", "RADAR_SMTP_PASSWORD", "RADAR_SMTP_CA")
        )
        if port:
            mail |= {"RADAR_MAIL_TO": "drift@helse.no", "RADAR_MAIL_FROM": "radar@helse.no"}
            mail["RADAR_SMTP_URL"] = f"smtp://localhost:{port}"
        return run(home.path, "watch", *arguments, **{**mail, **environment})

    return watching


def kept(home: Home) -> list[str]:
    return sorted(path.name for path in (home.path / "messages").glob("*"))


def test_a_good_night(home: Home, watch: Watch, today: date) -> None:
    a_night(home, today)
    with MailServer() as server:
        result = watch(server=server)
    assert (result.exit_code, result.stdout, result.stderr) == (
        0,
        f"Natten {date_words(today)} er rangert, og alle kilder er ferske.\n",
        "",
    )
    assert (server.box.mails, kept(home)) == ([], [])


def test_a_partial_night_is_told_once(home: Home, watch: Watch, today: date) -> None:
    a_night(home, today - timedelta(days=1))
    a_night(home, today, is_failed=True)
    with MailServer() as server:
        first, second = watch(server=server), watch(server=server)
    assert (first.exit_code, second.exit_code) == (3, 3)
    (mail,) = server.box.mails
    assert first.stdout == f"{mail.get_content()}Meldingen er sendt på e-post.\n".replace("\r\n", "\n")
    assert second.stdout.endswith("Meldingen er alt sendt på e-post.\n")
    assert f"  Melding: {FAILURE}" in first.stdout
    assert kept(home) == [f"{today}-partial.sent", f"{today}-partial.txt"]


def test_a_night_without_ranking_and_a_night_that_never_ran(home: Home, watch: Watch, today: date) -> None:
    a_night(home, today - timedelta(days=1), is_ranked=False)
    with MailServer() as server:
        missing = watch(server=server)
        failed = watch("--date", f"{today - timedelta(days=1)}", server=server)
    assert (missing.exit_code, failed.exit_code) == (1, 1)
    assert [str(mail["Subject"]) for mail in server.box.mails] == [
        f"Utlysningsradar: natten {date_words(today)} er ikke kjørt",
        f"Utlysningsradar: natten {date_words(today - timedelta(days=1))} er ikke rangert",
    ]
    assert missing.stdout.startswith(f"Natten {date_words(today)} er ikke kjørt. Ingen tidligere natt er rangert.\n")


def test_the_demonstration_is_no_night(home: Home, watch: Watch, today: date) -> None:
    with Store.open(home.database_url) as store:
        begin(store, date(2026, 9, 16), is_demonstration=True)
        store.publish_matches(date(2026, 9, 16), [], [], "w", {}, [])
    for arguments, night in (((), today), (("--date", "2026-09-16"), date(2026, 9, 16))):
        result = watch(*arguments)
        assert result.exit_code == 1
        assert result.stdout.startswith(
            f"Ingen ekte natt er kjørt ennå, heller ikke natten {date_words(night)}. "
            "Det som vises, er demonstrasjonen.\n"
        )


def test_an_empty_machine(watch: Watch, home: Home, today: date) -> None:
    result = watch()
    assert result.exit_code == 1
    assert result.stdout.startswith(f"Ingen ekte natt er kjørt ennå, heller ikke natten {date_words(today)}.\n")
    assert result.stdout.endswith(
        f"Meldingen ligger i {home.path / 'messages' / f'{today}-missing.txt'}. "
        "E-post er ikke satt opp (RADAR_MAIL_TO, RADAR_SMTP_URL).\n"
    )


def test_mail_that_did_not_go_out_goes_out_the_next_day(home: Home, watch: Watch, today: date) -> None:
    yesterday = today - timedelta(days=1)
    a_night(home, yesterday, is_failed=True)
    down = watch("--date", f"{yesterday}", server=9)
    assert down.exit_code == 3
    assert down.stderr == "E-posttjeneren localhost:9 svarer ikke (Connection refused).\n"
    a_night(home, today)
    still = watch(server=9)
    assert (still.exit_code, still.stderr) == (0, down.stderr)
    with MailServer() as server:
        result = watch(server=server)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.endswith(f"Sendte {yesterday}-partial.txt, som ikke gikk ut tidligere.\n")
    assert [date_words(yesterday) in str(mail["Subject"]) for mail in server.box.mails] == [True]


def test_wrong_settings_are_an_error_even_after_a_good_night(home: Home, watch: Watch, today: date) -> None:
    a_night(home, today)
    result = watch(RADAR_MAIL_TO="drift@helse.no")
    assert result.exit_code == 1
    assert "RADAR_SMTP_URL mangler" in result.stderr


def test_a_damaged_database_is_told(home: Home, watch: Watch, today: date) -> None:
    (home.path / "radar.sqlite").write_bytes(b"ikke en database" * 1000)
    with MailServer() as server:
        result = watch(server=server)
    assert result.exit_code == 1
    assert [str(mail["Subject"]).strip() for mail in server.box.mails] == [
        f"Utlysningsradar: databasen kan ikke leses etter natten {date_words(today)}"
    ]


def test_the_program_itself_ends_with_the_code_of_the_night(home: Home, today: date) -> None:
    """Cron and systemd see the real exit code, which is not what a test inside this process sees."""
    a_night(home, today, is_failed=True)
    program = str(Path(sys.executable).with_name("radar"))
    ended = [
        subprocess.run(
            [program, "watch", "--date", f"{night}"],
            env={"RADAR_HOME": str(home.path), "PATH": "/usr/bin:/bin"},
            capture_output=True,
            check=False,
        ).returncode
        for night in (today, today - timedelta(days=1))
    ]
    assert ended == [3, 1]


def test_a_night_to_come_is_refused(watch: Watch, today: date) -> None:
    result = watch("--date", f"{today + timedelta(days=1)}")
    assert result.exit_code == 2
    assert "er ikke kommet ennå" in result.stderr


def test_a_test_mail(home: Home, watch: Watch) -> None:
    with MailServer() as server:
        good = watch("--test", server=server)
    assert (good.exit_code, good.stdout) == (0, "Prøvemelding sendt til drift@helse.no.\n")
    (mail,) = server.box.mails
    assert mail["Subject"] == "Utlysningsradar: prøve på melding"
    assert "E-posten virker." in mail.get_content()
    assert kept(home) == []
    down = watch("--test", server=9)
    assert (down.exit_code, down.stdout) == (1, "")
    assert "E-posttjeneren localhost:9 svarer ikke (Connection refused)." in down.stderr
    unset = watch("--test")
    assert unset.exit_code == 1
    assert "E-post er ikke satt opp" in unset.stderr
    with MailServer() as server:
        server.box.refusals["kari@helse.no"] = "550 nei"
        half = watch("--test", server=server, RADAR_MAIL_TO="kari@helse.no, drift@helse.no")
    assert half.exit_code == 1
    assert "sendte e-posten, men ikke til kari@helse.no" in half.stderr
