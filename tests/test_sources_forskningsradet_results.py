"""Forskningsrådet's published results, and the pages that are refused."""

from __future__ import annotations

import pytest
from source_samples import card, page, parsed, rendered

from sources.base import UnreadablePage
from sources.forskningsradet import SOURCE

DATES = "<h2>Viktige datoer</h2><p>23. sep. 2026</p><p>Søknadsfrist</p>"


HEADER = ["Prosjektnr.", "Organisasjon", "Prosjekttittel", "Tema", " Tildelt beløp ", "Publisert", "Ukjent"]
CELLS = [
    "363835",
    "Eksempel AS",
    "Bedre hjem",
    "",
    "20 000 000",
    {"value": "639170784000000000", "displayValue": "15.06.2026"},
]


def test_results() -> None:
    summary = {"Søkt beløp": "Kr 900 000 000", "Mottatte søknader": "67", "Innvilgede søknader": ""}
    reading = parsed(rendered(results=summary, result_header=HEADER, result_rows=[[*CELLS, "x"], ["for", "kort"]]))
    row = {
        "project": "363835",
        "organisation": "Eksempel AS",
        "title": "Bedre hjem",
        "theme": None,
        "awarded_nok": 20_000_000,
        "published_date": "2026-06-15",
    }
    assert [(fact.label, fact.text, fact.data) for fact in reading.all("result")] == [
        ("Søkt beløp", "Kr 900 000 000", {"sought_nok": 900_000_000}),
        ("Mottatte søknader", "67", {"applications": 67}),
        ("Innvilgede søknader", "Innvilgede søknader", {"rows": [row]}),
    ]
    assert [issue.kind for issue in reading.issues] == ["unknown_label", "count_mismatch"]


@pytest.mark.parametrize(
    ("cell", "published", "kinds"),
    [
        ({"value": "639170784000000000"}, "2026-06-15", []),
        ({"value": "639170784000000000", "displayValue": "16.06.2026"}, "2026-06-16", ["contradiction"]),
        ({"value": "", "displayValue": "16.06.2026"}, "2026-06-16", []),
        ({"value": "snart"}, None, []),
    ],
)
def test_publication_dates(cell: dict[str, str], published: str | None, kinds: list[str]) -> None:
    reading = parsed(rendered(result_header=["Prosjektnr.", "Publisert"], result_rows=[["1", cell]]))
    assert [fact.data for fact in reading.all("result")] == [{"rows": [{"project": "1", "published_date": published}]}]
    assert [issue.kind for issue in reading.issues] == kinds


def test_a_result_table_that_is_no_json_is_reported() -> None:
    body = rendered(result_rows=[CELLS]).replace('"rows": [', '"rows": [[[,')
    assert [issue.kind for issue in parsed(body).issues] == ["unreadable_page"]


OTHERS = {
    "news": "<h1>Endringar i utlysinga for 2023</h1><h2>Kven kan få støtte?</h2><p>Søknadsfrist 1. mai.</p>",
    "list": "<h1>Utlysninger</h1><h2>Forprosjekt (2 utlysninger)</h2><p>Søknadsfrist</p><p>1. mai 2026</p>" + DATES,
    "empty": "",
    "image": "\x89PNG",
}


@pytest.mark.parametrize("body", OTHERS.values(), ids=OTHERS)
def test_other_pages_are_refused(body: str) -> None:
    with pytest.raises(UnreadablePage):
        SOURCE.parse(card(), page(body))


def test_answers_from_elsewhere_are_refused() -> None:
    good = rendered()
    for answer in (
        page(good, content_type="application/pdf"),
        page(good, final_url="https://www.forskningsradet.no/utlysninger/2027/annen/"),
        page(good, final_url="https://www.forskningsradet.no/utlysninger/"),
        page(good, final_url="https://example.no/utlysninger/2026/digital-hjemmeoppfolging/"),
        page(b"\xff\xfe\x00\xd8" + good.encode()),
        None,
    ):
        with pytest.raises(UnreadablePage):
            SOURCE.parse(card(), answer)
