"""A topic's own answer (topicDetails): the only place with the funder's updates, and the last word on a gone call."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from urllib.parse import unquote

from calls.model import Card, Fact, Issue, Json, Page, Reading, Request
from sources.base import UnreadablePage
from sources.eu.card import STATUS, card_of, deadlines_of, status_code
from sources.eu.hit import Hit
from sources.eu.moments import moment
from sources.eu.portal import KEY, TOPIC, answer_object, details_url
from sources.eu.texts import sections, unpacked

_SAME = (
    *("identifier", "title", "callTitle", "callIdentifier", "ccm2Id", "startDate", "deadlineDate", "deadlineModel"),
    *("keywords", "actions"),
)
"""Fields with the same name and content in both answers."""


def detail(card: Card) -> Sequence[Request]:
    """The topic's own answer, for topics near to health and innovation; of a call that left the list, for any topic."""
    identifier = _identifier(card)
    return [Request(details_url(identifier), accept="application/json")] if identifier else []


def _identifier(card: Card) -> str:
    told = _told(card)
    if told is not None:
        return str(told["identifier"]) if told["has_page"] else ""
    is_topic = card.source_id.endswith("TOPICS") and card.url.startswith(TOPIC)
    return unquote(card.url.removeprefix(TOPIC)) if is_topic else ""


def _told(card: Card) -> Mapping[str, Json] | None:
    return next((fact.data for fact in card.facts if fact.name == "title"), None)


def parse(card: Card, page: Page | None) -> Reading:
    """What the card says, and the updates of the topic's own answer. Of a call that left the list: that answer alone.

    UnreadablePage for a page that is no such answer, or that is about another topic.
    """
    if page is None:
        return _reading(card, [], is_read=not _identifier(card))
    topic = _topic(page, card)
    if _told(card) is None:
        whole, issues = card_of(topic)
        facts = tuple(replace(fact, url=page.url) for fact in whole.facts)
        gone = replace(whole, source_id=card.source_id, url=card.url, is_current=False, facts=facts)
        return _reading(gone, issues, page, is_read=True)
    return _reading(card, _disagreements(card, topic), page, is_read=True)


def _reading(card: Card, issues: list[Issue], page: Page | None = None, *, is_read: bool) -> Reading:
    told = _told(card) or {}
    return Reading(
        source=KEY,
        source_id=card.source_id,
        url=card.url,
        facts=(*card.facts, *(_updates(page) if page else ())),
        lang_hint="en",
        layout=told["layout"],
        api_id=card.api_id,
        issues=tuple(issues),
        pages=(card.url, page.url) if page else (card.url,),
        is_detail_read=is_read,
    )


def details_of(page: Page) -> Mapping[str, Json]:
    """The object in the answer. UnreadablePage when there is none."""
    told = answer_object(page).get("TopicDetails")
    if not isinstance(told, dict) or not isinstance(told.get("identifier"), str):
        raise UnreadablePage("fant ikke «TopicDetails» med en «identifier» i svaret")
    return told


def _topic(page: Page, card: Card) -> Hit:
    """The answer in the form of a hit of the search."""
    told = details_of(page)
    number = str(told.get("ccm2Id") or "")
    is_other = number.isdigit() and card.source_id.endswith("TOPICS") and card.source_id != f"{number}TOPICS"
    if is_other or told["identifier"].casefold() != _identifier(card).casefold():
        raise UnreadablePage(f"svaret gjelder et annet emne ({told['identifier'][:60]}, {number[:20]})")
    metadata: dict[str, Json] = {name: told.get(name) for name in _SAME}
    metadata |= {
        "type": "1",
        "frameworkProgramme": _ids(told.get("frameworkProgramme")),
        "programmeDivision": _ids(told.get("programmeDivision")),
        "descriptionByte": told.get("description"),
        "budgetOverview": told.get("budgetOverviewJSONItem"),
        "typesOfAction": _types(told.get("actions")),
    }
    hit = Hit(card.source_id, card.api_id, metadata)
    if not hit.title:
        raise UnreadablePage("emnet har ingen tittel")
    return hit


def _ids(value: Json) -> list[str]:
    members = value if isinstance(value, list) else [value]
    found = [one.get("id") if isinstance(one, dict) else one for one in members]
    return [str(one) for one in found if isinstance(one, str | int)]


def _types(actions: Json) -> list[str]:
    """Types of action without the code that stands before each in the actions (`HORIZON-RIA HORIZON  Research…`)."""
    inner = unpacked(actions)
    found = [one.get("types") for one in inner if isinstance(one, dict)] if isinstance(inner, list) else []
    types = [one.get("typeOfAction") for kinds in found if isinstance(kinds, list) for one in kinds if one]
    return [one.partition(" ")[2] or one for one in types if isinstance(one, str)]


def _disagreements(card: Card, topic: Hit) -> list[Issue]:
    """Where the topic's own answer says another status or other deadlines than the list."""
    issues: list[Issue] = []

    def tell(column: str, listed: str, own: str) -> None:
        message = f"Listen sier {listed}, men emnets egen side sier {own}; listens er brukt."
        text = f"{listed} / {own}"
        issues.append(Issue(KEY, card.source_id, "contradiction", column, text[:200], message, card.url))

    listed = [fact.text for fact in card.facts if fact.name == "deadline"]
    own, other = deadlines_of(topic)
    days = [one.day.isoformat() for one in own or other]
    if days and listed and days != listed:
        tell("deadline_at", ", ".join(listed), ", ".join(days))
    code = status_code(topic)
    if code in STATUS and card.status_text and STATUS[code][1] != card.status_text:
        tell("status", card.status_text, STATUS[code][1])
    return issues


def _updates(page: Page) -> list[Fact]:
    """The funder's updates, newest first, those of a day in the order of their words; the list's own order wanders."""
    found = unpacked(details_of(page).get("latestInfos"))
    told: list[tuple[str, str]] = []
    for one in found if isinstance(found, list) else ():
        content = one.get("content") if isinstance(one, dict) else None
        if not isinstance(content, str):
            continue
        text = "\n".join(part for section in sections(content) for part in section if part)
        when = moment(one.get("lastChangeDate")) or moment(one.get("approvalDate"))
        if text:
            told.append((when.day.isoformat() if when else "", text))
    told.sort(key=lambda entry: entry[1])
    told.sort(key=lambda entry: entry[0], reverse=True)
    return [Fact("update", text, note=day, url=page.url) for day, text in dict.fromkeys(told)]
