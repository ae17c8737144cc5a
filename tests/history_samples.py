"""A night and deadlines around it, for the tests of calls.history."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

AT = datetime(2026, 9, 20, 1, 30, tzinfo=UTC)


def deadline(when: str, label: str = "Søknadsfrist", kind: str = "fixed", **values: Any) -> dict[str, Any]:
    """An entry of `deadlines`: 13:00 in Norway by our rule, unless told otherwise."""
    at = when if "T" in when else f"{when}T11:00:00Z"
    clock = {"clock": "inferred", "text": when, "is_closed": False}
    return {"at": at, "type": kind, "label": label, **clock, **values}
