"""A second set of changes of the answer of Innovasjon Norge, made by itself and never tuned on."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping

from mutants import Change
from mutants_pages import MONTHS
from mutants_services import Service, each, label, on_services, points, value, worded

_THREE = 3


def third(number: int) -> bool:
    """Whether it is one of the three tenths that are changed."""
    return number % 10 < _THREE


def _localised(row: Service) -> Service:
    return {**row, "title": {"nb": row["title"]}}


def _as_objects(row: Service) -> Service:
    facts = [{"title": fact["title"], "text": {"nb": fact["text"]}} for fact in row["facts"] or [] if fact]
    return {**row, "facts": facts}


def _as_table(row: Service) -> Service:
    return {**row, "facts": {fact["title"]: fact["text"] for fact in row["facts"] or [] if isinstance(fact, dict)}}


def _as_markdown(row: Service) -> Service:
    return {
        **row,
        "sections": [{**one, "content": "**Tekst** med [lenke](/x)"} for one in row["sections"] or [] if one],
    }


def _renamed_facts(row: Service) -> Service:
    return {**row, "facts": json.loads(json.dumps(row["facts"]).replace('"title"', '"label"'))}


def _of_the_next(*names: str) -> Change:
    """These fields of each service are those of the one after it."""

    def turned(rows: list[Service]) -> list[Service]:
        return [
            {**row, **{name: other[name] for name in names}}
            for row, other in zip(rows, [*rows[1:], rows[0]], strict=True)
        ]

    return on_services(turned)


def _no_paragraphs(row: Service) -> Service:
    return {**row, "sections": (row["sections"] or [])[:1]}


SERVICES: Mapping[str, Change] = {
    "titles by language": each(_localised),
    "key points by language": each(_as_objects),
    "key points are a table": each(_as_table),
    "labels of key points under another name": each(_renamed_facts),
    "sections are one string": each(_as_markdown),
    "key points of the next service": _of_the_next("facts"),
    "titles of the next service": _of_the_next("title"),
    "texts of the next service": _of_the_next("sections", "excerpt"),
    "addresses of the next service": _of_the_next("path"),
    "only the first section": each(_no_paragraphs),
    "categories are strings": each(
        lambda row: {**row, "serviceCategories": [one["title"] for one in row["serviceCategories"] or [] if one]}
    ),
    "categories in English": each(
        lambda row: {**row, "serviceCategories": [{"title": "Funding"} for _ in row["serviceCategories"] or []]}
    ),
    "deadline called closing": each(label("^Søknadsfrist$", "Stenger")),
    "deadline called closing in three of ten": each(label("^Søknadsfrist$", "Stenger"), third),
    "kind called form": each(label("^Type tjeneste$", "Støtteform")),
    "sum called frame": each(label("^Hvor mye$", "Total ramme")),
    "sum called rate": each(label("^Hvor mye$", "Støttegrad")),
    "key points gone in three of ten": each(lambda row: {**row, "facts": []}, third),
    "short dates": worded(
        lambda text: re.sub(
            r"(\d{1,2})\. (jan|feb|mar|apr|mai|jun|jul|aug|sep|okt|nov|des)[a-z]* (20\d\d)",
            lambda one: f"{int(one[1]):02d}.{_month(one[2]):02d}.{one[3][2:]}",
            text,
        )
    ),
    "dates of machines": worded(
        lambda text: re.sub(
            r"(\d{1,2})\. (jan|feb|mar|apr|mai|jun|jul|aug|sep|okt|nov|des)[a-z]* (20\d\d)",
            lambda one: f"{one[3]}-{_month(one[2]):02d}-{int(one[1]):02d}",
            text,
        )
    ),
    "sums in dollars": each(value("kroner", "USD")),
    "sums with points": each(value(r"(\d) (\d{3})\b", r"\1.\2")),
    "a nought too many": each(value(r"(\d+)(?= (?:mill|kroner|000))", r"\g<1>0")),
    "everything costs the same": each(
        points(lambda title, text: (title, "1 million kroner" if "mye" in title else text))
    ),
    "deadlines are dots": each(points(lambda title, text: (title, "…" if title == "Søknadsfrist" else text))),
    "drafts beside": on_services(lambda rows: [*rows, *({**one, "_id": f"drafts.{one['_id']}"} for one in rows)]),
    "two thirds of the list": on_services(lambda rows: rows[: len(rows) * 2 // 3]),
    "only one": on_services(lambda rows: rows[:1]),
    "an error for an answer": worded(lambda text: '{"error":{"description":"unable to parse query"}}'),
    "wrong letters": worded(lambda text: text.replace("ø", "ö").replace("æ", "ä")),
    "tags in texts": worded(lambda text: re.sub(r'("text":\s?")([A-ZÆØÅ])', r"\1<p>\2", text)),
}
QUIET_SERVICES: Mapping[str, Change] = {
    "more keys": each(lambda row: {**row, "_rev": "a1", "image": None}),
    "another hash of the query": worded(lambda text: text.replace('"query": ""', '"query": "x"')),
    "themes in another order": each(lambda row: {**row, "themeCategories": (row["themeCategories"] or [])[::-1]}),
    "thin spaces in sums": each(value(r"(\d) (\d{3})\b", "\\1\u2009\\2")),
    "empty key points between": each(lambda row: {**row, "facts": [*row["facts"], None] if row["facts"] else None}),
    "zero-width letters in labels": each(points(lambda title, text: (f"{title}\u200b", text))),
}


def _month(name: str) -> int:
    return [one[:3] for one in MONTHS].index(name[:3]) + 1


def service_mutants() -> Iterator[tuple[str, Change]]:
    yield from ((f"second services: {name}", change) for name, change in SERVICES.items())
    yield from ((f"harmless second services: {name}", change) for name, change in QUIET_SERVICES.items())
