"""Calls that a list lacks: when that means something. Four whole lists in a row, and never one that is not whole."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from calls.fields import LIVE_STATUSES

MISSES_GONE = 4
"""Whole lists in a row that lack a call before it is gone. Of gaps in the lists of the EU portal 95 % were shorter."""

Look = Literal["there", "not_there"]
"""What a call's own page says when it is in no list. not_there: the page is gone, or says closed or cancelled."""

Standing = Literal["", "gone", "gone_confirmed", "reappeared"]
"""The last that was said of a call's absence; "" when nothing ever was."""


@dataclass(frozen=True)
class Absence:
    """A known call and what tonight says of where it is.

    misses: after tonight. is_listed: as last concluded. is_complete: whether tonight's list is whole. deadlines_end:
    its last dated deadline, if any. is_replaced: it is known under a new address.
    """

    status: str | None
    misses: int
    is_listed: bool
    is_complete: bool
    deadlines_end: datetime | None
    is_replaced: bool = False
    look: Look | None = None


def misses_after(before: int, is_in_list: bool | None, is_complete: bool) -> int:
    """How many whole lists in a row lack a call. is_in_list: None when tonight does not mention it."""
    if is_in_list:
        return 0
    return min(before + 1, MISSES_GONE) if is_complete else before


def is_concluded(absence: Absence) -> bool:
    """Whether a call that still counts as listed does so no longer. A page that is still there keeps it."""
    is_missed = absence.is_complete and absence.misses >= MISSES_GONE and absence.look != "there"
    return absence.is_listed and (absence.is_replaced or is_missed)


def is_gone(absence: Absence, at: datetime) -> bool:
    """Whether it is worth an event that the call has left the list: one could apply for it, or await it."""
    return (
        is_concluded(absence)
        and not absence.is_replaced
        and absence.status in LIVE_STATUSES
        and not is_past(absence.deadlines_end, at)
    )


def is_confirmed(standing: Standing, look: Look | None) -> bool:
    """Whether tonight's look at the page of a call that is gone confirms it, for the first time."""
    return standing == "gone" and look == "not_there"


def is_overdue(status: str | None, deadline_type: str | None, deadlines_end: datetime | None, at: datetime) -> bool:
    """Whether a call that nobody mentions tonight is closed by now: its last dated deadline has passed.

    A guarantee that is over closes nothing: whoever applies later may still be heard.
    """
    return status in LIVE_STATUSES and deadline_type != "guaranteed" and is_past(deadlines_end, at)


def is_past(deadlines_end: datetime | None, at: datetime) -> bool:
    """Whether the last dated deadline lies before `at`; not when there is none."""
    return deadlines_end is not None and deadlines_end < at
