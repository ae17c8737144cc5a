"""The content API's answer: from JSON to cards, and from a card to what the call says."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from calls.fetch import UnreadableText, page_text
from calls.model import Card, Issue, IssueKind, Json, Listing, Page, Reading, Severity
from calls.words import clean
from sources.base import UnreadablePage
from sources.innovasjonnorge.service import HOME, KEY, Service, address, is_funding
from sources.innovasjonnorge.texts import line, members

LISTING = "services"

FIELDS = frozenset(
    (
        "_id",
        "_updatedAt",
        "publishedAt",
        "lastPublishedAt",
        "title",
        "excerpt",
        "path",
        "facts",
        "serviceCategories",
        "themeCategories",
        "sections",
        "sharedTexts",
    )
)
"""What our question asks for."""

_NEVER_EMPTY = ("title", "path", "facts", "sections")
_IGNORED = frozenset(("_type", "_rev", "_createdAt", "_key", "_system", "_originalId", "language"))
_ID = re.compile(r"[^\s\x00-\x1f\x7f]{1,200}")
_UNPUBLISHED = ("drafts.", "versions.")
_SHOWN = 120  # characters of an error message, names of fields


def result(page: Page) -> list[Json]:
    """The members of the answer's result. UnreadablePage for an error, for anything that is no such answer."""
    try:
        answer = json.loads(page_text(page))
    except (UnreadableText, ValueError, RecursionError) as error:
        raise UnreadablePage("ventet JSON fra innholdstjenesten, men svaret er noe annet") from error
    if isinstance(answer, dict) and answer.get("error"):
        told = answer["error"].get("description") if isinstance(answer["error"], dict) else answer["error"]
        raise UnreadablePage(f"innholdstjenesten melder feil: «{clean(str(told))[:_SHOWN]}»")
    if not isinstance(answer, dict) or not isinstance(answer.get("result"), list):
        raise UnreadablePage("fant ingen liste i «result» i svaret fra innholdstjenesten")
    if not answer["result"]:
        raise UnreadablePage("tom liste: innholdstjenesten har ingen tjenester")
    return list(answer["result"])


@dataclass(slots=True)
class _Reader:
    cards: dict[str, Card] = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)
    others: int = 0  # services that are not about money
    is_whole: bool = True

    def issue(
        self, kind: IssueKind, text: str, message: str, key: str = "", column: str = "", severity: Severity = "warning"
    ) -> None:
        self.issues.append(Issue(KEY, key, kind, column, clean(text)[:_SHOWN], message, HOME, severity))

    def doubt(self, kind: IssueKind, text: str, message: str, key: str = "") -> None:
        """An issue after which the list no longer counts as whole."""
        self.is_whole = False
        self.issue(kind, text, message, key)

    def add(self, number: int, member: Json) -> None:
        record = member if isinstance(member, dict) else {}
        key, title = record.get("_id"), line(record.get("title"))
        if not isinstance(key, str) or not _ID.fullmatch(key) or not title:
            message = f"Oppføring {number} i listen mangler id eller tittel og er ikke lest."
            self.doubt("unreadable_page", title or str(key or ""), message)
        elif key.startswith(_UNPUBLISHED):
            message = f"«{title[:_SHOWN]}» er ikke publisert og er utelatt."
            self.issue("unreadable_page", key, message, severity="info")
        elif key in self.ids:
            self.doubt("contradiction", title, f"To oppføringer har samme id ({key}); den første gjelder.", key)
        else:
            self.ids.add(key)
            self.take(record, key, title)

    def take(self, record: Mapping[str, Json], key: str, title: str) -> None:
        verdict = is_funding(record)
        if verdict is False:
            self.others += 1
            return
        path = clean(record["path"]) if isinstance(record.get("path"), str) else ""
        url = address(path)
        if url is None:
            message = f"«{title[:_SHOWN]}» har ingen adresse på innovasjonnorge.no og er ikke tatt med."
            self.doubt("unreadable_page", path, message, key)
            return
        if verdict is None:
            message = f"Vet ikke om «{title[:_SHOWN]}» er finansiering; tatt med til noen har sett på den."
            self.issue("missing_field", title, message, key, "application_type")
        service = Service(record, key, url, title)
        self.cards[key] = service.card()
        self.issues += service.issues
        for name in ("facts", "sections", "serviceCategories", "themeCategories", "sharedTexts"):
            if any(not isinstance(one, dict | str) for one in members(record.get(name))):
                message = f"Feltet {name} hos «{title[:_SHOWN]}» har innhold av en form vi ikke kjenner."
                self.issue("unreadable_page", name, message, key)

    def check_fields(self, records: Sequence[Json]) -> None:
        """Issues for fields that are new, or gone from every record."""
        found = [one for one in records if isinstance(one, dict)]
        seen = {name for record in found for name in record}
        if new := sorted(seen - FIELDS - _IGNORED):
            names = clean(", ".join(new))[:_SHOWN]
            self.issue("unknown_label", names, f"Svaret har felt vi ikke kjenner: {names}.")
        empty = {name for name in _NEVER_EMPTY if not any(record.get(name) for record in found)}
        if gone := sorted((FIELDS - seen) | empty):
            names = ", ".join(gone)
            self.issue("unknown_label", names, f"Felt vi venter oss er borte fra alle oppføringer: {names}.")


def index(pages: Mapping[str, Page]) -> Listing:
    """The night's funding services. UnreadablePage when there is no answer, or none of its services is about money."""
    if LISTING not in pages:
        raise UnreadablePage("fikk ikke noe svar fra innholdstjenesten")
    records = result(pages[LISTING])
    reader = _Reader()
    for number, member in enumerate(records, 1):
        reader.add(number, member)
    if not reader.cards:
        raise UnreadablePage(
            f"ingen finansiering blant {len(records)} oppføringer ({reader.others} tjenester er av andre slag)"
        )
    reader.check_fields(records)
    cards = tuple(reader.cards[key] for key in sorted(reader.cards))
    return Listing(cards, reader.is_whole, tuple(dict.fromkeys(reader.issues)))


def parse(card: Card, page: Page | None) -> Reading:
    """What the card says. UnreadablePage for any page: a service has none that we read."""
    if page is not None:
        raise UnreadablePage("tjenestene leses fra listen alene; denne siden er ikke en del av den")
    told = next(fact.data for fact in card.facts if fact.name == "title")
    return Reading(
        source=KEY,
        source_id=card.source_id,
        url=card.url,
        facts=card.facts,
        lang_hint="nb",
        layout=told["layout"],
        api_id=card.api_id,
        pages=(card.url,),
        is_detail_read=True,
        published_on=told["published_on"],
    )
