"""Forskningsrådet's site on one of the bundled nights, as bundle/content/calls has it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from ruamel.yaml import YAML

from bundle.render import MARKUPS, detail_page, listing_html, listing_json
from calls.model import Request
from calls.terms import read_status
from sources.base import Source
from sources.forskningsradet import SOURCE

CALLS = Path(__file__).parent / "content" / "calls"
OSLO = ZoneInfo("Europe/Oslo")
SITE = "https://www.forskningsradet.no"
ROBOTS = "User-agent: *\nDisallow: /admin/\nDisallow: /*?utm_\n"
COMPLETED = ("closed", "cancelled")
SIZES = (118_000, 150_000, 190_000, 240_000)
"""Pages of the real site measure 116 to 272 kB."""

Facts = dict[str, Any]


def load_calls(folder: Path = CALLS) -> list[Facts]:
    """Every call of the content folder, in the order of the file names."""
    yaml = YAML(typ="safe")
    return [yaml.load(path) for path in sorted(folder.glob("*.yaml"))]


def address(call: Mapping[str, Any]) -> str:
    """The path of a call's page on the site."""
    if "path" in call:
        return f"/{call['path']}"
    root = "en/call-for-proposals" if call["lang"] == "en" else "utlysninger"
    return f"/{root}/{call['year']}/{call['slug']}/"


@dataclass(frozen=True)
class Forskningsradet:
    """The site on one of the nights. A `bundle.build.Site`."""

    calls: list[Facts]
    number: int  # 1 or 2

    @property
    def source(self) -> Source:
        return SOURCE

    @property
    def robots(self) -> str:
        return f"{SITE}/robots.txt"

    @cached_property
    def shown(self) -> dict[str, Facts]:
        """Tonight's facts of each listed call, by path."""
        twins = {call["slug"]: address(call) for call in self.calls}
        found = {}
        for call in self.calls:
            if self.number in call["nights"]:
                facts = {**call, **(call.get("changes") or {})} if self.number == 2 else dict(call)
                facts["url"] = SITE + address(call)
                if call.get("twin"):
                    facts["twin_url"] = SITE + twins[call["twin"]]
                found[address(call)] = facts
        return found

    def answer(self, request: Request, printed_at: datetime) -> tuple[int, str, bytes]:
        """Status, content type and body; 404 for an address that the site does not have."""
        path = request.url.removeprefix(SITE)
        if path == "/robots.txt":
            return 200, "text/plain; charset=utf-8", ROBOTS.encode()
        if request.json is not None:
            return 200, "application/json; charset=utf-8", listing_json(self._cards(request.json["timeframe"]))
        if request == SOURCE.listings["html"]:
            return 200, "text/html; charset=utf-8", listing_html(self._cards(0)).encode()
        if path not in self.shown:
            return 404, "text/html; charset=utf-8", b"<!DOCTYPE html><title>404</title><h1>Siden finnes ikke</h1>"
        return 200, "text/html; charset=utf-8", self._page(self.shown[path], printed_at).encode()

    def _page(self, facts: Facts, printed_at: datetime) -> str:
        seed = int(hashlib.sha256(facts["url"].encode()).hexdigest(), 16)
        return detail_page(
            facts,
            markup=MARKUPS[seed % len(MARKUPS)],
            printed_at=print_stamp(printed_at, facts["lang"]),
            size=SIZES[seed % len(SIZES)],
        )

    def _cards(self, timeframe: int) -> list[Facts]:
        return [
            {
                "id": str(900000 + int(hashlib.sha256(path.encode()).hexdigest(), 16) % 99999),
                "title": facts["title"],
                "url": path,
                "group": facts["group"],
                "text": facts.get("lead") or "",
                "metadata": facts.get("metadata") or {},
                "status": facts["status_card"],
                "tags": facts.get("tags") or [],
                **(facts.get("card_date") or {}),
            }
            for path, facts in self.shown.items()
            if (read_status(facts["status_card"]) in COMPLETED) == bool(timeframe)
        ]


MONTHS = {
    "nb": "januar februar mars april mai juni juli august september oktober november desember",
    "en": "January February March April May June July August September October November December",
}


def print_stamp(at: datetime, lang: str) -> str:
    """The print block's time as the site spells it: `16. september 2026, 03:31 CEST`."""
    local = at.astimezone(OSLO)
    dot, months = ("", MONTHS["en"]) if lang == "en" else (".", MONTHS["nb"])
    return f"{local.day}{dot} {months.split()[local.month - 1]} {local.year}, {local:%H:%M} {local.tzname()}"
