"""Ranking and its explanation: whole matches, who may be ranked, ties, and the three rules that hold for any night."""

from __future__ import annotations

import dataclasses
import math
from datetime import UTC, datetime, timedelta
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.explain import Reason, Term, top_reasons
from matching.index import build_index, shipped_glossary
from matching.profiles import Cluster, Profile
from matching.query import query_weights
from matching.rank import TEXT_VERSION, RankedNight, rank
from matching.rankable import is_rankable
from matching.weights import LANGUAGE_LIMIT, PIVOT

NIGHT = datetime(2026, 11, 21, 2, 30, tzinfo=UTC)


def call(source_id: str, title: str, **more: Any) -> dict[str, Any]:
    """An open call with the columns that ranking reads."""
    row: dict[str, Any] = {
        "source": "fr",
        "source_id": source_id,
        "url": f"https://example.org/{source_id}",
        "title": title,
        "summary": None,
        "full_text": None,
        "themes": None,
        "lang": "nb",
        "status": "open",
        "status_text": None,
        "deadlines": [],
        "deadline_type": "fixed",
        "deadline_at": None,
        "is_listed": True,
        "content_hash": f"hash-{source_id}",
    }
    return row | more


def profile(key: str, title: str, *, avoid: tuple[str, ...] = (), lang: str = "nb") -> Profile:
    return Profile(key, title, "", (), lang, avoid=avoid)


def cluster(*profiles: Profile, key: str = "helse") -> Cluster:
    return Cluster(key, "Helse", "Helse", "34", (), profiles)


def ranked(calls: list[dict[str, Any]], *profiles: Profile, top: int = 50) -> RankedNight:
    frame = pd.DataFrame(calls)
    return rank(build_index(frame), frame, [cluster(*profiles)], NIGHT, top)


def ids(night: RankedNight) -> list[str]:
    return [match["source_id"] for match in night.matches]


CALLS = [
    call("a", "Velferdsteknologi for eldre"),
    call("b", "Eldre og teknologi", full_text="Demens hos eldre. VR-trening."),
    call("c", "Petroleum"),
]


def test_a_match_says_all_there_is_to_say() -> None:
    profiles = profile("trygg", "Eldres velferdsteknologi"), profile("hav", "Havbruk")
    night = ranked(CALLS, *profiles)
    first, second = night.matches
    terms = {term["term"]: term for term in first["terms"]}
    assert {key: value for key, value in first.items() if key not in ("terms", "score", "detail")} == {
        "cluster": "helse",
        "profile": "trygg",
        "rank": 1,
        "source": "fr",
        "source_id": "a",
        "title": "Velferdsteknologi for eldre",
        "url": "https://example.org/a",
        "content_hash": "hash-a",
    }
    assert set(terms) == {
        *("velferdsteknologi", "velferd", "teknologi", "eldr", "eldr velferdsteknologi"),
        *("concept:velferdsteknologi", "concept:eldre"),
        *("alike:velferdsteknologi Velferdsteknologi", "alike:Eldres eldre"),
    }
    words = (terms["eldr"]["profile_word"], terms["eldr"]["call_word"])
    assert (words, round(first["score"], 2)) == (("Eldres", "eldre"), 0.7)
    assert (second["source_id"], second["rank"], 0 < second["score"] < 1) == ("b", 2, True)
    index = build_index(pd.DataFrame(CALLS))
    assert (night.weights_version, night.weights) == (index.weights_version, index.weights)
    assert night.runs == tuple(
        {
            "cluster": "helse",
            "profile": ours.key,
            "profile_version": ours.version,
            "text_version": TEXT_VERSION,
            "weights_version": index.weights_version,
            "glossary_version": shipped_glossary().version,
            "meaning_version": "",
            "cluster_version": cluster().version,
            "feedback_version": "",
            "calls_ranked": 3,
        }
        for ours in profiles
    )


