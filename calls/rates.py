"""Reading the share of costs that a funder covers, in percent. Sums of money: `calls.money`."""

from __future__ import annotations

import re

from calls.model import Problem

_REACH = 120  # characters around a percentage within which words speak of it
_PERCENT = re.compile(
    r"(?<![\w.,])(?:(?P<low>[0-9]{1,3}(?:[.,][0-9]{1,2})?)\s*(?:%|prosent)?\s*(?:-|til|to|og|and)\s*)?"
    r"(?P<high>[0-9]{1,3}(?:[.,][0-9]{1,2})?)\s*(?:%|(?:prosent|per\s?cent|percent|pst\.?|pct\.?)(?![^\W\d_]))",
    re.IGNORECASE,
)
_OWN = re.compile(
    r"egen(?:innsats|andel|finansiering|del)|eigen\w*|egne\s+midler|own\s+(?:contribution|funding|financing)"
    r"|co-?(?:funding|financing)|in-?kind"
    r"|kontant\w*|cash|medfinansiering|rente\w*|interest|forskudd|sluttutbetal\w*|ved\s+oppstart|eier\w*|owned"
    r"|stilling\w*|position"
    r"|(?:av|of)\s+(?:aksjene|søknadene|applications|prosjektperioden|working\s+time|tiden)",
    re.IGNORECASE,
)
_LEAST = re.compile(
    r"(?<!aldri )(?<!ikke )(?<!ikkje )(?<!never )(?<!not )\b(?:minst|minimum|at\s+least|min\.?|over"
    r"|mer\s+enn|meir\s+enn|more\s+than)\s*$",
    re.IGNORECASE,
)
_COVERS = re.compile(
    r"\b(?:inntil|maks\w*|maximum|max|opptil|opp\s+til|up\s+to|dekke\w*|cover\w*|støtt\w*|tilskudd\w*|tilskot\w*"
    r"|finansier\w*|rate|intensity|grant\w*"
    r"|fund\w*|satser?)\b[^.;0-9]{0,40}$",
    re.IGNORECASE,
)
_OF_COSTS = re.compile(
    r"\s*(?:i\s+støtte\s+)?(?:av|of|på)\s+(?:\w+\s+){0,4}?\w*(?:kostnad|prosjekt|budsjett|utgift|kapitalbehov"
    r"|investering|beløp|sum|cost|project|budget|expens|expenditure)"
    r"|\s*(?:i\s+)?(?:støtte|tilskudd|tilskot|finansiering|funding|støttegrad|støtteintensitet)",
    re.IGNORECASE,
)


def read_rate(line: str) -> tuple[int | None, tuple[Problem, ...]]:
    """The greatest share of costs that a `plain` line says is covered; own contributions and other shares are not it.

    A share above 100 or with a fraction is reported.
    """
    shares: list[float] = []
    for match in _PERCENT.finditer(line):
        before = line[max(0, match.start() - _REACH) : match.start()]
        after = line[match.end() : match.end() + _REACH]
        clause = re.split(r"[.;,]\s|[.;,]$", after, maxsplit=1)[0]
        lead = re.split(r"[.;,]\s", before)[-1]
        if _OWN.search(clause) or _OWN.search(lead) or _LEAST.search(before):
            continue
        is_alone = match.group().strip() == line.strip(" .")
        if is_alone or _COVERS.search(before) or _OF_COSTS.match(after):
            shares.append(float(match["high"].replace(",", ".")))
    if not shares:
        return None, ()
    rate = max(shares)
    if rate > 100 or rate != int(rate) or rate == 0:
        return None, (Problem("ambiguous_amount", f"Støttegraden i «{line}» er ikke et helt tall fra 1 til 100."),)
    return int(rate), ()
