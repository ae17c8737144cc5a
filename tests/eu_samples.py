"""Answers of the EU portal, built as `sources.eu` expects them, and a site that gives them by request.

A call is a plain dict (see `topic` and `from_record`); a site renders each call once, so that a night of 700 is quick.
"""

from __future__ import annotations

import html
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qs, urlsplit

from bundle.eu import CONFIG_BODY, details, facets, hit, search_body
from calls.failures import NotArchived
from calls.model import Page, Request
from sources.eu.portal import CONFIG_URL, DEFAULT, DETAILS, PAGE_SIZE

NIGHT = datetime(2026, 9, 15, 1, 30, tzinfo=UTC)
FORTHCOMING, OPEN, CLOSED = "31094501", "31094502", "31094503"
HORIZON, HEALTH = "43108390", "43108557"
FACETS = {
    "frameworkProgramme": {HORIZON: "Horizon Europe (HORIZON)", "43353764": "Erasmus  (ERASMUS )"},
    "status": {FORTHCOMING: "Forthcoming", OPEN: "Open for submission"},
}
DESCRIPTION = (
    '<p class="topicdescriptionkind">Expected Outcome:</p><p>Proposals shall improve hospital care.</p>'
    '<p class="topicdescriptionkind">Scope:</p><ul><li>Digital tools &amp; data;</li><li>Remote monitoring.</li></ul>'
)


def topic(**changes: Any) -> dict[str, Any]:
    """A grant topic: two stages, a budget of its own among others' rows. Fields of `hit` that differ may be given."""
    return {
        "reference": "50138952TOPICSen",
        "type": "1",
        "identifier": "HORIZON-HLTH-2027-01-CARE-02-two-stage",
        "title": "Better care at home",
        "callTitle": "Cluster 1 - Health (two stage - 2027)",
        "callIdentifier": "HORIZON-HLTH-2027-01",
        "status": FORTHCOMING,
        "opens": "2027-02-04",
        "deadlines": ["2027-04-08", "2027-09-14"],
        "model": "two-stage",
        "programme": HORIZON,
        "divisions": [HORIZON, "43108541", HEALTH],
        "action": ("HORIZON-RIA", "HORIZON  Research and Innovation Actions"),
        "description": DESCRIPTION,
        "budget": {"2027": "24000000"},
        "expected": 2,
        "floor": 8000000,
        "ceiling": 12000000,
        "others": [("HORIZON-HLTH-2027-01-CARE-02 - HORIZON-RIA HORIZON  Research", {"2027": "7000000"})],
        "keywords": ["Telemedicine", "Ageing"],
        **changes,
    }


def cascade(**changes: Any) -> dict[str, Any]:
    """A call of a project that passes money on; its identifier is that of the project's topic."""
    return {
        "reference": "13501COMPETITIVE_CALLen",
        "type": "8",
        "identifier": "HORIZON-EIC-2023-INNOVPRO-01",
        "title": "The topic that pays",
        "callTitle": "Eurostars call 12",
        "status": OPEN,
        "opens": "2026-07-10",
        "deadlines": ["2026-10-10T23:59:00.000+0000"],
        "programme": HORIZON,
        "description": "<p>For innovative SMEs.</p>",
        "scalar": ("2000000", "EUR"),
        **changes,
    }


