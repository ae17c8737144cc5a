"""A third set of changes of the answers of Innovasjon Norge and the EU portal, made when the alarms were done."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from mutants import Change
from mutants_hits import (
    both,
    dated,
    each_field,
    each_hit,
    is_own,
    on_bodies,
    on_own,
    on_results,
    renamed,
    valued,
    without,
)
from mutants_services import Service, each, label, on_services, points, value, worded


def some(number: int) -> bool:
    """Whether it is one of the three in eight that are changed."""
    return number % 8 in (1, 4, 6)


_NO_TEXT = '"text": ""'


def _first_facts(rows: list[Service]) -> list[Service]:
    facts = next(row["facts"] for row in rows if row["facts"])
    return [{**row, "facts": facts} for row in rows]


SERVICES: Mapping[str, Change] = {
    "titles under name": each(lambda row: {**{k: v for k, v in row.items() if k != "title"}, "name": row["title"]}),
    "ids in capitals": each(lambda row: {**row, "_id": row["_id"].upper()}),
    "key points of the first on all": on_services(_first_facts),
    "deadline says see text": each(points(lambda name, text: (name, "Se tekst" if name == "Søknadsfrist" else text))),
    "deadline says closed": each(points(lambda name, text: (name, "Utløpt" if name == "Søknadsfrist" else text))),
    "deadline says closed in some": each(
        points(lambda name, text: (name, "Utløpt" if name == "Søknadsfrist" else text)), some
    ),
    "deadline called when": each(label("^Søknadsfrist$", "Når")),
    "kind called category in some": each(label("^Type tjeneste$", "Kategori"), some),
    "sum called support": each(label("^Hvor mye$", "Støtte")),
    "all is finance": each(lambda row: {**row, "serviceCategories": [{"title": "Finansiering"}]}),
    "nothing is finance": each(lambda row: {**row, "serviceCategories": [{"title": "Rådgivning"}], "facts": None}),
    "sections turned round": each(
        lambda row: {**row, "sections": [{**one, "heading": "Mer"} for one in row["sections"] or [] if one]}
    ),
    "sections of blocks without text": each(
        lambda row: {
            **row,
            "sections": json.loads(re.sub(r'"text": "[^"]*"', '"text": ""', json.dumps(row["sections"]))),
        }
    ),
    "sums in millions without saying": each(value(r"\b(\d+) ?(?:millioner|mill\.?)(?: kroner)?", r"\1")),
    "sums doubled": each(value(r"\b(\d+)(?= (?:mill|000))", lambda one: str(2 * int(one[1])))),  # type: ignore[arg-type]
    "texts in nynorsk words": worded(lambda text: text.replace(" ikke ", " ikkje ").replace(" fra ", " frå ")),
    "texts cut at a hundred letters": worded(lambda text: re.sub(r'("text":\s?"[^"]{100})[^"]+"', r'\1"', text)),
    "three quarters of the list": on_services(lambda rows: [row for at, row in enumerate(rows) if at % 4]),
    "the last twenty": on_services(lambda rows: rows[-20:]),
    "copies of each": on_services(lambda rows: [*rows, *({**one, "_id": f"{one['_id']}-2"} for one in rows)]),
    "result is null": worded(lambda text: '{"query":"","result":null,"ms":4}'),
    "letters as questions": worded(lambda text: re.sub("[æøå]", "?", text)),
}
QUIET_SERVICES: Mapping[str, Change] = {
    "changed by somebody": each(lambda row: {**row, "_updatedAt": "2026-09-17T01:00:00Z", "_rev": "zz"}),
    "sums with kr before": each(value(r"(\d[\d ]*) kroner", r"kr \1")),
    "keys of key points": each(
        lambda row: {
            **row,
            "facts": [{**one, "_key": "a"} if one else one for one in row["facts"] or []] or row["facts"],
        }
    ),
    "blank lines in sections": each(
        lambda row: {**row, "sections": [*(row["sections"] or []), None] if row["sections"] else row["sections"]}
    ),
    "rows by title": on_services(lambda rows: sorted(rows, key=lambda row: str(row["title"]))),
}


def _eve(text: str) -> str:
    """A day's midnight in Brussels as it is in Greenwich: the evening before."""
    found = re.fullmatch(r"(\d{4}-\d\d-\d\d)T00:00:00\.000\+0000", text)
    if found is None:
        return text
    return f"{date.fromisoformat(found[1]) - timedelta(days=1)}T22:00:00.000+0000"


def _in_budget(pattern: str, new: Any) -> Any:
    return valued("budgetOverview", lambda text: re.sub(pattern, new, text))


