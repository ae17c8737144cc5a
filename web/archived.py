"""A funder's page out of the archive, as it was on the night that we read it."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import date

from calls.archive import Archive, Question
from calls.failures import ArchiveError, FetchError
from calls.fetch.content import content_type, page_text, unpacked
from calls.home import Home
from calls.model import Page

LOG = logging.getLogger(__name__)

MOST_BYTES = 5_000_000
HTML_TYPES = ("text/html", "application/xhtml+xml")


@dataclass(frozen=True)
class ArchivedPage:
    """The page as text, and whether it is HTML: hostile, to be shown in a sandbox alone."""

    text: str
    is_html: bool


def archived_page(home: Home, night: date, url: str) -> ArchivedPage | None:
    """The page at `url` as the archive of that night has it; None when it is not there or cannot be read any more."""
    try:
        answer = Archive(home.archive).replay(night).newest(Question(url))
        if answer is None:
            return None
        kind, charset = content_type(answer)
        page = Page(url, answer.status, kind, unpacked(answer, url, MOST_BYTES), answer.at, charset=charset)
        return ArchivedPage(page_text(page), kind in HTML_TYPES)
    except (ArchiveError, FetchError) as error:
        # The reader is told that the page is not to be had; whoever runs the service, why.
        LOG.warning("%s of the night %s cannot be shown: %s", url, night, error)
        return None
