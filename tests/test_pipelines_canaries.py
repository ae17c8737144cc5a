"""Pages of calls long over, looked at in the real night over loopback: as they were, laid out anew, and taken away."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import dagster as dg
import pytest
from fault_nights import Nights, replays_alike
from faulty_site import (
    FORSKNINGSRADET,
    JSON,
    LATE,
    FaultySite,
    Pages,
    archived,
    call_pages,
    cards,
    listing_json,
    pages,
)
from fetch_site import reply
from night_samples import call

from assets.canaries import canaries_of
from calls.store import Store
from pipelines.settings import OSLO
from sources.base import all_sources
from sources.harvest import CANARY_GONE

pytest_plugins = ["fault_nights"]

SLUGS = "abcde"
OLD = [f"gammel-{number}" for number in range(8)]
FETCHED = 3 + len(SLUGS)
"""Pages of Forskningsrådet that a night asks for beside the canaries."""


def site(changed: Sequence[str] = (), deadline: str = "2. feb. 2020") -> Pages:
    """Five open calls and eight long over. changed: of these, those with another deadline on their page."""
    over = [{**call(slug, deadline if slug in changed else "2. feb. 2019"), "badges": ["Gjennomført"]} for slug in OLD]
    shown = {**pages(SLUGS), **call_pages(over)}
    return {**shown, (FORSKNINGSRADET, "completed"): (JSON, listing_json(cards(over, "Gjennomført")))}


@pytest.fixture(scope="module")
def home(bare_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a good night of yesterday."""
    folder = tmp_path_factory.mktemp("canaries")
    shutil.copytree(bare_home, folder / "home")
    day = datetime.now(OSLO).date() - timedelta(days=1)
    with dg.DagsterInstance.ephemeral() as instance:
        nights = Nights(folder / "home", FaultySite(0, folder), day, instance)
        assert nights.replay(archived(folder / "good.warc.gz", day, site())).exit_code == 0
    return folder / "home"


@pytest.fixture
def nights(faulty_site: FaultySite, home: Path, tmp_path: Path) -> Iterator[Nights]:
    shutil.copytree(home, tmp_path / "home")
    faulty_site.forget(site())
    good = datetime.now(OSLO).date() - timedelta(days=1)
    with dg.DagsterInstance.ephemeral() as instance:
        yield Nights(tmp_path / "home", faulty_site, good, instance)


def asked(nights: Nights) -> list[str]:
    """The old calls whose page was asked for, in order."""
    paths = [name for source, name in nights.site.asked if source == FORSKNINGSRADET]
    return [path.strip("/").rpartition("/")[2] for path in paths if "gammel" in path]


def source_night(nights: Nights) -> dict[str, Any]:
    with Store.open(f"sqlite:///{nights.home / 'radar.sqlite'}") as store:
        rows = store.source_nights(nights.tonight).to_dict("records")
    return {str(name): value for row in rows if row["source"] == FORSKNINGSRADET for name, value in row.items()}


def test_a_few_old_pages_are_fetched_archived_and_counted(nights: Nights) -> None:
    assert nights.live().exit_code == 0
    assert (len(asked(nights)), len(set(asked(nights)))) == (5, 5)
    assert (source_night(nights)["fetched"], nights.failed) == (FETCHED + 5, [])
    replays_alike(nights, 0)
    again = asked(nights)
    nights.site.asked.clear()
    assert nights.live().exit_code == 0
    assert asked(nights) == again, "the same ones"


def test_old_pages_that_read_otherwise_are_watched_and_with_new_ones_the_field_fails(nights: Nights) -> None:
    nights.site.shown = site(OLD)
    assert nights.live().exit_code == 0
    assert nights.failed == [(f"core_{FORSKNINGSRADET}__staged", "fields", "WARN")]
    seen = "5 av 5 avsluttede utlysninger som ingen skal ha endret, leses annerledes"
    with Store.open(f"sqlite:///{nights.home / 'radar.sqlite'}") as store:
        told = store.issues(source=FORSKNINGSRADET, source_id="")
        assert list(told[told["kind"] == "drift"]["message"]) == [f"Søknadsfrist bør sjekkes: {seen}."]
    replays_alike(nights, 0)


def test_one_open_call_that_moved_with_them_makes_the_field_fail(nights: Nights) -> None:
    moved = {**call(SLUGS[0], LATE.replace("31. des.", "3. mars"))}
    nights.site.shown = {**site(OLD), **call_pages([moved])}
    assert nights.live().exit_code == 3
    assert source_night(nights)["message"] == "Felt som ikke leses trygt, står som de sist ble lest: Søknadsfrist."
    assert {one["deadline_text"] for one in nights.calls(FORSKNINGSRADET) if one["status"] == "open"} == {LATE}
    replays_alike(nights, 3)


def test_an_old_page_that_is_gone_is_no_alarm_and_another_takes_its_place(nights: Nights) -> None:
    assert nights.live().exit_code == 0
    first = asked(nights)
    gone = urlsplit(call(first[0])["url"]).path
    nights.site.fail(FORSKNINGSRADET, [gone], reply(404, b"Borte"))
    nights.site.asked.clear()
    assert nights.live().exit_code == 0
    assert nights.failed == []
    with Store.open(f"sqlite:///{nights.home / 'radar.sqlite'}") as store:
        (told,) = store.issues(source=FORSKNINGSRADET, source_id=f"2026/{first[0]}").to_dict("records")
        known, issues = store.current_records(FORSKNINGSRADET), store.issues(source=FORSKNINGSRADET)
        lost = set(issues[issues["kind"] == CANARY_GONE]["source_id"])
        chosen = canaries_of(all_sources()[FORSKNINGSRADET], known, lost, datetime.now(UTC))
    assert (len(chosen), f"2026/{first[0]}" in chosen) == (5, False)
    assert (told["severity"], told["message"]) == (
        "info",
        "Siden til den avsluttede utlysningen er tatt bort, og vi ser ikke etter den mer.",
    )
    replays_alike(nights, 0)
