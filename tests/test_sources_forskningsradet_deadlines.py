"""Deadlines in words, generic labels, and lists where a date could be given to the wrong label."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from source_samples import flags, main, parsed, rendered, told

from bundle.render import MARKUPS
from sources.forskningsradet.values import has_deadline, is_deadline

VALUES = (
    "Løpende",
    "Løpande",
    "Open-ended",
    "Utlysinga gjeld så lenge det er midlar igjen",
    "Garantifrist 1. september 2026. Det er mulig å søke senere.",
    "01. februar 2019 (utløpt)",
    "Søknadsfrist er 1. november 2022 kl. 16.00.",
    "torsdag 2. september kl. 16.00",
    "1. november 2026",
)
OWN = ("Søknadsfrist", "Frist", "Deadline", "Application deadline")
FOREIGN = (
    "Søknadsfrist hovedprosjekter",
    "Deadline for applications for the main call",
    "Søknadsfrist for Innovasjonsprosjekt i offentlig sektor",
    "Frist for rapportering",
)
DATES = "<h2>Viktige datoer</h2>{}<h2>Viktige datoer</h2><h2>Formål</h2><p>Nytte.</p>"
FORM = "<h2>Formål</h2><p>Nytte.</p><h2>Om utlysningen</h2><p>Les.</p>"
BARE = {"layout": "L3", "notices": [], "updates": [], "important_dates": []}


@pytest.mark.parametrize("markup", MARKUPS)
@pytest.mark.parametrize("label", OWN)
def test_a_key_fact_in_words(markup: str, label: str) -> None:
    for value in VALUES:
        for facts in ({label: value, "Portefølje": "Helse"}, {"Portefølje": "Helse", label: value}, {label: value}):
            reading = parsed(rendered(markup, **{**BARE, "key_facts": facts}))
            assert told(reading, "deadline") == [("deadline", label, value)], (facts, reading.issues)
            assert reading.issues == ()


@pytest.mark.parametrize("markup", MARKUPS)
@pytest.mark.parametrize("label", OWN)
def test_a_date_row_in_words(markup: str, label: str) -> None:
    before = {"date": "1. aug. 2026", "label": "Åpen for søknad"}
    after = {"date": "1. feb. 2027", "label": "Tidligste tillatte prosjektstart"}
    for value in VALUES:
        row = {"date": value, "label": label}
        for rows in ([row], [row, after], [before, row], [before, row, after]):
            reading = parsed(rendered(markup, **{**BARE, "important_dates": rows}))
            want = {row["label"]: row["date"] for row in rows}
            found = told(reading, "opens", "deadline", "project_start_earliest", "date")
            assert {name: text for _, name, text in found} == want, (rows, reading.issues)
            assert reading.issues == ()


@pytest.mark.parametrize("markup", MARKUPS)
@pytest.mark.parametrize("label", FOREIGN)
def test_another_deadline_is_never_ours(markup: str, label: str) -> None:
    for value in VALUES:
        facts = {label: value, "Portefølje": "Helse", "Status": "Aktiv"}
        assert told(parsed(rendered(markup, **{**BARE, "key_facts": facts})), "deadline") == []
        rows = [{"date": value, "label": label}, {"date": "1. feb. 2027", "label": "Tidligste tillatte prosjektstart"}]
        assert told(parsed(rendered(markup, **{**BARE, "important_dates": rows})), "deadline") == []


LISTS = {
    "words that say no deadline": (
        "<p>Snarest</p><p>Søknadsfrist</p><p>1. feb. 2027</p><p>Tidligste tillatte prosjektstart</p>",
        [("project_start_earliest", "Tidligste tillatte prosjektstart", "1. feb. 2027")],
        [("missing_field", "Snarest Søknadsfrist")],
    ),
    "words that say no deadline, in a row": (
        "<ul><li><b>Snarest</b><i>Søknadsfrist</i></li><li><b>1. feb. 2027</b><i>Åpen for søknad</i></li></ul>",
        [("opens", "Åpen for søknad", "1. feb. 2027")],
        [("missing_field", "Snarest Søknadsfrist")],
    ),
    "an unknown label first, in rows": (
        "<table><tr><th>Kaffe</th><td>1. feb. 2027</td></tr><tr><th>Søknadsfrist</th><td>Løpende</td></tr></table>",
        [("date", "Kaffe", "1. feb. 2027"), ("deadline", "Søknadsfrist", "Løpende")],
        [("unknown_label", "Kaffe")],
    ),
    "an unknown label first, without rows": (
        "<p>Kaffe</p><p>1. feb. 2027</p><p>Søknadsfrist</p><p>1. mai 2027</p>",
        [("date", "Kaffe", "1. feb. 2027"), ("deadline", "Søknadsfrist", "1. mai 2027")],
        [("unknown_label", "Kaffe")],
    ),
    "no telling which comes first": (
        "<p>Kaffe</p><p>1. feb. 2027</p><p>Søknadsfrist</p><p>1. mai 2027</p><p>Te</p>",
        [],
        [("unknown_label", "1. feb. 2027"), ("missing_field", "Søknadsfrist"), ("unknown_label", "1. mai 2027")],
    ),
    "an introduction": (
        "<p>Merk datoene under.</p><p>1. feb. 2027</p><p>Søknadsfrist</p><p>1. mai 2027</p><p>Te</p>",
        [("deadline", "Søknadsfrist", "1. feb. 2027"), ("date", "Te", "1. mai 2027")],
        [("unknown_label", "Te")],
    ),
    "one date for two labels": (
        "<dl><dt>6. mars 2027</dt><dd>Åpen for søknad</dd><dd>Søknadsfrist</dd></dl>",
        [("opens", "Åpen for søknad", "6. mars 2027"), ("deadline", "Søknadsfrist", "6. mars 2027")],
        [],
    ),
    "whose deadline stands before it": (
        "<table><tr><td>Hovedprosjekter</td><td>1. mai 2027</td><td>Søknadsfrist</td></tr></table>",
        [("date", "Hovedprosjekter Søknadsfrist", "1. mai 2027")],
        [("unknown_label", "Hovedprosjekter Søknadsfrist")],
    ),
    "whose deadline stands after it": (
        "<ul><li><b>1. mai 2027</b><i>Søknadsfrist</i><p>for hovedutlysningen</p></li></ul>",
        [("date", "Søknadsfrist for hovedutlysningen", "1. mai 2027")],
        [("unknown_label", "Søknadsfrist for hovedutlysningen")],
    ),
    "words about something else": (
        "<ul><li><b>Frist for rapportering: løpende</b><i>Søknadsfrist</i></li></ul>",
        [],
        [("missing_field", "Frist for rapportering: løpende Søknadsfrist")],
    ),
    "the label again before the value": (
        "<table><tr><td>Deadline: 31 March 2027 at 12.00</td><td>Deadline</td></tr></table>",
        [("deadline", "Deadline", "Deadline: 31 March 2027 at 12.00")],
        [],
    ),
    "a note between rows that are lines": (
        "<p><b>1. mai 2027</b> Søknadsfrist</p><p>Husk vedlegg.</p><p><b>2. mai 2027</b> Informasjonsmøte</p>",
        [("deadline", "Søknadsfrist", "1. mai 2027"), ("date", "Informasjonsmøte", "2. mai 2027")],
        [],
    ),
}


@pytest.mark.parametrize(("rows", "facts", "issues"), LISTS.values(), ids=LISTS)
def test_lists_that_are_easy_to_read_wrongly(
    rows: str, facts: list[tuple[str, str, str]], issues: list[tuple[str, str]]
) -> None:
    reading = parsed(main(DATES.format(rows)))
    assert told(reading, "opens", "deadline", "project_start_earliest", "date") == facts
    assert [flag for flag in flags(reading) if flag != ("missing_field", "")] == issues


ALONE = {
    "in a section": ("<h2>Webinar</h2><dl><dt>Frist</dt><dd>1. mai 2027</dd></dl>", "Frist: 1. mai 2027"),
    "in a sentence": ("<h3>Påmelding</h3><p>Frist: 1. mai 2027</p>", "Frist: 1. mai 2027"),
    "after its date": ("<h3>Påmelding</h3><p>1. mai 2027</p><p>Frist</p>", "Frist: 1. mai 2027"),
}


@pytest.mark.parametrize(("body", "shown"), ALONE.values(), ids=ALONE)
def test_a_generic_label_alone_in_the_text_is_reported(body: str, shown: str) -> None:
    reading = parsed(main(f"{FORM}{body}"))
    assert told(reading, "deadline") == []
    assert ("unknown_label", shown) in flags(reading)


@pytest.mark.parametrize("tail", ("for hovedutlysningen er løpende", "i trinn to er løpende", "til KSP er løpende."))
def test_words_that_go_on_after_a_label_are_no_value(tail: str) -> None:
    assert told(parsed(main(f"<p><strong>Søknadsfrist</strong> {tail}</p>{FORM}")), "deadline") == []


def test_a_value_that_names_another_deadline_is_reported() -> None:
    body = "<dl><dt>Søknadsfrist</dt><dd>Hovedprosjekter: løpende</dd><dt>Portefølje</dt><dd>Hav</dd></dl>"
    reading = parsed(main(body + FORM))
    assert told(reading, "deadline") == []
    assert ("unknown_word", "Hovedprosjekter: løpende") in flags(reading)


ASIDES = {
    "<aside><h2>Viktige datoer</h2>{}<p><a href='/utlysninger/2027/annen/'>Hovedutlysningen</a></p></aside>": True,
    "<aside><a href='/utlysninger/2027/annen/'>Annen</a><h2>Viktige datoer</h2>{}</aside>": False,
    "<aside><h2>Relaterte utlysninger</h2><h3>Viktige datoer</h3>{}</aside>": False,
}


@pytest.mark.parametrize("aside", ASIDES)
def test_dates_beside_the_text_are_ours_unless_another_call_is_named_first(aside: str) -> None:
    rows = "<p>1. mai 2027</p><p>Søknadsfrist</p>"
    reading = parsed(main(aside.format(rows) + FORM))
    assert bool(reading.all("deadline")) is ASIDES[aside]


@given(st.text(max_size=100))
def test_what_is_wholly_a_deadline_is_told(text: str) -> None:
    assert has_deadline(text) or not is_deadline(text)
