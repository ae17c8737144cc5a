"""The calendar: right to the minute on both sides of summer time, and one name for a deadline wherever it moves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar, Event
from publish_samples import NIGHT, call, clusters_folder, deadline, source_nights
from selection_samples import rows_of
from web_samples import add_night, lasting

from calls.home import Home
from calls.store import Store, ToldDeadlines
from calls.store.shapes import NightRow
from matching.profiles import load_clusters
from publish.calendar import ALARMS_DAYS, calendar
from publish.deadline_history import appointments
from publish.exports import calendar_of
from publish.night_rows import NightRows, night_rows
from publish.rows import ProfileName
from publish.selection import Selection

OSLO = ZoneInfo("Europe/Oslo")
TITLE = "Velferdsteknologi for eldre i kommunen"


def _dated(source_id: str, *moments: str, **changes: Any) -> dict[str, Any]:
    """A call with those deadlines; the first is the next."""
    kind = "staged" if len(moments) > 1 else "fixed"
    deadlines = [
        deadline(at, kind, f"Trinn {n}" if len(moments) > 1 else "Søknadsfrist") for n, at in enumerate(moments, 1)
    ]
    at = datetime.fromisoformat(moments[0])
    return call(source_id, deadlines=deadlines, deadline_at=at, deadline_type=kind, **{"title": TITLE, **changes})


def _shown(calls: list[dict[str, Any]], profiles: tuple[str, ...] = ("demens_hjemme",), **asked: Any) -> NightRows:
    names = [ProfileName("helseinn", profile, profile) for profile in profiles]
    night = NightRow(NIGHT.date(), NIGHT, "0.1.0+abc", False, "ranked")
    return NightRows(night, rows_of(calls, profiles), names, source_nights(), Selection(**asked))


def _told(call: dict[str, Any]) -> dict[tuple[str, str], list[ToldDeadlines]]:
    return {(call["source"], call["source_id"]): [ToldDeadlines(NIGHT, call["deadlines"], False)]}


def _events(content: bytes) -> list[Event]:
    return list(Calendar.from_ical(content).walk("VEVENT"))


@pytest.mark.parametrize(
    ("at", "clock"),
    [
        ("2026-10-24T11:00:00+00:00", "2026-10-24 13:00"),  # the last day of summer time
        ("2026-10-25T12:00:00+00:00", "2026-10-25 13:00"),
        ("2027-03-27T12:00:00+00:00", "2027-03-27 13:00"),
        ("2027-03-28T11:00:00+00:00", "2027-03-28 13:00"),
        ("2026-12-31T22:59:00+00:00", "2026-12-31 23:59"),
    ],
)
def test_an_event_opens_at_the_right_minute(at: str, clock: str) -> None:
    one = _dated("x", at)
    [event] = _events(calendar(_shown([one]), _told(one)))
    assert f"{event['DTSTART'].dt.astimezone(OSLO):%Y-%m-%d %H:%M}" == clock
    assert f"kl. {clock[-5:].replace(':', '.')}" in str(event["DESCRIPTION"])


def test_a_calendar_says_what_it_is_and_when_to_ask_again() -> None:
    one = _dated("x", "2026-10-24T11:00:00+00:00")
    content = calendar(_shown([one], profile="demens_hjemme"), _told(one))
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT12H\r\n" in content
    read = Calendar.from_ical(content)
    assert str(read["X-WR-CALNAME"]) == str(read["NAME"]) == "Søknadsfrister: demens_hjemme"
    assert "METHOD" not in read
    [event] = read.walk("VEVENT")
    assert (event["SEQUENCE"], str(event["STATUS"]), event["DTSTAMP"].dt) == (0, "CONFIRMED", NIGHT)
    assert [one["TRIGGER"].dt for one in event.walk("VALARM")] == [-timedelta(days) for days in ALARMS_DAYS]
    assert ALARMS_DAYS == (60, 30, 14, 3)
    assert read.errors == [] == event.errors


def test_a_call_of_several_projects_stands_once_and_names_them() -> None:
    one = _dated("x", "2026-10-24T11:00:00+00:00")
    [event] = _events(calendar(_shown([one], ("demens_hjemme", "innoagent")), _told(one)))
    assert "Prosjekter: demens_hjemme (nr. 1) og innoagent (nr. 1)" in str(event["DESCRIPTION"])
    assert [str(name) for name in event["CATEGORIES"].cats] == ["demens_hjemme", "innoagent"]


def test_every_stage_ahead_is_an_event_and_calls_without_a_date_are_none() -> None:
    staged = _dated("x", "2026-10-24T11:00:00+00:00", "2026-12-02T12:00:00+00:00")
    events = _events(calendar(_shown([call("uten"), staged]), _told(staged)))
    assert [str(one["SUMMARY"]) for one in events] == [f"Trinn 1: {TITLE}", f"Trinn 2: {TITLE}"]
    assert len({re.sub(r"-\d+@", "@", str(one["UID"])) for one in events}) == 1


def test_a_deadline_that_somebody_corrected_is_where_the_page_has_it() -> None:
    one = _dated("x", "2026-10-24T11:00:00+00:00")
    told = _told(one)
    one["deadline_at"] = datetime(2026, 10, 30, 11, tzinfo=UTC)
    [event] = _events(calendar(_shown([one]), told))
    assert (event["DTSTART"].dt, event["SEQUENCE"]) == (one["deadline_at"], 1)
    assert str(event["UID"]).partition("-1@")[2] == "utlysningsradar"


N = [datetime(2026, 9, day, 1, 30, tzinfo=UTC) for day in range(14, 22)]
FIRST, SECOND, LATER = (deadline(f"2026-{month}-01T11:00:00Z", "staged", label) for month, label in
                        (("10", "Trinn 1"), ("12", "Trinn 2"), ("11", "Trinn 1")))  # fmt: skip


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ([(0, [FIRST, SECOND], False)], [(1, 10, 0, 0, False), (2, 12, 0, 0, False)]),
        ([(0, [SECOND], False), (1, [FIRST, SECOND], False)], [(2, 10, 0, 1, False), (1, 12, 0, 0, False)]),
        ([(0, [FIRST, SECOND], False), (2, [LATER, SECOND], False)], [(1, 11, 1, 2, False), (2, 12, 0, 0, False)]),
        (
            [(0, [FIRST], False), (1, [LATER], False), (2, [FIRST], False), (3, [FIRST], False)],
            [(1, 10, 2, 2, False)],
        ),
        ([(0, [FIRST, SECOND], False), (1, [SECOND], False)], [(1, 10, 1, 1, True), (2, 12, 0, 0, False)]),
        ([(0, [FIRST], False), (1, [FIRST], True)], [(1, 10, 1, 1, True)]),
        ([(0, [FIRST], False), (1, [FIRST], True), (2, [FIRST], True)], [(1, 10, 1, 1, True)]),
        ([(0, [FIRST], False), (1, [FIRST], True), (4, [LATER], False)], [(1, 11, 3, 4, False)]),
        ([(0, [FIRST], True), (1, [FIRST, SECOND], False)], [(1, 10, 2, 1, False), (2, 12, 1, 1, False)]),
        ([], []),
    ],
)
def test_an_appointment_keeps_its_name_and_counts_its_moves(
    told: list[tuple[int, list[Any], bool]], found: list[tuple[int, int, int, int, bool]]
) -> None:
    made = appointments([ToldDeadlines(N[night], [dict(one) for one in some], is_off) for night, some, is_off in told])
    assert [
        (one.number, one.at.month, one.sequence, N.index(one.revised_at), one.is_cancelled) for one in made
    ] == found


MOVES = [
    lasting("flytter", title=TITLE),
    _dated("flytter", "2026-12-08T12:00:00+00:00"),
    _dated("flytter", "2026-12-08T12:00:00+00:00"),
    _dated("flytter", "2026-12-08T12:00:00+00:00", status="cancelled", status_text="Avlyst"),
    _dated("flytter", "2026-12-08T12:00:00+00:00", status="cancelled", status_text="Avlyst"),
    _dated("flytter", "2026-12-08T12:00:00+00:00"),
]


@pytest.fixture(scope="module")
def nights(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Event]]:
    """What a subscriber to a project's calendar gets of one call, night after night."""
    root = tmp_path_factory.mktemp("moving")
    folder, home = clusters_folder(root), Home.at(root / "home")
    clusters, found = load_clusters(folder), []
    with Store.open(home.database_url) as store:
        for at, record in zip(N, MOVES, strict=False):
            add_night(store, folder, at, [record, lasting("annet", title=TITLE)], False)
            shown = night_rows(store, clusters).asked(Selection(profile="trygg-heime", status=("open",)))
            content = calendar_of(shown, store, clusters)
            assert content == calendar_of(shown, store, clusters)
            events = [one for one in _events(content) if "/flytter/" in str(one["URL"])]
            assert len(events) == 1
            found += events
        for number, at in enumerate(N[: len(MOVES)]):
            past = night_rows(store, clusters, at.date()).asked(Selection(profile="trygg-heime", status=("open",)))
            again = [one for one in _events(calendar_of(past, store, clusters)) if "/flytter/" in str(one["URL"])]
            assert [one.to_ical() for one in again] == [found[number].to_ical()]
    yield found


