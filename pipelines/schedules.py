"""When the jobs run: scrape at night, rank after it however it went, and rank once more at a fixed time as a net."""

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import dagster as dg

from pipelines.watching import watched

AssetJob = Any
"""What dg.define_asset_job returns; Dagster gives the class no public name."""

OSLO = ZoneInfo("Europe/Oslo")
NIGHTLY = "30 3 * * *"
NET = "30 6 * * *"
WATCH = "0 8 * * *"
ENDED = (dg.DagsterRunStatus.SUCCESS, dg.DagsterRunStatus.FAILURE, dg.DagsterRunStatus.CANCELED)


def build_schedules(
    scrape: AssetJob, rank: AssetJob, watch: dg.JobDefinition, nightly: str = NIGHTLY
) -> tuple[list[dg.ScheduleDefinition], list[dg.SensorDefinition]]:
    """The schedules and sensors of the three jobs. nightly: when scrape runs, as cron in Europe/Oslo."""

    @dg.schedule(
        name="nightly_scrape",
        job=scrape,
        cron_schedule=nightly,
        execution_timezone="Europe/Oslo",
        default_status=dg.DefaultScheduleStatus.RUNNING,
        description=f"Collects calls; cron «{nightly}» in Europe/Oslo.",
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

    @dg.schedule(
        name="morning_watch",
        job=watch,
        cron_schedule=WATCH,
        execution_timezone="Europe/Oslo",
        default_status=dg.DefaultScheduleStatus.RUNNING,
        description="Tells the operator at 08:00 when tonight's night failed, was partial or never ran.",
    )
    def morning_watch(context: dg.ScheduleEvaluationContext) -> dg.RunRequest:
        return dg.RunRequest(run_config=watched(_due(context)))

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

    def told_after(status: dg.DagsterRunStatus) -> dg.SensorDefinition:
        @dg.run_status_sensor(
            name=f"tell_after_{status.value.lower()}",
            run_status=status,
            monitored_jobs=[rank],
            request_job=watch,
            default_status=dg.DefaultSensorStatus.RUNNING,
            description="Tells the operator when the night that was ranked is not as it should be.",
        )
        def telling(context: dg.RunStatusSensorContext) -> dg.RunRequest | dg.SkipReason:
            run = context.dagster_run
            night = run.tags.get("dagster/partition")
            if night is None:
                return dg.SkipReason(f"the run {run.run_id} of rank was for no night")
            return dg.RunRequest(run_key=run.run_id, run_config=watched(date.fromisoformat(night)))

        return telling

    sensors = [sensor for status in ENDED for sensor in (after(status), told_after(status))]
    return [nightly_scrape, rank_net, morning_watch], sensors


def _due(context: dg.ScheduleEvaluationContext) -> date:
    return (context.scheduled_execution_time or datetime.now(UTC)).astimezone(OSLO).date()


def _tonight(context: dg.ScheduleEvaluationContext) -> dg.RunRequest:
    return dg.RunRequest(partition_key=_due(context).isoformat())