def deadline(days: int) -> dict[str, Any]:
    return {"at": (NIGHT + timedelta(days=days)).isoformat().replace("+00:00", "Z"), "type": "fixed"}


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"status": "open"}, True),
        ({"status": "forecasted"}, True),
        ({"status": "closed", "status_text": "Åpen"}, False),
        ({"status": "cancelled"}, False),
        ({"status": None}, True),
        ({"status": None, "is_listed": False}, False),
        ({"deadlines": [deadline(0)]}, True),
        ({"deadlines": [deadline(-1)]}, False),
        ({"deadlines": [deadline(3), deadline(-9)]}, True),
        ({"deadlines": [deadline(-1), {"at": None, "type": "fixed"}]}, False),
        ({"deadlines": [{"at": None, "type": "rolling"}]}, True),
        ({"deadlines": [{"at": NIGHT - timedelta(hours=1)}]}, False),
        ({"deadlines": [{"at": "2026-11-21T02:30:00"}]}, True),
        ({"deadlines": [deadline(-1)], "status_text": "Åpen"}, True),
        ({"deadlines": [deadline(-1)], "status_text": float("nan")}, False),
        ({"deadlines": [deadline(-1)], "status_text": "Kommer", "status": "forecasted"}, False),
        ({"deadlines": None}, True),
        ({"deadlines": [deadline(-1)], "deadline_type": "guaranteed"}, True),
    ],
)
def test_who_may_still_be_applied_to(more: dict[str, Any], expected: bool) -> None:
    assert is_rankable(call("a", "Eldre", **more), NIGHT) is expected
    night = ranked([call("a", "Eldre", **more), call("b", "Havbruk")], profile("p", "Eldre"))
    assert ids(night) == ["a"] * expected
    assert night.runs[0]["calls_ranked"] == 1 + expected


def test_equal_scores_are_ordered_by_deadline_then_source_then_id() -> None:
    calls = [
        call("d", "Eldre", deadline_at=pd.NaT),
        call("c", "Eldre", source="a"),
        call("b", "Eldre", deadline_at=NIGHT + timedelta(days=9)),
        call("a", "Eldre"),
        call("z", "Eldre", deadline_at=NIGHT + timedelta(days=1)),
    ]
    assert ids(ranked(calls, profile("p", "Eldre"))) == ["z", "b", "c", "a", "d"]
    assert ids(ranked(calls, profile("p", "Eldre"), top=2)) == ["z", "b"]


def test_words_to_avoid_take_away_and_are_shown_as_such() -> None:
    calls = [call("a", "Trening for eldre"), call("b", "Trening for hester"), call("c", "Hester")]
    plain, wary = profile("p", "trening eldre"), profile("p", "trening eldre", avoid=("hest",))
    assert ids(ranked(calls, plain)) == ["a", "b"]
    before, after = ranked(calls, plain).matches, ranked(calls, wary).matches
    assert [match["source_id"] for match in after] == ["a"]  # what b shares is outweighed, and c shares nothing
    assert after[0] == before[0]
    mixed = call("b", "Trening for eldre", full_text="Styrketrening og balanse. Ikke for hester.")
    (match,) = ranked([mixed, calls[2]], dataclasses.replace(wary, keywords=("styrketrening", "balanse"))).matches
    avoided = [term for term in match["terms"] if term["contribution"] < 0]
    assert {term["profile_word"] for term in avoided} == {"hest"}
    assert {term["call_word"] for term in avoided} == {"hester"}


def test_a_word_both_wanted_and_avoided_counts_by_the_difference() -> None:
    index = build_index(pd.DataFrame(CALLS))
    query = query_weights(dataclasses.replace(profile("p", "eldre demens"), avoid=("Eldre",)), index)
    assert {term for term in query if term.isalpha()} == {"dem"}
    assert query_weights(profile("p", "", avoid=("eldre",)), index) == {}


@pytest.mark.parametrize("calls", [[call("a", "og i på")], [call("a", "Eldre", status="closed")]])
def test_a_night_without_anything_to_rank_has_runs_and_no_matches(calls: list[dict[str, Any]]) -> None:
    night = ranked(calls, profile("p", "Eldre"))
    assert night.matches == ()
    assert [run["profile"] for run in night.runs] == ["p"]


