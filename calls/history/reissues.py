"""The same call again under a new address: which known call a new one is. A new round next year is a new call."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from calls.fields import LIVE_STATUSES
from calls.history.absence import is_past
from calls.model import Json
from calls.words import composed

CANCELLED_DAYS = 400
"""How long ago a call may have been cancelled and come again as itself. A yearly round is announced within that."""


@dataclass(frozen=True)
class Face:
    """What a call is recognised by, as it stands before tonight."""

    source_id: str
    api_id: str | None
    title: str
    funder: str
    scheme: str | None
    parent_id: str | None
    status: str | None
    since: date  # the night from which it has been as it is
    first_seen: date
    deadlines_end: datetime | None


def find(
    new: Iterable[Mapping[str, Json]],
    known: Sequence[Face],
    in_list: Collection[str],
    replaced: Collection[str],
    night: date,
    at: datetime,
    is_complete: bool,
) -> dict[str, str]:
    """Of which known call a new one is the same: source_id -> source_id. Each known call is found once at most.

    new: records never seen before. in_list: source_ids in tonight's list; is_complete: what it lacks is missing.
    replaced: known calls that were found before.
    """
    free = [one for one in known if one.source_id not in replaced]
    by_api: dict[str, list[Face]] = defaultdict(list)
    by_title: dict[tuple[str, str], list[Face]] = defaultdict(list)
    for face in free:
        if face.api_id:
            by_api[face.api_id].append(face)
        by_title[_key(face.title, face.funder)].append(face)
    found: dict[str, str] = {}
    taken: set[str] = set()
    for record in sorted(new, key=lambda one: str(one["source_id"])):
        same_api = [one for one in by_api.get(record["api_id"] or "", []) if one.source_id not in in_list]
        same_name = [
            one
            for one in by_title.get(_key(record["title"], record["funder"]), [])
            if _agree(record, one) and _may_return(one, in_list, night, at, is_complete)
        ]
        candidates = same_api if len(same_api) == 1 else same_name
        candidates = [one for one in candidates if one.source_id not in taken]
        if candidates:
            best = max(candidates, key=lambda one: (one.first_seen, one.source_id))
            found[str(record["source_id"])] = best.source_id
            taken.add(best.source_id)
    return found


def _key(title: str, funder: str) -> tuple[str, str]:
    return composed(title).casefold(), composed(funder).casefold()


def _agree(record: Mapping[str, Json], face: Face) -> bool:
    """Whether scheme and parent, where both have one, are the same."""
    pairs = ((record["scheme"], face.scheme), (record["parent_id"], face.parent_id))
    return all(not (one and other) or composed(one) == composed(other) for one, other in pairs)


def _may_return(face: Face, in_list: Collection[str], night: date, at: datetime, is_complete: bool) -> bool:
    """Whether the call was cancelled lately, or could be applied for and is missing although time is left."""
    if face.status == "cancelled":
        return night - face.since <= timedelta(days=CANCELLED_DAYS)
    is_missing = is_complete and face.source_id not in in_list
    return face.status in LIVE_STATUSES and is_missing and not is_past(face.deadlines_end, at)
