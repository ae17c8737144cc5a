"""Nights that are killed: what the next run makes of them is what an undisturbed night makes, and nothing waits."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import dagster as dg
import pytest
from night_samples import BY_WORDS, call, lines, night_file, run, service

from calls.store import Store
from matching.own_clusters import EXAMPLES

PROGRAM = Path(sys.executable).with_name("radar")
DAYS = (date(2026, 9, 1), date(2026, 9, 2))
LIMIT_S = 240
"""No run may take so long, however busy the machine is: one that waits for something waits for ever."""

ENDED = {dg.DagsterRunStatus.SUCCESS, dg.DagsterRunStatus.FAILURE, dg.DagsterRunStatus.CANCELED}

Moment = Callable[["Running"], None]
"""Waits until a run is to be killed."""


@dataclass
class Running:
    """A run of the real program, in a process group of its own, its words in files beside the home."""

    home: Path
    process: subprocess.Popen[bytes]
    began: float

    @property
    def words(self) -> str:
        return self.home.with_suffix(".err").read_text(encoding="utf-8")

    def kill(self) -> bool:
        """SIGKILL for the whole group; False when the run had ended by itself."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        return self.process.wait() == -signal.SIGKILL

    def end(self) -> int:
        """The exit code."""
        try:
            return self.process.wait(LIMIT_S)
        except subprocess.TimeoutExpired:
            self.kill()
            pytest.fail(f"a run in {self.home} waited for ever:\n{self.words}")


def started(home: Path, files: list[Path]) -> Running:
    environment = {"RADAR_HOME": str(home), "PATH": "/usr/bin:/bin", **BY_WORDS}
    with home.with_suffix(".out").open("wb") as out, home.with_suffix(".err").open("wb") as err:
        process = subprocess.Popen(
            [str(PROGRAM), "night", "--replay", *map(str, files)],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=err,
            start_new_session=True,
        )
    return Running(home, process, time.monotonic())


def after(seconds: float) -> Moment:
    """So long after the start."""
    return lambda running: time.sleep(max(0.0, running.began + seconds - time.monotonic()))


def on(sign: Callable[[Running], bool], delay: float) -> Moment:
    """So long after the first sign of a step."""

    def wait(running: Running) -> None:
        until = time.monotonic() + LIMIT_S
        while not sign(running) and running.process.poll() is None and time.monotonic() < until:
            time.sleep(0.001)
        time.sleep(delay)

    return wait


def says(words: str) -> Callable[[Running], bool]:
    return lambda running: words in running.words


def has(pattern: str) -> Callable[[Running], bool]:
    return lambda running: any(running.home.glob(pattern))


FROM_NOTHING = (
    has("archive/2026-09-01"),
    has("dagster/history/runs.db"),
    has("radar.sqlite"),
    says("Natt 2026-09-01: "),
)
SECOND_NIGHT = (has("archive/2026-09-02"), says("henter sider"), says("rangerer"), has("exports/2026-09-02/*.part"))
"""Signs of what is short, and would be hit by chance too seldom."""


@dataclass
class Plan:
    """A home whose runs are killed at these moments, one after the other, before one comes through."""

    name: str
    is_second: bool  # the first night was run in peace, and only the second is disturbed
    moments: list[Moment] = field(default_factory=list)


@dataclass(frozen=True)
class Nights:
    """Two archived nights, and what undisturbed runs make of them."""

    folder: Path
    files: list[Path]
    both: Path  # a home in which both were run at once
    first: Path  # a home in which the first was run
    both_s: float  # how long that took
    second_s: float  # how long the second night took by itself


def a_home(path: Path) -> Path:
    """An empty home with two profiles, to be quick."""
    profiles = path / "clusters" / "helseinn" / "profiles"
    profiles.mkdir(parents=True)
    examples = EXAMPLES / "helseinn"
    shutil.copy(examples / "cluster.yaml", profiles.parent)
    for name in ("demens_hjemme.yaml", "innoagent.yaml"):
        shutil.copy(examples / "profiles" / name, profiles)
    return path


def undisturbed(home: Path, files: list[Path]) -> float:
    """Runs the nights in peace; how long it took, s."""
    running = started(home, files)
    assert running.end() == 0, running.words
    return time.monotonic() - running.began


@pytest.fixture(scope="module")
def nights(tmp_path_factory: pytest.TempPathFactory) -> Nights:
    folder = tmp_path_factory.mktemp("kill")
    first, second = (folder / f"{day}.warc.gz" for day in DAYS)
    night_file(first, DAYS[0], [call("a"), call("b")], services=[service("x"), service("y")])
    changed = [call("a"), call("b", "15. okt. 2026"), call("c")]
    night_file(second, DAYS[1], changed, services=[service("x"), service("z")])
    both, one, apart = (a_home(folder / name) for name in ("both", "one", "apart"))

    def one_by_one() -> float:
        undisturbed(apart, [first])
        shutil.copytree(apart, one, dirs_exist_ok=True)
        return undisturbed(apart, [second])

    with ThreadPoolExecutor(2) as pool:
        second_s = pool.submit(one_by_one)
        both_s = pool.submit(undisturbed, both, [first, second])
    made = Nights(folder, [first, second], both, one, both_s.result(), second_s.result())
    assert what_it_came_to(apart) == what_it_came_to(both)
    return made


