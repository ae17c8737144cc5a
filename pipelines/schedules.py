"""When the jobs run: scrape at night, rank after it however it went, and rank once more at a fixed time as a net."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import dagster as dg

from pipelines.watching import watched

AssetJob = Any
"""What dg.define_asset_job returns; Dagster gives the class no public name."""

Asked = Callable[[date], dict[str, Any]]
"""The arguments of a run request for one night."""

OSLO = ZoneInfo("Europe/Oslo")
NIGHTLY = "30 3 * * *"
NET = "30 6 * * *"
WATCH = "0 8 * * *"
ENDED = (dg.DagsterRunStatus.SUCCESS, dg.DagsterRunStatus.FAILURE, dg.DagsterRunStatus.CANCELED)


def build_schedules(
    scrape: AssetJob, rank: AssetJob, watch: dg.JobDefinition, nightly: str = NIGHTLY
) -> tuple[list[dg.ScheduleDefinition], list[dg.SensorDefinition]]:
    """The schedules and sensors of the three jobs. nightly: when scrape runs, as cron in Europe/Oslo."""

    schedules = [
        _daily("nightly_scrape", scrape, nightly, f"Collects calls; cron «{nightly}» in Europe/Oslo.", _ranked),
        _daily("rank_net", rank, NET, "Ranks at 06:30 in case no sensor did.", _ranked),
        _daily("morning_watch", watch, WATCH, "Tells the operator at 08:00 how tonight's night went.", _told),
    ]
    sensors = [
        sensor
        for end in ENDED
        for sensor in (
            _after(end, "rank", scrape, rank, "Ranks on what there is, whatever became of scrape.", _ranked),
            _after(end, "tell", rank, watch, "Tells the operator when the night is not as it should be.", _told),
        )
    ]
    return schedules, sensors


def _ranked(night: date) -> dict[str, Any]:
    """A run of scrape or rank for one night."""
    return {"partition_key": night.isoformat()}


def _told(night: date) -> dict[str, Any]:
    """A run of watch about one night."""
    return {"run_config": watched(night)}


def _daily(name: str, job: AssetJob, cron: str, description: str, asked: Asked) -> dg.ScheduleDefinition:
    @dg.schedule(
        name=name,
        job=job,
        cron_schedule=cron,
        execution_timezone="Europe/Oslo",
        default_status=dg.DefaultScheduleStatus.RUNNING,
        description=description,
    )
    def schedule(context: dg.ScheduleEvaluationContext) -> dg.RunRequest:
        due = context.scheduled_execution_time or datetime.now(UTC)
        return dg.RunRequest(**asked(due.astimezone(OSLO).date()))

    return schedule


def _after(
    status: dg.DagsterRunStatus, name: str, monitored: AssetJob, job: AssetJob, description: str, asked: Asked
) -> dg.SensorDefinition:
    @dg.run_status_sensor(
        name=f"{name}_after_{status.value.lower()}",
        run_status=status,
        monitored_jobs=[monitored],
        request_job=job,
        default_status=dg.DefaultSensorStatus.RUNNING,
        description=description,
    )
    def sensor(context: dg.RunStatusSensorContext) -> dg.RunRequest | dg.SkipReason:
        run = context.dagster_run
        night = run.tags.get("dagster/partition")
        if night is None:
            return dg.SkipReason(f"the run {run.run_id} of {run.job_name} was for no night")
        return dg.RunRequest(run_key=run.run_id, **asked(date.fromisoformat(night)))

    return sensor
