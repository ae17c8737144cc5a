"""What people said of single calls, as a small and visible change of one profile's query (Rocchio 1971).

query' = query + WANTED * mean of the relevant calls - UNWANTED * mean of the others, kept within bounds: only stems and
concepts move, only TERMS_MOVED of them, and no further than MOST. It is worked out anew from what stands each time, so
that taking a judgment back leaves no trace. Whether it is used is the cluster's to say (`Cluster.feedback`); how it
was measured stands in docs/feedback.md. What people said is kept in `readers`, and read here from no store.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from matching.index import Index
from matching.search import Query
from matching.terms import channel_of, term_words

WANTED = 1.0
"""How much the mean of the relevant calls counts beside a profile of length 1."""

UNWANTED = 0.25
"""The same of the calls that are not relevant: what a project is not tells less than what it is."""

TERMS_MOVED = 25
"""Of the terms that would move, how many do: those that would move furthest. A reader can look through so many."""

MOST = 0.25
"""The furthest that a query may move: the distance between it and the adjusted one, both of length 1."""

MOVED = ("words", "concepts")
"""Channels of matching.weights that move. Letters and pairs of words say nothing that a reader could agree with."""

FEEDBACK_VERSION = hashlib.sha256(json.dumps([WANTED, UNWANTED, TERMS_MOVED, MOST, MOVED]).encode()).hexdigest()[:8]
"""What a query was adjusted with. No part of WEIGHTS_VERSION: where feedback is off, nothing of this counts."""


class Judged(NamedTuple):
    """A call that somebody has said is relevant to a profile, or is not."""

    source: str
    source_id: str
    relevant: bool


@dataclass(frozen=True)
class Line:
    """One term that moved. `word`: as a judged call writes it. Weights are shares of a query of length 1; calls: the
    (source, source_id) of the judged calls with the term, relevant or not."""

    term: str
    word: str
    before: float
    after: float
    calls: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Learned:
    """A profile's query as what was said of calls leaves it.

    query: of length 1, or the one that was given where nothing moved. lines: what moved, furthest first. passed_over:
    the judged calls that the index does not have. words: of each term that moved, the word of a judged call: what the
    explanation of a score calls a term that the profile itself has no word for.
    """

    query: Query
    lines: tuple[Line, ...]
    passed_over: tuple[Judged, ...]

    @property
    def words(self) -> dict[str, str]:
        return {line.term: line.word for line in self.lines}

    @property
    def distance(self) -> float:
        """How far the query moved by the terms shown, from 0 to MOST."""
        return math.sqrt(math.fsum((line.after - line.before) ** 2 for line in self.lines))


def learned(query: Query, index: Index, judged: Sequence[Judged]) -> Learned:
    """The `query` of a profile (`matching.query`) adjusted by what was said of calls, in any order.

    The query itself when nothing was said, when no judged call is in the index, and when the query is empty. ValueError
    when a call is said to be relevant and not.
    """
    rows, passed_over = _rows(index, judged)
    step = _step(query, _direction(index, rows))
    if not query or not step:
        return Learned(query, (), passed_over)
    moved = {term: query.get(term, 0.0) + step.get(term, 0.0) for term in sorted({*query, *step})}
    length = _length(moved)
    adjusted = {term: value / length for term, value in moved.items() if value}
    return Learned(adjusted, _lines(index, rows, query, adjusted, step), passed_over)


def _rows(index: Index, judged: Sequence[Judged]) -> tuple[dict[int, bool], tuple[Judged, ...]]:
    """The number of each judged call and whether it is relevant, by number, and the calls that are not there."""
    said = sorted(set(judged))
    if len({one[:2] for one in said}) < len(said):
        raise ValueError("a call is judged relevant and not")
    place = {call[:2]: number for number, call in enumerate(index.calls)}
    rows = {place[one[:2]]: one.relevant for one in said if one[:2] in place}
    return rows, tuple(one for one in said if one[:2] not in place)


def _direction(index: Index, rows: Mapping[int, bool]) -> dict[str, float]:
    """Which way the judged calls pull, by term."""
    sizes = {kind: sum(relevant is kind for relevant in rows.values()) for kind in (True, False)}
    parts: dict[str, list[float]] = {}
    for number, relevant in rows.items():
        share = (WANTED if relevant else -UNWANTED) / sizes[relevant]
        for term, value in index.row(number).items():
            if channel_of(term) in MOVED:
                parts.setdefault(term, []).append(share * value)
    return {term: math.fsum(values) for term, values in parts.items()}


def _step(query: Query, direction: Mapping[str, float]) -> dict[str, float]:
    """The step from the query, short enough for MOST.

    A word is never turned against a call: what the profile wants may sink to 0, and a word that it lacks is not held
    against anything. What it avoids is avoided still, at most less.
    """
    step = {term: _held(query.get(term, 0.0), pull) for term, pull in direction.items()}
    strongest = sorted((term for term, pull in step.items() if pull), key=lambda term: (-abs(step[term]), term))
    kept = {term: step[term] for term in sorted(strongest[:TERMS_MOVED])}
    length = _length(kept)
    # A step of this length at right angles to the query, the worst there is, ends at the distance MOST from it.
    furthest = MOST * math.sqrt(1 - MOST**2 / 4)
    return {term: pull * min(1.0, furthest / length) for term, pull in kept.items()} if length else {}


def _held(weight: float, pull: float) -> float:
    """A pull that does not take a weight across 0."""
    return max(pull, -weight) if weight >= 0 else min(pull, -weight)


def _lines(
    index: Index, rows: Mapping[int, bool], before: Query, after: Query, step: Mapping[str, float]
) -> tuple[Line, ...]:
    texts = {number: index.documents[number] for number in rows}
    words = term_words(
        [(text, document.lang) for document in texts.values() for _, text in document.texts], index.glossary
    )
    holders: dict[str, list[tuple[str, str]]] = {term: [] for term in step}
    for number in rows:
        for term in index.row(number).keys() & step.keys():
            holders[term].append(index.calls[number][:2])
    lines = (
        Line(term, words[term], before.get(term, 0.0), after.get(term, 0.0), tuple(sorted(holders[term])))
        for term in step
    )
    return tuple(sorted(lines, key=lambda line: (-abs(line.after - line.before), line.term)))


def _length(vector: Mapping[str, float]) -> float:
    return math.sqrt(math.fsum(value * value for value in vector.values()))
