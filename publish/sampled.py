"""The night's sample: open calls that people are asked to judge, drawn without looking at any ranking.

What they say of it tells what the lists miss; matching.judged says how, and measures it.
"""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from datetime import date

from calls.database import is_there
from calls.store import Store
from matching.judged import CallKey, ProfileKey, sample
from matching.rankable import is_rankable
from publish.rows import Row, call_id, records
from readers import Decisions
from readers.standing import NOTHING_SAID, Standing

SAMPLE_MARK = "Stikkprøve"
"""What the reason of a decision begins with when the call was offered by the night's sample and by nothing else. A
decision without it counts as one on a call that was shown because it was ranked high."""

SAMPLE = 2
"""Calls that are drawn for each profile each night."""


@dataclass(frozen=True)
class Asked:
    """A call (columns of calls.fields) that people are asked to judge for a profile.

    command: what writes down that it is relevant.
    """

    call: Row
    command: str


def open_calls(store: Store, day: date, standing: Standing = NOTHING_SAID) -> dict[CallKey, Row]:
    """The calls that could match that night, with what people had said that stood when it began."""
    night = store.night(day)
    if night is None:
        return {}
    said, at = standing.at(night.began_at), night.began_at
    found = [*(said.record(row, at) for row in store.records(day)), *said.own_records(at)]
    return {call_id(row): row for row in found if is_rankable(row, at)}


def drawn(store: Store, day: date, standing: Standing = NOTHING_SAID) -> dict[ProfileKey, list[Asked]]:
    """What is drawn that night for each profile that was ranked."""
    calls = open_calls(store, day, standing)
    profiles = [(run["cluster"], run["profile"]) for run in records(store.match_runs(day))]
    found = sample(calls, profiles, day, SAMPLE)
    return {profile: [_asked(profile, calls[one]) for one in chosen] for profile, chosen in found.items()}


def _asked(profile: ProfileKey, call: Row) -> Asked:
    words = ("radar", "feedback", "add", *profile, *call_id(call), "relevant", "--reason", SAMPLE_MARK)
    return Asked(call, shlex.join(words))


def unjudged(profile: ProfileKey, asked: list[Asked], decisions_url: str) -> list[Asked]:
    """Those of a profile's `asked` of which nobody has said anything for it yet."""
    if not asked or not is_there(decisions_url):
        return asked
    with Decisions.open(decisions_url) as decisions:
        said = {(one.source, one.source_id) for one in decisions.decisions(cluster=profile[0], profile=profile[1])}
    return [one for one in asked if call_id(one.call) not in said]
