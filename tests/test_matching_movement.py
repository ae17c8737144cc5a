"""Why a match moved: each cause by a ranking of its own, and all of them together what the two nights differ by."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pandas as pd
import pytest

from matching.glossary import Glossary
from matching.index import shipped_glossary
from matching.movement import Night, Place, movement
from matching.profiles import Cluster, Profile

NIGHT_AT = datetime(2026, 11, 21, 2, 30, tzinfo=UTC)


def call(source_id: str, title: str, **more: Any) -> dict[str, Any]:
    absent = dict.fromkeys(("summary", "themes", "full_text", "status_text", "deadline_at"))
    row = {"source": "fr", "source_id": source_id, "title": title, "lang": "nb", "content_hash": title}
    return {**absent, **row, "status": "open", "deadlines": [], "deadline_type": "fixed", "is_listed": True, **more}


NOBODY = Cluster("k", "Klynge", "K", "34", (), ())
CALLS = [call("a", "Demens hjemme"), call("b", "Demens hos eldre"), call("c", "Havbruk og fisk")]
BEFORE = Night(pd.DataFrame(CALLS), Profile("p", "Demens hos eldre", "", (), "nb"), Glossary({}), NIGHT_AT, NOBODY)


@pytest.mark.parametrize(
    ("after", "causes"),
    [
        (BEFORE, set()),
        (replace(BEFORE, glossary=shipped_glossary()), {"glossary"}),
        (replace(BEFORE, calls=pd.DataFrame([*CALLS, call("d", "Demens og eldre")])), {"corpus"}),
        (replace(BEFORE, calls=pd.DataFrame([call("a", "Eldre med demens"), *CALLS[1:]])), {"text"}),
        (replace(BEFORE, profile=Profile("p", "Hjemme", "", (), "nb")), {"profile"}),
        (
            replace(
                BEFORE,
                calls=pd.DataFrame(
                    [call("a", "Demens hjemme", deadlines=[{"at": "2026-11-21T12:00:00Z"}]), *CALLS[1:]]
                ),
                night_at=NIGHT_AT + timedelta(days=1),
            ),
            {"deadline"},
        ),
    ],
)
def test_what_changed_is_what_moved_it(after: Night, causes: set[str]) -> None:
    found = movement(("fr", "a"), BEFORE, after)
    assert {step.cause for step in found.steps if step.moved or step.places} == causes
    assert sum(step.moved for step in found.steps) == pytest.approx(found.after.score - found.before.score, abs=1e-9)


def test_all_at_once_sums_to_the_movement() -> None:
    calls = [call("a", "Fiskehelse"), *CALLS[1:], call("d", "Eldre hjemme")]
    after = Night(
        pd.DataFrame(calls), Profile("p", "Helse for fisk", "", (), "nb"), shipped_glossary(), NIGHT_AT, NOBODY
    )
    found = movement(("fr", "a"), BEFORE, after)
    assert found.before.rank == 2
    assert sum(step.moved for step in found.steps) == pytest.approx(found.after.score - found.before.score, abs=1e-9)
    assert found.after.rank is not None
    assert sum(step.places for step in found.steps) == found.after.rank - found.before.rank


def test_a_call_that_came_or_went_has_no_place_on_one_side() -> None:
    without = replace(BEFORE, calls=pd.DataFrame(CALLS[1:]))
    assert movement(("fr", "a"), without, BEFORE).before == Place(None, 0.0)
    assert movement(("fr", "a"), BEFORE, without).after == Place(None, 0.0)
