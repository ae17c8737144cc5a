"""What docs/operate.md and the unit files beside it say is so: settings, commands, files, times, exit codes."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import click
import pytest
from night_samples import call, night_file, run

import pipelines.settings
from pipelines.cli import radar
from pipelines.schedules import NIGHTLY, WATCH
from pipelines.summary import PARTLY_OLD

ROOT = Path(__file__).parents[1]
GUIDE = ROOT / "docs" / "operate.md"
UNITS = ROOT / "docs" / "systemd"
SERVICES = sorted(path.name for path in UNITS.glob("*.service"))


def _guide() -> str:
    return GUIDE.read_text(encoding="utf-8")


def _settings(name: str) -> list[tuple[str, str]]:
    """Key and value of each line of a unit file, in order."""
    lines = (UNITS / name).read_text(encoding="utf-8").splitlines()
    return [(line.partition("=")[0], line.partition("=")[2]) for line in lines if "=" in line and line[0] != "#"]


def _value(name: str, key: str) -> str:
    [value] = [found for found_key, found in _settings(name) if found_key == key]
    return value


def test_systemd_accepts_the_units(tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze is not on this machine")
    bin_folder = Path(sys.executable).parent
    for path in sorted(UNITS.iterdir()):
        text = path.read_text(encoding="utf-8").replace("/opt/utlysningsradar/.venv/bin", str(bin_folder))
        (tmp_path / path.name).write_text(text, encoding="utf-8")
    names = [str(tmp_path / path.name) for path in sorted(UNITS.iterdir())]
    done = subprocess.run(["systemd-analyze", "verify", *names], capture_output=True, text=True, check=False)
    # Whatever other units of the machine complain of is not ours.
    ours = [line for line in done.stderr.splitlines() if "radar-" in line]
    assert (done.returncode, ours) == (0, [])


def test_the_units_run_the_commands_that_there_are() -> None:
    for name in SERVICES:
        program, *arguments = shlex.split(_value(name, "ExecStart"))
        home, _, command = program.rpartition("/")
        assert home == "/opt/utlysningsradar/.venv/bin"
        assert (Path(sys.executable).parent / command).exists()
        if command == "radar":
            _check_command(arguments)


def test_every_unit_that_runs_something_is_locked_in_alike() -> None:
    locks = {name: _locks(name) for name in SERVICES}
    assert all(one == locks["radar-night.service"] for one in locks.values())
    assert {
        ("User", "radar"),
        ("NoNewPrivileges", "yes"),
        ("CapabilityBoundingSet", ""),
        ("ProtectSystem", "strict"),
        ("ProtectHome", "yes"),
        ("RestrictAddressFamilies", "AF_INET AF_INET6 AF_UNIX"),
        ("SystemCallFilter", "@system-service"),
    } <= set(locks["radar-night.service"])


def _locks(name: str) -> list[tuple[str, str]]:
    """The settings from `User` on: who it runs as and what it may touch."""
    settings = [pair for pair in _settings(name) if pair[0] != "WantedBy"]
    return settings[[key for key, _ in settings].index("User") :]


def test_the_timers_keep_the_times_of_the_schedules() -> None:
    for unit, cron in (("radar-night.timer", NIGHTLY), ("radar-watch.timer", WATCH)):
        minute, hour, *_ = cron.split()
        clock = f"{int(hour):02}:{int(minute):02}"
        assert _value(unit, "OnCalendar") == f"*-*-* {clock}:00 Europe/Oslo"
        assert clock in _guide()
        assert re.search(rf"^{re.escape(cron)} ", _guide(), re.MULTILINE)


def test_a_night_on_partly_old_data_is_no_failure_to_systemd() -> None:
    assert _value("radar-night.service", "SuccessExitStatus") == str(PARTLY_OLD)
    assert _value("radar-watch.service", "SuccessExitStatus") == str(PARTLY_OLD)
    assert _value("radar-night.service", "OnFailure") == "radar-watch.service"


def test_every_unit_stands_in_the_guide() -> None:
    linked = set(re.findall(r"\]\(systemd/([^)]+)\)", _guide()))
    assert linked == {path.name for path in UNITS.iterdir()}


def test_every_link_leads_somewhere() -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", _guide())
    assert len(links) > 5
    assert [link for link in links if not (GUIDE.parent / link).exists()] == []


def test_every_setting_stands_in_the_guide_and_no_other() -> None:
    known = set(re.findall(r"^(RADAR_[A-Z_]+) ", pipelines.settings.__doc__ or "", re.MULTILINE))
    assert len(known) > 8
    assert set(re.findall(r"RADAR_[A-Z_]*[A-Z]", _guide())) == known


def _commands() -> list[list[str]]:
    """Every `radar …` of the guide, in code blocks and in backticks, as arguments."""
    text = _guide()
    blocks = re.findall(r"^```(?:sh|cron)\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)
    code = [line for block in blocks for line in block.splitlines() if not line.startswith("radar()")]
    code += re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```$", "", text, flags=re.DOTALL | re.MULTILINE))
    found = [
        re.split(r"[;|#>]|&&", match)[0] for line in code for match in re.findall(r"(?:^|[ /])radar ([a-z].*)", line)
    ]
    return [shlex.split(one) for one in found]


def _check_command(arguments: list[str]) -> None:
    """The command is there, and so is each of its options."""
    command: click.Command = radar
    rest = list(arguments)
    while isinstance(command, click.Group) and rest and not rest[0].startswith("-"):
        command = command.commands[rest.pop(0)]
    options = {name for parameter in command.params for name in parameter.opts}
    assert [word for word in rest if word.startswith("--") and word not in options] == [], arguments


def test_every_command_of_the_guide_is_there() -> None:
    said = _commands()
    assert len(said) > 30
    for arguments in said:
        _check_command(arguments)
    assert {arguments[0] for arguments in said} >= {"night", "watch", "doctor", "backup", "restore", "sources", "serve"}


def test_every_target_of_make_that_the_guide_names_is_there() -> None:
    targets = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = set(re.findall(r"(?:^|&& |`)make (\w+)", _guide(), re.MULTILINE))
    assert "install" in named
    assert named <= targets


def test_everything_that_lies_in_the_home_stands_in_the_guide(tmp_path: Path) -> None:
    home = tmp_path / "home"
    archive = night_file(tmp_path / "night.warc.gz", date(2026, 9, 16), [call("a")])
    assert run(home, "night", "--replay", str(archive)).exit_code == 0
    assert run(home, "init").exit_code == 0
    (home / "glossary").mkdir()  # own words, where somebody has made it
    assert run(home, "sources", "disable", "forskningsradet", "--by", "Kari").exit_code == 0
    assert run(home, "watch", "--date", "2026-09-17").exit_code == 1
    table = _guide().partition("### What lies in RADAR_HOME")[2].partition("\n## ")[0]
    told = {name.rstrip("/") for name in re.findall(r"\| `([a-z.]+/?)`", table)}
    lying = {path.name for path in home.iterdir() if not path.name.endswith(("-wal", "-shm"))}
    assert lying == told
