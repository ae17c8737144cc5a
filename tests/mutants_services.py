"""What may happen to the one answer that holds every service of Innovasjon Norge."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from mutants import Answers, Change, dumped
from mutants_pages import MONTHS, Edit, dates, words

Service = dict[str, Any]


def on_services(edit: Callable[[list[Service]], list[Service]]) -> Change:
    def change(answers: Answers) -> Answers:
        answer = json.loads(answers["services"].body)
        body = dumped({**answer, "result": edit(answer["result"])})
        return {"services": replace(answers["services"], body=body)}

    return change


def each(edit: Callable[[Service], Service], choose: Callable[[int], bool] = lambda number: True) -> Change:
    return on_services(lambda rows: [edit(row) if choose(number) else row for number, row in enumerate(rows)])


def worded(edit: Edit) -> Change:
    """The change made to the text of the answer, but for its addresses and ids."""

    def change(answers: Answers) -> Answers:
        page = answers["services"]
        return {"services": replace(page, body=edit(page.body.decode()).encode("utf-8", "replace"))}

    return change


def points(edit: Callable[[str, str], tuple[str, str]]) -> Callable[[Service], Service]:
    """Each key point's label and text changed."""

    def changed(row: Service) -> Service:
        facts = []
        for fact in row["facts"] or []:
            if isinstance(fact, dict):
                title, text = edit(fact.get("title") or "", fact.get("text") or "")
                facts.append({"title": title, "text": text})
        return {**row, "facts": facts if row["facts"] is not None else None}

    return changed


def label(old: str, new: str) -> Callable[[Service], Service]:
    return points(lambda title, text: (re.sub(old, new, title.replace("\u00ad", "")), text))


def value(old: str, new: str) -> Callable[[Service], Service]:
    return points(lambda title, text: (title, re.sub(old, new, text)))


def _swapped(one: str, other: str) -> Callable[[Service], Service]:
    return points(lambda title, text: (other if title == one else one if title == other else title, text))


def _turned(row: Service) -> Service:
    return points(lambda title, text: (text, title))(row)


def _no_text(row: Service) -> Service:
    return {
        **row,
        "sections": [{**one, "content": None} if isinstance(one, dict) else one for one in row["sections"] or []],
    }


def _other_blocks(row: Service) -> Service:
    text = json.dumps(row["sections"]).replace('"children"', '"spans"')
    return {**row, "sections": json.loads(text)}


def _lowered(name: str) -> Callable[[Service], Service]:
    return lambda row: {**row, name: None}


def _english(row: Service) -> Service:
    text = "Companies may apply for funding of projects that give new services. The project must have a partner."
    block = {"_type": "block", "style": "normal", "children": [{"text": text}]}
    return {
        **row,
        "title": f"Funding {row['_id'][:6]}",
        "excerpt": text,
        "sections": [{"heading": "About", "content": [block]}],
    }


