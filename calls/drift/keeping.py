"""A failing field keeps its last good value in every call, marked stale; the rest of the call is tonight's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from calls.deadlines import next_deadline
from calls.drift.compare import differing_words
from calls.drift.groups import LIST_GROUP, Group, Record, group_of
from calls.drift.words import day_words
from calls.fields import BY_NAME, LIVE_STATUSES
from calls.meaning import content_hash
from calls.model import Issue, Json

_LISTED = (
    *("themes", "deadlines", "other_dates", "applicant_types", "target_groups", "regions", "contact"),
    "change_notes",
)
"""Columns whose emptiness is an empty list."""


def keep_last_good(
    records: Sequence[Record], earlier: Mapping[str, Record], failing: Mapping[str, date]
) -> tuple[list[dict[str, Json]], list[Issue]]:
    """Tonight's records with the earlier values of the failing fields, and an issue on every value so kept.

    earlier: the last good record of each call, by source_id. failing: names of groups (calls.drift.GROUPS), and since
    which night each has failed. A call that is new has no earlier value: what tonight's page seems to say is not
    used, but for what a record cannot be without. KeyError for a name that is no group.
    """
    groups = [(_named(name), since) for name, since in failing.items()]
    kept: list[dict[str, Json]] = []
    issues: list[Issue] = []
    for record in records:
        made = dict(record)
        before = earlier.get(str(record["source_id"]))
        for group, since in groups:
            if _keep(made, before, group):
                issues.append(_stale(record, before, group, since))
        if groups:
            _settle(made, is_status_kept="status" in failing)
            made["content_hash"] = content_hash(made)
        kept.append(made)
    return kept, issues


def _named(name: str) -> Group:
    group = group_of(name)
    if group is None or group.name != name:
        raise KeyError(name)
    return group


def _keep(made: dict[str, Json], before: Record | None, group: Group) -> bool:
    """Puts the earlier values of a group in place; whether that made a difference."""
    evidence = dict(made["evidence"] or {})
    is_other = False
    for column in group.columns:
        if before is not None:
            value = made[column] or before[column] if group is LIST_GROUP else before[column]
        elif BY_NAME[column].required:
            continue
        else:
            value = [] if column in _LISTED else None
        is_other = is_other or value != made[column]
        made[column] = value
        cited: Json = (before["evidence"] or {}).get(column) if before is not None else None
        evidence.pop(column, None)
        if cited is not None:
            evidence[column] = cited
    made["evidence"] = evidence
    return is_other


def _settle(made: dict[str, Json], *, is_status_kept: bool) -> None:
    """Lets the night's own clock decide what follows from kept values: the next deadline, and a call that is over."""
    at: datetime = made["last_seen_at"]
    made["deadline_at"] = next_deadline(made["deadlines"], at)
    is_dated = is_status_kept and made["deadline_type"] in ("fixed", "staged")
    if made["status"] in LIVE_STATUSES and is_dated and made["deadline_at"] and made["deadline_at"] < at:
        made["status"] = "closed"


def _stale(record: Record, before: Record | None, group: Group, since: date) -> Issue:
    """The mark on a kept value. text: what tonight's page seemed to say, and what was not used."""
    words = differing_words(before, record, group)[1]
    if group is LIST_GROUP:
        message = "Utlysningen mangler i listen sammen med mange andre som ikke er over; den regnes ikke som borte."
    elif before is None:
        message = f"{group.label_nb} er ikke tatt med: feltet leses ikke trygt siden natten {day_words(since)}."
    else:
        message = f"{group.label_nb} er fra før natten {day_words(since)}: feltet leses ikke trygt nå."
    return Issue(
        str(record["source"]),
        str(record["source_id"]),
        "stale_value",
        group.name,
        words,
        f"{message} Sjekk hos finansiøren.",
        str(record["url"]),
    )
