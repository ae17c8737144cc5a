"""What people say of calls, for the tests of what stands of it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from store_samples import record

from calls.fields import NAMES
from calls.meaning import content_hash
from readers.corrected import deadline

NIGHT = datetime(2026, 9, 16, 1, 30, tzinfo=UTC)
NEXT = datetime(2026, 9, 17, 1, 30, tzinfo=UTC)
SAID = datetime(2026, 9, 15, 10, 0, tzinfo=UTC)
SOON = datetime(2026, 10, 1, 11, 0, tzinfo=UTC)
LATE = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


def quoted(text: str, label: str = "") -> list[dict[str, str]]:
    """Evidence of one column."""
    return [{"text": text, "label": label, "quote": text, "url": "https://www.forskningsradet.no/"}]


def call(source_id: str, **values: Any) -> dict[str, Any]:
    """A call as read, with one deadline in words of the funder's."""
    found = {
        "deadlines": [deadline(SOON, "stated")],
        "deadline_at": SOON,
        "deadline_type": "fixed",
        "applicant_types": [],
        "regions": [],
        "themes": [],
        "contact": [],
        "evidence": {"deadlines": quoted("1. okt. 2026", "Søknadsfrist"), "award_ceiling_nok": quoted("5 mill.")},
        "award_ceiling_nok": 5_000_000,
        "last_seen_at": NIGHT,
        **values,
    }
    made = record(source_id, **found)
    return {name: made[name] for name in NAMES} | {"content_hash": content_hash(made)}


def given(**values: Any) -> dict[str, Any]:
    """A call as a person enters it."""
    return {
        "title": "Støtte til trygg heim",
        "funder": "Stiftinga Dam",
        "deadlines": [deadline(LATE, "stated")],
        **values,
    }
