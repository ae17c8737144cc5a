"""The rules of fetching, the same live and in replay: robots.txt, redirects, retries, and which answers are pages."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self
from urllib.parse import urljoin, urlsplit

from protego import Protego
from tenacity import RetryCallState, Retrying, retry_if_exception_type, stop_after_attempt

from calls.archive.exchange import Answer, Question
from calls.archive.replay import Replay
from calls.archive.writer import NightWriter
from calls.failures import (
    BadScheme,
    ChallengePage,
    FetchError,
    NotAnswered,
    NotArchived,
    PrivateAddress,
    Refused,
    RobotsDenied,
    TooManyRedirects,
)
from calls.fetch.content import content_type
from calls.fetch.limits import PRODUCT, Limits, user_agent
from calls.fetch.sending import sent_body
from calls.fetch.verdict import REDIRECTS, Passing, judged
from calls.fetch.wire import LiveWire, ReplayWire, Wire
from calls.model import Page, Request

_BECOMES_GET = (301, 302, 303)
_PACKING = (("Accept-Encoding", "gzip, deflate"),)  # what the standard library undoes
_ROBOTS_BYTES = 500 * 1024  # RFC 9309, 2.5: at least this much must be read


def utc_now() -> datetime:
    """The only clock of a live run."""
    return datetime.now(UTC)


class Fetcher(Protocol):
    """Whatever gives pages for requests."""

    def get(self, request: Request) -> Page:
        """The page that answers a request. FetchError when there is none."""


class _Rules:
    """What live and replay share. `get` is the whole of it to the outside."""

    def __init__(self, wire: Wire, limits: Limits, sleep: Callable[[float], None]) -> None:
        self._wire = wire
        self._limits = limits
        self._sleep = sleep
        self._robots: dict[str, Protego | FetchError] = {}
        self._shut: dict[str, FetchError] = {}  # origins that asked for a longer wait than we have tonight
        self._lock = threading.RLock()

    def get(self, request: Request) -> Page:
        """The page that answers a request, after redirects. FetchError when there is none."""
        question = _question(request)
        answer, final_url = self._follow(question, self._check_robots)
        kind, charset = content_type(answer)
        return Page(
            url=request.url,
            status=answer.status,
            content_type=kind,
            body=answer.body,
            fetched_at=answer.at,
            final_url="" if final_url == question.url else final_url,
            archived_on=answer.night,
            charset=charset,
            is_revisit=answer.is_revisit,
        )

    def _follow(self, question: Question, check: Callable[[str], None]) -> tuple[Answer, str]:
        """The answer at the end of the redirects, and its address. `check` may refuse each address on the way."""
        start = question.url
        for _ in range(self._limits.redirects + 1):
            _check_address(question.url)
            self._check_open(question.url)
            check(question.url)
            answer = self._answered(question)
            location = answer.header("location")
            if answer.status not in REDIRECTS:
                return answer, question.url
            if not location:
                raise NotAnswered(question.url, "Nettstedet viser videre uten å si hvor.")
            question = _redirected(question, answer.status, location)
        raise TooManyRedirects(start, f"Nettstedet viser videre mer enn {self._limits.redirects} ganger.")

    def _answered(self, question: Question) -> Answer:
        """One usable answer or redirect, its body unpacked, after retries."""
        retrying = Retrying(
            stop=stop_after_attempt(self._limits.attempts),
            retry=retry_if_exception_type(Passing),
            wait=self._wait_s,
            sleep=self._sleep,
            reraise=True,
        )
        try:
            return retrying(self._attempt, question)
        except Passing as passing:
            raise passing.error from passing

    def _attempt(self, question: Question) -> Answer:
        try:
            return judged(self._wire.ask(question), question.url, self._limits.body_bytes)
        except Passing as passing:
            if passing.wait_s > self._limits.longest_wait_s:
                # Asking sooner than we were told to would be rude, whatever the page.
                passing.error.may_pass = False
                self._shut[_origin(question.url)] = passing.error
                raise passing.error from passing
            raise

    def _wait_s(self, state: RetryCallState) -> float:
        error = state.outcome.exception() if state.outcome else None
        asked = error.wait_s if isinstance(error, Passing) else 0.0
        return max(asked, min(float(2**state.attempt_number), self._limits.longest_wait_s))

    def _check_open(self, url: str) -> None:
        shut = self._shut.get(_origin(url))
        if shut is not None:
            raise NotAnswered(url, shut.message, may_pass=False)

    def _check_robots(self, url: str) -> None:
        origin = _origin(url)
        with self._lock:
            if origin not in self._robots:
                self._robots[origin] = self._read_robots(origin)
        rules = self._robots[origin]
        if isinstance(rules, FetchError):
            raise type(rules)(url, rules.message, rules.may_pass)
        if not rules.can_fetch(url, PRODUCT):
            raise RobotsDenied(url, "Nettstedets robots.txt sier at siden ikke skal hentes av roboter.")
        delay = rules.crawl_delay(PRODUCT)
        if delay:
            self._wire.slow_down(url, delay)

    def _read_robots(self, origin: str) -> Protego | FetchError:
        """RFC 9309, 2.3.1: a 4xx answer allows everything, an error or silence nothing."""
        try:
            answer, _ = self._follow(Question(f"{origin}/robots.txt", headers=_PACKING), _allow)
        except (NotArchived, Refused):
            return Protego.parse("")
        except (ChallengePage, PrivateAddress, BadScheme) as error:
            return error
        except FetchError as error:
            words = f"Nettstedets robots.txt kan ikke leses, så ingenting hentes: {error.message}"
            return RobotsDenied(origin, words, error.may_pass)
        return Protego.parse(answer.body[:_ROBOTS_BYTES].decode("utf-8", "replace"))


class LiveFetcher(_Rules):
    """Fetches from the sites and archives every exchange. Use as a context manager, or close it."""

    def __init__(
        self,
        writer: NightWriter,
        contact: str,
        code_version: str,
        previous: Replay | None = None,
        *,
        limits: Limits | None = None,
        pause_s: float = 1.0,
        clock: Callable[[], datetime] = utc_now,
        sleep: Callable[[float], None] = time.sleep,
        allow_private: bool = False,
        ca_file: Path | None = None,
    ) -> None:
        """writer: an open file of the night. contact: name and mail; ContactMissing when they are not there.

        previous: the archive before this night, for conditional requests. clock: now, in UTC. allow_private: for
        tests on this machine alone. ca_file: PEM file of certificates to trust instead of the usual ones.
        """
        chosen = limits or Limits()
        self._live = LiveWire(
            writer,
            user_agent(contact, code_version),
            previous,
            chosen,
            pause_s=pause_s,
            clock=clock,
            sleep=sleep,
            allow_private=allow_private,
            ca_file=ca_file,
        )
        super().__init__(self._live, chosen, sleep)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close every connection."""
        self._live.close()


