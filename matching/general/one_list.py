"""One list, two reasons: how topical fit and general fit of a call come to one order.

The stronger reason counts whole, the weaker one half, so that a call near in words is not buried under schemes that
take anybody, and one that is both goes before one that is either. The score is a sum of the two, and a page can show
the calls of either reason alone.
"""

from __future__ import annotations

from dataclasses import dataclass

TOPICAL_TOP = 0.7
"""What the nearest call of a profile counts as, on the scale of a general fit. Chosen by measurement; see
docs/ranking.md."""

WEAKER = 0.5
"""How much of the weaker reason is added to the stronger."""

ORDINARY = 0.6
"""A general fit that next to any project of a cluster gets, for who applies and where. Up to here it counts little."""

UP_TO_ORDINARY = 0.02
"""How much a fit counts by itself; the rest is by how far it is over ORDINARY."""

DECIMALS = 12


@dataclass(frozen=True)
class Joint:
    """Where a call stands in the one list. `score` is `topical` + `general` within 1e-9."""

    score: float
    topical: float
    general: float


def joint(score: float, nearest: float, general: float | None) -> Joint:
    """The place of a call with that topical `score`, by a profile whose nearest call has `nearest`.

    general: the score of its general fit, None when it is no general instrument. ValueError when `score` is over
    `nearest`. A profile that no call is near (`nearest` of 0 or less) has general fit alone.
    """
    if score > nearest:
        raise ValueError(f"a score of {score} is over the nearest call's {nearest}")
    words = TOPICAL_TOP * max(score, 0.0) / nearest if nearest > 0 else 0.0
    scheme = _telling(general or 0.0)
    topical, kind = (words, WEAKER * scheme) if words >= scheme else (WEAKER * words, scheme)
    topical, kind = round(topical, DECIMALS), round(kind, DECIMALS)
    return Joint(round(topical + kind, DECIMALS), topical, kind)


def _telling(general: float) -> float:
    """A general fit by how much it says, from 0 to 1."""
    over = max(0.0, (general - ORDINARY) / (1 - ORDINARY))
    return UP_TO_ORDINARY * general + (1 - UP_TO_ORDINARY) * over
