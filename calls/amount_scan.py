"""Finding sums of money in a line, with their places, limits and currency. Which of them counts: `calls.money`.

A number is money only with a currency or a large unit (million, MNOK, tusen), its own or shared with its pair.
Works on `plain` text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from calls.amount_words import (
    BETWEEN,
    CEILING,
    CEILING_AFTER,
    CODE,
    CURRENCY,
    DELTA_BEFORE,
    FLOOR,
    FLOOR_AFTER,
    KRONER_SOON_FOLLOWED,
    LETTERS,
    UNIT,
    currency_of,
    unit_of,
)
from calls.number_words import FIGURES, NUMBER_WORD, has_two_readings, number_of

_WORD_AHEAD = rf"(?=\s*(?:(?:-|til|to|og|and|eller|or)\s+{NUMBER_WORD}\s*)?{UNIT})"
_SUM = re.compile(
    rf"(?:(?<!\w)(?:(?P<scale>{UNIT})\s*)?(?P<before>{CURRENCY})\s*:?\s*)?"
    rf"(?:(?<![\w.,])(?P<figures>{FIGURES})|\b(?P<word>{NUMBER_WORD}){_WORD_AHEAD})"
    rf"(?:(?P<letter>mn|[kmb])(?![^\W\d_])|\s*(?P<unit>{UNIT}))?"
    rf"(?P<tail>\s?,-+)?(?:\s*(?!{KRONER_SOON_FOLLOWED})(?P<after>{CURRENCY}))?",
    re.IGNORECASE,
)
_RANGE = re.compile(r"\s*(?:-|til|to|inntil|opp\s+til|up\s+to)\s*", re.IGNORECASE)
_AND = re.compile(r"\s*(?:og|and|to)\s*", re.IGNORECASE)
_LINK = re.compile(
    r"[\s,;]*(?:og|and|men|but|til|to|-|,)?\s*(?:maks\w*|max\w*|inntil|opptil|opp\s+til|up\s+to|høyst|høgst|minst"
    r"|minimum|at\s+(?:least|most))"
    r"\.?\s*",
    re.IGNORECASE,
)
_SHARE = re.compile(r"\s*(?:%|prosent\b|per\s?cent\b|percent\b|pst\b)", re.IGNORECASE)
"""Behind a number: a share of something, which takes no unit from the sum before it."""
_SENTENCE = re.compile(r";|[.!?]\s+(?=[A-ZÆØÅ])")
_REACH = 120  # characters around a sum within which words speak of it
_LEAST_FULL = 1000
"""A number of this size without a unit is written in full and takes no unit from its pair (`500 000 – 1,5 mill.`)."""


@dataclass(frozen=True)
class Sum:
    """A number in a line and what makes it money. `value` is in whole units of `currency`."""

    start: int
    end: int
    number: Decimal
    unit: Decimal | None
    currency: str | None  # ISO 4217; None for a number without currency or unit
    is_floor: bool = False
    is_ceiling: bool = False
    is_doubtful: bool = False  # `1.250 million`: decimal or thousands
    is_unit_first: bool = False  # `MNOK 5`, `mill. kr 5`: the unit before the first number serves both of a range

    @property
    def value(self) -> int:
        return int(self.number * (self.unit or 1))

    @property
    def is_money(self) -> bool:
        return self.currency is not None


@dataclass(frozen=True)
class Span:
    """One sum, or the two ends of a range, with the words around it.

    lead: the words of the same sentence before it, back to the number before; tail: the words after it.
    """

    low: Sum
    high: Sum
    lead: str
    tail: str

    @property
    def start(self) -> int:
        return self.low.start

    @property
    def end(self) -> int:
        return self.high.end

    @property
    def is_range(self) -> bool:
        return self.low is not self.high


def _sum_of(match: re.Match[str]) -> Sum:
    unit: Decimal | None = None
    before, after = match["before"], match["after"]
    currency = currency_of(before) if before else currency_of(after) if after else None
    if match["unit"] or match["scale"]:
        unit = unit_of(match["unit"] or match["scale"])
    elif match["letter"] and before:
        unit = LETTERS[match["letter"].lower()]
    for word in (before, after):
        if word and unit is None and re.fullmatch(CODE, word, re.IGNORECASE):
            unit = unit_of(word)
    if currency is None and (unit is not None or match["tail"]):
        currency = "NOK"
    if match["letter"] and not before:
        currency = None
    figures = match["figures"]
    doubtful = unit is not None and unit > 1000 and figures is not None and has_two_readings(figures)
    unit_first = unit is not None and not match["unit"] and not match["letter"] and bool(before)
    number = number_of(figures or match["word"])
    return Sum(match.start(), match.end(), number, unit, currency, is_doubtful=doubtful, is_unit_first=unit_first)


def _share(low: Sum, high: Sum) -> tuple[Sum, Sum]:
    """`10-15 millioner kroner`: the unit after the last number and a currency on either side serve both.

    A currency that is named wins over the kroner that a bare unit is taken for (`1-2 million euro`).
    """
    named = [side.currency for side in (low, high) if side.currency not in (None, "NOK")]
    currency = named[0] if named else (low.currency or high.currency)
    if currency is None:
        return low, high
    low_unit, high_unit = low.unit, high.unit
    if low.unit is None and high.unit is not None and low.number < _LEAST_FULL:
        low_unit = high.unit
    if high.unit is None and low.is_unit_first and high.number < _LEAST_FULL:
        high_unit = low.unit
    return replace(low, unit=low_unit, currency=currency), replace(high, unit=high_unit, currency=currency)


def _with_limits(one: Sum, before: str, after: str) -> Sum:
    floor, ceiling = FLOOR.search(before), CEILING.search(before)
    if floor and ceiling:  # the word nearest the number holds: "fra inntil", "maksimum minst"
        floor, ceiling = (floor, None) if floor.start() > ceiling.start() else (None, ceiling)
    is_floor = bool(floor) or (not ceiling and FLOOR_AFTER.match(after) is not None)
    is_ceiling = bool(ceiling) or (not floor and CEILING_AFTER.match(after) is not None)
    return replace(one, is_floor=is_floor, is_ceiling=is_ceiling)


def _around(raw: list[Sum], line: str) -> tuple[list[str], list[str]]:
    """The words before each sum, back to the sum before it or the start of its sentence, and the words after it."""
    leads, tails = [], []
    begin = 0
    for one in raw:
        leads.append(_SENTENCE.split(line[max(begin, one.start - _REACH) : one.start])[-1])
        tails.append(line[one.end : one.end + _REACH])
        begin = one.end
    return leads, tails


def _is_range(between: str, lead: str) -> bool:
    """`10-15`, `10 til 15`, `mellom 10 og 15`; not the new amount in `økt med 10 til 15 millioner`."""
    if _AND.fullmatch(between) and BETWEEN.search(lead):
        return True
    return _RANGE.fullmatch(between) is not None and DELTA_BEFORE.search(lead) is None


def find_sums(line: str) -> list[Span]:
    """Every sum and range of a `plain` line, in order, and bare numbers (not `is_money`) that stand between them."""
    raw = [_sum_of(match) for match in _SUM.finditer(line)]
    leads, tails = _around(raw, line)
    raw = [_with_limits(one, lead, tail) for one, lead, tail in zip(raw, leads, tails, strict=True)]
    spans: list[Span] = []
    number = 0
    while number < len(raw):
        low, lead = raw[number], leads[number]
        if number + 1 < len(raw):
            high = raw[number + 1]
            between = line[low.end : high.start]
            if _is_range(between, lead):
                low, high = _share(low, high)
                spans.append(Span(low, high, lead, tails[number + 1]))
                number += 2
                continue
            if _LINK.fullmatch(between) and not _SHARE.match(line[high.end :]):
                low, raw[number + 1] = _share(low, high)
        spans.append(Span(low, low, lead, tails[number]))
        number += 1
    return spans
