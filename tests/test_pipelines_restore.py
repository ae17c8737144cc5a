"""The restore drill: a home is deleted and made again from its backup, the same byte for byte."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from click.testing import Result
from night_samples import BY_WORDS, call, lines, night_file, run, service

from calls.archive import Archive
from calls.home import Home
from matching.own_clusters import EXAMPLES
from pipelines.instance import alone
from readers import Decisions

PROGRAM = Path(sys.executable).with_name("radar")
NOON = datetime(2026, 9, 2, 10, tzinfo=UTC)
DAYS = (date(2026, 9, 1), date(2026, 9, 2))
CALL = {"cluster": "helseinn", "source": "forskningsradet", "source_id": "2026/a"}


def own_clusters(home: Path) -> None:
    """One profile, with a name of its own, so that the examples cannot be taken for it."""
    profiles = home / "clusters" / "helseinn" / "profiles"
    profiles.mkdir(parents=True)
    shutil.copy(EXAMPLES / "helseinn" / "cluster.yaml", profiles.parent)
    shutil.copy(EXAMPLES / "helseinn" / "profiles" / "demens_hjemme.yaml", profiles / "vart_prosjekt.yaml")
    (home / "glossary").mkdir()
    (home / "glossary" / "egne.csv").write_text("nb;nn;en;note\ndemens;;brain health at home;\n", encoding="utf-8")


def decide(home: Path) -> None:
    with Decisions.open(Home.at(home).decisions_url) as decisions:
        decisions.decide("not_for_us", **CALL, profile="vart_prosjekt", reason="for liten", by="Kari", at=NOON)
        undone = decisions.decide("relevant", **{**CALL, "source_id": "2026/b"}, by="Ola", at=NOON)
        decisions.undo(undone.id, by="Kari", at=NOON)
        decisions.correct("forskningsradet", "2026/a", "award_ceiling_nok", 2_000_000, by="Kari", at=NOON)
        decisions.note("Ring dem.", **CALL, by="Kari", at=NOON)


def note_again(home: Path) -> None:
    with Decisions.open(Home.at(home).decisions_url) as decisions:
        decisions.note("Ring igjen.", **CALL, by="Kari", at=NOON)


@pytest.fixture(scope="module")
def lived_in(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home of two nights, with clusters and decisions of its own."""
    folder = tmp_path_factory.mktemp("restore")
    home = folder / "home"
    own_clusters(home)
    files = [folder / f"{day}.warc.gz" for day in DAYS]
    night_file(files[0], DAYS[0], [call("a"), call("b")], services=[service("x"), service("y")])
    night_file(files[1], DAYS[1], [call("a"), call("b"), call("c")], services=[service("x", "1. november 2026")])
    assert run(home, "night", "--replay", *map(str, files)).exit_code == 0
    decide(home)
    assert run(home, "sources", "enable", "innovasjonnorge", "--by", "Kari").exit_code == 0
    return home


@pytest.fixture
def home(lived_in: Path, tmp_path: Path) -> Path:
    """A copy of that home, for a test to spoil."""
    return shutil.copytree(lived_in, tmp_path / "home")


def what_it_came_to(home: Path) -> dict[str, bytes]:
    """All that readers get from a home and all that they told it, as bytes."""
    found = {}
    for night in DAYS:
        for what in ("calls", "matches"):
            result = run(home, what, "--night", str(night), "--format", "json")
            assert lines(result), "there is something to compare"
            found[f"{what} {night}"] = result.stdout_bytes
    exported = home / "decisions.jsonl"
    with Decisions.open(Home.at(home).decisions_url) as decisions:
        assert decisions.export(exported) == 5
    assert len(list((home / "exports").rglob("*.xlsx"))) == len(DAYS)
    found |= {"decisions": exported.read_bytes(), **files_of(home / "exports")}
    found |= files_of(home / "clusters") | files_of(home / "glossary")
    exported.unlink()
    return found


