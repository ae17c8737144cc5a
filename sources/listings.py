"""Asking for a night's lists: those that a source begins with, and those that follow from what they say."""

from __future__ import annotations

from collections.abc import Callable

from calls.failures import FetchError
from calls.model import Page, Request
from sources.base import Source

MOST_ROUNDS = 5
"""Times a source may say which lists follow from those it has."""

MOST_LISTS = 150
"""Lists of one source and night, those that follow from others included."""

Get = Callable[[Request], Page]
"""Gives the answer to a request, or raises calls.failures.FetchError."""


def ask_lists(source: Source, get: Get) -> tuple[dict[str, Page], dict[str, FetchError]]:
    """Every list of the night by name, those that follow from others too, and why others are missing.

    At most MOST_LISTS in MOST_ROUNDS; that some are missing then is for the source's `index` to see.
    """
    lists: dict[str, Page] = {}
    failures: dict[str, FetchError] = {}
    wanted = dict(source.listings)
    for _ in range(1 + MOST_ROUNDS):
        for name, request in wanted.items():
            try:
                lists[name] = get(request)
            except FetchError as error:
                failures[name] = error
        asked = {*lists, *failures}
        follow = [(name, request) for name, request in source.more(lists).items() if name not in asked]
        wanted = dict(follow[: MOST_LISTS - len(asked)])
        if not wanted:
            break
    return lists, failures
