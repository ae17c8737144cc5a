"""Why a match moved between two nights, by ranking again with one thing changed at a time.

From the earlier night to the later: its glossary, then the other calls (and with them how rare words are), then the
call's text, then its dates and the time, then the profile. Each step is a recomputation, so that the steps sum to the
movement, whatever it is made of.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal, NamedTuple

import pandas as pd

from matching.glossary import Glossary
from matching.index import build_index
from matching.lists import Lists, placed
from matching.meaning import Meaning
from matching.profiles import Cluster, Profile

Cause = Literal["glossary", "corpus", "text", "deadline", "profile"]
Key = tuple[str, str]

TEXTS = ("title", "summary", "themes", "full_text", "lang", "content_hash")
"""Columns that are ranked by. The others say whether one may apply, and what orders calls that are as near."""


@dataclass(frozen=True)
class Night:
    """What a ranking of one profile rests on. `calls` has the columns that matching.rank and matching.index read."""

    calls: pd.DataFrame
    profile: Profile
    glossary: Glossary
    night_at: datetime
    cluster: Cluster
    meaning: Meaning | None = None


class Place(NamedTuple):
    """Where a call stands: `rank` from 1 and `score`, or None and 0.0 where it is not among the matches."""

    rank: int | None
    score: float


class Step(NamedTuple):
    """One change and what it did: the place after it, and by how much it moved."""

    cause: Cause
    place: Place
    moved: float
    places: int


class Movement(NamedTuple):
    """From one place to another. The steps' `moved` sum to the difference of scores, their `places` to that of ranks.

    A call that is not among the matches counts as one place after the last of them.
    """

    before: Place
    after: Place
    steps: list[Step]


def movement(call: Key, before: Night, after: Night) -> Movement:
    """Why `call` (source, source_id) stands where it does in `after`, seen from `before`."""
    causes: Sequence[tuple[Cause, dict[str, Any]]] = (
        ("glossary", {"glossary": after.glossary}),
        ("corpus", {"calls": _others(call, before.calls, after.calls)}),
        ("text", {"calls": _one(call, before.calls, after.calls, TEXTS)}),
        ("deadline", {"calls": after.calls, "night_at": after.night_at}),
        ("profile", {"profile": after.profile}),
    )
    night, steps = before, []
    start = last = _placed(call, before)
    for cause, change in causes:
        night = replace(night, **change)
        now = _placed(call, night)
        steps.append(Step(cause, now[0], now[0].score - last[0].score, now[1] - last[1]))
        last = now
    return Movement(start[0], last[0], steps)


def _placed(call: Key, night: Night) -> tuple[Place, int]:
    """The place of a call, and its number where it has none: after the last."""
    lists = Lists(build_index(night.calls, night.glossary), night.calls, night.night_at, night.meaning)
    (listed,) = lists.of([(night.cluster, night.profile)], max(1, len(night.calls)))
    found = placed(lists, listed)
    for number, (source, source_id, score) in enumerate(found, 1):
        if (source, source_id) == call:
            return Place(number, score), number
    return Place(None, 0.0), len(found) + 1


def _others(call: Key, before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """The later calls with this one as it was; where it was not, as it is."""
    own = before[_is(call, before)]
    return after if own.empty else pd.concat([after[~_is(call, after)], own], ignore_index=True)


def _one(call: Key, before: pd.DataFrame, after: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """The later calls with this one's `columns` as they are and the rest of it as it was."""
    old, new = before[_is(call, before)], after[_is(call, after)]
    if old.empty or new.empty:
        return after
    mixed: dict[Any, Any] = dict(old.to_dict("records")[0])
    mixed.update({name: value for name, value in new.to_dict("records")[0].items() if name in columns})
    return pd.concat([after[~_is(call, after)], pd.DataFrame([mixed])], ignore_index=True)


def _is(call: Key, calls: pd.DataFrame) -> pd.Series[bool]:
    return (calls["source"] == call[0]) & (calls["source_id"] == call[1])
