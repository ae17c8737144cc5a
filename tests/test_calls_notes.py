"""The funder's notes: what is read from them, what is left as it stands, and where they and the fields disagree."""

from __future__ import annotations

import json
import time
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from normalise_samples import DEADLINE, OPEN, PAGE, own, values

from bundle.render import detail_page
from calls.model import Card, Issue, Page
from calls.normalise import normalise
from calls.notes import Note, Row, disagreements, joined, notes_of, read_note
from sources.forskningsradet import SOURCE
from sources.forskningsradet.addresses import ForeignAddress, canonical, source_id

MOVE = "Fristen er flyttet til 5. juni 2026."
COLUMNS = (
    "source source_id url status status_text deadlines deadline_text opens_at change_notes project_start_latest_date"
    " project_start_earliest_date project_end_latest_date"
)


def note(text: str, written: str | None = None, near: date | None = None) -> Note:
    return read_note({"date": written, "text": text}, near)


def record(*notes: str, deadline: str = "5. jun. 2026", **facts: str) -> dict[str, Any]:
    """A call with that deadline, these notices, and facts by name."""
    told = [own("notice", text) for text in notes]
    more = [own(name, text) for name, text in facts.items()]  # type: ignore[arg-type]
    return values(OPEN, own("deadline", deadline, DEADLINE), *told, *more, columns=COLUMNS)


@pytest.mark.parametrize(
    ("text", "old", "new"),
    [
        (MOVE, None, date(2026, 6, 5)),
        ("Søknadsfristen er utsatt fra 20. mai kl. 13.00 til 25. mai 2026.", date(2026, 5, 20), date(2026, 5, 25)),
        ("Søknadsfristen er utsett frå 20. mai til torsdag 28. mai 2026.", date(2026, 5, 20), date(2026, 5, 28)),
        ("Fristen er flytta til kl. 15.00 den 12.6.2026", None, date(2026, 6, 12)),
        ("Application deadline changed from 6 May to 20 May 2026.", date(2026, 5, 6), date(2026, 5, 20)),
        ("The deadline has been extended to 10 October 2026 17:00 Brussels time.", None, date(2026, 10, 10)),
        ("Fristen er endret fra 20. desember til 10. januar 2027.", date(2026, 12, 20), date(2027, 1, 10)),
        ("Ny søknadsfrist er 9. juni 2026.", None, date(2026, 6, 9)),
        ("Økt ramme; fristen er flyttet til 5. juni 2026. Utlysningen er oppdatert.", None, date(2026, 6, 5)),
    ],
)
def test_a_moved_deadline_is_read(text: str, old: date | None, new: date) -> None:
    found = note(text)
    assert (found.kind, found.about[0], found.old_date, found.new_date) == ("deadline_moved", "deadline_at", old, new)


@pytest.mark.parametrize(
    "text",
    [
        "Fristen er flyttet.",
        "Fristen er flyttet til neste uke.",
        "Fristen er endret fra kl. 13 til kl. 15.",
        "Fristen er flyttet til 5. juni 2026. Ny frist er 9. juni 2026.",
        "Fristen er flyttet til 5. juni 2026, vi svarer 9. august 2026.",
        "Fristen er flyttet til 5. juni.",
        "The deadline is moved to 10/06/2026.",
    ],
)
def test_a_move_that_leaves_a_doubt_has_no_day(text: str) -> None:
    found = note(text)
    assert (found.kind, found.old_date, found.new_date) == ("deadline_moved", None, None)


@pytest.mark.parametrize(
    "text",
    [
        "Fristen kan bli flyttet til 5. juni 2026.",
        "Fristen er ikke flyttet til 5. juni 2026.",
        "Vi vurderer å flytte fristen til 5. juni 2026.",
        "If the deadline is moved to 5 June 2026, we will inform all applicants.",
        "Fristen for påmelding til webinaret er flyttet til 5. juni 2026.",
        "Fristen for hovedutlysningen er flyttet til 5. juni 2026.",
        "Webinaret er avlyst.",
        "Søknadsportalen er stengt for vedlikehold lørdag 3. oktober 2026.",
        "Utlysningen er ikke avlyst.",
        "Les utlysningsteksten nøye.",
        "Det kan komme endringer fram til den åpner 1. november 2024",
        "The right to make changes after letters of allocation for 2026 is reserved.",
        "",
    ],
)
def test_what_may_be_what_is_not_and_what_is_others_stays_as_it_stands(text: str) -> None:
    assert note(text) == Note(None, text)


