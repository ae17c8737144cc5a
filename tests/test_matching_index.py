"""The index of a night: weights by formula, rows of length 1, and nothing that depends on the order of the calls."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from matching.glossary import Glossary
from matching.index import NO_THEME, Index, build_index


def call(source_id: str, title: str = "", full_text: str | None = None, **more: Any) -> dict[str, Any]:
    """A call with the columns that the index reads."""
    row: dict[str, Any] = {"source": "fr", "source_id": source_id, "content_hash": source_id * 2, "lang": "nb"}
    return row | {"title": title, "summary": None, "themes": None, "full_text": full_text} | more


CALLS = [
    call("b", "Demens", "Hjem for eldre."),
    call("a", "Eldres hjem", "Velferdsteknologi for eldre. Demens.", summary="Trygghet"),
    call(
        "c", "Ageing", "Dementia at home", lang="en", themes=[{"name": "Care", "target_group": "Nurses", "text": "x"}]
    ),
]


def test_weights_and_rows_follow_the_formula() -> None:
    index = build_index(pd.DataFrame(CALLS))
    assert index.calls == (("fr", "a", "aa"), ("fr", "b", "bb"), ("fr", "c", "cc"))
    assert index.themes.tolist() == [NO_THEME] * 3
    assert index.groups.tolist() == ["no", "no", "en"]
    rare, common = math.log(4 / 2) + 1, math.log(4 / 3) + 1
    assert {term: weight for term, weight in index.weights.items() if ":" not in term} == pytest.approx(
        dict.fromkeys(("age", "care", "dementia", "home", "nurs", "trygg", "velferdsteknologi"), rare)
        | dict.fromkeys(("teknologi", "velferd"), rare)
        | dict.fromkeys(("dem", "eldr", "hjem"), common)
    )
    assert index.weights["concept:demens"] == 1  # in all three calls, in whatever language


def test_a_row_is_counts_by_rarity_and_channel_over_its_pivoted_length() -> None:
    index = build_index(pd.DataFrame(CALLS))
    # The title counts twice: `demens` 2, `hjem` 1, `eldre` 1.
    row, weights = index.row(1), index.weights
    assert row["dem"] / row["eldr"] == pytest.approx((1 + math.log(2)) * weights["dem"] / weights["eldr"])
    concept = 2**0.5 * (1 + math.log(2)) * weights["concept:demens"]
    assert row["concept:demens"] / row["eldr"] == pytest.approx(concept / weights["eldr"])
    lengths = np.sqrt(np.asarray(index.matrix.multiply(index.matrix).sum(axis=1)).ravel())
    # length / (0.85 * length + 0.15 * mean length): its inverse is linear in the inverse of the length.
    raw = 0.15 / (1 / lengths - 0.85)
    assert raw.mean() == pytest.approx(1)


def test_a_theme_counts_twice_and_its_source_line_not_at_all() -> None:
    index = build_index(pd.DataFrame(CALLS))
    assert {"age", "care", "dementia", "home", "nurs"} == {term for term in index.row(2) if term.isalpha()}
    assert index.row(2)["care"] == index.row(2)["age"] > index.row(2)["dementia"]


def test_each_of_several_themes_has_a_row_of_its_own() -> None:
    themes = [{"name": name, "target_group": None, "text": name} for name in ("Helse", "Havbruk")]
    index = build_index(pd.DataFrame([call("a", "Forskning", "Bredt", themes=themes), CALLS[0]]))
    assert (index.owners.tolist(), index.themes.tolist()) == ([0, 1, 0, 0], [NO_THEME, NO_THEME, 0, 1])
    assert {term for term in index.row(2) if term.isalpha()} == {"forskning", "hels"}
    assert {term for term in index.row(3) if term.isalpha()} == {"forskning", "havbruk"}


def test_what_a_funder_says_everywhere_is_left_out() -> None:
    said = "Søknaden sendes innen 1. mai 2026. "
    calls = [
        call(f"{n}", f"Tilskudd {word}", f"{said}{word}.") for n, word in enumerate(["hav", "skog", "demens", "vei"])
    ]
    several = build_index(pd.DataFrame(calls))
    assert "send" not in several.columns and "skog" in several.columns
    assert "send" in build_index(pd.DataFrame(calls[:3])).columns
    yearly = [row | {"title": f"Tilskudd {2020 + n}"} for n, row in enumerate(calls)]
    assert "send" in build_index(pd.DataFrame(yearly)).columns


def test_what_was_counted_is_kept_and_never_needed(tmp_path: Path) -> None:
    cache, frame = tmp_path / "cache" / "terms.npz", pd.DataFrame(CALLS)
    first = build_index(frame, cache=cache)
    written = cache.read_bytes()
    again = build_index(frame, cache=cache)
    assert cache.read_bytes() == written
    assert same(first, again) and same(first, build_index(frame))
    changed = pd.DataFrame([*CALLS[:2], call("c", "Noe annet"), call("d", "Nytt")])
    assert same(build_index(changed, cache=cache), build_index(changed))
    for damage in (b"", written[:100], b"PK\x03\x04" + written[4:60], bytes(len(written))):
        cache.write_bytes(damage)
        assert same(build_index(frame, cache=cache), first)


def same(one: Index, other: Index) -> bool:
    cells = all(
        getattr(one.matrix, part).tobytes() == getattr(other.matrix, part).tobytes()
        for part in ("data", "indices", "indptr")
    )
    same_terms = tuple(one.terms) == tuple(other.terms)
    return cells and same_terms and (one.calls, one.weights_version) == (other.calls, other.weights_version)


def test_the_order_of_the_calls_is_nothing() -> None:
    forward, backward = build_index(pd.DataFrame(CALLS)), build_index(pd.DataFrame(CALLS[::-1]))
    assert same(forward, backward)


def test_the_version_of_the_weights_follows_the_corpus() -> None:
    versions = {build_index(pd.DataFrame(calls)).weights_version for calls in (CALLS, CALLS[:2], CALLS[1:])}
    assert len(versions) == 3
    assert build_index(pd.DataFrame(CALLS), Glossary({})).weights_version == "7b4af207f102c0bf"


@pytest.mark.parametrize("calls", [[], [call("a")], [call("a", "og i på", summary=float("nan"))]])
def test_calls_without_words_give_an_empty_index(calls: list[dict[str, Any]]) -> None:
    index = build_index(pd.DataFrame(calls))
    assert isinstance(index, Index)
    assert (tuple(index.terms), index.weights, index.matrix.shape) == ((), {}, (len(calls), 0))
    assert index.weights_version == "e3b0c44298fc1c14"


def test_a_call_given_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="the call 'a' of 'fr' is given twice"):
        build_index(pd.DataFrame([call("a", "x"), call("a", "y")]))


def test_a_language_that_we_cannot_analyse_is_refused() -> None:
    with pytest.raises(ValueError, match="no analysis for the language 'de'"):
        build_index(pd.DataFrame([call("a", "Pflege", lang="de")]))


def test_two_calls_that_say_the_same_do_not_move_what_is_kept(tmp_path: Path) -> None:
    twin = {**CALLS[0], "source_id": "twin"}
    cache = tmp_path / "terms.npz"
    build_index(pd.DataFrame([*CALLS, twin]), cache=cache)
    later = pd.DataFrame([*CALLS, twin, {**CALLS[0], "source_id": "later", "title": "Havvind og strøm"}])
    assert same(build_index(later, cache=cache), build_index(later))
