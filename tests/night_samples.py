"""Nights for tests: the command line with a home of its own, and archives of made-up calls by another program."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result
from foreign_warc import API, search, write_warc

from bundle.render import detail_page, listing_json
from pipelines.cli import radar
from sources.innovasjonnorge import SOURCE as INNOVASJON_NORGE

BY_WORDS = {"RADAR_SENTENCE_MODEL": "off"}
"""For a process with an environment of its own: see conftest."""


def run(home: Path, *arguments: str, **environment: str | None) -> Result:
    """The command line with that home."""
    env = {"RADAR_HOME": str(home), "RADAR_ARCHIVE": None, "RADAR_DATABASE_URL": None, "RADAR_CONTACT": None}
    return CliRunner().invoke(radar, list(arguments), env={**env, **environment})


def lines(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def night_file(
    path: Path,
    day: date,
    calls: list[dict[str, Any]] | None,
    pages: bool = True,
    services: list[dict[str, Any]] | None = None,
) -> Path:
    """An archive by another program: Forskningsrådet's calls, with their pages unless told otherwise, and the services
    of Innovasjon Norge. What is None was not asked that night.
    """
    at = datetime(day.year, day.month, day.day, 2, tzinfo=UTC)
    cards = [
        {"id": str(n), "title": call["title"], "url": call["url"], "group": "Alle", "status": "Søk nå"}
        for n, call in enumerate(calls or [])
    ]
    exchanges: list[tuple[str, Any, str, bytes]] = []
    if calls is not None:
        exchanges += [
            (API, search(0), "application/json", listing_json(cards)),
            (API, search(1), "application/json", b'{"groups":[]}'),
        ]
    if services is not None:
        answer = json.dumps({"query": "", "result": services, "ms": 9}, ensure_ascii=False).encode()
        exchanges.append((INNOVASJON_NORGE.listings["services"].url, None, "application/json; charset=utf-8", answer))
    for call in (calls or []) if pages else []:
        html = detail_page(call, markup="table", printed_at="16. september 2026, 03:31 CEST")
        exchanges.append((call["url"], None, "text/html; charset=utf-8", html.encode()))
    return write_warc(path, at, exchanges)


def call(slug: str, deadline: str = "14. okt. 2026") -> dict[str, Any]:
    return {
        "url": f"https://www.forskningsradet.no/utlysninger/2026/{slug}/",
        "title": f"Velferdsteknologi {slug}",
        "lang": "nb",
        "layout": "L2",
        "badges": ["Søk nå"],
        "important_dates": [{"date": deadline, "label": "Søknadsfrist"}],
        "key_facts": {},
        "notices": [],
        "updates": [],
        "results": {},
        "sections": [
            {"heading": "Formål", "paragraphs": ["Kommunene prøver ut velferdsteknologi sammen med sykehuset."]},
            {"heading": "Om utlysningen", "paragraphs": ["Prosjektene skal gi tryggere tjenester hjemme."]},
        ],
    }


def service(slug: str, deadline: str = "Løpende", **values: Any) -> dict[str, Any]:
    """A service as the content interface gives it."""
    text = "Kommuner og bedrifter prøver ut velferdsteknologi sammen, og støtten skal gi bedre tjenester."
    return {
        "_id": f"id-{slug}",
        "_updatedAt": "2026-08-01T08:00:00Z",
        "publishedAt": "2026-06-01T08:00:00Z",
        "lastPublishedAt": None,
        "title": f"Tilskudd til velferdsteknologi {slug}",
        "excerpt": text,
        "path": f"/tjeneste/{slug}",
        "facts": [
            {"title": "Type tjeneste", "text": "Tilskudd"},
            {"title": "Søknadsfrist", "text": deadline},
            {"title": "Hvor mye", "text": "Inntil 2 millioner kroner"},
        ],
        "serviceCategories": [{"title": "Finansiering"}],
        "themeCategories": [{"title": "Helse"}],
        "sections": [
            {"heading": "For hvem", "content": [{"_type": "block", "style": "normal", "children": [{"text": text}]}]}
        ],
        "sharedTexts": [None],
        **values,
    }