HARMFUL: dict[str, Change] = {
    "deadline label renamed": each(label("^Søknadsfrist$", "Innsending stenger")),
    "kind label renamed": each(label("^Type tjeneste$", "Slag")),
    "sum label renamed": each(label("^Hvor mye$", "Pott")),
    "audience label renamed": each(label("^Målgruppe$", "Hvem det gjelder")),
    "deadline and kind swapped": each(_swapped("Søknadsfrist", "Type tjeneste")),
    "sum and audience swapped": each(_swapped("Hvor mye", "Målgruppe")),
    "sum and deadline swapped": each(_swapped("Hvor mye", "Søknadsfrist")),
    "labels and values swapped": each(_turned),
    "no key points": each(_lowered("facts")),
    "no key points in half": each(_lowered("facts"), lambda number: number % 2 == 0),
    "no key points in every seventh": each(_lowered("facts"), lambda number: number % 7 == 0),
    "no sections": each(_lowered("sections")),
    "no sections in every ninth": each(_lowered("sections"), lambda number: number % 9 == 0),
    "empty sections": each(_no_text),
    "text in another shape": each(_other_blocks),
    "no titles": each(_lowered("title")),
    "no addresses": each(_lowered("path")),
    "no categories": each(_lowered("serviceCategories")),
    "no themes": each(_lowered("themeCategories")),
    "no lead": each(_lowered("excerpt")),
    "title and lead swapped": each(lambda row: {**row, "title": row["excerpt"], "excerpt": row["title"]}),
    "title is a date": each(lambda row: {**row, "title": "14. oktober 2026"}),
    "other language": each(_english),
    "every id new": each(lambda row: {**row, "_id": f"drafts-{row['_id'][::-1]}"}),
    "ids by language": each(lambda row: {**row, "_id": f"{row['_id']}-nb"}),
    "empty list": on_services(lambda rows: []),
    "half list": on_services(lambda rows: rows[::2]),
    "a fifth of the list": on_services(lambda rows: rows[::5]),
    "four fifths of the list": on_services(lambda rows: [row for number, row in enumerate(rows) if number % 5]),
    "records twice": on_services(lambda rows: [*rows, *rows[:3]]),
    "only the first ten": on_services(lambda rows: rows[:10]),
    "sums in thousands": each(value(r"\b000 kroner|000 000 kroner", "000 kroner")),
    "millions dropped": each(value(r" ?(?:millioner|mill\.?) ?(?:kroner)?", " kroner")),
    "decimal points": each(value(r"(\d),(\d)", r"\1.\2")),
    "sums in euro": each(value("kroner", "euro")),
    "all is closed": each(points(lambda title, text: (title, "Stengt" if title == "Søknadsfrist" else text))),
    "all is rolling": each(points(lambda title, text: (title, "Løpende" if title == "Søknadsfrist" else text))),
    "all has one day": each(
        points(lambda title, text: (title, "1. desember 2026" if title == "Søknadsfrist" else text))
    ),
    "American dates": worded(dates(lambda day, clock: f"{day:%m/%d/%Y}")),
    "days without year": worded(dates(lambda day, clock: f"{day.day}. {MONTHS[day.month - 1]}")),
    "a year later": worded(dates(lambda day, clock: f"{day.day}. {MONTHS[day.month - 1]} {day.year + 1}")),
    "days to go": worded(dates(lambda day, clock: f"om {max((day - date(2026, 9, 17)).days, 0)} dager")),
    "read in another character set": worded(lambda text: text.encode().decode("cp1252", "replace")),
    "letters lost": worded(lambda text: re.sub("[æøåÆØÅ]", "?", text)),
    "escaped twice": worded(lambda text: text.replace("ø", "&oslash;").replace("å", "&aring;").replace("æ", "&aelig;")),
    "a page of HTML": worded(lambda text: "<html><title>Logg inn</title></html>"),
    "broken JSON": worded(lambda text: text[: len(text) // 2]),
    "another wrapping": worded(lambda text: '{"data":' + text + "}"),
}
HARMLESS: dict[str, Change] = {
    "list the other way round": on_services(lambda rows: rows[::-1]),
    "list shuffled": on_services(lambda rows: sorted(rows, key=lambda row: row["_id"][::-1])),
    "keys in another order": on_services(lambda rows: [dict(sorted(row.items(), reverse=True)) for row in rows]),
    "time of the last change": each(lambda row: {**row, "_updatedAt": "2026-09-17T00:00:00Z"}),
    "published again": each(lambda row: {**row, "lastPublishedAt": "2026-09-16T09:00:00Z"}),
    "time that the answer took": worded(lambda text: re.sub(r'"ms":\s?\d+', '"ms":999', text)),
    "white space between keys": worded(lambda text: json.dumps(json.loads(text), indent=4, ensure_ascii=False)),
    "letters as codes": worded(lambda text: json.dumps(json.loads(text), ensure_ascii=True)),
    "first slash left out": each(lambda row: {**row, "path": (row["path"] or "").lstrip("/") or None}),
    "soft hyphens in labels": each(points(lambda title, text: (title.replace("Søknads", "Søknads\u00ad"), text))),
    "no-break spaces": each(points(lambda title, text: (title, text.replace(" ", "\u00a0")))),
    "labels with colons": each(points(lambda title, text: (f"{title}:", text))),
    "key points in another order": each(
        lambda row: {**row, "facts": (row["facts"] or [])[::-1] if row["facts"] else row["facts"]}
    ),
    "keys of blocks": worded(lambda text: re.sub(r'"_key":\s?"[^"]*"', '"_key":"k"', text)),
    "long names of months": worded(words({" jan. ": " januar ", " okt. ": " oktober "})),
}


def service_changes() -> Iterator[tuple[str, Change]]:
    yield from ((f"services: {name}", change) for name, change in HARMFUL.items())
    yield from ((f"harmless services: {name}", change) for name, change in HARMLESS.items())
