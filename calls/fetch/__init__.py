"""Fetching: asks politely, archives every exchange, and answers from the archive in the same way.

`LiveFetcher` and `ReplayFetcher` share all rules (`calls.fetch.fetcher`); they differ in the wire alone, so that a
replay gives the pages that the live run gave. `requests` is used nowhere else.
"""

from calls.failures import (
    BadScheme,
    ChallengePage,
    ContactMissing,
    FetchError,
    NotAnswered,
    NotArchived,
    PrivateAddress,
    Refused,
    RobotsDenied,
    TooLarge,
    TooManyRedirects,
    UnknownCoding,
    UnreadableText,
)
from calls.fetch.content import page_text
from calls.fetch.fetcher import Fetcher, LiveFetcher, ReplayFetcher
from calls.fetch.limits import Limits, user_agent
from calls.fetch.sending import sent_body

__all__ = [
    "BadScheme",
    "ChallengePage",
    "ContactMissing",
    "FetchError",
    "Fetcher",
    "Limits",
    "LiveFetcher",
    "NotAnswered",
    "NotArchived",
    "PrivateAddress",
    "Refused",
    "ReplayFetcher",
    "RobotsDenied",
    "TooLarge",
    "TooManyRedirects",
    "UnknownCoding",
    "UnreadableText",
    "page_text",
    "sent_body",
    "user_agent",
]
