"""Whether what we assume of a source's site holds, on pages of the archive or of the site itself."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping

from calls.failures import FetchError
from calls.model import Page
from sources.base import Assumption, Source
from sources.harvest import Collected, Get, ask_lists


def look(source: Source, get: Get, most: int) -> dict[str, Page]:
    """Pages to test a source's assumptions on: its lists, `most` details, and its probes.

    Raises UnreadablePage, or the last FetchError, when no list can be used; any other page that is missing is left out.
    """
    lists, failures = ask_lists(source, get)
    if failures and not lists:
        raise list(failures.values())[-1]
    cards = source.index(lists).cards
    wanted = [request for card in cards for request in source.detail(card)[:1]][:most]
    details: dict[str, Page] = {}
    for request in (*source.probes(cards), *wanted):
        with contextlib.suppress(FetchError):
            details[request.url] = get(request)
    return Collected(lists, details).pages


def check_assumptions(source: Source, pages: Mapping[str, Page]) -> list[tuple[Assumption, bool | None]]:
    """Each assumption of the source, and whether it held on these pages (None: nothing to test it on)."""
    return [(assumption, assumption.test(pages)) for assumption in source.assumptions]
