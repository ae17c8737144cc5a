"""What meaning adds to a score: calls of several languages side by side, and a share that never takes anything away."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as draws

from matching import nearness, semantic
from matching.glossary import SHIPPED, load_glossary
from matching.nearness import WEIGHT, call_vectors, centred, concept_lines, profile_vectors, shares
from matching.semantic import DIM, Vectors, unit

needs_extra = pytest.mark.skipif(
    not semantic.is_available(), reason="the extra [semantic] is not installed, or this processor cannot run it"
)

PROFILES = [
    ("Velferdsteknologi for eldre", "Hjemmeboende får digital hjemmeoppfølging i kommunen.", "nb"),
    ("Velferdsteknologi for eldre", "Heimebuande får digital heimeoppfølging i kommunen.", "nn"),
    ("Welfare technology for older people", "Those at home get remote monitoring by the municipality.", "en"),
]
CALLS = [
    ("Digital hjemmeoppfølging i kommunene", "no"),
    ("Bioplast av restråstoff fra treforedling", "no"),
    ("Havvind: forankring på dypt vann", "no"),
    ("Remote monitoring of older people at home", "en"),
    ("Bioplastics from residues of wood processing", "en"),
    ("Offshore wind: mooring in deep water", "en"),
]


def random_rows(count: int, seed: int = 7) -> Vectors:
    return unit(np.random.default_rng(seed).standard_normal((count, DIM)))


def test_calls_lose_what_their_languages_have_in_common_and_one_alone_keeps_its_subject() -> None:
    rows = np.random.default_rng(7).standard_normal((401, DIM)) / DIM**0.5
    rows[:200, 0] += 3
    rows[200:400, 1] += 3
    rows[400, 2] += 3
    vectors = unit(rows)
    assert vectors[0] @ vectors[1] > 0.8
    found = centred(vectors, ["en"] * 200 + ["no"] * 200 + ["fr"])
    assert np.allclose(np.linalg.norm(found, axis=1), 1, atol=1e-6)
    for group in (found[:200], found[200:400]):
        assert abs((group @ group.T).mean()) < 0.05
    assert found[400, 2] > 0.5
    assert centred(vectors[:0], []).shape == (0, DIM)
    with pytest.raises(ValueError, match="401 vectors and 2 groups"):
        centred(vectors, ["no", "en"])


def test_a_call_three_deviations_nearer_gets_its_weight_of_the_best_by_words() -> None:
    calls = random_rows(500)
    profile = random_rows(1, seed=8)[0]
    found = shares(profile, calls, best=0.6)
    deviations = calls.astype(float) @ profile.astype(float)
    deviations = (deviations - deviations.mean()) / deviations.std()
    assert (found[deviations <= 0] == 0).all() and (found[deviations > 0.01] > 0).all()
    assert (np.argsort(found[deviations > 0.01]) == np.argsort(deviations[deviations > 0.01])).all()
    assert found.max() == pytest.approx(
        0.6 * WEIGHT / (1 - WEIGHT) * np.expm1(deviations.max() / 4) / np.expm1(3 / 4), abs=1e-6
    )


@given(
    draws.arrays(np.float32, st.tuples(st.integers(0, 6), st.just(DIM)), elements=st.integers(-3, 3)),
    st.floats(0, 2),
    st.integers(0, 5),
)
def test_shares_are_finite_and_never_below_nothing(rows: Vectors, best: float, seed: int) -> None:
    calls = unit(rows)
    found = shares(random_rows(1, seed)[0], calls, best)
    assert found.shape == (len(calls),)
    assert np.isfinite(found).all() and (found >= 0).all()
    if len({row.tobytes() for row in calls}) < 2:
        assert not found.any()


def test_concepts_are_named_in_both_languages_whatever_the_profile_is_written_in() -> None:
    glossary = load_glossary([SHIPPED])
    named = [concept_lines(f"{title}. {rest}", lang, glossary) for title, rest, lang in PROFILES]
    assert named[0] == named[1]
    for norwegian, english in named:
        assert "eldre" in norwegian.split(", ") and "older people" in english.split(", ")
    assert concept_lines("qwerty", "en", glossary) == ["", ""]


@needs_extra
def test_one_project_in_three_languages_is_nearest_to_the_same_calls() -> None:
    calls = call_vectors([("", text) for text, _ in CALLS], [group for _, group in CALLS])
    for profile in profile_vectors(PROFILES, load_glossary([SHIPPED])):
        found = shares(profile, calls, best=1.0)
        assert set(np.argsort(-found)[:2]) == {0, 3}


@needs_extra
def test_a_weight_that_is_changed_is_another_version(monkeypatch: pytest.MonkeyPatch) -> None:
    before = nearness.version()
    assert before.startswith(semantic.version())
    monkeypatch.setattr(nearness, "WEIGHT", 0.2)
    assert nearness.version() != before


@needs_extra
def test_a_profile_without_known_concepts_is_what_was_written() -> None:
    glossary = load_glossary([SHIPPED])
    (found,) = profile_vectors([("Qwerty asdfgh", "", "en")], glossary)
    assert np.allclose(found, semantic.embed([("", "Qwerty asdfgh")])[0], atol=1e-6)
