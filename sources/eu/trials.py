"""Tests of assumptions about the live portal over one night's pages; the assumptions stand in `sources.eu.assumptions`.

Each answers True (held), False (did not hold) or None (nothing to test it on).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from urllib.parse import parse_qs, urlsplit

from calls.fetch import UnreadableText, page_text
from calls.model import Json, Page
from sources.base import UnreadablePage
from sources.eu.card import MODELS, STATUS, deadlines_of, model_of, status_code
from sources.eu.details import details_of
from sources.eu.hit import Hit, key_of
from sources.eu.listing import facet_labels
from sources.eu.moments import moment
from sources.eu.money import own_rows
from sources.eu.portal import CONFIG, CURRENT_INDEX, DETAILS, FACETS, PAGE_SIZE, TYPES, Answer, answer, service
from sources.eu.programmes import EU4HEALTH, PROGRAMMES
from sources.eu.texts import unpacked

Pages = Mapping[str, Page]
Test = Callable[[Pages], bool | None]

_DROPPED = ("topicConditions", "supportInfo")


def _named(pages: Pages, name: str) -> Page | None:
    return next((pages[url] for url in sorted(pages) if url.endswith(f"#{name}")), None)


def _answers(pages: Pages) -> Iterator[Answer]:
    """The night's pages of the search that can be read, in their order."""
    for url in sorted(pages, key=lambda url: url.rpartition("#")[2]):
        if url.rpartition("#")[2].startswith("page-"):
            try:
                yield answer(pages[url])
            except UnreadablePage:
                continue


def _hits_of(told: Answer) -> list[Hit]:
    members = [one for one in told.hits if isinstance(one, dict)]
    found = [(one.get("reference"), one.get("metadata")) for one in members]
    named = [(name if isinstance(name, str) else "", data) for name, data in found if isinstance(data, dict)]
    return [Hit(key_of(name) or "", name, data) for name, data in named]


def _hits(pages: Pages) -> list[Hit]:
    return [hit for told in _answers(pages) for hit in _hits_of(told)]


def _probe(pages: Pages, size: int) -> Answer | None:
    """The answer to the probe that asked for pages of this size."""
    for url in sorted(pages):
        asked = parse_qs(urlsplit(url).query) if "#" not in url else {}
        if asked.get("pageSize") == [str(size)]:
            try:
                return answer(pages[url])
            except UnreadablePage:
                return None
    return None


def _every(told: Iterable[bool]) -> bool | None:
    found = list(told)
    return all(found) if found else None


def _of_hits(holds: Callable[[Hit], bool | None], kinds: Iterable[str] = TYPES) -> Test:
    """What holds of every hit of these types on which it can be tested."""
    wanted = frozenset(kinds)

    def test(pages: Pages) -> bool | None:
        told = [holds(hit) for hit in _hits(pages) if hit.kind in wanted]
        return _every(one for one in told if one is not None)

    return test


def config(pages: Pages) -> bool | None:
    """The configuration can be used."""
    page = _named(pages, CONFIG)
    return None if page is None else not service(page).problem


def sort(pages: Pages) -> bool | None:
    """The unsorted probe has the total of the night."""
    told, bare = next(_answers(pages), None), _probe(pages, 1)
    return None if told is None or bare is None else told.total == bare.total


def types(pages: Pages) -> bool | None:
    """No hit is of another type."""
    return _every(hit.kind in TYPES for hit in _hits(pages))


def datasource(pages: Pages) -> bool | None:
    """No hit is of another index, and the probe without the filter has more."""
    held = _every(hit.text("DATASOURCE") == CURRENT_INDEX for hit in _hits(pages))
    told, unfiltered = next(_answers(pages), None), _probe(pages, 2)
    if not held or told is None or unfiltered is None:
        return held
    return unfiltered.total > told.total


def paging(pages: Pages) -> bool | None:
    """As many references as the total says, and none twice."""
    answers = list(_answers(pages))
    if not answers:
        return None
    given = [str(one.get("reference")) for told in answers for one in told.hits if isinstance(one, dict)]
    return len(set(given)) == len(given) == answers[0].total


def same_page(pages: Pages) -> bool | None:
    """The probe has the references of the first page."""
    first, again = next(_answers(pages), None), _probe(pages, PAGE_SIZE)
    if first is None or again is None:
        return None
    return {hit.reference for hit in _hits_of(first)} == {hit.reference for hit in _hits_of(again)}


