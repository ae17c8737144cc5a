"""Dagster's own state under RADAR_HOME, and who may run a night there now."""

from __future__ import annotations

import contextlib
import fcntl
import os
from collections.abc import Iterator

import click
import dagster as dg

from calls.home import Home

HEADLESS = "radar/headless"
"""Tag of runs that live in the process that began them: no daemon looks after those."""

DAGSTER_YAML = """\
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
  max_runtime_seconds: 14400
retention:
  schedule:
    purge_after_days: 90
  sensor:
    purge_after_days: {skipped: 7, failure: 30, success: 90}
"""

_UNFINISHED = (
    dg.DagsterRunStatus.NOT_STARTED,  # written before the run begins, and a process may be killed in between
    dg.DagsterRunStatus.STARTING,
    dg.DagsterRunStatus.STARTED,
    dg.DagsterRunStatus.CANCELING,
)


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
        yield instance


def _bury(instance: dg.DagsterInstance) -> None:
    """Ends headless runs whose process was killed: nobody else would, and the daemon would wait for them."""
    unfinished = dg.RunsFilter(statuses=list(_UNFINISHED), tags={HEADLESS: "true"})
    for run in instance.get_runs(unfinished):
        instance.report_run_failed(run, "Prosessen som kjørte natten, er borte.")
