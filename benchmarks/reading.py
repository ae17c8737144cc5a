"""Reading detail pages of 150 kB through the source, beside BeautifulSoup with html.parser over the whole page."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime

from bs4 import BeautifulSoup

from bundle.forskningsradet import SITE, address, load_calls
from bundle.render import MARKUPS, detail_page
from calls.model import Card, Page
from sources.forskningsradet import SOURCE
from sources.forskningsradet.addresses import source_id

SIZE = 150_000
ROUNDS = 7
PAGES = 36
AT = datetime(2026, 9, 16, 1, 30, tzinfo=UTC)


def _pages() -> list[tuple[Card, Page]]:
    """Every markup in turn, over the calls of the demonstration."""
    pairs = []
    for number, call in enumerate(load_calls()[-PAGES:]):
        url = SITE + address(call)
        html = detail_page(
            {**call, "url": url},
            markup=MARKUPS[number % len(MARKUPS)],
            printed_at="16. september 2026, 03:31 CEST",
            size=SIZE,
        )
        card = Card(source_id(url), url, url, call["title"], is_current=True)
        pairs.append((card, Page(url, 200, "text/html", html.encode(), AT, charset="utf-8")))
    return pairs


def _seconds(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def run() -> list[str]:
    """Lines of the report: pages a CPU second of both, and the ratio. Medians of alternating rounds."""
    pairs = _pages()
    ours: list[float] = []
    theirs: list[float] = []
    for _ in range(ROUNDS):
        theirs.append(_seconds(lambda: [BeautifulSoup(page.body, "html.parser") for _, page in pairs]))
        ours.append(_seconds(lambda: [SOURCE.parse(card, page) for card, page in pairs]))
    us, them = statistics.median(ours), statistics.median(theirs)
    size = statistics.mean(len(page.body) for _, page in pairs) / 1000
    return [
        f"reading {len(pairs)} detail pages of {size:.0f} kB, medians of {ROUNDS} rounds",
        f"  BeautifulSoup + html.parser, whole page   {len(pairs) / them:7.1f} pages/s",
        f"  the source, read and understood           {len(pairs) / us:7.1f} pages/s",
        f"  ratio                                     {them / us:7.1f}  (floor 3)",
    ]
