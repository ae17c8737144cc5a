"""What people said, laid over what the nights found: corrected, hidden, entered, and as it stood at any moment."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from said_samples import LATE, NEXT, NIGHT, SAID, SOON, call, given, quoted

from calls.fields import NAMES
from calls.meaning import content_hash
from calls.model import OWN_SOURCE
from calls.schema import validate
from calls.store.read import calls_frame
from readers import DecisionError, Decisions
from readers.corrected import deadline
from readers.standing import NOTHING_SAID, Standing

SOURCE = "forskningsradet"
BY = {"by": "Kari", "at": SAID}


@pytest.fixture
def decisions(database_url: str) -> Iterator[Decisions]:
    with Decisions.open(database_url) as opened:
        yield opened


def correct(decisions: Decisions, record: dict[str, Any], field: str, value: Any, at: datetime = SAID) -> str:
    said = decisions.correct(SOURCE, record["source_id"], field, value, by="Kari", at=at, record=record)
    return said.id


def test_nothing_said_changes_nothing(tmp_path: Path) -> None:
    frame = calls_frame([call("a"), call("b")])
    assert NOTHING_SAID.calls(frame, NIGHT) is frame
    assert Standing.of(f"sqlite:///{tmp_path / 'none.sqlite'}") is NOTHING_SAID
    assert not (tmp_path / "none.sqlite").exists()


def test_corrections_and_own_calls_are_laid_over_the_night(decisions: Decisions) -> None:
    records = [call("a"), call("b"), call("c", source="zoo")]
    correct(decisions, records[1], "award_ceiling_nok", 7_000_000)
    correct(decisions, records[1], "deadlines", [deadline(LATE, "inferred")])
    mine = decisions.add_call(given(), **BY)
    frame = calls_frame(records)
    before = frame.copy(deep=True)
    found = Standing.of(decisions).calls(frame, NIGHT)
    pd.testing.assert_frame_equal(frame, before)
    validate(found)
    assert list(zip(found["source"], found["source_id"], strict=True)) == [
        (SOURCE, "a"),
        (SOURCE, "b"),
        (OWN_SOURCE, mine.source_id),
        ("zoo", "c"),
    ]
    rows = found.to_dict("records")
    assert rows[0] == records[0]
    changed = {name for name in NAMES if rows[1][name] != records[1][name]}
    assert changed == {"award_ceiling_nok", "deadlines", "deadline_at", "content_hash"}
    assert (rows[1]["award_ceiling_nok"], rows[1]["deadline_at"]) == (7_000_000, LATE)
    assert rows[1]["content_hash"] == content_hash(rows[1])
    assert Standing.of(decisions).record(records[1]) == rows[1]
    assert Standing.of(decisions).own_record(mine.source_id, NIGHT) == rows[2]
    assert Standing.of(decisions).calls(calls_frame([]), NIGHT)["source_id"].tolist() == [mine.source_id]


@pytest.mark.parametrize(
    ("read", "field", "value", "status"),
    [
        (
            {"status": "closed", "deadline_at": SOON - timedelta(days=30)},
            "deadlines",
            [deadline(LATE, "stated")],
            "open",
        ),
        ({"status": "open", "status_text": "Åpen"}, "deadline_at", NIGHT - timedelta(days=1), "closed"),
        ({"status": "open"}, "opens_at", SOON - timedelta(days=3), "forecasted"),
        ({"status": "closed"}, "opens_at", SOON - timedelta(days=3), "closed"),
        ({"status": "cancelled"}, "deadline_at", LATE, "cancelled"),
        ({"status": "open"}, "deadlines", [], "open"),
        ({"status": "open"}, "award_ceiling_nok", 1, "open"),
    ],
)
def test_the_status_follows_a_corrected_date(
    decisions: Decisions, read: dict[str, Any], field: str, value: Any, status: str
) -> None:
    record = call("a", **read)
    correct(decisions, record, field, value)
    assert Standing.of(decisions).record(record, NIGHT)["status"] == status
    correct(decisions, record, "status", "forecasted")
    assert Standing.of(decisions).record(record, NIGHT)["status"] == "forecasted"


def test_a_corrected_deadline_passes_with_the_nights(decisions: Decisions) -> None:
    record = call("a")
    correct(decisions, record, "deadlines", [deadline(SOON + timedelta(days=2), "stated"), deadline(LATE, "stated")])
    standing = Standing.of(decisions)
    assert standing.record(record, NIGHT)["deadline_at"] == SOON + timedelta(days=2)
    assert standing.record(record, SOON + timedelta(days=3))["deadline_at"] == LATE
    assert standing.record(record, LATE + timedelta(days=1))["status"] == "closed"


def test_of_two_corrections_of_one_thing_the_later_counts(decisions: Decisions) -> None:
    record = call("a")
    correct(decisions, record, "deadline_at", LATE)
    later = correct(decisions, record, "deadlines", [deadline(SOON, "stated")], at=SAID + timedelta(hours=1))
    (found,) = Standing.of(decisions).corrected(SOURCE, "a", record, NIGHT)
    assert (found.column, found.label, found.value, found.correction.id) == ("deadline_at", "Søknadsfrist", SOON, later)
    decisions.undo(later, by="Kari", at=SAID + timedelta(hours=2))
    assert Standing.of(decisions).record(record)["deadline_at"] == LATE
    assert Standing.of(decisions).at(SAID + timedelta(hours=1)).record(record)["deadline_at"] == SOON
    assert Standing.of(decisions).at(SAID - timedelta(hours=1)).record(record) is record


@pytest.mark.parametrize(
    ("field", "value", "after", "is_questioned"),
    [
        ("deadline_at", LATE, {}, False),
        # Which of the deadlines is next is nobody's change.
        ("deadline_at", LATE, {"deadline_at": None}, False),
        ("deadline_at", LATE, {"evidence": {"deadlines": quoted("8. okt. 2026", "Søknadsfrist")}}, True),
        ("deadline_at", LATE, {"evidence": {"deadlines": quoted("1.  okt. 2026", "Søknadsfrist")}}, False),
        ("deadline_at", LATE, {"evidence": {}}, False),
        ("deadline_at", LATE, {"evidence": {}, "deadlines": [deadline(LATE, "stated")]}, True),
        ("award_ceiling_nok", 7, {"award_ceiling_nok": 6_000_000}, False),
        ("award_ceiling_nok", 7, {"evidence": {"award_ceiling_nok": quoted("6 mill.")}}, True),
        ("funder", "Dam", {}, False),
        ("funder", "Dam", {"funder": "Norges  forskningsråd"}, False),
        ("funder", "Dam", {"funder": "Helsedirektoratet"}, True),
        ("budget_nok", 7, {"budget_nok": 9}, True),
    ],
)
def test_a_correction_is_questioned_when_the_funder_says_something_else(
    decisions: Decisions, field: str, value: Any, after: dict[str, Any], is_questioned: bool
) -> None:
    before = call("a")
    correct(decisions, before, field, value)
    standing = Standing.of(decisions)
    (found,) = standing.corrected(SOURCE, "a", call("a", **after), NIGHT)
    assert found.is_questioned is is_questioned
    assert found.value == value
    assert not standing.corrected(SOURCE, "a", before, NIGHT)[0].is_questioned


def test_what_was_read_and_said_is_remembered(decisions: Decisions) -> None:
    before = call("a")
    correct(decisions, before, "award_ceiling_nok", 7)
    after = call("a", award_ceiling_nok=6, evidence={"award_ceiling_nok": quoted("6 kr")})
    (found,) = Standing.of(decisions).corrected(SOURCE, "a", after, NIGHT)
    assert (found.was, found.read, found.value) == (5_000_000, 6, 7)
    assert (found.words_then, found.words_now) == ("5 mill.", "6 kr")
    assert Standing.of(decisions).all_corrected(calls_frame([after, call("b")]), NIGHT) == {(SOURCE, "a"): [found]}
    decisions.correct(SOURCE, "b", "title", "Ny", **BY)
    (found,) = Standing.of(decisions).corrected(SOURCE, "b", call("b", title="Helt ny"), NIGHT)
    assert (found.was, found.is_questioned, found.value) == (None, False, "Ny")


def test_an_own_call_is_edited_removed_and_as_it_stood(decisions: Decisions) -> None:
    hour = timedelta(hours=1)
    mine = decisions.add_call(given(), **BY)
    edit = decisions.add_call(given(title="Nytt namn"), by="Ola", at=SAID + hour, source_id=mine.source_id)
    assert edit.source_id == mine.source_id

    def title(standing: Standing, night_at: datetime = NIGHT) -> list[str]:
        return standing.calls(calls_frame([]), night_at)["title"].tolist()

    assert title(Standing.of(decisions)) == ["Nytt namn"]
    assert title(Standing.of(decisions), SAID - hour) == []
    assert title(Standing.of(decisions).at(SAID)) == ["Støtte til trygg heim"]
    record = Standing.of(decisions).own_record(mine.source_id, NIGHT)
    assert record is not None
    assert (record["first_seen_at"], record["last_seen_at"], record["evidence"]) == (SAID, NIGHT, {})
    decisions.undo(edit.id, by="Ola", at=SAID + 2 * hour)
    assert title(Standing.of(decisions)) == ["Støtte til trygg heim"]
    decisions.add_call(given(title="Igjen"), by="Ola", at=SAID + 3 * hour, source_id=mine.source_id)
    decisions.remove_call(mine.source_id, by="Ola", at=SAID + 4 * hour)
    assert title(Standing.of(decisions)) == []
    assert Standing.of(decisions).own_record(mine.source_id, NIGHT) is None
    assert title(Standing.of(decisions).at(SAID + 3 * hour)) == ["Igjen"]
    for source_id in (mine.source_id, "ukjent"):
        with pytest.raises(DecisionError, match="fjernet"):
            decisions.remove_call(source_id, by="Ola", at=NEXT)
        with pytest.raises(DecisionError, match="finnes ikke lenger"):
            decisions.add_call(given(), by="Ola", at=NEXT, source_id=source_id)


@pytest.mark.parametrize(
    ("values", "status", "deadline_at"),
    [
        ({}, "open", LATE),
        ({"deadlines": [deadline(SOON, "inferred"), deadline(LATE, "stated")]}, "open", SOON),
        ({"deadlines": [deadline(SAID, "stated")]}, "closed", SAID),
        ({"deadlines": [], "deadline_type": "rolling"}, "open", None),
        ({"opens_at": SOON}, "forecasted", LATE),
        ({"deadlines": [], "opens_at": SAID}, None, None),
    ],
)
def test_an_own_call_has_its_status_by_its_dates(
    decisions: Decisions, values: dict[str, Any], status: str | None, deadline_at: datetime | None
) -> None:
    mine = decisions.add_call(given(**values), **BY)
    record = Standing.of(decisions).own_record(mine.source_id, NIGHT)
    assert record is not None
    assert (record["status"], record["deadline_at"]) == (status, deadline_at)
    validate(calls_frame([record]))
    assert record["lang"] == "nn"
    assert record["content_hash"] == content_hash(record)


def test_what_is_not_for_us_is_hidden_from_the_project_or_its_cluster(decisions: Decisions) -> None:
    subject = {"source": SOURCE, "source_id": "a", "cluster": "helseinn"}
    decisions.decide("not_relevant", **subject, profile="demens", **BY)
    assert Standing.of(decisions).hidden_by("helseinn", "demens", SOURCE, "a") is None
    own = decisions.decide("not_for_us", **subject, profile="demens", reason="For liten", **BY)
    standing = Standing.of(decisions)
    assert standing.hidden_by("helseinn", "demens", SOURCE, "a") == own
    assert standing.hidden_by("helseinn", "vr", SOURCE, "a") is None
    assert standing.hidden_by("helseinn", "demens", SOURCE, "b") is None
    whole = decisions.decide("not_for_us", **subject, **BY)
    assert Standing.of(decisions).hidden_by("helseinn", "vr", SOURCE, "a") == whole
    assert Standing.of(decisions).hidden_by("annen", "vr", SOURCE, "a") is None
    decisions.undo(own.id, by="Ola", at=NIGHT)
    decisions.undo(whole.id, by="Ola", at=NIGHT)
    assert Standing.of(decisions).hidden_by("helseinn", "demens", SOURCE, "a") is None
    assert Standing.of(decisions).at(SAID).hidden_by("helseinn", "demens", SOURCE, "a") is not None


def test_the_stamp_changes_with_every_word_and_with_nothing_else(decisions: Decisions) -> None:
    stamps = [decisions.stamp()]
    said = decisions.decide("relevant", source=SOURCE, source_id="a", cluster="helseinn", **BY)
    stamps.append(decisions.stamp())
    decisions.add_call(given(), **BY)
    stamps.append(decisions.stamp())
    decisions.undo(said.id, by="Ola", at=NIGHT)
    stamps.append(decisions.stamp())
    decisions.decisions()
    assert len(set(stamps)) == 4
    assert decisions.stamp() == stamps[-1]
