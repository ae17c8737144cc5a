"""Reading money from plain strings: what one applicant may get, and all the money on offer.

Rules: a single plain sum as an award is its ceiling; the pot of a range is its upper end; a text that is nothing but a
number in thousands is kroner. Any other sum without a currency or a large unit is reported, not read; so is one in
another currency, one per hour, and one of several that no rule tells apart.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from calls.amount_scan import Span, find_sums
from calls.amount_words import (
    DELTA_BEFORE,
    IN_THOUSANDS,
    MORE_THAN,
    OTHER_AFTER,
    OTHER_BEFORE,
    PER_AWARD,
    PER_AWARD_BEFORE,
    PER_PIECE,
    PER_YEAR,
    PIECE_BEFORE,
    PLACEHOLDER,
    POT,
    PRODUCT,
    SPLIT,
    TOTAL_AFTER,
    TOTAL_BEFORE,
)
from calls.model import Problem
from calls.rates import read_rate
from calls.words import plain

_BARE = re.compile(r"\d{1,3}(?:[ .]\d{3})+(?: ?- ?\d{1,3}(?:[ .]\d{3})+)?")
"""A whole text that is nothing but one or two numbers in thousands, as on Forskningsrådet's cards: kroner."""

_LEAST_KRONER = 1000
"""No award or pot is smaller; a smaller number of kroner is a price, or a table in thousands."""
_MOST_KRONER = 1_000_000_000_000


@dataclass(frozen=True)
class AmountReading:
    """What one applicant may get: least and most in NOK, and the greatest share of costs in percent."""

    floor_nok: int | None
    ceiling_nok: int | None
    rate_pct: int | None
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class BudgetReading:
    """All the money on offer, in NOK."""

    amount_nok: int | None
    problems: tuple[Problem, ...]


def read_award(text: str) -> AmountReading:
    """Least and most that one applicant may get. A plain sum is the most; `minimum` and `fra` give only the least.

    Sums per year are read as they stand. Several sums with the same role are reported.
    """
    line = _with_currency(text)
    rate, problems = read_rate(line)
    refused = _refused(line)
    if refused:
        return AmountReading(None, None, rate, (*problems, refused))
    spans, found = _candidates(line)
    spans = [span for span in spans if not _is_pot(span)]
    problems = (*problems, *found)
    if not spans:
        silent = not line or problems or rate is not None
        return AmountReading(None, None, rate, problems if silent else (_nothing(line),))
    floors = {span.low.value for span in spans if span.is_range or span.low.is_floor}
    ceilings = {span.high.value for span in spans if span.is_range or (span.high.is_ceiling and not span.low.is_floor)}
    plains = {span.low.value for span in spans if not (span.is_range or span.low.is_floor or span.low.is_ceiling)}
    if plains and not floors and not ceilings:
        ceilings = plains
    elif plains - floors - ceilings:
        return AmountReading(None, None, rate, (*problems, _several(line)))
    if len(floors) > 1 or len(ceilings) > 1:
        return AmountReading(None, None, rate, (*problems, _several(line)))
    floor, ceiling = next(iter(floors), None), next(iter(ceilings), None)
    if floor is not None and ceiling is not None and floor > ceiling:
        message = f"Minste beløp er større enn høyeste i «{line}»."
        return AmountReading(None, None, rate, (*problems, Problem("ambiguous_amount", message)))
    return AmountReading(floor, ceiling, rate, problems)


