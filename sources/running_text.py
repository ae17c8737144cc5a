"""What headings and running text tell on a funder's page, in Norwegian or English: who may apply, how much.

For sources that have a text under each heading and few labels. Labels of one funder stand in its source; what a value
is worth is for `calls` to say. Sums are looked at only to tell whether a text holds one that is fit to be a fact.
"""

from __future__ import annotations

import re

from calls.amount_scan import find_sums
from calls.model import FactName
from calls.money import AmountReading, read_award
from calls.words import plain

LONGEST = 5_000
"""Characters of a text that is read for values."""

_WHO_MAY = re.compile(
    r"(?!.*\bikk(?:j)?e\b)(?:for (?:hvem|kven)\b|(?:hvem|kven) kan\b|(?:hvem|kven) (?:er|passer)\b.*\bfor\b|målgruppe\b"
    r"|who (?:can|may|is eligible)\b)"
)
_HOW_MUCH = re.compile(
    r"(?!.*\b(?:egen\w*|selv|bidra|koster?|betale?|må|tid)\b)(?:om )?(?:støtte-?beløp|tilskudd og beløp|tilskuddsbeløp"
    r"|tilskotsbeløp|lånebeløp|beløp\b|hvor (?:mye|stor\w*)\b|kor (?:mykje|stor\w*)\b|(?:støttens )?størrelse)"
)
_CONTACT = re.compile(r"kontakt|contact\b|har du spørsmål|spørsmål\b")
_SAYS_CLOSED = re.compile(
    r"\b(?:er|ble|vart)\b(?:(?!\bikke\b)[^.]){0,20}\b(?:stengt|avsluttet|lukket)\b"
    r"|stengt for (?:nye )?søknad",
    re.IGNORECASE,
)
_BEFORE_CLOSED = 80  # characters of the quote before the words
_SENTENCE_ENDS = re.compile(r"[.!?\n](?=\s*[A-ZÆØÅ•])")


def small(words: str) -> str:
    """Words as patterns spell them: plain characters, small letters."""
    return plain(words).casefold()


class Labels:
    """What each label of a funder stands for. Only letters and digits of a label count."""

    def __init__(self, *rows: tuple[FactName, str]) -> None:
        """rows: the name of the fact, and its labels with `|` between them."""
        self._names = {_letters(label): name for name, labels in rows for label in labels.split("|")}

    def name(self, label: str) -> FactName | None:
        """None for an unknown label."""
        return self._names.get(_letters(label))


def tells_who(heading: str) -> bool:
    """Whether the text under this heading says who may apply; `Hvem kan ikke søke?` does not."""
    return _WHO_MAY.match(small(heading)) is not None


def tells_how_much(heading: str) -> bool:
    """Whether the text under this heading says how much one may get, and not what one must pay."""
    return _HOW_MUCH.match(small(heading)) is not None


def is_contact(heading: str) -> bool:
    """Whether the text under this heading says whom to ask: names of persons, which nobody here keeps."""
    return _CONTACT.match(small(heading)) is not None


def says_closed(text: str) -> str:
    """From shortly before the words that may say that a scheme is closed, to the end; "" when there are none."""
    found = _SAYS_CLOSED.search(text[:LONGEST])
    return text[max(0, found.start() - _BEFORE_CLOSED) :] if found else ""


def sure_award(text: str) -> bool | None:
    """Whether a running text may be an award fact.

    True when it is short enough, and its sums are limits or ranges, or it is one sentence, or it has a clear share of
    costs; False when it has sums that need a guess; None when there is nothing to read.
    """
    start = text[:LONGEST]
    if start == text and _is_sure(text, read_award(text)):
        return True
    return False if any(span.high.is_money for span in find_sums(plain(start))) else None


def _is_sure(text: str, award: AmountReading) -> bool:
    values = {award.floor_nok, award.ceiling_nok} - {None}
    limits = {
        end.value
        for span in find_sums(plain(text))
        if span.is_range or span.low.is_floor or span.low.is_ceiling
        for end in (span.low, span.high)
    }
    if not values:
        return award.rate_pct is not None and not award.problems
    return values <= limits or _SENTENCE_ENDS.search(text) is None


def _letters(label: str) -> str:
    return "".join(filter(str.isalnum, small(label)))
