"""Pages for one source and night: from the archive, or from the site and into the archive."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime

from assets.progress import WATCHER
from assets.resources import Radar
from calls.fetch import Fetcher, LiveFetcher, ReplayFetcher
from calls.model import Page, Request

Get = Callable[[Request], Page]


@contextmanager
def archived_pages(radar: Radar, day: date) -> Iterator[Get]:
    """Pages of that night out of the archive; nothing touches the network."""
    yield _watched(ReplayFetcher(radar.archived().replay(day)))


@contextmanager
def live_pages(radar: Radar, day: date, began_at: datetime) -> Iterator[Get]:
    """Pages from the site; every exchange is in the archive when the block ends.

    Where a night is run twice, the archive answers with what its last run saw.
    """
    archive = radar.archived()
    earlier = [night for night in archive.nights() if night.day < day]
    previous = archive.replay(earlier[-1].day) if earlier else None
    with (
        archive.writer(day, began_at, radar.code_version, operator=radar.contact) as writer,
        LiveFetcher(writer, radar.contact, radar.code_version, previous) as fetcher,
    ):
        yield _watched(fetcher)


def _watched(fetcher: Fetcher) -> Get:
    watcher = WATCHER.get()

    def get(request: Request) -> Page:
        watcher.page(request.url)
        return fetcher.get(request)

    return get
