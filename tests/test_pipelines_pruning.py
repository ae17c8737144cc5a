"""What is kept of Dagster's own record of runs, and what goes, files and all."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import dagster as dg
import pytest

from calls.home import Home
from pipelines import pruning
from pipelines.instance import prepare
from pipelines.pruning import HEADLESS, KEPT_DAYS, prune


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    monkeypatch.setenv("DAGSTER_HOME", "")
    return Home.at(tmp_path)


@pytest.fixture
def instance(home: Home) -> Iterator[dg.DagsterInstance]:
    prepare(home)
    with dg.DagsterInstance.get() as opened:
        yield opened


def ran(instance: dg.DagsterInstance, *, fails: bool = False, **tags: str) -> str:
    """A run of a job with a check; its id."""

    @dg.asset(name="thing", check_specs=[dg.AssetCheckSpec("holds", asset="thing")])
    def thing() -> Iterator[object]:
        if fails:
            raise ValueError("broken")
        yield dg.AssetCheckResult(check_name="holds", passed=True)
        yield dg.MaterializeResult()

    job = dg.Definitions(assets=[thing], jobs=[dg.define_asset_job("job")]).resolve_job_def("job")
    return job.execute_in_process(instance=instance, raise_on_error=False, tags=tags).run_id


def left(home: Home) -> tuple[set[str], set[str]]:
    """The runs that have a file of their own, and those of which the index still says something."""
    logs = home.dagster / "history" / "runs"
    told: set[str] = set()
    with closing(sqlite3.connect(logs / "index.db")) as connection:
        for table in ("event_logs", "asset_check_executions"):
            told |= {row[0] for row in connection.execute(f"SELECT run_id FROM {table}")}
    return {path.stem for path in logs.glob("*-*.db")}, told


def test_the_last_night_and_late_failures_are_kept_and_nothing_is_left_of_other_runs(
    home: Home, instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pruning, "KEPT_FAILURES", 3)
    nights = [ran(instance, fails=number < 2, **{HEADLESS: "true"}) for number in range(4)]
    by_daemon, unclean = ran(instance), "00000000-0000-0000-0000-000000000000"
    (home.dagster / "history" / "runs" / f"{unclean}.db").touch()
    (home.dagster / "storage" / unclean / "compute_logs").mkdir(parents=True)
    (home.dagster / "history" / "runs" / ".db").touch()
    assert unclean in left(home)[0]

    prune(instance, home, datetime.now(UTC))
    kept = {by_daemon, *nights[1:]}
    assert {run.run_id for run in instance.get_runs()} == kept
    assert left(home) == (kept, kept)
    assert not (home.dagster / "storage" / unclean).exists()
    assert (home.dagster / "history" / "runs" / ".db").exists(), "Dagster's own, of no run"

    prune(instance, home, datetime.now(UTC) + timedelta(days=KEPT_DAYS, hours=1))
    kept.remove(by_daemon)
    assert left(home) == (kept, kept)


def test_a_run_that_is_under_way_stays(home: Home, instance: dg.DagsterInstance) -> None:
    job = dg.Definitions(jobs=[dg.JobDefinition(name="job", graph_def=dg.GraphDefinition("job"))]).resolve_job_def(
        "job"
    )
    run = instance.create_run_for_job(job, status=dg.DagsterRunStatus.STARTED, tags={HEADLESS: "true"})
    prune(instance, home, datetime.now(UTC) + timedelta(days=30))
    assert [one.run_id for one in instance.get_runs()] == [run.run_id]
