"""A live night through the real assets: a made-up funder's site on loopback, fetched, archived, replayed."""

from __future__ import annotations

import functools
import json
import threading
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import dagster as dg
import pytest

import assets.fetching
from assets.nights import night_partitions
from assets.resources import Mode, Radar
from assets.scrape import build_scrape_assets
from calls.archive import Archive
from calls.fetch import LiveFetcher, page_text
from calls.home import Home
from calls.model import Card, Fact, Listing, Page, Reading, Request, SourceRules
from calls.record_json import record_lines
from calls.store import Store
from sources.base import Source, UnreadablePage

TODAY = datetime.now(UTC).date()
ASKED: list[tuple[str, str]] = []


class Site(BaseHTTPRequestHandler):
    """Two calls, and robots.txt; `down` makes the list answer 503."""

    down = False

    def do_GET(self) -> None:
        ASKED.append((self.path, self.headers.get("User-Agent", "")))
        answers = {
            "/robots.txt": ("text/plain", "User-agent: *\nDisallow: /privat/\n"),
            "/liste": ("application/json", json.dumps(["/a", "/b"])),
            "/a": ("text/html", "<h1>Midler til heimetenester</h1><p>1. mars 2099</p>"),
            "/b": ("text/html", "<h1>Midler til ambulanser</h1><p>2. mars 2099</p>"),
        }
        kind, body = answers[self.path]
        status = 503 if Site.down and self.path == "/liste" else 200
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(body.encode())))
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@pytest.fixture
def site() -> Iterator[str]:
    ASKED.clear()
    Site.down = False
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def funder(root: str) -> Source:
    """A source in a dozen lines: what docs/add-a-source.md asks for."""

    def index(pages: Mapping[str, Page]) -> Listing:
        if "list" not in pages:
            raise UnreadablePage("listen mangler")
        paths = json.loads(page_text(pages["list"]))
        cards = [Card(path, root + path, root + path, path, True, (Fact("title", path, url=root),)) for path in paths]
        return Listing(tuple(cards), is_complete=True)

    def detail(card: Card) -> Sequence[Request]:
        return [Request(card.url)]

    def parse(card: Card, page: Page | None) -> Reading:
        assert page is not None
        title, _, rest = page_text(page).removeprefix("<h1>").partition("</h1><p>")
        facts = (
            Fact("title", title, url=page.url),
            Fact("status", "Søk nå", url=page.url),
            Fact("deadline", rest.removesuffix("</p>"), "Søknadsfrist", url=page.url),
            Fact("section", "Kommunane kan søkje om midlar til betre tenester i heimen.", url=page.url),
        )
        return Reading("prove", card.source_id, card.url, facts, pages=(page.url,), is_detail_read=True)

    rules = SourceRules("prove", "Prøvefondet")
    return Source(rules, root, {"list": Request(f"{root}/liste")}, index, detail, parse, ("list",), "1")


def _scrape(home: Home, source: Source, mode: Mode, day: date = TODAY) -> dg.ExecuteInProcessResult:
    radar = Radar(home, home.clusters, "prøve", mode, contact="Prøven <prove@example.no>")
    made = build_scrape_assets([source], night_partitions(2), retry_delay_s=0)
    return dg.materialize(made, partition_key=day.isoformat(), resources={"radar": radar}, raise_on_error=False)


def _records(home: Home) -> str:
    with Store.open(home.database_url) as store:
        return record_lines({str(k): v for k, v in row.items()} for row in store.calls().to_dict("records"))


@pytest.fixture
def live(monkeypatch: pytest.MonkeyPatch) -> None:
    """Loopback is a private address: tests alone may fetch from one, and need not wait between requests."""
    waits: list[float] = []
    patient = functools.partial(LiveFetcher, allow_private=True, pause_s=0, sleep=waits.append)
    monkeypatch.setattr(assets.fetching, "LiveFetcher", patient)


def test_a_live_night_and_its_replay_are_the_same(site: str, live: None, tmp_path: Path) -> None:
    home, again = Home.at(tmp_path / "live"), Home.at(tmp_path / "again")
    source = funder(site)
    result = _scrape(home, source, "live")
    assert result.success
    assert all(check.passed for check in result.get_asset_check_evaluations())
    assert [path for path, _ in ASKED] == ["/robots.txt", "/liste", "/a", "/b"]
    assert all("prove@example.no" in agent for _, agent in ASKED)
    records = [json.loads(line) for line in _records(home).splitlines()]
    assert [(r["title"], r["deadline_at"], r["lang"]) for r in records] == [
        ("Midler til heimetenester", "2099-03-01T22:59:00Z", "nn"),
        ("Midler til ambulanser", "2099-03-02T22:59:00Z", "nn"),
    ]
    ASKED.clear()
    Archive(again.archive).add(Archive(home.archive).night(TODAY).files)
    assert _scrape(again, source, "replay").success
    assert ASKED == []
    assert _records(again) == _records(home)


def test_a_site_that_is_down_leaves_its_failure_in_the_archive(site: str, live: None, tmp_path: Path) -> None:
    home = Home.at(tmp_path / "live")
    Site.down = True
    result = _scrape(home, funder(site), "live")
    assert not result.success
    answered = [check.passed for check in result.get_asset_check_evaluations() if check.check_name == "answered"]
    assert answered
    assert not any(answered)
    assert [path for path, _ in ASKED].count("/liste") > 1, "503 is asked again"
    with Store.open(home.database_url) as store:
        (row,) = store.source_nights(TODAY).to_dict("records")
        assert (row["state"], row["data_night"]) == ("failed", None)
        assert "Prøvefondet" in row["message"]
    ASKED.clear()
    assert not _scrape(home, funder(site), "replay").success
    assert ASKED == []
    Site.down = False
    assert _scrape(home, funder(site), "live").success
    assert len(_records(home).splitlines()) == 2