def test_a_night_that_cannot_be_ranked_is_refused() -> None:
    frame = pd.DataFrame(CALLS)
    index = build_index(frame)
    with pytest.raises(ValueError, match="night_at has no time zone"):
        rank(index, frame, [], datetime(2026, 11, 21))  # noqa: DTZ001
    with pytest.raises(ValueError, match="top is 0; at least 1 is wanted"):
        rank(index, frame, [], NIGHT, 0)
    with pytest.raises(ValueError, match="the index was built from other calls"):
        rank(index, pd.DataFrame([*CALLS[:2], CALLS[2] | {"content_hash": "new"}]), [], NIGHT)


def test_reasons_are_pairs_of_words_with_all_that_they_brought() -> None:
    def term(name: str, ours: str, theirs: str, contribution: float) -> Term:
        return Term(term=name, profile_word=ours, call_word=theirs, contribution=contribution)

    terms = [
        term("eldr", "Eldre", "eldres", 0.25),
        term("vr-trening", "VR-trening", "VR-trening", 0.2),
        term("trening", "VR-trening", "VR-trening", 0.125),
        term("b", "b", "b", 0.1),
        term("a", "a", "a", 0.1),
        term("hest", "hest", "hester", -0.5),
    ]
    expected = [Reason("VR-trening", "VR-trening", 0.325), Reason("Eldre", "eldres", 0.25), Reason("a", "a", 0.1)]
    assert top_reasons(terms, 3) == expected
    assert len(top_reasons(terms)) == 4


WORDS = ["eldre", "demens", "trening", "VR-trening", "hest", "hester", "sykehus", "IT", "health", "og", "kommunene"]
PROSE = st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join)
LANG = st.sampled_from(["nb", "nn", "en"])


@st.composite
def nights(draw: st.DrawFn) -> list[dict[str, Any]]:
    size = draw(st.integers(1, 6))
    moments = st.none() | st.sampled_from([NIGHT, NIGHT + timedelta(days=1)])
    return [
        call(f"{number}", draw(PROSE), full_text=draw(PROSE), lang=draw(LANG), deadline_at=draw(moments))
        for number in range(size)
    ]


PROFILES = st.builds(
    lambda title, description, keywords, lang, avoid: Profile("p", title, description, (keywords,), lang, (avoid,)),
    PROSE, PROSE, PROSE, LANG, PROSE,
)  # fmt: skip


@settings(deadline=None)
@given(nights(), PROFILES)
def test_contributions_add_up_and_ranks_follow_scores(calls: list[dict[str, Any]], ours: Profile) -> None:
    matches = ranked(calls, ours).matches
    assert [match["rank"] for match in matches] == list(range(1, len(matches) + 1))
    assert [match["score"] for match in matches] == sorted((match["score"] for match in matches), reverse=True)
    for match in matches:
        parts = [(-term["contribution"], term["term"]) for term in match["terms"]]
        assert parts == sorted(parts)
        assert math.isclose(math.fsum(-part for part, _ in parts), match["score"], rel_tol=0, abs_tol=1e-9)
        assert 0 < match["score"] <= LANGUAGE_LIMIT / PIVOT


@settings(deadline=None)
@given(nights().flatmap(lambda calls: st.tuples(st.just(calls), st.permutations(calls))), PROFILES)
def test_the_order_of_the_calls_changes_nothing(
    both: tuple[list[dict[str, Any]], list[dict[str, Any]]], ours: Profile
) -> None:
    assert ranked(both[0], ours) == ranked(both[1], ours)


@settings(deadline=None)
@given(nights(), PROFILES, PROFILES)
def test_another_profile_changes_nothing_for_this_one(
    calls: list[dict[str, Any]], ours: Profile, other: Profile
) -> None:
    alone, together = ranked(calls, ours), ranked(calls, dataclasses.replace(other, key="o"), ours)
    assert alone.matches == tuple(match for match in together.matches if match["profile"] == "p")
    assert alone.runs == together.runs[1:]
