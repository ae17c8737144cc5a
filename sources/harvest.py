"""One night of one source: what is asked for, and what is made of the answers. The same for every source.

`collect` asks, `read` makes sense of what was collected without touching the network; `harvest` is both. Which calls
are read stands in `sources.planning`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from calls.failures import FetchError, Refused
from calls.model import Card, Issue, IssueKind, Listing, Page, Reading, Severity
from calls.store.rows import MAX_KEY_BYTES
from sources.base import Source, UnreadablePage
from sources.listings import Get, ask_lists
from sources.planning import DETAIL_CAP, Known, card_hash, plan

__all__ = [
    "DETAIL_CAP",
    "Collected",
    "Get",
    "Harvest",
    "Known",
    "Recall",
    "ask_lists",
    "card_hash",
    "collect",
    "collect_lists",
    "harvest",
    "read",
]

_NOT_THERE = (404, 410)

CANARY_GONE: IssueKind = "not_answered"
"""Kind of the issue by which it is known that the page of a call that is long over is no longer there."""

Recall = Callable[[Card, Page], bool]
"""Whether a call's page says what it said when it was last read, so that it need not be read again."""


@dataclass(frozen=True)
class Collected:
    """Answers of one night: lists by name, details by the address asked for, and why others are missing."""

    lists: Mapping[str, Page]
    details: Mapping[str, Page]
    issues: tuple[Issue, ...] = ()
    listing: Listing | None = None  # what the lists say; None when none of them can be used
    problem: str = ""  # why none of them can be used
    is_refused: bool = False  # every list was refused in a way that asking again tonight will not change
    absent: frozenset[str] = frozenset()  # calls in no list whose own page the site says is not there

    @property
    def pages(self) -> dict[str, Page]:
        """Every page by address; an address that answers several lists has the list's name after a `#`."""
        return {**{f"{page.url}#{name}": page for name, page in self.lists.items()}, **self.details}


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
    absent: frozenset[str] = frozenset()  # see Collected


def harvest(source: Source, get: Get, known: Mapping[str, Known], detail_cap: int = DETAIL_CAP) -> Harvest:
    """Asks for tonight's pages and reads them. Raises UnreadablePage when no list can be used."""
    return read(source, collect(source, get, known, detail_cap), known, detail_cap)


def collect_lists(source: Source, get: Get) -> Collected:
    """Tonight's lists and what they say, without any call's own page."""
    lists, failures = ask_lists(source, get)
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
    night = plan(source, found.listing, known, detail_cap)
    asked = [card for card in night.listed if card.source_id in night.asked]
    failures = {card.source_id: _collect_detail(source, card, get, details) for card in (*asked, *night.unlisted)}
    issues = [_missing(source, card, failures[card.source_id], is_listed=True) for card in asked]
    issues += [_missing(source, card, failures[card.source_id], is_listed=False) for card in night.unlisted]
    issues += [_collect_canary(source, card, get, details) for card in night.canaries]
    return replace(
        found,
        details=details,
        issues=(*found.issues, *(issue for issue in issues if issue is not None)),
        absent=frozenset(card.source_id for card in night.unlisted if _is_absent(failures[card.source_id])),
    )


def _collect_detail(source: Source, card: Card, get: Get, details: dict[str, Page]) -> list[FetchError]:
    """Adds the first answer to any of the card's requests; else why each of them failed."""
    failures: list[FetchError] = []
    for request in source.detail(card):
        if request.url in details:
            return []
        try:
            details[request.url] = get(request)
        except FetchError as error:
            failures.append(error)
            continue
        return []
    return failures


def _collect_canary(source: Source, card: Card, get: Get, details: dict[str, Page]) -> Issue | None:
    """Asks for the page of a call that is long over. That it is gone is no alarm: another call takes its place."""
    if not _is_absent(_collect_detail(source, card, get, details)):
        return None
    message = "Siden til den avsluttede utlysningen er tatt bort, og vi ser ikke etter den mer."
    return Issue(source.key, card.source_id, CANARY_GONE, "", "", message, card.url, "info")


def _is_absent(failures: Sequence[FetchError]) -> bool:
    """Whether the site says of every address of a call that there is nothing."""
    return bool(failures) and all(isinstance(error, Refused) and error.status in _NOT_THERE for error in failures)


def _missing(source: Source, card: Card, failures: Sequence[FetchError], *, is_listed: bool) -> Issue | None:
    """Why a call's own page is missing; None when it is not."""
    if not failures:
        return None
    failure = failures[0]
    if not is_listed:
        message = f"Utlysningen står ikke lenger i listen, og siden dens svarer ikke: {failure}"
        return Issue(source.key, card.source_id, "not_listed", "is_listed", "", message, card.url, "info")
    return Issue(source.key, card.source_id, failure.issue_kind, "", card.title, str(failure), card.url)


@dataclass
class _Reader:
    source: Source
    collected: Collected
    recalls: Recall | None
    readings: list[Reading] = field(default_factory=list)
    recalled: list[str] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    parsed: int = 0

    def read_canary(self, card: Card, *, is_listed: bool) -> None:
        """Adds the reading of a call that is looked at without news. One whose page did not come is left alone."""
        if self._page(card) is not None:
            self.read(card, is_listed=is_listed)

    def _page(self, card: Card) -> Page | None:
        details = self.collected.details
        return next((details[one.url] for one in self.source.detail(card) if one.url in details), None)

    def read(self, card: Card, *, is_listed: bool) -> None:
        """Adds the card's reading; from the card alone when its page is missing or not readable."""
        requests, page = self.source.detail(card), self._page(card)
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
    night = plan(source, listing, known, detail_cap)
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
    for card in night.canaries:
        reader.read_canary(card, is_listed=card.source_id in unchanged)
    issues = [*collected.issues, *listing.issues, *_size_issues(source, listing), *reader.issues]
    if night.waiting:
        kind = "gjennomførte utlysninger" if source.details_when == "nightly" else "utlysningssider"
        words = f"{night.waiting} {kind} venter på å bli lest; vi leser høyst {detail_cap} per natt."
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
        absent=collected.absent,
    )


def card_reading(source: Source, card: Card) -> Reading:
    """What the list alone says of a call; as the source reads it where it asks for pages of changed calls alone."""
    if source.details_when == "changed":
        return source.parse(card, None)
    return Reading(source.key, card.source_id, card.url, card.facts, api_id=card.api_id)


def _size_issues(source: Source, listing: Listing) -> Sequence[Issue]:
    """An issue when the list is smaller or larger than it may be."""
    count = len(listing.cards)
    if source.floor <= count <= source.ceiling:
        return []
    words = f"Listen har {count} utlysninger; ventet mellom {source.floor} og {source.ceiling}."
    return [Issue(source.key, "", "count_mismatch", "", str(count), words, source.homepage, "error")]
