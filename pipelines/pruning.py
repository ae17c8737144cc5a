"""Keeping Dagster's own record of runs short: a log takes a third of a megabyte, also of a night that changes nothing.

The nights themselves stand in the store, and what went wrong in the operator's messages; neither belongs here.
"""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
from datetime import datetime, timedelta
from pathlib import Path

import dagster as dg

from calls.home import Home

HEADLESS = "radar/headless"
"""Tag of runs that live in the process that began them: no daemon looks after those."""

ENDED = (dg.DagsterRunStatus.SUCCESS, dg.DagsterRunStatus.FAILURE, dg.DagsterRunStatus.CANCELED)

KEPT_RUNS = 2
"""Headless runs that keep their log: those of the last night."""

KEPT_FAILURES = 6
"""... and of so many the ones that failed: somebody may still want to know why."""

KEPT_DAYS = 3
"""For how long runs of Dagster's daemon keep theirs. Its sensors look at runs that have just ended, and a backfill at
all of its own: none of them may go at once."""

_RUN = "-".join("?" * length for length in (8, 4, 4, 4, 12))
"""What a run's id looks like. Dagster has other files beside those of runs."""

_BUSY_S = 30


def prune(instance: dg.DagsterInstance, home: Home, now: datetime) -> None:
    """Removes the runs that need not be kept, and what Dagster leaves of removed runs in files of its own.

    The files are those of Dagster's SQLite storage, where it is under the home.
    """
    headless = instance.get_runs(dg.RunsFilter(statuses=ENDED, tags={HEADLESS: "true"}))
    others = instance.get_runs(dg.RunsFilter(statuses=ENDED, updated_before=now - timedelta(days=KEPT_DAYS)))
    failed = [run for run in headless[:KEPT_FAILURES] if run.status != dg.DagsterRunStatus.SUCCESS]
    wanted = {run.run_id for run in (*headless[:KEPT_RUNS], *failed)}
    for run_id in sorted({run.run_id for run in (*headless, *others)} - wanted):
        instance.delete_run(run_id)
    logs, outputs = home.dagster / "history" / "runs", home.dagster / "storage"
    # Looked at before the runs are: a run is written down before it has a file.
    files, folders = list(logs.glob(f"{_RUN}.db")), list(outputs.glob(_RUN))
    kept = {run.run_id for run in instance.get_runs()}
    for path in files:
        if path.stem not in kept:
            for name in (path.name, f"{path.name}-wal", f"{path.name}-shm"):
                path.with_name(name).unlink(missing_ok=True)
    for folder in folders:
        if folder.name not in kept:
            shutil.rmtree(folder, ignore_errors=True)
    if (logs / "index.db").exists():
        _forget_checks(logs / "index.db", kept)


def _forget_checks(index: Path, kept: set[str]) -> None:
    """Dagster keeps what checks said when it removes a run, and has no other way to let go of it."""
    with contextlib.closing(sqlite3.connect(index, timeout=_BUSY_S)) as connection, connection:
        (known,) = connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'asset_check_executions'")
        runs = connection.execute("SELECT DISTINCT run_id FROM asset_check_executions") if known[0] else ()
        gone = [run for run in runs if run[0] not in kept]
        connection.executemany("DELETE FROM asset_check_executions WHERE run_id = ?", gone)
