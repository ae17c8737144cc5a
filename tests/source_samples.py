"""A call, its pages and a site to fetch them from, for the tests of sources."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from bundle.render import detail_page
from calls.failures import NotArchived
from calls.model import Card, Page, Reading, Request
from sources.forskningsradet import SOURCE
from sources.forskningsradet.addresses import canonical, source_id

AT = datetime(2026, 9, 16, 1, 30, tzinfo=UTC)
URL = "https://www.forskningsradet.no/utlysninger/2026/digital-hjemmeoppfolging/"

FACTS: Mapping[str, Any] = {
    "url": URL,
    "title": "Digital hjemmeoppfølging i kommunene",
    "lang": "nb",
    "layout": "L2",
    "badges": ["Søk nå"],
    "important_dates": [
        {"date": "12. aug. 2026", "label": "Åpen for søknad"},
        {"date": "23. sep. 2026", "label": "Søknadsfrist", "note": "midnatt 23. september"},
        {"date": "14. okt. 2026", "label": "Søknadsfrist for hovedutlysningen"},
        {"date": "Medio desember 2026", "label": "Forventet svar på søknaden."},
        {"date": "1. feb. 2027", "label": "Tidligste tillatte prosjektstart"},
    ],
    "key_facts": {},
    "notices": ["Oppdatering 20.8.2026: Malen for budsjett er rettet."],
    "updates": [{"date": "20. aug. 2026", "text": "Ny mal for budsjett."}],
    "results": {},
    "sections": [
        {"heading": "Formål", "paragraphs": ["Midlene går til utprøving i hjemmet.", "Nytten skal måles."]},
        {"heading": "Hvem kan søke?", "paragraphs": ["Kommuner og fylkeskommuner."]},
        {"heading": "Aktuelle temaområder for denne utlysningen", "paragraphs": ["Helse: 40 millioner kroner"]},
        {"heading": "Krav til samarbeidspartnere", "paragraphs": ["Minst én bedrift må delta."]},
    ],
    "contact": "hjemme@example.no",
    "twin_url": "https://www.forskningsradet.no/en/call-for-proposals/2026/digital-home-follow-up/",
}


def page(body: str | bytes, url: str = URL, content_type: str = "text/html", final_url: str = "") -> Page:
    content = body.encode() if isinstance(body, str) else body
    return Page(url, 200, content_type, content, AT, final_url)


def card(url: str = URL, title: str = "Digital hjemmeoppfølging i kommunene") -> Card:
    return Card(source_id(url), canonical(url), url, title, is_current=True)


def rendered(markup: str = "list", **changes: Any) -> str:
    return detail_page({**FACTS, **changes}, markup=markup, printed_at="2. oktober 2023, 16:13 CEST")


def parsed(body: str, url: str = URL, title: str = "Digital hjemmeoppfølging i kommunene") -> Reading:
    return SOURCE.parse(card(url, title), page(body, canonical(url)))


def main(body: str) -> str:
    """A page of a call with this in its main element, under its title."""
    return (
        "<!DOCTYPE html><html lang='nb'><head><title>Digital hjemmeoppfølging i kommunene</title></head><body><main>"
        f"<h1>Digital hjemmeoppfølging i kommunene</h1>{body}</main></body></html>"
    )


def told(reading: Reading, *names: str) -> list[tuple[str, str, str]]:
    """Name, label and text of the page's facts of these names."""
    return [(fact.name, fact.label, fact.text) for fact in reading.facts if fact.name in names]


def flags(reading: Reading) -> list[tuple[str, str]]:
    return [(issue.kind, issue.text) for issue in reading.issues]


class Site:
    """Answers requests from a table of (method, address, timeframe) and remembers what it was asked."""

    def __init__(self, answers: Mapping[str, Page]) -> None:
        self.answers = dict(answers)
        self.asked: list[str] = []

    def get(self, request: Request) -> Page:
        key = f"{request.url}#{request.json['timeframe']}" if request.json else request.url
        self.asked.append(key)
        if key not in self.answers:
            raise NotArchived(request.url, "Arkivet har ikke noe svar på forespørselen.")
        return self.answers[key]
