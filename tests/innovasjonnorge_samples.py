"""Records of Innovasjon Norge's content API, made for tests, and what comes of them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

from calls.model import Card, Issue, Json, Listing, Normalised, Page, Reading
from calls.normalise import normalise
from sources.innovasjonnorge import SOURCE

NIGHT = datetime(2026, 9, 16, 1, 30, tzinfo=UTC)
HOME = "https://www.innovasjonnorge.no"
Pairs = Sequence[tuple[Any, Any]]


def block(text: str, **more: Any) -> dict[str, Any]:
    """A paragraph of Portable Text with the fields that the API sends along."""
    spans = [{"_type": "span", "_key": "s", "marks": [], "text": text}]
    return {"_type": "block", "_key": "b", "style": "normal", "markDefs": [], "children": spans, **more}


def record(title: str = "Tilskudd til prøver", facts: Pairs = (), sections: Pairs = (), **more: Any) -> dict[str, Any]:
    """A funding service. sections: heading and text, a paragraph a line; `raw_facts` and `raw_sections` as they are."""
    raw = {name.removeprefix("raw_"): more.pop(name) for name in ("raw_facts", "raw_sections") if name in more}
    return {
        "_id": "a-1",
        "_updatedAt": "2026-09-01T08:00:00Z",
        "publishedAt": None,
        "lastPublishedAt": None,
        "title": title,
        "excerpt": None,
        "path": "/tjeneste/prove",
        "facts": [{"title": label, "text": text} for label, text in facts],
        "serviceCategories": [{"title": "Finansiering"}],
        "themeCategories": None,
        "sections": [{"heading": head, "content": [block(one) for one in text.split("\n")]} for head, text in sections],
        "sharedTexts": None,
        **more,
        **raw,
    }


def answer(members: Json, **more: Any) -> Mapping[str, Page]:
    """The night's pages when the API answers with these members."""
    return page(json.dumps({"query": "…", "result": members, "ms": 3, **more}))


def page(body: str | bytes, content_type: str = "application/json") -> Mapping[str, Page]:
    content = body.encode("utf-8", "surrogatepass") if isinstance(body, str) else body
    return {"services": Page(SOURCE.listings["services"].url, 200, content_type, content, NIGHT)}


class Call(NamedTuple):
    """One call through index, parse and normalise; `issues` are those of all three."""

    card: Card
    reading: Reading
    record: dict[str, Json]
    issues: tuple[Issue, ...]

    @property
    def flags(self) -> list[tuple[str, str]]:
        """Kind and column of each issue."""
        return [(issue.kind, issue.field) for issue in self.issues]

    def told(self, *names: str) -> list[tuple[str, str, str]]:
        """Name, label and text of the facts of these names."""
        return [(fact.name, fact.label, fact.text) for fact in self.reading.facts if fact.name in names]


def calls(members: Json) -> dict[str, Call]:
    """The calls of an answer with these members, by their ids."""
    listing = SOURCE.index(answer(members))
    return {card.source_id: _call(card, listing) for card in listing.cards}


def _call(card: Card, listing: Listing) -> Call:
    reading = SOURCE.parse(card, None)
    made: Normalised = normalise(reading, SOURCE.rules, NIGHT, SOURCE.parser_version)
    own = [issue for issue in listing.issues if issue.source_id == card.source_id]
    return Call(card, reading, made.record, (*own, *made.issues))


def call(**changes: Any) -> Call:
    """The one call of an answer with one record."""
    (found,) = calls([record(**changes)]).values()
    return found