@pytest.mark.parametrize(
    ("text", "kind", "about"),
    [
        ("Utlysningen ble stengt 7. juni 2023 etter at alle midler var tildelt.", "closed", ("status",)),
        ("Utlysinga er avlyst.", "cancelled", ("status",)),
        ("This call has been withdrawn.", "cancelled", ("status",)),
        ("Utlysningen er nå åpen for søknader.", "opened", ("status",)),
        ("The submission session is now available for: HORIZON-HLTH-2026-01-CARE-01", "opened", ("status",)),
        ("A total of 123 proposals were submitted in response to this call.", "results", ("results",)),
        ("CO2-håndtering økt fra 40 millioner til 50 millioner.", "amount_changed", ("budget_nok", "themes")),
        ("Education sector research up 3 million NOK to 98 million NOK.", "amount_changed", ("budget_nok", "themes")),
        ('Specified the costs under "What can you seek funding for".', "text_changed", ("full_text",)),
        ("Avsnittet er lagt til, og det står ikke i malen.", "text_changed", ("full_text",)),
    ],
)
def test_the_tables_of_words_tell_what_a_note_is(text: str, kind: str, about: tuple[str, ...]) -> None:
    assert note(text) == Note(None, text, kind, about)  # type: ignore[arg-type]


def test_another_day_of_the_call_that_moves_is_read_with_its_column() -> None:
    text = "21 February: latest permitted project start changed from 1 December 2021 to 1 August 2021."
    moved = ("project_start_latest_date",)
    expected = Note(date(2021, 2, 21), text, "date_moved", moved, date(2021, 12, 1), date(2021, 8, 1))
    assert note(text, near=date(2021, 5, 20)) == expected


@pytest.mark.parametrize(
    ("text", "written", "expected"),
    [
        ("Oppdatering 15.11.2023: Malen er rettet.", None, date(2023, 11, 15)),
        ("Oppdatert 15. november 2023: Malen er rettet.", None, date(2023, 11, 15)),
        ("4. mars 2024: Malen er rettet.", None, date(2024, 3, 4)),
        ("Updated 4 March 2024: template corrected.", None, date(2024, 3, 4)),
        ("4. mars: Malen er rettet.", None, None),
        ("Malen er rettet.", "2024-03-04", date(2024, 3, 4)),
        ("Vilkår oppdatert for søknader mottatt fra og med 1.3.2025.", None, None),
    ],
)
def test_a_note_has_the_day_it_was_written(text: str, written: str | None, expected: date | None) -> None:
    found = note(text, written)
    assert (found.date, found.kind) == (expected, "text_changed")


def test_a_missing_year_is_the_one_nearest_to_the_deadline_and_never_far_from_it() -> None:
    text = "20 March: application deadline changed from 6 May to 20 May."
    near = note(text, near=date(2020, 5, 20))
    assert (near.date, near.old_date, near.new_date) == (date(2020, 3, 20), date(2020, 5, 6), date(2020, 5, 20))
    assert note("2. januar: Malen er rettet.", near=date(2026, 12, 20)).date == date(2027, 1, 2)
    assert note("29. februar: Malen er rettet.", near=date(2026, 3, 1)).date is None


def test_a_note_that_the_fields_deny_becomes_an_issue_with_both_texts() -> None:
    call = record(MOVE, deadline="29. mai 2026")
    message = "Finansiøren skriver at fristen er flyttet til 05.06.2026, men datolisten har 29.05.2026."
    text = f"{MOVE} / 29. mai 2026"
    issue = Issue("forskningsradet", "2026/pilot", "contradiction", "deadline_at", text, message, PAGE)
    assert disagreements(notes_of(call), call) == [issue]


@pytest.mark.parametrize(
    "notes",
    [
        (MOVE,),
        ("Fristen er flyttet til 29. mai 2026.", "Fristen er flyttet fra 29. mai til 5. juni 2026."),
        ("2. mai 2026: Fristen er flyttet til 29. mai 2026.", f"9. mai 2026: {MOVE}"),
        (f"9. mai 2026: {MOVE}", "2. mai 2026: Fristen er flyttet til 29. mai 2026."),
        ("Fristen er flyttet til 29. mai 2026.", MOVE),
        ("Fristen kan bli flyttet til 29. mai 2026.",),
        ("Fristen er flyttet til neste uke.",),
    ],
)
def test_notes_that_leave_the_deadline_where_it_is_make_no_issue(notes: tuple[str, ...]) -> None:
    call = record(*notes)
    assert disagreements(notes_of(call), call) == []


