"""Values in readers' words: dates, deadlines, amounts, applicants. Norwegian bokmål, from our own tables, no locale.

Everything relative is relative to a moment that the caller gives (the night's), never to now. Values that are absent
are said to be absent; nothing is guessed here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from calls.fields import word_nb

OSLO = ZoneInfo("Europe/Oslo")
WEEKDAYS = ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag")
MONTHS = (
    "januar",
    "februar",
    "mars",
    "april",
    "mai",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "desember",
)
NOT_STATED = "ikke oppgitt"
KRONER, EURO = "kroner", "euro"
INFERRED = "(klokkeslett antatt)"
PLACES_NB = {"fixed": "frist", "staged": "trinn", "cut_off": "tellende frist"}
"""What one of several deadlines of that type is called."""
SPACE = "\N{NO-BREAK SPACE}"

MILLION = 1_000_000
BILLION = 1_000_000_000


def utc_moment(value: datetime | str) -> datetime:
    """An aware moment from a datetime or ISO 8601 text. Without an offset it is UTC, as everywhere in the store."""
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    return moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo("UTC"))


def oslo(at: datetime) -> datetime:
    """The same moment on a Norwegian clock."""
    return utc_moment(at).astimezone(OSLO)


def date_words(day: date) -> str:
    """16. september 2026"""
    return f"{day.day}. {MONTHS[day.month - 1]} {day.year}"


def weekday_date_words(day: date) -> str:
    """onsdag 16. september 2026"""
    return f"{WEEKDAYS[day.weekday()]} {date_words(day)}"


def clock_words(at: datetime) -> str:
    """kl. 13.00, on a Norwegian clock"""
    return f"kl. {oslo(at):%H.%M}"


def moment_words(at: datetime, is_clock_inferred: bool = False) -> str:
    """onsdag 16. september 2026 kl. 13.00, on a Norwegian clock; says so when the clock time is our inference."""
    words = f"{weekday_date_words(oslo(at).date())} {clock_words(at)}"
    return f"{words} {INFERRED}" if is_clock_inferred else words


def is_opening_inferred(call: Mapping[str, Any]) -> bool:
    """Whether the clock time of the opening is ours and not the funder's."""
    return any(entry.get("clock") == "inferred" for entry in (call["evidence"] or {}).get("opens_at", []))


def opening(call: Mapping[str, Any]) -> datetime | date | None:
    """When one may first apply: the moment (UTC), or the Oslo day alone where the funder gives no clock time."""
    if call["opens_at"] is None:
        return None
    at = utc_moment(call["opens_at"])
    return oslo(at).date() if is_opening_inferred(call) else at


def opening_words(call: Mapping[str, Any]) -> str:
    """onsdag 12. august 2026 kl. 08.00, or the day alone where the clock time is ours; "" when it is not known."""
    at = opening(call)
    if at is None:
        return ""
    return moment_words(at) if isinstance(at, datetime) else weekday_date_words(at)


def distance_words(at: datetime, night_at: datetime) -> str:
    """How far off `at` is, in calendar days in Oslo: «om 12 dager», «i dag kl. 13.00», «for 3 dager siden»."""
    days = (oslo(at).date() - oslo(night_at).date()).days
    if days == 0:
        return f"i dag {clock_words(at)}"
    if days == 1:
        return f"i morgen {clock_words(at)}"
    if days == -1:
        return "i går"
    return f"om {days} dager" if days > 0 else f"for {-days} dager siden"


def deadline_words(call: Mapping[str, Any], night_at: datetime) -> str:
    """When one must apply, in one phrase.

    `call` has deadline_at, deadline_type, deadlines and deadline_text (calls.fields). The phrase names the kind of
    deadline where it is not a plain one, and the place in the row where there are several.
    """
    kind = call["deadline_type"]
    if call["deadline_at"] is None:
        if kind in ("rolling", "until_spent"):
            return word_nb(kind)
        return f"finansiøren skriver: «{call['deadline_text']}»" if call["deadline_text"] else NOT_STATED
    at = utc_moment(call["deadline_at"])
    when = moment_words(at, is_clock_inferred(call["deadlines"], at))
    if at < utc_moment(night_at):
        return f"gikk ut {when}"
    if kind == "rolling":
        return f"løpende fram til {when}"
    if kind == "until_spent":
        return f"{when}, eller til midlene er brukt opp"
    if kind == "guaranteed":
        return f"garantifrist {when}"
    place = _place_words(call["deadlines"], kind, at)
    return f"{when}{place}"


def is_clock_inferred(deadlines: Sequence[Mapping[str, Any]] | None, at: datetime) -> bool:
    """Whether the clock time of the deadline at `at` is ours and not the funder's."""
    return any(is_assumed(row) for row in deadlines or () if utc_moment(row["at"]) == at)


def is_assumed(deadline: Mapping[str, Any]) -> bool:
    """Whether the clock time is not one that the funder's page states: a rule of ours, or what a list happens to say.

    Brussels keeps the same time as Oslo, so the hour of an EU deadline needs no word of its own.
    """
    return bool(deadline["clock"] in ("inferred", "listed"))


