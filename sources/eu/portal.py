"""The portal's addresses, what it is asked, and how its search answers.

The query's words and the code lists are the portal's own; what a hit means stands in `sources.eu.hit`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from calls.fetch import UnreadableText, page_text
from calls.model import Json, Page, Request
from sources.base import UnreadablePage

KEY = "eu"
HOME = "https://ec.europa.eu/info/funding-tenders/opportunities/portal"
CONFIG_URL = f"{HOME}/assets/openid-login-config.json"
DETAILS = "https://ec.europa.eu/info/funding-tenders/opportunities/data/topicDetails/"
TOPIC = f"{HOME}/screen/opportunities/topic-details/"
CASCADE = f"{HOME}/screen/opportunities/competitive-calls-cs/"

CONFIG, FACETS, FIRST = "config", "facets", "page-001"
TYPES = {"1": "Grant", "2": "Calls for proposals", "8": "Cascade funding calls"}
"""Codes of `type` that we ask for, with the portal's labels."""

LIVE = ("31094501", "31094502")
CURRENT_INDEX = "SEDIA"
PAGE_SIZE = 100
MOST_HITS = 10_000
"""Paging stops here."""

QUERY = {
    "bool": {
        "must": [
            {"terms": {"type": list(TYPES)}},
            {"terms": {"status": list(LIVE)}},
            {"term": {"DATASOURCE": CURRENT_INDEX}},
        ]
    }
}
PARTS = {
    f"part-{kind}-{status}": {
        "bool": {
            "must": [
                {"terms": {"type": [kind]}},
                {"terms": {"status": [status]}},
                {"term": {"DATASOURCE": CURRENT_INDEX}},
            ]
        }
    }
    for kind in TYPES
    for status in LIVE
}
"""The same question by type and status, for a night on which there are too many hits to page through at once."""

UNFILTERED = {"bool": {"must": QUERY["bool"]["must"][:2]}}
"""The same without DATASOURCE: what the check of assumptions compares with."""

SORT = {"field": "identifier", "order": "ASC"}
"""The start date shuffles ties between pages; the identifier does so least."""

FIELDS = (
    *(
        "identifier",
        "REFERENCE",
        "DATASOURCE",
        "type",
        "status",
        "title",
        "callTitle",
        "callIdentifier",
        "ccm2Id",
        "url",
    ),
    *("startDate", "deadlineDate", "deadlineModel", "actions", "budgetOverview", "budget", "currency", "keywords"),
    *("frameworkProgramme", "programmeDivision", "typesOfAction", "descriptionByte", "destinationDescription"),
)
"""What is asked for of each hit. Not topicConditions and supportInfo: a third of the bytes, much the same in all."""

_FALLBACK = ("https://api.tech.ec.europa.eu/search-api/prod/rest/search", "SEDIA")
_FALLBACK_FACETS = "https://api.tech.ec.europa.eu/search-api/prod/rest/facet"
_API_KEY = re.compile(r"[A-Za-z0-9_-]{1,64}")


@dataclass(frozen=True)
class Service:
    """Where the search is asked. problem: why the configuration could not be used, in bokmål; "" if it was."""

    search: str
    facets: str
    api_key: str
    problem: str = ""


DEFAULT = Service(_FALLBACK[0], _FALLBACK_FACETS, _FALLBACK[1])


def service(page: Page | None) -> Service:
    """What the portal's configuration says; where it cannot be used, the addresses that held when this was written.

    Only addresses under europa.eu are believed.
    """
    usual = "Vi bruker adressene som gjaldt før."
    if page is None:
        return Service(DEFAULT.search, DEFAULT.facets, DEFAULT.api_key, f"Portalens oppsett svarer ikke. {usual}")
    try:
        modules = json.loads(page_text(page))["modules"]["sedia"]
        search, facets, key = (modules[name] for name in ("corporateSearchUrl", "facetUrl", "corporateSearchApiKey"))
    except (UnreadableText, ValueError, RecursionError, KeyError, TypeError):
        problem = f"Portalens oppsett har ikke lenger adressene til søket. {usual}"
        return Service(DEFAULT.search, DEFAULT.facets, DEFAULT.api_key, problem)
    if not (is_ours(search) and is_ours(facets) and isinstance(key, str) and _API_KEY.fullmatch(key)):
        problem = f"Portalens oppsett viser til en adresse som ikke er EUs, eller en ugyldig nøkkel. {usual}"
        return Service(DEFAULT.search, DEFAULT.facets, DEFAULT.api_key, problem)
    return Service(search, facets, key)


