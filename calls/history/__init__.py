"""What changed from one night to the next, and who did it: records in, events out. Nothing is stored here.

How rows are kept stands in `calls.store`; what a record means in `calls.meaning`; how rounds recur in
`calls.recurring`.
"""

from __future__ import annotations

from calls.history.absence import MISSES_GONE, Look
from calls.history.diff import FieldChange, changed_fields
from calls.history.events import CAUSES, KINDS, Cause, Event, Kind, may_notify

__all__ = [
    "CAUSES",
    "KINDS",
    "MISSES_GONE",
    "Cause",
    "Event",
    "FieldChange",
    "Kind",
    "Look",
    "changed_fields",
    "may_notify",
]
