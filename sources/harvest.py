"""One night of one source: what is asked for, and what is made of the answers. The same policy for every source.

`collect` asks, `read` makes sense of what was collected without touching the network; `harvest` is both. Because the
plan depends only on the lists and on what was known, `read` comes to the same plan as `collect` did.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from calls.failures import FetchError
from calls.fields import LIVE_STATUSES
from calls.model import Card, Issue, Listing, Page, Reading, Request, Severity
from calls.store.rows import MAX_KEY_BYTES
from sources.base import Source, UnreadablePage

DETAIL_CAP = 200
"""Most pages of completed calls that were never read before, in one night."""

_YEAR = re.compile(r"/(\d{4})/")

Recall = Callable[[Card, Page], bool]
"""Whether a call's page says what it said when it was last read, so that it need not be read again."""

Get = Callable[[Request], Page]
"""Gives the answer to a request, or raises calls.failures.FetchError."""


@dataclass(frozen=True)
class Known:
    """What last night knew of a call."""

    status: str | None
    card_hash: str
    is_detail_read: bool
    is_listed: bool
    url: str


@dataclass(frozen=True)
class Collected:
    """Answers of one night: lists by name, details by the address asked for, and why others are missing."""

    lists: Mapping[str, Page]
    details: Mapping[str, Page]
    issues: tuple[Issue, ...] = ()
    listing: Listing | None = None  # what the lists say; None when none of them can be used
    problem: str = ""  # why none of them can be used
    is_refused: bool = False  # every list was refused in a way that asking again tonight will not change

    @property
    def pages(self) -> dict[str, Page]:
        """Every page by address; an address that answers several lists has the list's name after a `#`."""
        return {**{f"{page.url}#{name}": page for name, page in self.lists.items()}, **self.details}


@dataclass(frozen=True)
class Plan:
    """Whose own page is asked for tonight: listed calls in list order, then those no longer listed."""

    listed: tuple[Card, ...]
    unlisted: tuple[Card, ...]
    unchanged: tuple[str, ...]  # listed calls that need no new look; what was read before still holds
    waiting: int  # completed calls beyond the cap


@dataclass(frozen=True)
class Harvest:
    """What one night of one source gave.

    A call of `unchanged` has no reading: it was not asked for, and what the store has of it holds. One of `recalled`
    has none either: its page was there and says what it said when it was last read.
    """

    listing: Listing
    readings: tuple[Reading, ...]
    recalled: tuple[str, ...]
    card_hashes: Mapping[str, str]
    pages: Mapping[str, Page]
    issues: tuple[Issue, ...]  # of the source and of calls; the readings carry their own
    unchanged: tuple[str, ...]
    fetched: int
    parsed: int


def harvest(source: Source, get: Get, known: Mapping[str, Known], detail_cap: int = DETAIL_CAP) -> Harvest:
    """Asks for tonight's pages and reads them. Raises UnreadablePage when no list can be used."""
    return read(source, collect(source, get, known, detail_cap), known, detail_cap)


def collect_lists(source: Source, get: Get) -> Collected:
    """Tonight's lists and what they say, without any call's own page."""
    lists: dict[str, Page] = {}
    failures: dict[str, FetchError] = {}
    for name, request in source.listings.items():
        try:
            lists[name] = get(request)
        except FetchError as error:
            failures[name] = error
    severity: Severity = "info" if any(name in lists for name in source.required) else "error"
    issues = tuple(
        Issue(source.key, "", error.issue_kind, "", name, str(error), error.url, severity)
        for name, error in failures.items()
    )
    try:
        return Collected(lists, {}, issues, _storable(source, _indexed(source.index, tuple(lists.items()))))
    except UnreadablePage as error:
        is_refused = bool(failures) and not any(failure.may_pass for failure in failures.values())
        return Collected(lists, {}, issues, None, str(error), is_refused)


