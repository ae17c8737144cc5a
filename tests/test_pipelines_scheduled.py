"""The path that the schedule takes, for real: `dagster dev` with its daemon and webserver, ticks, sensors and runs."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from pathlib import Path

import dagster_server
import pytest
from dagster_server import ENDED, Run, Server
from night_samples import call, lines, night_file, run, service
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from calls.archive import Archive
from calls.home import Home
from calls.store import Store
from pipelines.settings import OSLO
from sources.innovasjonnorge import SOURCE as INNOVASJON_NORGE

LATE = f"31. des. {datetime.now(UTC).year + 2}"
CHALLENGE = b"<!DOCTYPE html><title>Just a moment...</title><h1>Checking your browser</h1>"
NEVER = "0 0 29 2 *"
LIMIT_S = 240


def refused(path: Path, day: date) -> Path:
    """An archive in which Innovasjon Norge answers with the page that keeps programs out."""
    stamp = f"{day}T02:00:00Z"
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=True)
        for listing in INNOVASJON_NORGE.listings.values():
            answer = StatusAndHeaders("403 Forbidden", [("Content-Type", "text/html")], protocol="HTTP/1.1")
            record = writer.create_warc_record(
                listing.url,
                "response",
                payload=BytesIO(CHALLENGE),
                length=len(CHALLENGE),
                http_headers=answer,
                warc_headers_dict={"WARC-Date": stamp},
            )
            writer.write_record(record)
    return path


@pytest.fixture(scope="module")
def today() -> date:
    """Tonight's night in Oslo. Where midnight is near, it is waited for: a tick must be for this day."""
    now = datetime.now(OSLO)
    left = (now + timedelta(minutes=10)).date() - now.date()
    if left:
        time.sleep(10 * 60)
    return datetime.now(OSLO).date()


@pytest.fixture(scope="module")
def scheduled(tmp_path_factory: pytest.TempPathFactory, today: date) -> Iterator[Server]:
    """A server that ran tonight's night twice by schedule. Last night both sources were well, tonight one is not."""
    folder = tmp_path_factory.mktemp("scheduled")
    home = Home.at(folder / "home")
    yesterday = today - timedelta(days=1)
    first = night_file(folder / "1.warc.gz", yesterday, [call("a", LATE)], services=[service("x"), service("y")])
    assert run(home.path, "night", "--replay", str(first)).exit_code == 0
    tonight = night_file(folder / "2.warc.gz", today, [call("a", LATE), call("b", LATE)])
    Archive(home.archive).add([tonight, refused(folder / "3.warc.gz", today)])
    with dagster_server.running(home, RADAR_MODE="replay", RADAR_NIGHTLY="* * * * *") as server:
        server.wait("a second tick", lambda: len(of_night(server, "scrape", today)) > 1, LIMIT_S)
        stop_schedule(server)
        server.wait("all is over", lambda: is_over(server, today), LIMIT_S)
        yield server


def of_night(server: Server, job: str, night: date) -> list[Run]:
    return [one for one in server.runs(job) if one.night == str(night)]


def ended(server: Server, job: str) -> list[Run]:
    return [one for one in server.runs(job) if one.status in ENDED]


def is_over(server: Server, night: date) -> bool:
    """Whether each run of `scrape` was followed by one of `rank`, and each of these by one of `watch`."""
    scrapes, ranks = (len(of_night(server, job, night)) for job in ("scrape", "rank"))
    return scrapes == ranks == len(server.runs("watch")) and all(one.status in ENDED for one in server.runs())


def stop_schedule(server: Server) -> None:
    found = server.ask(
        '{schedulesOrError(repositorySelector: {repositoryName: "__repository__", '
        'repositoryLocationName: "pipelines.definitions"}) {... on Schedules {results {name scheduleState {id}}}}}'
    )["schedulesOrError"]["results"]
    state = next(one["scheduleState"]["id"] for one in found if one["name"] == "nightly_scrape")
    server.ask("mutation($id: String!) {stopRunningSchedule(id: $id) {__typename}}", id=state)


def test_a_tick_scrapes_and_a_failed_source_fails_alone(scheduled: Server, today: date) -> None:
    runs = of_night(scheduled, "scrape", today)
    assert len(runs) >= 2
    for one in runs:
        assert (one.night, one.status, one.tags["dagster/schedule_name"]) == (str(today), "FAILURE", "nightly_scrape")
    with Store.open(scheduled.home.database_url) as store:
        rows = store.source_nights().to_dict("records")
    states = {row["source"]: (row["state"], str(row["data_night"])) for row in rows}
    yesterday = today - timedelta(days=1)
    assert states == {
        "eu": ("off", "None"),
        "forskningsradet": ("fresh", str(today)),
        "innovasjonnorge": ("failed", str(yesterday)),
    }


