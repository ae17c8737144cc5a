"""Dagster's own state under RADAR_HOME, and who may run a night there now."""

from __future__ import annotations

import contextlib
import fcntl
import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import click
import dagster as dg

from calls.home import Home
from pipelines.pruning import HEADLESS, prune

MAX_RUNTIME_S = 14_400

DAGSTER_YAML = f"""\
# Written by radar. Telemetry stays off; nothing of a night leaves this machine but requests to the sources.
telemetry:
  enabled: false
nux:
  enabled: false
# One run at a time: nights follow on each other, and SQLite serves one writer.
concurrency:
  runs:
    max_concurrent_runs: 1
run_monitoring:
  enabled: true
  max_runtime_seconds: {MAX_RUNTIME_S}
retention:
  schedule:
    purge_after_days: 90
  sensor:
    purge_after_days: {{skipped: 1, failure: 30, success: 90}}
"""

_RUNNING = [dg.DagsterRunStatus.STARTING, dg.DagsterRunStatus.STARTED, dg.DagsterRunStatus.CANCELING]
_UNFINISHED = [dg.DagsterRunStatus.NOT_STARTED, *_RUNNING]
"""A run is written before it begins, and a process may be killed in between."""


@contextlib.contextmanager
def alone(home: Home) -> Iterator[None]:
    """Only one process runs nights in a home. The system lets go of the lock when the process ends, however it ends.

    click.ClickException when another one is at it.
    """
    home.path.mkdir(parents=True, exist_ok=True)
    with (home.path / "night.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise click.ClickException(
                f"En annen kjøring holder på i {home.path}. Vent til den er ferdig, og prøv igjen."
            ) from None
        yield


def prepare(home: Home) -> None:
    """Makes Dagster's folder with its settings, unless somebody has written their own, and points Dagster at it."""
    home.dagster.mkdir(parents=True, exist_ok=True)
    settings = home.dagster / "dagster.yaml"
    if not settings.exists():
        beside = settings.with_name("dagster.yaml.part")
        beside.write_text(DAGSTER_YAML, encoding="utf-8")
        beside.replace(settings)
    os.environ["DAGSTER_HOME"] = str(home.dagster)


@contextlib.contextmanager
def opened(home: Home) -> Iterator[dg.DagsterInstance]:
    """Dagster's instance under the home, so that its page shows these runs too. To be opened by whoever is `alone`."""
    prepare(home)
    with dg.DagsterInstance.get() as instance:
        _bury(instance)
        _refuse_beside_daemon(instance)
        yield instance
        prune(instance, home, datetime.now(UTC))


@contextlib.contextmanager
def unlogged() -> Iterator[dg.DagsterInstance]:
    """An instance of Dagster's that is gone afterwards, for nights that nobody will look up there."""
    with dg.DagsterInstance.ephemeral() as instance:
        yield instance


def _refuse_beside_daemon(instance: dg.DagsterInstance) -> None:
    """click.ClickException while a run of Dagster's daemon is under way: two nights at once take each other back.

    The other way round the daemon waits, as its queue counts our runs too. A run older than it may be is dead.
    """
    since = datetime.now(UTC) - timedelta(seconds=MAX_RUNTIME_S)
    running = dg.RunsFilter(statuses=_RUNNING, created_after=since)
    nights = [run for run in instance.get_runs(running) if run.job_name in ("scrape", "rank")]
    others = [run.run_id[:8] for run in nights if HEADLESS not in run.tags]
    if others:
        raise click.ClickException(
            f"Dagster kjører en natt nå (kjøring {others[0]}). Vent til den er ferdig, eller avslutt den der."
        )


def _bury(instance: dg.DagsterInstance) -> None:
    """Ends headless runs whose process was killed: nobody else would, and the daemon would wait for them."""
    unfinished = dg.RunsFilter(statuses=_UNFINISHED, tags={HEADLESS: "true"})
    for run in instance.get_runs(unfinished):
        instance.report_run_failed(run, "Prosessen som kjørte natten, er borte.")
