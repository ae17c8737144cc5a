"""Key facts, updates and boxes of Forskningsrådet's pages in the shapes that are easy to read wrongly."""

from __future__ import annotations

import pytest
from source_samples import flags, main, parsed, rendered, told

from bundle.render import MARKUPS

L3 = {
    "lang": "en",
    "layout": "L3",
    "badges": ["Planned"],
    "lead": "Support for better care at home.",
    "notices": ["This call is planned to be published in our new application system."],
    "updates": [],
    "important_dates": [{"date": "10 Jun 2027", "label": "Application deadline"}],
    "key_facts": {
        "Financial scheme": "Research for increased knowledge",
        "Application deadline": "10 June 2027, 13:00 CEST",
        "Who is the call for proposal aimed at": "Public sector, Industry",
        "Who is eligible to apply": "Public sector",
        "Portfolio": "Health",
        "Status": "Planned",
        "Funding scale": "NOK 8 000 000-16 000 000",
        "Amount of funding presumed available for this call for proposals": "NOK 90 000 000",
        "Project duration": "24-48 months",
        "Earliest permitted project start": "1 Mar 2028",
        "Collaborating partners": "Yes",
    },
    "sections": [{"heading": "Purpose", "paragraphs": ["Care at home."]}],
    "contact": "",
    "twin_url": "",
}


@pytest.mark.parametrize("markup", MARKUPS)
def test_key_facts_in_every_markup(markup: str) -> None:
    reading = parsed(rendered(markup, **L3))
    assert told(reading, *{fact.name for fact in reading.facts}) == [
        ("title", "", "Digital hjemmeoppfølging i kommunene"),
        ("summary", "", "Support for better care at home."),
        ("status", "", "Planned"),
        ("notice", "", "This call is planned to be published in our new application system."),
        ("deadline", "Application deadline", "10 Jun 2027"),
        ("scheme", "Financial scheme", "Research for increased knowledge"),
        ("deadline", "Application deadline", "10 June 2027, 13:00 CEST"),
        ("target_groups", "Who is the call for proposal aimed at", "Public sector, Industry"),
        ("applicants", "Who is eligible to apply", "Public sector"),
        ("portfolio", "Portfolio", "Health"),
        ("status", "Status", "Planned"),
        ("award", "Funding scale", "NOK 8 000 000-16 000 000"),
        (
            "budget",
            "Amount of funding presumed available for this call for proposals",
            "NOK 90 000 000",
        ),
        ("duration", "Project duration", "24-48 months"),
        ("project_start_earliest", "Earliest permitted project start", "1 Mar 2028"),
        ("partners", "Collaborating partners", "Yes"),
        ("section", "Purpose", "Care at home."),
    ]
    assert (reading.issues, reading.layout, reading.lang_hint) == ((), "L3", "en")


FORM = "<h2>Formål</h2><p>Nytte.</p>"
ALL = (
    "deadline",
    "opens",
    "award",
    "budget",
    "status",
    "portfolio",
    "scheme",
    "target_groups",
    "project_start_earliest",
)
SINGLE = [("deadline", "Søknadsfrist", "10. juni 2027")]

SHAPES: dict[str, tuple[str, list[tuple[str, str, str]]]] = {
    "date rows without their heading": (
        "<p>1. mai 2027</p><p>Åpen for søknad</p><p>10. juni 2027</p><p>Søknadsfrist</p><p>1. jan. 2028</p>",
        [("opens", "Åpen for søknad", "1. mai 2027"), *SINGLE],
    ),
    "several values": (
        "<dl><dt>Portefølje</dt><dd>Helse</dd><dd>Hav</dd><dt>Målgruppe</dt><dd><ul><li>Stat</li><li>By</li></ul></dd></dl>",
        [("portfolio", "Portefølje", "Helse, Hav"), ("target_groups", "Målgruppe", "Stat, By")],
    ),
    "two deadlines under one label": (
        "<dl><dt>Søknadsfrist</dt><dd>1. feb. 2027</dd><dd>1. sep. 2027</dd></dl>",
        [("deadline", "Søknadsfrist", "1. feb. 2027"), ("deadline", "Søknadsfrist", "1. sep. 2027")],
    ),
    "a label without a value": (
        "<div>Status:</div><div></div><div>Støttegrenser:</div><div>NOK 1 000 000</div>",
        [("award", "Støttegrenser:", "NOK 1 000 000")],
    ),
    "label and value on broken lines": ("<p>Søknadsfrist<br>10. juni 2027<br>Les mer</p>", SINGLE),
    "label and value in one text": (
        "<p>Søknadsfrist: 10. juni 2027</p>",
        [("deadline", "Søknadsfrist", "10. juni 2027")],
    ),
    "label and value without colon": ("<p>Søknadsfrist 10. juni 2027</p>", SINGLE),
    "words for a date": ("<div>Søknadsfrist</div><div>Løpende</div>", [("deadline", "Søknadsfrist", "Løpende")]),
    "a sentence for a date": (
        "<dl><dt>Søknadsfrist</dt><dd>Fristen er 10. juni 2027 kl. 12.</dd></dl>",
        [("deadline", "Søknadsfrist", "Fristen er 10. juni 2027 kl. 12.")],
    ),
    "labels that are links": ("<ul><li><a href='#'>Søknadsfrist</a></li><li>10. juni 2027</li></ul>", []),
    "a status as long as a sentence": (
        "<dl><dt>Status</dt><dd>Vi arbeider med å vurdere alle søknadene som kom</dd></dl>",
        [],
    ),
    "labels side by side": (
        "<table><tr><th>Søknadsfrist</th><th>Beløp</th></tr><tr><td>1. mai 2027</td><td>NOK 1</td></tr></table>",
        [],
    ),
    "a download beneath a label": ("<p>Støttegrenser</p><p><a href='/x'>Les mer</a></p>", []),
}


