"""Whether a project finds the same calls in whichever language its profile is written.

The cluster's profiles say the same in bokmål, nynorsk and English. Each is ranked against all topical calls (schemes
that are open to every theme are left out): which share of the ten nearest is the same in two languages, and which calls
that one would surely apply to (grade 3) are among the FOUND first in one language and not in another.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from statistics import fmean
from typing import NamedTuple

from benchmarks.judged import ABSENT, CLUSTER, LANGS, by_language, in_three, ndcg, topical_calls, topical_grades
from matching.benchmark import rank_texts
from matching.evaluate import Grades

TOP = 10
FOUND = 20
LISTED = 200
"""How far down a lost call's place is told."""

SURE = 3

Runs = Mapping[str, Mapping[str, Sequence[str]]]
"""Language -> profile -> calls, nearest first."""


class Lost(NamedTuple):
    """A call of grade SURE that is among the FOUND first in some language of a profile, and not in `lang`."""

    profile: str
    call: str
    lang: str
    places: Mapping[str, int | None]


def run() -> list[str]:
    """Lines of the report."""
    if not CLUSTER.is_dir():
        return [ABSENT]
    calls, grades = topical_calls(), topical_grades()
    runs = by_language(rank_texts(calls, in_three(), LISTED))
    titles = {call.id: call.title for call in calls}
    lost = lost_calls(runs, grades)
    sure = sum(grade == SURE for judged in grades.values() for grade in judged.values())
    return [
        f"the same profile in three languages, {len(runs['nb'])} profiles, {len(calls)} topical calls",
        *(f"  nDCG@{TOP} {lang:41}{ndcg(runs[lang], grades):6.3f}" for lang in LANGS),
        *(f"  the same in the top {TOP}, {a}-{b}{'':20}{overlap(runs[a], runs[b]):6.3f}" for a, b in pairs()),
        f"  calls of grade {SURE} found in another language only{len(lost):4d} of {sure} x {len(LANGS)}",
        *_lines(lost, titles),
    ]


def pairs() -> list[tuple[str, str]]:
    """Every two languages."""
    return list(combinations(LANGS, 2))


def overlap(one: Mapping[str, Sequence[str]], other: Mapping[str, Sequence[str]]) -> float:
    """Mean share of the TOP nearest that is the same."""
    return fmean(len(set(one[key][:TOP]) & set(other[key][:TOP])) / TOP for key in one)


def lost_calls(runs: Runs, grades: Grades) -> list[Lost]:
    """By profile, call and language."""
    found = []
    for profile, judged in sorted(grades.items()):
        for call in sorted(call for call, grade in judged.items() if grade == SURE):
            places = {lang: _place(runs[lang][profile], call) for lang in LANGS}
            near = {lang: place is not None and place <= FOUND for lang, place in places.items()}
            if any(near.values()):
                found += [Lost(profile, call, lang, places) for lang in LANGS if not near[lang]]
    return found


def _place(calls: Sequence[str], call: str) -> int | None:
    return calls.index(call) + 1 if call in calls else None


def _lines(lost: Sequence[Lost], titles: Mapping[str, str]) -> Iterator[str]:
    for one in lost:
        places = ", ".join(f"{lang} {one.places[lang] or f'after {LISTED}'}" for lang in LANGS)
        yield f"    {one.profile} in {one.lang}: {one.call} ({places}) {titles[one.call][:60]}"


if __name__ == "__main__":
    print("\n".join(run()))
