"""Alarms on pages that were changed, and on nights on which nothing is wrong: `python -m benchmarks.drift`.

Every change of the mutation suite on every night of it, and a thousand ordinary nights of two simulated funders. The
suite stands beside the tests, which try a part of it.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable
from itertools import chain
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from mutants import Mutant
from mutants_ordinary import Council, Fund, series
from mutants_outcomes import COMPLETENESS, Outcome, Rates, rates, try_out
from mutants_sets import first, second, third

SEEDS = (11, 12, 13, 14, 15)
NIGHTS = 100
SETS = {
    "a site that changes, as the rules were made": first,
    "a site that changes otherwise, made after the rules": second,
    "a site that changes in further ways, made last": third,
}


def _share(part: int, whole: int) -> str:
    return f"{part:5} of {whole:5}  {part / whole if whole else 0:7.2%}"


def _suite(found: Rates) -> list[str]:
    return [
        f"  harmful mutants noticed                   {_share(found.detected, found.harmful)}   (floor 95 %)",
        f"  ... by what the calls say                 {_share(found.by_content, found.harmful)}",
        f"  alarms on harmless mutants                {_share(found.false_alarms, found.harmless)}   (ceiling 1 %)",
        f"  ... about completeness and volume alone   {_share(found.false_by_completeness, found.harmless)}",
        f"  unnoticed with a wrong deadline           {found.wrong_deadlines:5}",
    ]


def _family(outcome: Outcome) -> str:
    return outcome.mutant.name.partition(":")[0]


def _set(title: str, mutants: Iterable[Mutant]) -> list[str]:
    outcomes = [try_out(mutant) for mutant in mutants]
    found = rates(outcomes)
    lines = [f"{title}: {len(outcomes)} mutants of source-nights", *_suite(found)]
    for family in dict.fromkeys(map(_family, outcomes)):
        part = rates(one for one in outcomes if _family(one) == family)
        lines.append(f"    {family:20} harmful {part.detected:4} of {part.harmful:4}, false {part.false_alarms}")
    missed = Counter(one.mutant.name for one in found.missed)
    lines += [f"    missed: {name} ({count})" for name, count in sorted(missed.items())]
    return lines + [f"    false: {one.mutant.night}, {one.mutant.name}" for one in found.alarmed]


def run() -> list[str]:
    """Lines of the report."""
    lines = [line for title, mutants in SETS.items() for line in _set(title, mutants())]
    nights = list(chain.from_iterable(series(kind, seed, NIGHTS) for seed in SEEDS for kind in (Council, Fund)))
    false = [one for one in nights if one.reading.failed - set(COMPLETENESS) or one.reading.marks]
    less = [one for one in nights if one.reading.failed and one not in false]
    lines += [
        f"ordinary nights, {len(SEEDS)} series of two funders",
        f"  source-nights with an alarm               {_share(len(false), len(nights))}   (ceiling 1 %)",
        f"  ... about completeness and volume alone   {_share(len(less), len(nights))}",
    ]
    lines += [f"    false: {one.day} {sorted(one.reading.failed)} {one.reading.marks[:1]}" for one in false]
    return lines


if __name__ == "__main__":
    for line in run():
        print(line)
