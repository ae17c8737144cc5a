"""Which of the decisions on calls say what a project is about, for a ranking to learn from.

What is made of them does not belong here; that is `matching.feedback`.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from readers.shapes import CallKind, Decision

RELEVANCE: dict[CallKind, bool] = {"relevant": True, "not_relevant": False}
"""The kinds that say whether a call is about the project. That a call is known, or not for us, says nothing of that."""


def judged_calls(said: Iterable[Decision], cluster: str, profile: str) -> list[tuple[str, str, bool]]:
    """(source, source_id, is_relevant) of every call judged for that project, by source and id; the last word counts.

    said: standing decisions, oldest first (`Decisions.decisions`). What was said for the whole cluster, or for another
    project of it, is not about this one.
    """
    found = {
        (one.source, one.source_id): RELEVANCE[one.kind]
        for one in said
        if one.kind in RELEVANCE and (one.cluster, one.profile) == (cluster, profile)
    }
    return [(*call, is_relevant) for call, is_relevant in sorted(found.items())]


def stood_at(said: Iterable[Decision], moment: datetime) -> list[Decision]:
    """Those of `said`, undone ones among them, that were said and not undone by then: what a past night went by."""
    return [one for one in said if one.at <= moment and (one.undone_at is None or one.undone_at > moment)]
