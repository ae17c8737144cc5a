"""The EU portal's answers, made from facts: for the bundled nights and for tests.

The shape (lists of strings, JSON in strings, the budget of all topics in each) follows what is known of the portal;
nothing here is taken from it. A call is a plain dict: see bundle/content/README.md and the functions below.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from html import escape
from itertools import groupby
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

from ruamel.yaml import YAML

from calls.model import Json, Request
from sources.base import Source
from sources.eu import SOURCE
from sources.eu.portal import CONFIG_URL, CURRENT_INDEX, DEFAULT, DETAILS, PAGE_SIZE
from sources.eu.programmes import PROGRAMMES

CALLS = Path(__file__).parent / "content" / "eu"
JSON = "application/json; charset=utf-8"
LABELS = {"31094501": "Forthcoming", "31094502": "Open for submission", "31094503": "Closed"}
"""The portal's codes of `status`."""

CONFIG_BODY = {
    "modules": {
        "sedia": {
            "corporateSearchUrl": DEFAULT.search,
            "corporateSearchApiKey": DEFAULT.api_key,
            "facetUrl": DEFAULT.facets,
        }
    }
}
"""The part of the portal's configuration that says where its search is."""


def load_eu_calls(folder: Path = CALLS) -> list[dict[str, Any]]:
    """Every call of the content folder, in the order of the file names, with its sections as the portal's HTML."""
    yaml = YAML(typ="safe")
    return [_described(yaml.load(path)) for path in sorted(folder.glob("*.yaml"))]


def _described(call: dict[str, Any]) -> dict[str, Any]:
    described = {**call, "description": markup(call["sections"])} if "sections" in call else call
    return {**described, "changes": _described(call["changes"])} if call.get("changes") else described


def markup(sections: Iterable[Mapping[str, Any]]) -> str:
    """Headings ("" for none) and paragraphs as the portal has them; paragraphs that begin with `- ` are a list."""
    parts = []
    for section in sections:
        if section["heading"]:
            parts.append(f'<p class="topicdescriptionkind">{escape(section["heading"])}:</p>')
        for is_list, lines in groupby(section["paragraphs"], lambda line: line.startswith("- ")):
            told = [escape(line.removeprefix("- ")) for line in lines]
            items = "".join(f"<li>{line}</li>" for line in told)
            parts.append(f"<ul>{items}</ul>" if is_list else "".join(f"<p>{line}</p>" for line in told))
    return "".join(parts)


@dataclass(frozen=True)
class EuPortal:
    """The portal on one of the nights. A `bundle.build.Site`.

    calls: what `hit` takes, with the nights on which the search has the call (`nights`), what differs on the second
    (`changes`), and the updates of its own answer (`updates`: approvalDate, content).
    """

    calls: Sequence[Mapping[str, Any]]
    number: int  # 1 or 2

    @property
    def source(self) -> Source:
        return SOURCE

    @property
    def robots(self) -> str:
        return "https://ec.europa.eu/robots.txt"

    @cached_property
    def known(self) -> list[dict[str, Any]]:
        """Every call that the portal has had so far, as it is tonight, in the order of the index."""
        known = [one for one in self.calls if min(one["nights"]) <= self.number]
        told = [{**one, **((one.get("changes") or {}) if self.number == 2 else {})} for one in known]
        return sorted(told, key=lambda one: (one["identifier"], one["reference"]))

    def found(self, query: Json) -> list[dict[str, Any]]:
        """What tonight's search has for a query in the words of `sources.eu.portal.QUERY`; all there is for None."""
        clauses = [body for clause in query["bool"]["must"] for body in clause.values()] if query else []
        return [one for one in self.known if self.number in one["nights"] and _meets(one, clauses)]

    def answer(self, request: Request, printed_at: datetime) -> tuple[int, str, bytes]:  # noqa: ARG002
        """Status, content type and body; 404 for an address that the portal does not have, robots.txt among them.

        A topic keeps its own answer when it has left the search.
        """
        base = request.url.partition("?")[0]
        if request.url == CONFIG_URL:
            return 200, JSON, json.dumps(CONFIG_BODY).encode()
        if base == DEFAULT.facets:
            names = {code: programme.name for code, programme in PROGRAMMES.items()}
            return 200, JSON, json.dumps(facets({"frameworkProgramme": names, "status": LABELS})).encode()
        if base == DEFAULT.search:
            return 200, JSON, self._page(request)
        for one in self.known if request.url.startswith(DETAILS) else ():
            if _is_topic(one) and request.url == f"{DETAILS}{quote(one['identifier'].lower(), safe='')}.json":
                told = details(one, one.get("updates") or ())
                return 200, JSON, json.dumps(told, ensure_ascii=False).encode()
        return 404, "text/html; charset=utf-8", b"<!DOCTYPE html><title>404</title><h1>Not found</h1>"

    def _page(self, request: Request) -> bytes:
        asked = parse_qs(urlsplit(request.url).query)
        number, size = int(asked["pageNumber"][0]), int(asked["pageSize"][0])
        found = self.found(request.parts.get("query"))
        hits = [json.dumps(hit(one), ensure_ascii=False) for one in found[(number - 1) * size : number * size]]
        return search_body(hits, len(found), number, size)


def _datasource(call: Mapping[str, Any]) -> str:
    return str(call.get("datasource", CURRENT_INDEX))


def _is_topic(call: Mapping[str, Any]) -> bool:
    return call["type"] == "1" and _datasource(call) == CURRENT_INDEX


