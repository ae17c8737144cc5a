"""What may happen to the answers of the EU portal: hits of the search, its pages, and topics' own answers."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from mutants import Answers, Change, dumped
from mutants_pages import Edit

from calls.model import Page

Hit = dict[str, Any]
Choose = Callable[[int], bool]
_DAY = re.compile(r"20\d\d-\d\d-\d\d")


def everyone(number: int) -> bool:
    return True


def is_search(name: str) -> bool:
    return name.startswith("page-")


def is_own(name: str) -> bool:
    return "/topicDetails/" in name


def on_bodies(edit: Callable[[Any], Any], of: Callable[[str], bool] = is_search) -> Change:
    """Each answer that `of` names, as JSON, changed."""

    def change(answers: Answers) -> Answers:
        return {
            name: replace(page, body=dumped(edit(json.loads(page.body)))) if of(name) else page
            for name, page in answers.items()
        }

    return change


def on_results(edit: Callable[[list[Hit]], list[Hit]], *, counted: bool = True) -> Change:
    """The hits of each page changed. counted: the total is what is left."""

    def change(answers: Answers) -> Answers:
        told = {name: json.loads(page.body) for name, page in answers.items() if is_search(name)}
        for body in told.values():
            body["results"] = edit(body["results"])
        total = sum(len(body["results"]) for body in told.values())
        for body in told.values():
            body["totalResults"] = total if counted else body["totalResults"]
        return {**answers, **{name: replace(answers[name], body=dumped(body)) for name, body in told.items()}}

    return change


def each_hit(edit: Callable[[Hit], Hit], choose: Choose = everyone) -> Change:
    return on_results(lambda hits: [edit(hit) if choose(at) else hit for at, hit in enumerate(hits)])


def each_field(edit: Callable[[Hit], Hit], choose: Choose = everyone) -> Change:
    """The fields of each hit changed."""
    return each_hit(lambda hit: {**hit, "metadata": edit(dict(hit["metadata"]))}, choose)


def renamed(*names: tuple[str, str]) -> Callable[[Hit], Hit]:
    """Fields under another name."""
    new = dict(names)
    return lambda fields: {new.get(name, name): value for name, value in fields.items()}


def without(*names: str) -> Callable[[Hit], Hit]:
    return lambda fields: {name: value for name, value in fields.items() if name not in names}


def swapped(one: str, other: str) -> Callable[[Hit], Hit]:
    return renamed((one, other), (other, one))


def valued(name: str, edit: Callable[[str], Any]) -> Callable[[Hit], Hit]:
    """Each string of a field changed."""
    return lambda fields: {**fields, name: [edit(one) for one in fields[name]]} if name in fields else fields


def both(*edits: Callable[[Hit], Hit]) -> Callable[[Hit], Hit]:
    def edit(fields: Hit) -> Hit:
        for one in edits:
            fields = one(fields)
        return fields

    return edit


def days(form: Callable[[date], str]) -> Edit:
    """Every ISO day in another form."""
    return lambda text: _DAY.sub(lambda found: form(date.fromisoformat(found[0])), text)


def dated(form: Callable[[date], str]) -> Callable[[Hit], Hit]:
    """Deadlines and openings of the index and of the topic's actions in another form."""
    return both(*(valued(name, days(form)) for name in ("deadlineDate", "startDate", "actions")))


def on_own(edit: Callable[[Any], Any]) -> Change:
    """Topics' own answers changed, from TopicDetails on."""
    return on_bodies(lambda body: {**body, "TopicDetails": edit(body["TopicDetails"])}, is_own)


def pages_instead(body: bytes, of: Callable[[str], bool], content_type: str = "text/html") -> Change:
    def other(page: Page) -> Page:
        return replace(page, body=body, content_type=content_type)

    return lambda answers: {name: other(page) if of(name) else page for name, page in answers.items()}


