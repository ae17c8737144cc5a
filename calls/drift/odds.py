"""Values that cannot be right by themselves, or beside the value that stood before: type, range, order, letters."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from calls.drift.groups import Record
from calls.model import Json
from calls.terms import read_status

FURTHEST = timedelta(days=8 * 366)
"""No call is announced so long before its deadline or opening."""

MONEY_LEAST, MONEY_MOST = 1_000, 50_000_000_000
"""Kroner or euro: less is a number without its unit, more is no call of any funder here."""

MONTHS_MOST = 180
JUMP = 10
"""A sum that is this many times what it was has lost or found a unit."""

FAR_MOVE = timedelta(days=400)
"""Deadlines are moved by weeks; one that moves further was read as another date."""

TITLE_LEAST = 3

_DATE = re.compile(
    r"(?:\d{1,2}[. /-]+(?:\d{1,2}|[a-zæøå]{3,9}\.?)[. /-]+)?(?:19|20)?\d\d(?:,? (?:kl\.? ?)?\d\d[:.]\d\d)?"
)
_SUM = re.compile(r"(?:nok|eur|kr\.?|€)?\s*\d[\d\s.,]*(?:(?:mill\w*|mrd|kr\w*|nok|eur|%)\.?\s*)*", re.IGNORECASE)
_BROKEN = re.compile(
    "\ufffd|Ã[\x80-\xbf¥¦¸…†˜]|Â[\xa0«»°]|â€"  # read in another character set
    r"|&#?\w{2,8};|</?[a-z][^>]{0,60}>"  # escaped twice
    r"|(?:^|\s)[a-zæøå]+\?[a-zæøå]+(?=[\s.,]|$)"  # a letter lost on the way
)

_MONEY = (
    "budget_nok",
    "budget_eur",
    "award_ceiling_nok",
    "award_floor_nok",
    "award_ceiling_eur",
    "award_floor_eur",
)
_DATES = (
    "opens_at",
    "deadline_at",
    "project_start_earliest_date",
    "project_start_latest_date",
    "project_end_latest_date",
)


@dataclass(frozen=True)
class Odd:
    """One value that a person should not trust. words: bokmål, what is odd about it, ending a sentence."""

    source_id: str
    column: str
    words: str


def odds(record: Record, at: datetime) -> Iterator[Odd]:
    """What is odd about a call as it stands. at: when the night began, UTC."""
    key = str(record["source_id"])
    title = str(record["title"]).strip()
    if len(title) < TITLE_LEAST or _DATE.fullmatch(title.casefold()) or _SUM.fullmatch(title) or read_status(title):
        yield Odd(key, "title", "tittelen ser ut som en dato, et beløp eller et statusord")
    for column in ("title", "full_text", "summary", "applicant_text"):
        if record[column] and _BROKEN.search(record[column]):
            yield Odd(key, column, "teksten har ødelagte bokstaver eller koder")
    if record["applicant_text"] and (
        _DATE.fullmatch(record["applicant_text"].casefold()) or _SUM.fullmatch(record["applicant_text"])
    ):
        yield Odd(key, "applicant_types", "det som skal si hvem som kan søke, er en dato eller et beløp")
    yield from _odd_dates(key, record, at)
    yield from _odd_numbers(key, record)


def _odd_dates(key: str, record: Record, at: datetime) -> Iterator[Odd]:
    opens, deadlines = record["opens_at"], record["deadlines"]
    moments = [datetime.fromisoformat(entry["at"]) for entry in deadlines]
    if opens and moments and opens >= moments[-1]:
        yield Odd(key, "deadline_at", "fristen er før åpningen")
        yield Odd(key, "opens_at", "åpningen er etter fristen")
    if any(moment > at + FURTHEST for moment in moments):
        yield Odd(key, "deadline_at", "fristen er mange år fram i tid")
    if opens and opens > at + FURTHEST:
        yield Odd(key, "opens_at", "åpningen er mange år fram i tid")
    early, late, end = (record[name] for name in _DATES[2:])
    if (early and late and early > late) or (late and end and late > end):
        yield Odd(key, "project_start_earliest_date", "prosjektdatoene står i feil rekkefølge")


def _odd_numbers(key: str, record: Record) -> Iterator[Odd]:
    for column in _MONEY:
        value = record[column]
        if value is not None and not MONEY_LEAST <= value <= MONEY_MOST:
            yield Odd(key, column, "beløpet er for lite eller for stort til å være riktig")
    for budget, ceiling, floor in (_MONEY[::2][:1] + _MONEY[2:4], _MONEY[1:2] + _MONEY[4:6]):
        whole, most, least = record[budget], record[ceiling], record[floor]
        if whole is not None and any(part is not None and part > whole for part in (most, least)):
            yield Odd(key, budget, "rammen er mindre enn det én søker kan få")
        if most is not None and least is not None and least > most:
            yield Odd(key, ceiling, "det minste beløpet er større enn det høyeste")
    rate, months = record["funding_rate_pct"], record["duration_max_months"]
    if rate is not None and not 1 <= rate <= 100:
        yield Odd(key, "funding_rate_pct", "støttegraden er ikke mellom 1 og 100 prosent")
    if months is not None and not 1 <= months <= MONTHS_MOST:
        yield Odd(key, "duration_max_months", "varigheten er for kort eller for lang til å være riktig")


def jumps(before: Record, tonight: Record) -> Iterator[Odd]:
    """What cannot have changed so much from one night to the next."""
    key = str(tonight["source_id"])
    dated = {note["text"] for note in before["change_notes"] or () if note["date"]}
    if any(note["text"] in dated and not note["date"] for note in tonight["change_notes"] or ()):
        yield Odd(key, "change_notes", "en melding hadde en dato, og er lest uten")
    for column in _MONEY:
        old, new = before[column], tonight[column]
        if old and new and not old / JUMP < new < old * JUMP:
            yield Odd(key, column, f"beløpet var {_spaced(old)} og er lest som {_spaced(new)}")
    for column in _DATES:
        if column == "deadline_at":
            old, new = _last(before), _last(tonight)
        else:
            old, new = before[column], tonight[column]
        if old and new and old != new and _is_far(_day(old), _day(new)):
            yield Odd(key, column, f"datoen var {_day(old):%d.%m.%Y} og er lest som {_day(new):%d.%m.%Y}")


def _last(record: Record) -> datetime | None:
    return datetime.fromisoformat(record["deadlines"][-1]["at"]) if record["deadlines"] else None


def _day(value: Json) -> date:
    found: date = value.date() if isinstance(value, datetime) else value
    return found


def _is_far(old: date, new: date) -> bool:
    """Whether a date moved further than funders move dates, or has day and month the other way round."""
    is_turned = (old.year, old.month, old.day) == (new.year, new.day, new.month) and old != new
    return is_turned or abs(new - old) > FAR_MOVE


def _spaced(amount: int) -> str:
    return f"{amount:,}".replace(",", " ")


def new_odds(records: Sequence[Record], earlier: Mapping[str, Record], at: datetime) -> list[Odd]:
    """What is odd tonight and was not so before, in the order of the calls."""
    found: list[Odd] = []
    for record in records:
        before = earlier.get(str(record["source_id"]))
        if before is not None and before["content_hash"] == record["content_hash"]:
            continue
        known = {(odd.column, odd.words) for odd in odds(before, at)} if before is not None else set()
        found += [odd for odd in odds(record, at) if (odd.column, odd.words) not in known]
        if before is not None:
            found += jumps(before, record)
    return found
