"""The same call in the lists of two sources: a joint call at home and in the EU portal, or at two Norwegian funders.

Two records are the same call where both name the same partnership, what their titles say of year and call number does
not differ, and they have a deadline within two days of each other; or where both titles say the same in the same
language and a deadline is on the same day. Of several candidates at a source only one whose title says the same, while
no other's does; else none: hiding a call is worse than showing one twice.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from calls.linking.concepts import concepts, overlap, telling
from calls.linking.joint_names import UMBRELLAS, JointName, as_written, read_joint_name, says_joint
from calls.linking.shapes import CallId, Entry, Link, day_words, link

NEAR = timedelta(days=2)
_LEAST_OVERLAP = 0.5
_MOST_OF_A_NAME = 40
"""Calls of one source that share a name; more, and the name is a topic and not a partnership."""


def same_calls(entries: Sequence[Entry], group_of: Mapping[CallId, CallId]) -> list[Link]:
    """Links between sources. group_of: the name of each call's group of twins; of a group
    the record that names it is linked."""
    found: dict[tuple[CallId, CallId], tuple[Entry, Entry, str]] = {}
    by_id = {entry.id: entry for entry in entries}
    for one, other, reason in (*_by_name(entries), *_by_title(entries)):
        pair = tuple(sorted((group_of.get(one.id, one.id), group_of.get(other.id, other.id))))
        found.setdefault((pair[0], pair[1]), (by_id[pair[0]], by_id[pair[1]], reason))
    rivals: dict[tuple[CallId, str], dict[CallId, bool]] = defaultdict(dict)
    for (first, second), (one, other, _) in found.items():
        rivals[first, second[0]][second] = rivals[second, first[0]][first] = _is_alike(one, other)
    return sorted(
        link(one, other, "same_call", reason)
        for (first, second), (one, other, reason) in found.items()
        if _is_chosen(second, rivals[first, second[0]]) and _is_chosen(first, rivals[second, first[0]])
    )


def _is_alike(one: Entry, other: Entry) -> bool:
    """Whether the titles say the same; a Norwegian page may keep the English title of a joint call."""
    in_english = [concepts(entry.record["title"], "en") for entry in (one, other)]
    return max(overlap(one.concepts, other.concepts), overlap(*in_english)) >= _LEAST_OVERLAP


def _is_chosen(one: CallId, candidates: Mapping[CallId, bool]) -> bool:
    """Whether it is the only candidate, or the only one whose title says the same."""
    return len(candidates) == 1 or [key for key, is_alike in candidates.items() if is_alike] == [one]


Pair = tuple[Entry, Entry, str]


def _by_name(entries: Sequence[Entry]) -> Iterator[Pair]:
    named: dict[str, list[tuple[Entry, JointName]]] = defaultdict(list)
    for entry in entries:
        if entry.deadline_days and not entry.is_of_the_commission:
            joint = read_joint_name(entry.record["title"], entry.record["scheme"] or "")
            for name in sorted(joint.names):
                named[name].append((entry, joint))
    for name in sorted(named):
        for (one, ours), (other, theirs) in _across(named[name]):
            days = _near_days(one, other)
            if days and not ours.contradicts(theirs) and _is_joint(name, ours, theirs, one, other):
                yield one, other, _reason(name, ours, theirs, days, one, other)


def _is_joint(name: str, ours: JointName, theirs: JointName, one: Entry, other: Entry) -> bool:
    """Whether the name is that of a joint call: one of the two says so; both, where the name may be something else."""
    if name in UMBRELLAS:
        return _is_alike(one, other)
    said = (_says_joint(one), _says_joint(other))
    return all(said) if name in ours.doubtful | theirs.doubtful else any(said)


def _across(rows: Sequence[tuple[Entry, JointName]]) -> Iterator[tuple[tuple[Entry, JointName], ...]]:
    """Pairs from different sources; none where the name is on so many calls that it names none."""
    by_source: dict[str, list[tuple[Entry, JointName]]] = defaultdict(list)
    for row in rows:
        by_source[row[0].source].append(row)
    if max(map(len, by_source.values())) > _MOST_OF_A_NAME:
        return
    sources = sorted(by_source)
    for place, source in enumerate(sources):
        for other in sources[place + 1 :]:
            yield from ((ours, theirs) for ours in by_source[source] for theirs in by_source[other])


def _says_joint(entry: Entry) -> bool:
    record = entry.record
    return any(says_joint(record[name] or "") for name in ("title", "programme", "scheme", "application_type"))


def _near_days(one: Entry, other: Entry) -> tuple[date, date] | None:
    """The deadlines of the two that are nearest to each other, where they are near."""
    pairs = [(abs(ours - theirs), ours, theirs) for ours in one.deadline_days for theirs in other.deadline_days]
    if not pairs:
        return None
    apart, ours, theirs = min(pairs)
    return (ours, theirs) if apart <= NEAR else None


def _reason(name: str, ours: JointName, theirs: JointName, days: tuple[date, date], one: Entry, other: Entry) -> str:
    parts = [f"«{_as_written(name, one, other)}»"]
    numbers, years = ours.numbers & theirs.numbers, ours.years & theirs.years
    if numbers:
        parts.append(f"utlysning nummer {min(numbers)}")
    if years:
        parts.append(f"året {min(years)}")
    return f"Begge gjelder {', '.join(parts)} og har {_days_words(days)}."


def _as_written(name: str, *entries: Entry) -> str:
    """The name as the first title that has it writes it, else as we know it."""
    return next((found for entry in entries if (found := as_written(name, entry.record["title"]))), name)


def _days_words(days: tuple[date, date]) -> str:
    first, second = sorted(days)
    if first == second:
        return f"samme frist, {day_words(first)}"
    return f"nesten samme frist, {day_words(first)} og {day_words(second)}"


def _by_title(entries: Sequence[Entry]) -> Iterator[Pair]:
    """Pairs at two sources with the same language, the same deadline day and titles that say the same."""
    blocks: dict[tuple[str, date], list[Entry]] = defaultdict(list)
    for entry in entries:
        for day in entry.deadline_days:
            blocks[entry.lang, day].append(entry)
    for (_, day), block in sorted(blocks.items()):
        places: dict[frozenset[str], list[Entry]] = defaultdict(list)
        for entry in sorted(block, key=lambda entry: entry.id):
            places[entry.concepts].append(entry)
        for about, alike in places.items():
            if len(telling(about)) >= 2 and overlap(about, about):
                for place, one in enumerate(alike):
                    for other in alike[place + 1 :]:
                        if one.source != other.source:
                            yield one, other, f"Samme tittel og samme frist, {day_words(day)}."
