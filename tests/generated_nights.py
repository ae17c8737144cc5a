"""Ten nights of three sources in which calls come, change, go and come back, made of the demonstration's content.

On one night a source is not asked, and on another the EU portal gives fewer calls than it says that it has.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from bundle.build import Recorder, Site
from bundle.eu import EuPortal, load_eu_calls
from bundle.forskningsradet import Forskningsradet, load_calls
from bundle.innovasjonnorge import InnovasjonNorge, load_services
from calls.archive import NightWriter
from calls.fields import LIVE_STATUSES
from calls.model import Request
from calls.terms import read_status
from sources.harvest import Harvest, Known, collect, read

FIRST = date(2026, 9, 15)
NIGHTS = tuple(FIRST + timedelta(days=number) for number in range(10))
NOT_ASKED = 3
"""The night without Innovasjon Norge."""
CUT_SHORT = 5
"""The night on which the EU portal gives less than it promises."""

Facts = Mapping[str, Any]


def _tonight(calls: Sequence[Facts], night: int) -> list[dict[str, Any]]:
    """The calls that are listed: every third comes on the third night, every tenth is away from the fifth to the ninth;
    each says from a night of its own on what it says on the second night of the demonstration.
    """
    shown = []
    for place, call in enumerate(calls):
        if (place % 3 == 2 and night < 2) or (place % 10 == 0 and 4 <= night < 9):
            continue
        is_changed = bool(call.get("changes")) and night >= 2 + place % 6
        own = {**call, **call["changes"]} if is_changed else dict(call)
        shown.append({**own, "nights": [1], "changes": None, "twin": None})
    return shown


@dataclass(frozen=True)
class CutShort(EuPortal):
    """The portal on a night when its index gives only some of the calls that it counts."""

    def answer(self, request: Request, printed_at: datetime) -> tuple[int, str, bytes]:
        status, kind, body = EuPortal(self.calls[:-4], self.number).answer(request, printed_at)
        told = json.loads(body) if kind.startswith("application/json") else {}
        if "totalResults" in told:
            body = json.dumps({**told, "totalResults": told["totalResults"] + 4}).encode()
        return status, kind, body


def _sites(night: int) -> list[Site]:
    found = [call for call in load_calls() if "path" not in call]
    live = [call for call in found if read_status(call["status_card"]) in LIVE_STATUSES]
    council = [*live[:26], *(call for call in found if read_status(call["status_card"]) == "closed")][:30]
    portal = _tonight([call for call in load_eu_calls() if 1 in call["nights"]][:22], night)
    sites: list[Site] = [
        Forskningsradet(_tonight(council, night), 1),
        CutShort(portal, 1) if night == CUT_SHORT else EuPortal(portal, 1),
    ]
    # The services differ between the two nights of the demonstration alone.
    return sites if night == NOT_ASKED else [*sites, InnovasjonNorge(load_services(), 1 if night < 6 else 2)]


def write_nights(folder: Path) -> list[Path]:
    """The ten archives, each asked as a night would ask it."""
    known: dict[str, dict[str, Known]] = {}
    paths = []
    for number, day in enumerate(NIGHTS):
        began_at = datetime(day.year, day.month, day.day, 1, 30, tzinfo=UTC)
        path = folder / f"{day}.warc.gz"
        with NightWriter(path, day, began_at, "generated") as writer:
            recorder = Recorder(writer, began_at)
            for site in _sites(number):
                before = known.get(site.source.key, {})
                collected = collect(site.source, partial(recorder.get, site), before)
                known[site.source.key] = before | _known(read(site.source, collected, before))
        paths.append(path)
    return paths


def _known(harvest: Harvest) -> dict[str, Known]:
    return {
        card.source_id: Known(read_status(card.status_text), harvest.card_hashes[card.source_id], True, True, card.url)
        for card in harvest.listing.cards
    }