def is_ours(url: Json, *, may_ask: bool = False) -> bool:
    """Whether it is an https address under europa.eu, without port, user or fragment; with a query if it `may_ask`."""
    if not isinstance(url, str) or not url.isprintable():
        return False
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    is_plain = parts.scheme == "https" and not parts.fragment and (may_ask or not parts.query)
    return is_plain and re.fullmatch(r"(?:[a-z0-9-]+\.)+europa\.eu", parts.netloc.lower()) is not None


def search(at: Service, number: int, size: int = PAGE_SIZE, query: Json = None, *, is_sorted: bool = True) -> Request:
    """One page of the search; numbers begin with 1. query: QUERY unless another is given."""
    more = f"&pageSize={size}&pageNumber={number}"
    parts = {"query": query or QUERY, "languages": ["en"]}
    return Request(
        f"{at.search}?apiKey={at.api_key}&text=***{more}",
        "POST",
        accept="application/json",
        parts={**parts, **({"sort": SORT} if is_sorted else {}), "displayFields": list(FIELDS)},
        same_as=(f"{at.search}?apiKey={at.api_key}&text={quote('***', safe='')}{more}",),
    )


def facets(at: Service) -> Request:
    """The code lists with their labels."""
    return Request(
        f"{at.facets}?apiKey={at.api_key}&text=***",
        "POST",
        accept="application/json",
        parts={"query": QUERY, "languages": ["en"]},
        fields={"displayLanguage": "en"},
        same_as=(f"{at.facets}?apiKey={at.api_key}&text={quote('***', safe='')}",),
    )


def more(lists: Mapping[str, Page]) -> Mapping[str, Request]:
    """After the configuration the code lists and the first page; after it the others. Too many hits are asked for again
    in PARTS, each to its end.
    """
    at = service(lists.get(CONFIG))
    wanted = {FACETS: facets(at), FIRST: search(at, 1)}
    try:
        first = answer(lists.get(FIRST))
    except UnreadablePage:
        return wanted
    if first.total < MOST_HITS:
        return wanted | _rest("page", first, at, QUERY)
    for name, query in PARTS.items():
        wanted[f"{name}-001"] = search(at, 1, query=query)
    for name, query in PARTS.items():
        try:
            wanted |= _rest(name, answer(lists.get(f"{name}-001")), at, query)
        except UnreadablePage:
            continue
    return wanted


def _rest(name: str, first: Answer, at: Service, query: Json) -> dict[str, Request]:
    """The pages after the first one; none where they cannot be paged through."""
    if first.total >= MOST_HITS or not first.size:
        return {}
    last = -(-first.total // first.size)
    return {f"{name}-{number:03}": search(at, number, query=query) for number in range(2, last + 1)}


@dataclass(frozen=True)
class Answer:
    """One page of hits. total: what the index says that there are; size: hits a page."""

    total: int
    size: int
    hits: Sequence[Json]


def answer(page: Page | None) -> Answer:
    """What a page of the search says. UnreadablePage for no page, an error, and whatever is no such answer."""
    if page is None:
        raise UnreadablePage("fikk ikke første side av søket i portalen")
    told = answer_object(page)
    total, hits = told.get("totalResults"), told.get("results")
    if isinstance(total, bool) or not isinstance(total, int) or total < 0 or not isinstance(hits, list):
        raise UnreadablePage("fant ikke «totalResults» og «results» i svaret fra søket")
    declared = told.get("pageSize")
    if isinstance(declared, bool) or not isinstance(declared, int) or not 0 < declared <= PAGE_SIZE:
        declared = len(hits)
    return Answer(total, declared, hits)


def answer_object(page: Page) -> dict[str, Json]:
    """The page as a JSON object. UnreadablePage for anything else."""
    try:
        told = json.loads(page_text(page))
    except (UnreadableText, ValueError, RecursionError) as error:
        raise UnreadablePage("ventet JSON fra portalen, men svaret er noe annet") from error
    if not isinstance(told, dict):
        raise UnreadablePage("ventet et JSON-objekt fra portalen, men svaret er noe annet")
    return told


def details_url(identifier: str) -> str:
    """Where the portal keeps what its page shows of a topic."""
    return f"{DETAILS}{quote(identifier.lower(), safe='')}.json"
