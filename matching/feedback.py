"""What people said of single calls, as a small and visible change of one profile's query (Rocchio 1971).

query' = query + WANTED * mean of the relevant calls - UNWANTED * mean of the others, within bounds: only concepts of
the glossary move, only TERMS_MOVED of them, and all together no further than MOST. It is worked out anew each time from
what stands, so that taking a judgment back leaves no trace. Whether it is used is for the cluster to say
(`Cluster.feedback`); how the constants were chosen, and what they gave, stands in docs/feedback.md. What people said is
kept in `readers`; no store is read here.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from matching.index import Index
from matching.search import Query
from matching.terms import channel_of, term_words

WANTED = 1.0
"""How much the mean of the relevant calls counts beside a profile of length 1."""

UNWANTED = 0.5
"""The same of the calls that are not relevant: what a project is not tells less than what it is."""

TERMS_MOVED = 25
"""How many terms move: those that are pulled hardest. As many as a reader looks through."""

MOST = 0.2
"""The furthest that a query may move, as a share of its length, however many calls are judged."""

MOVED = ("concepts",)
"""Keys of weights.CHANNEL_WEIGHTS: what moves. Concepts are the same in Norwegian and English calls; a judged call's
words are in one language, and letters and pairs say nothing that a reader could agree with."""

FEEDBACK_VERSION = hashlib.sha256(json.dumps([WANTED, UNWANTED, TERMS_MOVED, MOST, MOVED]).encode()).hexdigest()[:8]
"""What a query was adjusted with. No part of WEIGHTS_VERSION: where feedback is off, nothing of this counts."""


class Judged(NamedTuple):
    """A call that somebody has said is relevant to a profile, or is not."""

    source: str
    source_id: str
    relevant: bool


Said: TypeAlias = Mapping[tuple[str, str], Sequence[Judged]]
"""(cluster, profile) -> what counts of what was said of calls for it. One that nothing counts for is not there."""


def said_content(judged: Sequence[Judged]) -> list[list[str | bool]]:
    """What was said, in an order of its own, as JSON has it."""
    return [list(one) for one in sorted(judged)]


def said_version(judged: Sequence[Judged]) -> str:
    """The first 16 hex digits of the SHA-256 of what was said and of how a query is adjusted by it; "" for nothing."""
    content = json.dumps([FEEDBACK_VERSION, said_content(judged)], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()[:16] if judged else ""


@dataclass(frozen=True)
class Line:
    """One term that moved.

    word: as a judged call writes it. before, after: its weight in the query. calls: (source, source_id) of the judged
    calls with the term, relevant or not.
    """

    term: str
    word: str
    before: float
    after: float
    calls: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Learned:
    """A profile's query as what was said of calls leaves it.

    query: as long as the one given; that one itself where nothing moved. lines: what moved, furthest first.
    passed_over: judged calls that the index does not have. distance: how far it moved as a share of its length, from 0
    to MOST.
    """

    query: Query
    lines: tuple[Line, ...]
    passed_over: tuple[Judged, ...]
    distance: float

    @property
    def words(self) -> dict[str, str]:
        """Term -> word of what moved: how to name a term that the profile itself has no word for."""
        return {line.term: line.word for line in self.lines}


def learned(query: Query, index: Index, judged: Sequence[Judged]) -> Learned:
    """The `query` of a profile (`matching.query`) adjusted by what was said of calls, in any order.

    Where nothing was said, no judged call is in the index or the query is empty, it stays as it is. ValueError when a
    call is said to be relevant and not.
    """
    if not judged:
        return Learned(query, (), (), 0.0)
    rows, passed_over = _rows(index, judged)
    length = _length(query)
    step = _step(query, _direction(index, rows), length)
    if not step:
        return Learned(query, (), passed_over, 0.0)
    moved = {term: query.get(term, 0.0) + step.get(term, 0.0) for term in sorted({*query, *step})}
    back = length / _length(moved)
    adjusted = {term: value * back for term, value in moved.items() if value}
    return Learned(adjusted, _lines(index, rows, query, adjusted, step), passed_over, _apart(query, adjusted) / length)


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


def _step(query: Query, direction: Mapping[str, float], length: float) -> dict[str, float]:
    """The step from a query of that length, short enough for MOST; empty where there is none."""
    pulls = {term: _held(query.get(term, 0.0), pull) for term, pull in direction.items()}
    hardest = sorted((term for term, pull in pulls.items() if pull), key=lambda term: (-abs(pulls[term]), term))
    kept = {term: pulls[term] for term in sorted(hardest[:TERMS_MOVED])}
    if not kept or not length:
        return {}
    # A step of this length at right angles to where it ends turns the query most: by MOST, when its length is restored.
    furthest = length * MOST * math.sqrt(1 - MOST**2 / 4)
    return {term: pull * min(1.0, furthest / _length(kept)) for term, pull in kept.items()}


def _held(weight: float, pull: float) -> float:
    """As much of a pull as does not take a weight across 0.

    What is wanted may sink to nothing but is never held against a call, nor is what the profile does not speak of; what
    is avoided is never wanted.
    """
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


def _apart(first: Query, second: Query) -> float:
    return math.sqrt(math.fsum((first.get(term, 0.0) - second.get(term, 0.0)) ** 2 for term in {*first, *second}))


def _length(vector: Mapping[str, float]) -> float:
    return math.sqrt(math.fsum(value * value for value in vector.values()))
