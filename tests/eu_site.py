"""The EU portal on loopback, over TLS, under its real names; and nights of it by the assets that the schedule runs."""

from __future__ import annotations

import functools
import json
import logging
import socket
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

import dagster as dg
import pytest
from eu_incidents import Scene
from eu_index import Answer, Index
from eu_samples import FACETS, topic_details
from faulty_site import certified
from fetch_site import Server, Site, reply
from history_scores import ours
from history_truth import Told

import assets.fetching
import calls.fetch.connection
from assets.nights import night_partitions
from assets.resources import OSLO, Radar
from assets.scrape import build_scrape_assets
from bundle.eu import CONFIG_BODY, facets
from calls.archive import Archive
from calls.fetch import LiveFetcher
from calls.home import Home
from calls.store import Store
from sources.eu import SOURCE
from sources.eu.portal import CONFIG_URL, DEFAULT, DETAILS

HOSTS = ("ec.europa.eu", "api.tech.ec.europa.eu")
PUBLIC = "11.0.0.3"
CONTACT = "Prøven <prove@example.no>"
JSON = "application/json; charset=utf-8"
QUIET = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}


@dataclass
class EuSite:
    """The portal. `index` is what it has tonight; `topics` has what its own answers say, by address.

    down: the search answers 503. asked: addresses, but for robots.txt.
    """

    port: int
    ca_file: Path
    index: Index = field(default_factory=lambda: Index([]))
    topics: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    down: bool = False
    asked: list[str] = field(default_factory=list)

    def show(self, index: Index, gone: Collection[str] = (), *, is_down: bool = False) -> None:
        """Tonight's index. The own answer of a topic that leaves it stays as it was, unless the topic is in `gone`."""
        self.index, self.down = index, is_down
        rows = [row for row in index.rows if row["type"] == "1" and "datasource" not in row]
        self.topics |= {f"{DETAILS}{quote(row['identifier'].lower(), safe='')}.json": row for row in rows}
        self.topics = {url: row for url, row in self.topics.items() if row["reference"] not in gone}

    def answer(self, site: Site) -> Answer:
        """Status and body of one request."""
        body = site.rfile.read(int(site.headers.get("Content-Length", 0)))
        url = f"https://{site.headers['Host']}{site.path}"
        base = url.partition("?")[0]
        if base.endswith("/robots.txt"):
            return 404, b"{}"
        self.asked.append(url)
        if url == CONFIG_URL:
            return 200, json.dumps(CONFIG_BODY).encode()
        if base in (DEFAULT.facets, DEFAULT.search) and self.down:
            return 503, b"{}"
        if base == DEFAULT.facets:
            return 200, json.dumps(facets(FACETS)).encode()
        if base == DEFAULT.search:
            return self.index.answer(site.command, url, site.headers.get("Content-Type", ""), body)
        if url in self.topics:
            return 200, json.dumps(topic_details(self.topics[url]), ensure_ascii=False).encode()
        return 404, b"{}"

    def resolve(self, host: str, port: int, *args: Any, **more: Any) -> list[Any]:
        """Name service: a public address for the portal's hosts, and no other name."""
        address = PUBLIC if host in HOSTS else host
        return _getaddrinfo(address, port, *args, **{**more, "flags": socket.AI_NUMERICHOST})

    def connect(self, address: tuple[str, int], timeout: float | None = None) -> socket.socket:
        """A connection to the loopback server, and to nothing else."""
        if address != (PUBLIC, 443):
            raise ConnectionRefusedError(111, "Connection refused")
        return socket.create_connection(("127.0.0.1", self.port), timeout)


_getaddrinfo = socket.getaddrinfo


@contextmanager
def serving(folder: Path) -> Iterator[EuSite]:
    """The portal, with a certificate for its hosts in `folder`; skips where openssl is missing."""
    with Server(certified(folder, HOSTS)) as server:
        portal = EuSite(server.http.server_port, folder / "cert.pem")

        class Handler(Site):
            disable_nagle_algorithm = True  # else each answer waits 40 ms for an acknowledgement

            def do_GET(self) -> None:
                status, body = portal.answer(self)
                reply(status, body, Content_Type=JSON)(self)

            do_POST = do_GET

        server.http.RequestHandlerClass = Handler
        yield portal


@dataclass
class Nights:
    """A home and the portal. `run` is a live night of the source: the assets of `scrape`, their checks and the store.

    failed: by night, the checks that did not hold.
    """

    home: Home
    site: EuSite
    instance: dg.DagsterInstance
    failed: dict[date, list[str]] = field(default_factory=dict)

    def run(self, day: date, at: datetime) -> None:
        """The night of `day`, begun at `at` (UTC)."""
        with Archive(self.home.archive).writer(day, at, "test", operator=CONTACT):
            pass  # the night has begun, and that is when
        ahead = max(1, (day - datetime.now(OSLO).date()).days + 1)
        made = build_scrape_assets([SOURCE], night_partitions(ahead), retry_delay_s=0)
        fetcher = functools.partial(
            LiveFetcher, clock=lambda: at, sleep=lambda _: None, pause_s=0, ca_file=self.site.ca_file
        )
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(assets.fetching, "LiveFetcher", fetcher)
            patch.setattr(socket, "getaddrinfo", self.site.resolve)
            patch.setattr(calls.fetch.connection, "create_connection", self.site.connect)
            result = dg.materialize(
                made,
                partition_key=day.isoformat(),
                resources={"radar": Radar(self.home, self.home.clusters, "test", "live", CONTACT)},
                instance=self.instance,
                run_config=QUIET,
                raise_on_error=False,
            )
        checks = result.get_asset_check_evaluations()
        self.failed[day] = sorted({check.check_name for check in checks if not check.passed})

    def show(self, scene: Scene) -> None:
        """Tonight the portal is as in this scene of incidents."""
        self.site.show(scene.shown.index, scene.gone, is_down=scene.shown.rows is None)

    def told(self) -> list[Told]:
        """What the nights told after the first, numbered in their order."""
        with Store.open(self.home.database_url) as store:
            assert store.check() == []
            return ours(store, {night.night: number for number, night in enumerate(store.nights())})


@contextmanager
def nights(folder: Path) -> Iterator[Nights]:
    """A new home under `folder` and the portal beside it."""
    logging.getLogger("dagster._core.execution.plan.active").setLevel(logging.ERROR)
    with serving(folder) as site, dg.DagsterInstance.ephemeral() as instance:
        yield Nights(Home.at(folder / "home"), site, instance)
