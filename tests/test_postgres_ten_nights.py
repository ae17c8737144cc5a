"""Ten nights on SQLite files and on a database server, and rebuilt by the real program: the same hashes everywhere."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from night_samples import run
from postgres_server import PASSWORD, Server
from ten_nights import NIGHTS, small_clusters, write_nights

from calls.history import KINDS
from calls.home import Home
from calls.store import Store
from pipelines import headless
from pipelines.instance import unlogged

RADAR = Path(sys.executable).with_name("radar")


@pytest.fixture
def url(postgres: Server) -> Iterator[str]:
    with postgres.fresh() as address:
        yield address


def hashes(url: str) -> dict[date, dict[str, str]]:
    """By night the kept hashes, which must be those of what is stored."""
    with Store.open(url) as store:
        kept = {night: store.kept_hashes(night) for night in NIGHTS}
        assert kept == {night: store.night_hash(night) for night in NIGHTS}
        assert store.check() == []
    return kept


def test_ten_nights_come_out_the_same_wherever_and_however_often_they_are_made(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(headless, "opened", lambda home: unlogged())  # Dagster's own log takes a third of the time
    files = [word for path in write_nights(tmp_path / "nights") for word in ("--replay", str(path))]
    for home, address in ((tmp_path / "files", None), (tmp_path / "server", url)):
        small_clusters(home)
        result = run(home, "night", *files, RADAR_DATABASE_URL=address)
        assert result.exit_code == 0, result.output

    first = hashes(Home.at(tmp_path / "files").database_url)
    assert len({one["records"] for one in first.values()}) == len(NIGHTS)
    assert len({one["matches"] for one in first.values()}) > 1
    assert hashes(url) == first

    again = tmp_path / "again"
    span = ["--from", str(NIGHTS[0]), "--to", str(NIGHTS[-1]), "--home", str(again)]
    environment = {**os.environ, "RADAR_HOME": str(tmp_path / "server"), "RADAR_DATABASE_URL": url}
    done = subprocess.run(
        [str(RADAR), "replay", *span], env=environment, capture_output=True, text=True, check=False, timeout=600
    )
    assert (done.returncode, PASSWORD in done.stdout + done.stderr) == (0, False), done.stderr
    *told, last = done.stdout.splitlines()
    assert last == "10 av 10 netter er gjenskapt likt."
    for line, (night, parts) in zip(told, first.items(), strict=True):
        assert line.split()[:2] == [str(night), "lik"]
        assert all(part[:12] in line for part in parts.values())
    assert hashes(Home.at(again).database_url) == first

    with Store.open(url) as store:
        events, missed = store.events(), store.source_nights(NIGHTS[4])
    told_by_funders = set(events[events["cause"] == "funder"]["kind"])
    assert told_by_funders == set(KINDS), "nothing that can happen is missing from these nights"
    assert missed.set_index("source")["state"].to_dict() == {
        "eu": "fresh",
        "forskningsradet": "failed",
        "innovasjonnorge": "fresh",
    }
