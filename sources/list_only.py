"""A source whose list says all there is: a card built fact by fact, and the reading that is made of the card alone.

What the facts are belongs to the source; what they are worth to `calls.normalise`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import quote, urljoin, urlsplit
from zoneinfo import ZoneInfo

from calls.model import Card, Fact, FactName, Issue, IssueKind, Json, Reading, Request, Severity
from calls.words import clean
from sources.portable_text import line

_OSLO = ZoneInfo("Europe/Oslo")
_QUOTED = 200  # characters of an issue's text


@dataclass(slots=True)
class Draft:
    """One call on its way to a card: its place in the list, and what was read from there so far."""

    source: str
    key: str
    url: str
    title: str
    record: Mapping[str, Json]
    facts: list[Fact] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    names: set[FactName] = field(default_factory=set)  # of the facts so far

    def fact(self, name: FactName, text: str, label: str = "", quote: str = "", data: Json = None) -> None:
        """Adds a fact; an empty text is none."""
        if text:
            self.facts.append(Fact(name, text, label, "", self.url, quote, data))
            self.names.add(name)

    def issue(self, kind: IssueKind, column: str, text: str, message: str, severity: Severity = "warning") -> None:
        self.issues.append(Issue(self.source, self.key, kind, column, text[:_QUOTED], message, self.url, severity))

    def head(self, layout: str, published_at: Json) -> None:
        """Adds the title; its `data` carries what a reading has beside facts. An unreadable moment is an issue."""
        day = oslo_day(published_at)
        self.fact("title", self.title, data={"layout": layout, "published_on": day})
        if (moment := line(published_at)) and not day:
            self.issue("vague_date", "", moment, "Publiseringsdatoen lar seg ikke lese.", "info")

    def card(self) -> Card:
        """The card with its facts in order, those that repeat another left out. `head` must have been called."""
        facts = {(fact.name, fact.label, fact.text): fact for fact in reversed(self.facts)}
        told = tuple(reversed(facts.values()))
        return Card(self.key, self.url, self.url, self.title, is_current=True, facts=told, api_id=self.key)


def no_pages(card: Card) -> Sequence[Request]:  # noqa: ARG001
    """No request for a page of its own."""
    return ()


def reading(source: str, card: Card, lang: str) -> Reading:
    """What a card of `Draft.card` says, as a call that is read in full. `lang`: nb, nn or en."""
    told = next(fact.data for fact in card.facts if fact.name == "title")
    return Reading(
        source=source,
        source_id=card.source_id,
        url=card.url,
        facts=card.facts,
        lang_hint=lang,
        layout=told["layout"],
        api_id=card.api_id,
        pages=(card.url,),
        is_detail_read=True,
        published_on=told["published_on"],
    )


def own_address(homepage: str, path: Json) -> str | None:
    """The address of a path on the funder's site, with or without its first slash, or of a page of that site.

    None for any other value. Names under the site's own count as the site; another port or a user name does not.
    """
    domain = re.escape((urlsplit(homepage).hostname or "").removeprefix("www."))
    try:
        kept = quote(clean(path) if isinstance(path, str) else "", safe="/:?#[]@!$&'()*+,;=%~")
        parts = urlsplit(urljoin(f"{homepage}/", kept))
    except ValueError:
        return None
    is_own = parts.scheme in ("http", "https") and re.fullmatch(rf"(?:[a-z0-9-]+\.)*{domain}", parts.netloc.lower())
    return parts.geturl() if is_own and parts.path.strip("/") else None


def oslo_day(moment: Json) -> str:
    """ISO date in Oslo of an ISO moment, UTC where it names no zone; "" for anything else."""
    try:
        at = datetime.fromisoformat(moment)
        return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(_OSLO).date().isoformat()
    except (TypeError, ValueError, OverflowError):
        return ""
