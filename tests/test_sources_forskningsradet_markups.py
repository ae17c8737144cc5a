"""Markups that nobody has seen on the site and that a page might change to: the same records, 0 wrong, none missed."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

import pytest
from source_samples import FACTS, parsed, told

from bundle.markups import DATE_ROWS, KEY_FACTS, Pair, Row
from bundle.render import detail_page
from calls.dates import read_deadline, read_moment
from calls.words import clean
from sources.forskningsradet import visible_text

Dates = Callable[[Sequence[Row], str], str]
Keys = Callable[[Sequence[Pair]], str]
Change = Callable[[str], str]

STATUS = {"planlagt": "forecasted", "planned": "forecasted", "søk nå": "open", "aktiv": "open", "apply now": "open",
    "active": "open", "gjennomført": "closed", "completed": "closed", "cancelled": "cancelled"}  # fmt: skip


def rows(row: str, opening: str = "<h2>{0}</h2>", closing: str = "", note: str = "", repeat: str = "") -> Dates:
    """Date rows of one pattern: {d} date, {l} label, {L} label in capitals, {n} the note in its own pattern."""

    def make(items: Sequence[Row], heading: str) -> str:
        body = "".join(
            row.format(
                d=escape(date),
                l=escape(label),
                L=escape(label.upper()),
                n=note.format(escape(text)) if text else "",
                s="&shy;".join(re.findall(".{1,4}", label)),
                b=escape(date).replace(" ", "&nbsp;"),
            )
            for date, label, text in items
        )
        return opening.format(heading) + body + closing + repeat.format(heading)

    return make


def pairs(pair: str, opening: str = "", closing: str = "") -> Keys:
    """Key facts of one pattern: {l} label, {v} value."""

    def make(items: Sequence[Pair]) -> str:
        return opening + "".join(pair.format(l=escape(label), v=escape(value)) for label, value in items) + closing

    return make


LIST = rows("<li><b>{d}</b><em>{l}</em>{n}</li>", '<h2>{0}</h2><ul class="x">', "</ul>", "<p>{0}</p>", "<h2>{0}</h2>")
TERMS = pairs("<dt>{l}</dt><dd>{v}</dd>", "<dl>", "</dl>")
ASIDE = "<li><b>{d}</b> <em>{l}</em>{n}</li>"

DATES: Mapping[str, Dates] = {
    "bold and emphasis": LIST,
    "pairs of a definition list": rows(
        "<div><dt>{d}</dt><dd>{l}{n}</dd></div>", "<h2>{0}</h2><dl>", "</dl>", "<p>{0}</p>", "<h2>{0}</h2>"
    ),
    "table with column names": rows(
        "<tr><td>{d}</td><td>{l}{n}</td></tr>",
        "<h2>{0}</h2><table><thead><tr><th>Dato</th><th>Hva</th></tr></thead><tbody>",
        "</tbody></table>",
        "<br><small>{0}</small>",
    ),
    "the date heads its row": rows(
        '<tr><th scope="row">{d}</th><td>{l}</td><td>{n}</td></tr>', "<h3>{0}</h3><table>", "</table>", "{0}"
    ),
    "time elements": rows('<div><p><time datetime="2031-01-01">{d}</time></p><p>{l}</p>{n}</div>', note="<p>{0}</p>"),
    "several definitions": rows("<dt>{d}</dt><dd>{l}</dd><dd>{n}</dd><dd></dd>", "<h2>{0}</h2><dl>", "</dl>", "{0}"),
    "cards with a heading last": rows(
        '<div class="card"><div><div><p>{d}</p></div></div><div><h3>{l}</h3>{n}</div></div>', note="<p>{0}</p>"
    ),
    "cards with a heading first": rows('<div class="card"><h3>{l}</h3><p>{d}</p>{n}</div>', note="<div>{0}</div>"),
    "labelled section": rows(
        ASIDE, '<section aria-labelledby="a"><h3 id="a">{0}</h3><ul>', "</ul></section>", "<i>{0}</i>"
    ),
    "details": rows(ASIDE, "<details><summary>{0}</summary><ul>", "</ul></details>", "<p>{0}</p>"),
    "aside": rows(ASIDE, "<aside><h2>{0}</h2><ul>", "</ul></aside>", "<p>{0}</p>"),
    "complementary, with a link to the call": rows(
        ASIDE,
        '<div role="complementary"><h4>{0}</h4><ul>',
        '</ul><a href="/utlysninger/2024/eksempel/?tab=1">Les mer</a></div>',
        "<p>{0}</p>",
    ),
    "sidebar": rows(ASIDE, '<div class="sidebar"><h4>{0}</h4><ul>', "</ul></div>", "<p>{0}</p>"),
    "heading by role": rows(ASIDE, '<div role="heading" aria-level="3">{0}</div><ul>', "</ul>", "<p>{0}</p>"),
    "heading in bold": rows(ASIDE, "<p><strong>{0}</strong></p><ul>", "</ul>", "<p>{0}</p>"),
    "heading with a colon": rows("<p>{d}</p><p>{l}</p>{n}", "<div>{0}:</div>", "", "<p>{0}</p>"),
    "capitals": rows("<li><span>{d}</span><span>{L}</span>{n}</li>", "<h2>{0}</h2><ul>", "</ul>", "<p>{0}</p>"),
    "colons": rows("<li><span>{d}:</span> <span>{l}:</span>{n}</li>", "<h2>{0}</h2><ul>", "</ul>", "<p>{0}</p>"),
    "invisible characters": rows("<p>{b}&#8203;</p><p>\ufeff{s}</p>{n}", note="<p>&nbsp;{0}</p>"),
    "comments and empty elements": rows(
        "<li><!-- 1 --><i></i><span>{d}</span><!-- 2 --><span> </span><p></p><span>{l}</span><hr>{n}</li>",
        "<h2><!-- -->{0}</h2><ul>",
        "</ul>",
        "<p>{0}</p>",
    ),
    "label first": rows("<dt>{l}</dt><dd>{d}</dd><dd>{n}</dd>", "<h2>{0}</h2><dl>", "</dl>", "{0}"),
    "label first, in boxes": rows("<div><div>{l}</div><div>{d}</div>{n}</div>", note="<div>{0}</div>"),
    "one text with a colon": rows("<li>{l}: {d}</li>", "<h2>{0}</h2><ul>", "</ul>"),
    "one text with a dash": rows("<li>{d} – {l}</li>", "<h2>{0}</h2><ul>", "</ul>"),
    "broken lines": rows("{d}<br>{l}<br>{n}", "<h2>{0}</h2><p>", "</p>", "{0}<br>"),
    "list entries that take turns": rows("<li>{d}</li><li>{l}</li>", "<h2>{0}</h2><ul>", "</ul>"),
    "a list for each row": rows("<ul><li><p>{d}</p></li><li><p>{l}</p></li></ul>{n}", note="<p>{0}</p>"),
    "four columns": rows(
        "<tr><td></td><td>{d}</td><td>{l}</td><td>{n}</td></tr>", "<h2>{0}</h2><table>", "</table>", "{0}"
    ),
}  # fmt: skip

KEYS: Mapping[str, Keys] = {
    "table": pairs("<tr><th>{l}</th><td>{v}</td></tr>", "<table>", "</table>"),
    "table cells": pairs("<tr><td>{l}</td><td><p>{v}</p></td></tr>", "<table><tbody>", "</tbody></table>"),
    "definition list": TERMS,
    "spans in one paragraph": pairs("<span>{l}</span><span>{v}</span>", "<p>", "</p>"),
    "two columns": pairs('<div class="row"><div class="col"><b>{l}</b></div><div class="col"><p>{v}</p></div></div>'),
    "bold labels with colons": pairs("<li><strong>{l}:</strong> {v}</li>", "<ul>", "</ul>"),
    "broken lines": pairs("<p><strong>{l}</strong><br>{v}</p>"),
    "headings": pairs("<section><h3>{l}</h3><div><span>{v}</span></div></section>"),
    "comments": pairs("<div><!-- a --><span></span><div>{l}</div><!-- b --><div><!-- c -->{v}</div></div>"),
}


def same(body: str) -> str:
    return body


def without_main(body: str) -> str:
    return body.replace("<main>", "<div><div>").replace("</main>", "</div></div>")


def in_article(body: str) -> str:
    return without_main(body).replace("<h1>", "<article><h1>").replace("<footer>", "</article><footer>")


def keys_last(body: str) -> str:
    """The key facts after the sections instead of above the dates."""
    found = re.search("<!--keys-->.*<!--/keys-->", body, re.DOTALL)
    if found is None:
        return body
    rest = body.replace(found.group(), "")
    end = re.search(r"<section><h2>Relat", rest)
    assert end is not None
    return rest[: end.start()] + f"<div>{found.group()}</div>" + rest[end.start() :]


OTHERS = (
    "<li><a href='/utlysninger/2031/annen/'>Annen</a><ul><li><b>1. sep. 2031</b><em>Åpen for søknad</em></li>"
    "<li><b>1. okt. 2031</b><em>Søknadsfrist</em></li><li><b>2. okt. 2031</b><em>Application deadline</em></li></ul>"
    "<dl><dt>Søknadsfrist</dt><dd>3. okt. 2031</dd><dt>Status</dt><dd>Aktiv</dd></dl></li>"
)


def with_others(heading: str, opening: str = "", closing: str = "") -> Change:
    """A list of other calls with dates under the same labels, before the site's own one."""
    part = f"{opening}{heading}<ul>{OTHERS}</ul>{closing}"
    return lambda body: re.sub("(?=<section><h2>Relat)", lambda _: part, body)


