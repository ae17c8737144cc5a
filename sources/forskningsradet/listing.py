"""The night's list: the search interface's two answers, and the list's page as cross-check and fallback."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping

from bs4 import BeautifulSoup, Tag

from calls.fetch import UnreadableText, page_text
from calls.model import Card, Issue, Json, Listing, Page, Severity
from calls.words import clean
from sources.base import UnreadablePage, many
from sources.forskningsradet.cards import Entry, ListReader, group_name, plain_text
from sources.forskningsradet.report import KEY

_CLASS_WORDS = {"status--result-is-published": "se resultat", "status--is-completed": "gjennomført"}
_PAGING = "link[rel~=next], a[rel~=next], .pagination, [data-next-page]"
# In a card's text labels and values run together; these five labels are the ones it has, each with a capital.
_CARD_LABELS = re.compile(r"\b(Søknadsfrist|Antatt tilgjengelige midler|Støttegrenser|Prosjektvarighet|Formål)\b:?")


def index(pages: Mapping[str, Page]) -> Listing:
    """The night's cards: current ones first, each list in its own order. Raises UnreadablePage when no list is usable.

    `pages` by the names current, completed and html. The list is complete when both answers of the search interface
    are there and no list contradicts itself or another.
    """
    issues: list[Issue] = []
    current = _attempt("current", pages, _read_answer, issues)
    completed = _attempt("completed", pages, _read_answer, issues)
    page = _attempt("html", pages, _read_page, issues)
    first = current or page
    if first is None:
        raise UnreadablePage("; ".join(issue.message.rstrip(".") for issue in issues if issue.severity != "info"))
    is_complete = current is not None and completed is not None
    cards: dict[str, Card] = {card.source_id: card for card in first.cards}
    for reader in (completed, page):
        for card in reader.cards if reader else ():
            if reader is completed and cards.get(card.source_id, card).is_current:
                message = f"«{card.title}» står både blant aktuelle og gjennomførte utlysninger."
                issues.append(Issue(KEY, card.source_id, "contradiction", "status", "", message, card.url))
            if reader is completed or current is None:
                cards.setdefault(card.source_id, card)
    if current is not None and page is not None:
        differing = list(_differences(current, page))
        issues += differing
        is_complete = is_complete and not differing
    for reader in (current, completed, page):
        if reader is not None:
            issues += [issue for issue in reader.issues if reader is not page or current is None or not issue.source_id]
            is_complete = is_complete and reader.is_whole
    return Listing(tuple(cards.values()), is_complete, tuple(dict.fromkeys(issues)))


_LIST_NAMES = {
    "current": "listen over aktuelle utlysninger i søkegrensesnittet",
    "completed": "listen over gjennomførte utlysninger i søkegrensesnittet",
    "html": "listesiden",
}


def _attempt(
    name: str, pages: Mapping[str, Page], read: Callable[[Page, ListReader], None], issues: list[Issue]
) -> ListReader | None:
    """The list, or None and an issue that says why it is of no use."""
    page = pages.get(name)
    severity: Severity = "info" if name == "html" else "warning"
    if page is None:
        message = f"Mangler {_LIST_NAMES[name]}."
        issues.append(Issue(KEY, "", "not_answered", "", name, message, "", severity))
        return None
    reader = ListReader(page.url, is_current=name != "completed")
    try:
        read(page, reader)
        if not reader.cards:
            raise UnreadablePage("listen er tom, og det er den aldri")
    except (UnreadablePage, UnreadableText) as error:
        message = f"Kan ikke bruke {_LIST_NAMES[name]}: {error}."
        issues += [issue for issue in reader.issues if not issue.source_id]
        issues.append(Issue(KEY, "", "unreadable_page", "", name, message, page.url, severity))
        return None
    return reader


def _differences(current: ListReader, page: ListReader) -> Iterator[Issue]:
    listed = {card.source_id: card for card in current.cards if card.is_current}
    shown = {card.source_id: card for card in page.cards if card.is_current}
    for key in sorted(listed.keys() ^ shown.keys()):
        card = listed.get(key) or shown[key]
        has, lacks = ("søkegrensesnittet", "listesiden") if key in listed else ("listesiden", "søkegrensesnittet")
        message = (
            f"«{card.title}» står i {has}, men ikke på {lacks}."
            if key in listed
            else (f"«{card.title}» står på {has}, men ikke i {lacks}.")
        )
        yield Issue(KEY, key, "contradiction", "is_listed", "", message, card.url)


def _read_answer(page: Page, reader: ListReader) -> None:
    """Cards of one answer of the search interface. Every key but id, title and url may be absent or null."""
    text = page_text(page)
    if "html" in page.content_type or text.lstrip()[:1] == "<":
        raise UnreadablePage("svaret er en nettside og ikke JSON")
    try:
        answer = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UnreadablePage("svaret er ikke gyldig JSON") from error
    groups = answer.get("groups") if isinstance(answer, dict) else None
    if not isinstance(groups, list):
        raise UnreadablePage("svaret har ingen grupper")
    for group in groups:
        if not isinstance(group, dict):
            reader.doubt("unreadable_page", "", "En gruppe i listen har ikke den formen vi kjenner.")
            continue
        name, declared = group_name(_text(group.get("title")))
        proposals = _objects(group.get("proposals"))
        reader.check_count(name, declared, len(proposals))
        for proposal in proposals:
            _read_proposal(proposal, name, reader)


def _read_proposal(proposal: dict[str, Json], group: str, reader: ListReader) -> None:
    entry = reader.add(_text(proposal.get("url")), _text(proposal.get("title")), group, _text(proposal.get("id")))
    if entry is None:
        return
    if not entry.card.api_id:
        entry.issue("missing_field", "api_id", "", f"«{entry.card.title}» mangler id i søkegrensesnittet.")
    entry.fact("status", plain_text(_text(_object(proposal.get("status")).get("text"))))
    _read_date(proposal, entry)
    for item in _objects(_object(proposal.get("metadata")).get("items")):
        entry.labelled(clean(_text(item.get("label"))), _text(item.get("text")))
    tags = _object(proposal.get("tags")).get("list")
    for tag in tags if isinstance(tags, list) else ():
        entry.fact("theme", plain_text(_text(tag)))
    entry.fact("summary", plain_text(_text(proposal.get("text"))))
    entry.close()


def _read_date(proposal: dict[str, Json], entry: Entry) -> None:
    date, label = plain_text(_text(proposal.get("date"))), clean(_text(proposal.get("dateLabel")))
    if date and not label:
        message = f"Listen har en dato uten etikett for «{entry.card.title}»; den er ikke brukt."
        entry.issue("unknown_label", "deadline_at", date, message, "info")
    elif date:
        entry.labelled(label, date, _text(proposal.get("year")))


def _text(value: Json) -> str:
    """A string or whole number as text; "" for what is absent or of another kind."""
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""


def _object(value: Json) -> dict[str, Json]:
    return value if isinstance(value, dict) else {}


def _objects(value: Json) -> list[dict[str, Json]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _read_page(page: Page, reader: ListReader) -> None:
    """Cards of the list's page, with the guards that its structure allows."""
    tree = BeautifulSoup(page_text(page), "lxml")
    groups = many(tree, ".proposal-group")
    if tree.select_one(_PAGING) is not None:
        reader.doubt("count_mismatch", "", "Listesiden er delt i flere sider; vi har bare lest den første.")
    for group in groups:
        header = group.select_one(".proposal-group--header")
        cards = group.select(".proposal")
        name, declared = group_name(header.get_text(" ") if header else "")
        reader.check_count(name, declared, len(cards))
        for card in cards:
            _read_card(card, name, reader)