def test_the_sensor_ranks_after_a_failure_and_warns(scheduled: Server, today: date) -> None:
    runs = of_night(scheduled, "rank", today)
    assert len(runs) >= 2
    for one in runs:
        assert (one.status, one.tags["dagster/sensor_name"]) == ("SUCCESS", "rank_after_failure")
        checks = scheduled.checks(one.run_id)
        assert checks["schema"][0]
        passed, severity, words = checks["fresh"]
        assert (passed, severity) == (False, "WARN")
        assert words.startswith(f"innovasjonnorge: data er fra {today - timedelta(days=1)}. ")


def test_tonights_matches_are_there_and_the_failed_source_stands_as_it_was(scheduled: Server, today: date) -> None:
    with Store.open(scheduled.home.database_url) as store:
        assert store.check() == []
        matched = {(row["source"], row["source_id"]) for row in store.matches(today).to_dict("records")}
        before, now = (store.calls(night, "innovasjonnorge") for night in (today - timedelta(days=1), today))
    assert matched == {
        ("forskningsradet", "2026/a"),
        ("forskningsradet", "2026/b"),
        ("innovasjonnorge", "id-x"),
        ("innovasjonnorge", "id-y"),
    }
    assert before.to_dict("records") == now.to_dict("records") != []
    assert len(list((scheduled.home.path / "exports" / str(today)).glob("*.xlsx"))) == 2


def test_the_operator_is_told(scheduled: Server, today: date) -> None:
    runs = scheduled.runs("watch")
    assert {(one.status, one.tags["dagster/sensor_name"]) for one in runs} == {("SUCCESS", "tell_after_success")}
    (message,) = (scheduled.home.path / "messages").glob("*.txt")
    assert message.name == f"{today}-partial.txt"
    assert "Innovasjon Norge" in message.read_text(encoding="utf-8")


def errors(server: Server) -> list[str]:
    """What the daemon, the webserver or a run called an error, but for the source that was to fail."""
    words = [line for line in server.words().split("\n") if "ERROR" in line or "Traceback" in line]
    return [line for line in words if " - scrape - " not in line]


def test_nothing_else_is_an_error(scheduled: Server) -> None:
    assert errors(scheduled) == []


def test_a_span_filled_in_through_dagster_is_as_by_the_command_line(tmp_path: Path) -> None:
    days = [date(2026, 9, day) for day in (1, 2, 3)]
    listed = (
        ([call("a"), call("b")], [service("x"), service("y")]),
        ([call("a"), call("b", "15. okt. 2026"), call("c")], [service("x"), service("y", "1. november 2026")]),
        ([call("a"), call("b"), call("c")], [service("x"), service("y"), service("z")]),
    )
    files = [
        night_file(tmp_path / f"{day}.warc.gz", day, made, services=services)
        for day, (made, services) in zip(days, listed, strict=True)
    ]
    by_hand, home = tmp_path / "by hand", Home.at(tmp_path / "home")
    for place in (by_hand, home.path):
        Archive(place / "archive").add(files)
    assert run(by_hand, "night", "--from", str(days[0]), "--to", str(days[2])).exit_code == 0
    with dagster_server.running(home, RADAR_NIGHTLY=NEVER) as server:
        command = [str(dagster_server.DAGSTER), "job", "backfill", "-w", "workspace.yaml", "-j", "scrape", "--noprompt"]
        subprocess.run(
            [*command, "--from", str(days[0]), "--to", str(days[2])],
            cwd=dagster_server.PROJECT,
            env=server.environment,
            check=True,
            capture_output=True,
            timeout=LIMIT_S,
        )
        server.wait("every night is ranked", lambda: len(ended(server, "rank")) >= len(days), LIMIT_S)
        scrapes, ranks = server.runs("scrape"), server.runs("rank")
        assert errors(server) == []
    nights = [(str(day), "SUCCESS") for day in days]
    assert [(one.night, one.status) for one in sorted(scrapes, key=lambda one: one.started_at)] == nights
    assert sorted((one.night, one.status) for one in ranks) == nights
    assert not (home.path / "messages").exists(), "nobody is woken for an old night"
    for night in days:
        for what in ("calls", "matches"):
            shown = [run(place, what, "--night", str(night), "--format", "json") for place in (by_hand, home.path)]
            assert lines(shown[0]), "there is something to compare"
            assert shown[0].stdout_bytes == shown[1].stdout_bytes