CHANGES: Mapping[str, Change] = {
    "no main": without_main,
    "article": in_article,
    "key facts last": keys_last,
    "other calls": with_others("<h2>Andre utlysninger</h2>"),
    "other calls in a section": with_others("<h3>Andre utlysninger:</h3>", "<section>", "</section>"),
    "other calls under bold words": with_others("<p><strong>Andre utlysninger</strong></p>"),
    "other calls in an aside": with_others("<h2>Kanskje du også liker</h2>", "<aside>", "</aside>"),
}

SHAPES: Mapping[str, tuple[Dates, Keys, Change]] = {
    **{f"dates: {name}": (dates, TERMS, same) for name, dates in DATES.items()},
    **{f"keys: {name}": (LIST, keys, same) for name, keys in KEYS.items()},
    **{f"page: {name}": (LIST, TERMS, change) for name, change in CHANGES.items()},
}


def _page(record: Mapping[str, Any], shape: str, monkeypatch: pytest.MonkeyPatch) -> str:
    dates, keys, change = SHAPES[shape]
    monkeypatch.setitem(DATE_ROWS, "odd", dates)
    monkeypatch.setitem(KEY_FACTS, "odd", lambda items: f"<!--keys-->{keys(items)}<!--/keys-->")
    return change(detail_page(record, markup="odd", printed_at="27. desember 2025, 05.02 CET"))


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("shape", SHAPES)
def test_records(shared: Path, shape: str, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = shared / "data" / "forskningsradet"
    wrong = []
    for record, expected in zip(_lines(folder / "pages.jsonl"), _lines(folder / "expected.jsonl"), strict=True):
        if record["layout"] not in ("L1", "L2", "L3"):
            continue
        body = _page(record, shape, monkeypatch)
        reading = parsed(body, record["url"], record["title"])
        shown = visible_text(body)
        assert all(clean(fact.quote or fact.text) in shown for fact in reading.facts if fact.name != "twin_url")
        deadlines = [read_deadline(fact.text, label=fact.label) for fact in reading.all("deadline")]
        words = [STATUS[word] for fact in reading.all("status") if (word := fact.text.casefold()) in STATUS]
        got = {
            "opens": {day.isoformat() for fact in reading.all("opens") if (day := read_moment(fact.text).day)},
            "deadlines": {entry.at.date().isoformat() for entry in deadlines if entry.at},
            "badge_status": set(words[:1]),
            "deadline_type": {entry.type for entry in deadlines if entry.type == "rolling"},
        }
        wanted = {name: {expected[name]} if expected.get(name) else set() for name in got if name != "deadlines"}
        wanted["deadlines"] = set(expected["deadlines"])
        wrong += [(record["url"], name, got[name], wanted[name]) for name in got if got[name] != wanted[name]]
    assert wrong == []


@pytest.mark.parametrize("shape", SHAPES)
def test_one_call(shape: str, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = {**FACTS, "layout": "L3", "key_facts": {"Støttegrenser": "NOK 1 000 000", "Portefølje": "Helse"}}
    reading = parsed(_page(plain, shape, monkeypatch))
    found = {(name, text) for name, _, text in told(reading, "opens", "deadline", "date", "project_start_earliest")}
    assert found == {
        ("opens", "12. aug. 2026"),
        ("deadline", "23. sep. 2026"),
        ("date", "14. okt. 2026"),
        ("date", "Medio desember 2026"),
        ("project_start_earliest", "1. feb. 2027"),
    }
    assert {(name, text) for name, _, text in told(reading, "award", "portfolio", "status")} == {
        ("award", "NOK 1 000 000"),
        ("portfolio", "Helse"),
        ("status", "Søk nå"),
    }
