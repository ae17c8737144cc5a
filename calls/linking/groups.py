"""Linked records as one call: which of them is shown, and the others with it, whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from calls.fields import NAMES
from calls.linking.shapes import CallId, Link, LinkKind
from calls.model import Json

_STATUS_ORDER = {"open": 0, "forecasted": 1, None: 2, "closed": 3, "cancelled": 4}
_LANGUAGE_ORDER = {"nb": 0, "nn": 0, "en": 1}


@dataclass(frozen=True)
class Other:
    """Another record of the same call. kind and reason: of the link that joined it, directly or through a third."""

    record: Mapping[str, Json]
    kind: LinkKind
    reason: str


@dataclass(frozen=True)
class Merged:
    """One call: the record to show, and every other one of it, in the order in which they would be shown."""

    record: Mapping[str, Json]
    others: tuple[Other, ...]


def group_names(links: Iterable[Link]) -> dict[CallId, CallId]:
    """For each linked call the name of its group: the least id in it. Calls without a link are not in it."""
    parent: dict[CallId, CallId] = {}

    def root(one: CallId) -> CallId:
        parent.setdefault(one, one)
        while parent[one] != one:
            parent[one] = one = parent[parent[one]]
        return one

    for link in links:
        first, second = root((link.source, link.source_id)), root((link.other_source, link.other_id))
        parent[max(first, second)] = min(first, second)
    return {one: root(one) for one in sorted(parent)}


def merged(records: Sequence[Mapping[str, Json]], links: Sequence[Link]) -> list[Merged]:
    """One call a group, in the order of their ids; a record without a link is a group of its own.

    Shown is the Norwegian text, which binds, before the English one; then an open call before a forecasted and a
    closed one; then the record with most columns filled; then the least id. A link to a record that is not among
    `records` is passed over.
    """
    by_id: dict[CallId, Mapping[str, Json]] = {(row["source"], row["source_id"]): row for row in records}
    known = [
        link for link in links if {(link.source, link.source_id), (link.other_source, link.other_id)} <= set(by_id)
    ]
    names = group_names(known)
    groups: dict[CallId, list[CallId]] = {}
    for one in sorted(by_id):
        groups.setdefault(names.get(one, one), []).append(one)
    linked: dict[CallId, list[Link]] = {}
    for link in sorted(known):
        for end in ((link.source, link.source_id), (link.other_source, link.other_id)):
            linked.setdefault(end, []).append(link)
    return [_merge([by_id[one] for one in ids], linked) for ids in groups.values()]


def _merge(group: Sequence[Mapping[str, Json]], linked: Mapping[CallId, Sequence[Link]]) -> Merged:
    first, *rest = sorted(group, key=show_order)
    main = (first["source"], first["source_id"])
    others = []
    for record in rest:
        own = linked[record["source"], record["source_id"]]
        # The link to the record that is shown says most; one through a third record says why it is here at all.
        link = min(
            own, key=lambda link: main not in ((link.source, link.source_id), (link.other_source, link.other_id))
        )
        kind: LinkKind = "twin" if record["source"] == first["source"] else "same_call"
        others.append(Other(record, kind, link.reason))
    return Merged(first, tuple(others))


def show_order(record: Mapping[str, Json]) -> tuple[int, int, int, str, str]:
    """Sorts the records of one call: the one to show comes first."""
    filled = sum(record[name] not in (None, "", [], {}) for name in NAMES)
    return (
        _LANGUAGE_ORDER[record["lang"]],
        _STATUS_ORDER[record["status"]],
        -filled,
        record["source"],
        record["source_id"],
    )
