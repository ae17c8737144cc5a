"""A status that a list takes back against the call's own dates waits a night; any other is believed at once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from publish_samples import FIRST, call

from calls.drift import without_reversals
from calls.meaning import content_hash

PAST, AHEAD = FIRST - timedelta(days=30), FIRST + timedelta(days=30)


def told(status: str, opens: Any = PAST, **values: Any) -> dict[str, Any]:
    record = {**call("a"), "status": status, "status_text": status, "opens_at": opens, "last_seen_at": FIRST, **values}
    return {**record, "content_hash": content_hash(record)}


@pytest.mark.parametrize(
    ("before", "tonight", "is_kept"),
    [
        (told("open"), told("forecasted"), True),
        (told("forecasted", AHEAD), told("open", AHEAD), True),
        (told("open"), told("forecasted", AHEAD), False),
        (told("forecasted"), told("open"), False),
        (told("open"), told("forecasted", None), False),
        (told("open"), told("closed"), False),
        (told("closed"), told("forecasted"), False),
        (told("open"), told("open"), False),
    ],
)
def test_a_status_that_goes_back_against_the_dates_is_kept_for_a_night(
    before: dict[str, Any], tonight: dict[str, Any], is_kept: bool
) -> None:
    cited = {"status": [{"text": before["status"]}]}
    found, issues = without_reversals([tonight], {"a": {**before, "evidence": cited}}, ())
    assert found[0]["status"] == (before if is_kept else tonight)["status"]
    assert found[0]["evidence"].get("status") == (cited["status"] if is_kept else None)
    assert found[0]["content_hash"] == content_hash(found[0])
    assert [(one.kind, one.field, one.source_id) for one in issues] == [("contradiction", "status", "a")] * is_kept
    assert without_reversals([tonight], {"a": before}, {"a"}) == ([tonight], []), "told a second night"
    assert without_reversals([tonight], {}, ()) == ([tonight], []), "a new call"


def test_only_the_status_is_kept() -> None:
    before, tonight = told("open", title="Før"), told("forecasted", title="Etter")
    found, issues = without_reversals([tonight], {"a": {**before, "evidence": {}}}, ())
    assert (found[0]["title"], found[0]["status"], found[0]["status_text"]) == ("Etter", "open", "open")
    assert issues[0].text == "forecasted"
    assert issues[0].message == (
        "Listen sier nå kommende, men datoene taler mot det; åpen står til det er sagt en natt til."
    )