PORTAL: Mapping[str, Change] = {
    "first stages alone": each_field(
        both(without("actions"), lambda fields: {**fields, "deadlineDate": fields.get("deadlineDate", [])[:1]})
    ),
    "evenings before": each_field(both(without("actions"), valued("deadlineDate", _eve))),
    "three days later": each_field(dated(lambda day: (day + timedelta(days=3)).isoformat())),
    "a year earlier": each_field(dated(lambda day: f"{day.year - 1}-{day:%m-%d}" if f"{day:%m%d}" != "0229" else "")),
    "days first": each_field(dated(lambda day: f"{day:%d-%m-%Y}")),
    "days in words": each_field(dated(lambda day: f"{day:%A %d %B %Y}")),
    "statuses in words": each_field(both(without("actions"), valued("status", lambda code: f"Status {code[-1]}"))),
    "all is open": each_field(both(without("actions"), valued("status", lambda code: "31094502"))),
    "all is closed": each_field(both(without("actions"), valued("status", lambda code: "31094503"))),
    "types are numbers": each_field(lambda fields: {**fields, "type": [int(fields["type"][0])]}),
    "fields under source": each_hit(lambda hit: {**without("metadata")(hit), "_source": hit["metadata"]}),
    "fields in small letters": each_field(lambda fields: {name.lower(): value for name, value in fields.items()}),
    "budgets in millions": each_field(
        both(_in_budget(r"(\d+)000000", r"\1"), valued("budget", lambda text: text[:-5] or "1"))
    ),
    "grants tenfold": each_field(_in_budget(r'("expectedGrants": \d+)', r"\g<1>0")),
    "budgets of all topics": each_field(_in_budget(r'"action": "[^"]*"', '"action": "ALL"')),
    "titles are identifiers": each_field(lambda fields: {**fields, "title": fields["identifier"]}),
    "titles in capitals": each_field(valued("title", lambda text: f"{text.upper()} - {text.upper()}")),
    "texts of another language in some": each_field(
        valued("descriptionByte", lambda text: "<p>Die Projekte verbessern die Pflege zu Hause.</p>"), some
    ),
    "texts cut": each_field(valued("descriptionByte", lambda text: text[: len(text) // 3])),
    "texts gone in some": each_field(without("descriptionByte"), some),
    "programmes gone in some": each_field(without("frameworkProgramme"), some),
    "deadlines gone in some": each_field(both(without("actions"), without("deadlineDate")), some),
    "openings gone": each_field(without("startDate", "actions")),
    "kinds of action by code": each_field(valued("typesOfAction", lambda text: f"RIA-{len(text)}")),
    "calls gone": each_field(without("callIdentifier", "callTitle")),
    "deadlines of the hit before": on_results(
        lambda hits: [
            {
                **hit,
                "metadata": {
                    **hit["metadata"],
                    **{name: hits[at - 1]["metadata"].get(name) or [] for name in ("deadlineDate", "actions")},
                },
            }
            for at, hit in enumerate(hits)
        ]
    ),
    "addresses of another site": each_field(lambda fields: {**fields, "identifier": ["HORIZON-OLD-01"]}),
    "three quarters of the list": on_results(lambda hits: [hit for at, hit in enumerate(hits) if at % 4]),
    "the first ten": on_results(lambda hits: hits[:10], counted=False),
    "totals in words": on_bodies(lambda body: {**body, "totalResults": "many"}),
}
QUIET_PORTAL: Mapping[str, Change] = {
    "stages the other way round": each_field(
        lambda fields: {**fields, "deadlineDate": fields.get("deadlineDate", [])[::-1]}
    ),
    "budgets with decimals": each_field(valued("budget", lambda text: f"{text}.0")),
    "languages beside": each_field(lambda fields: {**fields, "language": ["en", "fr"]}),
    "weights": each_hit(lambda hit: {**hit, "weight": 1.7, "groupById": "x"}),
    "spaces round titles": each_field(valued("title", lambda text: f" {text}  ")),
    "classes in texts": each_field(valued("descriptionByte", lambda text: text.replace("<p>", '<p class="x">'))),
}
OWN: Mapping[str, Change] = {
    "no updates": on_own(lambda told: {**told, "latestInfos": None}),
    "updates in code": on_own(
        lambda told: {
            **told,
            "latestInfos": [
                {**one, "content": base64.b64encode(one["content"].encode()).decode()} for one in told["latestInfos"]
            ],
        }
    ),
    "own answers are lists": on_bodies(lambda body: {"TopicDetails": [body["TopicDetails"]]}, is_own),
    "updates of the portal on all": on_own(
        lambda told: {**told, "latestInfos": [{"approvalDate": "2026-09-16", "content": "<p>Portal is down.</p>"}]}
    ),
}
QUIET_OWN: Mapping[str, Change] = {
    "own answers with links": on_own(lambda told: {**told, "links": [{"url": "https://example.eu"}]}),
    "own answers in another order": on_bodies(lambda body: json.loads(json.dumps(body, sort_keys=True)), is_own),
}
GRADUAL = (0.05, 0.2, 0.5, 0.9)


def service_mutants() -> Iterator[tuple[str, Change]]:
    yield from ((f"third services: {name}", change) for name, change in SERVICES.items())
    yield from ((f"harmless third services: {name}", change) for name, change in QUIET_SERVICES.items())


def portal_mutants() -> Iterator[tuple[str, Change]]:
    yield from ((f"third portal: {name}", change) for name, change in PORTAL.items())
    yield from ((f"harmless third portal: {name}", change) for name, change in QUIET_PORTAL.items())


def own_mutants() -> Iterator[tuple[str, Change]]:
    yield from ((f"third own answers: {name}", change) for name, change in OWN.items())
    yield from ((f"harmless third own answers: {name}", change) for name, change in QUIET_OWN.items())


def slow_portal() -> Iterator[tuple[str, tuple[Change, ...]]]:
    slow = {
        "three days later": dated(lambda day: (day + timedelta(days=3)).isoformat()),
        "texts gone": without("descriptionByte"),
        "titles are identifiers": lambda fields: {**fields, "title": fields["identifier"]},
        "kinds under another name": renamed(("typesOfAction", "actionTypes")),
    }
    for name, edit in slow.items():
        yield f"third portal, slowly: {name}", tuple(_first(part, edit) for part in GRADUAL)


def _first(part: float, edit: Any) -> Change:
    return each_field(edit, lambda number: number % 20 < 20 * part)
