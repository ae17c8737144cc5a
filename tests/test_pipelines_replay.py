"""Nights rebuilt from their archives, and what changed between two of them, through the command line."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import Result
from night_samples import run
from ten_nights import NIGHTS as DAYS_OF_TEN
from ten_nights import sites, small_clusters, write_nights

from calls.archive import Archive
from calls.home import Home
from calls.store import Store
from pipelines import headless
from pipelines.instance import unlogged
from pipelines.replaying import Compared, lines

NIGHTS = ("2026-09-15", "2026-09-16")
DAYS = DAYS_OF_TEN[:3]


@pytest.fixture(scope="module")
def bundled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the demonstration's nights."""
    folder = tmp_path_factory.mktemp("replay") / "home"
    assert run(folder, "night").exit_code == 0
    return folder


def test_nights_rebuilt_from_the_archive_alone_are_the_same(bundled: Path, tmp_path: Path) -> None:
    before = (bundled / "radar.sqlite").read_bytes()
    result = run(bundled, "replay", "--home", str(tmp_path / "again"))
    assert result.exit_code == 0, result.output
    told = result.stdout.splitlines()[-3:]
    assert [line.split()[:2] for line in told[:2]] == [[night, "lik"] for night in NIGHTS]
    assert told[2] == "2 av 2 netter er gjenskapt likt."
    assert (bundled / "radar.sqlite").read_bytes() == before
    assert (tmp_path / "again" / "radar.sqlite").exists()


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with three small nights."""
    folder = tmp_path_factory.mktemp("small")
    small_clusters(folder / "home")
    files = [str(path) for path in write_nights(folder / "files", nights=DAYS)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(headless, "opened", lambda home: unlogged())
        assert run(folder / "home", "night", "--replay", *files).exit_code == 0
    return folder / "home"


@pytest.fixture
def home(small: Path, tmp_path: Path) -> Path:
    """A copy of it to spoil."""
    return Path(shutil.copytree(small, tmp_path / "home"))


def write(home: Path, *statements: str) -> None:
    """Changes the store behind the program's back."""
    engine = sa.create_engine(f"sqlite:///{home / 'radar.sqlite'}")
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(sa.text(statement))
    engine.dispose()


def outcomes(result: Result) -> list[str]:
    """The second word of each night's line."""
    return [line.split()[1] for line in result.stdout.splitlines()[:-1]]


def archived(home: Path, day: date) -> Path:
    (path,) = (home / "archive" / str(day)).iterdir()
    return path


def test_any_span_is_rebuilt_on_the_nights_before_it_whatever_people_decided(home: Path, tmp_path: Path) -> None:
    assert run(home, "sources", "disable", "eu").exit_code == 0
    before = {path: path.read_bytes() for path in home.glob("*.sqlite")}
    result = run(home, "replay", "--from", str(DAYS[2]), "--to", str(DAYS[2]), "--home", str(tmp_path / "again"))
    assert (result.exit_code, outcomes(result)) == (0, ["lik"]), result.output
    assert result.stdout.splitlines()[-1] == "1 av 1 netter er gjenskapt likt."
    assert {path: path.read_bytes() for path in home.glob("*.sqlite")} == before
    with Store.open(Home.at(tmp_path / "again").database_url) as store:
        assert [row.night for row in store.nights()] == list(DAYS[:3])


@pytest.mark.parametrize(
    ("statements", "outcome", "reason"),
    [
        (
            [f"UPDATE events SET cause = 'us' WHERE night = '{DAYS[2]}'"],
            "ENDRET",
            "(hendelser i lageret er endret etter at natten ble kjørt)",
        ),
        (
            [
                f"UPDATE call_versions SET title = 'En annen tittel' WHERE valid_from = '{DAYS[2]}'",
                "DELETE FROM night_hashes",
            ],
            "ULIK",
            "(utlysninger, treff ble ikke som lagret; arkivet, koden, profilene eller avgjørelsene er endret siden)",
        ),
        (
            [
                f"UPDATE source_nights SET reader = 'eldre' WHERE night = '{DAYS[2]}'",
                f"DELETE FROM events WHERE night = '{DAYS[2]}'",
            ],
            "ULIK",
            "sidene ble lest av en annen utgave av programmet; «radar reread» viser hva denne leser annerledes)",
        ),
        (
            [
                f"UPDATE match_runs SET meaning_version = 'e5/1' WHERE night = '{DAYS[2]}'",
                "DELETE FROM matches",
                "DELETE FROM night_hashes",
            ],
            "ULIK",
            "(treff ble ikke som lagret; natten brukte språkmodellen e5/1, som ikke er i bruk her; installer den med "
            "«make semantic», og ta bort RADAR_SENTENCE_MODEL hvis den står på «off»)",
        ),
    ],
)
def test_a_store_that_says_something_else_than_its_archive_is_found_out(
    home: Path, statements: list[str], outcome: str, reason: str
) -> None:
    write(home, *statements)
    result = run(home, "replay", "--from", str(DAYS[2]), "--to", str(DAYS[2]))
    assert (result.exit_code, outcomes(result)) == (1, [outcome])
    told, last = result.stdout.splitlines()
    assert told.endswith(reason)
    assert last == "0 av 1 netter er gjenskapt likt. Resten står over."


