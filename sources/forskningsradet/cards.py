"""One entry of a list, from the search interface or from the list's page: the facts that the list itself states."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree
from lxml import html as lxml_html

from calls.dates import is_date_text, read_deadline
from calls.model import Card, Fact, FactName, Issue, IssueKind, Severity
from calls.words import clean
from sources.forskningsradet.addresses import ForeignAddress, absolute, canonical, is_call, source_id
from sources.forskningsradet.labels import IS_DATED, date_names, fact_names
from sources.forskningsradet.report import KEY

_COUNT = re.compile(
    r"(?P<name>.*?)\s*\((?P<count>\d+)\s+(?:utlysning(?:er|ar)?|utlysing(?:ar)?|calls?(?: for proposals)?)\)"
)
_TAG = re.compile(r"<[a-zA-Z/!]")
_YEAR = re.compile(r"(?:19|20)\d\d")
CLOSED_WORDS = frozenset(("gjennomført", "se resultat", "completed", "see result"))
"""Status words of calls that are no longer current."""


def plain_text(text: str) -> str:
    """The words of a text that may hold HTML."""
    if not _TAG.search(text) and "&" not in text:
        return clean(text)
    try:
        return clean(str(lxml_html.fragment_fromstring(text, create_parent="div").text_content()))
    except etree.LxmlError:
        return ""


def group_name(heading: str) -> tuple[str, int | None]:
    """Name of a group and the number of calls that its heading declares (None when it declares none)."""
    match = _COUNT.fullmatch(clean(heading))
    return (match["name"], int(match["count"])) if match else (clean(heading), None)


@dataclass(slots=True)
class ListReader:
    """What one list gave: cards in list order, and issues. `is_whole` turns False when the list contradicts itself."""

    url: str
    is_current: bool
    cards: list[Card] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    is_whole: bool = True
    seen: set[str] = field(default_factory=set)  # addresses of the cards

    def issue(
        self, kind: IssueKind, text: str, message: str, severity: Severity = "warning", key: str = "", column: str = ""
    ) -> None:
        self.issues.append(Issue(KEY, key, kind, column, text, message, self.url, severity))

    def doubt(self, kind: IssueKind, text: str, message: str) -> None:
        """An issue after which the list no longer counts as whole."""
        self.is_whole = False
        self.issue(kind, text, message)

    def check_count(self, name: str, declared: int | None, found: int) -> None:
        if declared is None:
            self.issue("missing_field", name, f"Gruppen «{name}» oppgir ikke hvor mange utlysninger den har.", "info")
        elif declared != found:
            message = f"Gruppen «{name}» oppgir {declared} utlysninger, men har {found}."
            self.doubt("count_mismatch", name, message)

    def add(self, raw_url: str, title: str, group: str, api_id: str = "") -> Entry | None:
        """Begins an entry; None when its address or title cannot be used, or when it stands in the list already."""
        title = plain_text(title)
        if not raw_url or not title:
            self.doubt("missing_field", title or raw_url, "En utlysning i listen mangler tittel eller adresse.")
            return None
        try:
            url = canonical(raw_url)
        except ForeignAddress as error:
            self.doubt("unreadable_page", title, f"En utlysning i listen har en adresse vi ikke kjenner: {error}.")
            return None
        if not is_call(url):
            message = f"«{title}» har en adresse av en form vi ikke kjenner."
            self.issue("unreadable_page", url, message, "info", source_id(url))
        if url in self.seen:
            self.doubt("contradiction", url, f"«{title}» står flere ganger i samme liste.")
            return None
        return Entry(self, Card(source_id(url), url, absolute(raw_url), title, self.is_current, (), api_id, group))


@dataclass(slots=True)
class Entry:
    """An entry being read."""

    reader: ListReader
    card: Card
    facts: list[Fact] = field(default_factory=list)

    def fact(self, name: FactName, text: str, label: str = "", note: str = "") -> None:
        if text:
            self.facts.append(Fact(name, text, label, note, self.reader.url))

    def issue(self, kind: IssueKind, column: str, text: str, message: str, severity: Severity = "warning") -> None:
        self.reader.issue(kind, text, message, severity, self.card.source_id, column)

    def labelled(self, label: str, text: str, year: str = "") -> None:
        """A label and its value; an unknown label, or a date that is none, is reported."""
        text = plain_text(text)
        names = fact_names(label) or date_names(label)
        if not text:
            return
        if names is None:
            message = f"Listen har en ukjent etikett: «{label}»."
            self.issue("unknown_label", "", f"{label}: {text}", message)
            return
        if IS_DATED.issuperset(names) and not (is_date_text(text) or read_deadline(text).type not in (None, "fixed")):
            self.issue("vague_date", "deadline_at", text, f"«{label}» i listen er ikke en dato: «{text}».")
            return
        note = year if year and not _YEAR.search(text) else ""
        for name in names:
            self.fact(name, text, label, note)

    def close(self) -> None:
        card = self.card
        self.fact("title", card.title)
        self.fact("application_type", card.group)
        facts = tuple(dict.fromkeys(self.facts))
        closed = any(fact.name == "status" and fact.text.casefold() in CLOSED_WORDS for fact in facts)
        self.reader.seen.add(card.url)
        self.reader.cards.append(
            Card(
                card.source_id,
                card.url,
                card.listed_url,
                card.title,
                card.is_current and not closed,
                facts,
                card.api_id,
                card.group,
            )
        )
