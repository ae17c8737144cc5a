"""What people said of calls moves a query a little: never too far, the same in any order, not at all once undone."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st
from publish_samples import frame, night_calls

from matching.feedback import FEEDBACK_VERSION, MOST, MOVED, TERMS_MOVED, UNWANTED, WANTED, Judged, learned
from matching.index import build_index
from matching.profiles import Profile
from matching.query import query_weights
from matching.terms import channel_of

INDEX = build_index(frame(night_calls()))
PROJECT = Profile(
    "p",
    "Digital oppfølging hjemme",
    "Pasienter med kronisk sykdom følges opp hjemme. Kommunene deler ansvaret.",
    ("hjemmeoppfølging", "kronisk sykdom"),
    "nb",
    avoid=("eldre",),
)
QUERY = query_weights(PROJECT, INDEX)
HOSTILE = query_weights(Profile("h", "Hjem", "Hjem.", (), "nb", avoid=("kommune", "velferdsteknologi")), INDEX)
SOURCE = "forskningsradet"
IDS = [source_id for _, source_id, _ in INDEX.calls]
RICH = Judged(SOURCE, "velferdsteknologi", True)
ENGLISH = Judged(SOURCE, "remote-monitoring", True)

some = st.dictionaries(st.sampled_from([*IDS, "borte"]), st.booleans()).map(
    lambda said: [Judged(SOURCE, source_id, relevant) for source_id, relevant in said.items()]
)
weights = st.dictionaries(
    st.sampled_from(tuple(INDEX.terms)),
    st.floats(-2, 2).filter(lambda value: abs(value) > 1e-6),
    min_size=1,
    max_size=40,
)


def length(vector: Mapping[str, float]) -> float:
    return math.sqrt(math.fsum(value * value for value in vector.values()))


def bytes_of(query: Mapping[str, float]) -> str:
    return json.dumps(dict(query))


@given(weights, some)
def test_whatever_is_said_it_moves_no_further_than_the_bound(query: dict[str, float], judged: list[Judged]) -> None:
    found = learned(query, INDEX, judged)
    terms = {*query, *found.query}
    apart = length({term: query.get(term, 0.0) - found.query.get(term, 0.0) for term in terms})
    assert apart <= MOST * length(query) * (1 + 1e-9)
    assert found.distance == pytest.approx(apart / length(query), abs=1e-12)
    assert length(found.query) == pytest.approx(length(query))
    assert len(found.lines) <= TERMS_MOVED


@given(weights, some)
def test_no_weight_changes_its_sign_and_nothing_new_is_held_against_a_call(
    query: dict[str, float], judged: list[Judged]
) -> None:
    found = learned(query, INDEX, judged).query
    for term in {*query, *found}:
        before, after = query.get(term, 0.0), found.get(term, 0.0)
        assert after >= 0 if before >= 0 else after <= 0


@given(some, st.randoms())
def test_the_order_in_which_it_was_said_never_matters(judged: list[Judged], draw: object) -> None:
    again = draw.sample(judged, len(judged))  # type: ignore[attr-defined]
    assert learned(QUERY, INDEX, judged) == learned(QUERY, INDEX, again + judged)
    assert bytes_of(learned(QUERY, INDEX, judged).query) == bytes_of(learned(QUERY, INDEX, again).query)


@given(some)
def test_taking_all_of_it_back_gives_the_same_bytes(judged: list[Judged]) -> None:
    before = bytes_of(QUERY)
    learned(QUERY, INDEX, judged)
    nothing = learned(QUERY, INDEX, [])
    assert nothing.query is QUERY
    assert (bytes_of(QUERY), nothing.lines, nothing.distance) == (before, (), 0.0)


@given(weights, some)
def test_only_concepts_move_and_the_rest_keeps_its_proportions(query: dict[str, float], judged: list[Judged]) -> None:
    found = learned(query, INDEX, judged)
    moved = {line.term for line in found.lines}
    assert {channel_of(term) for term in moved} <= set(MOVED)
    ratios = [found.query[term] / query[term] for term in query if term not in moved]
    assert ratios == pytest.approx([ratios[0]] * len(ratios)) if ratios else True
    for line in found.lines:
        assert (line.before, line.after) == (query.get(line.term, 0.0), found.query.get(line.term, 0.0))


def test_a_reader_sees_what_moved_by_how_much_and_from_which_calls() -> None:
    found = learned(QUERY, INDEX, [ENGLISH, Judged(SOURCE, "kommunar", False)])
    by_term = {line.term: line for line in found.lines}
    sick = by_term["concept:kronisk sykdom"]
    assert sick.word == "chronic disease"
    assert sick.after > sick.before > 0
    assert sick.calls == ((SOURCE, "remote-monitoring"),)
    town = by_term["concept:kommune"]
    assert 0 <= town.after < town.before
    assert town.calls == ((SOURCE, "kommunar"),)
    changes = [abs(line.after - line.before) for line in found.lines]
    assert changes == sorted(changes, reverse=True)
    assert found.words["concept:kronisk sykdom"] == "chronic disease"


def test_a_word_to_avoid_is_never_wanted() -> None:
    found = learned(HOSTILE, INDEX, [RICH])
    assert HOSTILE["concept:velferdsteknologi"] < found.query.get("concept:velferdsteknologi", 0.0) <= 0


def test_calls_that_are_gone_are_passed_over_and_listed() -> None:
    gone = [Judged(SOURCE, "borte", True), Judged("annen", "velferdsteknologi", False)]
    found = learned(QUERY, INDEX, [RICH, *gone])
    assert found.passed_over == tuple(sorted(gone))
    assert found.query == learned(QUERY, INDEX, [RICH]).query
    assert learned(QUERY, INDEX, gone).query is QUERY


def test_one_relevant_call_comes_nearer() -> None:
    row = INDEX.row(IDS.index("velferdsteknologi"))
    near = [
        sum(query.get(term, 0.0) * row[term] for term in row) for query in (QUERY, learned(QUERY, INDEX, [RICH]).query)
    ]
    assert near[1] > near[0]


def test_an_empty_query_stays_empty_and_a_contradiction_is_refused() -> None:
    assert learned({}, INDEX, [RICH]).query == {}
    with pytest.raises(ValueError, match="relevant and not"):
        learned(QUERY, INDEX, [RICH, RICH._replace(relevant=False)])


def test_what_a_project_is_not_counts_less_and_the_constants_have_a_version() -> None:
    assert 0 < UNWANTED < WANTED
    assert 0 < MOST <= 0.25
    assert len(FEEDBACK_VERSION) == 8
