"""The night's list: what all pages of the search say together, and whether that is the whole of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote

from calls.model import Card, Issue, IssueKind, Json, Listing, Page, Severity
from calls.words import clean
from sources.base import UnreadablePage
from sources.eu.card import card_of
from sources.eu.divisions import LABELS
from sources.eu.hit import Hit, key_of
from sources.eu.portal import (
    CONFIG,
    CURRENT_INDEX,
    FACETS,
    FIRST,
    HOME,
    KEY,
    MOST_HITS,
    PARTS,
    TYPES,
    answer,
    answer_object,
    service,
)
from sources.eu.programmes import PROGRAMMES

_NOISE = ("es_", "esST_", "esDA_", "corporate-search-version")
_SHOWN = 120
_ENDINGS = {"1": "TOPICS", "2": "PROSPECTS", "8": "COMPETITIVE_CALL"}
"""How keys of a type end. A few grants have a key of the old index, and no other."""


@dataclass
class _List:
    """The hits so far by key, and what was wrong with them."""

    hits: dict[str, Hit] = field(default_factory=dict)
    references: set[str] = field(default_factory=set)  # of every hit that the index gave, used or not
    issues: list[Issue] = field(default_factory=list)
    is_whole: bool = True
    legacy: int = 0
    foreign: int = 0

    def issue(
        self, kind: IssueKind, text: str, message: str, key: str = "", column: str = "", severity: Severity = "warning"
    ) -> None:
        self.issues.append(Issue(KEY, key, kind, column, clean(text)[:_SHOWN], message, HOME, severity))

    def doubt(self, kind: IssueKind, text: str, message: str, key: str = "", severity: Severity = "warning") -> None:
        """An issue after which the list no longer counts as whole."""
        self.is_whole = False
        self.issue(kind, text, message, key, severity=severity)

    def add(self, member: Json, place: str) -> None:
        """Takes one member of an answer: a hit of the current index and of an asked type is kept, once a key."""
        found = member if isinstance(member, dict) else {}
        metadata = found.get("metadata")
        if not isinstance(metadata, dict):
            self.doubt("unreadable_page", place, f"Et treff i søket ({place}) har ingen opplysninger og er ikke lest.")
            return
        bare = Hit("", "", metadata)
        reference = found.get("reference") or bare.text("REFERENCE")
        key = key_of(reference)
        if key is None:
            self.doubt("unreadable_page", str(reference), f"Et treff i søket ({place}) har en ukjent referanse.")
            return
        self.references.add(key)
        if bare.text("DATASOURCE") not in ("", CURRENT_INDEX):
            self.legacy += 1
            return
        if bare.kind not in TYPES:
            self.foreign += 1
            return
        url = found.get("url")
        self._keep(Hit(key, reference, metadata, url if isinstance(url, str) else ""))

    def _keep(self, hit: Hit) -> None:
        if not hit.title:
            self.doubt(
                "missing_field", hit.reference, f"{hit.reference} har ingen tittel og er ikke tatt med.", hit.key
            )
            return
        other = self.hits.setdefault(hit.key, hit)
        if other is hit or _said(other) == _said(hit):
            return
        # Which of them comes first differs from night to night; which of them is used must not.
        self.hits[hit.key] = min(other, hit, key=_said)
        self.issue("contradiction", hit.key, f"Søket har to ulike utgaver av {hit.key}; én av dem er brukt.", hit.key)

    def drop_copies(self) -> None:
        """Leaves out hits of the old index that do not say that they are: keys of the old form beside new ones.

        Where some of them are seen to be copies, the others may be, of calls that the pages of the night lack.
        """
        old = {key: hit for key, hit in self.hits.items() if not key.endswith(_ENDINGS[hit.kind])}
        current = {(hit.kind, hit.identifier) for key, hit in self.hits.items() if key not in old}
        twins = {key for key, hit in old.items() if (hit.kind, hit.identifier) in current}
        if not twins:
            return
        self.hits = {key: hit for key, hit in self.hits.items() if key not in old}
        self.legacy += len(twins)
        if lone := sorted(old.keys() - twins):
            message = f"{len(lone)} treff kan være gamle utgaver av emner og er utelatt."
            self.doubt("count_mismatch", ", ".join(lone), message)


def _said(hit: Hit) -> str:
    """What a hit says but for its language and what the index adds: the order of lists does not count."""
    names = sorted(name for name in hit.metadata if not name.startswith(_NOISE) and name != "REFERENCE")
    return json.dumps([[name, _sorted(hit.metadata[name])] for name in names], ensure_ascii=False, sort_keys=True)


def _sorted(value: Json) -> Json:
    return sorted(value, key=str) if isinstance(value, list) else value


def index(pages: Mapping[str, Page]) -> Listing:
    """The night's calls. UnreadablePage without the first page of the search, or when no hit is one that we asked for.

    Whole only when every page says the same total, and as many different references came. Of a search in parts that
    holds for each part, and the sum of their totals counts.
    """
    first = answer(pages.get(FIRST))
    found = _List()
    if problem := service(pages.get(CONFIG)).problem:
        found.issue("unreadable_page", CONFIG, problem)
    is_split = first.total >= MOST_HITS
    totals: dict[str, set[int]] = {name: set() for name in (PARTS if is_split else ("page",))}
    for name in sorted(name for name in pages if name.startswith(("page-", "part-"))):
        try:
            told = answer(pages[name])
        except UnreadablePage as error:
            found.doubt("unreadable_page", name, f"En side av søket ({name}) lar seg ikke lese: {error}.")
            continue
        totals.setdefault(name.rpartition("-")[0], set()).add(told.total)
        for number, member in enumerate(told.hits, 1):
            found.add(member, f"{name}, treff {number}")
    if is_split:
        totals.pop("page")
    found.drop_copies()
    _count(found, totals, first.total)
    if not found.hits:
        raise UnreadablePage(f"søket i portalen gav ingen utlysninger ({len(found.references)} treff av andre slag)")
    _check_codes(found, pages.get(FACETS))
    cards: list[Card] = []
    for _, hit in sorted(found.hits.items()):
        card, issues = card_of(hit)
        cards.append(card)
        found.issues += issues
    return Listing(tuple(cards), found.is_whole, tuple(dict.fromkeys(found.issues)))


def _count(found: _List, totals: Mapping[str, set[int]], total: int) -> None:
    """Whether the list is whole. totals: by question, what its pages say; total: what the first page of all says."""
    if found.legacy:
        message = f"{found.legacy} treff er gamle utgaver av emner og er utelatt."
        found.issue("count_mismatch", str(found.legacy), message, severity="info")
    if found.foreign:
        message = f"{found.foreign} treff er av slag vi ikke spurte om; filteret i søket virker ikke som ventet."
        found.doubt("count_mismatch", str(found.foreign), message, severity="error")
    told = [sorted(each) for each in totals.values()]
    if capped := [each[-1] for each in told if each and each[-1] >= MOST_HITS]:
        words = f"Søket har {total} treff, og en del av det {max(capped)}; portalen viser høyst {MOST_HITS} om gangen."
        found.doubt("capped", str(total), f"{words} Resten er ikke lest.", severity="error")
    elif any(not each for each in told):
        found.doubt("count_mismatch", str(total), f"Søket har {total} treff, og en del av det svarte ikke.")
    elif many := next((each for each in told if len(each) > 1), None):
        words = ", ".join(map(str, many))
        found.doubt("count_mismatch", words, f"Antallet treff endret seg mens vi leste ({words}).")
    elif len(found.references) != (expected := sum(each[0] for each in told)):
        count = len(found.references)
        message = f"Søket sier {expected} treff, men gav {count} ulike."
        found.doubt("count_mismatch", f"{count} / {expected}", message)


def _check_codes(found: _List, page: Page | None) -> None:
    """Issues for programmes in the portal's code list that our table lacks: they may be open to Norway or not."""
    if page is None:
        return
    try:
        labels = facet_labels(page)
    except UnreadablePage as error:
        found.issue("unreadable_page", FACETS, f"Portalens kodelister lar seg ikke lese: {error}.", severity="info")
        return
    for code, label in sorted(labels.get("frameworkProgramme", {}).items()):
        if code not in PROGRAMMES and code not in LABELS:
            message = f"EU-programmet «{label[:60]}» ({code}) er nytt for oss; vi vet ikke om Norge deltar."
            found.issue("unknown_word", f"{code} {label}", message, column="programme")


def facet_labels(page: Page) -> dict[str, dict[str, str]]:
    """By name of the code list, the label of every code. Labels come URL-encoded, and have lost their plus signs."""
    facets = answer_object(page).get("facets")
    if not isinstance(facets, list):
        raise UnreadablePage("fant ingen liste i «facets»")
    found: dict[str, dict[str, str]] = {}
    for facet in facets:
        values = facet.get("values") if isinstance(facet, dict) else None
        if not isinstance(values, list) or not isinstance(facet.get("name"), str):
            continue
        told = [one for one in values if isinstance(one, dict) and isinstance(one.get("rawValue"), str)]
        found[facet["name"]] = {one["rawValue"]: clean(unquote(str(one.get("value") or ""))) for one in told}
    return found