def what_it_came_to(home: Path) -> dict[str, bytes]:
    """All that readers get from a home, as bytes."""
    found = {}
    for night in DAYS:
        for what in ("calls", "matches"):
            result = run(home, what, "--night", str(night), "--format", "json")
            assert result.exit_code == 0, result.output
            assert lines(result), "there is something to compare"
            found[f"{what} {night}"] = result.stdout_bytes
    books = sorted((home / "exports").rglob("*.xlsx"))
    assert len(books) == len(DAYS)
    return found | {str(path.relative_to(home)): path.read_bytes() for path in books}


def problems(home: Path) -> list[str]:
    with Store.open(f"sqlite:///{home / 'radar.sqlite'}") as store:
        return store.check()


def problems_as_left(home: Path, folder: Path) -> list[str]:
    """What is wrong with a copy of the database as the killed run left it: looking at it would change it."""
    folder.mkdir()
    for path in home.glob("radar.sqlite*"):
        if not path.name.endswith("-shm"):
            shutil.copy(path, folder)
    return problems(folder) if (folder / "radar.sqlite").exists() else []


def unfinished(home: Path) -> list[str]:
    """Runs that Dagster's page would show as under way."""
    with dg.DagsterInstance.from_config(str(home / "dagster")) as instance:
        return [run.run_id for run in instance.get_runs() if run.status not in ENDED]


def plans(nights: Nights) -> list[Plan]:
    """20 kills in 12 homes: one in each spread over the length of a run, 8 where a certain step is seen."""
    chance = random.Random(20260901)
    made = []
    kinds = ((4, False, nights.both_s, FROM_NOTHING), (8, True, nights.second_s, SECOND_NIGHT))
    for count, is_second, length, signs in kinds:
        for number in range(count):
            plan = Plan(f"{'second' if is_second else 'both'}-{number}", is_second)
            if number < len(signs):
                plan.moments.append(on(signs[number], chance.choice((0.0, chance.random() * 0.3))))
            plan.moments.append(after((number + chance.random()) / count * length))
            made.append(plan)
    return made


def disturbed(plan: Plan, nights: Nights) -> tuple[int, list[str]]:
    """Kills the runs of a home, then runs it to its end; how many kills, and what was wrong with the database then."""
    place = nights.folder / plan.name
    home = shutil.copytree(nights.first, place) if plan.is_second else a_home(place)
    files = nights.files[1:] if plan.is_second else nights.files
    found: list[str] = []
    for number, moment in enumerate(plan.moments):
        for attempt in range(4):
            running = started(home, files)
            (moment if not attempt else after(5 / 2**attempt))(running)
            if running.kill():
                break
        else:
            pytest.fail("the run was over before it could be killed")
        found += problems_as_left(home, nights.folder / f"{plan.name} left {number}")
    last = started(home, files)
    assert last.end() == 0, last.words
    return len(plan.moments), found


@pytest.fixture(scope="module")
def killed(nights: Nights) -> dict[Path, tuple[int, list[str]]]:
    """Every home of the plan, with its kills."""
    with ThreadPoolExecutor(2) as pool:
        ran = {nights.folder / plan.name: pool.submit(disturbed, plan, nights) for plan in plans(nights)}
    return {home: done.result() for home, done in ran.items()}


def test_a_killed_night_run_again_is_an_undisturbed_night(nights: Nights, killed: dict[Path, object]) -> None:
    expected = what_it_came_to(nights.both)
    for home in killed:
        assert what_it_came_to(home) == expected, home.name


def test_the_database_is_whole_after_each_kill_and_each_run(killed: dict[Path, tuple[int, list[str]]]) -> None:
    assert sum(kills for kills, _ in killed.values()) == 20
    for home, (_, found) in killed.items():
        assert (home.name, found, problems(home)) == (home.name, [], [])


def test_no_run_of_a_killed_process_stays_under_way(killed: dict[Path, object]) -> None:
    assert {home.name: unfinished(home) for home in killed} == {home.name: [] for home in killed}


def test_half_written_files_are_no_data(nights: Nights) -> None:
    """What a kill between writing and renaming leaves: seldom hit, so laid out by hand."""
    home = shutil.copytree(nights.first, nights.folder / "halves")
    for whole in sorted(path for path in nights.both.rglob("2026-09-02/*") if path.is_file()):
        half = home / whole.relative_to(nights.both)
        half.parent.mkdir(parents=True, exist_ok=True)
        content = whole.read_bytes()
        half.with_name(f"{half.name}.part").write_bytes(content[: len(content) // 2])
    result = run(home, "night", "--date", str(DAYS[1]))
    said = f"Error: Arkivet i {home / 'archive'} har ingen natt {DAYS[1]}.\n"
    assert (result.exit_code, result.stderr) == (1, said)
    undisturbed(home, nights.files[1:])
    assert what_it_came_to(home) == what_it_came_to(nights.both)


def test_of_two_runs_at_once_the_second_says_so_and_ends(nights: Nights) -> None:
    home = a_home(nights.folder / "two")
    first = started(home, nights.files)
    on(says("henter sider"), 0)(first)
    os.killpg(first.process.pid, signal.SIGSTOP)  # else it may be through before the second has begun
    second = subprocess.run(
        [str(PROGRAM), "night", "--replay", *map(str, nights.files)],
        env={"RADAR_HOME": str(home), "PATH": "/usr/bin:/bin", **BY_WORDS},
        capture_output=True,
        text=True,
        timeout=LIMIT_S,
        check=False,
    )
    os.killpg(first.process.pid, signal.SIGCONT)
    said = f"Feil: En annen kjøring holder på i {home}. Vent til den er ferdig, og prøv igjen.\n"
    assert (second.returncode, second.stdout, second.stderr) == (1, "", said)
    assert first.end() == 0, first.words
    assert what_it_came_to(home) == what_it_came_to(nights.both)
