"""The amount that a project wants against the least and the most that one applicant may get.

A ceiling below the least that is wanted says no; nothing else does. A floor above the most that is wanted can be met by
a larger project, and a profile without a least has said nothing that a small grant would not do for.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from matching.eligible import facts
from matching.eligible.facts import Quote
from matching.eligible.rule import Answer, Rule, silent, stated
from matching.profiles import Profile

NOK_PER_EUR = (7, 15)
"""Between these the euro has cost since 1999, with room to spare: an amount in euro is compared by whichever end makes
the answer sure."""

_PART_ONLY = re.compile(
    r"\b(?:per|pr\.?|hvert|kvart|each|every|a)\s+(?:år|year|tildeling|deltaker|bedrift|partner|month|måned|stilling)"
    r"|\bårl[ie]g\w*|\bannual\w*|\byearly\b",
    re.IGNORECASE,
)
"""The amount is for a year or for one of several, so that a project may get more."""

_PRE_PROJECT = re.compile(
    r"for-?prosjekt|forstud|pre-?\s?project|preliminary\s+project|kvalifiseringsprosjekt|skisse", re.IGNORECASE
)
"""Money to prepare a project; what the project itself will need is another matter."""


def amount_rule(call: Mapping[str, Any], profile: Profile) -> Rule:
    """Whether what one may get meets what the project wants."""
    floor, ceiling = _range(call, "award_floor"), _range(call, "award_ceiling")
    columns = [f"award_{end}_{currency}" for end in ("ceiling", "floor") for currency in ("nok", "eur")]
    words = _words(call, columns)
    if not ceiling and not floor:
        return silent("amount", "Utlysningen sier ikke hvor mye én søker kan få.")
    if floor and ceiling and floor[0] > ceiling[1]:
        return stated("amount", "unknown", "Beløpene i utlysningen henger ikke sammen.", words)
    least, most = profile.amount_min_nok, profile.amount_max_nok
    if least is None and most is None:
        return stated("amount", "unknown", "Profilen sier ikke hvor mye dere trenger.", words)
    if ceiling and least is not None and ceiling[1] < least:
        return stated("amount", *_too_little(call, ceiling[1], least, words.text), words)
    if ceiling and least is not None and ceiling[0] < least:
        return stated("amount", "unknown", "Det høyeste beløpet ligger nær det minste dere trenger.", words)
    if floor and most is not None and floor[1] > most:
        told = f"Søknaden må være på minst {_nok(floor[0])}. Dere har tenkt høyst {_nok(most)}."
        return stated("amount", "unknown", told, words)
    return stated("amount", *_enough(floor, ceiling, least, most), words)


def _too_little(call: Mapping[str, Any], ceiling: int, least: int, quote: str) -> tuple[Answer, str]:
    told = f"Høyeste beløp er {_nok(ceiling)}. Dere trenger minst {_nok(least)}."
    kind = " ".join(facts.text(call, column) for column in ("title", "scheme", "application_type"))
    if _PRE_PROJECT.search(kind):
        return "unknown", f"{told} Pengene er til å forberede et prosjekt, ikke til hele prosjektet."
    if _PART_ONLY.search(quote):
        return "unknown", f"{told} Beløpet gjelder bare et år eller en del av prosjektet."
    if facts.text(call, "instrument") not in ("", "grant", "loan", "guarantee", "equity"):
        return "unknown", told
    return "no", told


def _enough(
    floor: tuple[int, int] | None, ceiling: tuple[int, int] | None, least: int | None, most: int | None
) -> tuple[Answer, str]:
    """yes when what is wanted and what is given surely overlap."""
    reaches = ceiling is None or (least or most or ceiling[0] + 1) <= ceiling[0]
    begins = floor is None or (most or least or 0) >= floor[1]
    if reaches and begins:
        return "yes", "Beløpet dere trenger, er innenfor."
    return "unknown", "Profilen sier ikke nøyaktig nok hvor mye dere trenger."


def _range(call: Mapping[str, Any], column: str) -> tuple[int, int] | None:
    """An amount in NOK as the least and the most it may be; the funder's own kroner before its euro."""
    if nok := facts.whole(call, f"{column}_nok"):
        return nok, nok
    eur = facts.whole(call, f"{column}_eur")
    return (eur * NOK_PER_EUR[0], eur * NOK_PER_EUR[1]) if eur else None


def _words(call: Mapping[str, Any], columns: list[str]) -> Quote:
    for column in columns:
        if facts.whole(call, column) and (cited := facts.quote(call, column)).text:
            return cited
    return Quote("", facts.text(call, "url"))


def _nok(amount: int) -> str:
    return f"{amount:,}".replace(",", " ") + " kroner"
