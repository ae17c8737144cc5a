"""A night fetched from faulty sites by the real command, and all that can be seen of it afterwards.

A good night of yesterday stands in every home. Most nights keep Dagster's own log in memory, as writing it takes most
of the time; `is_on_disk` has it on disk.
"""

from __future__ import annotations

import contextlib
import functools
import re
import shutil
import socket
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import dagster as dg
import pytest
from bs4 import BeautifulSoup
from click.testing import Result
from dagster import DagsterEventType
from fastapi.testclient import TestClient
from faulty_site import FORSKNINGSRADET, FUNDERS, INNOVASJON_NORGE, OTHER, FaultySite, archived, pages, serving
from night_samples import lines, run
from publish_samples import clusters_folder

import assets.fetching
import pipelines.definitions
from assets.scrape import build_scrape_assets
from calls.fetch import Limits, LiveFetcher
from calls.home import Home
from calls.store import Store
from pipelines import headless
from pipelines.settings import OSLO
from publish.operator_message import NO_ADVICE, plain_line
from publish.rows import records
from publish.words import date_words, weekday_date_words
from web.app import create_app

SLUGS = "abcdefghij"
NEW = "ny"
"""The call and the service that tonight's sites have more than yesterday's."""

IDS = {FORSKNINGSRADET: "2026/{}", INNOVASJON_NORGE: "id-{}"}
PROFILE = "/klynge/proveklyngen/trygg-heime"
CONTACT = "Prøven <prove@example.no>"

Check = tuple[str, str, str]
"""Asset, check and severity."""


@dataclass
class Nights:
    """One home. `live` fetches tonight, `again` runs it from the archive with every socket closed."""

    home: Path
    site: FaultySite
    good: date  # yesterday; the night in the store before tonight
    instance: dg.DagsterInstance
    limits: Limits = field(default_factory=Limits)
    slept: list[float] = field(default_factory=list)
    failed: list[Check] = field(default_factory=list)
    is_on_disk: bool = False  # Dagster keeps its log in the home, as in operation

    @property
    def tonight(self) -> date:
        with self._store() as store:
            return store.nights()[-1].night

    def live(self) -> Result:
        """`radar night --live` as a timer runs it, but without waiting and with the names leading to the site."""
        fetcher = functools.partial(
            LiveFetcher, limits=self.limits, pause_s=0, sleep=self.slept.append, ca_file=self.site.ca_file
        )
        with pytest.MonkeyPatch.context() as patch, self.site.reached():
            patch.setattr(assets.fetching, "LiveFetcher", fetcher)
            impatient = functools.partial(build_scrape_assets, retry_delay_s=0)
            patch.setattr(pipelines.definitions, "build_scrape_assets", impatient)
            return self._run("--live", RADAR_CONTACT=CONTACT, RADAR_MAIL_TO=None, RADAR_SMTP_URL=None)

    def again(self) -> Result:
        """`radar night --date` of tonight, which the archive alone answers."""
        day = self.tonight
        with no_net():
            return self._run("--date", str(day))

    def replay(self, night: Path) -> Result:
        """`radar night --replay` of somebody's archive."""
        with no_net():
            return self._run("--replay", str(night))

    def rebuild(self) -> Result:
        """`radar night --from` the first archived night: the store from nothing."""
        with no_net():
            return self._run("--from", str(self.good))

    def _run(self, *arguments: str, **environment: str | None) -> Result:
        if self.is_on_disk:
            return run(self.home, "night", *arguments, **environment)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(headless, "opened", lambda home: contextlib.nullcontext(self.instance))
            before = {one.run_id for one in self.instance.get_runs()}
            result = run(self.home, "night", *arguments, **environment)
            ran = [one.run_id for one in self.instance.get_runs() if one.run_id not in before]
        self.failed = failed_checks(self.instance, ran)
        return result

    def _store(self) -> Store:
        return Store.open(Home.at(self.home).database_url)

    def calls(self, source: str) -> list[dict[str, Any]]:
        """What `radar calls` says of the source."""
        return lines(run(self.home, "calls", "--source", source, "--format", "json"))

    def matches(self, source: str) -> list[dict[str, Any]]:
        """What `radar matches` says of the source's calls."""
        return [match for match in lines(run(self.home, "matches", "--format", "json")) if match["source"] == source]

    def states(self) -> dict[str, tuple[str, date | None, str]]:
        """State, night of the data and message of each source tonight that is on."""
        with self._store() as store:
            rows = records(store.source_nights(self.tonight))
        return {
            row["source"]: (row["state"], row["data_night"], row["message"]) for row in rows if row["source"] in FUNDERS
        }

    def everything(self) -> list[list[dict[str, Any]]]:
        """All that the store holds of tonight."""
        day = self.tonight
        with self._store() as store:
            found = (store.calls(day), store.issues(day), store.source_nights(day), store.matches(day))
        return [records(frame) for frame in found]

    def message(self, kind: str) -> str:
        """The kept message about tonight; the only one there is."""
        (path,) = (self.home / "messages").iterdir()
        assert path.name == f"{self.tonight}-{kind}.txt"
        return path.read_text(encoding="utf-8")

    @contextlib.contextmanager
    def served(self) -> Iterator[TestClient]:
        """The readers' pages over this home."""
        with TestClient(create_app(Home.at(self.home), self.home / "clusters")) as client:
            yield client


