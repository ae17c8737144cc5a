"""Every source reads its own kept pages as before, and refuses a page that is not its own.

`tests/pages/<source>/call.json` names the day, the lists, the calls' pages and the issues; `readings.json` holds what
is read from them (`radar sources record` writes both). A source without that folder fails here.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from calls.failures import NotArchived
from calls.model import Page, Request
from sources.base import Source, UnreadablePage, all_sources
from sources.harvest import Harvest, harvest

PAGES = Path(__file__).parent / "pages"
SOURCES = list(all_sources().values())


def _kept(source: Source) -> tuple[Path, Mapping[str, Any]]:
    folder = PAGES / source.key
    return folder, json.loads((folder / "call.json").read_text(encoding="utf-8"))


def _page(folder: Path, entry: Mapping[str, str], url: str, day: str) -> Page:
    at = datetime.combine(date.fromisoformat(day), datetime.min.time(), UTC)
    return Page(url, 200, entry["content_type"], (folder / entry["file"]).read_bytes(), at)


def _harvest(source: Source) -> Harvest:
    folder, kept = _kept(source)
    lists = {entry["name"]: entry for entry in kept["lists"]}
    details = {entry["url"]: entry for entry in kept["pages"]}

    def get(request: Request) -> Page:
        names = [name for name, listed in source.listings.items() if listed == request]
        entry = lists.get(names[0]) if names else details.get(request.url)
        if entry is None:
            raise NotArchived(request.url, "Siden er ikke tatt vare på.")
        return _page(folder, entry, request.url, kept["day"])

    return harvest(source, get, {})


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.key)
def test_reads_its_own_pages(source: Source) -> None:
    found, kept = _harvest(source), _kept(source)[1]
    expected = (PAGES / source.key / "readings.json").read_text(encoding="utf-8")
    readings = [asdict(reading) for reading in found.readings]
    assert json.loads(json.dumps(readings)) == json.loads(expected)
    issues = [asdict(issue) for issue in found.issues]
    assert (issues, found.listing.is_complete) == (kept["issues"], kept["is_complete"])


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.key)
def test_refuses_a_foreign_page(source: Source) -> None:
    folder, kept = PAGES, _kept(source)[1]
    entry = {"file": "foreign.html", "content_type": "text/html"}
    for card in _harvest(source).listing.cards:
        with pytest.raises(UnreadablePage):
            source.parse(card, _page(folder, entry, card.url, kept["day"]))
    with pytest.raises(UnreadablePage):
        source.index({name: _page(folder, entry, listed.url, kept["day"]) for name, listed in source.listings.items()})


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.key)
def test_every_assumption_stands_in_the_docstring(source: Source) -> None:
    import importlib

    home = ".".join(source.parse.__module__.split(".")[:2])
    said = " ".join((importlib.import_module(home).__doc__ or "").split())
    missing = [one.key for one in source.assumptions if f"- {one.key} ({one.mark}): {one.text}" not in said]
    assert missing == []
    assert len({one.key for one in source.assumptions}) == len(source.assumptions)


def test_there_are_sources() -> None:
    assert set(all_sources()) >= {"forskningsradet", "innovasjonnorge"}


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.key)
def test_refuses_the_lists_of_every_other_source(source: Source) -> None:
    for other in SOURCES:
        if other.key == source.key:
            continue
        folder, kept = _kept(other)
        for entry in kept["lists"]:
            pages = {name: _page(folder, entry, listed.url, kept["day"]) for name, listed in source.listings.items()}
            with pytest.raises(UnreadablePage):
                source.index(pages)
