"""Values in the reader's words (calls.tongue): dates, deadlines, amounts, applicants. Our own tables, no locale.

Everything relative is relative to a moment that the caller gives (the night's), never to now. Values that are absent
are said to be absent; nothing is guessed here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from calls.fields import word_nb
from calls.tongue import decimal, note, number, point, say, say_count

OSLO = ZoneInfo("Europe/Oslo")
WEEKDAYS = (
    *(note("mandag"), note("tirsdag"), note("onsdag"), note("torsdag"), note("fredag")),
    *(note("lørdag"), note("søndag")),
)
MONTHS = (
    *(note("januar"), note("februar"), note("mars"), note("april"), note("mai"), note("juni")),
    *(note("juli"), note("august"), note("september"), note("oktober"), note("november"), note("desember")),
)
NOT_STATED = note("ikke oppgitt")
KRONER, EURO = "kroner", "euro"
PLACES_NB = {
    "fixed": note("frist {number} av {count}"),
    "staged": note("trinn {number} av {count}"),
    "cut_off": note("tellende frist {number} av {count}"),
}
"""What one of several deadlines of that type is called."""

SPACE = "\N{NO-BREAK SPACE}"

MILLION = 1_000_000
BILLION = 1_000_000_000
_MONEY = {
    (1, KRONER): note("{amount} kroner"),
    (MILLION, KRONER): note("{amount} mill. kroner"),
    (BILLION, KRONER): note("{amount} mrd. kroner"),
    (1, EURO): note("{amount} euro"),
    (MILLION, EURO): note("{amount} mill. euro"),
    (BILLION, EURO): note("{amount} mrd. euro"),
}
"""An amount by its unit and currency."""


def utc_moment(value: datetime | str) -> datetime:
    """An aware moment from a datetime or ISO 8601 text. Without an offset it is UTC, as everywhere in the store."""
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    return moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo("UTC"))


def oslo(at: datetime) -> datetime:
    """The same moment on a Norwegian clock."""
    return utc_moment(at).astimezone(OSLO)


def date_words(day: date) -> str:
    """16. september 2026"""
    return say("{day}. {month} {year}", day=day.day, month=say(MONTHS[day.month - 1]), year=day.year)


def weekday_date_words(day: date) -> str:
    """onsdag 16. september 2026"""
    return f"{say(WEEKDAYS[day.weekday()])} {date_words(day)}"


def clock_words(at: datetime) -> str:
    """kl. 13.00, on a Norwegian clock"""
    local = oslo(at)
    return say("kl. {hours}.{minutes}", hours=f"{local:%H}", minutes=f"{local:%M}")


def moment_words(at: datetime, is_clock_inferred: bool = False) -> str:
    """onsdag 16. september 2026 kl. 13.00, on a Norwegian clock; says so when the clock time is our inference."""
    words = say("{date} {clock}", date=weekday_date_words(oslo(at).date()), clock=clock_words(at))
    return say("{moment} (klokkeslett antatt)", moment=words) if is_clock_inferred else words


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
        return say("i dag {clock}", clock=clock_words(at))
    if days == 1:
        return say("i morgen {clock}", clock=clock_words(at))
    if days == -1:
        return say("i går")
    return say("om {number} dager", number=days) if days > 0 else say("for {number} dager siden", number=-days)


def deadline_words(call: Mapping[str, Any], night_at: datetime) -> str:
    """When one must apply, in one phrase.

    `call` has deadline_at, deadline_type, deadlines and deadline_text (calls.fields). The phrase names the kind of
    deadline where it is not a plain one, and the place in the row where there are several.
    """
    kind = call["deadline_type"]
    if call["deadline_at"] is None:
        if kind in ("rolling", "until_spent"):
            return word_nb(kind)
        said = call["deadline_text"]
        return say("finansiøren skriver: «{text}»", text=said) if said else say(NOT_STATED)
    at = utc_moment(call["deadline_at"])
    when = moment_words(at, is_clock_inferred(call["deadlines"], at))
    if at < utc_moment(night_at):
        return say("gikk ut {when}", when=when)
    if kind == "rolling":
        return say("løpende fram til {when}", when=when)
    if kind == "until_spent":
        return say("{when}, eller til midlene er brukt opp", when=when)
    if kind == "guaranteed":
        return say("garantifrist {when}", when=when)
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
    return f" ({say(PLACES_NB[kind], number=moments.index(at) + 1, count=len(moments))})"


def number_words(whole: int) -> str:
    """750 000, with no-break spaces"""
    return number(whole)


def decimal_words(number: float, places: int) -> str:
    """0,42"""
    return decimal(number, places)


def money_words(amount: int, currency: str = KRONER) -> str:
    """One amount: «16 mill. kroner», «1,5 mill. kroner», «750 000 kroner». Never rounded. currency: KRONER or EURO."""
    unit = _unit(amount)
    return say(_MONEY[unit, currency], amount=_in_unit(amount, unit))


def amount_words(floor: int | None, ceiling: int | None, currency: str = KRONER) -> str:
    """What one applicant may get: «8–16 mill. kroner», «inntil 750 000 kroner», «minst 2 mill. kroner»."""
    if ceiling is None:
        return say("minst {amount}", amount=money_words(floor, currency)) if floor else say(NOT_STATED)
    if not floor:
        return say("inntil {amount}", amount=money_words(ceiling, currency))
    if floor == ceiling:
        return money_words(ceiling, currency)
    if floor > ceiling:
        least, most = money_words(floor, currency), money_words(ceiling, currency)
        return say("minst {least}, høyst {most}", least=least, most=most)
    unit = _unit(ceiling)
    # A range is read as one unit, so both ends must be exact in it.
    unit = unit if floor % (unit // 10 or 1) == 0 else 1
    return say(_MONEY[unit, currency], amount=f"{_in_unit(floor, unit)}–{_in_unit(ceiling, unit)}")


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
    return say(NOT_STATED) if amount is None else money_words(amount, currency)


def _in_both(kroner: str, euro: str) -> str:
    absent = say(NOT_STATED)
    if absent in (kroner, euro):
        return euro if kroner == absent else kroner
    return f"{kroner} ({euro})"


def _unit(amount: int) -> int:
    if amount >= BILLION and amount % (BILLION // 100) == 0:
        return BILLION
    return MILLION if amount >= MILLION and amount % (MILLION // 100) == 0 else 1


def _in_unit(amount: int, unit: int) -> str:
    whole, rest = divmod(amount, unit)
    if rest == 0:
        return number_words(whole)
    decimals = str(rest).zfill(len(str(unit)) - 1).rstrip("0")
    return f"{number_words(whole)}{point()}{decimals}"


def months_words(shortest: int | None, longest: int | None) -> str:
    """«24–48 måneder», «inntil 36 måneder», «minst 12 måneder»."""
    if shortest is None and longest is None:
        return say(NOT_STATED)
    if shortest is None or longest is None:
        if shortest is not None:
            return say("minst {amount}", amount=_months(shortest))
        return say("inntil {amount}", amount=_months(longest))
    return _months(longest) if shortest == longest else f"{shortest}–{_months(longest)}"


def _months(number: int | None) -> str:
    return f"{number} {say('måned') if number == 1 else say('måneder')}"


def join_words(words: Sequence[str]) -> str:
    """«a, b og c»"""
    if len(words) < 2:
        return "".join(words)
    return say("{most} og {last}", most=", ".join(words[:-1]), last=words[-1])


def either_words(words: Sequence[str]) -> str:
    """«a, b eller c»"""
    if len(words) < 2:
        return "".join(words)
    return say("{most} eller {last}", most=", ".join(words[:-1]), last=words[-1])


def status_word(status: str | None) -> str:
    """The status in readers' words; a call that neither the funder's words nor the dates place has none."""
    return word_nb(status) if status else say("ukjent status")


def applicant_words(codes: Sequence[str] | None) -> str:
    """Who may apply, from our codes; says so when the funder's words gave none."""
    return join_words([word_nb(code) for code in codes]) if codes else say("ikke avklart")


def share_words(part: int, whole: int) -> str:
    """«98,5 prosent»; never 100 where something lacks. whole: at least 1."""
    tenths = 1000 * part // whole
    figure = f"{tenths // 10}{point()}{tenths % 10}" if tenths % 10 else f"{tenths // 10}"
    return say("{figure} prosent", figure=figure)


def count_words(number: int, one: str, many: str) -> str:
    """«ingen treff», «1 ny», «12 nye»: the noun agrees with the number."""
    # The noun has its two forms in the catalogue, as `say_count` would look them up.
    noun = say_count(one, many, number)
    return say("ingen {many}", many=noun) if number == 0 else f"{number_words(number)} {noun}"
