"""What may happen to the pages of Forskningsrådet's calls: changes of the text of every page, or of some of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from mutants import Answers, Change

from calls.model import Page

Edit = Callable[[str], str]
"""A page's HTML, changed."""

LISTS = ("current", "completed", "html", "services")
MONTHS = ("jan", "feb", "mars", "apr", "mai", "juni", "juli", "aug", "sep", "okt", "nov", "des")
ENGLISH = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_NOISE = "(?:&shy;|&#8203;|\u00ad|\u200b)*"
_DATE = re.compile(
    r"\b(\d{1,2})\.?(?:\s|&nbsp;)([A-Za-zæøå]{3,9})\.?(?:\s|&nbsp;)(20\d\d)(?:,?\s(\d\d:\d\d)(?:\s?C[ES]+T)?)?"
)
_SUM = re.compile(r"(\d+(?:[ ,.]\d+)*)(?=[\d -–]* ?(?:mill|kroner))|NOK (\d{1,3}(?: \d{3})+)(?:-(\d{1,3}(?: \d{3})+))?")


def number_of(month: str) -> int | None:
    """1 to 12 for a Norwegian or English name of a month."""
    names = [*MONTHS, *(name.lower() for name in ENGLISH)]
    found = next((at for at, name in enumerate(names) if month.lower().startswith(name[:3])), None)
    return None if found is None else found % 12 + 1


def words(pairs: Mapping[str, str]) -> Edit:
    """Each of these words under another name, with the invisible characters that the site leaves in it."""
    patterns = [(re.compile(_NOISE.join(map(re.escape, old)) + _NOISE), new) for old, new in pairs.items()]

    def edit(html: str) -> str:
        kept: dict[str, str] = {}
        for number, (pattern, new) in enumerate(patterns):
            token = f"\x00{number}\x00"
            kept[token] = new
            html = pattern.sub(token, html)
        for token, new in kept.items():
            html = html.replace(token, new)
        return html

    return edit


def without(pattern: str) -> Edit:
    """What matches is not there."""
    compiled = re.compile(pattern, re.DOTALL)
    return lambda html: compiled.sub("", html)


def dates(form: Callable[[date, str], str]) -> Edit:
    """Every date of the text in another form. form: the day, and its clock or ""."""

    def spelled(match: re.Match[str]) -> str:
        month = number_of(match[2])
        return match[0] if month is None else form(date(int(match[3]), month, int(match[1])), match[4] or "")

    return lambda html: _DATE.sub(spelled, html)


def body(edit: Edit) -> Edit:
    """The change made to the main part of the page alone."""

    def changed(html: str) -> str:
        parts = re.split(r"(<main>|</main>|<div id=\"root\">)", html)
        return "".join(edit(part) if at == 2 else part for at, part in enumerate(parts))

    return changed


def _dropped_half(html: str) -> str:
    return re.sub(r"<main>.*?(?=<h2>)", "<main>", html, count=1, flags=re.DOTALL)


def _app(html: str) -> str:
    """A page that a script fills in."""
    return re.sub(r"(<main>|<div id=\"root\">).*?(?=<script>)", r'\1<div id="app"></div></main>', html, flags=re.DOTALL)


def _swapped_cells(html: str) -> str:
    """The two cells of each row the other way round, in whatever markup."""
    for tag in ("td", "dt|dd", "span", "p"):
        cell = rf"(<(?:{tag})[^>]*>(?:(?!<(?:{tag})).)*?</(?:{tag})>)"
        html = re.sub(cell + r"(\s*)" + cell, r"\3\2\1", html, flags=re.DOTALL)
    return html


def _in_attributes(html: str) -> str:
    """Dates that a script writes from an attribute."""
    return _DATE.sub(lambda found: f'<i data-date="{found[0]}"></i>', html)


def _glued(html: str) -> str:
    return re.sub(r"\s*</?(?:li|ul|dl|dt|dd|table|tr|td|th|tbody|thead|div|p|section|article)[^>]*>\s*", "", html)


def _titled(title: str) -> Edit:
    return lambda html: re.sub(r"<(h1|title)>.*?</\1>", rf"<\1>{title}</\1>", html, flags=re.DOTALL)


def _upside_down(html: str) -> str:
    """The sections in the opposite order."""
    head, *sections = re.split(r"(?=<h2>)", html)
    if not sections:
        return html
    last, mark, tail = sections[-1].partition("<section>")
    return head + "".join([last, *reversed(sections[:-1])]) + mark + tail