def _meets(call: Mapping[str, Any], clauses: Iterable[Mapping[str, Any]]) -> bool:
    """Whether a call has one of the wanted values of each field."""
    told = {"type": call["type"], "status": call["status"], "DATASOURCE": _datasource(call)}
    wanted = [(field, value) for body in clauses for field, value in body.items()]
    return all(told[field] in (value if isinstance(value, list) else [value]) for field, value in wanted)


def hit(call: Mapping[str, Any], language: str = "en") -> dict[str, Any]:
    """The call as the search gives it: lists of strings, JSON in strings."""
    reference, kind = call["reference"], call["type"]
    metadata: dict[str, Any] = {
        "REFERENCE": [reference],
        "DATASOURCE": [_datasource(call)],
        "type": [kind],
        "identifier": [call["identifier"]],
        "title": [call["title"]],
        "callTitle": call.get("callTitle"),
        "callIdentifier": call.get("callIdentifier"),
        "ccm2Id": (re.match(r"\d+", reference) or [None])[0] if kind == "1" else None,
        "status": [call["status"]],
        "startDate": call.get("start") or _midnight(call.get("opens")),
        "deadlineDate": [_midnight(one) for one in call["deadlines"]],
        "deadlineModel": call.get("model"),
        "frameworkProgramme": call["programme"],
        "programmeDivision": call.get("divisions"),
        "typesOfAction": call["action"][1] if call.get("action") else None,
        "descriptionByte": call.get("description"),
        "destinationDescription": call.get("destination"),
        "keywords": call.get("keywords"),
        "actions": json.dumps([_action(call)]) if kind == "1" and call.get("opens") else None,
        "budgetOverview": json.dumps(overview(call)) if call.get("budget") else None,
        "budget": call["scalar"][0] if call.get("scalar") else None,
        "currency": call["scalar"][1] if call.get("scalar") else None,
        "esDA_IngestDate": ["2026-09-14T22:10:00.000+0000"],
        **call.get("metadata", {}),
    }
    listed = {name: value if isinstance(value, list) else [value] for name, value in metadata.items() if value}
    url = call.get("url", f"https://ec.europa.eu/info/funding-tenders/{reference}")
    summary = call.get("summary", call["title"])
    return {"apiVersion": "2.130", "reference": reference, "url": url, "language": language, "summary": summary} | {
        "database": "SEDIA",
        "metadata": listed,
        "checksum": "0" * 64,
    }


def _midnight(day: str | None) -> str | None:
    return f"{day}T00:00:00.000+0000" if day and len(day) == len("2027-04-08") else day


def _action(call: Mapping[str, Any]) -> dict[str, Any]:
    code, name = call["action"] or ("", "")
    status = str(call.get("action_status", call["status"]))
    return {
        "types": [{"typeOfAction": f"{code} {name}".strip(), "typeOfMGA": []}],
        "status": {"id": int(status), "abbreviation": LABELS.get(status, ""), "description": LABELS.get(status, "")},
        "plannedOpeningDate": call["opens"],
        "submissionProcedure": {"id": 31094505, "abbreviation": call["model"]},
        "deadlineDates": call.get("action_deadlines", [one[:10] for one in call["deadlines"]]),
    }


def overview(call: Mapping[str, Any]) -> dict[str, Any]:
    """The budget overview: the call's own row, and those of other topics in the same group."""
    code, name = call["action"] or ("", "")
    own = {
        "action": f"{call['identifier']} - {code} {name}",
        "expectedGrants": call.get("expected"),
        "minContribution": call.get("floor"),
        "maxContribution": call.get("ceiling"),
        "budgetYearMap": call["budget"],
    }
    others = [{"action": action, "budgetYearMap": pot} for action, pot in call.get("others", ())]
    return {"budgetYearsColumns": sorted(call["budget"]), "budgetTopicActionMap": {"113089": [*others, own]}}


def details(call: Mapping[str, Any], infos: Sequence[Mapping[str, Any]] = (), **changes: Any) -> dict[str, Any]:
    """The topic's own answer. infos: approvalDate, lastChangeDate, content."""
    told = {
        "ccm2Id": re.sub(r"\D.*", "", call["reference"]),
        "identifier": call["identifier"],
        "title": call["title"],
        "type": {"id": 1},
        "callIdentifier": call.get("callIdentifier"),
        "callTitle": call.get("callTitle"),
        "frameworkProgramme": {"id": call["programme"], "abbreviation": "HORIZON"},
        "programmeDivision": [{"id": one} for one in call["divisions"]],
        "actions": [_action(call)],
        "budgetOverviewJSONItem": overview(call) if call.get("budget") else None,
        "description": call["description"],
        "keywords": call.get("keywords"),
        "latestInfos": list(infos),
    }
    return {"TopicDetails": {**told, **changes}}


def facets(lists: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    """The code lists, labels URL-encoded."""
    return {
        "facets": [
            {
                "name": name,
                "values": [{"rawValue": c, "value": quote(one, " ()"), "count": 1} for c, one in told.items()],
            }
            for name, told in lists.items()
        ]
    }


def search_body(hits: Iterable[str], total: int, number: int = 1, size: int = PAGE_SIZE) -> bytes:
    """One page of the search. hits: each already JSON."""
    head = json.dumps({"apiVersion": "2.130", "terms": "***", "totalResults": total, "pageNumber": number})
    return f'{head[:-1]}, "pageSize": {size}, "warnings": [], "results": [{", ".join(hits)}]}}'.encode()
