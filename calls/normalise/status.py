"""The status of one call.

It is the funder's word. Dates decide it only where no word is given, and a word that the dates contradict is reported,
not overruled: Forskningsrådet has moved a deadline in a notice and left the old day in the date list. A source whose
list is known to lag may say that its calls close by date (`SourceRules.closes_by_date`).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from calls.dates import read_deadline
from calls.fields import LIVE_STATUSES
from calls.history.deadlines import last_deadline
from calls.model import Fact, Json
from calls.normalise.context import Context
from calls.normalise.deadlines import oslo_day
from calls.terms import read_status


def read_call_status(context: Context, opens_at: datetime | None, columns: dict[str, Json]) -> dict[str, Json]:
    """The columns status and status_text, from the funder's words; from the dates where there is none."""
    facts = context.facts("status")
    context.cite("status_text", *facts)
    text = ", ".join(dict.fromkeys(fact.text for fact in facts)) or None
    told: dict[str, list[Fact]] = {}
    for fact in (*facts, *(fact for fact in context.listed_facts("status") if fact not in facts)):
        status = fact.data["status"] if isinstance(fact.data, dict) else read_status(fact.text)
        if status is None:
            context.report("unknown_word", "status", fact.text, f"Ukjent statusord: «{fact.text}».", fact.url)
        else:
            told.setdefault(status, []).append(fact)
    status = next(iter(told), None)
    if status is None:
        return {"status": _status_by_dates(context, opens_at, columns), "status_text": text}
    context.cite("status", told[status][0])
    if len(told) > 1:
        words = " / ".join(found[0].text for found in told.values())
        context.report("contradiction", "status", words, "Statusordene er uenige; sidens første er brukt.")
    if context.rules.closes_by_date and status in LIVE_STATUSES and _is_over(context, columns):
        context.cite("status", *context.facts("deadline"))
        return {"status": "closed", "status_text": text}
    _doubt_status(context, status, opens_at, columns)
    return {"status": status, "status_text": text}


def status_by_dates(columns: Mapping[str, Json], opens_at: datetime | None, night_at: datetime) -> str | None:
    """Closed when every deadline is past or said to be, forecasted until it opens, else open if a deadline says.

    columns: deadlines, deadline_at and deadline_type. None where the dates do not tell.
    """
    deadlines = columns["deadlines"]
    if deadlines and all(entry["is_closed"] for entry in deadlines):
        return "closed"
    if deadlines and columns["deadline_at"] < night_at:
        # The guarantee is over, the call perhaps not: whoever applies later may still be heard.
        return None if columns["deadline_type"] == "guaranteed" else "closed"
    if opens_at and opens_at > night_at:
        return "forecasted"
    return "open" if deadlines or columns["deadline_type"] in ("rolling", "until_spent") else None


def _status_by_dates(context: Context, opens_at: datetime | None, columns: dict[str, Json]) -> str | None:
    """By the dates, or by the words of a deadline without a day; that nothing tells is reported."""
    context.cite("status", *context.facts("opens"), *context.facts("deadline"))
    if not columns["deadlines"] and _says_closed(context):
        return "closed"
    status = status_by_dates(columns, opens_at, context.night_at)
    if status is None and columns["deadlines"]:
        message = "Garantifristen er passert, men det kan fortsatt gå an å søke; status er ukjent."
        context.report("missing_field", "status", columns["deadline_text"] or "", message)
    elif status is None:
        context.report("missing_field", "status", "", "Fant verken statusord eller frist; status er ukjent.")
    return status


def _is_over(context: Context, columns: dict[str, Json]) -> bool:
    """Whether the last of the deadlines is past: the whole day, where the clock time is one that a list rewrites."""
    end = last_deadline(columns["deadlines"])
    return end is not None and end < context.night_at


def _doubt_status(context: Context, status: str, opens_at: datetime | None, columns: dict[str, Json]) -> None:
    """Tells of a status word that the dates speak against."""
    night_at, deadlines = context.night_at, columns["deadlines"]
    ends = datetime.fromisoformat(deadlines[-1]["at"]) if deadlines else None
    is_past = ends is not None and ends < night_at
    is_ahead = ends is not None and ends >= night_at and not deadlines[-1]["is_closed"]
    doubts = (
        (
            status == "open" and is_past and columns["deadline_type"] in ("fixed", "staged"),
            "Finansiøren sier at utlysningen er åpen, men siste frist i datolisten er passert.",
        ),
        (
            status == "open" and opens_at is not None and oslo_day(opens_at) > oslo_day(night_at),
            "Finansiøren sier at utlysningen er åpen, men åpningsdagen er ikke nådd.",
        ),
        (status == "forecasted" and is_past, "Finansiøren sier at utlysningen er planlagt, men fristen er passert."),
        (status == "closed" and is_ahead, "Finansiøren sier at utlysningen er lukket, men fristen er ikke nådd."),
    )
    for is_doubtful, message in doubts:
        if is_doubtful:
            context.report("contradiction", "status", columns["deadline_text"] or "", message)


def _says_closed(context: Context) -> bool:
    """Whether the words of a deadline without a day say that it is over (`Utløpt`, `Stengt for søknader`)."""
    read = [read_deadline(fact.text, label=fact.label) for fact in context.facts("deadline")]
    return any(reading.at is None and reading.is_closed for reading in read)
