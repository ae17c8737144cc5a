"""Ten nights on SQLite files and on a database server, and rebuilt on both: the same records, events and matches."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from generated_nights import CUT_SHORT, NIGHTS, NOT_ASKED, write_nights
from night_samples import run
from postgres_server import Server

from calls.home import Home
from calls.store import Store

Hashes = dict[date, dict[str, str]]


@pytest.fixture
def url(postgres: Server) -> Iterator[str]:
    with postgres.fresh() as address:
        yield address


def hashes(url: str) -> Hashes:
    """By night the kept hashes, which must be those of what is stored."""
    with Store.open(url) as store:
        kept = {night: store.kept_hashes(night) for night in NIGHTS}
        assert kept == {night: store.night_hash(night) for night in NIGHTS}
    return kept


def test_ten_nights_come_out_the_same_wherever_and_however_often_they_are_made(
    url: str, postgres: Server, tmp_path: Path
) -> None:
    files = [word for path in write_nights(tmp_path) for word in ("--replay", str(path))]
    result = run(tmp_path / "files", "night", *files)
    assert result.exit_code == 0, result.output
    assert run(tmp_path / "server", "night", *files, RADAR_DATABASE_URL=url).exit_code == 0

    first = hashes(Home.at(tmp_path / "files").database_url)
    assert len({one["records"] for one in first.values()}) == len(NIGHTS)
    assert hashes(url) == first

    for home, address in ((tmp_path / "files", None), (tmp_path / "server", url)):
        again = tmp_path / f"{home.name}-again"
        result = run(home, "replay", "--home", str(again), RADAR_DATABASE_URL=address)
        assert result.exit_code == 0, result.output
        assert result.stdout.splitlines()[-1] == "10 av 10 netter er gjenskapt likt."
        assert hashes(Home.at(again).database_url) == first

    with closing(Store.open(url)) as store:
        events = store.events()
        counts = events.groupby("kind").size().to_dict()
        wanted = {"first_seen", "changed", "deadline_earlier", "deadline_later", "gone", "gone_confirmed", "reappeared"}
        assert wanted <= set(counts)
        asked = store.source_nights(NIGHTS[NOT_ASKED]).set_index("source")["state"].to_dict()
        assert asked == {"eu": "fresh", "forskningsradet": "fresh", "innovasjonnorge": "off"}
        cut = store.source_nights(NIGHTS[CUT_SHORT]).set_index("source")
        assert not cut.loc["eu", "is_complete"]
        assert events[(events["night"] == NIGHTS[CUT_SHORT]) & events["kind"].str.startswith("gone")].empty
