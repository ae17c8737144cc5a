"""What the store, and a naive program, tell of a history, and how that agrees with its truth."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from history_calls import Shown, began, day_of
from history_truth import History, Told

from calls.history import KINDS
from calls.store import SourceNight, Store


def publish(store: Store, shown: Shown) -> None:
    """One night of the history into the store."""
    night = day_of(shown.number)
    store.begin_night(night, began(shown.number), "1", False)
    cards = {one["source_id"]: one["content_hash"] for one in shown.records}
    report = SourceNight(night, "truth", "fresh", shown.is_complete)
    store.publish_source(report, shown.records, [], cards, set(cards), looks=shown.looks, hold_new=shown.hold_new)


def ours(store: Store, numbers: Mapping[date, int]) -> list[Told]:
    """What the store tells after the first night, but for what we did ourselves. numbers: of the nights."""
    rows = store.events()
    rows = rows[rows["cause"] != "us"][["night", "source_id", "kind"]].itertuples(index=False)
    return once((numbers[night], key, kind) for night, key, kind in rows if numbers[night])


def once(told: Iterable[Told]) -> list[Told]:
    """The same in order, with all that changed in a call in one night as one; each moved deadline stays one."""
    count = Counter(told)
    return [one for one in sorted(count) for _ in range(1 if one[2] == "changed" else count[one])]


def numbers_of(history: History) -> dict[date, int]:
    return {day_of(shown.number): shown.number for shown in history.nights}


def naive(history: History) -> list[Told]:
    """The same nights read as most programs do: who is in tonight's list and was not last night, and unequal fields."""
    found: list[Told] = []
    before: dict[str, dict[str, Any]] = {}
    for shown in history.nights:
        now = {one["source_id"]: one for one in shown.records}
        if shown.number:
            found += [(shown.number, key, "first_seen") for key in now.keys() - before.keys()]
            found += [(shown.number, key, "gone") for key in before.keys() - now.keys()]
        for key in now.keys() & before.keys():
            found += [(shown.number, key, kind) for kind in _naive_changes(before[key], now[key])]
        before = now
    return once(found)


def _naive_changes(before: dict[str, Any], now: dict[str, Any]) -> Iterable[str]:
    if before["deadline_at"] != now["deadline_at"] and before["deadline_at"] and now["deadline_at"]:
        yield "deadline_later" if now["deadline_at"] > before["deadline_at"] else "deadline_earlier"
    if before["status"] != now["status"]:
        yield {"open": "opened", "closed": "closed", "cancelled": "cancelled"}.get(now["status"], "changed")
    if any(before[name] != now[name] for name in ("title", "budget_nok", "target_groups", "deadlines")):
        yield "changed"


@dataclass(frozen=True)
class Score:
    """How what was told of one kind agrees with the truth."""

    kind: str
    true: int
    told: int
    right: int

    @property
    def precision(self) -> float:
        return self.right / self.told if self.told else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.true if self.true else 1.0


def scores(told: Sequence[Told], truth: Sequence[Told], slack: int = 0) -> list[Score]:
    """One score a kind. An event is right on its own night, or at most `slack` nights from it, and once."""
    left = Counter(truth)
    right: Counter[str] = Counter()
    for number, key, kind in sorted(told):
        near = sorted(range(number - slack, number + slack + 1), key=lambda night: abs(night - number))
        found = next(((night, key, kind) for night in near if left[night, key, kind]), None)
        if found:
            left[found] -= 1
            right[kind] += 1
    true, all_told = (Counter(kind for _, _, kind in some) for some in (truth, told))
    return [Score(kind, true[kind], all_told[kind], right[kind]) for kind in KINDS]


def summed(rows: Sequence[Sequence[Score]]) -> list[Score]:
    """The scores of several histories as one, kind by kind."""
    return [
        Score(
            some[0].kind, sum(one.true for one in some), sum(one.told for one in some), sum(one.right for one in some)
        )
        for some in zip(*rows, strict=True)
    ]


def table(mine: Sequence[Score], theirs: Sequence[Score]) -> list[str]:
    """Lines: per kind that happened or was told, how many were true, told by us and right, told naively and right."""
    lines = [f"  {'':<18}{'true':>6} | {'told':>6}{'right':>7} | {'naive':>6}{'right':>7}"]
    for us, them in zip(mine, theirs, strict=True):
        if us.true or us.told or them.told:
            told = f"{us.told:>6}{us.right:>7} | {them.told:>6}{them.right:>7}"
            lines.append(f"  {us.kind:<18}{us.true:>6} | {told}")
    return lines