@lru_cache(maxsize=4)
def _indexed(index: Callable[[Mapping[str, Page]], Listing], lists: tuple[tuple[str, Page], ...]) -> Listing:
    """What the lists say. A night asks twice in one run, of the same pages, and a long list takes seconds."""
    return index(dict(lists))


def _storable(source: Source, listing: Listing) -> Listing:
    """The listing without cards whose key the store cannot hold; each of them is an issue."""
    long = [card for card in listing.cards if len(card.source_id.encode("utf-8", "replace")) > MAX_KEY_BYTES]
    if not long:
        return listing
    message = f"Utlysningen har en id på over {MAX_KEY_BYTES} byte og er ikke tatt med."
    issues = [
        Issue(source.key, "", "unreadable_page", "", card.source_id[:200], message, source.homepage) for card in long
    ]
    sound = tuple(card for card in listing.cards if card not in long)
    return Listing(sound, False, (*listing.issues, *issues))


def collect(source: Source, get: Get, known: Mapping[str, Known], detail_cap: int = DETAIL_CAP) -> Collected:
    """Tonight's answers. Without a usable list there are no details."""
    found = collect_lists(source, get)
    if found.listing is None:
        return found
    details: dict[str, Page] = {}
    night = plan(found.listing, known, detail_cap)
    issues = [_collect_detail(source, card, get, details, is_listed=True) for card in night.listed]
    issues += [_collect_detail(source, card, get, details, is_listed=False) for card in night.unlisted]
    told = tuple(issue for issue in issues if issue is not None)
    return replace(found, details=details, issues=(*found.issues, *told))


def _collect_detail(source: Source, card: Card, get: Get, details: dict[str, Page], *, is_listed: bool) -> Issue | None:
    """Adds the first answer to any of the card's requests; else says why the first of them failed."""
    failure: FetchError | None = None
    for request in source.detail(card):
        if request.url in details:
            return None
        try:
            details[request.url] = get(request)
        except FetchError as error:
            failure = failure or error
            continue
        return None
    if failure is None:
        return None
    if not is_listed:
        message = f"Utlysningen står ikke lenger i listen, og siden dens svarer ikke: {failure}"
        return Issue(source.key, card.source_id, "not_listed", "is_listed", "", message, card.url, "info")
    return Issue(source.key, card.source_id, failure.issue_kind, "", card.title, str(failure), card.url)


def plan(listing: Listing, known: Mapping[str, Known], detail_cap: int = DETAIL_CAP) -> Plan:
    """Which details to ask for.

    Every current call; a completed one whose card changed or that was open or forecasted last night; and completed
    ones whose page was never read, newest address year first, at most `detail_cap`. From a complete listing follows
    also: what was open or forecasted last night and is in no list tonight.
    """
    wanted: set[str] = set()
    never_read: list[Card] = []
    for card in listing.cards:
        before = known.get(card.source_id)
        if card.is_current:
            wanted.add(card.source_id)
        elif before is None or not before.is_detail_read:
            never_read.append(card)
        elif before.card_hash != card_hash(card) or before.status in LIVE_STATUSES:
            wanted.add(card.source_id)
    never_read.sort(key=lambda card: -_address_year(card.url))
    wanted.update(card.source_id for card in never_read[:detail_cap])
    waiting = {card.source_id for card in never_read[detail_cap:]}
    listed = {card.source_id for card in listing.cards}
    gone = sorted(key for key, before in known.items() if before.status in LIVE_STATUSES and key not in listed)
    return Plan(
        listed=tuple(card for card in listing.cards if card.source_id in wanted),
        unlisted=tuple(_unlisted_card(key, known[key]) for key in gone) if listing.is_complete else (),
        unchanged=tuple(key for key in (card.source_id for card in listing.cards) if key not in wanted | waiting),
        waiting=len(waiting),
    )


def _unlisted_card(key: str, before: Known) -> Card:
    return Card(key, before.url, before.url, "", is_current=False)


