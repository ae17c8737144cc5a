"""Forskningsrådet's call pages: whole records, the traps that the site sets, and pages that are no call's."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from source_samples import FACTS, URL, card, flags, main, page, parsed, rendered, told

from bundle.render import MARKUPS, detail_page
from calls.model import Fact
from calls.words import clean
from sources.base import UnreadablePage
from sources.forskningsradet import SOURCE, visible_text

DATES = "<h2>Viktige datoer</h2>{}<h2>Viktige datoer</h2><h2>Formål</h2><p>Nytte.</p>"


@pytest.mark.parametrize("markup", MARKUPS)
def test_whole_record_in_every_markup(markup: str) -> None:
    reading = parsed(rendered(markup))
    url = reading.url

    def fact(name: str, text: str, label: str = "", note: str = "", quote: str = "", data: object = None) -> Fact:
        return Fact(name, text, label, note, url, quote, data)  # type: ignore[arg-type]

    contact = {"text": "hjemme@example.no", "email": "hjemme@example.no", "phone": None}
    purpose = "Midlene går til utprøving i hjemmet.\nNytten skal måles."
    first = "Midlene går til utprøving i hjemmet."
    themes, partners = "Aktuelle temaområder for denne utlysningen", "Krav til samarbeidspartnere"
    assert list(reading.facts) == [
        fact("title", "Digital hjemmeoppfølging i kommunene"),
        fact("summary", purpose, "Formål", quote=first),
        fact("status", "Søk nå"),
        fact("notice", "Oppdatering 20.8.2026: Malen for budsjett er rettet."),
        fact("opens", "12. aug. 2026", "Åpen for søknad"),
        fact("deadline", "23. sep. 2026", "Søknadsfrist", "midnatt 23. september"),
        fact("date", "14. okt. 2026", "Søknadsfrist for hovedutlysningen"),
        fact("date", "Medio desember 2026", "Forventet svar på søknaden."),
        fact("project_start_earliest", "1. feb. 2027", "Tidligste tillatte prosjektstart"),
        fact("update", "Ny mal for budsjett.", note="20. aug. 2026"),
        fact("section", purpose, "Formål", quote=first),
        fact("section", "Kommuner og fylkeskommuner.", "Hvem kan søke?"),
        fact("applicants", "Kommuner og fylkeskommuner.", "Hvem kan søke?"),
        fact("section", "Helse: 40 millioner kroner", themes),
        fact("theme", "Helse: 40 millioner kroner", themes),
        fact("section", "Minst én bedrift må delta.", partners),
        fact("partners", "Minst én bedrift må delta.", partners),
        fact("contact", "hjemme@example.no", "Kontakt", data=contact),
        fact("twin_url", "https://www.forskningsradet.no/en/call-for-proposals/2026/digital-home-follow-up/"),
    ]
    assert (reading.issues, reading.layout, reading.lang_hint) == ((), "L2", "nb")
    assert (reading.pages, reading.is_detail_read) == ((URL,), True)


def test_l0_lines() -> None:
    url = "https://www.forskningsradet.no/no/Utlysning/SAMISK/1254032643811?lang=no"
    facts = {
        "url": url,
        "layout": "L0",
        "badges": [""],
        "important_dates": [{"date": "10.04.2019 13:00 CEST", "label": "Søknadsfrist:"}],
        "key_facts": {"Søknadstyper": ["Forskerprosjekt"], "Antatt tilgjengelige midler": "20 millioner kroner"},
        "notices": ["23.01.2019: Satser for lønn er rettet."],
        "sections": [],
    }
    reading = parsed(rendered(**facts), url)
    assert reading.source_id == "no/Utlysning/SAMISK/1254032643811"
    assert (reading.layout, reading.issues) == ("L0", ())
    assert [(fact.name, fact.label, fact.text, fact.note) for fact in reading.facts] == [
        ("title", "", "Digital hjemmeoppfølging i kommunene", ""),
        ("deadline", "Søknadsfrist:", "10.04.2019 13:00 CEST", ""),
        ("budget", "Antatt tilgjengelige midler:", "20 millioner kroner", ""),
        ("application_type", "", "Forskerprosjekt", ""),
        ("notice", "", "23.01.2019: Satser for lønn er rettet.", "23.01.2019"),
        ("twin_url", "", FACTS["twin_url"], ""),
    ]


ROWS = {
    "label first in two cells": "<table><tr><td>Søknadsfrist</td><td>23. sep. 2026</td></tr></table>",
    "label first in a line": "<p>Søknadsfrist: 23. sep. 2026</p>",
    "date first in a line": "<p>23. sep. 2026 Søknadsfrist</p>",
    "date in pieces": "<div><em>23.</em> <em>sep. 2026</em></div><div>Søknadsfrist</div>",
    "column names read aloud": "<li><i>Dato:</i><span>23. sep. 2026</span><i>Hva:</i><b>Søknadsfrist</b></li>",
    "own elements": "<x-row><x-date>23. sep. 2026</x-date><x-label>Søknadsfrist</x-label></x-row>",
    "broken line": "<p><b>23. sep. 2026</b><br>Søknadsfrist</p>",
    "comments between words": "<p>23. sep.<!-- --> 2026</p><p>Søknads<wbr>frist</p>",
    "hidden double": "<p>23. sep. 2026</p><p hidden>Skissefrist</p><p style='display: none'>x</p><p>Søknadsfrist</p>",
    "twice": "<p>23. sep. 2026</p><p>Søknadsfrist</p><h2>Viktige datoer</h2><p>23. sep. 2026</p><p>Søknadsfrist</p>",
}


@pytest.mark.parametrize("rows", ROWS.values(), ids=ROWS)
def test_date_rows_by_meaning(rows: str) -> None:
    reading = parsed(main(DATES.format(rows)))
    assert told(reading, "deadline", "date", "opens") == [("deadline", "Søknadsfrist", "23. sep. 2026")]
    assert reading.issues == ()


def test_unknown_labels_are_reported_and_never_ours() -> None:
    rows = (
        "<li>1. sep. 2026 <b>Søknadsfrist for trinn 2</b></li><li>2. sep. 2026 <b>Kaffe</b></li><li>3. sep. 2026</li>"
    )
    reading = parsed(main(DATES.format(f"<ul>{rows}</ul>")))
    assert told(reading, "deadline", "date") == [
        ("date", "Søknadsfrist for trinn 2", "1. sep. 2026"),
        ("date", "Kaffe", "2. sep. 2026"),
    ]
    assert [(issue.kind, issue.text, issue.severity) for issue in reading.issues] == [
        ("unknown_label", "Søknadsfrist for trinn 2", "warning"),
        ("unknown_label", "Kaffe", "info"),
        ("unknown_label", "3. sep. 2026", "warning"),
        ("missing_field", "", "warning"),
    ]


def test_a_webinar_label_may_have_a_tail_and_a_row_two_meanings() -> None:
    rows = (
        "<li><b>1. sep. 2026</b><i>Søkerwebinar: Slik søker du</i></li>"
        "<li><b>2. sep. 2026</b><i>Forventet svar på søknaden og tidligste tillatte prosjektstart</i></li>"
        "<li><b>3. sep. 2026</b><i>Skissefrist</i></li>"
    )
    reading = parsed(main(DATES.format(f"<ul>{rows}</ul>")))
    both = "Forventet svar på søknaden og tidligste tillatte prosjektstart"
    assert told(reading, "date", "project_start_earliest", "deadline") == [
        ("date", "Søkerwebinar: Slik søker du", "1. sep. 2026"),
        ("date", both, "2. sep. 2026"),
        ("project_start_earliest", both, "2. sep. 2026"),
        ("deadline", "Skissefrist", "3. sep. 2026"),
    ]
    assert reading.issues == ()


def test_a_description_that_is_a_date_belongs_to_the_row_before() -> None:
    rows = "<p>6. apr. 2027</p><p>Skissefrist</p><p>6. april 2027, 23:59</p><p>1. mai 2027</p><p>Åpen for søknad</p>"
    reading = parsed(main(DATES.format(rows)))
    assert [(fact.name, fact.text, fact.note) for fact in reading.facts if fact.name in ("deadline", "opens")] == [
        ("deadline", "6. apr. 2027", "6. april 2027, 23:59"),
        ("opens", "1. mai 2027", ""),
    ]


PROSE = {
    "Forprosjektmidler kan søkes til og med 2. mai 2022.": "Forprosjektmidler kan søkes til og med 2. mai 2022.",
    "Det er ingen fast søknadsfrist, men løpende mottak.": "Det er ingen fast søknadsfrist, men løpende mottak.",
    "Nytten skal måles. The outline deadline is 18 March 2026.": "The outline deadline is 18 March 2026.",
    "Prosjektet varer til 1. mai 2028.": "",
}


@pytest.mark.parametrize("text", PROSE)
def test_deadlines_in_prose_are_shown_and_not_used(text: str) -> None:
    reading = parsed(main(f"<h2>Formål</h2><p>{text}</p><h2>Om utlysningen</h2><p>Les malen.</p>"))
    assert told(reading, "deadline") == []
    assert flags(reading) == [("missing_field", PROSE[text])]


def test_a_label_in_running_text_is_not_a_field() -> None:
    body = "<h2>Formål</h2><p><strong>Søknadsfrist</strong> for hovedutlysningen er 15. sep. 2026.</p>"
    reading = parsed(main(f"{body}<h2>Om utlysningen</h2>"))
    assert told(reading, "deadline") == []


MOVES = {
    ("Fristen er flyttet til 30. september 2026.",): ["Fristen er flyttet til 30. september 2026."],
    ("Fristen er flyttet til 23. september 2026.",): [],
    ("Fristen for hovedutlysningen er flyttet til 30. september 2026.",): [],
    (
        "20 March: deadline changed from 6 May to 20 September 2026.",
        "19 May: deadline changed from 20 September to 23 September 2026.",
    ): [],
    (
        "20 March: deadline changed from 6 May to 23 September 2026.",
        "19 May: deadline changed from 23 September to 25 September 2026.",
    ): ["19 May: deadline changed from 23 September to 25 September 2026."],
}


@pytest.mark.parametrize("notices", MOVES)
def test_a_moved_deadline_that_the_row_does_not_show(notices: tuple[str, ...]) -> None:
    reading = parsed(rendered(notices=list(notices)))
    assert [issue.text for issue in reading.issues if issue.kind == "contradiction"] == MOVES[notices]
    assert told(reading, "deadline") == [("deadline", "Søknadsfrist", "23. sep. 2026")]


def test_status_words_that_are_links_or_prose_are_no_badges() -> None:
    body = "<a href='https://example.no/min-side'>Søk nå</a><p>Søk nå!</p><button>Planlagt</button>" + DATES.format(
        "<p>23. sep. 2026</p><p>Søknadsfrist</p>"
    )
    assert told(parsed(main(body)), "status") == []


def test_badges_keep_their_order_and_an_unknown_one_is_kept() -> None:
    body = "<span class='status'>Gjennomført</span><a href='#results'>Se Resultat</a><p class='status'>Utsatt</p>"
    body += DATES.format("<p>23. sep. 2026</p><p>Søknadsfrist</p>")
    reading = parsed(main(body))
    assert told(reading, "status") == [
        ("status", "", "Gjennomført"),
        ("status", "", "Se Resultat"),
        ("status", "", "Utsatt"),
    ]


def test_boxes_about_other_calls_are_left_out() -> None:
    teaser = "<a href='/utlysninger/2027/annen/'>Annen</a><p>Søknadsfrist</p><p>1. okt. 2031</p>"
    body = DATES.format("<p>23. sep. 2026</p><p>Søknadsfrist</p>")
    for box in (f"<aside>{teaser}</aside>", f"<section><h2>Se også</h2>{teaser}</section>", f"<div>{teaser}</div>"):
        reading = parsed(main(body + box))
        assert told(reading, "deadline") == [("deadline", "Søknadsfrist", "23. sep. 2026")], box


TITLES = {
    "<h1>Annet</h1><h1>Digital hjemmeoppfølging i kommunene</h1>": ("Digital hjemmeoppfølging i kommunene", None),
    "<h1>Annet</h1><h1>Noe</h1>": ("Annet", "contradiction"),
    "<p>Digital hjemmeoppfølging i kommunene</p>": ("Digital hjemmeoppfølging i kommunene", None),
    "<p>Hei</p>": ("Fra hodet", "missing_field"),
}


@pytest.mark.parametrize("head", TITLES)
def test_title(head: str) -> None:
    rows = DATES.format("<p>23. sep. 2026</p><p>Søknadsfrist</p>")
    reading = parsed(f"<html><head><title>Fra hodet - Forskningsrådet</title></head><body>{head}{rows}</body></html>")
    title, kind = TITLES[head]
    assert reading.all("title")[0].text == title
    assert [issue.kind for issue in reading.issues] == ([kind] if kind else [])


def test_alias_hosts_tabs_and_slashes_are_one_call() -> None:
    final = "https://sch-fors02mstr2we64iprod.dxcloud.episerver.net/utlysninger/2026/digital-hjemmeoppfolging?tab=1"
    assert SOURCE.parse(card(), page(rendered(), final_url=final)).source_id == "2026/digital-hjemmeoppfolging"


def test_print_time_and_date_spelling_do_not_change_what_is_read() -> None:
    first = detail_page(FACTS, markup="list", printed_at="2. oktober 2023, 16:13 CEST")
    second = detail_page(FACTS, markup="list", printed_at="27. desember 2025, 05.02 CET", size=120_000)
    assert first != second
    assert len(second.encode()) >= 120_000
    assert parsed(first) == parsed(second)


@given(st.lists(st.sampled_from(("<ul>", "<li>", "<div>", "</div>", "<h2>", "<dt>", "<table><tr><td>", "Søknadsfrist",
    "Viktige datoer", "1. mai 2027", "<span>", "</span>", "Status", ":", "<br>", "<!--", "-->", "\0", "&shy;", "Formål",
    "<dd>", "<script>", "Hvem kan søke?", "<a href='//['>", "<h1>", "Innvilgede søknader", "67"))))  # fmt: skip
def test_every_page_gives_a_reading_with_quotes_that_stand_there_or_is_refused(pieces: list[str]) -> None:
    body = main("".join(pieces))
    try:
        reading = parsed(body)
    except UnreadablePage:
        return
    shown = visible_text(body)
    for fact in reading.facts:
        assert clean(fact.quote or fact.text) in shown
