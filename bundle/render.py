"""Pages in the structure of Forskningsrådet's site, made from facts: for the bundled nights and for tests.

The structure and the noise around it follow what is known of the site; nothing here is taken from its pages.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

from bundle.listing import listing_html, listing_json
from bundle.markups import DATE_ROWS, KEY_FACTS, MARKUPS, noisy_label

__all__ = ["MARKUPS", "detail_page", "listing_html", "listing_json"]


_WORDS: Mapping[str, Mapping[str, str]] = {
    "nb": {
        "dates": "Viktige datoer",
        "updates": "Siste oppdateringer",
        "results": "Om søknadsresultatene",
        "chat": "Spør KI-samtaleroboten vår",
        "banner": "Viktig informasjon",
        "banner_text": "Søknadsportalen er stengt for vedlikehold lørdag 3. oktober 2026. Nedetiden er fire timer.",
        "printed": "Meldinger ved utskriftstidspunkt",
        "unprinted": "Det ble ikke vist noen globale meldinger da dokumentet ble skrevet ut.",
        "back": "Tilbake til utlysninger",
        "related": "Relaterte utlysninger",
        "contact": "Kontakt",
        "download": "Last ned utlysningen",
        "skip": "Gå direkte til innhold",
        "choose": "Velg",
    },
    "en": {
        "dates": "Important dates",
        "updates": "Last updates",
        "results": "About the results of the application assessment process",
        "chat": "Ask our AI-chatbot",
        "banner": "Important information",
        "banner_text": "The application portal is closed for maintenance on 3 October 2026. It lasts four hours.",
        "printed": "Messages at time of print",
        "unprinted": "No global messages displayed at time of print.",
        "back": "Back to calls for proposals",
        "related": "Related calls",
        "contact": "Contact",
        "download": "Download the call",
        "skip": "Skip to content",
        "choose": "Choose",
    },
}
_NN = {
    "dates": "Viktige datoar",
    "updates": "Siste oppdateringar",
    "results": "Om søknadsresultata",
    "back": "Tilbake til utlysingar",
    "related": "Relaterte utlysingar",
    "download": "Last ned utlysinga",
    "choose": "Vel",
}

_HEADINGS = frozenset(
    """Formål|Føremål|Purpose|Om utlysningen|Om utlysinga|About the call for proposals|Hvem kan søke?|Kven kan søkje?
