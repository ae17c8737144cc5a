"""How good a ranking is: nDCG, recall and MRR with intervals, beside baselines ranked in the same run.

Gain is 2**grade - 1, discount log2(rank + 1) (Järvelin and Kekäläinen 2002). Intervals are percentiles of means over
queries drawn with replacement, from a fixed seed. A query that a run leaves out scores 0.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from matching.benchmark import BenchmarkError, Ranked, Text

K = 10
DRAWS = 2000
SEED = 20261121

Run = Mapping[str, Sequence[str]]
Grades = Mapping[str, Mapping[str, int]]
Scores = npt.NDArray[np.float64]
"""nDCG@K, recall@K and MRR@K in columns, a row for each query of a set."""

Ranker = Callable[[Sequence[Text], Sequence[Text], int], list[Ranked]]


class Interval(NamedTuple):
    """A mean over queries and its 95 % interval."""

    mean: float
    low: float
    high: float


class Quality(NamedTuple):
    """Of one run. `gain`: how much more nDCG than another run, query by query; None where there is no other."""

    name: str
    ndcg: Interval
    recall: Interval
    mrr: Interval
    gain: Interval | None


def read_grades(path: Path) -> dict[str, dict[str, int]]:
    """Query -> call -> grade, of a file of lines query_id, call_id, grade with tabs between; queries with a grade over
    0 only. BenchmarkError when a line is not so, or a pair is judged twice."""
    grades: dict[str, dict[str, int]] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        cells = line.split("\t")
        if len(cells) != 3 or not cells[2].isdigit():
            raise BenchmarkError(f"{path}:{number}: query_id, call_id og grad med tabulator mellom ventes")
        if cells[1] in grades.setdefault(cells[0], {}):
            raise BenchmarkError(f"{path}:{number}: paret {cells[0]!r}, {cells[1]!r} er vurdert før i filen")
        grades[cells[0]][cells[1]] = int(cells[2])
    return {query: judged for query, judged in grades.items() if max(judged.values()) > 0}


def as_run(ranked: Sequence[Ranked]) -> dict[str, list[str]]:
    """Query -> its calls, nearest first."""
    run: dict[str, list[str]] = {}
    for row in ranked:
        run.setdefault(row.query_id, []).append(row.call_id)
    return run


def scores_of(
    rankers: Mapping[str, Ranker], calls: Sequence[Text], queries: Sequence[Text], grades: Grades
) -> dict[str, Scores]:
    """What `per_query` gives of each ranker on one set, by name. ValueError when no query has a judged call."""
    judged = [query for query in queries if query.id in grades]
    if not judged:
        raise ValueError("no query has a judged call")
    return {name: per_query(as_run(ranker(calls, judged, K)), grades) for name, ranker in rankers.items()}


def summed_up(sets: Sequence[Mapping[str, Scores]]) -> list[Quality]:
    """The quality of each ranker over one set or several, each set counting the same however many queries it has.

    sets: of each set, what `scores_of` gave for the same rankers; the first ranker is compared with each of the others,
    query by query. ValueError without sets.
    """
    ours = next(iter(sets[0])) if sets else ""
    return [
        Quality(
            name=name,
            ndcg=mean_interval([scores[name][:, 0] for scores in sets]),
            recall=mean_interval([scores[name][:, 1] for scores in sets]),
            mrr=mean_interval([scores[name][:, 2] for scores in sets]),
            gain=None if name == ours else mean_interval([(scores[ours] - scores[name])[:, 0] for scores in sets]),
        )
        for name in _names(sets)
    ]


def _names(sets: Sequence[Mapping[str, Scores]]) -> list[str]:
    if not sets or any(set(one) != set(sets[0]) for one in sets):
        raise ValueError("the same rankers are wanted on every set, and at least one set")
    return list(sets[0])


def per_query(run: Run, grades: Grades) -> Scores:
    """nDCG@K, recall@K and MRR@K, a row for each query of `grades`, sorted by query."""
    return np.array([_one(run.get(query, [])[:K], grades[query]) for query in sorted(grades)])


def interval(values: npt.NDArray[np.float64]) -> Interval:
    """Mean of `values` with the 2.5th and 97.5th percentile of means of as many drawn with replacement."""
    return mean_interval([values])


def mean_interval(sets: Sequence[npt.NDArray[np.float64]]) -> Interval:
    """The mean of the means of several sets, with its interval: in each draw every set is drawn from by itself.

    So the interval says what other queries of the same sets would give, not what other sets would.
    """
    draw = np.random.default_rng(SEED)
    means = [values[draw.integers(0, len(values), (DRAWS, len(values)))].mean(axis=1) for values in sets]
    low, high = np.percentile(np.mean(means, axis=0), [2.5, 97.5])
    return Interval(float(np.mean([values.mean() for values in sets])), float(low), float(high))


def _one(top: Sequence[str], judged: Mapping[str, int]) -> tuple[float, float, float]:
    wanted = {call for call, grade in judged.items() if grade > 0}
    first = next((1 / place for place, call in enumerate(top, 1) if call in wanted), 0.0)
    gain = _gain([judged.get(call, 0) for call in top])
    best = _gain(sorted(judged.values(), reverse=True)[:K])
    return gain / best, len(wanted & set(top)) / len(wanted), first


def _gain(grades: Sequence[int]) -> float:
    return math.fsum((2.0**grade - 1) / math.log2(place + 1) for place, grade in enumerate(grades, 1))
