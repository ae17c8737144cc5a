"""What every source is made of, and selectors that refuse.

A source is one module (or folder) with a module-level `SOURCE`. It is found by looking through this package:
nothing registers it. Converting words to values does not belong here; that is `calls.normalise`.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import Literal

from bs4 import BeautifulSoup, Tag

from calls.model import OWN_SOURCE, Card, Listing, Page, Reading, Request, SourceRules
from calls.tongue import say

Mark = Literal["likely", "guess"]


class UnreadablePage(ValueError):
    """The page is not one that this source knows. The message says what was looked for and what was found."""


@dataclass(frozen=True)
class Assumption:
    """Something about the live site that nobody has confirmed.

    `test` gets every page of one night by URL and answers True (held), False (did not hold) or None (nothing to
    test it on).
    """

    key: str
    mark: Mark
    text: str
    test: Callable[[Mapping[str, Page]], bool | None]


def _body(page: Page) -> bytes:
    return page.body


def _no_more(lists: Mapping[str, Page]) -> Mapping[str, Request]:  # noqa: ARG001
    return {}


def _no_probes(cards: Sequence[Card]) -> Sequence[Request]:  # noqa: ARG001
    return ()


@dataclass(frozen=True)
class Source:
    """One funder's list.

    listings: the requests that a night begins with, by name; the same every night.
    more: the lists so far, by name -> requests for further lists that follow from them (an address that the first one
        tells, the pages after the first), by name. Asked again with what came until it names nothing new; a name that
        was asked for is not asked again.
    index: pages of the listings by name (a missing or unusable one is absent) -> the night's Listing.
        Raises UnreadablePage when none of them can be read.
    detail: the requests for a card's own page, of which the first answer counts; none when the list says all there is.
    details_when: whose own page is asked for. "nightly": that of every current call. "changed": that of a call that is
        new or whose card changed, whose page was never read, or whose dates make it due; nothing is read of the others.
        The card of such a source is whole in itself: its reading counts although the call's page is missing.
    canaries_after: how long after its last deadline a call's own page is left alone by everybody, so that reading it
        otherwise means that the site, or our reading, has changed; None where no page is worth that.
    own_columns: columns that a call's own page alone gives: while it is missing, what was read of it last still holds.
    parse: a card and its page (None when the list says all there is) -> Reading. Raises UnreadablePage.
    probes: tonight's cards -> requests beyond lists and details that only the check of assumptions makes.
    lasting: a page's bytes without what is new each time it is fetched: two pages that agree in it are read alike.
    needs_leave: why a person must ask the owner before the source is fetched live, in bokmål; "" when nobody need ask.
        Such a source is off live until it is enabled; archives are read all the same.
    required: names of listings without which the night's list is not usable; any one of them suffices.
    """

    rules: SourceRules
    homepage: str
    listings: Mapping[str, Request]
    index: Callable[[Mapping[str, Page]], Listing]
    detail: Callable[[Card], Sequence[Request]]
    parse: Callable[[Card, Page | None], Reading]
    required: tuple[str, ...]
    parser_version: str
    assumptions: tuple[Assumption, ...] = ()
    floor: int = 1
    ceiling: int = 5000
    probes: Callable[[Sequence[Card]], Sequence[Request]] = _no_probes
    lasting: Callable[[Page], bytes] = _body
    needs_leave: str = ""
    more: Callable[[Mapping[str, Page]], Mapping[str, Request]] = _no_more
    details_when: Literal["nightly", "changed"] = "nightly"
    own_columns: tuple[str, ...] = ()
    canaries_after: timedelta | None = None

    @property
    def key(self) -> str:
        return self.rules.key


@cache
def all_sources() -> Mapping[str, Source]:
    """Every source of this package by key, in the order of the keys."""
    import sources

    found: dict[str, Source] = {}
    for module in pkgutil.iter_modules(sources.__path__):
        source = getattr(importlib.import_module(f"sources.{module.name}"), "SOURCE", None)
        if isinstance(source, Source):
            if source.key in found:
                raise ValueError(f"two sources have the key {source.key!r}")
            found[source.key] = source
    return dict(sorted(found.items()))


def source_name(key: str) -> str:
    """The funder's name where we read the source ourselves; what people entered is theirs; else the key."""
    if key == OWN_SOURCE:
        return say("Lagt inn av dere")
    sources = all_sources()
    return sources[key].rules.funder if key in sources else key


def one(root: BeautifulSoup | Tag, selector: str) -> Tag:
    """The one element that `selector` finds under `root`; UnreadablePage when there is none or more than one."""
    found = root.select(selector)
    if len(found) != 1:
        raise UnreadablePage(f"ventet ett treff på «{selector}», fant {len(found)}")
    return found[0]


def many(root: BeautifulSoup | Tag, selector: str) -> list[Tag]:
    """Every element that `selector` finds under `root`; UnreadablePage when there is none."""
    found = root.select(selector)
    if not found:
        raise UnreadablePage(f"fant ingen «{selector}»")
    return list(found)
