"""Whether a text is wholly a value that says when: a date cell, or a deadline in words. What it means is read later."""

from __future__ import annotations

import re
from functools import lru_cache

from calls.dates import is_date_text, read_deadline
from sources.forskningsradet.prose import is_about_other

_DATE_CHARACTERS = 60
_DEADLINE_CHARACTERS = 90
_NO_DEADLINE = frozenset(("unknown_word", "missing_field"))

_SUBJECT = re.compile(
    r"^(?:søknadsfrist|skissefrist|frist|(?:application )?deadline)(?:en|a)?\s*(?:er|is|:)\s*", re.IGNORECASE
)
_PASSED = re.compile(
    r"[\s,–-]*\(?\b(?:utløpt|utgått|gått ut|avsluttet|avslutta|passert|expired|closed|passed)\)?\.?$", re.IGNORECASE
)
_OF_SOMETHING = re.compile(
    r"(?:frist\w*|deadlines?)\s+(?:for|til|to|of)\b(?!\s+(?:å (?:søk|sende inn søknad)|søknad\b|appl))", re.IGNORECASE
)
_GOES_ON = re.compile(
    r"(?:for|of|in|i|on|på|and|og|with|med|at|ved|hos|(?:til|to)(?!\s+(?:alle\s+)?(?:midl|peng|ramm|potten|budsjett)))\b",
    re.IGNORECASE,
)


def is_date(text: str) -> bool:
    """Whether the whole text is a date cell, exact or vague."""
    return len(text) <= _DATE_CHARACTERS and _is_date(text)


@lru_cache(maxsize=16384)
def _is_date(text: str) -> bool:
    # The same labels and dates stand on many pages.
    return is_date_text(text)


def is_deadline(text: str) -> bool:
    """Whether the whole text is a deadline: `Søknadsfrist er 1. november 2022.`, `Løpende`, `1. mai 2019 (utløpt)`."""
    if is_date(text):
        return True
    if len(text) > _DEADLINE_CHARACTERS or names_another(text):
        return False
    if is_date(_PASSED.sub("", _SUBJECT.sub("", text)).strip(" .")):
        return True
    reading = read_deadline(text)
    is_told = all(problem.kind not in _NO_DEADLINE for problem in reading.problems)
    return reading.type not in (None, "fixed") and is_told


def has_deadline(text: str) -> bool:
    """Whether a value that stands alone beside an own label tells a deadline, with other words around it."""
    if is_deadline(text):
        return True
    return len(text) <= _DEADLINE_CHARACTERS and not names_another(text) and read_deadline(text).at is not None


def names_another(text: str) -> bool:
    """Whether the words speak of the main call, or of a deadline for something else than applying."""
    return is_about_other(text) or _OF_SOMETHING.search(text) is not None


def goes_on(text: str) -> bool:
    """Whether the words go on with the ones before them, such as `for hovedutlysningen` after a label."""
    return _GOES_ON.match(text) is not None