LABELS: Mapping[str, Edit] = {
    "deadline label renamed": words({"Søknadsfrist": "Innsending stenger", "Application deadline": "Submit before"}),
    "deadline label shortened": words({"Søknadsfrist": "Frist", "Application deadline": "Deadline"}),
    "opening label renamed": words({"Åpen for søknad": "Søk fra og med", "Open for applications": "From"}),
    "opening and deadline swapped": words(
        {
            "Søknadsfrist": "Åpen for søknad",
            "Åpen for søknad": "Søknadsfrist",
            "Application deadline": "Open for applications",
            "Open for applications": "Application deadline",
        }
    ),
    "project dates renamed": words({"prosjektstart": "oppstart av arbeidet", "project start": "kick-off"}),
    "project dates swapped": words(
        {"Tidligste tillatte": "Seneste tillatte", "Seneste tillatte": "Tidligste tillatte"}
    ),
    "date heading renamed": words({"Viktige datoer": "Kalender", "Important dates": "Calendar"}),
    "applicant heading renamed": words({"Hvem kan søke?": "Målgruppen vår", "Who is eligible to apply?": "Audience"}),
    "text headings renamed": words(
        {"Om utlysningen": "Mer om dette", "Formål": "Bakgrunn for satsingen", "Purpose": "Background to this"}
    ),
    "status word renamed": words({"Søk nå": "Aktuell", "Apply now": "Current", "Active": "Current"}),
    "status word of another life": words({"Søk nå": "Gjennomført", "Active": "Completed"}),
    "planned shown as open": words({"Planlagt": "Søk nå", "Planned": "Active"}),
}
DATES: Mapping[str, Edit] = {
    "ISO dates": dates(lambda day, clock: f"{day.isoformat()} {clock}".strip()),
    "dates with points": dates(lambda day, clock: f"{day:%d.%m.%Y} {clock}".strip()),
    "dates with slashes": dates(lambda day, clock: f"{day:%d/%m/%Y} {clock}".strip()),
    "American dates": dates(lambda day, clock: f"{day:%m/%d/%Y} {clock}".strip()),
    "months before days": dates(lambda day, clock: f"{day:%m.%d.%Y} {clock}".strip()),
    "English months": dates(lambda day, clock: f"{day.day} {ENGLISH[day.month - 1]} {day.year} {clock}".strip()),
    "month and day only": dates(lambda day, clock: f"{day.day}. {MONTHS[day.month - 1]}"),
    "two-digit years": dates(lambda day, clock: f"{day:%d.%m.%y}"),
    "weeks": dates(lambda day, clock: f"uke {day.isocalendar().week}"),
    "days to go": dates(lambda day, clock: f"om {max((day - date(2026, 9, 17)).days, 0)} dager"),
    "seconds since 1970": dates(lambda day, clock: str((day - date(1970, 1, 1)).days * 86400)),
    "no dates": dates(lambda day, clock: ""),
    "TBA": dates(lambda day, clock: "Kommer"),
    "a day later": dates(lambda day, clock: f"{day.day % 28 + 1}. {MONTHS[day.month - 1]} {day.year}"),
    "one year off": dates(lambda day, clock: f"{day.day}. {MONTHS[day.month - 1]} {day.year + 1}"),
    "dates in attributes": body(_in_attributes),
}
ELEMENTS: Mapping[str, Edit] = {
    "no heading of the page": without(r"<h1>.*?</h1>"),
    "no title at all": lambda html: without(r"<title>.*?</title>")(without(r"<h1>.*?</h1>")(html)),
    "title is the site's": _titled("Forskningsrådet"),
    "title is a date": _titled("14. okt. 2026"),
    "no paragraphs": without(r"<p>(?:(?!</p>).)*</p>"),
    "no second headings": without(r"<h2>(?:(?!</h2>).)*</h2>"),
    "no badges": without(r'<span class="status">.*?</span>'),
    "no top": _dropped_half,
    "cut in the middle": lambda html: html[: html.find("<h2>") + (len(html) - html.find("<h2>")) // 3],
    "filled in by a script": _app,
    "long texts cut with dots": lambda html: re.sub(r"<p>([^<]{60})[^<]{40,}</p>", r"<p>\1 …</p>", html),
}
LAYOUT: Mapping[str, Edit] = {
    "cells swapped": body(_swapped_cells),
    "boxes glued": body(_glued),
    "sections upside down": body(_upside_down),
    "all headings are boxes": lambda html: re.sub(r"<(/?)h[12]>", r"<\1div>", html),
    "all sections folded": lambda html: re.sub(r"<h2>(.*?)</h2>", r"<details><summary>\1</summary></details>", html),
    "labels by style sheet": without(r"(?<=>)(?:Søknadsfrist|Application deadline|Åpen for søknad)[^<]*(?=<)"),
}
LETTERS: Mapping[str, Edit] = {
    "read in another character set": lambda html: html.encode().decode("cp1252", "replace"),
    "letters lost": lambda html: re.sub("[æøåÆØÅ]", "?", html),
    "letters replaced": lambda html: re.sub("[æøåÆØÅ]", "\ufffd", html),
    "letters spelled out": lambda html: re.sub(
        "[æøåÆØÅ]", lambda found: {"æ": "ae", "å": "aa"}.get(found[0], "o"), html
    ),
    "escaped twice": lambda html: html.replace("&", "&amp;").replace("ø", "&amp;oslash;").replace("å", "&amp;aring;"),
}
HARMLESS: Mapping[str, Edit] = {
    "print stamp": lambda html: html.replace("16. september 2026, 03:31 CEST", "17. september 2026, 03:29 CEST"),
    "white space": lambda html: re.sub(r"(</(?:p|div|li|h2|tr|ul|dl)>)", r"\1\n   ", html),
    "classes renamed": lambda html: re.sub(r'class="([^"]*)"', r'class="x-\1-9f3"', html),
    "comments": lambda html: html.replace("</p>", "</p><!-- end -->"),
    "attributes": lambda html: re.sub(r"<(p|li|h2|div)>", r'<\1 data-v="1f2e" role="none">', html),
    "letters as entities": lambda html: html.replace("ø", "&oslash;").replace("å", "&#229;").replace("æ", "&aelig;"),
    "no-break spaces": lambda html: re.sub(r"(\d\.) ([a-z])", r"\1&nbsp;\2", html),
    "more menu": lambda html: html.replace("<nav><ul>", '<nav><ul><li><a href="/ny/">Nytt i menyen</a></li>'),
    "other footer": lambda html: html.replace("1. des. 2031", "24. des. 2032"),
    "other related call": lambda html: html.replace("1. okt. 2031", "3. nov. 2033"),
    "other banner": words({"Søknadsportalen er stengt": "Portalen holder stengt"}),
    "long names of months": dates(
        lambda day, clock: f"{day:%d}. {MONTHS[day.month - 1]} {day.year}" + (f", {clock}" if clock else "")
    ),
    "script data": lambda html: html.replace('"guid": "text"', '"guid": "text", "build": "ab12"'),
    "wrapped once more": lambda html: html.replace("<main>", '<main><div class="page">').replace(
        "</main>", "</div></main>"
    ),
    "soft hyphens": lambda html: re.sub(r"(?<=>)(Søknads)(frist)", r"\1&shy;\2", html),
}
FAMILIES: Mapping[str, Mapping[str, Edit]] = {
    "labels": LABELS,
    "dates": DATES,
    "elements": ELEMENTS,
    "layout": LAYOUT,
    "letters": LETTERS,
    "harmless": HARMLESS,
}


def on_pages(edit: Edit, choose: Callable[[int], bool] = lambda number: True) -> Change:
    """The change made to the calls' own pages. choose: which of them, by their number in the order of addresses."""

    def change(answers: Answers) -> Answers:
        urls = sorted(url for url in answers if url not in LISTS)
        chosen = {url for number, url in enumerate(urls) if choose(number)}
        return {url: _edited(page, edit) if url in chosen else page for url, page in answers.items()}

    return change


def on_site(edit: Edit) -> Change:
    """The change made to pages and lists alike."""
    return lambda answers: {url: _edited(page, edit) for url, page in answers.items()}


def _edited(page: Page, edit: Edit) -> Page:
    return replace(page, body=edit(page.body.decode()).encode("utf-8", "replace"))


def page_changes() -> Iterator[tuple[str, Change]]:
    """Every change of every family, on all pages."""
    for family, edits in FAMILIES.items():
        for name, edit in edits.items():
            yield f"{family}: {name}", on_pages(edit)


def partial_changes(names: Iterable[str]) -> Iterator[tuple[str, Change]]:
    """Some of the changes on half of the pages, and on every ninth."""
    edits = {name: edit for family in FAMILIES.values() for name, edit in family.items()}
    for name in names:
        yield f"half of the pages: {name}", on_pages(edits[name], lambda number: number % 2 == 0)
        yield f"some pages: {name}", on_pages(edits[name], lambda number: number % 9 == 4)
