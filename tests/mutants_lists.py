"""What may happen to Forskningsrådet's lists, and to whole pages: one page for all, walls, pages of other calls."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from mutants import Answers, Change, dumped
from mutants_pages import LISTS, on_pages, words

from calls.model import Page

Proposal = dict[str, Any]
Rows = Callable[[list[Proposal]], list[Proposal]]


def on_rows(rows: Rows, *, declared: bool = True, names: Sequence[str] = ("current",)) -> Change:
    """The cards of each group of these answers changed. declared: the headings count what is left."""

    def change(answers: Answers) -> Answers:
        made = dict(answers)
        for name in names:
            answer = json.loads(made[name].body)
            for group in answer["groups"]:
                group["proposals"] = rows(group["proposals"])
                if declared:
                    group["title"] = re.sub(r"\(\d+", f"({len(group['proposals'])}", group["title"])
            answer["groups"] = [group for group in answer["groups"] if group["proposals"] or not declared]
            made[name] = replace(made[name], body=dumped(answer))
        return made

    return change


def each(edit: Callable[[Proposal], Proposal]) -> Rows:
    return lambda rows: [edit(row) for row in rows]


def both(*changes: Change) -> Change:
    def change(answers: Answers) -> Answers:
        for one in changes:
            answers = one(answers)
        return answers

    return change


def without_page(answers: Answers) -> Answers:
    """The list's page is gone, so that nothing speaks against the search interface."""
    return {name: page for name, page in answers.items() if name != "html"}


def with_body(name: str, body: bytes, content_type: str = "application/json") -> Change:
    return lambda answers: {**answers, name: replace(answers[name], body=body, content_type=content_type)}


def swapped(one: str, other: str) -> Change:
    return lambda answers: {
        **answers,
        one: replace(answers[one], body=answers[other].body),
        other: replace(answers[other], body=answers[one].body),
    }


def on_page_list(edit: Callable[[str], str]) -> Change:
    return lambda answers: {
        **answers,
        "html": replace(answers["html"], body=edit(answers["html"].body.decode()).encode()),
    }


def instead(html: str) -> Change:
    """The same words on every call's page."""
    return on_pages(
        lambda _: f"<!DOCTYPE html><html lang='nb'><title>{html}</title><body><h1>{html}</h1></body></html>"
    )


def on_details(pick: Callable[[Sequence[Page]], Sequence[Page]]) -> Change:
    """Other pages' bodies under the calls' addresses."""

    def change(answers: Answers) -> Answers:
        urls = sorted(url for url in answers if url not in LISTS)
        picked = pick([answers[url] for url in urls])
        bodies = {url: replace(answers[url], body=page.body) for url, page in zip(urls, picked, strict=True)}
        return {**answers, **bodies}

    return change


def _moved(row: Proposal) -> Proposal:
    return {**row, "url": row["url"].replace("/utlysninger/2026/", "/utlysninger/2027/ny-")}


def _half(rows: list[Proposal]) -> list[Proposal]:
    return rows[::2]


def _shuffled(rows: list[Proposal]) -> list[Proposal]:
    return sorted(rows, key=lambda row: str(row["id"])[::-1])


def _reordered(answers: Answers) -> Answers:
    body = json.dumps(json.loads(answers["current"].body), sort_keys=True, indent=2).encode()
    return {**answers, "current": replace(answers["current"], body=body)}


