"""Events of generated histories against what truly happened: nothing that did not, and nearly all that did."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from history_calls import day_of
from history_scores import naive, numbers_of, ours, publish, scores
from history_truth import NIGHTS, generate

from calls.history import KINDS
from calls.store import Store


@pytest.mark.parametrize("seed", [3, 14, 159])
def test_what_is_told_is_true_and_little_is_missed(seed: int) -> None:
    history = generate(seed)
    with tempfile.TemporaryDirectory() as folder, Store.open(f"sqlite:///{folder}/radar.sqlite") as store:
        for shown in history.nights:
            publish(store, shown)
        told, reissues = ours(store, numbers_of(history)), store.events()
        assert store.check() == []
    assert [(one.kind, one.precision) for one in scores(told, history.truth)] == [(kind, 1.0) for kind in KINDS]
    assert [one.kind for one in scores(told, history.truth) if one.recall < 0.95] == []
    again = reissues[reissues["kind"] == "reissued"]
    assert dict(zip(again["source_id"], again["other_id"], strict=True)).items() <= history.reissues.items()
    assert set(reissues[reissues["night"] > day_of(0)]["cause"]) == {"funder", "time"}


def test_a_generated_history_is_hard() -> None:
    """Every kind happens, the lists flap, fail and swell, and a naive reading is mostly wrong."""
    history = generate(3)
    assert {kind for _, _, kind in history.truth} == set(KINDS)
    assert len(history.nights) == NIGHTS >= 60
    assert sum(1 for shown in history.nights if shown.is_complete) >= 60
    assert sum(1 for shown in history.nights if shown.hold_new) == 2
    assert len({one["source_id"] for shown in history.nights if not shown.hold_new for one in shown.records}) >= 190
    naively = {one.kind: one.precision for one in scores(naive(history), history.truth, slack=4)}
    assert all(naively[kind] < 0.5 for kind in ("first_seen", "gone", "changed", "deadline_later"))
    assert generate(3).truth == history.truth
    assert generate(4).truth != history.truth


def test_both_databases_have_the_same_hash_of_every_night(database_url: str, tmp_path: Path) -> None:
    history = generate(26)
    nights = [day_of(number) for number in range(16)]
    with Store.open(f"sqlite:///{tmp_path / 'radar.sqlite'}") as one, Store.open(database_url) as other:
        for shown in history.nights[:16]:
            publish(one, shown)
            publish(other, shown)
            other.keep_hashes(day_of(shown.number))
        hashes = [one.night_hash(night) for night in nights]
        assert [other.kept_hashes(night) for night in nights] == hashes
    assert all(len({found[part] for found in hashes}) > 8 for part in ("records", "events"))
