"""A second set of changes of Forskningsrådet's pages and lists, made by itself and never tuned on.

Other words, fields and forms than in mutants_pages; other shares of the pages; layouts that no reader was written for;
and changes that come over several nights.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from unittest.mock import patch

from mutants import Answers, Change
from mutants_lists import both, each, on_rows, without_page
from mutants_nights import STAMP, bundled_calls
from mutants_pages import LISTS, MONTHS, Edit, dates, on_pages, on_site, without, words

from bundle.markups import DATE_ROWS, KEY_FACTS, Row, noisy_date, noisy_label
from bundle.render import detail_page

ENGLISH = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December")  # fmt: skip
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
CURRENCY = {"kroner": "euro", "NOK": "EUR"}


def share(part: float) -> Callable[[str], bool]:
    """Whether an address is among so large a part of all, by its hash."""
    return lambda url: int(hashlib.sha256(url.encode()).hexdigest()[:6], 16) < part * 16**6


def on_part(part: float, edit: Edit) -> Change:
    """The change made to that part of the calls' own pages."""
    chosen = share(part)

    def change(answers: Answers) -> Answers:
        return {
            url: replace(page, body=edit(page.body.decode()).encode("utf-8", "replace"))
            if url not in LISTS and chosen(url)
            else page
            for url, page in answers.items()
        }

    return change


def _sentence(rows: Sequence[Row], heading: str) -> str:
    told = ", ".join(f"{label.lower()} er {date}" for date, label, _ in rows)
    return f"<h2>{heading}</h2><p>For denne utlysningen gjelder at {told}.</p>"


def _pictures(rows: Sequence[Row], heading: str) -> str:
    items = (f'<li><img src="/i.svg" alt="{label}"><b>{noisy_date(date, 0)}</b></li>' for date, label, _ in rows)
    return f"<h2>{heading}</h2><ul>{''.join(items)}</ul>"


def _transposed(rows: Sequence[Row], heading: str) -> str:
    labels = "".join(f"<th>{noisy_label(label, 0)}</th>" for _, label, _ in rows)
    values = "".join(f"<td>{noisy_date(date, 0)}</td>" for date, _, _ in rows)
    return f"<h2>{heading}</h2><table><tr>{labels}</tr><tr>{values}</tr></table>"


def _attributes(rows: Sequence[Row], heading: str) -> str:
    items = (f'<span data-when="{date}" data-what="{label}"></span>' for date, label, _ in rows)
    return f"<h2>{heading}</h2><div>{''.join(items)}</div>"


def _calendar(rows: Sequence[Row], heading: str) -> str:
    items = (f"<li><span>{date.partition(' ')[0]}</span><span>{date.partition(' ')[2]}</span>{label}</li>"
             for date, label, _ in rows)  # fmt: skip
    return f"<h2>{heading}</h2><ol>{''.join(items)}</ol>"


LAYOUTS: Mapping[str, Callable[[Sequence[Row], str], str]] = {
    "dates in a sentence": _sentence,
    "labels in pictures": _pictures,
    "labels over dates": _transposed,
    "dates in attributes": _attributes,
    "day and month apart": _calendar,
    "no dates at all": lambda rows, heading: "",
}


@cache
def _facts() -> Mapping[str, Mapping[str, object]]:
    return {str(call["url"]): call for call in bundled_calls()}


def laid_out(name: str, part: float = 1.0) -> Change:
    """The bundled calls' pages of a layout that nobody has seen, in that part of them."""
    chosen = share(part)

    def change(answers: Answers) -> Answers:
        with patch.dict(DATE_ROWS, {name: LAYOUTS[name]}), patch.dict(KEY_FACTS, {name: KEY_FACTS["list"]}):  # type: ignore[arg-type]
            return {
                url: replace(page, body=detail_page(_facts()[url], markup=name, printed_at=STAMP).encode())
                if url in _facts() and chosen(url)
                else page
                for url, page in answers.items()
            }

    return change


def rows_mixed(html: str) -> str:
    """The dates of a page one row on: each label with the date of the row before it."""
    head, mark, rest = html.partition("</h1>")
    found = re.findall(r"\d{1,2}\.(?:\s|&nbsp;)[a-z]{3,9}\.?(?:\s|&nbsp;)20\d\d", rest.split("Relaterte")[0])
    if len(found) < 2:
        return html
    turn = iter([*found[1:], found[0]])
    pattern = "|".join(map(re.escape, dict.fromkeys(found)))
    return head + mark + re.sub(pattern, lambda one: next(turn, one[0]), rest)


def _spelled(form: Callable[[date], str]) -> Edit:
    return dates(lambda day, clock: f"{form(day)} {clock}".strip())


def emptied(heading: str) -> Edit:
    """The heading stays, what stands under it is gone."""
    return lambda html: re.sub(rf"(<h2>{heading}</h2>)(?:<p>.*?</p>|<ul>.*?</ul>)+", r"\1", html, flags=re.DOTALL)


