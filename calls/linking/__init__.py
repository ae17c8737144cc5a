"""Which records are one and the same call: language twins at one source, and one call in two sources' lists.

Two calls wrongly taken for one hide a call, so a doubt is no link. How links are kept stands in `calls.store`; what a
reader sees of them, in `publish`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from calls.linking.groups import Merged, Other, group_names, merged, show_order
from calls.linking.same_call import same_calls
from calls.linking.shapes import CallId, Entry, Found, Link, LinkKind
from calls.linking.twins import does_not_hold, guessed, stated
from calls.model import Issue, Json

__all__ = [
    "CallId",
    "Found",
    "Link",
    "LinkKind",
    "Merged",
    "Other",
    "find",
    "find_links",
    "group_names",
    "merged",
    "show_order",
    "wrong_twins",
]


def find(records: Sequence[Mapping[str, Json]]) -> Found:
    """Every link among the records, and the pages whose own word on their twin does not hold.

    records: columns of calls.fields.CALL, each call once, in any order; all that are known, closed ones too.
    """
    entries, by_id = _read(records)
    links, issues = _said(entries, by_id)
    links = _sound(by_id, links, guessed(entries, _taken(by_id, links)))
    links = _sound(by_id, links, same_calls(entries, group_names(links)))
    return Found(tuple(sorted(links)), issues)


def find_links(records: Sequence[Mapping[str, Json]]) -> list[Link]:
    """The links of `find`."""
    return list(find(records).links)


def wrong_twins(records: Sequence[Mapping[str, Json]]) -> tuple[Issue, ...]:
    """The issues of `find`; those of a source rest on its own records alone."""
    return _said(*_read(records))[1]


def _read(records: Sequence[Mapping[str, Json]]) -> tuple[list[Entry], dict[CallId, Entry]]:
    entries = sorted((Entry(record) for record in records), key=lambda entry: entry.id)
    return entries, {entry.id: entry for entry in entries}


def _said(entries: Sequence[Entry], by_id: Mapping[CallId, Entry]) -> tuple[list[Link], tuple[Issue, ...]]:
    """The twins that the pages' own words make, and the words that do not hold."""
    said, issues = stated(entries)
    links = _sound(by_id, [], said)
    for link in sorted(set(said) - set(links)):
        issues.append(does_not_hold(by_id[link.source, link.source_id], by_id[link.other_source, link.other_id]))
    return links, tuple(sorted(issues))


def _taken(by_id: Mapping[CallId, Entry], links: Sequence[Link]) -> frozenset[tuple[CallId, str]]:
    """Which call has its twin in which language already."""
    found: set[tuple[CallId, str]] = set()
    for link in links:
        first, second = by_id[link.source, link.source_id], by_id[link.other_source, link.other_id]
        found |= {(first.id, second.lang), (second.id, first.lang)}
    return frozenset(found)


def _sound(by_id: Mapping[CallId, Entry], links: Sequence[Link], more: Sequence[Link]) -> list[Link]:
    """`links`, and those of `more` that do not join two texts of one source in the same language, however far round."""
    names = group_names([*links, *more])
    texts = Counter((name, by_id[one].source, by_id[one].lang) for one, name in names.items())
    twice = {name for (name, _, _), count in texts.items() if count > 1}
    return [*links, *(link for link in more if names[link.source, link.source_id] not in twice)]
