"""Scores in Norwegian and in English calls made comparable, for one profile.

A call in the profile's own language shares ordinary words with it whatever it is about, so that its scores are higher.
Each language is therefore lifted until its best calls score as high as those of the highest, by at most
weights.LANGUAGE_LIMIT. Bokmål and nynorsk are one here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from matching.weights import LANGUAGE_BEST, LANGUAGE_FEWEST, LANGUAGE_LIMIT


def language_factors(scores: Mapping[str, Sequence[float]], sizes: Mapping[str, int]) -> dict[str, float]:
    """Group of languages -> what its scores are multiplied by, from 1 to LANGUAGE_LIMIT.

    scores: group -> the scores of its calls over 0, highest first (LANGUAGE_BEST are enough). sizes: its calls. A group
    without any score, or with fewer than LANGUAGE_FEWEST calls, has the factor 1 and lifts no other. In a small group
    one call in ten says how high the scores are, so that calls that have nothing to do with the profile do not.
    """
    levels: dict[str, float] = {}
    for group, found in scores.items():
        best = min(LANGUAGE_BEST, sizes[group] // 10)
        levels[group] = sum(found[:best]) / best if sizes[group] >= LANGUAGE_FEWEST else 0.0
    highest = max(levels.values(), default=0.0)
    return {group: min(highest / level, LANGUAGE_LIMIT) if level > 0 else 1.0 for group, level in levels.items()}
