"""Which calls are ranked at all, and what orders those that are as near as each other."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pandas as pd


def is_rankable(row: Mapping[str, Any], night_at: datetime) -> bool:
    """Whether one may, or soon may, apply: open or forecasted, and the last deadline is not before `night_at`.

    A call whose status nobody can tell may be open as long as the funder's list has it: not knowing hides nothing. A
    funder that says in its own words (status_text) that a call is open is believed over a deadline that has passed:
    funders prolong calls by the status first. A call without a dated deadline counts as not past, and so does one whose
    deadline only guarantees a hearing.
    """
    is_known = isinstance(row["status"], str)  # pandas has NaN for none
    if row["status"] in ("closed", "cancelled") or (not is_known and not row["is_listed"]):
        return False
    if row["status"] == "open" and isinstance(row["status_text"], str) and row["status_text"]:
        return True
    if row["deadline_type"] == "guaranteed":
        return True
    deadlines = row["deadlines"] if isinstance(row["deadlines"], list) else []
    moments = [moment for moment in (_moment(deadline["at"]) for deadline in deadlines) if moment]
    return not moments or max(moments) >= night_at


def tie_key(row: Mapping[str, Any]) -> tuple[bool, datetime, str, str]:
    """What orders calls that are as near: deadline_at (none last), then source and source_id."""
    deadline = _moment(row["deadline_at"])
    return deadline is None, deadline or datetime.max.replace(tzinfo=UTC), row["source"], row["source_id"]


def _moment(value: Any) -> datetime | None:
    """A moment as stored: ISO text in JSON, a datetime in a column; absent as None, NaN or NaT. Naive means UTC."""
    if pd.isna(value):
        return None
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
