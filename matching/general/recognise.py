"""Whether a call is a general instrument, and which: by its title, its breadth, or the first words of its text.

A record with the columns of calls.fields and a bare text with a title go the same way. A title that names one sector
makes a call a themed one, which topical fit is for; so does a theme in the place of the scheme's name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from calls.fields import APPLICANT_TYPES
from calls.terms import read_regions
from calls.words import plain
from matching.eligible import facts
from matching.general.kinds import HEALTH, OTHER_SECTOR, Kind
from matching.general.schemes import KINDS
from matching.places import PARTS, counties_of

_LEAD = 250
"""Characters at the head of a text that say whose money it is; further down a scheme may be mentioned in passing."""

_BROAD = 4
"""Themes that make a call of a known type open to every theme."""


@dataclass(frozen=True)
class Recognised:
    """A general instrument. owners: who may apply, by the call's own codes where it has them, else by the kind.

    counties: those that it is limited to, by the record or by the funder's name; empty when to none that we know.
    is_health: made for health and care, by its kind or by its title. floor and ceiling: NOK to one applicant. words:
    those of the call that it is known by.
    """

    kind: Kind
    owners: tuple[str, ...]
    counties: frozenset[str]
    is_health: bool
    floor: int | None
    ceiling: int | None
    words: str


def recognise(call: Mapping[str, Any]) -> Recognised | None:
    """The general instrument that a call is, None when it is none. Without columns, `title` and `text` will do."""
    title = plain(facts.text(call, "title"))
    if OTHER_SECTOR.search(title):
        return None
    for kind in KINDS:
        if found := kind.title.search(title):
            return _recognised(call, kind, found.group())
    head = _head(call)
    for kind in KINDS:
        if kind.head and (found := kind.head.search(head)):
            return _recognised(call, kind, found.group())
    if len({row.get("name") for row in facts.rows(call, "themes")}) >= _BROAD:
        sort = " ".join((facts.text(call, "scheme"), facts.text(call, "application_type")))
        for kind in KINDS:
            if found := kind.title.search(sort):
                return _recognised(call, kind, found.group())
    return None


def _recognised(call: Mapping[str, Any], kind: Kind, words: str) -> Recognised:
    own = tuple(code for code in facts.texts(call, "applicant_types") if code in APPLICANT_TYPES)
    return Recognised(
        kind=kind,
        owners=own or kind.owners,
        counties=_counties(call) if kind.is_regional or facts.texts(call, "regions") else frozenset(),
        is_health=kind.is_health or HEALTH.search(facts.text(call, "title")) is not None,
        floor=facts.whole(call, "award_floor_nok"),
        ceiling=facts.whole(call, "award_ceiling_nok"),
        words=words,
    )


def _head(call: Mapping[str, Any]) -> str:
    """The funder's name and the first words of the text, without what the title has."""
    body = next((text for column in ("summary", "full_text", "text") if (text := facts.text(call, column))), "")
    return plain(" ".join((facts.text(call, "funder"), body[:_LEAD])))


def _counties(call: Mapping[str, Any]) -> frozenset[str]:
    limits = facts.texts(call, "regions")
    if limits:
        return frozenset(county for limit in limits for county in counties_of(limit))
    head = f"{facts.text(call, 'title')} {_head(call)}"
    parts = [counties for name, counties in PARTS.items() if name in head.casefold().replace("noreg", "norge")]
    return frozenset(read_regions(head)).union(*parts)