def failed_checks(instance: dg.DagsterInstance, runs: list[str]) -> list[Check]:
    """The checks that did not hold when last looked at, sorted. runs: newest first."""
    last: dict[tuple[str, str], tuple[bool, str]] = {}
    for run_id in reversed(runs):
        for entry in instance.all_logs(run_id, of_type=DagsterEventType.ASSET_CHECK_EVALUATION):
            assert entry.dagster_event is not None
            found = entry.dagster_event.asset_check_evaluation_data
            last[found.asset_key.to_user_string(), found.check_name] = found.passed, found.severity.name
    return sorted((asset, name, severity) for (asset, name), (passed, severity) in last.items() if not passed)


@contextlib.contextmanager
def no_net() -> Iterator[None]:
    """No name is resolved and nothing is connected to."""

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a replay must not touch the network")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", refuse)
        patch.setattr(socket, "create_connection", refuse)
        patch.setattr(socket, "getaddrinfo", refuse)
        yield


def text(client: TestClient, path: str, selector: str = "main") -> str:
    """The words of a page under that selector."""
    answer = client.get(path)
    assert answer.status_code == 200, path
    page = BeautifulSoup(answer.content, "lxml")
    return " ".join(" ".join(one.get_text(" ").split()) for one in page.select(selector))


def fails_alone(
    nights: Nights, source: str, message: str, before: list[dict[str, Any]], *, is_thorough: bool = True
) -> None:
    """Nothing of the source was to be had tonight: its calls stand as they were `before`, and the operator is told.

    The other source is from tonight, and says so. is_thorough: readers are told too, and the replay is the same.
    """
    other = OTHER[source]
    assert nights.failed == [("core_all__calls", "fresh", "WARN"), (f"raw_{source}__pages", "answered", "ERROR")]
    assert nights.states() == {source: ("failed", nights.good, message), other: ("fresh", nights.tonight, "")}
    assert nights.calls(source) == before
    assert identities(nights, other) == sorted([*(IDS[other].format(slug) for slug in SLUGS), IDS[other].format(NEW)])
    assert nights.matches(source)
    assert nights.matches(other)
    told = nights.message("partial").splitlines()
    old, now = date_words(nights.good), date_words(nights.tonight)
    assert told[0] == f"Utlysningsradar: natten {now} er rangert på delvis gamle data ({FUNDERS[source]})"
    at = told.index(f"{FUNDERS[source]}: ikke oppdatert. Utlysningene er fra {old}.")
    assert told[at + 1] == f"  Melding: {plain_line(message)}"
    assert told[at + 2].startswith("  Gjør dette: ")
    assert NO_ADVICE not in told[at + 2]
    assert told[at + 3] == f"Ferske kilder: {FUNDERS[other]}."
    if is_thorough:
        says_from_when(nights, source, message)
        replays_alike(nights, 3)


def with_reasons(fresh: str, messages: Mapping[str, str]) -> str:
    """The line on freshness, and after it the first sentence of why each of these sources is behind."""
    told = {source: re.sub(r" ?\(https?://\S*\)", "", message) for source, message in messages.items()}
    return " ".join([fresh, *(f"{FUNDERS[one]}: {text.split('. ')[0].rstrip('.')}." for one, text in told.items())])


