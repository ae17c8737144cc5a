"""The cluster's benchmark with every call in it: calls near in words and schemes that are open to every theme.

Most of what is right there is such schemes, so that one list for all profiles comes far. It is what must be beaten: for
each profile the calls by their mean gain for all other profiles. Beside it stand words alone, general fit alone, and
the two as one list (`matching.general`), all in one run.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np

from benchmarks.judged import ABSENT, CLUSTER, LANGS, by_language, in_three
from matching.baselines import one_list
from matching.benchmark import Ranked, Text, rank_texts, read_texts
from matching.evaluate import Scores, as_run, interval, per_query, read_grades
from matching.general import joint, read_project, recognise, suit
from matching.profiles import Cluster, Profile

TOP = 10
NOBODY = Cluster("benchmark", "", "", "", (), ())

Lists = Mapping[str, Mapping[str, float]]
"""Profile -> call -> score."""


def run() -> list[str]:
    """Lines of the report."""
    return list(_report()) if CLUSTER.is_dir() else [ABSENT]


def _report() -> Iterator[str]:
    calls, grades = read_texts(CLUSTER / "calls.jsonl.gz"), read_grades(CLUSTER / "qrels.tsv")
    ranked = rank_texts(calls, in_three(), len(calls))
    runs, scores = by_language(ranked), _by_language(ranked)
    yield f"nDCG@{TOP} with all {len(calls)} calls; in brackets: more than the best list that is blind to profiles"
    for lang in LANGS:
        queries = read_texts(CLUSTER / f"queries_{lang}.jsonl")
        fixed = per_query(as_run(one_list(grades)(calls, queries, TOP)), grades)
        general = general_lists(calls, projects(CLUSTER / f"queries_{lang}.jsonl", lang))
        yield f"  {lang}  {'the same list for all, one profile left out':46}{fixed[:, 0].mean():6.3f}"
        for name, found in (
            ("words alone", runs[lang]),
            ("general fit alone", best_first(general)),
            ("one list, two reasons", best_first(together(scores[lang], general))),
        ):
            yield f"      {name:46}{_compared(per_query(found, grades), fixed)}"


def projects(path: Path, lang: str) -> list[Profile]:
    """The queries as profiles: their kinds of applicant are partners, who owns the project first."""
    rows = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return [
        Profile(
            row["id"],
            row["title"],
            row["text"],
            (),
            lang,
            partner_types=tuple(row["applicant_types"]),
            region=row["region"],
        )
        for row in rows
    ]


def general_lists(calls: Sequence[Text], profiles: Sequence[Profile]) -> Lists:
    """The general fit of every call that is a general instrument."""
    kinds = {call.id: kind for call in calls if (kind := recognise(call._asdict()))}
    known = {profile.key: read_project(profile, NOBODY) for profile in profiles}
    return {key: {call: suit(kind, project).score for call, kind in kinds.items()} for key, project in known.items()}


def together(words: Lists, general: Lists) -> Lists:
    """The place of every call that is near in words or is a general instrument."""
    found = {}
    for profile, scores in words.items():
        nearest = max(scores.values(), default=0.0)
        its = general[profile]
        found[profile] = {call: joint(scores.get(call, 0.0), nearest, its.get(call)).score for call in {*scores, *its}}
    return found


def best_first(lists: Lists) -> dict[str, list[str]]:
    """Each profile's calls, highest score first, equal ones by id."""
    return {profile: sorted(scores, key=lambda call: (-scores[call], call)) for profile, scores in lists.items()}


def _by_language(ranked: Sequence[Ranked]) -> dict[str, dict[str, dict[str, float]]]:
    found: dict[str, dict[str, dict[str, float]]] = {lang: {} for lang in LANGS}
    for row in ranked:
        lang, _, profile = row.query_id.partition(":")
        found[lang].setdefault(profile, {})[row.call_id] = row.score
    return found


def _compared(scores: Scores, fixed: Scores) -> str:
    ndcg, gain = interval(scores[:, 0]), interval(np.subtract(scores, fixed)[:, 0])
    return f"{ndcg.mean:6.3f}   ({gain.mean:+.3f}, 95 % interval {gain.low:+.3f} to {gain.high:+.3f})"


if __name__ == "__main__":
    print("\n".join(run()))
