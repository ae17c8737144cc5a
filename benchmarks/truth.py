"""Events of generated histories with known truth, beside those of a naive program.

Run as `python -m benchmarks.truth`, with seeds if others than SEEDS are wanted.
The histories stand beside the tests, which try a few of them.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from history_scores import Score, naive, numbers_of, ours, publish, scores, summed
from history_truth import NIGHTS, generate

from calls.store import Store

SEEDS = tuple(range(1, 11))
HEADS = f"{'told':>6}{'precision':>10}{'recall':>8}"
SLACK = 4
"""Nights by which the naive program may be off: it says at once that a call is gone."""


def run(seeds: Sequence[int] = SEEDS) -> list[str]:
    """Lines of the report: per kind what was true, told and right, summed over the seeds."""
    mine: list[list[Score]] = []
    theirs: list[list[Score]] = []
    for seed in seeds:
        history = generate(seed)
        with tempfile.TemporaryDirectory() as folder, Store.open(f"sqlite:///{folder}/radar.sqlite") as store:
            for shown in history.nights:
                publish(store, shown)
            mine.append(scores(ours(store, numbers_of(history)), history.truth))
        theirs.append(scores(naive(history), history.truth, SLACK))
    lines = [
        f"events of {len(seeds)} generated histories of {NIGHTS} nights (floors: precision 1.00, recall 0.95)",
        f"  {'':<18}{'true':>6} | {HEADS} | naive {HEADS}",
    ]
    for kinds in zip(summed(mine), summed(theirs), strict=True):
        us, them = kinds
        lines.append(f"  {us.kind:<18}{us.true:>6} | {_line(us)} |       {_line(them)}")
    return lines


def _line(score: Score) -> str:
    return f"{score.told:>6}{score.precision:>10.2f}{score.recall:>8.2f}"


if __name__ == "__main__":
    print("\n".join(run([int(seed) for seed in sys.argv[1:]] or SEEDS)))
