"""Builds the bundled nights: `python -m bundle.build`. Same content, same bytes.

A night is what the night's own policy asks of each source (sources.harvest), answered by a site made from
bundle/content. What a site says stands in the module of the site.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Protocol
from zoneinfo import ZoneInfo

from bundle.eu import EuPortal, load_eu_calls
from bundle.forskningsradet import Forskningsradet, load_calls
from bundle.innovasjonnorge import InnovasjonNorge, load_services
from calls.archive import Exchange, NightWriter, Question
from calls.failures import NotArchived
from calls.fetch import sent_body
from calls.model import Page, Request
from calls.normalise import normalise
from sources.base import Source
from sources.harvest import Harvest, Known, collect, read

HERE = Path(__file__).parent
NIGHTS = (date(2026, 9, 15), date(2026, 9, 16))
OSLO = ZoneInfo("Europe/Oslo")
BUILDER_VERSION = "demonstration-1"


class Site(Protocol):
    """What answers one source's requests on one night."""

    @property
    def source(self) -> Source: ...
    @property
    def robots(self) -> str:
        """Address of the robots.txt of the host that is asked."""

    def answer(self, request: Request, printed_at: datetime) -> tuple[int, str, bytes]:
        """Status, content type and body; 404 for an address that the site does not have."""


def load_sites() -> tuple[Callable[[int], Site], ...]:
    """A maker of each bundled source's site by the number of the night, in the order in which they are asked."""
    return (
        partial(Forskningsradet, load_calls()),
        partial(InnovasjonNorge, load_services()),
        partial(EuPortal, load_eu_calls()),
    )


class Recorder:
    """Answers requests from sites, a second apart, and writes each exchange to the night's file."""

    def __init__(self, writer: NightWriter, began_at: datetime) -> None:
        self._writer = writer
        self.at = began_at

    def write(self, site: Site, request: Request) -> Page:
        """Asks the site and keeps what it says, whatever the status."""
        self.at += timedelta(seconds=1)
        status, content_type, body = site.answer(request, self.at)
        form, sent = sent_body(request)
        asked = (("Content-Type", form),) if sent else ()
        self._writer.write(
            Exchange(
                Question(request.url, request.method, asked, sent),
                self.at,
                status,
                (("Content-Type", content_type), ("Content-Length", str(len(body)))),
                body,
            )
        )
        kind, _, charset = content_type.partition("; charset=")
        return Page(request.url, status, kind, body, self.at, charset=charset)

    def get(self, site: Site, request: Request) -> Page:
        """The page; NotArchived where the site has none, so that a detail that is gone counts as missing."""
        page = self.write(site, request)
        if page.status != 200:
            raise NotArchived(request.url, "Siden finnes ikke.")
        return page


def build(folder: Path = HERE / "nights") -> list[Path]:
    """Writes both nights into `folder`; their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    makers = load_sites()
    known: list[dict[str, Known]] = [{} for _ in makers]
    paths = []
    for number, day in enumerate(NIGHTS, 1):
        began_at = datetime(day.year, day.month, day.day, 3, 30, tzinfo=OSLO).astimezone(UTC)
        path = folder / f"{day}.warc.gz"
        with NightWriter(path, day, began_at, BUILDER_VERSION, is_demonstration=True) as writer:
            known = _record([make(number) for make in makers], Recorder(writer, began_at), known)
        paths.append(path)
    return paths


def _record(sites: Sequence[Site], recorder: Recorder, known: Sequence[dict[str, Known]]) -> list[dict[str, Known]]:
    """Asks each site for its robots.txt and then for the night; what is known of its calls afterwards."""
    after = []
    for site, before in zip(sites, known, strict=True):
        recorder.write(site, Request(site.robots))
        collected = collect(site.source, partial(recorder.get, site), before)
        after.append(_known(site.source, read(site.source, collected, before), recorder.at))
    return after


def _known(source: Source, harvest: Harvest, at: datetime) -> dict[str, Known]:
    """Every call that was read, as the next night will know it."""
    listed = {card.source_id for card in harvest.listing.cards}
    return {
        one.source_id: Known(
            status=normalise(one, source.rules, at, source.parser_version).record["status"],
            card_hash=harvest.card_hashes[one.source_id],
            is_detail_read=True,
            is_listed=True,
            url=one.url,
        )
        for one in harvest.readings
        if one.source_id in listed
    }


if __name__ == "__main__":
    build()
