"""Reading how long a project may last, in months."""

from __future__ import annotations

import re

from calls.number_words import NUMBER_WORD, number_of
from calls.words import any_of, plain

_YEAR = any_of("år årig års åring years year yrs yr årige")
_MONTH = any_of("måneder måned månader månad mnd mnd. md months month mths mth måneders månaders månedar mo")
_UNIT = rf"(?:(?P<year>{_YEAR})|(?P<month>{_MONTH}))(?![^\W\d_])"
_ANY_UNIT = rf"(?:{_YEAR}|{_MONTH})(?![^\W\d_])"
_NUMBER = rf"(?:[0-9]{{1,3}}(?:[.,][0-9])?\s?½?|½|{NUMBER_WORD})"
_SPAN = re.compile(
    rf"(?<![\w.,])(?P<low>{_NUMBER})(?:\s*[ -]?\s*(?P<low_unit>{_ANY_UNIT}))?"
    rf"\s*(?:-|til|to|og|and|eller|or)\s*(?P<bound>(?:maks\w*|max\w*|inntil|opptil|up\s+to|høyst)\s*)?"
    rf"(?P<high>{_NUMBER})\s*-?\s*{_UNIT}",
    re.IGNORECASE,
)
_ONE = re.compile(rf"(?<![\w.,])(?P<high>{_NUMBER})\s*-?\s*{_UNIT}", re.IGNORECASE)
_LEAST = re.compile(
    r"\b(?:minimum|minst|min\.?|fra|frå|from|at\s+least|no\s+less\s+than|ikke\s+under|ikke\s+kortere\s+enn"
    r"|lengre\s+enn)\s*$",
    re.IGNORECASE,
)
_MOST = re.compile(
    r"\b(?:inntil|maks\.?|maksimum|maksimalt|maximum(?:\s+of)?|max\.?|opptil|opp\s+til|up\s+to|at\s+most|høyst"
    r"|høgst|under"
    r"|no\s+(?:more|longer)\s+than|ikke\s+(?:mer|lenger|lengre)\s+enn|ikkje\s+(?:meir|lenger)\s+enn|less\s+than)\s*$",
    re.IGNORECASE,
)
_NOT_LENGTH = re.compile(
    r"\b(?:yngre\s+enn|eldre\s+enn|younger\s+than|per|pr\.?|hvert|kvart|every|hver|each|første)\s*$", re.IGNORECASE
)
_MOST_AFTER = re.compile(r"\s*(?:\(?maks\w*|\(?max\w*|eller\s+mindre|or\s+less)", re.IGNORECASE)
_LEAST_AFTER = re.compile(r"\s*(?:\(?min(?:\b|imum)|eller\s+mer|or\s+more)", re.IGNORECASE)

Span = tuple[int | None, int | None]


def _months(number: str, unit: str) -> int | None:
    amount = number_of(number) * (12 if re.fullmatch(_YEAR, unit, re.IGNORECASE) else 1)
    return int(amount) if amount == int(amount) and 0 < amount <= 600 else None


def read_duration(text: str) -> tuple[int | None, int | None]:
    """Shortest and longest project in months; a plain length (`3 år`) is both.

    (None, None) when the text names no length, several that differ, or a shortest above the longest.
    """
    line = plain(text)
    found: list[Span] = []
    for match in _SPAN.finditer(line):
        unit = match["year"] or match["month"]
        found.append((_months(match["low"], match["low_unit"] or unit), _months(match["high"], unit)))
    rest = _SPAN.sub(lambda match: " " * len(match.group()), line)
    found.extend(span for match in _ONE.finditer(rest) if (span := _single(match, rest)) is not None)
    return _merged(found)


def _single(match: re.Match[str], line: str) -> Span | None:
    before, after = line[: match.start()], line[match.end() :]
    months = _months(match["high"], match["year"] or match["month"])
    if _NOT_LENGTH.search(before):
        return None
    if _LEAST.search(before) or _LEAST_AFTER.match(after):
        return months, None
    if _MOST.search(before) or _MOST_AFTER.match(after):
        return None, months
    return months, months


def _merged(found: list[Span]) -> Span:
    lows = {low for low, _ in found if low is not None}
    highs = {high for _, high in found if high is not None}
    if len(lows) > 1 or len(highs) > 1:
        return None, None
    low, high = next(iter(lows), None), next(iter(highs), None)
    if low is not None and high is not None and low > high:
        return None, None
    return low, high
