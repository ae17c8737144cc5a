"""Tonight's calls beside themselves as they stood: what each lost, gained or changed without a reason in its dates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from calls.drift.groups import EMPTY, GROUPS, LIVELY, TEXTS, Group, Record, is_other, meaning
from calls.drift.prolonged import prolonged
from calls.drift.reference import Reference
from calls.fields import LIVE_STATUSES
from calls.model import Json

OPENING_SLACK = timedelta(days=1)
"""A funder may open a call some hours before the time it gave."""


@dataclass
class Moves:
    """One column: the calls that had a value, and those of them that lost it or have another; those that gained one.

    bare: calls that had no value, of which `gained` is a part. prolonged: calls whose deadline the funder moved, which
    are not in `moved`.
    """

    group: Group
    column: str
    had: int = 0
    bare: int = 0
    lost: list[str] = field(default_factory=list)
    moved: list[str] = field(default_factory=list)
    gained: list[str] = field(default_factory=list)
    prolonged: list[str] = field(default_factory=list)

    @property
    def gone(self) -> int:
        """How many calls no longer have the value that they had."""
        return len(self.lost) + len(self.moved)


def pairs(records: Sequence[Record], earlier: Mapping[str, Record]) -> Iterator[tuple[Record, Record]]:
    """Each call that was there before, as it stood and as it was read tonight."""
    for record in records:
        before = earlier.get(str(record["source_id"]))
        if before is not None:
            yield before, record


def compare(records: Sequence[Record], reference: Reference, at: datetime) -> list[Moves]:
    """How each compared column moved tonight. at: when the night began, UTC."""
    found = {(group.name, column): Moves(group, column) for group in GROUPS for column in group.compared}
    for before, tonight in pairs(records, reference.records):
        if before["content_hash"] == tonight["content_hash"]:
            _stand(found.values(), before)
            continue
        is_turned = _is_turned(before, tonight, at)
        for moves in found.values():
            if is_turned and moves.column not in ("title", "status"):
                continue  # a call that opens is filled in, and one that closes is cut down
            _add(moves, before, tonight, at)
    told = [moves for moves in found.values() if moves.column not in reference.own_columns]
    for key in reference.as_before:
        if key in reference.records:
            _stand(told, reference.records[key])
    _excuse(found["deadline_at", "deadlines"], list(found.values()), records, reference)
    return list(found.values())


def _stand(found: Iterable[Moves], record: Record) -> None:
    """A call that is as it was."""
    for moves in found:
        is_bare = record[moves.column] in EMPTY
        moves.bare, moves.had = moves.bare + is_bare, moves.had + (not is_bare)


def _add(moves: Moves, before: Record, tonight: Record, at: datetime) -> None:
    key = str(tonight["source_id"])
    old, new = (meaning(moves.group, moves.column, record) for record in (before, tonight))
    if old is None:
        moves.bare += 1
        if new is not None:
            moves.gained.append(key)
        return
    moves.had += 1
    if new is None:
        moves.lost.append(key)
    elif is_other(moves.column, old, new) and not (moves.column == "status" and is_explained(before, tonight, at)):
        moves.moved.append(key)


def _excuse(deadlines: Moves, found: Sequence[Moves], records: Sequence[Record], reference: Reference) -> None:
    """Takes deadlines that the funder prolonged out of those that moved, and the project dates that moved with them.

    Nothing else of such a call has changed.
    """
    projects = [moves for moves in found if moves.group.name == "project_start_earliest_date"]
    others = [moves for moves in found if moves is not deadlines and moves not in projects and is_fact(moves)]
    quiet = set(deadlines.moved) - {key for moves in others for key in (*moves.lost, *moves.moved)}
    candidates = [pair for pair in pairs(records, reference.records) if str(pair[1]["source_id"]) in quiet]
    excused = prolonged(candidates, deadlines.had)
    for moves in (deadlines, *projects):
        moves.prolonged = [key for key in moves.moved if key in excused]
        moves.moved = [key for key in moves.moved if key not in excused]


def is_fact(moves: Moves) -> bool:
    """Whether the column is a fact that seldom changes, and neither running text nor what comes and goes by itself."""
    return moves.column not in TEXTS and moves.group.name not in LIVELY


def _is_turned(before: Record, tonight: Record, at: datetime) -> bool:
    """Whether the call's status changed in a way that its own dates allow."""
    pair = (before["status"], tonight["status"])
    return None not in pair and pair[0] != pair[1] and is_explained(before, tonight, at)


def is_explained(before: Record, tonight: Record, at: datetime) -> bool:
    """Whether a change of status goes forward in a call's life, and no date of the call speaks against it."""
    old, new = before["status"], tonight["status"]
    if new == "cancelled":
        return True
    if old == "forecasted" and new == "open":
        is_early = any(opens and opens > at + OPENING_SLACK for opens in (before["opens_at"], tonight["opens_at"]))
        return not is_early and (is_ahead(tonight, at) or not tonight["deadlines"])
    return old in LIVE_STATUSES and new == "closed" and not is_ahead(before, at)


def is_ahead(record: Record, at: datetime) -> bool:
    """Whether the call's last deadline is still to come."""
    moments = [datetime.fromisoformat(entry["at"]) for entry in record["deadlines"] if not entry["is_closed"]]
    return bool(moments) and max(moments) > at


def differing_words(before: Record | None, tonight: Record, group: Group) -> tuple[str, str]:
    """What stood in a field and what stands there tonight, of the first of its columns in which the words differ."""
    for column in group.columns:
        old, new = value_words(before, column) if before is not None else "", value_words(tonight, column)
        if old != new:
            return old, new
    return "", ""


def value_words(record: Record, column: str) -> str:
    """What stood in a column, in the funder's words where we kept them; for a message."""
    evidence: Json = (record["evidence"] or {}).get(column)
    if evidence:
        return str(evidence[0]["text"])
    value = record[column]
    return "" if value is None or isinstance(value, list | dict) else str(value)
