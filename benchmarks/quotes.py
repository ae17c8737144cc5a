"""Quotes: how long 1,000 pages of 150 kB take to verify, and the share found on the bundled nights."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from assets.fetching import archived_pages
from assets.resources import Radar
from bundle.forskningsradet import SITE, address, load_calls
from bundle.render import MARKUPS, detail_page
from calls.archive import Archive
from calls.evidence import Checked, NightWords, shares
from calls.home import Home
from calls.model import Card, Json, Page
from calls.normalise import normalise
from pipelines.cli.night import bundled_nights
from sources.base import all_sources
from sources.forskningsradet import SOURCE
from sources.forskningsradet.addresses import source_id
from sources.harvest import collect, read

SIZE = 150_000
PATTERNS = 40
CALLS = 1000
AT = datetime(2026, 9, 16, 1, 30, tzinfo=UTC)


def _large() -> list[tuple[dict[str, Json], Page]]:
    """Records and their pages, every markup in turn, over the calls of the demonstration."""
    pairs = []
    for number, call in enumerate(load_calls()[-PATTERNS:]):
        url = SITE + address(call)
        html = detail_page(
            {**call, "url": url},
            markup=MARKUPS[number % len(MARKUPS)],
            printed_at="16. september 2026, 03:31 CEST",
            size=SIZE,
        )
        page = Page(url, 200, "text/html", html.encode(), AT, charset="utf-8")
        reading = SOURCE.parse(Card(source_id(url), url, url, call["title"], is_current=True), page)
        pairs.append((normalise(reading, SOURCE.rules, AT, SOURCE.parser_version).record, page))
    return pairs


def _seconds() -> float:
    """CPU seconds to verify CALLS pages."""
    pairs = _large()
    began = time.process_time()
    for number in range(CALLS):
        record, page = pairs[number % len(pairs)]
        NightWords.of([], {page.url: page}, [record]).check(record)
    return time.process_time() - began


def _bundled(folder: Path) -> Iterator[tuple[str, list[Checked]]]:
    """Night and source, and what was found of its calls."""
    home = Home.at(folder)
    archive = Archive(home.archive)
    archive.add(bundled_nights())
    for night in archive.nights():
        for source in all_sources().values():
            with archived_pages(Radar(home, Path(), "benchmark", mode="replay"), night.day) as get:
                collected = collect(source, get, {})
            if collected.listing is None:
                continue
            readings = read(source, collected, {}).readings
            records = [normalise(one, source.rules, night.at, source.parser_version).record for one in readings]
            words = NightWords.of(collected.lists.values(), collected.details, records)
            yield f"{night.day} {source.key}", [words.check(record) for record in records]


def run() -> list[str]:
    """Lines of the report: seconds, and per night and source the values looked for and found; columns not all found."""
    lines = [
        f"quotes of {CALLS} pages of {SIZE // 1000} kB",
        f"  CPU time                                  {_seconds():7.1f} s",
    ]
    with tempfile.TemporaryDirectory() as folder:
        for name, checked in _bundled(Path(folder)):
            counts = shares(checked)
            looked_for, found = (sum(column) for column in zip(*counts.values(), strict=True))
            lines.append(f"  {name:<41} {found:5d} of {looked_for:5d}  (floor 98 %)")
            lines += [
                f"    {column:<39} {there:5d} of {all_:5d}" for column, (all_, there) in counts.items() if there < all_
            ]
    return lines


if __name__ == "__main__":
    for line in run():
        print(line)
