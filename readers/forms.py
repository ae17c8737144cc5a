"""What a reader may correct on the page, or give of a call of their own, and how what they type becomes a value.

How a form looks does not belong here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Literal

from calls.dates import read_moment
from calls.deadlines import to_utc
from calls.fields import APPLICANT_TYPES, DEADLINE_TYPES, INSTRUMENTS, LANGUAGES, STATUSES
from calls.model import Json
from calls.money import read_budget
from calls.terms import COUNTY_NAMES
from calls.tongue import note, say
from readers.corrected import deadline, told_label
from readers.shapes import DecisionError

InputKind = Literal["text", "long_text", "day_clock", "money", "number", "code", "codes", "yes_no"]
"""text, long_text: words. day_clock: a day, and a clock time or none. money: kroner. code: one of a few, codes: some of
them. yes_no: ja, nei, or nothing."""

DAY_END = time(23, 59)
DAY_START = time(0)
YES_NO: Mapping[str, bool | None] = {"ja": True, "nei": False, "": None}


@dataclass(frozen=True)
class Input:
    """One column, as it is asked for. allowed: codes to choose among; words for them are in calls.fields.WORDS_NB, for
    counties in calls.terms.COUNTY_NAMES. may_be_empty: whether nothing at all is an answer."""

    column: str
    kind: InputKind
    allowed: tuple[str, ...] = ()
    may_be_empty: bool = True


CORRECTABLE: tuple[Input, ...] = (
    Input("title", "text", may_be_empty=False),
    Input("funder", "text", may_be_empty=False),
    Input("deadline_at", "day_clock"),
    Input("deadline_type", "code", DEADLINE_TYPES),
    Input("opens_at", "day_clock"),
    Input("status", "code", STATUSES),
    Input("award_floor_nok", "money"),
    Input("award_ceiling_nok", "money"),
    Input("budget_nok", "money"),
    Input("funding_rate_pct", "number"),
    Input("applicant_types", "codes", APPLICANT_TYPES),
    Input("is_partner_required", "yes_no"),
    Input("regions", "codes", tuple(COUNTY_NAMES)),
    Input("instrument", "code", INSTRUMENTS),
    Input("lang", "code", LANGUAGES, may_be_empty=False),
    Input("summary", "long_text"),
)
"""What a reader may correct, in the order of the page."""

OWN: tuple[Input, ...] = (
    Input("title", "text", may_be_empty=False),
    Input("funder", "text", may_be_empty=False),
    Input("url", "text"),
    Input("deadline_at", "day_clock"),
    Input("deadline_type", "code", ("rolling", "until_spent")),
    *(one for one in CORRECTABLE if one.column in ("opens_at", "award_floor_nok", "award_ceiling_nok", "budget_nok")),
    *(one for one in CORRECTABLE if one.column in ("funding_rate_pct", "applicant_types")),
    Input("applicant_text", "long_text"),
    *(one for one in CORRECTABLE if one.column in ("is_partner_required", "regions", "instrument")),
    Input("lang", "code", LANGUAGES),
    Input("summary", "long_text"),
    Input("full_text", "long_text"),
    Input("contact", "text"),
)
"""What a reader gives of a call of their own, in the order of the form."""

_BY_COLUMN = {one.column: one for one in CORRECTABLE}
_DIGITS = re.compile(r"[0-9]{1,14}")


def correction_of(column: str, typed: Sequence[str], clock: str, record: Mapping[str, Json]) -> tuple[str, Json]:
    """Field and value for Decisions.correct. DecisionError, naming the field, for what cannot be understood.

    column: one of CORRECTABLE. typed: what the form holds, one text but for codes, where each is one that is ticked.
    clock: the clock time of a day_clock, "" for none. record: the call as it is shown; a corrected deadline takes the
    place of the one that is next there, and the others stand.
    """
    if column not in _BY_COLUMN:
        raise DecisionError(say("«{label}» kan ikke rettes her.", label=told_label(column)))
    asked = _BY_COLUMN[column]
    if column != "deadline_at":
        return column, value_of(asked, typed, clock)
    kept = record["deadlines"] or []
    replaced = next((one for one in kept if datetime.fromisoformat(one["at"]) == record["deadline_at"]), None)
    entry = _deadline_entry(typed, clock, like=replaced)
    found = [one for one in kept if one is not replaced] + ([entry] if entry else [])
    return "deadlines", sorted(found, key=lambda one: datetime.fromisoformat(one["at"]))


def given_of(form: Mapping[str, Sequence[str]]) -> dict[str, Json]:
    """What Decisions.add_call takes, from a form whose names are the columns of OWN. DecisionError for the first slip.

    The clock time of a day_clock stands under the column's name and «_clock». deadline_at may hold several days, each
    with the clock time in the same place.
    """
    found: dict[str, Json] = {}
    for asked in OWN:
        typed = form.get(asked.column, ())
        clocks = form.get(f"{asked.column}_clock", ())
        if asked.column == "deadline_at":
            padded = [*clocks, *[""] * len(typed)]
            entries = [_deadline_entry([day], clock) for day, clock in zip(typed, padded, strict=False)]
            found["deadlines"] = [entry for entry in entries if entry]
        elif asked.column == "contact":
            text = _one(typed)
            found["contact"] = [{"text": text}] if text else []
        else:
            found[asked.column] = value_of(asked, typed, _one(clocks))
    return found


def value_of(asked: Input, typed: Sequence[str], clock: str = "") -> Json:
    """The value of the column, as in a record. DecisionError, naming the field, for what cannot be understood.

    A deadline without a clock time is the end of its day, an opening the beginning.
    """
    text = _one(typed)
    if asked.kind == "codes":
        return [_code(asked, one) for one in typed if one.strip()]
    if not text and not asked.may_be_empty:
        raise DecisionError(say("«{label}» må fylles ut.", label=told_label(asked.column)))
    if asked.kind == "yes_no":
        if text not in YES_NO:
            raise DecisionError(say("«{label}» må være ja eller nei, eller stå tomt.", label=told_label(asked.column)))
        return YES_NO[text]
    return _READERS[asked.kind](asked, text, clock) if text else None


def _one(typed: Sequence[str]) -> str:
    return typed[0].strip() if typed else ""


def _code(asked: Input, text: str) -> str:
    if text.strip() not in asked.allowed:
        known = ", ".join(asked.allowed)
        raise DecisionError(say("«{label}» kan være {known}.", label=told_label(asked.column), known=known))
    return text.strip()


def _text(_asked: Input, text: str, _clock: str) -> str:
    return text


def _number(asked: Input, text: str, _clock: str) -> int:
    digits = "".join(text.removesuffix("%").split())
    if not _DIGITS.fullmatch(digits):
        raise DecisionError(say("«{label}» må være et helt tall, fikk «{given}».", **_told(asked, text)))
    return int(digits)


def _money(asked: Input, text: str, _clock: str) -> int:
    digits = "".join(text.split())
    if _DIGITS.fullmatch(digits):
        return int(digits)
    amount = read_budget(text[:_SHOWN]).amount_nok
    if amount is None:
        words = note("«{label}» må være et beløp i kroner, som 500 000 eller 2,5 millioner kroner. Fikk «{given}».")
        raise DecisionError(say(words, **_told(asked, text)))
    return amount


def _moment(asked: Input, text: str, clock: str) -> datetime:
    return _day_clock(asked, text, clock, DAY_START)[0]


def _deadline_entry(typed: Sequence[str], clock: str, like: Mapping[str, Json] | None = None) -> dict[str, Json] | None:
    """An entry of the column `deadlines`; None where nothing is typed."""
    text = _one(typed)
    if not text:
        return None
    at, is_stated = _day_clock(_BY_COLUMN["deadline_at"], text, clock, DAY_END)
    return deadline(at, "stated" if is_stated else "inferred", like)


def _day_clock(asked: Input, text: str, clock: str, without: time) -> tuple[datetime, bool]:
    """The moment, and whether a clock time was given. without: the time of a day that has none."""
    line = f"{text[:_SHOWN]} kl. {clock.strip()[:_SHOWN]}" if clock.strip() else text[:_SHOWN]
    moment = read_moment(line)
    at = None if moment.day is None or moment.problems else to_utc(moment.day, moment.clock or without, moment.zone)[0]
    if at is None or (clock.strip() and moment.clock is None):
        why = moment.problems[0].message if moment.problems else say("Klokkeslettet kan ikke leses.")
        words = note("«{label}» må være en dag som 15.10.2026, gjerne med klokkeslett som 13.00. {why}")
        raise DecisionError(say(words, label=told_label(asked.column), why=why))
    return at, moment.clock is not None


_SHOWN = 100
"""Characters of what was typed that a message repeats, and that a day or an amount is read from."""


def _told(asked: Input, text: str) -> dict[str, object]:
    return {"label": told_label(asked.column), "given": text[:_SHOWN]}


_READERS: Mapping[InputKind, Callable[[Input, str, str], Json]] = {
    "text": _text,
    "long_text": _text,
    "day_clock": _moment,
    "money": _money,
    "number": _number,
    "code": lambda asked, text, _clock: _code(asked, text),
}
