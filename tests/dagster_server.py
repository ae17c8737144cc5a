"""A real `dagster dev` for tests: webserver, daemon and code server in one session, all of it gone afterwards."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import dagster as dg
from night_samples import BY_WORDS

from calls.home import Home
from pipelines.instance import prepare

PROJECT = Path(__file__).resolve().parents[1]
DAGSTER = Path(sys.executable).with_name("dagster")
ENDED = {"SUCCESS", "FAILURE", "CANCELED"}
CHECKED = dg.DagsterEventType.ASSET_CHECK_EVALUATION

_RUNS = "{runsOrError {... on Runs {results {runId jobName status startTime tags {key value}}}}}"


@dataclass(frozen=True)
class Run:
    """A run as the webserver tells of it."""

    run_id: str
    job: str
    status: str
    started_at: float  # seconds since 1970; 0 before the start
    tags: dict[str, str]

    @property
    def night(self) -> str:
        return self.tags.get("dagster/partition", "")


class Server:
    """`dagster dev` for one home. Everything is asked of its webserver."""

    def __init__(self, home: Home, environment: dict[str, str]) -> None:
        self.home = home
        self.environment = environment
        self.log = home.path / "dagster dev.log"
        with closing(socket.socket()) as one:
            one.bind(("127.0.0.1", 0))
            self.port = int(one.getsockname()[1])
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [str(DAGSTER), "dev", "-h", "127.0.0.1", "-p", str(self.port), "-w", "workspace.yaml"],
                cwd=PROJECT,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def ask(self, query: str, **variables: Any) -> Any:
        """What GraphQL answers. OSError while the webserver does not answer."""
        body = json.dumps({"query": query, "variables": variables}).encode()
        asked = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/graphql", body, {"Content-Type": "application/json"}
        )
        with urllib.request.urlopen(asked, timeout=30) as answer:
            found = json.load(answer)
        assert "errors" not in found, found
        return found["data"]

    def runs(self, job: str = "") -> list[Run]:
        """Runs, in the order in which they were asked for."""
        found = [
            Run(one["runId"], one["jobName"], one["status"], one["startTime"] or 0.0, _pairs(one["tags"]))
            for one in reversed(self.ask(_RUNS)["runsOrError"]["results"])
        ]
        return [run for run in found if job in ("", run.job)]

    def checks(self, run_id: str) -> dict[str, tuple[bool, str, str]]:
        """The checks of a run: by name whether it passed, how severe it is, and what it says."""
        with dg.DagsterInstance.from_config(str(self.home.dagster)) as instance:
            events = [entry.dagster_event for entry in instance.all_logs(run_id)]
        found = [event.asset_check_evaluation_data for event in events if event and event.event_type is CHECKED]
        return {one.check_name: (one.passed, one.severity.value, one.description or "") for one in found}

    def wait(self, what: str, is_so: Callable[[], bool], limit_s: float) -> None:
        """Waits until it is so. AssertionError with the last lines of the log when it never is."""
        until = time.monotonic() + limit_s
        while not is_so():
            seen = self.process.poll()
            if seen is not None or time.monotonic() > until:
                raise AssertionError(f"{what}: not within {limit_s} s (ended: {seen})\n{self.words()[-6000:]}")
            time.sleep(0.5)

    def answers(self) -> bool:
        """Whether the webserver answers, with our code loaded."""
        try:
            found = self.ask("{repositoriesOrError {... on RepositoryConnection {nodes {name}}}}")
        except OSError:
            return False
        return bool(found["repositoriesOrError"].get("nodes"))

    def words(self) -> str:
        """What it has said so far."""
        return self.log.read_text(encoding="utf-8", errors="replace")

    def stop(self) -> None:
        """Ends all of its processes at once: started from a script, it would ignore INT and TERM."""
        for process in _of_session(self.process.pid):
            os.kill(process, signal.SIGKILL)
        self.process.wait(30)
        until = time.monotonic() + 30
        while left := _of_session(self.process.pid):
            assert time.monotonic() < until, f"processes {left} do not end"
            for process in left:
                os.kill(process, signal.SIGKILL)
            time.sleep(0.05)


@contextmanager
def running(home: Home, **environment: str) -> Iterator[Server]:
    """A server of that home that answers."""
    before = os.environ.get("DAGSTER_HOME")
    prepare(home)
    os.environ.pop("DAGSTER_HOME") if before is None else os.environ.update(DAGSTER_HOME=before)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("RADAR_", "DAGSTER_"))}
    kept |= {"RADAR_HOME": str(home.path), "DAGSTER_HOME": str(home.dagster), **BY_WORDS, **environment}
    server = Server(home, kept)
    try:
        server.wait("dagster dev answers", server.answers, 120)
        yield server
    finally:
        server.stop()


def _pairs(tags: list[dict[str, str]]) -> dict[str, str]:
    return {tag["key"]: tag["value"] for tag in tags}


def _of_session(session: int) -> list[int]:
    """The processes that began in that session, zombies aside."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[3]) == session and fields[0] != "Z":
            found.append(int(folder.name))
    return found
