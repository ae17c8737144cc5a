"""What a ranking must beat: the libraries as they come, one list for all, and chance. All rank the same calls for the
same queries.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.feature_extraction.text import TfidfVectorizer

from matching.benchmark import Ranked, Text
from matching.evaluate import Grades, Ranker

TUNED = {"sublinear_tf": True, "ngram_range": (1, 2), "stop_words": "english"}
"""What people tune first. The stop words are English: the library has no others."""

AT_ONCE = 256
"""Queries whose scores are held at once."""


def baselines(grades: Grades) -> dict[str, Ranker]:
    """Name -> ranker; BM25 only where the package bm25s is installed. grades: of the set, for the one list for all."""
    found: dict[str, Ranker] = {"TF-IDF som den kommer": by_tfidf, "TF-IDF, tilpasset": by_tuned_tfidf}
    if find_spec("bm25s"):
        found["BM25 (bm25s)"] = by_bm25
    return {**found, "samme liste til alle": one_list(grades), "tilfeldig": by_chance}


def by_tfidf(calls: Sequence[Text], queries: Sequence[Text], top: int, **settings: Any) -> list[Ranked]:
    """scikit-learn's TfidfVectorizer; equal scores in the order of the calls."""
    vectorizer = TfidfVectorizer(**settings)
    rows = vectorizer.fit_transform(_whole(call) for call in calls).T.tocsr()
    found: list[Ranked] = []
    for start in range(0, len(queries), AT_ONCE):
        some = queries[start : start + AT_ONCE]
        scores = (vectorizer.transform(_whole(query) for query in some) @ rows).toarray()
        for query, values in zip(some, scores, strict=True):
            found += _ranked(query, calls, values, top)
    return found


def by_tuned_tfidf(calls: Sequence[Text], queries: Sequence[Text], top: int) -> list[Ranked]:
    """The same with TUNED."""
    return by_tfidf(calls, queries, top, **TUNED)


def by_bm25(calls: Sequence[Text], queries: Sequence[Text], top: int) -> list[Ranked]:
    """bm25s with its own defaults and English stop words."""
    import bm25s

    retriever = bm25s.BM25()
    retriever.index(bm25s.tokenize([_whole(call) for call in calls], show_progress=False), show_progress=False)
    found: list[Ranked] = []
    for query in queries:
        (tokens,) = bm25s.tokenize([_whole(query)], return_ids=False, show_progress=False)
        found += _ranked(query, calls, retriever.get_scores(tokens), top) if tokens else []
    return found


def one_list(grades: Grades) -> Ranker:
    """The best that is blind to who asks: for each query the calls by their mean gain for all the others, left out one
    at a time. Gain as in `matching.evaluate`; equal ones in the order of the calls.
    """

    def ranked(calls: Sequence[Text], queries: Sequence[Text], top: int) -> list[Ranked]:
        place = {call.id: number for number, call in enumerate(calls)}
        gains = {query: _gains(judged, place) for query, judged in grades.items()}
        total = np.sum([*gains.values(), np.zeros(len(calls))], axis=0)
        others = len(gains) - 1
        found: list[Ranked] = []
        for query in queries:
            rest = total - gains[query.id] if query.id in gains else total
            found += _ranked(query, calls, rest / max(others, 1), top)
        return found

    return ranked


def _gains(judged: Mapping[str, int], place: Mapping[str, int]) -> npt.NDArray[np.float64]:
    values = np.zeros(len(place))
    for call, grade in judged.items():
        if call in place:
            values[place[call]] = 2.0**grade - 1
    return values


def by_chance(calls: Sequence[Text], queries: Sequence[Text], top: int) -> list[Ranked]:
    """Calls drawn without looking, the same in every run."""
    draw = random.Random(20261121)
    return [
        Ranked(query.id, call.id, place, 0.0)
        for query in queries
        for place, call in enumerate(draw.sample(list(calls), min(top, len(calls))), 1)
    ]


def _ranked(query: Text, calls: Sequence[Text], scores: Any, top: int) -> list[Ranked]:
    order = np.argsort(-np.asarray(scores), kind="stable")[:top]
    return [Ranked(query.id, calls[at].id, place, float(scores[at])) for place, at in enumerate(order.tolist(), 1)]


def _whole(text: Text) -> str:
    return f"{text.title} {text.text}"
