"""`radar doctor`: one screen that tells what is in place, what is stale, and what to do next."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from night_samples import call, night_file, run, service

from calls.archive import Archive
from calls.home import Home
from matching import semantic
from pipelines.cli.doctor import examine
from pipelines.settings import OSLO

TODAY = datetime.now(OSLO).date()


def marks(home: Path) -> dict[str, str]:
    return {finding.words: finding.mark for finding in examine(Home.at(home), datetime.now(OSLO))}


def test_an_empty_machine_is_told_what_to_do_and_nothing_is_written(tmp_path: Path) -> None:
    home = tmp_path / "home"
    result = run(home, "doctor")
    assert result.exit_code == 0
    assert result.stdout.index("Gjør dette:") < result.stdout.index("1. Kjør «radar night».")
    assert "radar sources enable innovasjonnorge" in result.stdout
    assert "Sett RADAR_CONTACT" in result.stdout
    assert not home.exists()


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    days = [TODAY - timedelta(days=1), TODAY]
    made = [night_file(tmp_path / f"{day}.warc.gz", day, [call("a")], services=[service("a")]) for day in days]
    return [str(path) for path in made]


def test_a_fresh_night_is_in_order(tmp_path: Path, files: list[str]) -> None:
    home = tmp_path / "home"
    assert run(home, "night", "--replay", *files).exit_code == 0
    found = marks(home)
    assert found[f"Nyeste rangerte natt er {TODAY}."] == "ok"
    assert found["Databasen er hel (SQLite)."] == "ok"
    assert [words for words in found if words.startswith(("Forskningsrådet: fersk", "Innovasjon Norge: fersk"))]
    assert "bad" not in found.values()
    assert run(home, "sources", "disable", "innovasjonnorge", "--by", "Kari").exit_code == 0
    assert [mark for words, mark in marks(home).items() if "hentes ikke (Kari" in words] == ["note"]


def test_what_is_wrong_comes_first_and_is_counted(tmp_path: Path, files: list[str]) -> None:
    home = tmp_path / "home"
    assert run(home, "night", "--replay", files[0]).exit_code == 0
    Archive(Home.at(home).archive).add([Path(files[1])])
    result = run(home, "doctor", RADAR_MAIL_TO="kari@example.no")
    assert result.exit_code == 1
    assert f"[ FEIL    ] 1 arkiverte netter er ikke i databasen, eldst {TODAY}." in result.stdout
    assert "RADAR_SMTP_URL mangler" in result.stdout
    advice = result.stdout.partition("Gjør dette:\n")[2].splitlines()
    assert advice[:2] == [
        f"  1. Kjør «radar night --from {TODAY}».",
        "  2. Rett innstillingen, og prøv «radar watch --test».",
    ]
    assert "2 ting må ordnes." in result.output
    assert run(home, "night", "--from", str(TODAY)).exit_code == 0
    assert run(home, "doctor").exit_code == 0


def test_a_source_that_failed_says_from_when_its_calls_are(tmp_path: Path, files: list[str]) -> None:
    home = tmp_path / "home"
    late = night_file(tmp_path / "late.warc.gz", TODAY, [call("a")], services=[])
    assert run(home, "night", "--replay", files[0], str(late)).exit_code == 3
    (bad,) = [words for words, mark in marks(home).items() if mark == "bad"]
    assert bad.startswith(f"Innovasjon Norge: ikke oppdatert; data fra {TODAY - timedelta(days=1)}. ")


def test_a_database_that_is_no_database_is_said(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / "radar.sqlite").write_bytes(b"not a database" * 100)
    (home / "decisions.sqlite").write_bytes(b"nor this" * 100)
    result = run(home, "doctor")
    assert result.exit_code == 1
    assert result.stdout.count("[ FEIL    ] Databasen kunne ikke brukes") == 2
    assert "Hent beslutningene tilbake" in result.stdout


@pytest.mark.parametrize(
    ("setting", "is_installed", "mark", "words"),
    [
        ("", True, "ok", "er i bruk."),
        ("", False, "note", "er ikke installert («make semantic»); treffene bygger på ord."),
        ("off", True, "note", "er slått av (RADAR_SENTENCE_MODEL); treffene bygger på ord."),
        ("off", False, "note", "er slått av (RADAR_SENTENCE_MODEL); treffene bygger på ord."),
    ],
)
def test_it_says_whether_the_sentence_model_is_in_use(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, setting: str, is_installed: bool, mark: str, words: str
) -> None:
    monkeypatch.setattr(semantic, "is_available", lambda: is_installed)
    monkeypatch.setenv("RADAR_SENTENCE_MODEL", setting)
    found = {said: mark for said, mark in marks(tmp_path / "home").items() if said.startswith("Språkmodellen")}
    assert found == {f"Språkmodellen for betydning {words}": mark}


def test_a_setting_that_cannot_be_used_is_said(tmp_path: Path) -> None:
    result = run(tmp_path / "home", "doctor", RADAR_SENTENCE_MODEL="nei")
    assert result.exit_code == 1
    assert "[ FEIL    ] RADAR_SENTENCE_MODEL kan være «off»" in result.stdout
