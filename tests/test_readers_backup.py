"""What people decided, carried from machine to machine: whole, the same each time, or not at all."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from said_samples import call
from said_samples import given as entered

from readers import DecisionError, Decisions

Fresh = Callable[[], AbstractContextManager[str]]

NOON = datetime(2026, 9, 16, 12, 0, tzinfo=timezone(timedelta(hours=2)))
NOON_UTC = datetime(2026, 9, 16, 10, 0, tzinfo=UTC)
LATER = NOON_UTC + timedelta(hours=1)
CALL: dict[str, str] = {"cluster": "helseinn", "source": "forskningsradet", "source_id": "2026/pilot-helse"}
PROJECT = {**CALL, "profile": "demens"}


@pytest.fixture
def decisions(database_url: str) -> Iterator[Decisions]:
    with Decisions.open(database_url) as opened:
        yield opened


def fill(decisions: Decisions) -> None:
    undone = decisions.decide("relevant", **CALL, by="Kari", at=NOON)
    decisions.decide("not_for_us", **PROJECT, reason='"Æ",\u2028 ny linje\n', by="Ola", at=NOON)
    decisions.correct("forskningsradet", "a", "deadline_at", NOON, by="Kari", at=NOON)
    decisions.correct("eu", "b", "title", "Ny", by="Kari", at=NOON, record=call("b"))
    mine = decisions.add_call(entered(), by="Kari", at=NOON)
    decisions.add_call(entered(title="Endret"), by="Ola", at=LATER, source_id=mine.source_id)
    decisions.set_state("helseinn", "demens", "forskningsradet", "a", "applying", by="Kari", at=NOON)
    decisions.note("Husk", **CALL, by="Kari", at=NOON)
    decisions.undo(undone.id, by="Ola", at=LATER)


def everything(decisions: Decisions) -> list[object]:
    return [
        *decisions.decisions(is_standing=False),
        *decisions.corrections(is_standing=False),
        *decisions.states(is_newest=False),
        *decisions.notes(is_standing=False),
        *decisions.own_calls(is_standing=False),
    ]


def test_an_export_restores_all_and_is_the_same_each_time(decisions: Decisions, fresh: Fresh, tmp_path: Path) -> None:
    fill(decisions)
    first, second, third = tmp_path / "1.jsonl", tmp_path / "2.jsonl", tmp_path / "3.jsonl"
    assert decisions.export(first) == 8
    decisions.export(second)
    with fresh() as url, Decisions.open(url) as restored:
        assert restored.restore(first) == 8
        assert restored.restore(first) == 0
        assert everything(restored) == everything(decisions)
        restored.export(third)
    assert first.read_bytes() == second.read_bytes() == third.read_bytes()
    assert json.loads(first.read_text(encoding="utf-8").split("\n")[0]) == {
        "format": "utlysningsradar-decisions",
        "rows": 8,
        "version": 1,
    }
    assert not list(tmp_path.glob("*.part"))


def test_restoring_adds_to_what_is_there(decisions: Decisions, fresh: Fresh, tmp_path: Path) -> None:
    said = decisions.decide("relevant", **CALL, by="Kari", at=NOON)
    decisions.export(tmp_path / "standing.jsonl")
    decisions.undo(said.id, by="Ola", at=LATER)
    decisions.export(tmp_path / "undone.jsonl")
    assert decisions.restore(tmp_path / "standing.jsonl") == 0
    assert decisions.decisions() == []
    with fresh() as url, Decisions.open(url) as other:
        own = other.decide("known", **CALL, by="Per", at=NOON)
        assert other.restore(tmp_path / "standing.jsonl") == 1
        assert other.restore(tmp_path / "undone.jsonl") == 0
        assert other.decisions() == [own]
        assert other.decisions(kind="relevant", is_standing=False)[0].undone_by == "Ola"


def damaged(lines: list[str], number: int, **values: Any) -> list[str]:
    changed = json.dumps({**json.loads(lines[number]), **values})
    return [*lines[:number], changed, *lines[number + 1 :]]


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (lambda lines: lines[:-1], "ikke hel: 7 av 8 rader"),
        (lambda lines: [*lines[:2], "{", *lines[3:]], "linje 3 er ikke JSON"),
        (lambda lines: [*lines[:2], "[]", *lines[3:]], "linje 3 er ikke et objekt"),
        (lambda lines: ["{}", *lines[1:]], "ikke en eksport av beslutninger"),
        (lambda lines: damaged(lines, 0, version=2), "ikke en eksport av beslutninger"),
        (lambda lines: damaged(lines, 1, table="calls"), "linje 2 har ukjent tabell"),
        (lambda lines: damaged(lines, 1, more=1), "linje 2 har ukjent tabell eller ukjente felter"),
        (lambda lines: damaged(lines, 1, by="Per"), "linje 2 er endret etter eksporten"),
        (lambda lines: damaged(lines, 1, by=None), "linje 2 har en ugyldig verdi: by er ikke tekst"),
        (lambda lines: damaged(lines, 1, by="\x00"), "linje 2 har en ugyldig verdi: by er ikke tekst"),
        (lambda lines: damaged(lines, 1, at="2026-09-16T10:00:00"), "at mangler tidssone"),
        (lambda lines: damaged(lines, 1, at="i går"), "linje 2 har en ugyldig verdi"),
        (lambda lines: damaged(lines, 2, undone_by="Per", undone_at=None), "linje 3 er bare halvveis angret"),
        (lambda lines: damaged(lines, 3, value='"i morgen"'), "linje 4 har en ugyldig verdi"),
    ],
)
def test_a_damaged_export_restores_nothing(
    decisions: Decisions, fresh: Fresh, tmp_path: Path, damage: Any, words: str
) -> None:
    fill(decisions)
    path = tmp_path / "export.jsonl"
    decisions.export(path)
    lines = path.read_text(encoding="utf-8").removesuffix("\n").split("\n")
    path.write_text("\n".join(damage(lines)) + "\n", encoding="utf-8")
    with fresh() as url, Decisions.open(url) as other:
        with pytest.raises(DecisionError, match=words) as error:
            other.restore(path)
        assert "\n" not in str(error.value)
        assert everything(other) == []


def test_a_file_from_before_corrections_remembered_still_restores(
    decisions: Decisions, fresh: Fresh, tmp_path: Path
) -> None:
    """As the program wrote it then: rows have the same ids, and lack what came later."""
    row = {"source": "eu", "source_id": "a", "field": "budget_nok", "value": "7", "reason": "", "by": "Kari"}
    row |= {"at": "2026-09-16T10:00:00+00:00", "undone_by": None, "undone_at": None}
    row |= {"id": "6f9235107f8f88e7653e37befb69635a", "table": "reader_corrections"}
    path = tmp_path / "old.jsonl"
    head = {"format": "utlysningsradar-decisions", "version": 1, "rows": 1}
    path.write_text(f"{json.dumps(head)}\n{json.dumps(row)}\n", encoding="utf-8")
    assert decisions.restore(path) == 1
    (found,) = decisions.corrections()
    assert (found.id, found.value, found.was_value, found.was_words) == (row["id"], 7, None, None)
    with fresh() as url, Decisions.open(url) as other:
        assert other.correct("eu", "a", "budget_nok", 7, by="Kari", at=NOON) == found


def test_a_file_that_cannot_be_used_is_named(decisions: Decisions, tmp_path: Path) -> None:
    (tmp_path / "latin.jsonl").write_bytes("æ".encode("latin-1"))
    with pytest.raises(DecisionError, match=r"latin\.jsonl er ikke en tekstfil i UTF-8"):
        decisions.restore(tmp_path / "latin.jsonl")
    with pytest.raises(DecisionError, match="kan ikke leses"):
        decisions.restore(tmp_path / "none.jsonl")
    with pytest.raises(DecisionError, match="kan ikke skrives"):
        decisions.export(tmp_path / "no folder" / "x.jsonl")


@pytest.fixture
def other(fresh: Fresh) -> Iterator[Decisions]:
    with fresh() as url, Decisions.open(url) as opened:
        yield opened


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1).filter(str.strip),
    st.datetimes(timezones=st.timezones()),
)
def test_any_note_survives_the_journey(
    decisions: Decisions, other: Decisions, tmp_path: Path, text: str, at: datetime
) -> None:
    said = decisions.note(text, **CALL, by="Kari", at=at)
    decisions.export(tmp_path / "x.jsonl")
    other.restore(tmp_path / "x.jsonl")
    assert said in other.notes()
    assert other.notes() == decisions.notes()