def from_record(record: Mapping[str, Any], **changes: Any) -> dict[str, Any]:
    """A record of the daily history of open and forthcoming calls (a JSON object a call) as a call of ours.

    A grant has its own actions, with the status, the opening day and the deadline days of the record.
    """
    money = record["budget"] or {}
    total, years = money.get("totalBudgetEur"), money.get("years") or ["2026"]
    kind = record["kind"]["id"]
    start, told = record["startDate"], record["deadlineDate"]
    return {
        "reference": record["id"],
        "type": kind,
        "identifier": record["identifier"],
        "title": record["title"],
        "callTitle": record["callTitle"],
        "callIdentifier": record["callIdentifier"],
        "status": record["status"]["id"],
        "start": _offset(start) if start else None,
        "opens": start[:10] if start and kind == "1" else None,
        "deadlines": [_offset(one) for one in (told if isinstance(told, list) else [told]) if one],
        "model": record["deadlineModel"],
        "programme": [one["id"] for one in record["frameworkProgrammes"]],
        "divisions": [one["id"] for one in record["programmeDivisions"]],
        "action": (record["actionType"].split()[0] + "-XX", record["actionType"]) if record["actionType"] else None,
        "description": f"<p>{html.escape(record['abstract'])}</p>" if record.get("abstract") else "",
        "destination": record["destination"],
        "budget": {years[0]: str(total)} if total and kind == "1" else None,
        "scalar": (str(total), "EUR") if total and kind != "1" else None,
        "expected": money.get("expectedGrants"),
        "floor": money.get("minContributionEur"),
        "ceiling": money.get("maxContributionEur"),
        "url": record["url"],
        **changes,
    }


def topic_details(call: Mapping[str, Any]) -> dict[str, Any]:
    """What the portal's own answer about a topic says, of a call of ours; without updates."""
    programmes = [call["programme"]] if isinstance(call["programme"], str) else call["programme"]
    whole = {**call, "budget": call.get("budget") or {}, "divisions": call.get("divisions") or []}
    return details(whole, frameworkProgramme=[{"id": one} for one in programmes])


def _offset(moment: str) -> str:
    return moment.replace("Z", "+0000")


@lru_cache(maxsize=20_000)
def _rendered(call: str) -> str:
    return json.dumps(hit(json.loads(call)), ensure_ascii=False)


def rendered(call: Mapping[str, Any]) -> str:
    """The hit as JSON; the same call is rendered once."""
    return _rendered(json.dumps(call, sort_keys=True))


Change = Callable[[Request, Any], Any]


@dataclass
class Portal:
    """The portal on one night; `get` answers requests as a fetcher does.

    calls: in the order of the index. details: what topicDetails says, by identifier. total: what the index says where
    that is not how many there are. config, facets: None for no answer. broken: names in an address that fail.
    """

    calls: Sequence[Mapping[str, Any]]
    details: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    total: int | Sequence[int] | None = None
    config: Any = field(default_factory=lambda: CONFIG_BODY)
    facets: Any = field(default_factory=lambda: facets(FACETS))
    broken: Sequence[str] = ()
    at: datetime = NIGHT
    asked: list[str] = field(default_factory=list)

    def get(self, request: Request) -> Page:
        """The page; NotArchived where there is none."""
        self.asked.append(request.url)
        body = None if any(part in request.url for part in self.broken) else self.body(request.url)
        if body is None:
            raise NotArchived(request.url, "Arkivet har ikke noe svar på forespørselen.")
        return Page(request.url, 200, "application/json", body, self.at)

    def body(self, url: str) -> bytes | None:
        """What the portal says at an address; None for one that it does not have."""
        parts, base = urlsplit(url), url.partition("?")[0]
        if url == CONFIG_URL:
            return None if self.config is None else json.dumps(self.config).encode()
        if base == DEFAULT.facets:
            return None if self.facets is None else json.dumps(self.facets).encode()
        if base == DEFAULT.search:
            asked = parse_qs(parts.query)
            return self.page(int(asked["pageNumber"][0]), int(asked["pageSize"][0]))
        told = self.details.get(url.removeprefix(DETAILS).removesuffix(".json")) if url.startswith(DETAILS) else None
        return json.dumps(told).encode() if told else None

    def page(self, number: int, size: int = PAGE_SIZE) -> bytes:
        """One page of the search."""
        totals = [self.total] if isinstance(self.total, int) else self.total or [len(self.calls)]
        chosen = self.calls[(number - 1) * size : number * size]
        return search_body(map(rendered, chosen), totals[min(number, len(totals)) - 1], number, size)
