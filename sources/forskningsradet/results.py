"""Published results: the summary's labels on the page, and the table in the data that the page hands to its script."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from calls.model import Fact, Json
from calls.words import clean
from sources.blocks import Element
from sources.forskningsradet.cells import Cell
from sources.forskningsradet.labels import RESULTS, key
from sources.forskningsradet.report import Report

_TITLE = "Innvilgede søknader"
_MARK = "__REACT_COMPONENTS__"
_PROPS = re.compile(r"""["']?props["']?\s*:\s*""")
_NUMBER = re.compile(r"(?:kr|nok)?\.?\s*(\d[\d \u00a0.]*)(?:,-)?", re.IGNORECASE)
_TICKS_A_DAY = 864_000_000_000
_SUMMARY = {
    "søkt beløp": "sought_nok",
    "total amount sought": "sought_nok",
    "tildelte midler": "awarded_nok",
    "tildelte midlar": "awarded_nok",
    "amount awarded": "awarded_nok",
    "mottatte søknader": "applications",
    "mottekne søknader": "applications",
    "total number of applications": "applications",
    "innvilgede søknader": "awards",
    "innvilga søknader": "awards",
    "number of approved applications": "awards",
}
_COLUMNS = {
    "prosjektnr": "project",
    "organisasjon": "organisation",
    "prosjekttittel": "title",
    "tema": "theme",
    "søkt beløp": "sought_nok",
    "tildelt beløp": "awarded_nok",
    "gradsgivende institusjon": "degree_institution",
    "publisert": "published_date",
}


def summary(stream: Sequence[Cell], report: Report) -> tuple[list[Fact], set[int]]:
    """Facts of the results summary in the page's cells, and the blocks they stand in. A blank count gives none."""
    found: list[Fact] = []
    places: set[int] = set()
    for label, value in itertools.pairwise(stream):
        name = key(label.text)
        number = _NUMBER.fullmatch(value.text)
        if name in RESULTS and number and not value.block.level and value.place - label.place <= 2:
            data = {_SUMMARY[name]: int(re.sub(r"\D", "", number.group(1)))}
            found.append(report.fact("result", value.text, label=label.text, quote=value.quote, data=data))
            places |= {label.place, value.place}
    return found, places


def table(tree: Element, report: Report) -> list[Fact]:
    """The table of approved applications that a script draws, as one fact with `rows`; none where there is no table."""
    found: list[Fact] = []
    for source in _tables(tree, report):
        rows = _rows(source, report)
        if rows is not None:
            found.append(report.fact("result", _TITLE, label=_TITLE, data={"rows": rows}))
    return found


def table_words(tree: Element) -> str:
    """Words of those tables, which a reader sees once the script has run."""
    words: list[str] = []
    for source in _tables(tree, None):
        words.append(_TITLE)
        words.extend(str(cell) for cell in source.get("header") or ())
        words.extend(_shown(cell) for row in source.get("rows") or () for cell in row)
    return clean(" ".join(words))


def _tables(tree: Element, report: Report | None) -> Iterator[dict[str, Json]]:
    for script in tree.iter("script"):
        text = script.text or ""
        if _MARK not in text or '"table"' not in text:
            continue
        for match in _PROPS.finditer(text):
            props = _decode(text, match.end(), report)
            for results in _objects(props, "guid", "results"):
                for holder in _objects(results, "title", _TITLE):
                    if isinstance(holder.get("table"), dict):
                        yield holder["table"]
            break


def _decode(text: str, start: int, report: Report | None) -> Json:
    try:
        return json.JSONDecoder().raw_decode(text, start)[0]
    except (ValueError, RecursionError):
        if report is not None:
            report.issue("unreadable_page", "results", "", "Resultattabellen på siden lar seg ikke lese.")
        return None


def _objects(value: Json, name: str, wanted: str) -> Iterator[dict[str, Json]]:
    """Every object in the value that has `wanted` under `name`."""
    stack = [value]
    while stack:
        item = stack.pop()
        if isinstance(item, dict):
            if item.get(name) == wanted:
                yield item
            stack.extend(reversed(list(item.values())))
        elif isinstance(item, list):
            stack.extend(reversed(item))


def _rows(source: dict[str, Json], report: Report) -> list[dict[str, Json]] | None:
    header, rows = source.get("header"), source.get("rows")
    if not isinstance(header, list) or not isinstance(rows, list):
        report.issue("unreadable_page", "results", "", "Resultattabellen på siden har ikke den formen vi kjenner.")
        return None
    columns = [_COLUMNS.get(key(str(name)), "") for name in header]
    for name, column in zip(header, columns, strict=True):
        if not column:
            message = f"Resultattabellen har en ukjent kolonne: «{clean(str(name))}»."
            report.issue("unknown_label", "results", clean(str(name)), message)
    found: list[dict[str, Json]] = []
    for row in rows:
        if not isinstance(row, list) or len(row) != len(columns):
            message = "En rad i resultattabellen har et annet antall felt enn overskriften."
            report.issue("count_mismatch", "results", clean(str(row))[:200], message)
            continue
        found.append(
            {column: _value(column, cell, report) for column, cell in zip(columns, row, strict=True) if column}
        )
    return found


def _value(column: str, cell: Json, report: Report) -> Json:
    shown = clean(_shown(cell))
    if column == "published_date":
        return _published(cell, shown, report)
    if column.endswith("_nok"):
        number = _NUMBER.fullmatch(shown)
        if shown and number is None:
            report.issue("ambiguous_amount", "results", shown, "Et beløp i resultattabellen lar seg ikke lese.")
        return int(re.sub(r"\D", "", number.group(1))) if number else None
    return shown or None


def _shown(cell: Json) -> str:
    if not isinstance(cell, dict):
        return ""
    words = cell.get("displayValue") or cell.get("value")
    return str(words) if isinstance(words, str | int) else ""


def _published(cell: Json, shown: str, report: Report) -> str | None:
    """The day as ISO text, from .NET ticks (tenths of microseconds since year 1), checked against the day shown."""
    day, month, year = ([*shown.split("."), "", "", ""])[:3]
    printed = f"{year}-{month:0>2}-{day:0>2}" if day.isdecimal() and month.isdecimal() and len(year) == 4 else ""
    ticks = str(cell.get("value", "")) if isinstance(cell, dict) else ""
    if not re.fullmatch(r"[1-9]\d{16,18}", ticks):
        return printed or None
    days = int(ticks) // _TICKS_A_DAY
    counted = (date(1, 1, 1) + timedelta(days=days)).isoformat() if days < date.max.toordinal() else ""
    if printed and counted != printed:
        message = "En dato i resultattabellen er en annen enn den som vises; den som vises, er brukt."
        report.issue("contradiction", "results", f"{shown} / {counted}", message)
    return printed or counted or None
