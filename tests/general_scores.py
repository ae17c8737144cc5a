"""Quality on the cluster benchmark with all calls in: nDCG@10, and the best list that is blind to profiles."""

from __future__ import annotations

import gzip
import json
import math
import random
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from matching.general import read_project, recognise, suit
from matching.profiles import Cluster, Profile

Grades = Mapping[str, Mapping[str, int]]
"""Profile -> call -> grade 0 to 3; what is not there counts as 0."""

NOBODY = Cluster("c", "Klyngen", "K", "", (), ())


def load_calls(shared: Path) -> list[dict[str, Any]]:
    with gzip.open(shared / "benchmarks" / "cluster" / "calls.jsonl.gz", "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def load_grades(shared: Path) -> Grades:
    grades: dict[str, dict[str, int]] = defaultdict(dict)
    for line in (shared / "benchmarks" / "cluster" / "qrels.tsv").read_text(encoding="utf-8").splitlines():
        profile, call, grade = line.split("\t")
        grades[profile][call] = int(grade)
    return grades


def load_profiles(shared: Path, lang: str) -> list[Profile]:
    """The queries as profiles: their kinds of applicant are partners, who owns the project first."""
    path = shared / "benchmarks" / "cluster" / f"queries_{lang}.jsonl"
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
        for row in map(json.loads, path.read_text(encoding="utf-8").splitlines())
    ]


def ndcg(order: Sequence[str], grades: Mapping[str, int], k: int = 10) -> float:
    """Gain 2**grade - 1, discount log2(rank + 1) (Järvelin and Kekäläinen 2002)."""
    gains = [(2 ** grades.get(call, 0) - 1) / math.log2(rank + 1) for rank, call in enumerate(order[:k], 1)]
    best = sorted(grades.values(), reverse=True)[:k]
    return sum(gains) / sum((2**grade - 1) / math.log2(rank + 1) for rank, grade in enumerate(best, 1))


def best_first(scores: Mapping[str, float]) -> list[str]:
    return sorted(scores, key=lambda call: (-scores[call], call))


def fixed_list(grades: Grades) -> dict[str, float]:
    """nDCG@10 of each profile by the calls' mean grade over all other profiles: one list, blind to the profile."""
    found = {}
    for profile in grades:
        others: dict[str, float] = defaultdict(float)
        for other in grades:
            for call, grade in grades[other].items() if other != profile else ():
                others[call] += grade
        found[profile] = ndcg(best_first(others), grades[profile])
    return found


def general_lists(calls: Sequence[Mapping[str, Any]], profiles: Sequence[Profile]) -> dict[str, dict[str, float]]:
    """The general fit of every call that is a general instrument, by profile."""
    found = {call["id"]: kind for call in calls if (kind := recognise(call))}
    projects = {profile.key: read_project(profile, NOBODY) for profile in profiles}
    return {key: {call: suit(kind, project).score for call, kind in found.items()} for key, project in projects.items()}


def interval(differences: Sequence[float], rounds: int = 2000) -> tuple[float, float]:
    """The 95 % bootstrap interval of a mean of paired differences; always the same one."""
    draw = random.Random(7)
    means = sorted(sum(draw.choices(differences, k=len(differences))) / len(differences) for _ in range(rounds))
    return means[rounds // 40], means[-rounds // 40 - 1]
