"""Nights rebuilt from their archives, and what changed between two of them, through the command line."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import sqlalchemy as sa
from night_samples import run

from calls.archive import Archive
from calls.home import Home

NIGHTS = ("2026-09-15", "2026-09-16")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the demonstration's nights."""
    folder = tmp_path_factory.mktemp("replay") / "home"
    assert run(folder, "night").exit_code == 0
    return folder


def test_nights_rebuilt_from_the_archive_alone_are_the_same(home: Path, tmp_path: Path) -> None:
    before = (home / "radar.sqlite").read_bytes()
    result = run(home, "replay", "--home", str(tmp_path / "again"))
    assert result.exit_code == 0, result.output
    told = result.stdout.splitlines()[-3:]
    assert [line.split()[:2] for line in told[:2]] == [[night, "lik"] for night in NIGHTS]
    assert told[2] == "2 av 2 netter er gjenskapt likt."
    assert (home / "radar.sqlite").read_bytes() == before
    assert (tmp_path / "again" / "radar.sqlite").exists()


def test_a_store_that_says_something_else_than_its_archive_is_found_out(home: Path, tmp_path: Path) -> None:
    other = Path(shutil.copytree(home, tmp_path / "other"))
    engine = sa.create_engine(f"sqlite:///{other / 'radar.sqlite'}")
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE events SET cause = 'us' WHERE night = '2026-09-16'"))
        connection.execute(sa.text("DELETE FROM night_hashes"))
    engine.dispose()
    result = run(other, "replay", "--from", NIGHTS[1], "--to", NIGHTS[1])
    assert result.exit_code == 1
    said = result.stdout.splitlines()[-2:]
    assert said[0].split()[:2] == [NIGHTS[1], "ULIK"]
    assert "hendelser er ikke som lagret" in said[0]
    assert said[1] == "0 av 1 netter er gjenskapt likt. Resten står over."


def test_what_cannot_be_rebuilt_is_said_in_one_line(home: Path, tmp_path: Path) -> None:
    result = run(home, "replay", "--from", "2027-01-01")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("Error: Arkivet i ")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "fil").touch()
    result = run(home, "replay", "--home", str(tmp_path / "full"))
    assert result.exit_code == 1
    assert "er ikke tom" in result.stderr


def test_what_changed_between_two_nights_is_told_with_the_funders_words(home: Path) -> None:
    lines = run(home, "diff", *NIGHTS).stdout.splitlines()
    assert lines[0].startswith("Fra 15. september 2026 til 16. september 2026: 9 ny")
    place = lines.index("Polhavet 2050 (Forskningsrådet)")
    assert lines[place + 1] == ("  16. september 2026: fristen er fremskyndet fra «18. nov. 2026» til «4. nov. 2026»")
    assert run(home, "diff", *reversed(NIGHTS)).stdout.splitlines() == lines
    assert run(home, "diff", NIGHTS[1], NIGHTS[1]).stdout == (
        "Fra 16. september 2026 til 16. september 2026: ingenting endret seg.\n"
    )
    only = run(home, "diff", *NIGHTS, "--source", "innovasjonnorge").stdout
    assert "Forskningsrådet" not in only


def test_the_same_code_reads_history_as_it_stands(home: Path) -> None:
    result = run(home, "reread")
    assert result.stdout.splitlines()[-1] == "Ingenting: 2 netter leses likt av denne utgaven."
    assert [night.day.isoformat() for night in Archive(Home.at(home).archive).nights()] == list(NIGHTS)