def to_footer(html: str) -> str:
    """The block of important dates moved out of the text, behind it."""
    found = re.search(
        r"<h([23])>(?:Viktige datoer|Important dates|Viktige datoar)</h\1>.*?<h\1>.*?</h\1>", html, re.DOTALL
    )
    return html if found is None else html.replace(found[0], "").replace("<footer>", f"<footer>{found[0]}")


PAGES: Mapping[str, Edit] = {
    "deadline called last day": words({"Søknadsfrist": "Siste dag for å søke", "Application deadline": "Last day"}),
    "deadline called closing": words({"Søknadsfrist": "Lukkes", "Application deadline": "Closing date"}),
    "opening called period": words({"Åpen for søknad": "Søknadsperioden starter", "Open for applications": "Period"}),
    "project start called beginning": words({"Tidligste tillatte prosjektstart": "Prosjektene kan begynne"}),
    "deadline label on the opening too": words(
        {"Åpen for søknad": "Søknadsfrist", "Open for applications": "Deadline"}
    ),
    "who may apply called target": words({"Hvem kan søke": "Dette er for", "Who is eligible to apply": "For whom"}),
    "purpose and applicants swapped": words({"Hvem kan søke?": "Formål", "Formål": "Hvem kan søke?"}),
    "status in other words": words({"Søk nå": "Pågår", "Active": "Ongoing"}),
    "status says planned": words({"Søk nå": "Planlagt", "Active": "Planned"}),
    "short dates": _spelled(lambda day: f"{day:%d.%m.%y}"),
    "dates of machines": _spelled(lambda day: f"{day.isoformat()}T11:00:00Z"),
    "English dates": _spelled(lambda day: f"{ENGLISH[day.month - 1]} {day.day}, {day.year}"),
    "Roman months": _spelled(lambda day: f"{day.day}. {ROMAN[day.month - 1]}. {day.year}"),
    "days without a year": _spelled(lambda day: f"{day.day}. {MONTHS[day.month - 1]}"),
    "years first": _spelled(lambda day: f"{day:%Y/%m/%d}"),
    "quarters": _spelled(lambda day: f"{(day.month + 2) // 3}. kvartal {day.year}"),
    "a month later": _spelled(lambda day: f"{day.day}. {MONTHS[day.month % 12]} {day.year + day.month // 12}"),
    "a week earlier": _spelled(
        lambda day: f"{(day - timedelta(7)).day}. {MONTHS[(day - timedelta(7)).month - 1]} {(day - timedelta(7)).year}"
    ),
    "labels with other rows' dates": rows_mixed,
    "applicants emptied": emptied(r"(?:Hvem kan søke\?|Who is eligible to apply\?|Kven kan søkje\?)"),
    "purpose emptied": emptied(r"(?:Formål|Føremål|Purpose)"),
    "dates moved to the footer": to_footer,
    "heading is the section's": lambda html: re.sub(r"<h1>.*?</h1>", "<h1>Utlysninger</h1>", html),
    "title in capitals with the site's name": lambda html: re.sub(
        r"<h1>(.*?)</h1>", lambda found: f"<h1>{found[1].upper()} | FORSKNINGSRÅDET</h1>", html
    ),
    "texts folded away": lambda html: re.sub(r"<p>([^<]{80})[^<]+</p>", r"<p>\1 Les mer</p>", html),
    "every other paragraph gone": lambda html: re.sub(r"(<p>[^<]*</p>)<p>[^<]*</p>", r"\1", html),
    "words glued": lambda html: re.sub(r"(?<=[a-zæøå]) (?=[a-zæøå])", "", html),
    "no-break letters": lambda html: html.replace("ø", "o\u0338").replace("å", "a\u030a"),
    "wrong letters": lambda html: html.replace("ø", "ö").replace("æ", "ä"),
    "apostrophes as codes": lambda html: html.replace("å", "&amp;#229;"),
    "in another language": lambda html: re.sub(
        r"<p>[^<]{60,}</p>",
        "<p>The programme funds research on services that people need, in all parts of it.</p>",
        html,
    ),
    "in dummy text": lambda html: re.sub(r"<p>[^<]{60,}</p>", "<p>Lorem ipsum dolor sit amet consectetur.</p>", html),
    "all is in one element": lambda html: without(r"</?(?:p|h2|li|ul|div|section|dl|dt|dd|tr|td|th|table)[^>]*>")(html),
}
"""On pages alone."""

SITE: Mapping[str, Edit] = {
    "thousands with points": lambda html: re.sub(r"(?<=\d) (?=\d{3}\b)", ".", html),
    "thousands with commas": lambda html: re.sub(r"(?<=\d) (?=\d{3}\b)", ",", html),
    "sums in euro": words(CURRENCY),
    "sums in thousands": lambda html: re.sub(r"(\d) 000 000", r"\1 000 TNOK", html),
    "millions called M": lambda html: re.sub(r" ?mill(?:ioner|\.)? kroner", "M", html),
    "decimals with points": lambda html: re.sub(r"(\d),(\d)(?= mill)", r"\1.\2", html),
    "sums are percentages": words({"millioner kroner": "prosent", "mill. kroner": "prosent"}),
    "a nought too many": lambda html: re.sub(r"(\d+)(?= mill)", r"\g<1>0", html),
    "pot and limit swapped": words(
        {"Antatt tilgjengelige midler": "Støttegrenser", "Støttegrenser": "Antatt tilgjengelige midler"}
    ),
    "limit called amount": words({"Støttegrenser": "Beløp per søknad"}),
}
"""On pages and lists alike: sums stand in the lists."""

