"""A list that is one answer of a Sanity content API: how it is asked, which answers are refused, what is odd in one.

The question (GROQ) and what its fields mean belong to the source. It must name `_id` and `title`, which every record
is known by. Words out of Portable Text: `sources.portable_text`. Cards and readings: `sources.list_only`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import quote, urlsplit

from calls.fetch import UnreadableText, page_text
from calls.model import Card, Issue, IssueKind, Json, Page, Request, Severity
from calls.words import clean
from sources.base import UnreadablePage
from sources.portable_text import line, members, titles

Fields = Mapping[str, Json]
"""One record of an answer."""

Pages = Mapping[str, Page]
Test = Callable[[Pages], bool | None]

_KINDS = "array::unique(*[]._type)"
_CALL_KINDS = ("call", "funding", "grant", "utlysning", "announcement")
_PUBLISHED = "perspective=published"
_UNPUBLISHED = ("drafts.", "versions.")
_IGNORED = frozenset(("_type", "_rev", "_createdAt", "_key", "_system", "_originalId", "language"))
_ID = re.compile(r"[^\s\x00-\x1f\x7f]{1,200}")
_SHOWN = 120  # characters of an error message, a title, names of fields


@dataclass(frozen=True)
class Dataset:
    """Where a dataset is asked."""

    project: str
    version: str  # of the API, an ISO date
    name: str

    @property
    def _host(self) -> str:
        return f"https://{self.project}.apicdn.sanity.io"

    def asking(self, query: str) -> Request:
        """One GET for published records; archives may hold its parameters in another order, or without perspective."""
        base, asked = f"{self._host}/v{self.version}/data/query/{self.name}", f"query={quote(query, safe='')}"
        others = (f"{base}?{asked}", f"{base}?{_PUBLISHED}&{asked}")
        return Request(f"{base}?{asked}&{_PUBLISHED}", accept="application/json", same_as=others)

    def probes(self, cards: Sequence[Card]) -> Sequence[Request]:  # noqa: ARG002
        """robots.txt of the API host, and the types of the dataset: what `robots` and `has_only_kind` look at."""
        return [Request(f"{self._host}/robots.txt", accept="text/plain"), self.asking(_KINDS)]


def result(page: Page | None) -> list[Json]:
    """Members of the answer's result. UnreadablePage for no page, for an error, for anything that is no such answer."""
    if page is None:
        raise UnreadablePage("fikk ikke noe svar fra innholdstjenesten")
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
        raise UnreadablePage("tom liste: innholdstjenesten har ingen oppføringer")
    return list(answer["result"])


class Record(NamedTuple):
    """One published record. `shown` is its title as messages have it."""

    key: str
    title: str
    fields: Fields

    @property
    def shown(self) -> str:
        return self.title[:_SHOWN]


@dataclass(slots=True)
class Answer:
    """The members of one answer, and what was wrong with them so far."""

    source: str
    homepage: str
    members: Sequence[Json]
    issues: list[Issue] = field(default_factory=list)
    is_whole: bool = True  # whether every record that may be a call was read

    def issue(
        self, kind: IssueKind, text: str, message: str, key: str = "", column: str = "", severity: Severity = "warning"
    ) -> None:
        shown = clean(text)[:_SHOWN]
        self.issues.append(Issue(self.source, key, kind, column, shown, message, self.homepage, severity))

    def doubt(self, kind: IssueKind, text: str, message: str, key: str = "") -> None:
        """An issue after which the list no longer counts as whole."""
        self.is_whole = False
        self.issue(kind, text, message, key)

    def records(self) -> Iterator[Record]:
        """Records with an id of their own and a title, in the order of the answer; issues for the others."""
        ids: set[str] = set()
        for number, member in enumerate(self.members, 1):
            fields = member if isinstance(member, dict) else {}
            key, title = fields.get("_id"), line(fields.get("title"))
            if not isinstance(key, str) or not _ID.fullmatch(key) or not title:
                message = f"Oppføring {number} i listen mangler id eller tittel og er ikke lest."
                self.doubt("unreadable_page", title or str(key or ""), message)
            elif key.startswith(_UNPUBLISHED):
                message = f"«{title[:_SHOWN]}» er ikke publisert og er utelatt."
                self.issue("unreadable_page", key, message, severity="info")
            elif key in ids:
                self.doubt("contradiction", title, f"To oppføringer har samme id ({key}); den første gjelder.", key)
            else:
                ids.add(key)
                yield Record(key, title, fields)

    def check_lists(self, record: Record, names: Iterable[str]) -> None:
        """Issues for fields of `names` whose lists hold anything but objects and strings."""
        for name in names:
            if any(not isinstance(one, dict | str) for one in members(record.fields.get(name))):
                message = f"Feltet {name} hos «{record.shown}» har innhold av en form vi ikke kjenner."
                self.issue("unreadable_page", name, message, record.key)

    def check_fields(self, asked: frozenset[str], never_empty: Iterable[str]) -> None:
        """Issues for fields that are new, gone from every record, or empty in every record though they must not be."""
        found = [one for one in self.members if isinstance(one, dict)]
        seen = {name for fields in found for name in fields}
        if new := sorted(seen - asked - _IGNORED):
            names = clean(", ".join(new))[:_SHOWN]
            self.issue("unknown_label", names, f"Svaret har felt vi ikke kjenner: {names}.")
        empty = {name for name in never_empty if not any(fields.get(name) for fields in found)}
        if gone := sorted((asked - seen) | empty):
            names = ", ".join(gone)
            self.issue("unknown_label", names, f"Felt vi venter oss er borte fra alle oppføringer: {names}.")