STATUS = {"31094501": "31094502", "31094502": "31094501"}
HITS: dict[str, Change] = {
    "deadlines under another name": each_field(renamed(("deadlineDate", "deadlineDates"), ("actions", "action"))),
    "openings under another name": each_field(renamed(("startDate", "openingDate"), ("actions", "action"))),
    "titles under another name": each_field(renamed(("title", "topicTitle"))),
    "no titles": each_field(without("title", "callTitle")),
    "texts under another name": each_field(renamed(("descriptionByte", "description"))),
    "no budget": each_field(without("budgetOverview", "budget")),
    "no programme": each_field(without("frameworkProgramme")),
    "no status": each_field(without("status", "actions")),
    "no deadlines": each_field(without("deadlineDate", "actions")),
    "no type of action": each_field(without("typesOfAction")),
    "no keywords": each_field(without("keywords")),
    "no fields": each_hit(lambda hit: {**hit, "metadata": {}}),
    "fields in another place": each_hit(lambda hit: {**without("metadata")(hit), "fields": hit["metadata"]}),
    "opening and deadline swapped": each_field(both(without("actions"), swapped("startDate", "deadlineDate"))),
    "title and call swapped": each_field(swapped("title", "callTitle")),
    "dates with points": each_field(dated(lambda day: f"{day:%d.%m.%Y}")),
    "American dates": each_field(dated(lambda day: f"{day:%m/%d/%Y}")),
    "a year later": each_field(dated(lambda day: (day + timedelta(days=365)).isoformat())),
    "a day later": each_field(dated(lambda day: (day + timedelta(days=1)).isoformat())),
    "other language": each_field(
        both(
            valued("title", lambda text: f"Appel à propositions: {text[::-1]}"),
            valued("descriptionByte", lambda text: "<p>Les projets doivent améliorer les soins à domicile.</p>"),
        )
    ),
    "every reference new": each_hit(
        lambda hit: {
            **hit,
            "reference": f"9{hit['reference']}",
            "metadata": {**hit["metadata"], "REFERENCE": [f"9{hit['reference']}"]},
        }
    ),
    "empty list": on_results(lambda hits: []),
    "half list, the total as before": on_results(lambda hits: hits[::2], counted=False),
    "half list": on_results(lambda hits: hits[::2]),
    "nine in ten of the list": on_results(lambda hits: [hit for at, hit in enumerate(hits) if at % 10]),
    "a page of HTML": pages_instead(b"<html><title>Sign in</title></html>", is_search),
    "results under another name": on_bodies(renamed(("results", "hits"))),
    "no total": on_bodies(without("totalResults")),
    "all are of another index": each_field(lambda fields: {**fields, "DATASOURCE": ["SEDIA_PRD_CENTRICITY"]}),
    "statuses swapped": each_field(both(without("actions"), valued("status", lambda code: STATUS.get(code, code)))),
    "letters read in another character set": each_hit(
        lambda hit: json.loads(json.dumps(hit, ensure_ascii=False).replace("&amp;", "â€“ Ã¸"))
    ),
}
OWN: dict[str, Change] = {
    "own answers in another wrapping": on_bodies(lambda body: {"topic": body["TopicDetails"]}, is_own),
    "updates under another name": on_own(renamed(("latestInfos", "latestNews"))),
    "updates without content": on_own(
        lambda told: {**told, "latestInfos": [without("content")(one) for one in told["latestInfos"]]}
    ),
    "own answers are a page of HTML": pages_instead(b"<html><title>Not here</title></html>", is_own),
}
HARMLESS: dict[str, Change] = {
    "hits the other way round": on_results(lambda hits: hits[::-1]),
    "fields in another order": each_field(lambda fields: dict(sorted(fields.items(), reverse=True))),
    "lists in another order": each_field(
        lambda fields: {**fields, "programmeDivision": fields.get("programmeDivision", [])[::-1]}
    ),
    "other checksums": each_hit(lambda hit: {**hit, "checksum": "9" * 64}),
    "taken in again": each_field(lambda fields: {**fields, "esDA_IngestDate": ["2026-09-17T00:10:00.000+0000"]}),
    "seconds of dates": each_field(valued("deadlineDate", lambda text: text.replace("T00:00:00.000", "T17:00:00.000"))),
    "more fields": each_field(lambda fields: {**fields, "sortStatus": ["2"], "es_SortDate": ["2026-09-01"]}),
    "another version of the interface": on_bodies(lambda body: {**body, "apiVersion": "2.131", "responseTime": 7}),
    "letters as codes": lambda answers: {
        name: replace(page, body=json.dumps(json.loads(page.body), ensure_ascii=True).encode())
        for name, page in answers.items()
    },
}


def portal_changes() -> Iterator[tuple[str, Change]]:
    yield from ((f"portal: {name}", change) for name, change in HITS.items())
    yield from ((f"harmless portal: {name}", change) for name, change in HARMLESS.items())


def own_changes() -> Iterator[tuple[str, Change]]:
    """Those that show only where topics' own answers are asked for."""
    yield from ((f"own answers: {name}", change) for name, change in OWN.items())
