"""What a reader's judgments do to the rest of a ranking, simulated on the cluster benchmark beside the project.

For each profile the reader judges the top JUDGED calls: grade 2 and 3 are relevant, the rest are not. Then the rest is
ranked with and without what was said; judged calls are out of both rankings and of the truth, so that nobody is paid
for finding again what was just shown. General instruments are left out: words do not find them.
Run as `python -m benchmarks.feedback`. Numbers and what they mean: docs/feedback.md.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from benchmarks.judged import ABSENT, CLUSTER, LANGS, profiles, topical_calls, topical_grades
from matching.benchmark import asker, call_record
from matching.evaluate import Grades, Interval, interval, per_query
from matching.feedback import Judged, learned
from matching.index import Index, build_index
from matching.query import query_weights
from matching.search import Query, Search

JUDGED = 5
RELEVANT = 2
"""The least grade of a call that the reader calls relevant."""

WRONG = 0.2
"""The share of judgments that a reader who errs gets wrong."""

SEEDS = 20
TOP = 100

Ranked = Mapping[str, Sequence[tuple[str, str]]]
Judgments = Mapping[str, Sequence[Judged]]


@dataclass(frozen=True)
class Bench:
    """The calls made ready to be searched, and of each profile its query and its grades."""

    index: Index
    search: Search
    queries: Mapping[str, Query]
    grades: Grades

    def ranked(self, queries: Mapping[str, Query]) -> dict[str, list[tuple[str, str]]]:
        """Query -> (source, source_id), nearest first."""
        found = self.search.find(list(queries.values()), TOP)
        calls = [self.index.calls[owner][:2] for owner in self.index.owners.tolist()]
        return {key: [calls[one.row] for one in near] for key, near in zip(queries, found, strict=True)}


def run() -> list[str]:
    """Lines of the report."""
    if not CLUSTER.is_dir():
        return [ABSENT]
    grades = topical_grades()
    index = build_index(pd.DataFrame([call_record(call) for call in topical_calls()]))
    search = Search(index, {number: call[:2] for number, call in enumerate(index.calls)})
    lines = [f"feedback: nDCG@10 of what is left when the top {JUDGED} are judged, before and after (95 % of the gain)"]
    for lang in LANGS:
        lines += _report(lang, Bench(index, search, _queries(lang, index, grades), grades))
    return lines


def _queries(lang: str, index: Index, grades: Grades) -> dict[str, Query]:
    return {text.id: query_weights(asker(text)[1], index) for text in profiles(lang) if text.id in grades}


def _report(lang: str, bench: Bench) -> list[str]:
    first = bench.ranked(bench.queries)
    careful = _judged(first, bench.grades)
    before, after = _quality(bench, first, careful), _after(bench, careful)
    better, worse = int((after > before + 1e-9).sum()), int((after < before - 1e-9).sum())
    said = [one for judged in careful.values() for one in judged]
    noisy = [_after(bench, _judged(first, bench.grades, random.Random(seed))) for seed in range(SEEDS)]
    gain, rough = interval(after - before), interval(np.mean(noisy, axis=0) - before)
    return [
        f"  {lang}  {len(before)} profiles, {sum(one.relevant for one in said)} of {len(said)} judged relevant",
        f"      careful reader        {before.mean():.3f} -> {after.mean():.3f}  {_figures(gain)}"
        f"   better {better}, worse {worse}",
        f"      one in five wrong     {before.mean():.3f} -> {np.mean(noisy):.3f}  {_figures(rough)}"
        f"   mean of {SEEDS} seeds, {sum(np.mean(one) > before.mean() for one in noisy)} better",
    ]


def _judged(first: Ranked, grades: Grades, errs: random.Random | None = None) -> Judgments:
    """What a reader says of the top of each profile's list. errs: draws which judgments are wrong; None: none."""
    said: dict[str, list[Judged]] = {}
    for key, calls in first.items():
        said[key] = []
        for source, source_id in calls[:JUDGED]:
            is_relevant = grades[key].get(source_id, 0) >= RELEVANT
            is_wrong = errs is not None and errs.random() < WRONG
            said[key].append(Judged(source, source_id, is_relevant is not is_wrong))
    return said


def _quality(bench: Bench, ranked: Ranked, judged: Judgments) -> npt.NDArray[np.float64]:
    """nDCG@10 of each profile that still has a graded call, of a ranking without the judged calls."""
    seen = {key: {one.source_id for one in said} for key, said in judged.items()}
    rest = {key: {call: bench.grades[key][call] for call in bench.grades[key].keys() - seen[key]} for key in seen}
    graded = {key: left for key, left in rest.items() if max(left.values(), default=0) > 0}
    unseen = {key: [source_id for _, source_id in ranked[key] if source_id not in seen[key]] for key in graded}
    found: npt.NDArray[np.float64] = per_query(unseen, graded)[:, 0]
    return found


def _after(bench: Bench, judged: Judgments) -> npt.NDArray[np.float64]:
    """The same of the ranking by the adjusted queries."""
    queries = {key: learned(query, bench.index, judged[key]).query for key, query in bench.queries.items()}
    return _quality(bench, bench.ranked(queries), judged)


def _figures(figure: Interval) -> str:
    return f"{figure.mean:+.3f} ({figure.low:+.3f} to {figure.high:+.3f})"


if __name__ == "__main__":
    for line in run():
        print(line)
