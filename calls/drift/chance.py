"""How unlikely a count is when nothing is wrong."""

from __future__ import annotations

from math import exp, lgamma, log

BY_CHANCE = 1e-4
"""A count that would come about less often than this without a cause is looked at."""

USUAL = 0.003
"""Share of calls in which a given field changes on an ordinary night. Funders move 0.4 % of deadlines in a week; five
times that leaves room for fields that are edited more often."""


def at_least(count: int, among: int, share: float) -> float:
    """Probability of `count` or more out of `among` when each comes with probability `share` (binomial tail)."""
    if count <= 0 or share >= 1:
        return 1.0
    if count > among or share <= 0:
        return 0.0
    return min(1.0, sum(_exactly(number, among, share) for number in range(count, among + 1)))


def _exactly(count: int, among: int, share: float) -> float:
    ways = lgamma(among + 1) - lgamma(count + 1) - lgamma(among - count + 1)
    return exp(ways + count * log(share) + (among - count) * log(1 - share))


def at_most(count: int, among: int, share: float) -> float:
    """Probability of `count` or fewer out of `among` when each comes with probability `share`."""
    return at_least(among - count, among, 1 - share)
