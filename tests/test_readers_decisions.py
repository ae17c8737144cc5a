"""What people decided: kept as said, undone without a trace lost, and there when the store is gone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from calls.home import Home
from calls.store import Store
from readers import Correction, Decision, DecisionError, Decisions, Note, State, judged_calls
from readers.corrected import FIELDS, from_text, to_text

NOON = datetime(2026, 9, 16, 12, 0, tzinfo=timezone(timedelta(hours=2)))
NOON_UTC = datetime(2026, 9, 16, 10, 0, tzinfo=UTC)
LATER = NOON_UTC + timedelta(hours=1)
CALL: dict[str, str] = {"cluster": "helseinn", "source": "forskningsradet", "source_id": "2026/pilot-helse"}
PROJECT = {**CALL, "profile": "demens"}


@pytest.fixture
def decisions(database_url: str) -> Iterator[Decisions]:
    with Decisions.open(database_url) as opened:
        yield opened


def test_a_decision_comes_back_as_said(decisions: Decisions) -> None:
    for_us = decisions.decide("relevant", **CALL, by="Kari", at=NOON)
    not_for_us = decisions.decide("not_for_us", **PROJECT, reason="For stort", by="Ola", at=LATER)
    off = decisions.decide("source_disabled", source="innovasjonnorge", by="Ola", at=LATER)
    assert not_for_us == Decision(
        not_for_us.id,
        "not_for_us",
        "helseinn",
        "demens",
        "forskningsradet",
        "2026/pilot-helse",
        "For stort",
        "Ola",
        LATER,
        None,
        None,
    )
    assert for_us.at == NOON_UTC
    assert decisions.decisions()[0] == for_us
    assert {found.id for found in decisions.decisions()} == {for_us.id, not_for_us.id, off.id}
    assert decisions.decisions(kind="source_disabled") == [off]
    assert decisions.decisions(cluster="helseinn", profile="") == [for_us]
    assert decisions.decisions(**PROJECT) == [not_for_us]
    assert decisions.decide("relevant", **CALL, by="Kari", at=NOON_UTC) == for_us
    assert len(decisions.decisions()) == 3


def test_what_says_whether_a_call_is_relevant_is_told_from_what_does_not(decisions: Decisions) -> None:
    other = {**PROJECT, "source_id": "annen"}
    decisions.decide("relevant", **PROJECT, by="Kari", at=NOON)
    decisions.decide("relevant", **other, by="Kari", at=NOON)
    last = decisions.decide("not_relevant", **PROJECT, by="Ola", at=LATER)
    decisions.decide("known", **PROJECT, by="Ola", at=LATER + timedelta(hours=1))
    decisions.decide("not_for_us", **other, by="Ola", at=LATER + timedelta(hours=1))
    decisions.decide("not_relevant", **CALL, by="Ola", at=LATER)
    judged = [("forskningsradet", "2026/pilot-helse", False), ("forskningsradet", "annen", True)]
    assert judged_calls(decisions.decisions(), "helseinn", "demens") == judged
    assert judged_calls(decisions.decisions(), "helseinn", "vr") == []
    decisions.undo(last.id, by="Ola", at=LATER + timedelta(hours=2))
    assert judged_calls(decisions.decisions(), "helseinn", "demens")[0][2] is True


def test_undoing_keeps_the_row_and_the_first_mark(decisions: Decisions) -> None:
    said = decisions.decide("known", **CALL, by="Kari", at=NOON)
    decisions.undo(said.id, by="Ola", at=LATER)
    decisions.undo(said.id, by="Kari", at=LATER + timedelta(days=1))
    assert decisions.decisions() == []
    (kept,) = decisions.decisions(is_standing=False)
    assert (kept.id, kept.undone_by, kept.undone_at) == (said.id, "Ola", LATER)
    again = decisions.decide("known", **CALL, by="Kari", at=LATER)
    assert decisions.decisions() == [again]
    assert decisions.decide("known", **CALL, by="Kari", at=NOON) == kept
    with pytest.raises(DecisionError, match="Ingenting med id 'x'"):
        decisions.undo("x", by="Ola", at=LATER)
    with pytest.raises(DecisionError, match="før det er gjort"):
        decisions.undo(again.id, by="Ola", at=NOON)
    with pytest.raises(DecisionError, match="hvem"):
        decisions.undo(again.id, by=" ", at=LATER)


@pytest.mark.parametrize(
    ("kind", "values", "words"),
    [
        ("relevant", {**CALL, "source_id": ""}, "mangler source_id"),
        ("relevant", {**CALL, "cluster": ""}, "mangler cluster"),
        ("liked", CALL, "Ukjent beslutning 'liked'"),
        ("source_enabled", CALL, "gjelder hele kilden"),
        ("source_enabled", {"source": ""}, "mangler source"),
        ("relevant", {**CALL, "by": "\n"}, "hvem"),
        ("relevant", {**CALL, "at": datetime(2026, 9, 16)}, "mangler tidssone"),  # noqa: DTZ001 - what is refused
        ("relevant", {**CALL, "reason": "a\x00"}, "Teksten i reason"),
        ("relevant", {**CALL, "reason": "a" * 2001}, "Teksten i reason kan ha høyst 2000 tegn"),
        ("relevant", {**CALL, "by": "a" * 201}, "Teksten i by kan ha høyst 200 tegn"),
    ],
)
def test_what_cannot_be_decided_is_refused(decisions: Decisions, kind: Any, values: dict[str, Any], words: str) -> None:
    with pytest.raises(DecisionError, match=words):
        decisions.decide(kind, **{"by": "Kari", "at": NOON, **values})
    assert decisions.decisions(is_standing=False) == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", "Pilot-helse"),
        ("deadline_at", NOON),
        ("deadline_at", None),
        ("project_end_latest_date", date(2030, 12, 31)),
        ("budget_nok", 95_000_000),
        ("is_partner_required", True),
        ("applicant_types", ["kommune"]),
        ("contact", {"email": "post@example.no"}),
    ],
)
def test_a_correction_comes_back_as_the_value_it_sets(decisions: Decisions, field: str, value: Any) -> None:
    said = decisions.correct("forskningsradet", "a", field, value, by="Kari", at=NOON, reason="Står i PDF-en")
    assert said == Correction(
        said.id, "forskningsradet", "a", field, value, "Står i PDF-en", "Kari", NOON_UTC, None, None
    )
    assert decisions.corrections(source="forskningsradet", source_id="a") == [said]
    assert type(decisions.corrections()[0].value) is type(value)
    decisions.undo(said.id, by="Kari", at=LATER)
    assert decisions.corrections() == []


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("content_hash", "0", "Feltet 'content_hash' kan ikke rettes"),
        ("is_listed", True, "kan ikke rettes"),
        ("unheard_of", True, "kan ikke rettes"),
        ("title", None, "passer ikke i title"),
        ("status", "opened", "lovlige er forecasted, open, closed, cancelled"),
        ("budget_nok", "95 mill.", "passer ikke i budget_nok"),
    ],
)
def test_a_correction_that_the_column_cannot_hold_is_refused(field: str, value: Any, words: str) -> None:
    with pytest.raises(DecisionError, match=words):
        to_text(field, value)


def test_a_corrected_value_that_is_damaged_is_refused() -> None:
    for field, text in (("title", "{"), ("deadline_at", '"soon"'), ("project_end_latest_date", '"2026-13-01"')):
        with pytest.raises(DecisionError, match="kan ikke leses"):
            from_text(field, text)
    assert "title" in FIELDS


def test_the_newest_state_of_each_project_counts(decisions: Decisions) -> None:
    where = ("helseinn", "demens", "forskningsradet", "a")
    first = decisions.set_state(*where, "considering", by="Kari", at=NOON)
    second = decisions.set_state(*where, "applying", by="Ola", at=LATER)
    other = decisions.set_state("helseinn", "vr", "forskningsradet", "a", "dropped", by="Ola", at=NOON)
    assert first == State(first.id, *where, "considering", "Kari", NOON_UTC)
    assert decisions.states() == [other, second]
    assert decisions.states(profile="demens", is_newest=False) == [first, second]
    assert decisions.states(cluster="another") == []
    with pytest.raises(DecisionError, match="Ukjent tilstand 'won'"):
        decisions.set_state(*where, "won", by="Ola", at=NOON)  # type: ignore[arg-type]
    with pytest.raises(DecisionError, match="kan angres"):
        decisions.undo(first.id, by="Ola", at=LATER)


def test_a_note_is_kept_and_taken_back(decisions: Decisions) -> None:
    said = decisions.note("Ring fylket.\nSpør om partner.", **CALL, by="Kari", at=NOON)
    subject = ("helseinn", "", "forskningsradet", "2026/pilot-helse")
    assert said == Note(said.id, *subject, "Ring fylket.\nSpør om partner.", "Kari", NOON_UTC, None, None)
    assert decisions.notes(**CALL) == [said]
    decisions.undo(said.id, by="Kari", at=LATER)
    assert decisions.notes() == []
    assert len(decisions.notes(is_standing=False)) == 1
    with pytest.raises(DecisionError, match="mangler text"):
        decisions.note(" ", **CALL, by="Kari", at=NOON)


def test_decisions_outlive_the_store(tmp_path: Path) -> None:
    home = Home.at(tmp_path)
    Store.open(home.database_url).close()
    with Decisions.open(home.decisions_url) as decisions:
        said = decisions.note("Husk", **CALL, by="Kari", at=NOON)
    for path in home.path.glob("radar.sqlite*"):
        path.unlink()
    Store.open(home.database_url).close()
    with Decisions.open(home.decisions_url) as decisions:
        assert decisions.notes() == [said]


def test_on_one_server_both_live_side_by_side(tmp_path: Path, database_url: str) -> None:
    home = Home.at(tmp_path, database_url=database_url)
    with Store.open(home.database_url) as store, Decisions.open(home.decisions_url) as decisions:
        decisions.note("Husk", **CALL, by="Kari", at=NOON)
        assert store.check() == []
    engine = sa.create_engine(home.database_url)
    assert {"calls_alembic_version", "readers_alembic_version"} < set(sa.inspect(engine).get_table_names())
    engine.dispose()
