"""Everything that reads when: days, deadlines, windows and durations, from plain strings. The one place to import from.

The work is done in `calls.moments`, `calls.deadlines` and `calls.durations`; the words stand in `calls.date_words` and
`calls.deadline_words`.
"""

from __future__ import annotations

from calls.deadlines import DeadlineReading, read_deadline, read_window
from calls.durations import read_duration
from calls.moments import Moment, is_date_text, read_moment, split_leading_date

__all__ = [
    "DeadlineReading",
    "Moment",
    "is_date_text",
    "read_deadline",
    "read_duration",
    "read_moment",
    "read_window",
    "split_leading_date",
]
