"""The amount that a project wants against the least and the most that one applicant may get.

A ceiling below the least that is wanted says no; nothing else does. A floor above the most that is wanted can be met by
a larger project, and a profile without a least has said nothing that a small grant would not do for.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from calls.tongue import say
from matching.eligible import facts
from matching.eligible.facts import Quote
from matching.eligible.rule import Answer, Rule, digits, silent, stated
from matching.profiles import Profile

_COLUMNS = ("award_ceiling_nok", "award_ceiling_eur", "award_floor_nok", "award_floor_eur")

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


@dataclass(frozen=True)
class Amount:
    """An amount in NOK: the least and the most that it may be, and as the funder gives it."""

    low: int
    high: int
    words_nb: str


def amount_rule(call: Mapping[str, Any], profile: Profile) -> Rule:
    """Whether what one may get meets what the project wants."""
    floor, ceiling = _amount(call, "award_floor"), _amount(call, "award_ceiling")
    words = _words(call)
    if not ceiling and not floor:
        return silent("amount", say("Utlysningen sier ikke hvor mye én søker kan få."))
    if floor and ceiling and floor.low > ceiling.high:
        return stated("amount", "unknown", say("Beløpene i utlysningen henger ikke sammen."), words)
    least, most = profile.amount_min_nok, profile.amount_max_nok
    if least is None and most is None:
        return stated("amount", "unknown", say("Profilen sier ikke hvor mye dere trenger."), words)
    if ceiling and least is not None and ceiling.high < least:
        return stated("amount", *_too_little(call, ceiling, least, words.text), words)
    if ceiling and least is not None and ceiling.low < least:
        told = say("Høyeste beløp er {amount}, nær det minste dere trenger.", amount=ceiling.words_nb)
        return stated("amount", "unknown", told, words)
    if floor and most is not None and floor.high > most:
        told = say(
            "Søknaden må være på minst {least}. Dere har tenkt høyst {most}.", least=floor.words_nb, most=_nok(most)
        )
        return stated("amount", "unknown", told, words)
    if (not ceiling or _is_within(ceiling.low, least, most)) and (not floor or (most or least or 0) >= floor.high):
        return stated("amount", "yes", say("Beløpet dere trenger, er innenfor."), words)
    return stated("amount", "unknown", say("Profilen sier ikke nøyaktig nok hvor mye dere trenger."), words)


def _is_within(ceiling: int, least: int | None, most: int | None) -> bool:
    """Whether something of what is wanted is surely no more than the ceiling."""
    return least <= ceiling if least is not None else most is not None and most <= ceiling


def _too_little(call: Mapping[str, Any], ceiling: Amount, least: int, quote: str) -> tuple[Answer, str]:
    told = say("Høyeste beløp er {most}. Dere trenger minst {least}.", most=ceiling.words_nb, least=_nok(least))
    kind = " ".join(facts.text(call, column) for column in ("title", "scheme", "application_type"))
    if _PRE_PROJECT.search(kind):
        return "unknown", f"{told} {say('Pengene er til å forberede et prosjekt, ikke til hele prosjektet.')}"
    if _PART_ONLY.search(quote):
        return "unknown", f"{told} {say('Beløpet gjelder bare et år eller en del av prosjektet.')}"
    if facts.text(call, "instrument") not in ("", "grant", "loan", "guarantee", "equity"):
        return "unknown", told
    return "no", told


def _amount(call: Mapping[str, Any], column: str) -> Amount | None:
    """An amount of the call; the funder's own kroner before its euro."""
    if nok := facts.whole(call, f"{column}_nok"):
        return Amount(nok, nok, _nok(nok))
    eur = facts.whole(call, f"{column}_eur")
    return Amount(eur * NOK_PER_EUR[0], eur * NOK_PER_EUR[1], say("{amount} euro", amount=digits(eur))) if eur else None


def _words(call: Mapping[str, Any]) -> Quote:
    for column in _COLUMNS:
        if facts.whole(call, column) and (cited := facts.quote(call, column)).text:
            return cited
    return Quote("", facts.text(call, "url"))


def _nok(amount: int) -> str:
    return say("{amount} kroner", amount=digits(amount))
