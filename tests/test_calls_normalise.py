"""Whole records from readings: every column, the evidence behind it, and the hash of what the funder says."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

import pandas as pd
import pytest
from normalise_samples import (
    DEADLINE,
    DERIVED,
    LIST,
    NIGHT,
    OPEN,
    PAGE,
    RULES,
    WHOLE,
    issue,
    made,
    own,
    reading,
    unproven,
)
from source_samples import FACTS, URL, parsed, rendered

from bundle.build import NIGHTS
from bundle.forskningsradet import Forskningsradet, load_calls
from bundle.render import MARKUPS
from calls.failures import NotArchived
from calls.fields import NAMES
from calls.model import Issue, Page, Request
from calls.normalise import normalise
from calls.schema import validate
from sources.forskningsradet import SOURCE
from sources.harvest import harvest

BLANK: dict[str, Any] = {
    "source": "forskningsradet",
    "source_id": "2026/pilot",
    "url": PAGE,
    "title": "Pilot",
    "lang": "nb",
    "funder": "Forskningsrådet",
    "instrument": "grant",
    "themes": [],
    "status": "open",
    "status_text": "Søk nå",
    "deadlines": [],
    "other_dates": [],
    "applicant_types": [],
    "target_groups": [],
    "regions": [],
    "contact": [],
    "change_notes": [],
    "first_seen_at": NIGHT,
    "last_seen_at": NIGHT,
    "is_listed": True,
    **dict.fromkeys(("budget_eur", "award_floor_eur", "award_ceiling_eur", "awards_expected")),
    **dict.fromkeys(("programme", "parent_id", "norway", "norway_text")),
    "layout": "L2",
    "parser_version": "1.3",
}


def said(text: str, label: str = "", quote: str = "", url: str = PAGE) -> list[dict[str, str]]:
    return [{"text": text, "label": label, "quote": quote or text, "url": url}]


def without_proof(record: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in record.items() if name not in ("evidence", "content_hash")}


def test_a_page_that_says_little_gives_a_whole_record() -> None:
    found = made(OPEN)
    assert list(found.record) == list(NAMES)
    assert without_proof(found.record) == without_proof(dict.fromkeys(NAMES) | BLANK)
    assert found.record["evidence"] == {
        "title": said("Pilot"),
        "status": said("Søk nå"),
        "status_text": said("Søk nå"),
    }
    assert found.issues == ()


def test_a_page_that_says_everything_gives_every_column() -> None:
    found = normalise(reading(*WHOLE, api_id="900001", layout="L3"), RULES, NIGHT, "7")
    assert without_proof(found.record) == BLANK | {
        "api_id": "900001",
        "title": "Pilot Helse",
        "summary": "Penger til piloter.",
        "full_text": "Hvem kan søke?\nKommuner og helseforetak.\nUten overskrift.",
        "twin_url": "https://www.forskningsradet.no/en/call-for-proposals/2026/pilot/",
        "scheme": "Lån til piloter",
        "application_type": "Pilot Helse",
        "instrument": "loan",
        "themes": [
            {"name": "Eldre", "amount_nok": 40_000_000, "target_group": None, "text": "Eldre: 40 millioner kroner"},
            {"name": "Helse", "amount_nok": None, "target_group": None, "text": "Helse; Innovasjon"},
            {"name": "Innovasjon", "amount_nok": None, "target_group": None, "text": "Helse; Innovasjon"},
            {"name": "Næring", "amount_nok": None, "target_group": None, "text": "Næring"},
        ],
        "opens_at": datetime(2026, 8, 12, 7, tzinfo=UTC),
        "deadline_at": datetime(2026, 9, 23, 11, tzinfo=UTC),
        "deadlines": [
            {
                "at": "2026-09-23T11:00:00Z",
                "type": "fixed",
                "label": DEADLINE,
                "text": "23. sep. 2026",
                "clock": "inferred",
                "is_closed": False,
            }
        ],
        "deadline_type": "fixed",
        "deadline_text": "23. sep. 2026",
        "other_dates": [
            {"label": "Svar", "text": "Medio desember 2026", "date": None},
            {"label": "Webinar", "text": "1. september", "date": "2026-09-01"},
        ],
        "project_start_earliest_date": date(2027, 1, 1),
        "project_start_latest_date": date(2027, 8, 15),
        "project_end_latest_date": date(2031, 8, 14),
        "budget_nok": 185_000_000,
        "award_floor_nok": 8_000_000,
        "award_ceiling_nok": 16_000_000,
        "funding_rate_pct": 50,
        "duration_min_months": 24,
        "duration_max_months": 48,
        "applicant_types": ["kommune", "helseforetak"],
        "applicant_text": "Kommuner og helseforetak.",
        "target_groups": ["Offentlig sektor"],
        "is_partner_required": True,
        "partner_text": "Minst én bedrift er påkrevd: du må samarbeide.",
        "regions": ["03", "34"],
        "contact": [{"text": "Kari", "email": "kari@example.org", "phone": None}, {"text": "Resepsjonen"}],
        "change_notes": [
            {"date": None, "text": "Fristen er flyttet."},
            {"date": "2026-08-20", "text": "Ny mal."},
        ],
        "results": {"applications": 41, "Annet": "Mange"},
        "layout": "L3",
        "parser_version": "7.3",
    }
    assert found.issues == ()
    assert found.record["evidence"]["summary"] == said("Penger til piloter.", "Formål", "Penger til")
    assert found.record["evidence"]["change_notes"][1] == said("Ny mal. (20. aug. 2026)", quote="Ny mal.")[0]
    assert found.record["evidence"]["themes"][1:] == [
        *said("Helse; Innovasjon", "Portefølje"),
        *said("Næring", url=LIST),
    ]
    assert unproven(found.record) == []


def test_a_rendered_page_gives_the_same_record_in_every_markup() -> None:
    found = [normalise(parsed(rendered(markup)), RULES, NIGHT, "1") for markup in MARKUPS]
    deadline = {"type": "fixed", "label": DEADLINE, "text": "23. sep. 2026", "clock": "stated", "is_closed": False}
    assert without_proof(found[0].record) == BLANK | {
        "api_id": None,
        "source_id": "2026/digital-hjemmeoppfolging",
        "url": URL,
        "title": FACTS["title"],
        "summary": "Midlene går til utprøving i hjemmet.\nNytten skal måles.",
        "full_text": "Formål\nMidlene går til utprøving i hjemmet.\nNytten skal måles.\nHvem kan søke?\nKommuner og "
        "fylkeskommuner.\nAktuelle temaområder for denne utlysningen\nHelse: 40 millioner kroner\nKrav til "
        "samarbeidspartnere\nMinst én bedrift må delta.",
        "twin_url": FACTS["twin_url"],
        "scheme": None,
        "application_type": None,
        "themes": [
            {"name": "Helse", "amount_nok": 40_000_000, "target_group": None, "text": "Helse: 40 millioner kroner"}
        ],
        "opens_at": datetime(2026, 8, 12, 6, tzinfo=UTC),
        "deadline_at": datetime(2026, 9, 23, 21, 59, tzinfo=UTC),
        "deadlines": [{"at": "2026-09-23T21:59:00Z", **deadline}],
        "deadline_type": "fixed",
        "deadline_text": "23. sep. 2026",
        "other_dates": [
            {"label": "Søknadsfrist for hovedutlysningen", "text": "14. okt. 2026", "date": "2026-10-14"},
            {"label": "Forventet svar på søknaden.", "text": "Medio desember 2026", "date": None},
        ],
        "project_start_earliest_date": date(2027, 2, 1),
        **dict.fromkeys(("project_start_latest_date", "project_end_latest_date", "budget_nok", "award_floor_nok")),
        **dict.fromkeys(("award_ceiling_nok", "funding_rate_pct", "duration_min_months", "duration_max_months")),
        "applicant_types": ["kommune", "fylkeskommune"],
        "applicant_text": "Kommuner og fylkeskommuner.",
        "is_partner_required": True,
        "partner_text": "Minst én bedrift må delta.",
        "contact": [{"text": "hjemme@example.no", "email": "hjemme@example.no", "phone": None}],
        "change_notes": [
            {"date": None, "text": "Oppdatering 20.8.2026: Malen for budsjett er rettet."},
            {"date": "2026-08-20", "text": "Ny mal for budsjett."},
        ],
        "results": None,
    }
    assert found[0].record["evidence"]["deadline_at"] == said(
        "23. sep. 2026 (midnatt 23. september)", DEADLINE, "23. sep. 2026", URL
    )
    assert {one.record["content_hash"] for one in found} == {found[0].record["content_hash"]}
    assert [one.issues for one in found] == [()] * len(MARKUPS)


def test_without_title_and_lead_the_key_and_the_first_section_serve() -> None:
    found = normalise(reading(OPEN, own("section", "Forskning på kommunens tjenester.", "Om")), RULES, NIGHT, "1")
    assert (found.record["title"], found.record["summary"]) == ("2026/pilot", "Forskning på kommunens tjenester.")
    assert list(found.issues) == [issue("missing_field", "title", "", "Fant ingen tittel på siden.")]
    assert "title" not in found.record["evidence"]


def test_the_issues_of_the_reading_come_first_and_one_is_told_once() -> None:
    earlier = Issue("forskningsradet", "2026/pilot", "unknown_label", "", "Rart", "Ukjent etikett.", PAGE)
    word = own("status", "Venter")
    found = made(OPEN, word, word, issues=(earlier,))
    unknown = issue("unknown_word", "status", "Venter", "Ukjent statusord: «Venter».")
    assert found.issues == (earlier, unknown)


@pytest.mark.parametrize("number", [1, 2])
def test_every_value_of_the_bundled_calls_stands_on_the_funders_words(number: int) -> None:
    site, at = Forskningsradet(load_calls(), number), datetime(*NIGHTS[number - 1].timetuple()[:3], 1, 30, tzinfo=UTC)

    def get(request: Request) -> Page:
        status, kind, body = site.answer(request, at) or (404, "", b"")
        if status != 200:
            raise NotArchived(request.url, "Siden finnes ikke.")
        return Page(request.url, status, kind.partition(";")[0], body, at, charset="utf-8")

    found = harvest(SOURCE, get, {})
    assert len(found.readings) >= 60
    records = [normalise(one, SOURCE.rules, at, "1").record for one in found.readings]
    assert {record["source_id"]: unproven(record) for record in records if unproven(record)} == {}
    places = {one.source_id: {*one.pages, *(fact.url for fact in one.facts)} for one in found.readings}
    for record in records:
        cited = {row["url"] for rows in record["evidence"].values() for row in rows}
        assert cited <= places[record["source_id"]]
        assert set(record["evidence"]) <= set(DERIVED) | {"instrument"}
    validate(pd.DataFrame(records, columns=list(NAMES), dtype=object))
