"""Why matches moved: each cause by rankings of its own, and all of them together what the two nights differ by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pandas as pd
import pytest

from matching.feedback import Judged
from matching.glossary import Glossary
from matching.index import build_index, shipped_glossary
from matching.movement import Between, Key, Moved, Night, Place, Stage, placed
from matching.profiles import Cluster, Member, Profile

NIGHT_AT = datetime(2026, 11, 21, 2, 30, tzinfo=UTC)
TOP = 10


def call(source_id: str, title: str, **more: Any) -> dict[str, Any]:
    absent = dict.fromkeys(("summary", "themes", "full_text", "status_text", "deadline_at", "amount_max_nok"))
    row = {"source": "fr", "source_id": source_id, "title": title, "lang": "nb"}
    row |= {"status": "open", "deadlines": [], "deadline_type": "fixed", "is_listed": True, **more}
    return {**absent, **row, "content_hash": repr(sorted(row.items()))}


def night(calls: Sequence[dict[str, Any]], *profiles: Profile, **more: Any) -> Night:
    cluster = Cluster("k", "Klynge", "K", "34", (), profiles or (ELDERLY,))
    given = {"glossary": Glossary({}), "night_at": NIGHT_AT, "program": "1", **more}
    return Night(pd.DataFrame(calls, dtype=object), (cluster,), **given)


ELDERLY = Profile("p", "Demens hos eldre", "", (), "nb")
CALLS = [call("a", "Demens hjemme"), call("b", "Demens hos eldre"), call("c", "Havbruk og fisk"), call("d", "Eldre")]
BEFORE = night(CALLS)
LIST = ("k", "p")


def lists(one: Night) -> dict[Key, dict[Key, Place]]:
    return placed(one, build_index(one.calls, one.glossary), TOP)


def between(before: Night, after: Night) -> dict[str, Moved]:
    """The calls of LIST that moved, by source_id."""
    found = Between(before, after)
    last = build_index(after.calls, after.glossary)

    def index_of(stage: Stage) -> Any:
        return last if stage.reads_last else build_index(stage.night.calls, stage.night.glossary)

    moved = found.moves(lists(before), lists(after), index_of, TOP)
    for one in moved.get(LIST, []):
        assert sum(step.moved for step in one.steps) == pytest.approx(one.after.score - one.before.score, abs=1e-9)
        places = lists(before)[LIST], lists(after)[LIST]
        ranks = [one.rank or len(places[at]) + 1 for at, one in enumerate((one.before, one.after))]
        assert sum(step.places for step in one.steps) == ranks[1] - ranks[0]
        assert one.before.rank != one.after.rank
        assert Moved.of(one.content) == one
    return {one.call[1]: one for one in moved.get(LIST, [])}


def test_nothing_that_counts_changed() -> None:
    assert between(BEFORE, replace(BEFORE, night_at=NIGHT_AT + timedelta(days=1))) == {}
    assert between(BEFORE, night([{**row, "last_seen_at": NIGHT_AT} for row in CALLS])) == {}


@pytest.mark.parametrize(
    ("after", "source_id", "causes"),
    [
        (night([call("a", "Demens hjemme og hos eldre"), *CALLS[1:]]), "a", {"text", "corpus"}),
        (night([CALLS[0], call("b", "Fisk"), *CALLS[2:]]), "a", {"corpus"}),
        (night([*CALLS, call("e", "Demens hos eldre i Norge")]), "a", {"corpus"}),
        (night(CALLS, replace(ELDERLY, title="Demens hjemme")), "a", {"profile"}),
        (night([CALLS[0], call("b", "Demens hos eldre", status="closed"), *CALLS[2:]]), "a", {"corpus"}),
    ],
)
def test_what_changed_is_what_moved_it(after: Night, source_id: str, causes: set[str]) -> None:
    found = between(BEFORE, after)[source_id]
    assert {step.cause for step in found.steps} <= causes
    assert {step.cause for step in found.steps if step.places}


def test_the_own_facts_of_a_call() -> None:
    """Two calls with the same words stand in the order of their deadlines."""
    first, last = ({"at": f"2026-12-{day}T12:00:00Z"} for day in (10, 20))
    calls = [
        call("a", "Demens", deadlines=[first], deadline_at=first["at"]),
        call("b", "Demens", deadlines=[last], deadline_at=last["at"]),
    ]
    later = call("b", "Demens", deadlines=[{"at": "2026-12-01T12:00:00Z"}], deadline_at="2026-12-01T12:00:00Z")
    found = between(night(calls), night([calls[0], later]))
    assert list(found["b"].steps) == [("facts", 0.0, -1)]
    assert [step.cause for step in found["a"].steps] == ["corpus"]


def test_a_glossary_and_a_program_have_steps_of_their_own() -> None:
    calls = [call("a", "Digital hjemmeoppfølging"), call("b", "Remote patient monitoring", lang="en"), *CALLS[2:]]
    asked = Profile("p", "Digital hjemmeoppfølging", "Velferdsteknologi", (), "nb")
    calls[1]["full_text"] = "Welfare technology and remote patient monitoring."
    found = between(night(calls, asked), night(calls, asked, glossary=shipped_glossary()))
    assert {step.cause for moved in found.values() for step in moved.steps} == {"glossary"}
    assert found["b"].before.rank is None
    stages = Between(BEFORE, replace(BEFORE, program="2")).stages
    assert [stage.cause for stage in stages] == ["program", "corpus"]


def test_a_member_that_comes_is_a_change_of_the_project() -> None:
    member = Member("m", "Sykehuset", ("hospital_trust",))
    after = replace(BEFORE, clusters=(replace(BEFORE.clusters[0], members=(member,)),))
    assert [stage.cause for stage in Between(BEFORE, after).stages] == ["corpus", "profile"]


def test_what_was_said_of_calls_has_a_step_of_its_own() -> None:
    calls = [call("a", "Demens"), call("b", "Velferdsteknologi"), *CALLS[2:]]
    asked = Profile("p", "Demens og velferdsteknologi", "", ("demens",), "nb")
    before = night(calls, asked, glossary=shipped_glossary())
    first, second = sorted(lists(before)[LIST], key=lambda key: lists(before)[LIST][key].rank or 0)[:2]
    said = {LIST: [Judged(*first, False), Judged(*second, True)]}
    found = between(before, replace(before, said=said))
    assert [step.cause for step in found[second[1]].steps] == ["feedback"]
    assert (found[second[1]].before.rank, found[second[1]].after.rank) == (2, 1)


def test_all_at_once_sums_to_the_movement() -> None:
    calls = [call("a", "Fiskehelse"), call("b", "Demens hos eldre", status="closed"), *CALLS[2:], call("e", "Fisk")]
    profile = replace(ELDERLY, title="Helse for fisk og eldre")
    after = night(calls, profile, glossary=shipped_glossary(), program="2", night_at=NIGHT_AT + timedelta(days=1))
    found = between(BEFORE, after)
    assert [stage.cause for stage in Between(BEFORE, after).stages] == [
        "program",
        "glossary",
        "corpus",
        "text",
        "facts",
        "profile",
    ]
    assert found["c"].before.rank is None
    assert "e" not in found  # new: nothing moved it


def test_a_list_of_one_night_alone_has_not_moved() -> None:
    other = Profile("q", "Havbruk", "", (), "nb")
    found = Between(BEFORE, night(CALLS, ELDERLY, other))
    was, now = lists(BEFORE), lists(night(CALLS, ELDERLY, other))
    assert found.moves(was, now, lambda stage: build_index(stage.night.calls, stage.night.glossary), TOP) == {}
