"""A third set of changes of Forskningsrådet's pages and lists, made when the alarms were done and not tuned on."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta

from mutants import Answers, Change
from mutants_lists import both, each, on_page_list, on_rows, without_page
from mutants_pages import LISTS, MONTHS, Edit, dates, on_pages, on_site, without, words
from mutants_second import on_part

WIDE = str.maketrans("0123456789", "\uff10\uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18\uff19")
MORE_MONTHS = ("januar", "februar", "mars", "april", "mai", "juni",
               "juli", "august", "september", "oktober", "november", "desember")  # fmt: skip


def _spelled(day: date) -> str:
    return f"{day.day}. {MONTHS[day.month - 1]} {day.year}"


def _month_before(day: date) -> str:
    return f"{min(day.day, 28)}. {MONTHS[day.month - 2]} {day.year - (day.month == 1)}"


def _doubled(html: str) -> str:
    """Each paragraph twice, as when a page is put together of two copies."""
    return re.sub(r"(<p>[^<]{40,}</p>)", r"\1\1", html)


def _old_round(html: str) -> str:
    """The dates of last year's round before those of this year's."""
    found = re.search(r"<(h[23])>(?:Viktige dato[er]+|Important dates)</\1>.*?<\1>.*?</\1>", html, re.DOTALL)
    if found is None:
        return html
    older = dates(lambda day, clock: f"{day.day}. {MONTHS[day.month - 1]} {day.year - 1}")(found[0])
    return html.replace(found[0], older + found[0])


def _with_a_related_call_first(html: str) -> str:
    block = "<div><h2>Viktige datoer</h2><p>3. mars 2027</p><p>Søknadsfrist</p><h2>Viktige datoer</h2></div>"
    return html.replace("<h1>", f"{block}<h1>", 1)


def _one_for_all(pattern: str) -> Change:
    """A part of the first page that has it, in its place on every page."""

    def change(answers: Answers) -> Answers:
        pages = {url: page.body.decode() for url, page in answers.items() if url not in LISTS}
        found = (re.search(pattern, html, re.DOTALL) for _, html in sorted(pages.items()))
        part = next((one[0] for one in found if one), "")
        return {
            url: replace(page, body=re.sub(pattern, lambda _: part, pages[url], flags=re.DOTALL).encode())
            if url in pages
            else page
            for url, page in answers.items()
        }

    return change


def _titles_turned(answers: Answers) -> Answers:
    """Each page under the title of the next."""
    urls = sorted(url for url in answers if url not in LISTS)
    bodies = [answers[url].body.decode() for url in urls]
    titles = [re.search(r"<h1>.*?</h1>", body) for body in bodies]
    shown = [found[0] if found else "<h1></h1>" for found in titles]
    turned = zip(urls, bodies, [*shown[1:], shown[0]], strict=True)
    made = {url: re.sub(r"<h1>.*?</h1>", lambda _, new=new: new, body) for url, body, new in turned}
    return {url: replace(page, body=made[url].encode()) if url in made else page for url, page in answers.items()}


PAGES: Mapping[str, Edit] = {
    "deadline called handing in": words({"Søknadsfrist": "Innleveringsfrist", "Application deadline": "Hand in by"}),
    "deadline shortened": words({"Søknadsfrist": "Søkn.frist", "Application deadline": "Appl. due"}),
    "opening called form": words({"Åpen for søknad": "Skjemaet er klart", "Open for applications": "Form ready"}),
    "project end called end": words({"Seneste tillatte prosjektslutt": "Sluttdato", "project completion": "end"}),
    "deadline is the answer's": words(
        {"Søknadsfrist": "Forventet svar på søknad", "Application deadline": "Expected response to application"}
    ),
    "status says stopped": words({"Søk nå": "Stengt for søknader", "Active": "Closed for applications"}),
    "status says both": lambda html: re.sub(r'(<span class="status">)', r"\1Planlagt</span>\1", html),
    "status says withdrawn": words({"Søk nå": "Avlyst", "Active": "Cancelled"}),
    "months spelled wrong": dates(lambda day, clock: f"{day.day}. {MORE_MONTHS[day.month - 1][::-1]} {day.year}"),
    "numbers of weeks": dates(lambda day, clock: f"{day.isocalendar().year}-W{day.isocalendar().week:02d}"),
    "days without marks": dates(lambda day, clock: f"{day:%d %m %Y}"),
    "day and month alone": dates(lambda day, clock: f"{day:%d.%m}."),
    "a month earlier": dates(lambda day, clock: _month_before(day)),
    "a year earlier": dates(lambda day, clock: f"{day.day}. {MONTHS[day.month - 1]} {day.year - 1}"),
    "three days later": dates(lambda day, clock: _spelled(day + timedelta(days=3))),
    "wide figures": lambda html: re.sub(r"\d+(?=\.? [a-z]{3,9}\.? 20)", lambda one: one[0].translate(WIDE), html),
    "a span of days": dates(lambda day, clock: f"{_spelled(day)} – {_spelled(day + timedelta(days=7))}"),
    "soon": dates(lambda day, clock: "Snart"),
    "last year's round first": _old_round,
    "a related call's dates first": _with_a_related_call_first,
    "headings without texts": without(r"<p>[^<]{40,}</p>"),
    "paragraphs doubled": _doubled,
    "texts replaced by a link": lambda html: re.sub(r"<p>[^<]{60,}</p>", '<p><a href="/d.pdf">Les i pdf</a></p>', html),
    "consent in every section": lambda html: html.replace("</h2>", "</h2><p>Godta informasjonskapsler for å se.</p>"),
    "applicants by link": lambda html: re.sub(
        r"(<h2>(?:Hvem kan søke\?|Who is eligible to apply\?)</h2>)<p>.*?</p>", r"\1<p>Se retningslinjene.</p>", html
    ),
    "heading in a picture": lambda html: re.sub(r"<h1>(.*?)</h1>", r'<img alt="\1" src="/t.png">', html),
    "heading with a number": lambda html: re.sub(r"<h1>", "<h1>Utlysning 4711: ", html),
    "vowels lost": lambda html: re.sub(r"(?<=[a-z])[åø](?=[a-z])", "", html),
    "commas for points": lambda html: re.sub(r"(?<=[a-z])\. (?=[A-ZÆØÅ])", " ¶ ", html),
    "main part empty": lambda html: re.sub(r"(</h1>).*?(?=<script>)", r"\1</main>", html, flags=re.DOTALL),
}
SITE: Mapping[str, Edit] = {
    "millions are billions": lambda html: re.sub(r"\bmill(?:ioner|\.)", "milliarder", html),
    "units lost": lambda html: re.sub(r" ?mill(?:ioner|\.) kroner| ?millioner", "", html),
    "sums in words": lambda html: re.sub(r"\d+(?= mill)", "noen", html),
    "first figure lost": lambda html: re.sub(r"\b\d(\d+ (?:\d{3}|mill))", r"\1", html),
    "up to lost, and sums halved": lambda html: re.sub(
        r"(\d+)(?= mill)", lambda one: str(max(int(one[1]) // 2, 1)), html
    ),
    "sums are years": lambda html: re.sub(r"(\d+) mill(?:ioner|\.) kroner", "2026", html),
    "kroner are Swedish": words({"kroner": "SEK", "NOK": "SEK"}),
}
CHANGED: Mapping[str, Change] = {
    "one call's dates on all": _one_for_all(r"<(h[23])>(?:Viktige dato[er]+|Important dates)</\1>.*?<\1>.*?</\1>"),
    "one call's text on all": _one_for_all(r"<h2>(?:Formål|Purpose)</h2>.*?(?=<section>)"),
    "one call's heading on all": _one_for_all(r"<h1>.*?</h1>"),
    "headings turned": _titles_turned,
}
ROWS: Mapping[str, Change] = {
    "addresses in English": both(
        on_rows(each(lambda row: {**row, "url": row["url"].replace("/utlysninger/", "/en/calls/")})), without_page
    ),
    "status is a word": on_rows(each(lambda row: {**row, "status": (row["status"] or {}).get("text")})),
    "tags are one string": on_rows(each(lambda row: {**row, "tags": "Helse, Innovasjon"})),
    "years one on": on_rows(each(lambda row: {**row, "year": "2028" if row.get("year") else None})),
    "every group counts one more": on_rows(lambda rows: [*rows, dict(rows[0])] if rows else rows, declared=False),
    "all is one group": on_rows(lambda rows: rows[:1]),
    "three quarters of the list": both(on_rows(lambda rows: rows[: max(len(rows) * 3 // 4, 1)]), without_page),
    "key values of the next row": on_rows(
        lambda rows: [{**row, "metadata": rows[(at + 1) % len(rows)]["metadata"]} for at, row in enumerate(rows)]
    ),
    "a list page without cards": on_page_list(lambda html: re.sub(r'class="proposal"', 'class="item"', html)),
    "labels in another case": on_rows(
        lambda rows: json.loads(re.sub(r'"label": "(\w)', lambda one: f'"label": "{one[1].lower()}',
                                       json.dumps(rows, ensure_ascii=False)))
    ),
}  # fmt: skip
QUIET: Mapping[str, Edit] = {
    "figures without gaps": lambda html: re.sub(r"(\d{1,3}) (\d{3}) (\d{3})\b", r"\1\2\3", html),
    "dashes": lambda html: re.sub(r"(\d) ?- ?(\d)", r"\1–\2", html),
    "text in spans": lambda html: re.sub(r"<p>([^<]+)</p>", r"<p><span>\1</span></p>", html),
    "main is an article": lambda html: html.replace("<main>", "<main><article>").replace(
        "</main>", "</article></main>"
    ),
    "a notice of cookies first": lambda html: html.replace("<body>", '<body><div role="dialog">Kapsler</div>'),
    "a link to share": lambda html: html.replace("</header>", '<a href="#share">Del</a></header>'),
    "no links around": lambda html: html.replace("<nav>", "<nav hidden>"),
    "meta data": lambda html: html.replace("<head>", '<head><meta name="robots" content="index">'),
}
PARTS = (0.2, 0.45)
GRADUAL = (0.1, 0.25, 0.45, 0.8)
SLOW = (
    "deadline called handing in",
    "a month earlier",
    "headings without texts",
    "wide figures",
    "status says stopped",
    "deadline is the answer's",
    "applicants by link",
    "three days later",
)


def page_mutants() -> Iterator[tuple[str, Change]]:
    yield from ((f"third pages: {name}", on_pages(edit)) for name, edit in PAGES.items())
    yield from ((f"third site: {name}", on_site(edit)) for name, edit in SITE.items())
    yield from ((f"third whole pages: {name}", change) for name, change in CHANGED.items())
    yield from ((f"harmless third pages: {name}", on_pages(edit)) for name, edit in QUIET.items())


def part_mutants() -> Iterator[tuple[str, Change]]:
    for part in PARTS:
        yield from ((f"third, {part:.0%}: {name}", on_part(part, edit)) for name, edit in PAGES.items())


def list_mutants() -> Iterator[tuple[str, Change]]:
    yield from ((f"third list: {name}", change) for name, change in ROWS.items())


def slow_mutants() -> Iterator[tuple[str, tuple[Change, ...]]]:
    for name in SLOW:
        yield f"third, slowly: {name}", tuple(on_part(part, PAGES[name]) for part in GRADUAL)
