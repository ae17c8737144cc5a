"""The archive: WARC files by night, written as the pages come in and the only input of every later step.

Asking the live sites does not belong here; that is `calls.fetch`.
"""

from calls.archive.exchange import Answer, Exchange, Headers, Question
from calls.archive.nights import Archive, ArchivedNight, group_nights
from calls.archive.replay import Replay
from calls.archive.writer import NightWriter
from calls.failures import ArchiveError, NotArchived

__all__ = [
    "Answer",
    "Archive",
    "ArchiveError",
    "ArchivedNight",
    "Exchange",
    "Headers",
    "NightWriter",
    "NotArchived",
    "Question",
    "Replay",
    "group_nights",
]