def strings(record: Fields, name: str, part: str) -> list[str]:
    """The strings that stand as `part` in the objects of a list, as they came."""
    found = (one.get(part) for one in members(record.get(name)) if isinstance(one, dict))
    return [one for one in found if isinstance(one, str)]


@dataclass(frozen=True)
class Night:
    """Tests of assumptions over one night's pages: None where there is nothing to test on."""

    listing: str  # the listing whose answer is looked at

    def _answer(self, pages: Pages) -> Page | None:
        return next((pages[url] for url in sorted(pages) if url.endswith(f"#{self.listing}")), None)

    def records(self, pages: Pages) -> list[dict[str, Json]]:
        """Every member that is an object, drafts too; none of an answer that cannot be read."""
        try:
            return [one for one in result(self._answer(pages)) if isinstance(one, dict)]
        except UnreadablePage:
            return []

    def answers(self, pages: Pages) -> bool | None:
        """The API answers with records."""
        return None if self._answer(pages) is None else bool(self.records(pages))

    def published(self, pages: Pages) -> bool | None:
        """No record is a draft."""
        return self.every(lambda fields: [not str(fields.get("_id")).startswith(_UNPUBLISHED)])(pages)

    def rooted(self, name: str) -> Test:
        """This field begins with a slash, where it is a string."""
        return self.every(
            lambda fields: [clean(one).startswith("/")] if isinstance(one := fields.get(name), str) else []
        )

    def resolved(self, name: str, *parts: str) -> Test:
        """The list of this field holds only objects that have all these parts: what it refers to is there."""
        return self.every(
            lambda fields: (
                isinstance(one, dict) and all(one.get(part) for part in parts) for one in members(fields.get(name))
            )
        )

    def every(self, told: Callable[[Fields], Iterable[bool]]) -> Test:
        """What `told` says of each record holds every time."""

        def test(pages: Pages) -> bool | None:
            found = [one for fields in self.records(pages) for one in told(fields)]
            return all(found) if found else None

        return test

    def once(self, told: Callable[[Fields], Iterable[bool]]) -> Test:
        """It was seen once. None when it was not: not to see a thing does not refute it."""
        return lambda pages: any(one for fields in self.records(pages) for one in told(fields)) or None


def robots(pages: Pages) -> bool | None:
    """The API host has a robots.txt."""
    page = next((pages[url] for url in sorted(pages) if urlsplit(url).path == "/robots.txt"), None)
    try:
        return None if page is None else "user-agent" in page_text(page).lower()
    except UnreadableText:
        return False


def has_only_kind(kind: str) -> Test:
    """The dataset has this type, and no type whose name says that it is for calls."""
    asked = quote(_KINDS, safe="")

    def test(pages: Pages) -> bool | None:
        page = next((pages[url] for url in sorted(pages) if asked in url and "#" not in url), None)
        try:
            names = [name.casefold() for name in titles(result(page))]
        except UnreadablePage:
            return None if page is None else False
        return kind in names and not any(word in name for name in names for word in _CALL_KINDS)

    return test
