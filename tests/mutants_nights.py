"""The nights that are changed: the bundled ones, bundled calls in each markup, and real calls where we have them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from mutants import Night, archived
from mutants_portal import busy_portal, made_portal, real_portal

from bundle.build import NIGHTS
from bundle.forskningsradet import Forskningsradet, load_calls
from bundle.innovasjonnorge import load_services, load_shared
from bundle.render import MARKUPS, detail_page, listing_html, listing_json
from bundle.services import services_json
from calls.archive import Archive, group_nights
from calls.model import Page
from calls.terms import read_status
from sources.forskningsradet import SOURCE as FORSKNINGSRADET
from sources.forskningsradet.addresses import canonical, source_id
from sources.innovasjonnorge import SOURCE as INNOVASJON_NORGE

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"
BUNDLED = Path(__file__).resolve().parents[1] / "bundle" / "nights"
SITE = "https://www.forskningsradet.no"
STAMP = "16. september 2026, 03:31 CEST"
FETCHED = datetime(2026, 9, 16, 1, 30, tzinfo=UTC)
COMPLETED = ("closed", "cancelled")


def html_page(url: str, html: str) -> Page:
    return Page(url, 200, "text/html", html.encode(), FETCHED, charset="utf-8")


def json_page(url: str, body: bytes) -> Page:
    return Page(url, 200, "application/json", body, FETCHED, charset="utf-8")


def fr_answers(calls: Sequence[Mapping[str, Any]], cards: Sequence[Mapping[str, Any]], markup: str) -> dict[str, Page]:
    """Forskningsrådet's lists and pages. calls: facts with whole addresses. cards: as listing_json takes them."""
    over = [card for card in cards if read_status(card["status"]) in COMPLETED]
    current = [card for card in cards if card not in over]
    lists = FORSKNINGSRADET.listings
    answers = {
        "current": json_page(lists["current"].url, listing_json(current)),
        "completed": json_page(lists["completed"].url, listing_json(over)),
        "html": html_page(lists["html"].url, listing_html(current)),
    }
    for call in calls:
        answers[call["url"]] = html_page(call["url"], detail_page(call, markup=markup, printed_at=STAMP))
    return answers


def bundled_cards(calls: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [
        {
            "id": str(900000 + number),
            "title": facts["title"],
            "url": facts["url"].removeprefix(SITE),
            "group": facts["group"],
            "text": facts.get("lead") or "",
            "metadata": facts.get("metadata") or {},
            "status": facts["status_card"],
            "tags": facts.get("tags") or [],
            **(facts.get("card_date") or {}),
        }
        for number, facts in enumerate(calls)
    ]


@cache
def bundled_calls() -> list[dict[str, Any]]:
    return list(Forskningsradet(load_calls(), 1).shown.values())


def rendered(markup: str) -> Night:
    """The bundled calls as a site of one markup shows them."""
    calls = bundled_calls()
    return Night(f"rendered-{markup}", FORSKNINGSRADET, fr_answers(calls, bundled_cards(calls), markup))


def real_calls(markup: str = "list") -> Night:
    """Real calls of many years, all of them listed as current so that each page is read."""
    calls: dict[str, dict[str, Any]] = {}
    for line in (SHARED / "forskningsradet" / "pages.jsonl").read_text(encoding="utf-8").splitlines():
        facts = json.loads(line)
        url = canonical(facts["url"])
        calls.setdefault(source_id(url), {**facts, "url": url})
    cards = [
        {"id": str(number), "title": one["title"], "url": one["url"], "group": "Alle", "status": ""}
        for number, one in enumerate(calls.values())
    ]
    return Night(f"real-{markup}", FORSKNINGSRADET, fr_answers(list(calls.values()), cards, markup))


def real_services() -> Night:
    """Real services, in the shape of the content interface."""
    lines = (SHARED / "innovasjonnorge" / "pages.jsonl").read_text(encoding="utf-8").splitlines()
    services = {one["url"].rstrip("/").rpartition("/")[2]: one for one in map(json.loads, lines)}
    result = [_service(slug, one) for slug, one in sorted(services.items())]
    body = json.dumps({"query": "", "result": result, "ms": 9}, ensure_ascii=False).encode()
    return Night("real-services", INNOVASJON_NORGE, {"services": json_page(_services_url(), body)})


def _service(slug: str, facts: Mapping[str, Any]) -> dict[str, Any]:
    lines = [line for line in facts["text"].split("\n")[2:] if line]
    blocks = [{"_type": "block", "style": "normal", "children": [{"text": line}]} for line in lines]
    return {
        "_id": f"id-{slug}",
        "_updatedAt": "2026-08-01T08:00:00Z",
        "publishedAt": "2026-06-01T08:00:00Z",
        "lastPublishedAt": None,
        "title": facts["title"],
        "excerpt": lines[0] if lines else "",
        "path": f"/tjeneste/{slug}",
        "facts": [{"title": label, "text": text} for label, text in facts["key_points"].items()],
        "serviceCategories": [{"title": "Finansiering"}],
        "themeCategories": [],
        "sections": [{"heading": "For hvem", "content": blocks}],
        "sharedTexts": [],
    }


def bundled_services() -> Night:
    body = services_json(load_services(), "", 1, load_shared())
    return Night("bundled-services", INNOVASJON_NORGE, {"services": json_page(_services_url(), body)})


def _services_url() -> str:
    return INNOVASJON_NORGE.listings["services"].url


def bundled_night(day: date) -> Night:
    """Forskningsrådet's pages out of a bundled archive, of full size and each in a markup of its own."""
    folder = BUNDLED / f"{day}.warc.gz"
    return archived(f"archived-{day}", FORSKNINGSRADET, _OneFile(folder), day)


class _OneFile(Archive):
    """The archive of one night's file and those before it, where they lie."""

    def __init__(self, path: Path) -> None:
        super().__init__(path.parent)

    def nights(self) -> Any:
        return group_nights(self.folder.glob("*.warc.gz"))


def page_nights(*, is_whole: bool) -> Iterator[str]:
    """Names of nights with pages of their own for the calls."""
    yield from (f"rendered-{markup}" for markup in MARKUPS)
    if is_whole:
        yield from (f"archived-{day}" for day in NIGHTS)
        if SHARED.is_dir():
            yield from ("real-list", "real-boxes")


def service_nights() -> Iterator[str]:
    yield "bundled-services"
    if SHARED.is_dir():
        yield "real-services"


def portal_nights() -> Iterator[str]:
    yield from ("made-portal", "busy-portal")
    if SHARED.is_dir():
        yield "real-portal"


def night_by_name(name: str) -> Night:
    """The night of that name. KeyError for another."""
    kind, _, rest = name.partition("-")
    if name == "real-portal":
        return real_portal(SHARED)
    if name in ("made-portal", "busy-portal"):
        return made_portal() if kind == "made" else busy_portal()
    if name in ("bundled-services", "real-services"):
        return bundled_services() if kind == "bundled" else real_services()
    if kind == "rendered":
        return rendered(rest)
    if kind == "real":
        return real_calls(rest)
    if kind == "archived":
        return bundled_night(date.fromisoformat(rest))
    raise KeyError(name)