def test_a_subscriber_sees_a_deadline_move_and_a_call_called_off(nights: list[Event]) -> None:
    assert len({str(one["UID"]) for one in nights}) == 1
    assert [one["SEQUENCE"] for one in nights] == [0, 1, 1, 2, 2, 3]
    assert [one["DTSTAMP"].dt for one in nights] == [N[0], N[1], N[1], N[3], N[3], N[5]]
    assert [one["LAST-MODIFIED"].dt for one in nights] == [one["DTSTAMP"].dt for one in nights]
    assert [str(one["STATUS"]) for one in nights] == ["CONFIRMED"] * 3 + ["CANCELLED"] * 2 + ["CONFIRMED"]
    assert [one["DTSTART"].dt.date() for one in nights] == [date(2026, 12, 1)] + [date(2026, 12, 8)] * 5
    assert [len(one.walk("VALARM")) for one in nights] == [4, 4, 4, 0, 0, 4]
    assert str(nights[3]["SUMMARY"]) == f"Avlyst: Søknadsfrist: {TITLE}"


def test_another_project_hears_nothing_of_what_it_never_had(tmp_path: Path) -> None:
    folder, home = clusters_folder(tmp_path), Home.at(tmp_path / "home")
    with Store.open(home.database_url) as store:
        for at, record in zip(N, (MOVES[0], MOVES[3]), strict=False):
            add_night(store, folder, at, [record, lasting("annet", title=TITLE)], False)
        clusters = load_clusters(folder)
        everything = night_rows(store, clusters)
        for profile, found in (("uten-treff", 0), ("trygg-heime", 1)):
            content = calendar_of(everything.asked(Selection(profile=profile)), store, clusters)
            assert content.count(b"STATUS:CANCELLED") == found
