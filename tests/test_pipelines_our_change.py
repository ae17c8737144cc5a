"""Another way of reading, put in between two nights: every difference is ours, and nobody is told of a change."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from night_samples import call, night_file

import calls
from calls.store import Store

PACKAGES = (
    "assets",
    "bundle",
    "calls",
    "clusters",
    "glossary",
    "matching",
    "pipelines",
    "publish",
    "readers",
    "sources",
    "web",
)
NIGHTS = (date(2026, 9, 1), date(2026, 9, 2), date(2026, 9, 3))
EDITS = {
    # A rule for dates: a deadline without a clock time ends an hour earlier.
    "sources/forskningsradet/__init__.py": ('deadline_clock="13:00"', 'deadline_clock="12:00"'),
    # A renamed value, and a field that was empty before.
    "calls/normalise/__init__.py": ('"funder": rules.funder,', '"funder": rules.funder.upper(),'),
    "calls/normalise/values.py": (
        '"parent_id": parents[0].text if parents else None,',
        '"parent_id": parents[0].text if parents else "ny lesning",',
    ),
}


@pytest.fixture(scope="module")
def other_code(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the code that reads pages in another way."""
    folder, root = tmp_path_factory.mktemp("code"), Path(calls.__path__[0]).parent
    for package in PACKAGES:
        left_out = shutil.ignore_patterns("__pycache__", "node_modules", "nights")
        shutil.copytree(root / package, folder / package, ignore=left_out)
    for name, (before, after) in EDITS.items():
        text = (folder / name).read_text(encoding="utf-8")
        assert text.count(before) == 1, f"{name} no longer has {before}"
        (folder / name).write_text(text.replace(before, after), encoding="utf-8")
    return folder


def run(code: Path, home: Path, file: Path) -> None:
    radar(code, home, "night", "--replay", str(file))


def radar(code: Path, home: Path, *arguments: str) -> str:
    """What the command line of that code prints."""
    program = "import sys; from pipelines.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        env={**os.environ, "PYTHONPATH": str(code), "RADAR_HOME": str(home)},
        cwd=code,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_new_way_of_reading_notifies_nobody(other_code: Path, tmp_path: Path) -> None:
    root, home = Path(calls.__path__[0]).parent, tmp_path / "home"
    same = [call("a"), call("b"), call("c", "11. nov. 2026")]
    moved = [call("a"), call("b", "15. okt. 2026"), call("c", "11. nov. 2026")]
    for code, day, told in zip((root, other_code, other_code), NIGHTS, (same, same, moved), strict=True):
        run(code, home, night_file(tmp_path / f"{day}.warc.gz", day, told))
    with Store.open(f"sqlite:///{home / 'radar.sqlite'}") as store:
        ours = store.events(night=NIGHTS[1])
        assert set(ours["cause"]) == {"us"}
        assert set(ours["source_id"]) == {"2026/a", "2026/b", "2026/c"}
        assert {"funder", "parent_id"} <= set(ours["field"])
        assert set(store.calls(NIGHTS[1])["parent_id"]) == {"ny lesning"}
        theirs = store.events(night=NIGHTS[2])
        assert theirs[["source_id", "kind", "cause"]].to_numpy().tolist() == [["2026/b", "deadline_later", "funder"]]


def test_a_change_of_the_funder_is_told_also_on_the_night_of_a_new_way_of_reading(
    other_code: Path, tmp_path: Path
) -> None:
    root, home = Path(calls.__path__[0]).parent, tmp_path / "home"
    before, after = [call("a"), call("b")], [call("a"), call("b", "7. okt. 2026"), call("c")]
    for code, day, told in zip((root, other_code), NIGHTS, (before, after), strict=False):
        run(code, home, night_file(tmp_path / f"{day}.warc.gz", day, told))
    with Store.open(f"sqlite:///{home / 'radar.sqlite'}") as store:
        events = store.events(night=NIGHTS[1], cause="funder")
        assert events[["source_id", "kind"]].to_numpy().tolist() == [
            ["2026/b", "deadline_earlier"],
            ["2026/c", "first_seen"],
        ]


def test_history_read_again_is_shown_first_and_then_tells_nobody_anything(other_code: Path, tmp_path: Path) -> None:
    root, home = Path(calls.__path__[0]).parent, tmp_path / "home"
    for day, told in zip(NIGHTS, ([call("a"), call("b")], [call("a"), call("b", "7. okt. 2026")]), strict=False):
        run(root, home, night_file(tmp_path / f"{day}.warc.gz", day, told))

    def told() -> tuple[list[list[str]], set[str]]:
        with Store.open(f"sqlite:///{home / 'radar.sqlite'}") as store:
            events = store.events(cause="funder")[["source_id", "kind"]].to_numpy().tolist()
            return events, set(store.calls()["parent_id"].dropna())

    before = told()
    assert before == ([["2026/b", "deadline_earlier"]], set())
    shown = radar(other_code, home, "reread").splitlines()
    assert sum("Del av: «ny lesning» er kommet til" in line for line in shown) == 2
    assert shown[-1].startswith("2 utlysninger ville blitt lest annerledes: ")
    assert shown[-1].endswith("Kjør «radar reread --do» for å gjøre det.")
    assert told() == before, "to look is not to do"
    radar(other_code, home, "reread", "--do")
    assert told() == (before[0], {"ny lesning"})
    assert radar(other_code, home, "reread").splitlines()[-1].startswith("Ingenting: 2 netter leses likt")
