"""The deadlines of one call as appointments that keep their names while they move: what a calendar has to know.

Which deadline of tonight is which of last night's is settled in `calls.history.deadlines`, as for news of moved
deadlines. Nothing here depends on when it is asked, so that a night made again gives the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from calls.history.deadlines import compare, ends
from calls.meaning import local_day
from calls.store import ToldDeadlines


@dataclass(frozen=True)
class Appointment:
    """One deadline. number: its name within the call. sequence: how often it moved, went or came back; revised_at: when
    the night began that last brought such a change, or the deadline itself. raw: as in the column `deadlines`."""

    number: int
    at: datetime
    raw: dict[str, Any]
    sequence: int
    revised_at: datetime
    is_cancelled: bool


def appointments(told: Sequence[ToldDeadlines]) -> list[Appointment]:
    """The deadlines of a call after all that was told of it, oldest first (Store.told_deadlines), by when they are.

    A deadline that the funder took back before it came is cancelled, and so are all that are ahead of a call that was
    cancelled or is gone. One that passed and is told no longer is left out.
    """
    standing: list[Appointment] = []
    dropped: list[Appointment] = []
    before: list[Any] = []
    count, was_off = 0, False
    for at, deadlines, is_off in told:
        follow = _followers(before, deadlines, at)
        kept: list[Appointment] = []
        gone: list[Appointment] = []
        for one in standing:
            raw = follow.get(id(one.raw))
            if raw is None:
                gone.append(one)
            else:
                kept.append(_moved(one, raw, at))
        dropped += [_cancelled(one, at) for one in gone if ends(one.raw) >= at and not one.is_cancelled]
        known = {id(one.raw) for one in kept}
        new = [raw for raw in sorted(deadlines, key=_order) if id(raw) not in known]
        kept += [Appointment(count + n, _at(raw), raw, 0, at, was_off) for n, raw in enumerate(new, 1)]
        count += len(new)
        standing = kept if is_off == was_off else [_switched(one, is_off, at) for one in kept]
        before, was_off = deadlines, is_off
    return sorted([*standing, *dropped], key=lambda one: (one.at, one.number))


def _followers(before: Sequence[Any], after: Sequence[Any], at: datetime) -> dict[int, Any]:
    """For each deadline of before, by the identity of its raw entry, which one of after it is."""
    found = {id(one.before.raw): one.after.raw for one in compare(before, after, at).moved}
    taken = {id(raw) for raw in found.values()}
    for is_same in (_is_equal, _is_of_a_kind, _is_of_a_day):
        for old in before:
            left = (new for new in after if id(new) not in taken and is_same(old, new))
            if id(old) not in found and (new := next(left, None)) is not None:
                found[id(old)] = new
                taken.add(id(new))
    return found


def _is_equal(old: Any, new: Any) -> bool:
    return bool(_at(old) == _at(new) and old.get("label") == new.get("label"))


def _is_of_a_kind(old: Any, new: Any) -> bool:
    return _is_of_a_day(old, new) and bool(old.get("label") == new.get("label"))


def _is_of_a_day(old: Any, new: Any) -> bool:
    return local_day(_at(old)) == local_day(_at(new))


def _order(raw: Any) -> tuple[datetime, str]:
    return _at(raw), raw.get("label") or ""


def _at(raw: Any) -> datetime:
    return datetime.fromisoformat(raw["at"])


def _moved(one: Appointment, raw: Any, night_at: datetime) -> Appointment:
    if _at(raw) == one.at:
        return replace(one, raw=raw)
    return replace(one, raw=raw, at=_at(raw), sequence=one.sequence + 1, revised_at=night_at)


def _cancelled(one: Appointment, night_at: datetime) -> Appointment:
    return replace(one, sequence=one.sequence + 1, revised_at=night_at, is_cancelled=True)


def _switched(one: Appointment, is_off: bool, night_at: datetime) -> Appointment:
    """An appointment of a call that went or came back; what has passed stays as it was."""
    if ends(one.raw) < night_at and is_off:
        return one
    return replace(one, sequence=one.sequence + 1, revised_at=night_at, is_cancelled=is_off)


def ahead(found: Iterable[Appointment], shown: datetime, night_at: datetime) -> list[Appointment]:
    """Those that a row has to say something of: the deadline that it shows, and what comes after the night.

    Where none of them is the one that the row shows (somebody corrected it), the next one is, at that moment.
    """
    found = [one for one in found if one.at >= night_at or one.at == shown]
    live = [one for one in found if not one.is_cancelled]
    if any(one.at == shown for one in live):
        return found
    if not live:
        return [*found, Appointment(0, shown, {}, 0, night_at, False)]
    moved = replace(live[0], at=shown, sequence=live[0].sequence + 1)
    return sorted([moved, *(one for one in found if one is not live[0])], key=lambda one: (one.at, one.number))