@pytest.mark.parametrize(("body", "expected"), SHAPES.values(), ids=SHAPES)
def test_shapes(body: str, expected: list[tuple[str, str, str]]) -> None:
    assert told(parsed(main(f"{body}{FORM}<h2>Om utlysningen</h2><p>Les.</p>")), *ALL) == expected


def test_what_stands_with_a_date_is_its_note() -> None:
    value = "<dd><div>10. juni 2027</div><div>kl. 12.00</div></dd>"
    body = f"<dl><dt>Søknadsfrist</dt>{value}<dt>Beløp</dt><dd>NOK 1</dd></dl>"
    fact = parsed(main(body + FORM)).all("deadline")[0]
    assert (fact.text, fact.note) == ("10. juni 2027", "kl. 12.00")


def test_a_deadline_that_is_no_date_is_reported() -> None:
    facts = "<dt>Beløp</dt><dd>NOK 1</dd><dt>Portefølje</dt><dd>Hav</dd>"
    reading = parsed(main(f"<dl><dt>Søknadsfrist</dt><dd>Se hovedutlysningen</dd>{facts}</dl>{FORM}"))
    assert told(reading, "deadline") == []
    assert flags(reading) == [("unknown_word", "Se hovedutlysningen"), ("missing_field", "")]


def test_an_unknown_label_among_key_facts_is_reported() -> None:
    facts = "<dt>Søknadsfrist</dt><dd>1. mai 2027</dd><dt>Beløp</dt><dd>NOK 1</dd>"
    assert flags(parsed(main(f"<dl>{facts}<dt>Stjernetegn</dt><dd>Væren</dd></dl>{FORM}"))) == [
        ("unknown_label", "Stjernetegn")
    ]


def test_updates() -> None:
    items = (
        "<li><p>19. jun. 2024</p><p>Ny mal.</p><p>Tre avsnitt.</p></li><li>20. jun. 2024: Ny lenke.</li>"
        "<li><b>21. jun. 2024</b> Nytt beløp.</li><li>Uten dato.</li>"
    )
    reading = parsed(main(f"<h2>Siste oppdateringer</h2><ul>{items}</ul>{FORM}"))
    assert [(fact.note, fact.text) for fact in reading.all("update")] == [
        ("19. jun. 2024", "Ny mal.\nTre avsnitt."),
        ("20. jun. 2024", "Ny lenke."),
        ("21. jun. 2024", "Nytt beløp."),
        ("", "Uten dato."),
    ]


def test_themes_with_headings_of_their_own() -> None:
    themes = "<h2>Aktuelle temaområder for denne utlysningen</h2><h3>Helse</h3><p>95 millioner kroner</p>"
    reading = parsed(main(f"{themes}<h2>Om utlysningen</h2><p>Les.</p>"))
    assert [(fact.text, fact.note) for fact in reading.all("theme")] == [("Helse", "95 millioner kroner")]


def test_notices_and_lead() -> None:
    dates = "<h2>Viktige datoer</h2><p>1. mai 2027</p><p>Søknadsfrist</p><h2>Formål</h2><p>Nytte.</p>"
    body = "<p>15.8.2024: Ny mal.</p><div class='alert'>Hei.</div><p>Temaer.</p><p>Beløpet er økt.</p><p>For alle.</p>"
    reading = parsed(main(body + dates))
    assert [fact.text for fact in reading.all("notice")] == ["15.8.2024: Ny mal.", "Hei.", "Temaer.", "Beløpet er økt."]
    assert [fact.text for fact in reading.all("summary")] == ["For alle."]


BANNERS = (
    "<div><h2>Viktig informasjon</h2><p>Søknadsfrist</p><p>1. mai 2031</p></div>",
    "<p>Viktig informasjon</p><p>Stengt 3. oktober.</p>",
    "<p>Spør KI-samtaleroboten vår</p><p>Chatvindu åpnes</p><p>Vakttelefon for søknadsfrist 16. september 2027</p>",
    "<p>Meldinger ved utskriftstidspunkt 2. oktober 2023, 16:13 CEST</p>",
)


@pytest.mark.parametrize("banner", BANNERS)
def test_banners_are_no_part_of_the_call(banner: str) -> None:
    dates = "<h2>Viktige datoer</h2><p>1. mai 2027</p><p>Søknadsfrist</p><h2>Formål</h2><p>Nytte.</p>"
    assert parsed(main(banner + dates)) == parsed(main(dates))


def test_dates_and_title_outside_the_main_element() -> None:
    dates = "<h2>Viktige datoer</h2><p>1. mai 2027</p><p>Søknadsfrist</p><h2>Viktige datoer</h2>"
    body = f"<body><h1>Tittel</h1><main>{FORM}</main><aside>{dates}</aside></body>"
    assert told(parsed(body), "title", "deadline") == [
        ("title", "", "Tittel"),
        ("deadline", "Søknadsfrist", "1. mai 2027"),
    ]
    body = f"<body><main><h1>Tittel</h1>{FORM}</main><aside>{dates}</aside></body>"
    assert told(parsed(body), "deadline") == [("deadline", "Søknadsfrist", "1. mai 2027")]


def test_twin_by_a_language_switch() -> None:
    link = "<nav><a href='https://example.no/'>English</a><a href='/en/call-for-proposals/2026/x'>English</a></nav>"
    reading = parsed(main(f"{link}<dl><dt>Beløp</dt><dd>NOK 1</dd><dt>Portefølje</dt><dd>Hav</dd></dl>{FORM}"))
    assert told(reading, "twin_url") == [
        ("twin_url", "", "https://www.forskningsradet.no/en/call-for-proposals/2026/x/"),
    ]
