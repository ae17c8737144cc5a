"""The command line: help with an example everywhere, one clear line for every error, and the small commands."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import click
import httpx
import pytest
from click.testing import CliRunner
from night_samples import BY_WORDS

from pipelines.cli import radar


def _commands(group: click.Group, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    for name, command in sorted(group.commands.items()):
        if isinstance(command, click.Group):
            yield from _commands(command, (*path, name))
        else:
            yield (*path, name), command


COMMANDS = dict(_commands(radar))


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_every_command_has_help_with_an_example(path: tuple[str, ...]) -> None:
    result = CliRunner().invoke(radar, [*path, "--help"])
    assert result.exit_code == 0
    assert "Eksemp" in result.output
    assert f"radar {' '.join(path)}" in result.output


def _radar(tmp_path: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """The installed command in a process of its own, so that exit code and stderr are the real ones."""
    program = Path(sys.executable).with_name("radar")
    return subprocess.run(
        [str(program), *arguments],
        env={"RADAR_HOME": str(tmp_path / "home"), "PATH": "/usr/bin:/bin", **BY_WORDS, **environment},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("arguments", "environment", "words"),
    [
        (["calls"], {}, "Kjør «radar night» først"),
        (["matches", "--format", "json"], {}, "Kjør «radar night» først"),
        (["export", "--out", "treff.doc"], {}, "må ende på .xlsx, .csv, .pdf, .ics, .atom"),
        (["calls", "--source", "ukjent"], {}, "Ukjent kilde «ukjent»"),
        (["sources", "check", "ukjent"], {}, "Ukjent kilde «ukjent»"),
        (["sources", "record", "forskningsradet"], {}, "Arkivet er tomt"),
        (["night", "--live"], {}, "RADAR_CONTACT"),
        (["night", "--live"], {"RADAR_CONTACT": "uten adresse"}, "RADAR_CONTACT"),
        (["sources", "check", "forskningsradet", "--live"], {}, "RADAR_CONTACT"),
        (["night", "--replay", "finnes-ikke.warc.gz"], {}, "finnes-ikke.warc.gz"),
        (["night", "--live", "--date", "2020-01-01"], {"RADAR_CONTACT": "Kari <kari@example.no>"}, "--live gjelder"),
        (["night", "--date", "2020-01-01"], {}, "ingen natt 2020-01-01"),
        (["serve", "--port", "99999"], {}, "99999"),
        (["ukjent"], {}, "ukjent"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_an_error_is_one_line_and_a_non_zero_exit(
    tmp_path: Path, arguments: list[str], environment: dict[str, str], words: str
) -> None:
    result = _radar(tmp_path, *arguments, **environment)
    assert result.returncode not in (0, 3)
    assert words in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert result.stdout == ""


def test_a_damaged_archive_is_named(tmp_path: Path) -> None:
    (tmp_path / "natt.warc.gz").write_bytes(b"\x1f\x8b\x08\x00half")
    result = _radar(tmp_path, "night", "--replay", "natt.warc.gz")
    assert result.returncode == 1
    assert "natt.warc.gz" in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_init_copies_the_examples_once_and_check_finds_what_is_wrong(tmp_path: Path) -> None:
    assert _radar(tmp_path, "init").returncode == 0
    again = _radar(tmp_path, "init")
    assert again.returncode == 1
    assert "finnes allerede" in again.stderr
    assert _radar(tmp_path, "profiles", "check").returncode == 0
    profile = next((tmp_path / "home" / "clusters" / "helseinn" / "profiles").glob("*.yaml"))
    profile.write_text(profile.read_text(encoding="utf-8") + "keywordz: [x]\n", encoding="utf-8")
    wrong = _radar(tmp_path, "profiles", "check")
    assert wrong.returncode == 1
    assert profile.name in wrong.stderr
    assert "keywordz" in wrong.stderr


def test_doctor_on_an_empty_machine_says_what_to_do(tmp_path: Path) -> None:
    result = _radar(tmp_path, "doctor")
    assert result.returncode == 0
    for words in ("radar night", "RADAR_CONTACT", "radar init"):
        assert words in result.stdout


def test_sources_list_before_the_first_night(tmp_path: Path) -> None:
    result = _radar(tmp_path, "sources", "list")
    assert result.returncode == 0
    assert "forskningsradet" in result.stdout
    assert "aldri lest" in result.stdout


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cli")
    assert _radar(folder, "night").returncode == 0
    return folder


def test_tables_csv_and_filters(night: Path) -> None:
    table = _radar(night, "calls", "--status", "open")
    assert table.stdout.splitlines()[-1] == "112 utlysninger"
    csv = _radar(night, "calls", "--format", "csv")
    assert csv.stdout.splitlines()[0].startswith("source,source_id,api_id,url,title")
    matches = _radar(night, "matches", "--cluster", "helseinn", "--top", "1")
    assert "helseinn / digital_hjemmeoppfolging" in matches.stdout
    unknown = _radar(night, "matches", "--profile", "finnes-ikke")
    assert unknown.returncode == 1
    assert "Ukjent profil «finnes-ikke»" in unknown.stderr


def test_assumptions_are_tested_on_the_archive(night: Path) -> None:
    result = _radar(night, "sources", "check", "forskningsradet")
    assert result.returncode == 0, result.stderr
    assert "[holdt] (likely) list_id" in result.stdout
    assert "[kunne ikke prøves] (guess) tab" in result.stdout


def test_a_recorded_fixture_is_what_the_source_reads(night: Path) -> None:
    assert _radar(night, "sources", "record", "forskningsradet", "--pages", "2", "--out", "fx").returncode == 0
    kept = json.loads((night / "fx" / "call.json").read_text(encoding="utf-8"))
    assert [entry["name"] for entry in kept["lists"]] == ["current", "completed", "html"]
    assert len(kept["pages"]) == 2
    readings = json.loads((night / "fx" / "readings.json").read_text(encoding="utf-8"))
    assert sum(reading["is_detail_read"] for reading in readings) == 2
    assert all((night / "fx" / entry["file"]).stat().st_size for entry in (*kept["lists"], *kept["pages"]))


def test_serve_answers_and_prints_its_address(night: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    program = str(Path(sys.executable).with_name("radar"))
    environment = {"RADAR_HOME": str(night / "home"), "RADAR_PORT": str(port), "PATH": "/usr/bin:/bin"}
    with subprocess.Popen([program, "serve"], env=environment, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            assert f"http://127.0.0.1:{port}" in server.stdout.readline()
            page = _answer(f"http://127.0.0.1:{port}/klynge/helseinn/digital_hjemmeoppfolging")
            assert "Velferdsteknologi og digital hjemmeoppfølging i kommunene" in page
            taken = _radar(night, "serve", RADAR_PORT=str(port))
            assert taken.returncode == 1
            assert f"Port {port}" in taken.stderr
        finally:
            server.terminate()


def _answer(url: str) -> str:
    """The page, once the server listens."""
    for _ in range(100):
        try:
            return str(httpx.get(url).text)
        except httpx.ConnectError:
            time.sleep(0.1)
    raise AssertionError(f"no answer from {url}")
