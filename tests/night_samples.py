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


def run(home: Path, *arguments: str, **environment: str | None) -> Result:
    """The command line with that home."""
    env = {"RADAR_HOME": str(home), "RADAR_ARCHIVE": None, "RADAR_DATABASE_URL": None, "RADAR_CONTACT": None}
    return CliRunner().invoke(radar, list(arguments), env={**env, **environment})


def lines(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def night_file(path: Path, day: date, calls: list[dict[str, Any]], pages: bool = True) -> Path:
    """An archive by another program: these calls, with their pages unless told otherwise."""
    at = datetime(day.year, day.month, day.day, 2, tzinfo=UTC)
    cards = [
        {"id": str(n), "title": call["title"], "url": call["url"], "group": "Alle", "status": "Søk nå"}
        for n, call in enumerate(calls)
    ]
    exchanges: list[tuple[str, Any, str, bytes]] = [
        (API, search(0), "application/json", listing_json(cards)),
        (API, search(1), "application/json", b'{"groups":[]}'),
    ]
    for call in calls if pages else []:
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
