"""The list of a profile: two reasons in one order, what is ruled out apart, and summands that add up."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pandas as pd
import pytest

from matching.explain import GENERAL
from matching.index import build_index
from matching.lists import Lists, placed
from matching.profiles import Cluster, Profile
from matching.rank import rank
from matching.search import Near, Search
from matching.semantic import DIM, unit

NIGHT = datetime(2026, 9, 16, 1, 30, tzinfo=UTC)
ABSENT = dict.fromkeys(("summary", "themes", "full_text", "status_text", "deadline_at", "applicant_types"))


def call(source_id: str, title: str, **more: Any) -> dict[str, Any]:
    row = {"source": "fr", "source_id": source_id, "title": title, "lang": "nb", "content_hash": source_id, "url": ""}
    return {**ABSENT, **row, "status": "open", "deadlines": [], "deadline_type": "fixed", "is_listed": True, **more}


CALLS = [
    call("topical", "Velferdsteknologi for eldre hjemme"),
    call("scheme", "Offentlig sektor-ph.d."),
    call("far", "Havbruk og fisk"),
    call("barred", "Velferdsteknologi for eldre", applicant_types=["bedrift_stor"], applicant_text="Store bedrifter"),
]
PROFILE = Profile(
    "p", "Velferdsteknologi for eldre", "Vi forsker.", (), "nb", partner_types=("kommune", "uh_institusjon")
)
CLUSTER = Cluster("k", "Klynge", "K", "34", (), (PROFILE,))


def test_a_scheme_for_all_themes_stands_beside_what_is_near_in_words() -> None:
    night = rank(build_index(pd.DataFrame(CALLS)), pd.DataFrame(CALLS), [CLUSTER], NIGHT)
    by_id = {match["source_id"]: match for match in night.matches}
    assert by_id["scheme"]["detail"]["general"]["kind"] == "offentlig_phd"
    assert by_id["topical"]["detail"]["general"] is None
    assert {term["term"].startswith(GENERAL) for term in by_id["scheme"]["terms"]} == {True}
    assert "far" not in by_id
    assert [match["rank"] for match in night.matches] == list(range(1, len(night.matches) + 1))
    for match in night.matches:
        total = math.fsum(term["contribution"] for term in match["terms"])
        assert math.isclose(total, match["score"], rel_tol=0, abs_tol=1e-9)


def test_who_does_not_say_who_takes_part_has_topical_fit_alone() -> None:
    silent = Profile("p", PROFILE.title, PROFILE.description, (), "nb")
    (listed,) = Lists(build_index(pd.DataFrame(CALLS)), pd.DataFrame(CALLS), NIGHT).of([(CLUSTER, silent)], 10)
    assert [entry.general for entry in (*listed.fits, *listed.ruled_out)] == [None] * 2


def test_what_is_ruled_out_stands_last_and_is_asked_for_only_when_wanted() -> None:
    late = [call("late", "Velferdsteknologi for eldre", deadline_at=NIGHT + timedelta(days=9)), *CALLS]
    lists = Lists(build_index(pd.DataFrame(late)), pd.DataFrame(late), NIGHT)
    (judged,) = lists.of([(CLUSTER, PROFILE)], 10)
    (plain,) = lists.of([(CLUSTER, PROFILE)], 10, is_judged=False)
    assert plain.ruled_out == []
    assert {one[1] for one in placed(lists, plain)} >= {one[1] for one in placed(lists, judged)}
    assert all(entry.verdict and entry.verdict.answer == "no" for entry in judged.ruled_out)
    assert all(entry.verdict and entry.verdict.answer != "no" for entry in judged.fits)


@pytest.mark.parametrize("seed", range(5))
def test_meaning_is_a_summand_and_the_best_are_found_exactly(seed: int) -> None:
    words = ("eldre", "hjemme", "teknologi", "helse", "trening", "fisk", "havbruk", "kompetanse")
    draw = np.random.default_rng(seed)
    calls = [call(f"c{number:02}", " ".join(draw.choice(words, 3))) for number in range(40)]
    index = build_index(pd.DataFrame(calls))
    near = Near(unit(draw.standard_normal((40, DIM))), unit(draw.standard_normal((1, DIM))))
    search = Search(index, {number: (number,) for number in range(40)})
    query = {term: 0.5 for term in index.terms if term in ("eldr", "teknologi")}
    (every,) = search.find([query], 40, near)
    (best,) = search.find([query], 7, near)
    assert best == every[:7]
    assert any(found.share > 0 for found in every)
    assert [found.score for found in every] == sorted((found.score for found in every), reverse=True)
    (plain,) = search.find([query], 40)
    by_row = {found.row: found.score for found in plain}
    for found in every:
        assert found.score == pytest.approx(by_row.get(found.row, 0.0) + found.share, abs=1e-9)