LIST_CHANGES: dict[str, Change] = {
    "empty list": both(on_rows(lambda rows: []), without_page),
    "no groups": both(with_body("current", b"{}"), without_page),
    "half list, counts as before": on_rows(_half, declared=False),
    "half list, counts put right": on_rows(_half),
    "half list, and no page of it": both(on_rows(_half), without_page),
    "a fifth of the list, and no page of it": both(on_rows(lambda rows: rows[:: max(len(rows) // 3, 1)]), without_page),
    "a few calls gone, and no page of it": both(on_rows(lambda rows: rows[: max(len(rows) * 4 // 5, 1)]), without_page),
    "broken JSON": both(lambda a: with_body("current", a["current"].body[:500])(a), without_page),
    "an HTML page for the answer": both(with_body("current", b"<html>Logg inn</html>", "text/html"), without_page),
    "current and completed swapped": swapped("current", "completed"),
    "the completed list for both": lambda a: {**a, "current": replace(a["current"], body=a["completed"].body)},
    "no titles": both(on_rows(each(lambda row: {**row, "title": None})), without_page),
    "title and text swapped": both(
        on_rows(each(lambda row: {**row, "title": row["text"] or "-", "text": row["title"]})), without_page
    ),
    "addresses of another form": on_rows(each(lambda row: {**row, "url": "/calls" + row["url"]})),
    "every address new": both(on_rows(each(_moved)), without_page),
    "no addresses": both(on_rows(each(lambda row: {**row, "url": ""})), without_page),
    "no status": on_rows(each(lambda row: {**row, "status": None})),
    "no key values": on_rows(each(lambda row: {**row, "metadata": None})),
    "key labels renamed": on_rows(
        lambda rows: json.loads(
            words({"Antatt tilgjengelige midler": "Pott", "Støttegrenser": "Sum"})(json.dumps(rows, ensure_ascii=False))
        )
    ),
    "key labels swapped": on_rows(
        lambda rows: json.loads(
            words({"Antatt tilgjengelige midler": "Støttegrenser", "Støttegrenser": "Antatt tilgjengelige midler"})(
                json.dumps(rows, ensure_ascii=False)
            )
        )
    ),
    "sums in thousands": on_rows(
        lambda rows: json.loads(re.sub(r"000 000\b", "000", json.dumps(rows, ensure_ascii=False)))
    ),
    "sums with points": on_rows(
        lambda rows: json.loads(re.sub(r"(\d) (\d{3})\b", r"\1.\2", json.dumps(rows, ensure_ascii=False)))
    ),
    "sums with commas": on_rows(
        lambda rows: json.loads(re.sub(r"(\d) (\d{3})\b", r"\1,\2", json.dumps(rows, ensure_ascii=False)))
    ),
    "sums without units": on_rows(
        lambda rows: json.loads(re.sub(r"(?:mill\w*\.?|kroner|NOK) ?", "", json.dumps(rows, ensure_ascii=False)))
    ),
    "no tags": on_rows(each(lambda row: {**row, "tags": None})),
    "no names of groups": on_rows(lambda rows: rows, declared=False),
    "deadline of the list under another label": on_rows(each(lambda row: {**row, "dateLabel": "Dato"})),
}
WHOLE_PAGES: dict[str, Change] = {
    "a wall of consent": instead("Vi bruker informasjonskapsler"),
    "a page to sign in": instead("Logg inn"),
    "maintenance": instead("Vi er snart tilbake"),
    "one call's page for all": on_details(lambda pages: [pages[0]] * len(pages)),
    "pages of other calls": on_details(lambda pages: [*pages[1:], pages[0]]),
    "pages of calls two steps on": on_details(lambda pages: [*pages[2:], *pages[:2]]),
    "the list's page for all": lambda answers: {
        url: page if url in LISTS else replace(page, body=answers["html"].body) for url, page in answers.items()
    },
    "empty pages": on_pages(lambda _: ""),
    "no pages": lambda answers: {url: page for url, page in answers.items() if url in LISTS},
    "another character set declared": lambda answers: {
        url: page
        if url in LISTS
        else replace(page, charset="iso-8859-1", body=page.body.replace(b'charset="utf-8"', b""))
        for url, page in answers.items()
    },
    "two-byte letters": lambda answers: {
        url: page if url in LISTS else replace(page, body=page.body.decode().encode("utf-16"), charset="utf-8")
        for url, page in answers.items()
    },
}
HARMLESS_LISTS: dict[str, Change] = {
    "list the other way round": on_rows(lambda rows: rows[::-1], names=("current", "completed")),
    "list shuffled": on_rows(_shuffled, names=("current", "completed")),
    "keys in another order": _reordered,
    "new ids in the interface": on_rows(each(lambda row: {**row, "id": f"7{row['id']}"})),
    "more keys": on_rows(each(lambda row: {**row, "isFavourite": False, "image": None})),
    "tags in another order": on_rows(
        each(lambda row: {**row, "tags": {"list": sorted((row["tags"] or {}).get("list") or [], reverse=True)}})
    ),
    "addresses with a slash less": on_rows(each(lambda row: {**row, "url": row["url"].rstrip("/")})),
    "addresses of a tab": on_rows(each(lambda row: {**row, "url": row["url"] + "?tab=1"})),
    "list page with more around": on_page_list(lambda html: html.replace("<main>", "<main><p>Vi er her</p>")),
    "list page with other classes beside ours": on_page_list(lambda html: html.replace('class="', 'class="v2 ')),
}


def list_changes() -> Iterator[tuple[str, Change]]:
    for kind, changes in (("list", LIST_CHANGES), ("whole pages", WHOLE_PAGES), ("harmless list", HARMLESS_LISTS)):
        yield from ((f"{kind}: {name}", change) for name, change in changes.items())