ROWS: Mapping[str, Change] = {
    "addresses with a session": on_rows(each(lambda row: {**row, "url": f"{row['url']};jsessionid=A1"})),
    "addresses by number": both(on_rows(each(lambda row: {**row, "url": f"/utlysning/{row['id']}"})), without_page),
    "titles of the group": both(on_rows(each(lambda row: {**row, "title": "Forskerprosjekt"})), without_page),
    "titles cut": both(on_rows(each(lambda row: {**row, "title": row["title"][:12] + "…"})), without_page),
    "proposals in another list": on_rows(lambda rows: rows, declared=True),
    "two thirds of the list": both(on_rows(lambda rows: rows[: len(rows) * 2 // 3]), without_page),
    "only the first of each group": both(on_rows(lambda rows: rows[:1]), without_page),
    "every call twice": on_rows(lambda rows: [*rows, *({**one, "url": f"{one['url']}kopi/"} for one in rows)]),
    "key values in one string": on_rows(each(lambda row: {**row, "metadata": {"items": "Se utlysningen"}})),
    "key values under other names": on_rows(
        lambda rows: json.loads(
            words({'"label"': '"name"', '"text": "om lag': '"value": "om lag'})(json.dumps(rows, ensure_ascii=False))
        )
    ),
    "status of all is completed": on_rows(each(lambda row: {**row, "status": {"text": "Gjennomført"}})),
}
QUIET: Mapping[str, Edit] = {
    "thin spaces in sums": lambda html: re.sub(r"(?<=\d) (?=\d{3}\b)", "\u2009", html),
    "no-break spaces in sums": lambda html: re.sub(r"(?<=\d) (?=\d{3}\b)", "\u00a0", html),
    "weekdays before dates": lambda html: html.replace("Lastet ned", "Hentet"),
    "capital tags": lambda html: re.sub(r"<(/?)(p|ul|li|div)\b", lambda one: f"<{one[1]}{one[2].upper()}", html),
    "no white space between tags": lambda html: re.sub(r">\s+<", "><", html),
    "a style sheet more": lambda html: html.replace("</head>", "<style>p{margin:0}</style></head>"),
    "another banner of cookies": words({"Vi bruker informasjonskapsler": "Vi lagrer noe i nettleseren din"}),
    "an identity for every element": lambda html: re.sub(
        r"<(p|h2|li)>", lambda one: f'<{one[1]} id="e{one.start()}">', html
    ),
    "a search field in the head": lambda html: html.replace("<header>", '<header><form><input name="q"></form>'),
    "a script of statistics": lambda html: html.replace("</body>", "<script>track('Søknadsfrist')</script></body>"),
    "titles of links": lambda html: re.sub(r'<a href="', '<a title="Åpne" href="', html),
}
GRADUAL = (0.06, 0.2, 0.5, 1.0)
"""Which part of the pages has changed on each of the nights of a slow change."""

PARTS = (0.3, 0.6)
SLOW = ("deadline called closing", "English dates", "a month later", "applicants emptied", "texts folded away",
        "short dates", "purpose and applicants swapped", "labels with other rows' dates")  # fmt: skip


def page_mutants() -> Iterator[tuple[str, Change]]:
    """Of pages that may be of any markup."""
    yield from ((f"second pages: {name}", on_pages(edit)) for name, edit in PAGES.items())
    yield from ((f"second site: {name}", on_site(edit)) for name, edit in SITE.items())
    yield from ((f"harmless second pages: {name}", on_pages(edit)) for name, edit in QUIET.items())


def part_mutants() -> Iterator[tuple[str, Change]]:
    """The same on a part of the pages."""
    for part in PARTS:
        yield from ((f"second, {part:.0%}: {name}", on_part(part, edit)) for name, edit in PAGES.items())


def layout_mutants() -> Iterator[tuple[str, Change]]:
    """New layouts of the bundled calls, and what may happen to their lists."""
    for part in (1.0, *PARTS):
        yield from ((f"second layout, {part:.0%}: {name}", laid_out(name, part)) for name in LAYOUTS)
    yield from ((f"second list: {name}", change) for name, change in ROWS.items())


def slow_mutants() -> Iterator[tuple[str, tuple[Change, ...]]]:
    """Changes that reach more pages from night to night."""
    for name in SLOW:
        yield f"second, slowly: {name}", tuple(on_part(part, PAGES[name]) for part in GRADUAL)
    for name in ("dates in a sentence", "labels in pictures"):
        yield f"second, slowly: {name}", tuple(laid_out(name, part) for part in GRADUAL)
