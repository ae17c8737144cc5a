"""The summary of a night, and the exit code that goes with it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from store_samples import begin, day, publish, record, report

from calls.store import Store
from pipelines.summary import FRESH, NOTHING, PARTLY_OLD, exit_code, summary_lines

HEADING = "  kilde               hentet  lest   nye  endret  lukket  avvik  ferskhet"
ROW = "  forskningsradet          0     0     0       0       0      0  "


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(f"sqlite:///{tmp_path / 'radar.sqlite'}") as opened:
        yield opened


def rank_nothing(store: Store, number: int) -> None:
    store.publish_matches(day(number), [], [], "weights-1", {}, [])


def test_a_fresh_night(store: Store) -> None:
    publish(store, day(0), record("a"), record("b"), fetched=5, parsed=2)
    rank_nothing(store, 0)
    assert exit_code(store, day(0)) == FRESH == 0
    assert summary_lines(store, [day(0)]) == [
        "Natt 2026-09-15",
        HEADING,
        "  forskningsradet          5     2     2       0       0      0  fersk",
        "  0 treff rangert",
    ]


def test_a_source_that_fails_after_a_good_night(store: Store) -> None:
    publish(store, day(0), record("a"))
    begin(store, day(1), is_demonstration=True)
    store.publish_failure(report(day(1), state="failed", message="Svarte ikke."), [])
    rank_nothing(store, 1)
    assert exit_code(store, day(1)) == PARTLY_OLD == 3
    assert summary_lines(store, [day(1)]) == [
        "Natt 2026-09-16 (demonstrasjon)",
        HEADING,
        f"{ROW}ikke oppdatert: data fra 2026-09-15. Svarte ikke.",
        "  0 treff rangert",
    ]


def test_nothing_ranked(store: Store) -> None:
    assert exit_code(store, day(0)) == NOTHING == 1
    assert summary_lines(store, []) == []
    begin(store, day(0))
    store.publish_failure(report(day(0), state="failed", message="Listen var tom."), [])
    assert exit_code(store, day(0)) == NOTHING
    assert summary_lines(store, [day(0), day(1)]) == [
        "Natt 2026-09-15",
        HEADING,
        f"{ROW}ikke oppdatert: data fra ingen natt. Listen var tom.",
        "  INGENTING RANGERT – kjør «radar doctor»",
        "Natt 2026-09-16",
        HEADING,
        "  INGENTING RANGERT – kjør «radar doctor»",
    ]


def test_a_source_without_any_report_is_not_fresh(store: Store) -> None:
    begin(store, day(0))
    other = report(day(0), source="annen", state="failed", message="Svarte ikke.")
    store.publish_failure(other, [])
    rank_nothing(store, 0)
    assert exit_code(store, day(0)) == PARTLY_OLD
