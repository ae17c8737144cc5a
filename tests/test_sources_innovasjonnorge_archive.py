"""Innovasjon Norge's one request through the real fetcher: any archive of it replays, a challenge is a no."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote, quote_plus, urlencode

import pytest
from fetch_site import Night, Server, reply
from foreign_warc import write_warc
from innovasjonnorge_samples import NIGHT, record

from calls.archive import Replay, group_nights
from calls.failures import NotArchived
from calls.fetch import ReplayFetcher
from calls.model import Page, Request
from sources.base import Source, UnreadablePage
from sources.harvest import collect, harvest, read
from sources.innovasjonnorge import GROQ, SOURCE

DATASET = "https://loal7n8w.apicdn.sanity.io/v2023-01-01/data/query/inno-prod"
ANSWER = json.dumps({"query": GROQ, "result": [record()], "ms": 2}).encode()
PUBLISHED = ("perspective", "published")

# How other programs may have written the same question.
SPELLINGS = {
    "percent": f"query={quote(GROQ, safe='')}&perspective=published",
    "form": urlencode([("query", GROQ), PUBLISHED]),
    "plus": f"query={quote_plus(GROQ)}",
    "form, perspective first": urlencode([PUBLISHED, ("query", GROQ)]),
    "percent, no perspective": f"query={quote(GROQ)}",
    "browser": f"query={quote(GROQ, safe='*!()~')}",
    "one line": urlencode([("query", " ".join(GROQ.split()))]),
    "no white space": urlencode([PUBLISHED, ("query", GROQ.replace("\n", "").replace("  ", "").replace(", ", ","))]),
    "tabs": urlencode([("query", f"\n{GROQ.replace('  ', chr(9))}\n"), PUBLISHED]),
}


def _fetcher(path: Path) -> ReplayFetcher:
    return ReplayFetcher(Replay(group_nights([path])[0]))


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_an_archive_by_another_program_answers(tmp_path: Path, spelling: str) -> None:
    url = f"{DATASET}?{SPELLINGS[spelling]}"
    path = write_warc(tmp_path / "annen.warc.gz", NIGHT, [(url, None, "application/json", ANSWER)])
    night = harvest(SOURCE, _fetcher(path).get, {})
    assert [reading.source_id for reading in night.readings] == ["a-1"]
    assert [page.url for page in night.pages.values()] == [SOURCE.listings["services"].url]


def test_another_question_is_no_answer(tmp_path: Path) -> None:
    urls = [f"{DATASET}?{urlencode([('query', GROQ.replace('nb', 'en')), PUBLISHED])}", f"{DATASET}?query=x"]
    path = write_warc(tmp_path / "a.warc.gz", NIGHT, [(url, None, "application/json", ANSWER) for url in urls])
    with pytest.raises(NotArchived) as missing:
        _fetcher(path).get(SOURCE.listings["services"])
    assert missing.value.url == SOURCE.listings["services"].url


def test_the_exact_address_wins_and_says_where_another_answer_stood(tmp_path: Path) -> None:
    exact, other = "https://a.no/?q=1", "https://a.no/b?q=1"
    asked = Request(exact, same_as=(other, exact))
    both = write_warc(tmp_path / "a.warc", NIGHT, [(url, None, "text/plain", url.encode()) for url in (other, exact)])
    alone = write_warc(tmp_path / "b.warc", NIGHT, [(other, None, "text/plain", other.encode())])
    found = [_fetcher(path).get(asked) for path in (both, alone)]
    assert [(page.url, page.final_url, page.body.decode()) for page in found] == [
        (exact, "", exact),
        (exact, other, other),
    ]


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as running:
        yield running


def _at(server: Server) -> Source:
    request = Request(f"{server.url}/query?q=1", accept="application/json", same_as=(f"{server.url}/annen",))
    return replace(SOURCE, listings={"services": request})


def test_a_live_night_asks_the_one_address_alone(tmp_path: Path, server: Server) -> None:
    server.replies |= {"/annen": [reply(200, ANSWER)]}
    with Night(tmp_path).live() as fetcher:
        found = collect(_at(server), fetcher.get, {})
    assert server.asked() == ["GET /query?q=1"]
    assert [(one.kind, one.severity) for one in found.issues] == [("not_answered", "error")]


@pytest.mark.parametrize("status", [403, 503])
def test_a_challenge_is_a_no_told_in_words_and_not_asked_again(tmp_path: Path, server: Server, status: int) -> None:
    page = gzip.compress(b"<!DOCTYPE html><html><head><title>Just a moment...</title></head></html>")
    server.replies["/query?q=1"] = [reply(status, page, Content_Encoding="gzip")]
    night, source = Night(tmp_path), _at(server)
    with night.live() as fetcher:
        found = collect(source, fetcher.get, {})
    replayed = collect(source, ReplayFetcher(night.archive.replay(night.clock.now.date())).get, {})
    assert server.asked() == ["GET /query?q=1"]
    for one in (found, replayed):
        assert [(issue.kind, issue.severity, issue.message) for issue in one.issues] == [
            (
                "not_answered",
                "error",
                f"Nettstedet svarer med en robotsperre; det ønsker oss ikke her. ({server.url}/query?q=1)",
            )
        ]
        with pytest.raises(UnreadablePage, match="ikke noe svar"):
            read(source, one, {})


def test_a_challenge_page_with_status_200_is_refused_as_no_list(tmp_path: Path, server: Server) -> None:
    server.replies["/query?q=1"] = [reply(200, b"<html><title>Just a moment...</title></html>")]
    with Night(tmp_path).live() as fetcher:
        found = collect(_at(server), fetcher.get, {})
    assert isinstance(found.lists["services"], Page)
    with pytest.raises(UnreadablePage, match="ventet JSON"):
        read(_at(server), found, {})
