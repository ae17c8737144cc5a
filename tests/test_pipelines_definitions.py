"""What Dagster loads: assets, jobs, schedules and sensors, and that it loads them without a complaint about us."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import dagster as dg
import pytest

from calls.home import Home
from pipelines.definitions import build_definitions, chosen_mode
from pipelines.instance import DAGSTER_YAML
from pipelines.settings import SettingError
from sources.base import all_sources

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def definitions(tmp_path_factory: pytest.TempPathFactory) -> dg.Definitions:
    return build_definitions(Home.at(tmp_path_factory.mktemp("home")))


def test_every_asset_is_described_grouped_and_tagged(definitions: dg.Definitions) -> None:
    specs = list(definitions.resolve_all_asset_specs())
    names = {spec.key.to_user_string() for spec in specs}
    each = {
        name.format(key) for key in all_sources() for name in ("raw_{}__pages", "core_{}__staged", "core_{}__calls")
    }
    assert names == each | {
        "raw_all__night",
        "core_all__calls",
        "out_all__matches",
        "out_all__workbooks",
        "out_all__quality",
    }
    for spec in specs:
        assert spec.description
        assert spec.group_name == spec.key.to_user_string().split("_")[0]
        assert spec.tags["source"] == spec.key.to_user_string().split("__")[0].split("_", 1)[1]


def test_scrape_and_rank_have_nothing_in_common(definitions: dg.Definitions) -> None:
    scrape = set(definitions.resolve_job_def("scrape").asset_layer.executable_asset_keys)
    rank = set(definitions.resolve_job_def("rank").asset_layer.executable_asset_keys)
    assert scrape
    assert rank
    assert not scrape & rank


def test_scrape_is_due_at_half_past_three_in_oslo(definitions: dg.Definitions) -> None:
    schedule = definitions.resolve_schedule_def("nightly_scrape")
    assert (schedule.cron_schedule, schedule.execution_timezone) == ("30 3 * * *", "Europe/Oslo")
    at = datetime(2026, 6, 30, 1, 30, tzinfo=UTC)
    with dg.build_schedule_context(scheduled_execution_time=at) as context:
        request = schedule(context)
    assert isinstance(request, dg.RunRequest)
    assert request.partition_key == "2026-06-30"


def test_rank_and_then_the_operator_follow_success_failure_and_cancellation(definitions: dg.Definitions) -> None:
    ends = ("success", "failure", "canceled")
    names = {sensor.name for sensor in definitions.sensors or []}
    assert names == {f"{what}_after_{end}" for what in ("rank", "tell") for end in ends}


def test_ranking_and_the_watch_have_a_fixed_time_as_a_net(definitions: dg.Definitions) -> None:
    schedules = {name: definitions.resolve_schedule_def(name) for name in ("rank_net", "morning_watch")}
    assert {name: one.cron_schedule for name, one in schedules.items()} == {
        "rank_net": "30 6 * * *",
        "morning_watch": "0 8 * * *",
    }
    with dg.build_schedule_context(scheduled_execution_time=datetime(2026, 1, 2, 7, tzinfo=UTC)) as context:
        request = schedules["morning_watch"](context)
    assert isinstance(request, dg.RunRequest)
    assert request.run_config == {"ops": {"tell": {"config": {"night": "2026-01-02"}}}}


def test_the_time_of_the_night_and_its_mode_are_settings(tmp_path: Path) -> None:
    made = build_definitions(Home.at(tmp_path), nightly="15 2 * * 1-5")
    assert made.resolve_schedule_def("nightly_scrape").cron_schedule == "15 2 * * 1-5"
    with pytest.raises(dg.DagsterInvalidDefinitionError, match="cron"):
        build_definitions(Home.at(tmp_path), nightly="halv fire")
    assert chosen_mode("replay") == "replay"
    with pytest.raises(SettingError, match="RADAR_MODE må være auto, replay, live, ikke «natt»"):
        chosen_mode("natt")


def test_what_readers_see_must_be_fresh_every_morning(definitions: dg.Definitions) -> None:
    specs = {spec.key.to_user_string(): spec for spec in definitions.resolve_all_asset_specs()}
    for name in ("core_forskningsradet__calls", "out_all__matches"):
        assert specs[name].freshness_policy == dg.FreshnessPolicy.cron(
            deadline_cron="0 7 * * *", lower_bound_delta=timedelta(hours=4), timezone="Europe/Oslo"
        )


def test_the_workspace_loads_without_a_warning_of_ours(tmp_path: Path) -> None:
    (tmp_path / "dagster.yaml").write_text(DAGSTER_YAML, encoding="utf-8")
    result = subprocess.run(
        [str(Path(sys.executable).with_name("dagster")), "definitions", "validate", "-w", "workspace.yaml"],
        cwd=ROOT,
        env={"DAGSTER_HOME": str(tmp_path), "RADAR_HOME": str(tmp_path / "home"), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    said = result.stdout + result.stderr
    assert result.returncode == 0, said
    # Dagster's own command says of itself that it has been superseded; every other warning would be ours.
    warnings = [line for line in said.splitlines() if "warning" in line.lower() and "SupersessionWarning" not in line]
    assert warnings == []
    assert not (tmp_path / "home").exists(), "loading the definitions wrote to disk"