@pytest.mark.parametrize(
    ("models", "parts", "reason"),
    [
        (
            ("", "e5/1"),
            ["matches"],
            "natten ble rangert uten språkmodellen, som er i bruk her; RADAR_SENTENCE_MODEL=off",
        ),
        (("e5/1", "e5/2"), ["matches"], "natten brukte språkmodellen e5/1, og her er e5/2 i bruk"),
        (("e5/1", "e5/1"), ["matches"], "prosjektprofilene eller ordlisten er kanskje endret siden"),
        (("e5/1", "e5/2"), ["events"], "arkivet, koden, profilene eller avgjørelsene er endret siden"),
        (
            ("e5/1", "e5/2"),
            ["events", "matches"],
            "arkivet, koden, profilene eller avgjørelsene er endret siden; natten brukte språkmodellen e5/1, og her er",
        ),
    ],
)
def test_another_sentence_model_is_named_where_it_may_be_why(
    models: tuple[str, str], parts: list[str], reason: str
) -> None:
    stored = dict.fromkeys(("records", "events", "matches"), "a" * 64)
    one = Compared(DAYS[2], True, {}, stored, stored | dict.fromkeys(parts, "b" * 64), models=models)
    assert f"ble ikke som lagret; {reason}" in lines([one])[0]


def test_a_night_that_the_archive_lacks_is_missed_and_so_is_what_rests_on_it(home: Path) -> None:
    archived(home, DAYS[1]).unlink()
    result = run(home, "replay")
    assert result.exit_code == 1
    assert outcomes(result) == ["lik", "MANGLER", "ULIK"]
    _, missing, after, last = result.stdout.splitlines()
    assert "utlysninger ------------" in missing
    assert missing.endswith("(natten er lagret, men arkivet har den ikke; den kan ikke gjenskapes)")
    assert after.endswith(f"arkivet mangler {DAYS[1]}, som natten bygger på)")
    assert last == "1 av 3 netter er gjenskapt likt. Resten står over."


def test_an_archive_that_was_written_anew_gives_other_nights(home: Path, tmp_path: Path) -> None:
    """The same calls but for one, in a file as sound as the first."""
    (other,) = write_nights(tmp_path / "other", lambda _: sites(4), nights=DAYS[2:3])
    shutil.copy(other, archived(home, DAYS[2]))
    result = run(home, "replay", "--to", str(DAYS[2]))
    assert (result.exit_code, outcomes(result)) == (1, ["lik", "lik", "ULIK"])
    assert "utlysninger, hendelser" in result.stdout.splitlines()[2]


def test_a_damaged_archive_is_told_before_anything_is_run(home: Path, tmp_path: Path) -> None:
    path = archived(home, DAYS[2])
    path.write_bytes(path.read_bytes()[:-2000])
    done = subprocess.run(
        [str(Path(sys.executable).with_name("radar")), "replay", "--home", str(tmp_path / "again")],
        env={**os.environ, "RADAR_HOME": str(home), "RADAR_DATABASE_URL": "", "RADAR_ARCHIVE": ""},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("Feil: ")
    assert path.name in done.stderr
    assert not (tmp_path / "again").exists()


def test_nights_that_were_never_stored_are_rebuilt_with_nothing_to_compare(small: Path, tmp_path: Path) -> None:
    result = run(tmp_path / "none", "replay", "--to", str(DAYS[0]), RADAR_ARCHIVE=str(small / "archive"))
    assert (result.exit_code, outcomes(result)) == (0, ["ny"])
    last = result.stdout.splitlines()[-1]
    assert last == "0 av 1 netter er gjenskapt likt. 1 hadde ingenting å sammenlignes med."
    assert not (tmp_path / "none").exists()


def test_what_cannot_be_rebuilt_is_said_in_one_line(small: Path, tmp_path: Path) -> None:
    result = run(small, "replay", "--from", "2027-01-01")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("Error: Verken arkivet i ")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "fil").touch()
    for used in (tmp_path / "full", tmp_path / "full" / "fil", small):
        result = run(small, "replay", "--home", str(used))
        # That it is no folder at all, click finds out by itself.
        assert (result.exit_code, result.stdout) == (2 if used.is_file() else 1, "")
        assert ("is a file" if used.is_file() else "er ikke tom") in result.stderr


def test_what_changed_between_two_nights_is_told_with_the_funders_words(bundled: Path) -> None:
    lines = run(bundled, "diff", *NIGHTS).stdout.splitlines()
    assert lines[0].startswith("Fra 15. september 2026 til 16. september 2026: 9 ny")
    place = lines.index("Polhavet 2050 (Forskningsrådet)")
    assert lines[place + 1] == ("  16. september 2026: fristen er fremskyndet fra «18. nov. 2026» til «4. nov. 2026»")
    assert run(bundled, "diff", *reversed(NIGHTS)).stdout.splitlines() == lines
    assert run(bundled, "diff", NIGHTS[1], NIGHTS[1]).stdout == (
        "Fra 16. september 2026 til 16. september 2026: ingenting endret seg.\n"
    )
    only = run(bundled, "diff", *NIGHTS, "--source", "innovasjonnorge").stdout
    assert "Forskningsrådet" not in only


def test_the_same_code_reads_history_as_it_stands(bundled: Path) -> None:
    result = run(bundled, "reread")
    assert result.stdout.splitlines()[-1] == "Ingenting: 2 netter leses likt av denne utgaven."
    assert [night.day.isoformat() for night in Archive(Home.at(bundled).archive).nights()] == list(NIGHTS)