def files_of(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def said(result: Result) -> str:
    """The one line of a refusal."""
    assert (result.exit_code, result.stderr.count("\n")) == (1, 1)
    return result.stderr.removeprefix("Error: ").removesuffix("\n")


def test_a_deleted_home_comes_back_the_same(home: Path, tmp_path: Path) -> None:
    before, enabled = what_it_came_to(home), run(home, "sources", "list").stdout
    backup = tmp_path / "disk" / "backup"
    made = run(home, "backup", str(backup))
    words = f"Sikkerhetskopien i {backup} er hel: 2 arkivfiler (2 nye), 3 filer om klyngene og 5 beslutninger.\n"
    assert (made.exit_code, made.stdout) == (0, words)
    checked = run(tmp_path / "nowhere", "restore", "--check", str(backup))
    assert checked.exit_code == 0
    assert checked.stdout.endswith(" er hel: 6 filer.\n")
    assert not (tmp_path / "nowhere").exists()
    shutil.rmtree(home)
    result = run(home, "restore", str(backup))
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith(
        f"Kontrollerer {backup} og legger filene tilbake i {home} …\n"
        "Lagt tilbake: 2 arkivfiler, 3 filer om klyngene og 5 beslutninger.\nKjører nettene på nytt …\n"
    )
    assert result.stdout.endswith(f"{home} er gjenopprettet.\n")
    assert what_it_came_to(home) == before
    assert run(home, "sources", "list").stdout == enabled
    assert not list(home.rglob("*.part")), "nothing of the restore is left"


def test_a_backup_every_night_copies_what_is_new(home: Path, tmp_path: Path) -> None:
    backup = tmp_path / "backup"
    assert run(home, "backup", str(backup)).exit_code == 0
    first = {path.name: path.stat().st_mtime_ns for path in (backup / "archive").rglob("*.gz")}
    again = run(home, "backup", str(backup))
    assert "2 arkivfiler (0 nye)" in again.stdout
    Archive(home / "archive").add([night_file(tmp_path / "third.warc.gz", date(2026, 9, 3), [call("c")])])
    note_again(home)
    third = run(home, "backup", str(backup))
    assert "3 arkivfiler (1 nye), 3 filer om klyngene og 6 beslutninger" in third.stdout
    assert {name: next(backup.glob(f"*/*/{name}")).stat().st_mtime_ns for name in first} == first
    assert len(list(backup.glob("state-*"))) == 1, "the state before is not kept"
    manifest = json.loads((backup / "manifest.json").read_text(encoding="utf-8"))
    assert set(manifest["files"]) == {name for name in files_of(backup) if name != "manifest.json"}


def spoil(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(bytes(content))


def edit(backup: Path, old: str, new: str) -> None:
    path = backup / "manifest.json"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


BROKEN = "mangler eller er skadet. Ingenting er lagt tilbake."
NOT_OURS = "manifest.json er skadet eller fra en annen utgave av programmet."
DAMAGES: dict[str, tuple[Callable[[Path], object], str]] = {
    "a flipped bit": (lambda backup: spoil(next(backup.glob("*/*02/*.gz"))), f"2026-09-02.warc.gz {BROKEN}"),
    "a file gone": (lambda backup: next(backup.glob("*/decisions.jsonl")).unlink(), f"decisions.jsonl {BROKEN}"),
    "several files": (
        lambda backup: [spoil(path) for path in backup.rglob("*.gz")],
        f"2026-09-01.warc.gz og 1 til {BROKEN}",
    ),
    "a cut manifest": (lambda backup: os.truncate(backup / "manifest.json", 300), NOT_OURS),
    "a manifest of a later version": (lambda backup: edit(backup, '"version": 1', '"version": 2'), NOT_OURS),
    "a way out of the folder": (lambda backup: edit(backup, '"archive/2026-09-02/', '"archive/../'), NOT_OURS),
    "no manifest": (lambda backup: (backup / "manifest.json").unlink(), "er ingen hel sikkerhetskopi: manifest.json"),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_backup_is_named_and_changes_nothing(home: Path, tmp_path: Path, damage: str) -> None:
    backup, empty = tmp_path / "backup", tmp_path / "empty"
    assert run(home, "backup", str(backup)).exit_code == 0
    spoiling, words = DAMAGES[damage]
    spoiling(backup)
    for arguments in (("restore", str(backup)), ("restore", "--check", str(backup))):
        assert words in said(run(empty, *arguments))
    assert not empty.exists()


def test_an_interrupted_backup_is_no_backup_and_spoils_none(home: Path, tmp_path: Path) -> None:
    backup = tmp_path / "backup"
    # Large enough that a copy takes a while.
    big = home / "archive" / "2026-09-02" / "big.warc.gz"
    padding = {**call("stor"), "sections": [{"heading": "Formål", "paragraphs": [os.urandom(6_000_000).hex()]}]}
    night_file(big, DAYS[1], [padding])
    assert "ingen hel sikkerhetskopi" in said(kill_a_backup(home, backup))
    assert run(home, "backup", str(backup)).exit_code == 0
    whole = json.loads((backup / "manifest.json").read_text(encoding="utf-8"))
    note_again(home)
    night_file(home / "archive" / "2026-09-02" / "bigger.warc.gz", DAYS[1], [padding, call("d")])
    checked = kill_a_backup(home, backup)
    assert checked.exit_code == 0, "the backup of before still stands"
    assert json.loads((backup / "manifest.json").read_text(encoding="utf-8")) == whole
    assert run(home, "backup", str(backup)).exit_code == 0
    assert not list(backup.rglob("*.part"))


def killed(home: Path, command: str, backup: Path, sign: Callable[[], bool]) -> None:
    """Runs the real program until the sign is seen, and kills it."""
    environment = {"RADAR_HOME": str(home), "PATH": "/usr/bin:/bin", **BY_WORDS}
    process = subprocess.Popen([str(PROGRAM), command, str(backup)], env=environment, start_new_session=True)
    while not sign():
        assert process.poll() is None, "it was over too soon"
    os.killpg(process.pid, signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL


def kill_a_backup(home: Path, backup: Path) -> Result:
    """Kills the program while it copies a large file; what is said of the folder that it left."""
    killed(home, "backup", backup, lambda: any((backup / "archive").glob("2026-09-02/big*.part")))
    return run(home, "restore", "--check", str(backup))


def test_an_interrupted_restore_goes_on(home: Path, tmp_path: Path) -> None:
    before, backup, other = what_it_came_to(home), tmp_path / "backup", tmp_path / "other"
    assert run(home, "backup", str(backup)).exit_code == 0
    note_again(home)
    assert run(home, "backup", str(other)).exit_code == 0
    shutil.rmtree(home)
    killed(home, "restore", backup, (home / "radar.sqlite").exists)
    assert "En gjenoppretting av en annen sikkerhetskopi ble avbrutt" in said(run(home, "restore", str(other)))
    assert run(home, "restore", str(backup)).exit_code == 0
    assert what_it_came_to(home) == before
    assert f"{home} har alt et arkiv, klynger, egne ord, beslutninger, netter." in said(
        run(home, "restore", str(backup))
    )


@pytest.mark.parametrize(
    ("what", "name"),
    [
        ("archive", "et arkiv"),
        ("clusters", "klynger"),
        ("glossary", "egne ord"),
        ("decisions.sqlite", "beslutninger"),
        ("radar.sqlite", "netter"),
    ],
)
def test_a_home_that_has_something_is_left_alone(home: Path, tmp_path: Path, what: str, name: str) -> None:
    backup, taken = tmp_path / "backup", tmp_path / "taken"
    assert run(home, "backup", str(backup)).exit_code == 0
    taken.mkdir()
    (home / what).rename(taken / what)
    before = files_of(taken)
    assert f"{taken} har alt {name}. Ingenting er endret." in said(run(taken, "restore", str(backup)))
    after = files_of(taken)
    assert after.pop("night.lock") == b""
    assert after == before


def test_a_backup_is_not_spoilt_by_a_home_that_lost_something(home: Path, tmp_path: Path) -> None:
    backup = tmp_path / "backup"
    assert run(home, "backup", str(backup)).exit_code == 0
    before = files_of(backup)
    file = home / "archive" / "2026-09-02" / "2026-09-02.warc.gz"
    night_file(file, DAYS[1], [call("annet")])
    assert "Arkivfilen 2026-09-02/2026-09-02.warc.gz er endret siden forrige" in said(run(home, "backup", str(backup)))
    file.unlink()
    assert "Arkivet har mistet 2026-09-02/2026-09-02.warc.gz" in said(run(home, "backup", str(backup)))
    assert files_of(backup) == before
    spoil(backup / "archive" / "2026-09-01" / "2026-09-01.warc.gz")
    shutil.copy(backup / "archive" / "2026-09-02" / file.name, file)
    assert "(1 nye)" in run(home, "backup", str(backup)).stdout, "a damaged copy is made again"
    assert run(home, "restore", "--check", str(backup)).exit_code == 0


def test_a_backup_that_would_be_of_no_use_is_refused(home: Path, tmp_path: Path) -> None:
    for place in (home / "backup", home, tmp_path):
        assert "ligger i hverandre" in said(run(home, "backup", str(place)))
    assert not (home / "backup").exists()
    assert "har ikke noe å ta vare på" in said(run(tmp_path / "empty", "backup", str(tmp_path / "backup")))
    assert not (tmp_path / "empty").exists()
    (tmp_path / "file").touch()
    refused = said(run(home, "backup", str(tmp_path / "file" / "backup")))
    assert refused == f"{tmp_path / 'file' / 'backup'} kan ikke leses eller skrives: Not a directory."
    with alone(Home.at(home)):
        assert "En annen kjøring holder på" in said(run(home, "backup", str(tmp_path / "backup")))


def test_the_demonstration_may_leave_the_archive(tmp_path: Path) -> None:
    home, backup, back = tmp_path / "home", tmp_path / "backup", tmp_path / "back"
    own_clusters(home)
    assert run(home, "night", "--date", "2026-09-15").exit_code == 0
    assert "1 arkivfiler (1 nye)" in run(home, "backup", str(backup)).stdout
    file = night_file(tmp_path / "real.warc.gz", date(2026, 10, 1), [call("a")], services=[service("x")])
    assert run(home, "night", "--replay", str(file)).exit_code == 0
    assert "1 arkivfiler (1 nye)" in run(home, "backup", str(backup)).stdout
    assert run(back, "restore", str(backup)).exit_code == 0
    shown = [run(one, "calls", "--format", "json").stdout for one in (home, back)]
    assert shown[0] == shown[1] != ""


def test_what_people_decided_before_the_first_night_is_kept_too(tmp_path: Path) -> None:
    home, backup, back = tmp_path / "home", tmp_path / "backup", tmp_path / "back"
    home.mkdir()
    decide(home)
    assert "0 arkivfiler (0 nye), 0 filer om klyngene og 4 beslutninger" in run(home, "backup", str(backup)).stdout
    result = run(back, "restore", str(backup))
    assert result.exit_code == 0
    assert result.stdout.endswith("Sikkerhetskopien har ingen netter å kjøre.\n")
    with Decisions.open(Home.at(home).decisions_url) as first, Decisions.open(Home.at(back).decisions_url) as second:
        assert second.notes() == first.notes() != []