def display_fields(pages: Pages) -> bool | None:
    """No hit has a long text that was not asked for."""
    return _every(not any(name in hit.metadata for name in _DROPPED) for hit in _hits(pages))


def _facets(pages: Pages) -> dict[str, dict[str, str]] | None:
    page = _named(pages, FACETS)
    try:
        return None if page is None else facet_labels(page)
    except UnreadablePage:
        return {}


def facet_shape(pages: Pages) -> bool | None:
    """Some code list can be read."""
    found = _facets(pages)
    return None if found is None else any(found.values())


def programmes(pages: Pages) -> bool | None:
    """Every programme of the code list is in our table."""
    return _every(code in PROGRAMMES for code in (_facets(pages) or {}).get("frameworkProgramme", {}))


def eu4health(pages: Pages) -> bool | None:
    """The label of the code names the programme."""
    label = (_facets(pages) or {}).get("frameworkProgramme", {}).get(EU4HEALTH)
    return None if label is None else "eu4h" in label.casefold()


def eu4health_calls(pages: Pages) -> bool | None:
    """None when none was seen: not to see one does not refute it."""
    return any(EU4HEALTH in hit.programmes or hit.identifier.startswith("EU4H") for hit in _hits(pages)) or None


def _status_agrees(hit: Hit) -> bool | None:
    return status_code(hit) == hit.text("status") if hit.actions else None


def _deadline_days(hit: Hit) -> bool | None:
    own, listed = deadlines_of(hit)
    return [one.day for one in own] == [one.day for one in listed] if own and listed else None


def _clock(hit: Hit) -> bool | None:
    _, listed = deadlines_of(hit)
    return all(one.clock == "inferred" for one in listed) if listed else None


def _budget(hit: Hit) -> bool | None:
    overview = hit.data("budgetOverview")
    return bool(own_rows(overview, hit.identifier)[0]) if overview else None


statuses = _of_hits(lambda hit: hit.text("status") in STATUS)
status_agrees = _of_hits(_status_agrees)
deadline_days = _of_hits(_deadline_days)
clock = _of_hits(_clock, "1")
models = _of_hits(lambda hit: model_of(hit) in MODELS if model_of(hit) else None)
budget_rows = _of_hits(_budget, "1")
references = _of_hits(lambda hit: key_of(hit.reference) not in (None, hit.reference))
cascade_parent = _of_hits(lambda hit: not hit.text("callIdentifier"), "8")


def _topics(pages: Pages) -> list[Mapping[str, Json] | None]:
    """Every topicDetails answer; None for one that is no such answer."""
    found: list[Mapping[str, Json] | None] = []
    for url in sorted(pages):
        if url.startswith(DETAILS):
            try:
                found.append(details_of(pages[url]))
            except UnreadablePage:
                found.append(None)
    return found


def detail_shape(pages: Pages) -> bool | None:
    """Every answer has what we read."""
    return _every(told is not None and "actions" in told and "latestInfos" in told for told in _topics(pages))


def detail_dates(pages: Pages) -> bool | None:
    """Every date of the actions can be read."""
    found = [unpacked(told.get("actions")) for told in _topics(pages) if told]
    actions = [one for each in found if isinstance(each, list) for one in each if isinstance(one, dict)]
    values = [value for one in actions for value in (one.get("plannedOpeningDate"), *(one.get("deadlineDates") or ()))]
    return _every(moment(value) is not None for value in values if value is not None)


def detail_fresh(pages: Pages) -> bool | None:
    """Every answer has the status and the days of its hit."""
    listed = {hit.identifier.casefold(): hit for hit in _hits(pages) if hit.kind == "1"}
    topics = [one for one in _topics(pages) if one]
    told = [(listed.get(str(one["identifier"]).casefold()), Hit("", "", one)) for one in topics]
    return _every(_is_same(hit, topic) for hit, topic in told if hit is not None)


def _is_same(hit: Hit, topic: Hit) -> bool:
    own, listed = deadlines_of(hit)
    days = [one.day for one in deadlines_of(topic)[0]]
    return status_code(hit) == status_code(topic) and days == [one.day for one in own or listed]


def robots(pages: Pages) -> bool | None:
    """Every robots.txt names an agent."""
    found = [pages[url] for url in sorted(pages) if urlsplit(url).path == "/robots.txt"]
    return _every("user-agent" in _text(page).lower() for page in found)


def _text(page: Page) -> str:
    try:
        return page_text(page)
    except UnreadableText:
        return ""
