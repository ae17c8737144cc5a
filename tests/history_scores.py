"""What the store, and a naive program, tell of a generated history, and how that agrees with its truth."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from history_calls import FIRST, Shown, began, day_of
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


def ours(store: Store) -> set[Told]:
    """Every event that the store has, of the first night too."""
    rows = store.events()[["night", "source_id", "kind"]].itertuples(index=False)
    return {((night - FIRST).days, key, kind) for night, key, kind in rows}


def naive(history: History) -> set[Told]:
    """The same nights read as most programs do: who is in tonight's list and was not last night, and unequal fields."""
    found: set[Told] = set()
    before: dict[str, dict[str, Any]] = {}
    for shown in history.nights:
        now = {one["source_id"]: one for one in shown.records}
        found |= {(shown.number, key, "first_seen") for key in now.keys() - before.keys()}
        found |= {(shown.number, key, "gone") for key in before.keys() - now.keys()}
        for key in now.keys() & before.keys():
            found |= {(shown.number, key, kind) for kind in _naive_changes(before[key], now[key])}
        before = now
    return found


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


def scores(told: set[Told], truth: set[Told], slack: int = 0) -> list[Score]:
    """One score a kind. An event is right on its own night, or at most `slack` nights from it, and once."""
    left = set(truth)
    right: Counter[str] = Counter()
    for number, key, kind in sorted(told):
        near = sorted(range(number - slack, number + slack + 1), key=lambda night: abs(night - number))
        found = next(((night, key, kind) for night in near if (night, key, kind) in left), None)
        if found:
            left.remove(found)
            right[kind] += 1
    true, all_told = (Counter(kind for _, _, kind in some) for some in (truth, told))
    return [Score(kind, true[kind], all_told[kind], right[kind]) for kind in KINDS]
