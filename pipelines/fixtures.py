"""Records pages of an archived night as a source's test fixture, in the form that tests/test_sources_all.py reads."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import click

from calls.failures import NotArchived
from calls.fetch import Fetcher
from calls.model import Page, Request
from sources.base import Source
from sources.harvest import harvest

NOT_KEPT = "Siden er ikke tatt vare på."
ENDINGS = {"application/json": "json", "text/html": "html", "text/calendar": "ics"}


def record_fixture(source: Source, fetcher: Fetcher, day: date, folder: Path, most: int) -> int:
    """Writes the lists, the first `most` details, call.json and readings.json into `folder`; how many details.

    click.ClickException when the archive has no page of the source. Other files in `folder` stay.
    """
    kept: dict[str, list[dict[str, str]]] = {"lists": [], "pages": []}
    folder.mkdir(parents=True, exist_ok=True)
    names = {_key(listed): name for name, listed in source.listings.items()}

    def get(request: Request) -> Page:
        name = names.get(_key(request))
        if name is None and len(kept["pages"]) >= most:
            raise NotArchived(request.url, NOT_KEPT)
        page = fetcher.get(request)
        stem = name or re.sub(r"[^a-z0-9.]+", "-", request.url.rstrip("/").rpartition("/")[2].lower())
        entry = {"file": f"{stem}.{ENDINGS.get(page.content_type, 'bin')}", "content_type": page.content_type}
        (folder / entry["file"]).write_bytes(page.body)
        kept["lists" if name else "pages"].append({"name": name, **entry} if name else {"url": request.url, **entry})
        return page

    found = harvest(source, get, {})
    if not kept["lists"]:
        raise click.ClickException(f"Arkivet har ingen side for {source.key} natten {day}.")
    issues = [asdict(issue) for issue in found.issues]
    complete = found.listing.is_complete
    _write(folder / "call.json", {"day": day.isoformat(), **kept, "issues": issues, "is_complete": complete})
    _write(folder / "readings.json", [asdict(reading) for reading in found.readings])
    return len(kept["pages"])


def _key(request: Request) -> str:
    return json.dumps([request.method, request.url, request.json], sort_keys=True)


def _write(path: Path, content: Any) -> None:
    beside = path.with_name(f"{path.name}.part")
    beside.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    beside.replace(path)
