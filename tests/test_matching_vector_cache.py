"""The cache of vectors gives back what it was given, or nothing: over reruns, damage, locks and new versions."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from matching.vector_cache import AT_ONCE, Vector, VectorCache

DIM = 8


def vectors(count: int) -> dict[bytes, Vector]:
    draws = np.random.default_rng(5).standard_normal((count, DIM)).astype(np.float32)
    return {number.to_bytes(16, "big"): row for number, row in enumerate(draws)}


def as_bytes(found: dict[bytes, Vector]) -> dict[bytes, bytes]:
    return {key: vector.tobytes() for key, vector in found.items()}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "new folder" / "vectors.sqlite"


def test_what_was_kept_comes_back_bit_for_bit(path: Path) -> None:
    given = vectors(AT_ONCE + 3)
    cache = VectorCache(path, DIM, "1")
    assert cache.load(list(given)) == {}
    cache.save(given)
    again = VectorCache(path, DIM, "1")
    assert as_bytes(again.load([*given, b"absent"])) == as_bytes(given)
    assert (again.rebuilt, again.refused) == (0, 0)


def test_another_version_finds_nothing_and_takes_the_file_over(path: Path) -> None:
    given = vectors(2)
    VectorCache(path, DIM, "1").save(given)
    newer = VectorCache(path, DIM, "2")
    assert newer.load(list(given)) == {}
    newer.save({b"new": given[(0).to_bytes(16, "big")]})
    assert list(newer.load([*given, b"new"])) == [b"new"]


def test_only_what_a_night_asked_for_stays(path: Path) -> None:
    given = vectors(5)
    cache = VectorCache(path, DIM, "1")
    assert cache.keep_only([]) == 0
    cache.save(given)
    kept = list(given)[1:3]
    assert cache.keep_only(kept) == 3
    assert sorted(cache.load(list(given))) == kept


@pytest.mark.parametrize("damage", ["rubbish", "cut", "overwritten"])
def test_a_damaged_file_is_taken_away_and_filled_again(path: Path, damage: str) -> None:
    given = vectors(400)
    VectorCache(path, DIM, "1").save(given)
    whole = path.read_bytes()
    path.write_bytes(
        {
            "rubbish": b"not a database" * 500,
            "cut": whole[: len(whole) // 3],
            "overwritten": whole[:4096] + b"\xff" * (len(whole) - 4096),
        }[damage]
    )
    cache = VectorCache(path, DIM, "1")
    assert cache.load(list(given)) == {}
    assert (cache.rebuilt, cache.refused) == (1, 0)
    cache.save(given)
    assert as_bytes(cache.load(list(given))) == as_bytes(given)


def test_a_row_whose_bytes_were_changed_counts_as_absent(path: Path) -> None:
    given = vectors(3)
    cache = VectorCache(path, DIM, "1")
    cache.save(given)
    first, second, third = given
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE vectors SET vector = zeroblob(36) WHERE key = ?", (first,))
        connection.execute("UPDATE vectors SET vector = 'text' WHERE key = ?", (second,))
    assert list(cache.load(list(given))) == [third]


def test_a_locked_file_is_done_without(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("matching.vector_cache.WAIT_SECONDS", 0.01)
    given = vectors(2)
    cache = VectorCache(path, DIM, "1")
    cache.save(given)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        assert cache.load(list(given)) == {}
        cache.save({b"late": next(iter(given.values()))})
    assert (cache.rebuilt, cache.refused) == (0, 2)
    assert as_bytes(cache.load([*given, b"late"])) == as_bytes(given)


def test_a_folder_that_cannot_be_made_is_done_without(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    cache = VectorCache(tmp_path / "file" / "vectors.sqlite", DIM, "1")
    given = vectors(1)
    cache.save(given)
    assert cache.load(list(given)) == {}
    assert cache.refused == 1
