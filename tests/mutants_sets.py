"""Which changes are made to which nights: the set that the thresholds were chosen with, and two that they never saw.

The second set was made when the alarms were as they were with the first, and measured before anything was done about
it; the third when all was done.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

import mutants_second as second_pages
import mutants_second_hits as second_hits
import mutants_second_services as second_services
import mutants_third as third_pages
import mutants_third_answers as third_answers
from mutants import Mutant
from mutants_hits import own_changes, portal_changes
from mutants_lists import list_changes
from mutants_nights import SHARED, page_nights, portal_nights, service_nights
from mutants_pages import FAMILIES, page_changes, partial_changes
from mutants_services import service_changes

PARTLY = ("rendered-lines", "rendered-definitions")
BUSY = "busy-portal"
"""The night on which the portal's topics are asked for their own answers."""


def _real(*nights: str) -> Sequence[str]:
    return [night for night in nights if SHARED.is_dir() or not night.startswith("real-")]


def first() -> Iterator[Mutant]:
    """Each change on every night that it can be made on."""
    for night in page_nights(is_whole=True):
        yield from (Mutant(night, name, change) for name, change in page_changes())
    names = [name for family, edits in FAMILIES.items() if family != "harmless" for name in edits]
    for night in PARTLY:
        yield from (Mutant(night, name, change) for name, change in partial_changes(names))
    yield from (Mutant("rendered-table", name, change) for name, change in list_changes())
    for night in service_nights():
        yield from (Mutant(night, name, change) for name, change in service_changes())
    for night in portal_nights():
        yield from (Mutant(night, name, change) for name, change in portal_changes())
    yield from (Mutant(BUSY, name, change) for name, change in own_changes())


def first_in_part(seed: int, part: float) -> list[Mutant]:
    """A part of them, without those that need much time or data that not everybody has; pages on a night drawn."""
    rng = random.Random(seed)
    nights = list(page_nights(is_whole=False))
    found = [Mutant(rng.choice(nights), name, change) for name, change in page_changes()]
    found += [Mutant("rendered-table", name, change) for name, change in list_changes()]
    found += [Mutant("bundled-services", name, change) for name, change in service_changes()]
    found += [Mutant("made-portal", name, change) for name, change in portal_changes()]
    found += [Mutant(BUSY, name, change) for name, change in own_changes()]
    return rng.sample(found, round(part * len(found)))


def second() -> Iterator[Mutant]:
    for night in _real("rendered-reversed", "rendered-glued", "archived-2026-09-16", "real-timed"):
        yield from (Mutant(night, name, change) for name, change in second_pages.page_mutants())
    yield from (Mutant("rendered-boxes", name, change) for name, change in second_pages.part_mutants())
    yield from (Mutant("rendered-list", name, change) for name, change in second_pages.layout_mutants())
    yield from (Mutant("rendered-list", name, change) for name, change in second_pages.slow_mutants())
    for night in _real("bundled-services", "real-services"):
        yield from (Mutant(night, name, change) for name, change in second_services.service_mutants())
    for night in _real("made-portal", "real-portal"):
        yield from (Mutant(night, name, change) for name, change in second_hits.portal_mutants())
    yield from (Mutant("made-portal", name, change) for name, change in second_hits.slow_portal())
    yield from (Mutant(BUSY, name, change) for name, change in second_hits.own_mutants())


def third() -> Iterator[Mutant]:
    for night in _real("rendered-definitions", "rendered-flat", "archived-2026-09-15", "real-lines"):
        yield from (Mutant(night, name, change) for name, change in third_pages.page_mutants())
    yield from (Mutant("rendered-table", name, change) for name, change in third_pages.part_mutants())
    yield from (Mutant("rendered-lines", name, change) for name, change in third_pages.list_mutants())
    yield from (Mutant("rendered-boxes", name, change) for name, change in third_pages.slow_mutants())
    for night in _real("bundled-services", "real-services"):
        yield from (Mutant(night, name, change) for name, change in third_answers.service_mutants())
    for night in _real("made-portal", "real-portal"):
        yield from (Mutant(night, name, change) for name, change in third_answers.portal_mutants())
    yield from (Mutant("made-portal", name, change) for name, change in third_answers.slow_portal())
    yield from (Mutant(BUSY, name, change) for name, change in third_answers.own_mutants())