Who is eligible to apply?|Hvem kan delta i prosjektet?|Kven kan delta i prosjektet?|Who can participate in the project?
Krav til prosjektansvarlig|Krav til samarbeidspartnere|Requirements relating to the Project Owner
Hva kan du søke om støtte til?|Aktuelle temaområder for denne utlysningen|Hva kjennetegner et Pilot Helse-prosjekt?
Om nasjonale forskerskoler|Krav og retningslinjer for søknadstypen|Overordnete rammer for utlysningen""".replace(
        "\n", "|"
    ).split("|")
)


def detail_page(facts: Mapping[str, Any], *, markup: str, printed_at: str, size: int = 0) -> str:
    """One call's page.

    facts: url, title, lang (nb, nn, en), layout (L0-L3, or anything else for an article), badges, important_dates
    ({date, label, note?}), key_facts ({label: value}), notices, updates ({date, text}), results ({label: value}),
    sections ({heading, paragraphs}) or else text; and if wanted lead, result_header, result_rows, twin_url, contact.
    markup: one of MARKUPS, for date rows and key facts. printed_at: the stamp of the print block, as the site spells
    it. size: least length in bytes. KeyError for an unknown markup or a missing fact.
    """
    words = _words(facts["lang"])
    body = _body(facts, markup, words)
    page = _frame(facts, markup, words, body, printed_at, "")
    missing = size - len(page.encode())
    return _frame(facts, markup, words, body, printed_at, _padding(missing)) if missing > 0 else page


def _words(lang: str) -> Mapping[str, str]:
    return {**_WORDS["nb"], **_NN} if lang == "nn" else _WORDS["en" if lang == "en" else "nb"]


def _body(facts: Mapping[str, Any], markup: str, words: Mapping[str, str]) -> str:
    layout = facts["layout"]
    title = f"<h1>{escape(facts['title'])}</h1>"
    if layout == "L0":
        return _old_body(facts, title, words)
    badges = "".join(f'<span class="status">{escape(badge)}</span>' for badge in facts["badges"])
    badges = f"<div>{badges}</div>" if badges else ""
    notices = "".join(f'<p class="notice">{escape(notice)}</p>' for notice in facts["notices"])
    lead = f"<p>{escape(facts['lead'])}</p>" if facts.get("lead") else ""
    dates = _dates(facts, markup, words)
    keys = _keys(facts, markup)
    sections = _sections(facts)
    end = "".join((_updates(facts, words), *sections, _results(facts, words), _contact(facts, words)))
    if layout == "L1":
        first = "".join(sections[:1])
        rest = "".join((*sections[1:], _results(facts, words), _contact(facts, words)))
        return f"{title}{badges}{notices}{lead}{first}{dates}{_updates(facts, words)}{rest}"
    if layout == "L3":
        back = f'<a href="/utlysninger/">{words["back"]}</a>'
        return f"{back}{badges}{title}{lead}{keys}{notices}{dates}{end}"
    download = f'<p><a href="#">{words["download"]}</a></p><p><a href="/siteassets/mal.docx">Mal.docx</a></p>'
    return f"{badges}{title}{download}{lead}{keys}{notices}{dates}{end}"


def _old_body(facts: Mapping[str, Any], title: str, words: Mapping[str, str]) -> str:
    """The layout in use to April 2019: lines of label and value, each label with a colon."""
    keys = dict(facts["key_facts"])
    types = keys.pop("Søknadstyper", [])
    choices = "".join(f'<li>{escape(name)} <a href="#">{words["choose"]}</a></li>' for name in types)
    lines = [(row["label"], row["date"]) for row in facts["important_dates"]]
    messages = "".join(f"<p>{escape(notice)}</p>" for notice in facts["notices"])
    status = "".join(facts["badges"])
    after = [("Status:", status), *((f"{label}:", value) for label, value in keys.items() if value)]
    sections = "".join(_sections(facts))
    heading = "Føringer og viktige forhold for alle søknadstyper i utlysningen:"
    rest = sections if heading in sections else f"<div>{heading}</div>{sections}"
    return (
        f'<a href="#content">{words["skip"]}</a>{title}<ul>{choices}</ul>{_old_lines(lines)}'
        f"<div>Meldinger:</div><div>{messages}</div>{_old_lines(after)}{rest}"
    )


def _old_lines(pairs: Iterable[tuple[str, str]]) -> str:
    return "".join(f"<div><b>{escape(label)}</b></div><div>{escape(value)}</div>" for label, value in pairs)


def _dates(facts: Mapping[str, Any], markup: str, words: Mapping[str, str]) -> str:
    rows = [(row["date"], row["label"], row.get("note") or "") for row in facts["important_dates"]]
    return DATE_ROWS[markup](rows, words["dates"]) if rows else ""


def _keys(facts: Mapping[str, Any], markup: str) -> str:
    pairs = [(label, value) for label, value in facts["key_facts"].items() if value]
    return KEY_FACTS[markup](pairs) if pairs else ""


def _sections(facts: Mapping[str, Any]) -> list[str]:
    sections = facts.get("sections") or _from_text(facts)
    return [
        f"<h2>{escape(section['heading'])}</h2>" + "".join(f"<p>{escape(line)}</p>" for line in section["paragraphs"])
        for section in sections
    ]


def _from_text(facts: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Sections of the record's text: from each known heading to the next one or to the dates."""
    known = {row[name] for row in facts["important_dates"] for name in ("date", "label")}
    known |= set(facts["results"]) | set(facts["results"].values()) | {item["text"] for item in facts["updates"]}
    stops = {words[name] for words in _WORDS.values() for name in ("dates", "updates", "results")}
    sections: list[dict[str, Any]] = []
    is_open = False
    for line in facts.get("text", "").split("\n"):
        if line in _HEADINGS:
            sections.append({"heading": line, "paragraphs": []})
            is_open = True
        elif line in stops:
            is_open = False
        elif is_open and line.strip() and line not in known:
            sections[-1]["paragraphs"].append(line)
    return sections


def _updates(facts: Mapping[str, Any], words: Mapping[str, str]) -> str:
    lines = [(escape(item["date"]), escape(item["text"])) for item in facts["updates"]]
    items = "".join(f"<li>{f'<strong>{date}</strong> ' if date else ''}{text}</li>" for date, text in lines)
    return f"<h2>{words['updates']}</h2><ul>{items}</ul>" if items else ""