def _place_words(deadlines: Sequence[Mapping[str, Any]] | None, kind: str | None, at: datetime) -> str:
    moments = sorted({utc_moment(row["at"]) for row in deadlines or () if row["type"] == kind})
    if kind not in PLACES_NB or len(moments) < 2 or at not in moments:
        return ""
    return f" ({PLACES_NB[kind]} {moments.index(at) + 1} av {len(moments)})"


def number_words(number: int) -> str:
    """750 000, with no-break spaces"""
    return f"{number:,}".replace(",", SPACE)


def decimal_words(number: float, places: int) -> str:
    """0,42"""
    return f"{number:.{places}f}".replace(".", ",")


def money_words(amount: int, currency: str = KRONER) -> str:
    """One amount: «16 mill. kroner», «1,5 mill. kroner», «750 000 kroner». Never rounded. currency: its word."""
    return f"{_in_unit(amount, _unit(amount))}{_unit_words(_unit(amount))} {currency}"


def amount_words(floor: int | None, ceiling: int | None, currency: str = KRONER) -> str:
    """What one applicant may get: «8–16 mill. kroner», «inntil 750 000 kroner», «minst 2 mill. kroner»."""
    if ceiling is None:
        return f"minst {money_words(floor, currency)}" if floor else NOT_STATED
    if not floor:
        return f"inntil {money_words(ceiling, currency)}"
    if floor == ceiling:
        return money_words(ceiling, currency)
    if floor > ceiling:
        return f"minst {money_words(floor, currency)}, høyst {money_words(ceiling, currency)}"
    unit = _unit(ceiling)
    # A range is read as one unit, so both ends must be exact in it.
    unit = unit if floor % (unit // 10 or 1) == 0 else 1
    return f"{_in_unit(floor, unit)}–{_in_unit(ceiling, unit)}{_unit_words(unit)} {currency}"


def award_words(call: Mapping[str, Any]) -> str:
    """What one applicant may get of a call, in the funder's currency; in both, euro in brackets, where both stand."""
    return _in_both(
        amount_words(call["award_floor_nok"], call["award_ceiling_nok"]),
        amount_words(call["award_floor_eur"], call["award_ceiling_eur"], EURO),
    )


def budget_words(call: Mapping[str, Any]) -> str:
    """All the money of a call on offer, likewise, or that it is not stated."""
    return _in_both(*(_stated(call[f"budget_{code}"], word) for code, word in (("nok", KRONER), ("eur", EURO))))


def _stated(amount: int | None, currency: str) -> str:
    return NOT_STATED if amount is None else money_words(amount, currency)


def _in_both(kroner: str, euro: str) -> str:
    if NOT_STATED in (kroner, euro):
        return euro if kroner == NOT_STATED else kroner
    return f"{kroner} ({euro})"


def _unit(amount: int) -> int:
    if amount >= BILLION and amount % (BILLION // 100) == 0:
        return BILLION
    return MILLION if amount >= MILLION and amount % (MILLION // 100) == 0 else 1


def _unit_words(unit: int) -> str:
    return {1: "", MILLION: " mill.", BILLION: " mrd."}[unit]


def _in_unit(amount: int, unit: int) -> str:
    whole, rest = divmod(amount, unit)
    if rest == 0:
        return number_words(whole)
    decimals = str(rest).zfill(len(str(unit)) - 1).rstrip("0")
    return f"{number_words(whole)},{decimals}"


def months_words(shortest: int | None, longest: int | None) -> str:
    """«24–48 måneder», «inntil 36 måneder», «minst 12 måneder»."""
    if shortest is None and longest is None:
        return NOT_STATED
    if shortest is None or longest is None:
        return f"minst {_months(shortest)}" if shortest is not None else f"inntil {_months(longest)}"
    return _months(longest) if shortest == longest else f"{shortest}–{_months(longest)}"


def _months(number: int | None) -> str:
    return f"{number} {'måned' if number == 1 else 'måneder'}"


def join_words(words: Sequence[str]) -> str:
    """«a, b og c»"""
    return " og ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)


def status_word(status: str | None) -> str:
    """The status in readers' words; a call that neither the funder's words nor the dates place has none."""
    return word_nb(status) if status else "ukjent status"


def applicant_words(codes: Sequence[str] | None) -> str:
    """Who may apply, from our codes; says so when the funder's words gave none."""
    return join_words([word_nb(code) for code in codes]) if codes else "ikke avklart"


def share_words(part: int, whole: int) -> str:
    """«98,5 prosent»; never 100 where something lacks. whole: at least 1."""
    tenths = 1000 * part // whole
    return f"{tenths // 10}{f',{tenths % 10}' if tenths % 10 else ''} prosent"


def count_words(number: int, one: str, many: str) -> str:
    """«ingen treff», «1 ny», «12 nye»: the noun agrees with the number."""
    if number == 0:
        return f"ingen {many}"
    return f"{number_words(number)} {one if number == 1 else many}"
