"""The index of a night: weights by formula, rows of length 1, and nothing that depends on the order of the calls."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
import pytest

from matching.index import Index, build_index, call_text


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
    assert index.terms == tuple(sorted(index.terms))
    rare, common = math.log(4 / 2) + 1, math.log(4 / 3) + 1
    assert index.weights == pytest.approx(
        dict.fromkeys(("age", "care", "dementia", "home", "nurs", "trygg", "velferdsteknologi"), rare)
        | dict.fromkeys(("dem", "eldr", "hjem"), common)
    )
    # The title counts twice: `demens` 2, `hjem` 1, `eldre` 1.
    raw = {"dem": (1 + math.log(2)) * common, "eldr": common, "hjem": common}
    length = math.sqrt(sum(value * value for value in raw.values()))
    assert index.row(1) == pytest.approx({term: value / length for term, value in raw.items()})
    assert np.sqrt(index.matrix.multiply(index.matrix).sum(axis=1)) == pytest.approx(1)


def test_a_theme_counts_twice_and_its_source_line_not_at_all() -> None:
    index = build_index(pd.DataFrame(CALLS))
    assert set(index.row(2)) == {"age", "care", "dementia", "home", "nurs"}
    assert index.row(2)["care"] == index.row(2)["age"] > index.row(2)["dementia"]
    assert call_text(CALLS[2]) == "Ageing\n\nCare\nNurses\nDementia at home"


def test_the_order_of_the_calls_is_nothing() -> None:
    forward, backward = build_index(pd.DataFrame(CALLS)), build_index(pd.DataFrame(CALLS[::-1]))
    assert (forward.calls, forward.terms, forward.idf) == (backward.calls, backward.terms, backward.idf)
    assert forward.matrix.data.tobytes() == backward.matrix.data.tobytes()
    assert forward.weights_version == backward.weights_version


def test_the_version_of_the_weights_follows_the_corpus() -> None:
    versions = {build_index(pd.DataFrame(calls)).weights_version for calls in (CALLS, CALLS[:2], CALLS[1:])}
    assert len(versions) == 3
    assert build_index(pd.DataFrame(CALLS)).weights_version == "34f5e1699a293b3f"


@pytest.mark.parametrize("calls", [[], [call("a")], [call("a", "og i på", summary=float("nan"))]])
def test_calls_without_words_give_an_empty_index(calls: list[dict[str, Any]]) -> None:
    index = build_index(pd.DataFrame(calls))
    assert isinstance(index, Index)
    assert (index.terms, index.weights, index.matrix.shape) == ((), {}, (len(calls), 0))
    assert index.weights_version == "e3b0c44298fc1c14"


def test_a_call_given_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="the call 'a' of 'fr' is given twice"):
        build_index(pd.DataFrame([call("a", "x"), call("a", "y")]))


def test_a_language_that_we_cannot_analyse_is_refused() -> None:
    with pytest.raises(ValueError, match="no analysis for the language 'de'"):
        build_index(pd.DataFrame([call("a", "Pflege", lang="de")]))
