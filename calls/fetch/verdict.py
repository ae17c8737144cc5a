"""Which answers are pages, which failures pass by themselves, and what readers are told of the others."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC
from email.utils import parsedate_to_datetime

from calls.archive.exchange import Answer
from calls.failures import ChallengePage, FetchError, NotAnswered, PrivateAddress, Refused, TooLarge
from calls.fetch.content import unpacked

REDIRECTS = (301, 302, 303, 307, 308)
_PASSING = (408, 429)
# What Cloudflare's challenge pages have in common.
_CHALLENGE = re.compile(
    rb"<title>\s*(just a moment|attention required)|cdn-cgi/challenge-platform|_cf_chl_opt", re.IGNORECASE
)
_CHALLENGE_WITHIN = 1 << 16


class Passing(Exception):
    """A failure that may pass by itself. wait_s: what Retry-After asks for, 0 when it asks for nothing."""

    def __init__(self, error: FetchError, wait_s: float = 0.0) -> None:
        super().__init__(error)
        self.error = error
        self.wait_s = wait_s


def judged(answer: Answer, url: str, limit: int) -> Answer:
    """A page or a redirect as it came, a page with its body unpacked. Passing or FetchError for everything else."""
    if answer.failure:
        raise _failed(answer, url, limit)
    if _is_challenge(answer, url, limit):
        raise ChallengePage(url, "Nettstedet svarer med en robotsperre; det ønsker oss ikke her.")
    if answer.status in _PASSING or answer.status >= 500:
        error = NotAnswered(url, f"Nettstedet svarer med feil {answer.status}, også etter flere forsøk.")
        raise Passing(error, _retry_after_s(answer))
    if answer.status >= 400:
        raise Refused(url, f"Nettstedet avviser forespørselen med {answer.status}.", answer.status)
    if answer.status in REDIRECTS:
        return answer
    if not 200 <= answer.status < 300:
        raise NotAnswered(url, f"Nettstedet gir et svar uten innhold ({answer.status}).")
    try:
        body = unpacked(answer, url, limit)
    except NotAnswered as error:
        raise Passing(error) from error
    return replace(answer, body=body)


def _is_challenge(answer: Answer, url: str, limit: int) -> bool:
    if answer.status not in (403, 429, 503):
        return False
    if answer.header("cf-mitigated").lower() == "challenge":
        return True
    try:
        body = unpacked(answer, url, limit)
    except FetchError:
        return False  # the status alone then decides
    return _CHALLENGE.search(body[:_CHALLENGE_WITHIN]) is not None


def _failed(answer: Answer, url: str, limit: int) -> Exception:
    match answer.failure:
        case "length":
            return TooLarge(url, f"Svaret er større enn grensen på {limit} byte.")
        case "private":
            return PrivateAddress(url, "Adressen hører til et privat nett og hentes ikke.")
        case "tls":
            return NotAnswered(url, "Nettstedet har ingen gyldig sikker forbindelse (TLS).")
        case "unreachable":
            return NotAnswered(url, "Nettstedet kan ikke nås.")
        case "time":
            return Passing(NotAnswered(url, "Nettstedet svarte ikke i tide, heller ikke etter flere forsøk."))
        case _:
            return Passing(NotAnswered(url, "Svaret ble brutt av, også etter flere forsøk."))


def _retry_after_s(answer: Answer) -> float:
    """Seconds that Retry-After asks for, as a number or as a date (RFC 9110, 10.2.3); 0 when it says neither."""
    asked = answer.header("retry-after").strip()
    if asked.isascii() and asked.isdigit():
        return float(asked[:9])
    try:
        until = parsedate_to_datetime(asked)
    except (ValueError, OverflowError):
        return 0.0
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return max(0.0, (until - answer.at).total_seconds())