def says_from_when(nights: Nights, source: str, message: str) -> None:
    """Every page that shows the source's calls says that they are from the good night."""
    other, old, tonight = OTHER[source], date_words(nights.good), weekday_date_words(nights.tonight)
    note = f"Opplysningene er fra {old}"
    with nights.served() as client:
        fresh = f"Hentet natt til {tonight}. Ikke ferske: {FUNDERS[source]} (fra {old}). Se kildene"
        assert text(client, "/", ".fresh") == text(client, PROFILE, ".fresh") == with_reasons(fresh, {source: message})
        shown = [match for match in nights.matches(source) if match["profile"] == PROFILE.rpartition("/")[2]]
        assert text(client, PROFILE, ".match__tags").count(note) == len(shown) > 0
        assert note in text(client, f"/utlysning/{source}/{IDS[source].format('a')}", ".match__tags")
        assert note not in text(client, f"/utlysning/{other}/{IDS[other].format('a')}", ".match__tags")
        since = f"Opplysningene er fra natten {weekday_date_words(nights.good)}."
        told = text(client, "/kilder")
        said = " ".join(f"{FUNDERS[source]} ikke oppdatert {message}".split())
        assert since in told.partition(said)[2][:200]
        assert f"Opplysningene er fra natten {tonight}." in told.partition(f"{FUNDERS[other]} fersk ")[2][:100]
        health = client.get("/helse").json()
    assert (health["state"], health["night"]) == ("stale", str(nights.tonight))
    assert health["sources"] == {"eu": "off", source: "failed", other: "fresh"}


def identities(nights: Nights, source: str) -> list[str]:
    """The ids of the source's open calls that its list has."""
    return sorted(one["source_id"] for one in nights.calls(source) if one["status"] == "open" and one["is_listed"])


def replays_alike(nights: Nights, code: int) -> None:
    """The archive of tonight gives the same again with the network off: exit code, checks, and all that is stored."""
    before, checks = nights.everything(), nights.failed
    assert nights.again().exit_code == code
    assert nights.everything() == before
    assert nights.failed == checks


@pytest.fixture(scope="session")
def faulty_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FaultySite]:
    """Both sites on one server for the whole session."""
    with serving(tmp_path_factory.mktemp("tls")) as site:
        yield site


@pytest.fixture(scope="session")
def bare_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home before its first night, in which both sources may be asked."""
    home = tmp_path_factory.mktemp("bare") / "home"
    home.mkdir()
    clusters_folder(home)
    assert run(home, "sources", "enable", "innovasjonnorge", "--by", "Prøven").exit_code == 0
    assert run(home, "sources", "disable", "eu", "--by", "Prøven").exit_code == 0
    return home


@pytest.fixture(scope="session")
def good_home(bare_home: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, date]:
    """A home with a good night of yesterday, and its date."""
    home = tmp_path_factory.mktemp("good") / "home"
    shutil.copytree(bare_home, home)
    day = datetime.now(OSLO).date() - timedelta(days=1)
    night = archived(home.parent / "good.warc.gz", day, pages(SLUGS))
    with dg.DagsterInstance.ephemeral() as instance:
        result = Nights(home, FaultySite(0, home), day, instance).replay(night)
    assert (result.exit_code, result.stderr.count("core_"), result.stdout.count("fersk\n")) == (0, 0, 2), result.output
    return home, day


@pytest.fixture
def nights(faulty_site: FaultySite, good_home: tuple[Path, date], tmp_path: Path) -> Iterator[Nights]:
    """A home of its own after a good night, and sites that are well."""
    yield from _nights(faulty_site, good_home[0], good_home[1], tmp_path)


@pytest.fixture
def first_nights(faulty_site: FaultySite, bare_home: Path, tmp_path: Path) -> Iterator[Nights]:
    """A home of its own before its first night, and sites that are well."""
    yield from _nights(faulty_site, bare_home, date.min, tmp_path)


def _nights(site: FaultySite, home: Path, good: date, folder: Path) -> Iterator[Nights]:
    shutil.copytree(home, folder / "home")
    site.forget(pages([*SLUGS, NEW]))
    with dg.DagsterInstance.ephemeral() as instance:
        yield Nights(folder / "home", site, good, instance)
