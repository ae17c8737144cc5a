"""What can go wrong between asking for a page and having it, each with the words a reader gets.

One class per cause, so that callers need not look into messages. Wrong *content* of a page does not belong here:
that is for the source that reads it.
"""

from __future__ import annotations

from typing import ClassVar

from calls.model import IssueKind


class ArchiveError(ValueError):
    """An archive file that cannot be used. The message is Norwegian, names the file and says what to do."""


class ContactMissing(ValueError):
    """No usable name and mail address for the user agent, so nothing may be fetched from a real site."""


class FetchError(Exception):
    """A request that gave no usable page. `message` is one Norwegian sentence; `url` the address it concerns."""

    issue_kind: ClassVar[IssueKind] = "not_answered"

    def __init__(self, url: str, message: str) -> None:
        super().__init__(url, message)
        self.url = url
        self.message = message

    def __str__(self) -> str:
        return f"{self.message} ({self.url})"


class NotArchived(FetchError):
    """The archive has no answer to this request."""

    issue_kind = "not_archived"


class NotAnswered(FetchError):
    """No usable answer, after retries where the cause may pass by itself."""


class Refused(FetchError):
    """A 4xx answer that asking again will not change. `status` is the code."""

    def __init__(self, url: str, message: str, status: int) -> None:
        super().__init__(url, message)
        self.status = status


class ChallengePage(FetchError):
    """The site answered with a test for browsers: it does not want us here, and we do not try to get past it."""


class RobotsDenied(FetchError):
    """robots.txt says no, or could not be had although the site answers with errors."""


class TooLarge(FetchError):
    """The body is larger than the cap, as sent or unpacked."""


class TooManyRedirects(FetchError):
    """More redirects than allowed."""


class PrivateAddress(FetchError):
    """The host stands for an address inside a private network."""


class BadScheme(FetchError):
    """Not a plain http or https address: another scheme, no host, a password in it, or malformed."""


class UnknownCoding(FetchError):
    """The body is packed in a way that no installed library can undo."""

    issue_kind = "unreadable_page"


class UnreadableText(FetchError):
    """The body is not text in the character set that it claims, nor in one that the rules allow instead."""

    issue_kind = "unreadable_page"
