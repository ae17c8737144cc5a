"""What tonight is measured against. Where it comes from (the store) does not belong here."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from calls.drift.groups import Record


@dataclass(frozen=True)
class Reference:
    """What earlier nights know of a source.

    records: the last good record of every call, by source_id. fill_rates: per column, of the last good nights, newest
    first. flagged: ids of the calls that had an issue last night, by (kind, field); None when that is not known.
    since: the night from which on each field that failed last night has failed, by the group's name. stale: ids of the
    calls that have kept an earlier value since, by the group's name. canaries: see `choose_canaries`.
    as_before: ids of calls that were not read tonight, since their list says of them what it said; own_columns: what
    a list does not say, so that nothing is known of it tonight.
    """

    records: Mapping[str, Record] = field(default_factory=dict)
    fill_rates: Sequence[Mapping[str, float]] = ()
    flagged: Mapping[tuple[str, str], Collection[str]] | None = None
    since: Mapping[str, date] = field(default_factory=dict)
    stale: Mapping[str, Collection[str]] = field(default_factory=dict)
    canaries: Collection[str] = ()
    as_before: Collection[str] = ()
    own_columns: Collection[str] = ()
