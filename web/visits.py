"""When the reader was here last: one small note in the reader's own browser, for *I dag* to tell what is new since.

Two nights are noted: the newest that was shown, and the one that was the newest on the visit before. The day's first
look at a new night moves them, so that the page says the same all morning however often it is opened.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from fastapi import Request, Response

COOKIE = "sett"
FOR_SECONDS = 400 * 24 * 3600
"""The longest that browsers keep such a note."""


@dataclass(frozen=True)
class Visit:
    """since: the newest night that was shown on the visit before this; None for whoever is here for the first time.

    is_to_note: whether the browser's note says something else.
    """

    since: date | None
    shown: date
    is_to_note: bool

    def keep(self, answer: Response) -> None:
        """Notes the visit in the answer."""
        value = f"{self.shown.isoformat()}.{self.since.isoformat() if self.since else ''}"
        answer.set_cookie(COOKIE, value, max_age=FOR_SECONDS, httponly=True, samesite="lax")


def visited(request: Request, night: date) -> Visit:
    """This visit, at which `night` is the newest."""
    last, _, before = request.cookies.get(COOKIE, "").partition(".")
    shown, since = _day(last), _day(before)
    if shown is None or shown > night:  # no note, or one of nights that are not there any more
        return Visit(None, night, is_to_note=True)
    return Visit(since if shown == night else shown, night, is_to_note=shown != night)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
