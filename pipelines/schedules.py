"""When the jobs run: scrape at night, rank after it however it went, and rank once more at a fixed time as a net."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import dagster as dg

AssetJob = Any
"""What dg.define_asset_job returns; Dagster gives the class no public name."""

OSLO = ZoneInfo("Europe/Oslo")
NIGHTLY = "30 3 * * *"
NET = "30 6 * * *"


def build_schedules(scrape: AssetJob, rank: AssetJob) -> tuple[list[dg.ScheduleDefinition], list[dg.SensorDefinition]]:
    """The schedules and sensors of the two jobs."""

    @dg.schedule(
        name="nightly_scrape",
        job=scrape,
        cron_schedule=NIGHTLY,
        execution_timezone="Europe/Oslo",
        default_status=dg.DefaultScheduleStatus.RUNNING,
        description="Collects calls at 03:30 Europe/Oslo.",
    )
    def nightly_scrape(context: dg.ScheduleEvaluationContext) -> dg.RunRequest:
        return _tonight(context)

    @dg.schedule(
        name="rank_net",
        job=rank,
        cron_schedule=NET,
        execution_timezone="Europe/Oslo",
        default_status=dg.DefaultScheduleStatus.RUNNING,
        description="Ranks at 06:30 in case no sensor did.",
    )
    def rank_net(context: dg.ScheduleEvaluationContext) -> dg.RunRequest:
        return _tonight(context)

    def after(status: dg.DagsterRunStatus) -> dg.SensorDefinition:
        @dg.run_status_sensor(
            name=f"rank_after_{status.value.lower()}",
            run_status=status,
            monitored_jobs=[scrape],
            request_job=rank,
            default_status=dg.DefaultSensorStatus.RUNNING,
            description="Ranks on what there is, whatever became of scrape.",
        )
        def ranking(context: dg.RunStatusSensorContext) -> dg.RunRequest | dg.SkipReason:
            run = context.dagster_run
            night = run.tags.get("dagster/partition")
            if night is None:
                return dg.SkipReason(f"the run {run.run_id} of scrape was for no night")
            return dg.RunRequest(run_key=run.run_id, partition_key=night)

        return ranking

    statuses = (dg.DagsterRunStatus.SUCCESS, dg.DagsterRunStatus.FAILURE, dg.DagsterRunStatus.CANCELED)
    return [nightly_scrape, rank_net], [after(status) for status in statuses]


def _tonight(context: dg.ScheduleEvaluationContext) -> dg.RunRequest:
    due = context.scheduled_execution_time or datetime.now(UTC)
    return dg.RunRequest(partition_key=due.astimezone(OSLO).date().isoformat())