def test_the_newest_note_counts_when_an_older_one_agrees_with_the_fields() -> None:
    call = record(f"2. mai 2026: {MOVE}", "9. mai 2026: Fristen er flyttet til 12. juni 2026.")
    (issue,) = disagreements(notes_of(call), call)
    assert issue.text == "9. mai 2026: Fristen er flyttet til 12. juni 2026. / 5. jun. 2026"


def test_a_status_that_a_note_denies_becomes_an_issue() -> None:
    for text, word in (("Utlysningen er avlyst.", "avlyst"), ("Utlysningen er stengt.", "stengt")):
        call = record(text, deadline="5. nov. 2026")
        (issue,) = disagreements(notes_of(call), call)
        expected = ("status", f"Finansiøren skriver at utlysningen er {word}, men statusfeltet sier «Søk nå».")
        assert (issue.field, issue.message) == expected
    call = record("Utlysningen er stengt.", "Utlysningen er åpnet igjen.", deadline="5. nov. 2026")
    assert disagreements(notes_of(call), call) == []


def test_a_project_date_that_a_note_denies_becomes_an_issue() -> None:
    text = "Seneste tillatte prosjektstart er endret til 1. august 2027."
    call = record(text, project_start_latest="1. desember 2027")
    (issue,) = disagreements(notes_of(call), call)
    assert (issue.field, issue.text) == ("project_start_latest_date", f"{text} / 01.12.2027")
    same = record(text, project_start_latest="1. august 2027")
    assert disagreements(notes_of(same), same) == []


def change(night: date, column: str, after: str = "") -> dict[str, Any]:
    return {"night": night, "kind": "changed", "field": column, "after": after}


def test_notes_stand_beside_the_changes_that_they_speak_of() -> None:
    moved, text = note(MOVE, "2026-05-12"), note('Malen "CV" er rettet.')
    shown = change(date(2026, 5, 13), "change_notes", r'[{"text": "Malen \"CV\" er rettet."}]')
    deadline, words = change(date(2026, 5, 13), "deadlines"), change(date(2026, 5, 14), "full_text")
    late, budget = change(date(2026, 6, 1), "deadline_at"), change(date(2026, 5, 12), "budget_nok")
    rows = joined([text, moved, note("Les teksten.")], [late, words, shown, deadline, budget])
    assert rows == [
        Row(date(2026, 5, 12), moved, (deadline,)),
        Row(date(2026, 5, 12), None, (budget,)),
        Row(date(2026, 5, 13), text, (words,)),
        Row(date(2026, 5, 13), None, (shown,)),
        Row(date(2026, 6, 1), None, (late,)),
        Row(None, note("Les teksten."), ()),
    ]
    assert joined([text, moved], [late, words], since=date(2026, 5, 13)) == [
        Row(date(2026, 5, 14), None, (words,)),
        Row(date(2026, 6, 1), None, (late,)),
    ]


def test_a_hostile_note_is_read_in_no_time() -> None:
    began = time.process_time()
    for text in (
        "Fristen er flyttet til " * 50_000,
        "1. " * 100_000,
        "a" * 500_000,
        '"' * 100_000,
        "fra 1. mai " * 9_000,
    ):
        note(text, near=date(2026, 6, 5))
    assert time.process_time() - began < 5


def test_the_real_notes_are_understood_or_left_alone(shared: Path) -> None:
    kinds: dict[str, int] = {}
    issues: list[Issue] = []
    for line in (shared / "data/forskningsradet/pages.jsonl").read_text(encoding="utf-8").splitlines():
        facts = json.loads(line)
        try:
            url = canonical(facts["url"])
            page = detail_page(facts, markup="list", printed_at="2. oktober 2023, 16:13 CEST")
            at = datetime(2026, 9, 16, tzinfo=UTC)
            card = Card(source_id(url), url, url, facts["title"], is_current=True)
            reading = SOURCE.parse(card, Page(url, 200, "text/html", page.encode(), at))
        except (ForeignAddress, ValueError):
            continue  # pages about calls, which are none
        call = normalise(reading, SOURCE.rules, at, "1").record
        for one in notes_of(call):
            kinds[one.kind] = kinds.get(one.kind, 0) + 1
        issues += disagreements(notes_of(call), call)
    expected = {"info": 27, "text_changed": 12, "amount_changed": 8, "deadline_moved": 3, "date_moved": 1, "closed": 1}
    assert kinds == expected
    assert [issue.text for issue in issues] == [
        "19 May: application deadline changed from 20 May to 25 May 2020. / 20 May 2020"
    ]
