"""Which calls of tonight's list are read, and whose own page is asked for. The same policy for every source.

The plan depends only on the lists and on what was known, so that reading comes to the same plan as asking did.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

from calls.fields import LIVE_STATUSES
from calls.model import Card, Listing
from sources.base import Source

DETAIL_CAP = 200
"""Most pages of completed calls that were never read before, in one night."""

_YEAR = re.compile(r"/(\d{4})/")


@dataclass(frozen=True)
class Known:
    """What last night knew of a call."""

    status: str | None
    card_hash: str
    is_detail_read: bool
    is_listed: bool
    url: str
    is_due: bool = False  # a moment of the call (opening, deadline) has passed since it was last read
    is_canary: bool = False  # long over, and its page is looked at all the same; see calls.drift.canaries


@dataclass(frozen=True)
class Plan:
    """Which calls are read tonight: listed ones in list order, then those no longer listed."""

    listed: tuple[Card, ...]
    unlisted: tuple[Card, ...]
    asked: frozenset[str]  # those of `listed` whose own page is asked for, where they have one
    unchanged: tuple[str, ...]  # listed calls that need no new look; what was read before still holds
    waiting: int  # calls beyond the cap, whose own page must wait
    canaries: tuple[Card, ...] = ()  # calls without news whose own page is looked at, to see whether it reads as before


def plan(source: Source, listing: Listing, known: Mapping[str, Known], detail_cap: int = DETAIL_CAP) -> Plan:
    """Which calls to read, and whose own page to ask for; see `Source.details_when`.

    From a complete listing follows also: what was open or forecasted last night and is in no list tonight.
    """
    rule = _changed if source.details_when == "changed" else _nightly
    wanted, asked, waiting = rule(source, listing, known, detail_cap)
    cards = {card.source_id: card for card in listing.cards}
    gone = sorted(key for key, before in known.items() if before.status in LIVE_STATUSES and key not in cards)
    busy = {*wanted, *waiting, *gone}
    canaries = sorted(key for key, before in known.items() if before.is_canary and key not in busy)
    return Plan(
        listed=tuple(card for card in listing.cards if card.source_id in wanted),
        unlisted=tuple(unlisted_card(key, known[key].url) for key in gone) if listing.is_complete else (),
        asked=frozenset(asked),
        unchanged=tuple(key for key in (card.source_id for card in listing.cards) if key not in wanted | waiting),
        waiting=len(waiting),
        canaries=tuple(cards.get(key) or unlisted_card(key, known[key].url) for key in canaries),
    )


_Choice = tuple[set[str], set[str], set[str]]
"""Calls to read, those of them whose own page is asked for, and those whose page must wait for another night."""


def _nightly(source: Source, listing: Listing, known: Mapping[str, Known], detail_cap: int) -> _Choice:  # noqa: ARG001
    """Every current call; a completed one whose card changed or that was open or forecasted last night; and completed
    ones whose page was never read, newest address year first, at most `detail_cap`.
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
    return wanted, wanted, {card.source_id for card in never_read[detail_cap:]}


def _changed(source: Source, listing: Listing, known: Mapping[str, Known], detail_cap: int) -> _Choice:
    """New calls, those whose card changed, that are due, or whose page is still to be read; at most `detail_cap` pages,
    of known calls first. A call whose page must wait is read of its card.
    """
    wanted: list[str] = []
    pages: list[tuple[bool, str]] = []
    for card in listing.cards:
        before = known.get(card.source_id)
        if before is not None and before.is_detail_read and not before.is_due and before.card_hash == card_hash(card):
            continue
        wanted.append(card.source_id)
        if source.detail(card):
            pages.append((before is None or not before.is_detail_read, card.source_id))
    pages.sort(key=lambda entry: entry[0])
    asked = [source_id for _, source_id in pages]
    return set(wanted), set(asked[:detail_cap]), set(asked[detail_cap:])


def unlisted_card(key: str, url: str) -> Card:
    """The card of a call that no list holds."""
    return Card(key, url, url, "", is_current=False)


def _address_year(url: str) -> int:
    match = _YEAR.search(url)
    return int(match.group(1)) if match else 0


def card_hash(card: Card) -> str:
    """SHA-256 (hex) of what the list says of a call; the order of its facts does not count."""
    facts = sorted([fact.name, fact.text, fact.label, fact.note] for fact in card.facts)
    content = json.dumps([card.title, card.group, card.is_current, facts], ensure_ascii=False)
    return hashlib.sha256(content.encode()).hexdigest()