class ReplayFetcher(_Rules):
    """Answers from the archive: the same pages and the same errors as the live run gave, with the network off."""

    def __init__(self, replay: Replay, *, limits: Limits | None = None) -> None:
        super().__init__(ReplayWire(replay), limits or Limits(), _no_wait)

    def get(self, request: Request) -> Page:
        """As the live fetcher; where the archive lacks the address, the answer to the first of `same_as` it has.

        Such a page has the address asked for as `url`, and the one it was kept under as `final_url`.
        """
        try:
            return super().get(request)
        except NotArchived:
            for url in request.same_as:
                with contextlib.suppress(NotArchived):
                    page = super().get(replace(request, url=url))
                    return replace(page, url=request.url, final_url=page.final_url or url)
            raise


def _no_wait(seconds: float) -> None:
    """The waiting was done when the night was fetched."""


def _allow(url: str) -> None:
    """Nothing forbids reading robots.txt."""


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}".lower()


def _question(request: Request) -> Question:
    url = request.url.partition("#")[0]
    headers = (("Accept", request.accept), *_PACKING)
    content_type, body = sent_body(request)
    if not body:
        return Question(url, request.method, headers)
    return Question(url, "POST", (*headers, ("Content-Type", content_type)), body)


def _redirected(question: Question, status: int, location: str) -> Question:
    try:
        url = urljoin(question.url, location).partition("#")[0]
    except ValueError as error:
        raise BadScheme(question.url, f"Nettstedet viser videre til en ugyldig adresse: {location[:200]}.") from error
    if status in _BECOMES_GET and question.method != "GET":
        headers = tuple(pair for pair in question.headers if pair[0] != "Content-Type")
        return Question(url, "GET", headers)
    return Question(url, question.method, question.headers, question.body)


def _check_address(url: str) -> None:
    try:
        parts = urlsplit(url)
        host, _ = (parts.hostname or "").encode("idna"), parts.port
    except (ValueError, UnicodeError) as error:
        raise BadScheme(url, "Adressen er ugyldig.") from error
    if parts.scheme not in ("http", "https") or not host:
        raise BadScheme(url, "Adressen er ikke en http- eller https-adresse.")
    if "@" in parts.netloc or not url.isprintable():
        raise BadScheme(url, "Adressen inneholder brukernavn eller usynlige tegn.")