def _address_year(url: str) -> int:
    match = _YEAR.search(url)
    return int(match.group(1)) if match else 0


def card_hash(card: Card) -> str:
    """SHA-256 (hex) of what the list says of a call; the order of its facts does not count."""
    facts = sorted([fact.name, fact.text, fact.label, fact.note] for fact in card.facts)
    content = json.dumps([card.title, card.group, card.is_current, facts], ensure_ascii=False)
    return hashlib.sha256(content.encode()).hexdigest()


@dataclass
class _Reader:
    source: Source
    collected: Collected
    recalls: Recall | None
    readings: list[Reading] = field(default_factory=list)
    recalled: list[str] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    parsed: int = 0

    def read(self, card: Card, *, is_listed: bool) -> None:
        """Adds the card's reading; from the card alone when its page is missing or not readable."""
        requests = self.source.detail(card)
        page = next((self.collected.details[one.url] for one in requests if one.url in self.collected.details), None)
        if page is None and (requests or not is_listed):
            if is_listed:
                self.readings.append(card_reading(self.source, card))
            return
        if page is not None and self.recalls and self.recalls(card, page):
            self.recalled.append(card.source_id)
            self.parsed += 1
            return
        try:
            self.readings.append(self.source.parse(card, page))
            self.parsed += 1
        except UnreadablePage as error:
            message = f"Siden lar seg ikke lese: {error}."
            severity: Severity = "warning" if is_listed else "info"
            url = page.url if page else card.url
            issue = Issue(self.source.key, card.source_id, "unreadable_page", "", card.title, message, url, severity)
            self.issues.append(issue)
            if is_listed:
                self.readings.append(card_reading(self.source, card))


def read(
    source: Source,
    collected: Collected,
    known: Mapping[str, Known],
    detail_cap: int = DETAIL_CAP,
    recalls: Recall | None = None,
) -> Harvest:
    """What the collected pages say. Touches no network. Raises UnreadablePage when no list can be used."""
    listing = collected.listing
    if listing is None:
        raise UnreadablePage(collected.problem)
    night = plan(listing, known, detail_cap)
    reader = _Reader(source, collected, recalls)
    asked = {card.source_id for card in night.listed}
    unchanged = set(night.unchanged)
    for card in listing.cards:
        if card.source_id in asked:
            reader.read(card, is_listed=True)
        elif card.source_id not in unchanged:
            reader.readings.append(card_reading(source, card))
    for card in night.unlisted:
        reader.read(card, is_listed=False)
    issues = [*collected.issues, *listing.issues, *_size_issues(source, listing), *reader.issues]
    if night.waiting:
        words = f"{night.waiting} gjennomførte utlysninger venter på å bli lest; vi leser høyst {detail_cap} per natt."
        issues.append(Issue(source.key, "", "capped", "", str(night.waiting), words, source.homepage, "info"))
    return Harvest(
        listing=listing,
        readings=tuple(reader.readings),
        recalled=tuple(reader.recalled),
        card_hashes={card.source_id: card_hash(card) for card in listing.cards},
        pages=collected.pages,
        issues=tuple(dict.fromkeys(issues)),
        unchanged=night.unchanged,
        fetched=len(collected.lists) + len(collected.details),
        parsed=reader.parsed,
    )


def card_reading(source: Source, card: Card) -> Reading:
    """What the list alone says of a call."""
    return Reading(source.key, card.source_id, card.url, card.facts, api_id=card.api_id)


def _size_issues(source: Source, listing: Listing) -> Sequence[Issue]:
    """An issue when the list is smaller or larger than it may be."""
    count = len(listing.cards)
    if source.floor <= count <= source.ceiling:
        return []
    words = f"Listen har {count} utlysninger; ventet mellom {source.floor} og {source.ceiling}."
    return [Issue(source.key, "", "count_mismatch", "", str(count), words, source.homepage, "error")]
