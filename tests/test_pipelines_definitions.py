"""What Dagster loads: assets, jobs, schedules and sensors, and that it loads them without a complaint about us."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import dagster as dg
import pytest

from calls.home import Home
from pipelines.definitions import build_definitions
from pipelines.headless import DAGSTER_YAML

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def definitions(tmp_path_factory: pytest.TempPathFactory) -> dg.Definitions:
    return build_definitions(Home.at(tmp_path_factory.mktemp("home")))


def test_every_asset_is_described_grouped_and_tagged(definitions: dg.Definitions) -> None:
    specs = list(definitions.resolve_all_asset_specs())
    names = {spec.key.to_user_string() for spec in specs}
    assert names == {
        "raw_all__night",
        "raw_forskningsradet__pages",
        "core_forskningsradet__staged",
        "core_forskningsradet__calls",
        "core_all__calls",
        "out_all__matches",
        "out_all__workbooks",
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


def test_rank_follows_success_failure_and_cancellation(definitions: dg.Definitions) -> None:
    names = {sensor.name for sensor in definitions.sensors or []}
    assert names == {"rank_after_success", "rank_after_failure", "rank_after_canceled"}


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
