"""The verdict on every field of a source tonight, and on the source: fine (not named), to watch, or failing."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal

from calls.drift import canaries, filling, lists, signals, texts, words
from calls.drift.compare import compare
from calls.drift.groups import GROUPS, LIST_GROUP, Record, group_of
from calls.drift.marks import marks
from calls.drift.odds import new_odds
from calls.drift.reference import Reference
from calls.drift.signals import Signal
from calls.model import Issue

BLOCKING_FIELDS = 3
"""So many failing fields are a page that was laid out anew: nothing of it is believed."""

State = Literal["watch", "failing"]


@dataclass(frozen=True)
class FieldVerdict:
    """A field that is not fine. seen: bokmål, what was seen in it tonight, ending no sentence."""

    name: str  # of the group
    state: State
    seen: str
    since: date

    @property
    def label_nb(self) -> str:
        group = group_of(self.name)
        return group.label_nb if group else self.name


@dataclass(frozen=True)
class Drift:
    """What tonight's look came to.

    fields: those that are not fine, in the order of the columns. blocks: nothing of the source may be published.
    words: bokmål; what was seen, since when and what to do; "" when all is well. lost: words on the fields that lost
    values. issues: a mark on each call with a value that a person should look at, but in fields that fail as a whole.
    """

    fields: tuple[FieldVerdict, ...] = ()
    blocks: bool = False
    words: str = ""
    issues: tuple[Issue, ...] = ()

    @property
    def failing(self) -> dict[str, date]:
        """The failing fields by the name of their group, and since which night."""
        return {verdict.name: verdict.since for verdict in self.fields if verdict.state == "failing"}


def look(
    records: Sequence[Record],
    listed: Collection[str],
    issues: Sequence[Issue],
    reference: Reference,
    at: datetime,
    *,
    is_whole: bool = True,
) -> Drift:
    """Compares what was read tonight with the last good nights.

    records: calls read tonight, normalised. listed: ids of every call in tonight's lists. issues: of tonight.
    at: when the night began, UTC. On the first night of a source nothing is there to keep: odd values are marked alone.
    is_whole: what the list lacks is known not to be in it; of one that is short nothing is concluded anyhow.
    """
    odds = new_odds(records, reference.records, at)
    current = [record for record in records if record["source_id"] not in reference.canaries]
    moves = compare(current, reference, at)
    renamed = list(lists.renamed(listed, reference.records))
    found = [
        *signals.moved(moves),
        *signals.restless(moves),
        *texts.texts(current, reference.records, len(reference.as_before)),
        *(signals.odd(odds, records) if reference.records else ()),
        *signals.flagged(issues, records, reference),
        *filling.thinned(records, reference),
        *signals.same_titles(records),
        *canaries.canaries(records, reference, moves),
        *(lists.missing(records, listed, reference.records, at) if is_whole and not renamed else ()),
        *renamed,
    ]
    told = {signal.group.name for signal in found if signal.fails}
    lasting = signals.lasting(moves, reference, {str(record["source_id"]) for record in records})
    found += [signal for signal in lasting if signal.group.name not in told]
    fields = _verdicts(found, reference.since, words.night_of(at))
    failing = [verdict.name for verdict in fields if verdict.state == "failing"]
    of_calls = [name for name in failing if name != LIST_GROUP.name]
    blocks = "title" in failing or len(of_calls) >= BLOCKING_FIELDS or bool(renamed)
    of_old = [record for record in records if record["source_id"] in reference.canaries]
    both = [*moves, *compare(of_old, replace(reference, as_before=()), at)]
    marked = marks(records, reference.records, both, odds, failing)
    return Drift(fields, blocks, words.said(fields, blocks), marked)


def _verdicts(found: Sequence[Signal], since: Mapping[str, date], tonight: date) -> tuple[FieldVerdict, ...]:
    """One verdict a field: the worst of its signals, with the words of all that are as bad."""
    by_name: dict[str, list[Signal]] = {}
    for signal in found:
        by_name.setdefault(signal.group.name, []).append(signal)
    verdicts = []
    for name, about in by_name.items():
        fails = any(signal.fails for signal in about)
        seen = dict.fromkeys(signal.seen for signal in about if signal.fails is fails)
        verdicts.append(FieldVerdict(name, "failing" if fails else "watch", ", ".join(seen), since.get(name, tonight)))
    order = {group.name: number for number, group in enumerate(GROUPS)}
    return tuple(sorted(verdicts, key=lambda verdict: order[verdict.name]))
