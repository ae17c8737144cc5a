"""A second set of changes of the EU portal's answers, made by itself and never tuned on."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

from mutants import Answers, Change
from mutants_hits import (
    both,
    dated,
    each_field,
    each_hit,
    is_own,
    is_search,
    on_bodies,
    on_own,
    on_results,
    pages_instead,
    renamed,
    valued,
    without,
)
from mutants_second_services import third


def _epoch(text: str) -> str:
    day = date.fromisoformat(text[:10])
    return str(int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp() * 1000))


def _seconds(text: str) -> str:
    return _epoch(text)[:-3]


def _opened(*names: str) -> Change:
    """JSON that was kept in a string is the object itself."""

    def opened(fields: dict[str, Any]) -> dict[str, Any]:
        return {**fields, **{name: json.loads(fields[name][0]) for name in names if name in fields}}

    return each_field(opened)


def _inside(name: str, old: str, new: str) -> Change:
    """Words of JSON in a string replaced."""
    return each_field(valued(name, lambda text: text.replace(old, new)))


def _of_next_hit(*names: str) -> Change:
    """These fields of each hit are those of the one after it."""

    def turned(hits: list[dict[str, Any]]) -> list[dict[str, Any]]:
        found = []
        for one, other in zip(hits, [*hits[1:], hits[0]], strict=True):
            fields = {name: value for name, value in one["metadata"].items() if name not in names}
            fields |= {name: other["metadata"][name] for name in names if name in other["metadata"]}
            found.append({**one, "metadata": fields})
        return found

    return on_results(turned)


SHIFTED = {"31094501": "31094502", "31094502": "31094503"}
PORTAL: Mapping[str, Change] = {
    "actions under another name": each_field(renamed(("actions", "topicActions"), ("deadlineDate", "deadline"))),
    "statuses one on": each_field(
        both(
            valued("status", lambda code: SHIFTED.get(code, code)),
            valued("actions", lambda text: re.sub(r"3109450[12]", lambda one: SHIFTED[one[0]], text)),
        )
    ),
    "new codes of statuses": each_field(
        both(
            valued("status", lambda code: f"4{code[1:]}"),
            valued("actions", lambda text: text.replace("310945", "410945")),
        )
    ),
    "seconds since 1970": each_field(
        both(valued("deadlineDate", _seconds), valued("startDate", _seconds), without("actions"))
    ),
    "English months": each_field(dated(lambda day: f"{day:%d %b %Y}")),
    "short dates": each_field(dated(lambda day: f"{day:%d.%m.%y}")),
    "a month later": each_field(dated(lambda day: (day + timedelta(days=30)).isoformat())),
    "a century later": each_field(dated(lambda day: f"{day.year + 100}-{day:%m-%d}")),
    "deadlines of the next hit": _of_next_hit("deadlineDate", "actions"),
    "budgets of the next hit": _of_next_hit("budget", "currency"),
    "titles of the next hit": _of_next_hit("title", "callTitle"),
    "texts of the next hit": _of_next_hit("descriptionByte"),
    "budgets in pounds": each_field(valued("currency", lambda text: "GBP")),
    "budgets in thousands": each_field(
        both(
            valued("budget", lambda text: text[:-3] or "1"),
            valued("budgetOverview", lambda text: re.sub(r'(\d+)000(?=[",}])', r"\1", text)),
        )
    ),
    "budgets with commas": each_field(valued("budget", lambda text: f"{int(float(text)):,}")),
    "rows of budgets by number": _inside("budgetOverview", "HORIZON-", "TOPIC-"),
    "least and most swapped": each_field(
        valued(
            "budgetOverview",
            lambda text: (
                text.replace("minContribution", "X")
                .replace("maxContribution", "minContribution")
                .replace('"X"', '"maxContribution"')
            ),
        )
    ),
    "identifiers in small letters": each_field(valued("identifier", str.lower)),
    "identifiers by number": each_field(lambda fields: {**fields, "identifier": fields.get("ccm2Id", ["1"])}),
    "programmes by name": each_field(valued("frameworkProgramme", lambda code: "Horizon Europe")),
    "new codes of programmes": each_field(valued("frameworkProgramme", lambda code: f"9{code[1:]}")),
    "models by number": each_field(
        both(
            valued("deadlineModel", lambda text: "31094505"),
            valued(
                "actions",
                lambda text: re.sub(r'"abbreviation": "(?:two-stage|single-stage)"', '"abbreviation": ""', text),
            ),
        )
    ),
    "types by name": each_field(valued("type", lambda code: "Grant")),
    "texts in plain words": each_field(valued("descriptionByte", lambda text: re.sub("<[^>]+>", "", text)[:60])),
    "texts escaped twice": each_field(
        valued("descriptionByte", lambda text: text.replace("<", "&lt;").replace(">", "&gt;"))
    ),
    "keywords in one string": each_field(
        lambda fields: {**fields, "keywords": [", ".join(fields.get("keywords", []))]}
    ),
    "three tenths without deadlines": each_field(without("deadlineDate", "actions"), third),
    "three tenths without texts": each_field(without("descriptionByte"), third),
    "three tenths a month later": each_field(dated(lambda day: (day + timedelta(days=30)).isoformat()), third),
    "three tenths with statuses one on": each_field(
        both(without("actions"), valued("status", lambda code: SHIFTED.get(code, code))), third
    ),
    "two thirds of the list": on_results(lambda hits: hits[: len(hits) * 2 // 3]),
    "hits of one kind alone": on_results(lambda hits: [hit for hit in hits if hit["metadata"]["type"] != ["1"]]),
    "each hit twice": on_results(lambda hits: [*hits, *hits]),
    "references without a language": each_hit(
        lambda hit: {**hit, "reference": hit["reference"][:-2], "metadata": without("REFERENCE")(hit["metadata"])}
    ),
    "an error for an answer": pages_instead(b'{"type":"throwable"}', is_search, "application/json"),
    "an empty answer": pages_instead(b"", is_search, "application/json"),
    "fields are strings": each_field(
        lambda fields: {name: value[0] if value else "" for name, value in fields.items()}
    ),
}
QUIET_PORTAL: Mapping[str, Change] = {
    "actions as objects": _opened("actions"),
    "budgets as objects": _opened("budgetOverview"),
    "milliseconds since 1970": each_field(both(valued("deadlineDate", _epoch), valued("startDate", _epoch))),
    "divisions in another order": each_field(
        lambda fields: {**fields, "programmeDivision": sorted(fields.get("programmeDivision", []), reverse=True)}
    ),
    "summaries left out": each_hit(lambda hit: {**hit, "summary": None}),
    "white space in texts": each_field(valued("descriptionByte", lambda text: text.replace("><", ">\n <"))),
    "keywords in another order": each_field(lambda fields: {**fields, "keywords": fields.get("keywords", [])[::-1]}),
}


def _in_own(text: str) -> str:
    return re.sub(r'"(20\d\d-\d\d-\d\d)[^"]*"', lambda one: f'"{_epoch(one[1])}"', text)


OWN: Mapping[str, Change] = {
    "updates in a string of another form": on_own(lambda told: {**told, "latestInfos": "see news"}),
    "updates under news.items": on_own(
        lambda told: {**without("latestInfos")(told), "news": {"items": told["latestInfos"]}}
    ),
    "content of updates by language": on_own(
        lambda told: {
            **told,
            "latestInfos": [{**one, "content": {"en": one["content"]}} for one in told["latestInfos"]],
        }
    ),
    "own answers of another topic": on_own(lambda told: {**told, "identifier": "HORIZON-OTHER-01", "ccm2Id": "1"}),
    "own answers empty": pages_instead(b"{}", is_own, "application/json"),
    "updates of all are the first": on_own(lambda told: {**told, "latestInfos": told["latestInfos"][:1]}),
}
QUIET_OWN: Mapping[str, Change] = {
    "updates the other way round": on_own(lambda told: {**told, "latestInfos": told["latestInfos"][::-1]}),
    "milliseconds in own answers": on_bodies(lambda body: json.loads(_in_own(json.dumps(body))), is_own),
    "actions of own answers in a string": on_own(lambda told: {**told, "actions": json.dumps(told["actions"])}),
    "more keys in own answers": on_own(lambda told: {**told, "sme": False, "infoPackDossiers": []}),
}
PARTS = (0.1, 0.3, 0.6, 1.0)


def _first(part: float, edit: Any) -> Change:
    def change(answers: Answers) -> Answers:
        return each_field(edit, lambda number: number % 10 < 10 * part)(answers)

    return change


def portal_mutants() -> Iterator[tuple[str, Change]]:
    yield from ((f"second portal: {name}", change) for name, change in PORTAL.items())
    yield from ((f"harmless second portal: {name}", change) for name, change in QUIET_PORTAL.items())


def own_mutants() -> Iterator[tuple[str, Change]]:
    yield from ((f"second own answers: {name}", change) for name, change in OWN.items())
    yield from ((f"harmless second own answers: {name}", change) for name, change in QUIET_OWN.items())


def slow_portal() -> Iterator[tuple[str, tuple[Change, ...]]]:
    """Changes of the portal that reach more calls from night to night."""
    slow = {
        "texts left out": without("descriptionByte"),
        "a month later": dated(lambda day: (day + timedelta(days=30)).isoformat()),
        "deadlines under another name": renamed(("deadlineDate", "deadline"), ("actions", "topicActions")),
        "new codes of programmes": valued("frameworkProgramme", lambda code: f"9{code[1:]}"),
    }
    for name, edit in slow.items():
        yield f"second portal, slowly: {name}", tuple(_first(part, edit) for part in PARTS)