def _read_card(card: Tag, group: str, reader: ListReader) -> None:
    link = card.select_one("a.proposal--link[href], .proposal--right a[href], a[href]")
    href = str(link["href"]) if link else ""
    entry = reader.add(href, link.get_text(" ") if link else "", group)
    if entry is None:
        return
    statuses = card.select(".status")
    for status in statuses:
        words = clean(status.get_text(" "))
        entry.fact("status", words)
        _check_class(status, words, reader)
    for piece in [*statuses, *([link] if link else [])]:
        piece.extract()
    text = clean(card.get_text(" "))
    marks = list(_CARD_LABELS.finditer(text))
    for number, match in enumerate(marks):
        end = marks[number + 1].start() if number + 1 < len(marks) else len(text)
        value = text[match.end() : end].strip(" :")
        if match[1] == "Formål":
            entry.fact("summary", value)
        else:
            entry.labelled(match[1], value)
    entry.close()


def _check_class(status: Tag, words: str, reader: ListReader) -> None:
    classes = set(status.get_attribute_list("class"))
    for name, expected in _CLASS_WORDS.items():
        if (name in classes) != (words.casefold() == expected):
            message = f"Statusordet «{words}» og merket «{name}» på listesiden sier ikke det samme."
            reader.doubt("contradiction", words, message)
