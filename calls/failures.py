"""What can go wrong between asking for a page and having it, each with the words a reader gets.

One class per cause, so that callers need not look into messages. Wrong *content* of a page does not belong here:
that is for the source that reads it.
"""

from __future__ import annotations

from typing import ClassVar

from calls.model import IssueKind

LONGEST_QUERY = 100
"""Characters of an address's query that a message shows."""


class ArchiveError(ValueError):
    """An archive file that cannot be used. The message is Norwegian, names the file and says what to do."""


class ContactMissing(ValueError):
    """No usable name and mail address for the user agent, so nothing may be fetched from a real site."""


class FetchError(Exception):
    """A request that gave no usable page. `message` is one Norwegian sentence; `url` the address it concerns.

    may_pass: whether asking once more tonight may help. False for a no, and for what does not mend by itself.
    """

    issue_kind: ClassVar[IssueKind] = "not_answered"
    passes: ClassVar[bool] = True

    def __init__(self, url: str, message: str, may_pass: bool | None = None) -> None:
        super().__init__(url, message)
        self.url = url
        self.message = message
        self.may_pass = self.passes if may_pass is None else may_pass

    def __str__(self) -> str:
        # A query may be a page long, and readers see this line.
        address, mark, query = self.url.partition("?")
        return f"{self.message} ({address}{mark}{query if len(query) <= LONGEST_QUERY else '…'})"


class NotArchived(FetchError):
    """The archive has no answer to this request."""

    issue_kind = "not_archived"


class NotAnswered(FetchError):
    """No usable answer, after retries where the cause may pass by itself."""


class Refused(FetchError):
    """A 4xx answer that asking again will not change. `status` is the code."""

    passes = False

    def __init__(self, url: str, message: str, status: int) -> None:
        super().__init__(url, message)
        self.status = status


class ChallengePage(FetchError):
    """The site answered with a test for browsers: it does not want us here, and we do not try to get past it."""

    passes = False


class RobotsDenied(FetchError):
    """robots.txt says no; or could not be had, which may pass and then forbids everything until it does."""

    passes = False


class TooLarge(FetchError):
    """The body is larger than the cap, as sent or unpacked."""

    passes = False


class TooManyRedirects(FetchError):
    """More redirects than allowed."""

    passes = False


class PrivateAddress(FetchError):
    """The host stands for an address inside a private network."""

    passes = False


class BadScheme(FetchError):
    """Not a plain http or https address: another scheme, no host, a password in it, or malformed."""

    passes = False


class UnknownCoding(FetchError):
    """The body is packed in a way that no installed library can undo."""

    issue_kind = "unreadable_page"


class UnreadableText(FetchError):
    """The body is not text in the character set that it claims, nor in one that the rules allow instead."""

    issue_kind = "unreadable_page"
