"""What a link is, and the few facts of a call that links rest on."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Literal
from zoneinfo import ZoneInfo

from calls.date_words import MONTHS
from calls.linking.concepts import concepts
from calls.model import Issue, Json

OSLO = ZoneInfo("Europe/Oslo")
LinkKind = Literal["twin", "same_call"]
CallId = tuple[str, str]
_YEAR_IN_ID = re.compile(r"(?:^|/)((?:19|20)\d\d)(?=/|$)")
_MONTH_NAMES = {number: word for word, number in reversed(MONTHS.items())}


@dataclass(frozen=True, order=True)
class Link:
    """Two records that are one call. The pair is ordered, and stands once.

    kind: "twin" for two texts in different languages at one source; "same_call" for one call in two sources' lists.
    """

    source: str
    source_id: str
    other_source: str
    other_id: str
    kind: LinkKind
    reason: str  # Norwegian bokmål, one sentence: what the two have in common


@dataclass(frozen=True)
class Found:
    """The links, ordered, and what a person should look at: pages whose own word on their twin does not hold."""

    links: tuple[Link, ...]
    issues: tuple[Issue, ...]


@dataclass(frozen=True, eq=False)
class Entry:
    """A record, and its facts read once. record: columns of calls.fields.CALL."""

    record: Mapping[str, Json]

    @property
    def id(self) -> CallId:
        return self.record["source"], self.record["source_id"]

    @property
    def source(self) -> str:
        return str(self.record["source"])

    @property
    def lang(self) -> str:
        return str(self.record["lang"])

    @property
    def is_of_the_commission(self) -> bool:
        """Whether the EU itself receives the applications: such a topic, one that pays a partnership among them, is
        never a joint call that national funders announce too."""
        return self.source == "eu" and not str(self.record["source_id"]).endswith("COMPETITIVE_CALL")

    @cached_property
    def concepts(self) -> frozenset[str]:
        return concepts(self.record["title"], self.lang)

    @cached_property
    def year(self) -> int | None:
        """The year in the call's address, as the source's own key has it; None where it has none."""
        found = _YEAR_IN_ID.search(self.record["source_id"])
        return int(found.group(1)) if found else None

    @cached_property
    def deadline_days(self) -> tuple[date, ...]:
        """Every dated deadline as a day in Oslo, in order, each once."""
        moments = [datetime.fromisoformat(entry["at"]) for entry in self.record["deadlines"] or []]
        return tuple(sorted({moment.astimezone(OSLO).date() for moment in moments}))

    @cached_property
    def opening_day(self) -> date | None:
        opens_at = self.record["opens_at"]
        return opens_at.astimezone(OSLO).date() if opens_at else None

    @cached_property
    def other_days(self) -> frozenset[str]:
        """Days (ISO) of the dated rows that are not the call's own deadlines."""
        return frozenset(row["date"] for row in self.record["other_dates"] or [] if row["date"])


def link(one: Entry, other: Entry, kind: LinkKind, reason: str) -> Link:
    """The link between the two, in its one order."""
    first, second = sorted((one.id, other.id))
    return Link(*first, *second, kind, reason)


def day_words(day: date) -> str:
    """5. mars 2027"""
    return f"{day.day}. {_MONTH_NAMES[day.month]} {day.year}"
