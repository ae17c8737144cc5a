"""Whether the deadline has passed, by the call's dates and by what the funder says of its state.

Where the two disagree nobody can tell: funders prolong calls by the status first, and close them early by it too.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from calls.tongue import note, say
from matching.eligible import facts
from matching.eligible.facts import OSLO
from matching.eligible.rule import Rule, date_nb, silent, stated

_ANY_TIME = ("rolling", "until_spent")


def deadline_rule(call: Mapping[str, Any], night_at: datetime) -> Rule:
    """Whether one can still apply, seen from `night_at` (with a time zone)."""
    status, kind = facts.text(call, "status"), facts.text(call, "deadline_type")
    words = facts.quote(call, "deadline_text", "deadline_at", "status_text")
    told = facts.quote(call, "status_text", "status")
    moments = _moments(call)
    last = max(moments, default=None)
    is_past = last is not None and last < night_at
    if status == "cancelled":
        return stated("deadline", "no", say("Utlysningen er avlyst."), told)
    if status == "closed":
        if last is not None and not is_past and kind not in _ANY_TIME:
            return stated("deadline", "unknown", say("Utlysningen er meldt lukket, men fristen er ikke ute."), words)
        return stated("deadline", "no", say("Utlysningen er lukket."), words if words.text else told)
    if kind in _ANY_TIME:
        return stated("deadline", "yes", say(_ANY_TIME_NB[kind]), words)
    if last is None:
        return silent("deadline", say("Utlysningen har ingen frist som lar seg lese."))
    if is_past:
        return _past(call, status, kind, last, night_at)
    if kind == "staged" and min(moments) < night_at:
        told_nb = say("Fristen for første trinn er ute. Trolig kan bare de som rakk den, søke videre.")
        return stated("deadline", "unknown", told_nb, words)
    following = min(one for one in moments if one >= night_at)
    return stated("deadline", "yes", say("Fristen er {day}.", day=_day_nb(following)), words)


_ANY_TIME_NB = {
    "rolling": note("Dere kan søke når som helst."),
    "until_spent": note("Dere kan søke så lenge det er penger igjen."),
}


def _past(call: Mapping[str, Any], status: str, kind: str, last: datetime, night_at: datetime) -> Rule:
    words = facts.quote(call, "deadline_text", "deadline_at")
    if kind == "guaranteed":
        told = say("Garantifristen er ute. Dere kan kanskje fortsatt søke, men uten løfte om behandling.")
        return stated("deadline", "unknown", told, words)
    if status in ("open", "forecasted"):
        is_open = note("Fristen {day} er ute, men finansiøren sier at utlysningen er åpen.")
        is_coming = note("Fristen {day} er ute, men finansiøren sier at utlysningen er på vei.")
        told = say(is_open if status == "open" else is_coming, day=_day_nb(last))
        return stated("deadline", "unknown", told, words)
    clocks = {str(row.get("clock")) for row in facts.rows(call, "deadlines") if facts.as_moment(row.get("at")) == last}
    if last.astimezone(OSLO).date() == night_at.astimezone(OSLO).date() and clocks != {"stated"}:
        return stated("deadline", "unknown", say("Fristen går ut i dag, og klokkeslettet er ikke oppgitt."), words)
    return stated("deadline", "no", say("Fristen gikk ut {day}.", day=_day_nb(last)), words)


def _moments(call: Mapping[str, Any]) -> list[datetime]:
    found = [facts.as_moment(row.get("at")) for row in facts.rows(call, "deadlines")]
    return [one for one in (*found, facts.moment(call, "deadline_at")) if one is not None]


def _day_nb(moment: datetime) -> str:
    return date_nb(moment.astimezone(OSLO).date())