def read_budget(text: str) -> BudgetReading:
    """The whole pot. A range is its upper end, a stated total beats its parts, and a sum beats the split after it.

    A sum per project or per year, or one that is only a least, is not the pot and is reported.
    """
    line = _with_currency(text)
    refused = _refused(line)
    if refused:
        return BudgetReading(None, (refused,))
    spans, problems = _candidates(line)
    totals = [span for span in spans if TOTAL_BEFORE.search(span.lead) or TOTAL_AFTER.match(span.tail)]
    spans = totals or _head(spans, line)
    whole = [span for span in spans if not _is_part(span)]
    if not whole:
        return BudgetReading(None, problems if problems or not line else (_nothing(line),))
    values = {span.high.value for span in whole}
    if len(values) > 1:
        return BudgetReading(None, (*problems, _several(line)))
    if any(span.low.value > span.high.value for span in whole):
        message = f"Beløpene i «{line}» står i omvendt rekkefølge."
        return BudgetReading(None, (*problems, Problem("ambiguous_amount", message)))
    return BudgetReading(values.pop(), problems)


def _with_currency(text: str) -> str:
    line = plain(text)
    return f"kr {line}" if _BARE.fullmatch(line) else line


def _refused(line: str) -> Problem | None:
    """Why no sum of the whole line can be trusted, if so."""
    if PLACEHOLDER.search(line):
        return Problem("ambiguous_amount", f"Beløpet i «{line}» er ikke fylt ut.")
    if IN_THOUSANDS.search(line):
        return Problem("ambiguous_amount", f"Beløpet i «{line}» er oppgitt i tusen kroner.")
    if PRODUCT.search(line):
        return Problem("ambiguous_amount", f"Beløpet i «{line}» er et regnestykke.")
    return None


def _candidates(line: str) -> tuple[list[Span], tuple[Problem, ...]]:
    """The sums in kroner that may be an award or a pot, and a Problem for each sum of money that is left out."""
    kept: list[Span] = []
    problems: list[Problem] = []
    for span in find_sums(line):
        if not span.high.is_money:
            continue
        words = line[span.start : span.end]
        if span.high.currency != "NOK":
            message = f"«{words}» er i {span.high.currency}, ikke i norske kroner."
        elif span.low.is_doubtful or span.high.is_doubtful:
            message = f"«{words}» kan leses på to måter."
        elif PER_PIECE.match(span.tail) or PIECE_BEFORE.search(span.lead):
            message = f"«{words}» er en sats, ikke et støttebeløp."
        elif MORE_THAN.search(span.lead) and not span.low.is_ceiling:
            message = f"«{words}» er ikke selve grensen."
        elif not all(_LEAST_KRONER <= end.value <= _MOST_KRONER for end in (span.low, span.high)):
            message = f"«{words}» kan ikke være et støttebeløp."
        elif _is_about_else(span):
            continue
        else:
            kept.append(span)
            continue
        problems.append(Problem("ambiguous_amount", message))
    outside = [span for span in kept if not _in_brackets(span, line) or span.low.is_floor or span.high.is_ceiling]
    return outside or kept, tuple(dict.fromkeys(problems))


def _is_about_else(span: Span) -> bool:
    """Own contribution, turnover, by how much something changed, what is left."""
    return bool(OTHER_BEFORE.search(span.lead) or DELTA_BEFORE.search(span.lead) or OTHER_AFTER.match(span.tail))


def _in_brackets(span: Span, line: str) -> bool:
    before = line[: span.start]
    return before.count("(") > before.count(")")


def _head(spans: Sequence[Span], line: str) -> list[Span]:
    """The sums before the words that split them up, when there are any; else all."""
    split = SPLIT.search(line)
    head = [span for span in spans if split and span.end <= split.start()]
    return head or list(spans)


def _is_pot(span: Span) -> bool:
    return POT.search(span.lead) is not None and not PER_AWARD.match(span.tail)


def _is_part(span: Span) -> bool:
    if PER_AWARD.match(span.tail) or PER_YEAR.match(span.tail) or PER_AWARD_BEFORE.search(span.lead):
        return True
    return span.low.is_floor and not span.is_range


def _nothing(line: str) -> Problem:
    return Problem("ambiguous_amount", f"Fant ikke noe sikkert beløp i kroner i «{line}».")


def _several(line: str) -> Problem:
    return Problem("ambiguous_amount", f"«{line}» nevner flere beløp, og ingen regel sier hvilket som gjelder.")
