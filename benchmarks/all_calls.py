"""The cluster's benchmark with every call in it: calls near in words and schemes that are open to every theme.

Most of what is right there is such schemes, so that one list for all profiles comes far. It is what must be beaten: for
each profile the calls by their mean gain for all other profiles. Beside it stand words alone, general fit alone, and
the two as one list, which is the product's own, all in one run.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from benchmarks.judged import ABSENT, CLUSTER, LANGS, by_language, in_three, in_words, profiles
from matching.baselines import one_list
from matching.benchmark import Text, asker, call_record, rank_texts, read_texts
from matching.evaluate import K, Scores, as_run, interval, per_query, read_grades
from matching.general import read_project, recognise, suit


def run() -> list[str]:
    """Lines of the report."""
    return list(_report()) if CLUSTER.is_dir() else [ABSENT]


def _report() -> Iterator[str]:
    calls, grades = read_texts(CLUSTER / "calls.jsonl.gz"), read_grades(CLUSTER / "qrels.tsv")
    words = by_language(rank_texts(calls, in_words(in_three()), K))
    both = by_language(rank_texts(calls, in_three(), K))
    yield f"nDCG@{K} with all {len(calls)} calls; in brackets: more than the best list that is blind to profiles"
    for lang in LANGS:
        queries = profiles(lang)
        fixed = per_query(as_run(one_list(grades)(calls, queries, K)), grades)
        yield f"  {lang}  {'the same list for all, one profile left out':46}{fixed[:, 0].mean():6.3f}"
        for name, found in (
            ("words alone", words[lang]),
            ("general fit alone", by_general_fit(calls, queries)),
            ("one list, two reasons", both[lang]),
        ):
            yield f"      {name:46}{_compared(per_query(found, grades), fixed)}"


def by_general_fit(calls: Sequence[Text], queries: Sequence[Text]) -> dict[str, list[str]]:
    """Each query's general instruments, best suited first, equal ones by id."""
    kinds = {call.id: kind for call in calls if (kind := recognise(call_record(call)))}
    found = {}
    for query in queries:
        cluster, profile = asker(query)
        project = read_project(profile, cluster)
        fits = {call: suit(kind, project).score for call, kind in kinds.items()}
        found[query.id] = sorted(fits, key=lambda call, fits=fits: (-fits[call], call))
    return found


def _compared(scores: Scores, fixed: Scores) -> str:
    ndcg, gain = interval(scores[:, 0]), interval(np.subtract(scores, fixed)[:, 0])
    return f"{ndcg.mean:6.3f}   ({gain.mean:+.3f}, 95 % interval {gain.low:+.3f} to {gain.high:+.3f})"


if __name__ == "__main__":
    print("\n".join(run()))
