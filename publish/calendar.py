"""The calendar of deadlines, to subscribe to once: RFC 5545 with the refresh interval of RFC 7986.

One event a deadline, however many projects its call suits. Its name never changes, so that a deadline that moves is
moved in the reader's calendar, and one that is called off is struck out there. Moments are UTC, right on both sides of
summer time in every program. Equal rows of the same night give equal bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import pandas as pd
from icalendar import Alarm, Calendar, Event, vDuration, vUri

from calls.store import ToldDeadlines
from calls.tongue import say, say_count, tongue
from publish.deadline_history import Appointment, ahead, appointments
from publish.links import web_address
from publish.night_rows import NightRows
from publish.plain_text import one_line, visible
from publish.rows import CallId, Row, records
from publish.selection_words import selection_words
from publish.words import is_assumed, join_words, moment_words

ALARMS_DAYS = (60, 30, 14, 3)
REFRESH = timedelta(hours=12)
PRODUCT = "-//Utlysningsradar//Frister"
NAMES = uuid5(NAMESPACE_URL, "urn:utlysningsradar:utlysning")
TITLE_LIMIT = 200
TEXT_LIMIT = 2000


@dataclass(frozen=True)
class _Call:
    """A call that the calendar shows: the row that speaks for it, and the row of each project, in their order."""

    row: Row
    rows: list[Row]


def calendar(
    found: NightRows, told: Mapping[CallId, Sequence[ToldDeadlines]], withdrawn: pd.DataFrame | None = None
) -> bytes:
    """The deadlines of the rows, in their order. told: Store.told_deadlines of their `call_name`.

    withdrawn: rows of calls that are called off or gone since an earlier night (publish.withdrawn), selected likewise;
    their events stand last and are cancelled.
    """
    made = Calendar()
    name = _name(found)
    made.add("prodid", f"{PRODUCT}//{tongue().upper()}")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("name", name)
    made.add("x-wr-calname", name)
    made.add("x-wr-caldesc", one_line(selection_words(found.selection, found.profiles), TEXT_LIMIT))
    refresh = vDuration(REFRESH)
    refresh.params["VALUE"] = "DURATION"
    made.add("refresh-interval", refresh)
    made.add("x-published-ttl", vDuration(REFRESH))
    night_at, calls = found.night.began_at, _calls(records(found.rows))
    shown = {one.row["call_name"] for one in calls}
    for one in calls:
        for appointment in _due(one, told, night_at):
            made.add_component(_event(one, appointment))
    for one in _calls(records(withdrawn)) if withdrawn is not None else ():
        if one.row["call_name"] not in shown:
            for appointment in appointments(told.get(one.row["call_name"], ())):
                if appointment.is_cancelled and appointment.at >= night_at:
                    made.add_component(_event(one, appointment))
    return bytes(made.to_ical())


def _name(found: NightRows) -> str:
    titles = {name.title for name in found.profiles} if found.selection.profile else set()
    of = titles.pop() if len(titles) == 1 else found.selection.profile or found.selection.cluster
    return one_line(say("Søknadsfrister: {of}", of=of or say("alle prosjekter")), TITLE_LIMIT)


def _calls(rows: Iterable[Row]) -> list[_Call]:
    """Each call with a deadline once, where its first row is; of linked records the one that names them speaks."""
    by_name: dict[Any, list[Row]] = {}
    for row in rows:
        if row["deadline_at"] is not None:
            by_name.setdefault(row["call_name"], []).append(row)
    speakers = {
        name: next((row for row in some if (row["source"], row["source_id"]) == name), some[0])
        for name, some in by_name.items()
    }
    return [_Call(speakers[name], some) for name, some in by_name.items()]


def _due(one: _Call, told: Mapping[CallId, Sequence[ToldDeadlines]], night_at: datetime) -> list[Appointment]:
    return ahead(appointments(told.get(one.row["call_name"], ())), one.row["deadline_at"], night_at)


def _event(call: _Call, one: Appointment) -> Event:
    row, made = call.row, Event()
    label = one_line(str(one.raw.get("label") or say("Søknadsfrist")), TITLE_LIMIT)
    title = one_line(row["title"], TITLE_LIMIT)
    made.add("uid", event_id(row["call_name"], one.number))
    made.add("dtstamp", _stamp(one.revised_at))
    made.add("last-modified", _stamp(one.revised_at))
    made.add("sequence", one.sequence)
    made.add("dtstart", one.at.astimezone(UTC))
    summary = f"{label}: {title}"
    made.add("summary", say("Avlyst: {deadline}", deadline=summary) if one.is_cancelled else summary)
    made.add("description", _description(call, one))
    made.add("categories", [one_line(name, TITLE_LIMIT) for name in _projects(call)])
    made.add("status", "CANCELLED" if one.is_cancelled else "CONFIRMED")
    made.add("transp", "TRANSPARENT")
    if address := web_address(row["url"]):
        made.add("url", vUri(address))
    for days in () if one.is_cancelled else ALARMS_DAYS:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("trigger", timedelta(days=-days))
        said = say_count("{label} om {n} dag: {title}", "{label} om {n} dager: {title}", days, label=label, title=title)
        alarm.add("description", said)
        made.add_component(alarm)
    return made


def event_id(call_name: CallId, number: int) -> str:
    """What names a deadline of a call in every calendar."""
    return f"{uuid5(NAMES, chr(10).join(call_name))}-{number}@utlysningsradar"


def _stamp(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(microsecond=0)


def _projects(call: _Call) -> list[str]:
    return list(dict.fromkeys(row["profile_title"] for row in call.rows))


def _description(call: _Call, one: Appointment) -> str:
    row = call.row
    lines = [
        (say("Frist"), moment_words(one.at, bool(one.raw) and is_assumed(one.raw))),
        (say("Finansiør"), row["funder"]),
        (say("Beløp"), row["amount"]),
        (say("Hvem kan søke"), row["applicants"]),
        (
            say("Prosjekter") if len(call.rows) > 1 else say("Prosjekt"),
            join_words([_project(each) for each in call.rows]),
        ),
        (say("Partner som mangler"), " ".join(dict.fromkeys(each["missing"] for each in call.rows if each["missing"]))),
        (say("Forbehold"), row["stale"]),
        (say("Adresse"), row["url"]),
    ]
    return "\n".join(f"{label}: {one_line(visible(text), TEXT_LIMIT)}" for label, text in lines if text)


def _project(row: Row) -> str:
    title, rank, may = row["profile_title"], row["rank"], row["may_apply"]
    if may:
        return say("{project} (nr. {rank}, kan dere søke: {may})", project=title, rank=rank, may=may)
    return say("{project} (nr. {rank})", project=title, rank=rank)