def _results(facts: Mapping[str, Any], words: Mapping[str, str]) -> str:
    pairs = list(facts["results"].items())
    items = "".join(
        f"<dt>{noisy_label(label, n)}</dt><dd>{escape(value)}</dd>" for n, (label, value) in enumerate(pairs)
    )
    return f'<div id="results"><h2>{words["results"]}</h2><dl>{items}</dl></div>' if pairs else ""


def _contact(facts: Mapping[str, Any], words: Mapping[str, str]) -> str:
    contact = facts.get("contact")
    if not contact:
        return ""
    link = f'<a href="mailto:{escape(contact)}">{escape(contact)}</a>' if "@" in contact else escape(contact)
    return f"<h2>{words['contact']}</h2><p>{link}</p>"


def _frame(
    facts: Mapping[str, Any], markup: str, words: Mapping[str, str], body: str, printed_at: str, padding: str
) -> str:
    title, url = escape(facts["title"]), escape(facts["url"])
    lang = facts["lang"]
    twin = facts.get("twin_url")
    other = "nb" if lang == "en" else "en"
    alternate = f'<link rel="alternate" hreflang="{other}" href="{escape(twin)}">' if twin else ""
    has_main = markup not in ("flat", "glued")
    opening, closing = ("<main>", "</main>") if has_main else ('<div id="root">', "</div>")
    related = (
        f'<section><h2>{words["related"]}</h2><div><a href="/utlysninger/2031/en-helt-annen-utlysning/">'
        "En helt annen utlysning</a><div>Søknadsfrist</div><div>1. okt. 2031</div><div>Søk nå</div></div></section>"
    )
    return (
        f'<!DOCTYPE html><html lang="{lang}"><head><meta charset="utf-8"><title>{title} - Forskningsrådet</title>'
        f'<link rel="canonical" href="{url}">{alternate}<style>.dates__date{{font-weight:600}}</style></head><body>'
        '<header><nav><ul><li><a href="/utlysninger/">Utlysninger</a></li><li><a href="/sok/">Søk nå</a></li></ul>'
        f'</nav><div class="alert"><strong>{words["banner"]}</strong><p>{words["banner_text"]}</p></div></header>'
        f"<div>{words['chat']}</div>{opening}{body}{related}"
        f"<div><p>{words['printed']} {escape(printed_at)}</p><p>{words['unprinted']}</p></div>{closing}"
        f"{_script(facts)}{padding}"
        '<div role="dialog">Vi bruker informasjonskapsler. Status: Aktiv</div>'
        '<footer><ul><li><a href="/a/">Søknadsfrist</a></li><li>1. des. 2031</li>'
        '<li><a href="/b/">Viktige datoer</a></li></ul></footer></body></html>'
    )


def _script(facts: Mapping[str, Any]) -> str:
    """The component data that the page hands to its script; with the table of results where there is one."""
    content: dict[str, Any] = {"guid": "text", "content": {}}
    sections = [content]
    if facts.get("result_rows"):
        header = facts.get("result_header") or [
            "Prosjektnr.", "Organisasjon", "Prosjekttittel", "Tema", "Søkt beløp", "Publisert",
        ]  # fmt: skip
        rows = [[_cell(value) for value in row] for row in facts["result_rows"]]
        table = {"title": "Innvilgede søknader", "table": {"header": header, "rows": rows}}
        sections.append({"guid": "results", "content": {"tables": [table]}})
    props = json.dumps({"sections": sections}, ensure_ascii=False).replace("</", "<\\/")
    return (
        "<script>window.__REACT_COMPONENTS__ = window.__REACT_COMPONENTS__ || [];"
        f'window.__REACT_COMPONENTS__.push({{name: "ProposalPage", props: {props}}});</script>'
    )


def _cell(value: Any) -> dict[str, Any]:
    """A cell as the site writes it. A cell may be given as {value, displayValue} or as its value alone."""
    return dict(value) if isinstance(value, Mapping) else {"value": str(value)}


def _padding(missing: int) -> str:
    """Menu markup and script state of about `missing` bytes, as the real pages carry."""
    item = '<li class="mega-menu__item"><a class="mega-menu__link" href="/tema/%05d/">Tema %05d</a></li>'
    count = max(missing // 4 // len(item % (0, 0)), 0)
    menu = f"<nav><ul>{''.join(item % (n, n) for n in range(count))}</ul></nav>"
    entry = '{"k":%05d,"v":"abcdefghijklmnopqrstuvwxyz"},'
    entries = max(missing - len(menu), 0) // len(entry % 0) + 1
    return f"{menu}<script>window.__STATE__ = [{''.join(entry % n for n in range(entries))}0];</script>"
