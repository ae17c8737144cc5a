"""What earlier nights know of a source when tonight's is judged, and how long its list usually is."""

import dataclasses
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from assets.steps import Staged
from calls.drift import Reference, with_accepted
from calls.model import Issue, Json
from calls.store import Store
from publish.rows import as_day, records
from sources.base import Source
from sources.harvest import Harvest

VOLUME_NIGHTS = 7
VOLUME_BAND = 0.3
"""A list may be this much shorter or longer than the median of the last VOLUME_NIGHTS before it is doubted."""

VOLUME_LEAST = 5
"""... and by at least so many calls: three of four is no trend."""

TOO_LONG, TOO_LONG_LEAST = 1.5, 20
"""A list of more than so many times its usual length, and by so many calls, holds others than it should. The EU's index
once grew to three times its size overnight, with copies of calls."""


@dataclass(frozen=True)
class Earlier:
    """What earlier nights know of the source.

    listed: lengths of its newest lists. reference: what drift is measured against; the last good record of each call
    stands there. accepted: fields that a person has found right, so that what is read of them tonight is the measure.
    """

    listed: Sequence[int]
    reference: Reference
    accepted: frozenset[str] = frozenset()

    @property
    def records(self) -> Mapping[str, Mapping[str, Json]]:
        """The last good record of each call, by source_id."""
        return self.reference.records

    def beside(self, records: Sequence[Mapping[str, Json]]) -> "Earlier":
        """The same, with what a person has found right taken from tonight's records."""
        if not self.accepted:
            return self
        taken = with_accepted(self.records, records, self.accepted, self.reference.stale)
        return dataclasses.replace(self, reference=dataclasses.replace(self.reference, records=taken))


def earlier_of(
    store: Store,
    source: str,
    current: Mapping[str, Mapping[str, Json]],
    baselines: Sequence[Mapping[str, Json]] = (),
    accepted: frozenset[str] = frozenset(),
) -> Earlier:
    """What the store knows of the source before tonight. current: Store.current_records.

    baselines: last night's pages as new code reads them. They are then the measure, as a new way of reading is no
    drift; but not of calls that keep an earlier value: there the pages are what is doubted.
    """
    issues = records(store.issues(source=source))
    since: dict[str, date] = {}
    stale: dict[str, set[str]] = {}
    flagged: dict[tuple[str, str], set[str]] = {}
    for issue in issues:
        flagged.setdefault((issue["kind"], issue["field"]), set()).add(issue["source_id"])
        is_stale = issue["kind"] == "stale_value"
        if is_stale or (issue["kind"] == "drift" and issue["severity"] == "error"):
            night = as_day(issue["since_night"])
            since[issue["field"]] = min(since.get(issue["field"], night), night)
        if is_stale:
            stale.setdefault(issue["field"], set()).add(issue["source_id"])
    kept = {source_id for ids in stale.values() for source_id in ids}
    read = {str(record["source_id"]): record for record in baselines if record["source_id"] not in kept}
    reference = Reference(
        records={**current, **{key: record for key, record in read.items() if key in current}},
        fill_rates=store.fill_rates(source, VOLUME_NIGHTS),
        flagged=flagged,
        since=since,
        stale=stale,
    )
    return Earlier(store.listed_counts(source, VOLUME_NIGHTS), reference, accepted)


def standing_alarms(store: Store, source: str) -> list[Issue]:
    """What was wrong with fields of a source last, to be told again on a night that cannot tell."""
    issues = records(store.issues(source=source, source_id=""))
    names = [one.name for one in dataclasses.fields(Issue)]
    return [Issue(**{name: issue[name] for name in names}) for issue in issues if issue["kind"] == "drift"]


def looked_at(earlier: Earlier, source: Source, harvest: Harvest, canaries: Collection[str]) -> Earlier:
    """The same, with what tonight's harvest says of calls that were not read for their own sake.

    Where pages are asked for nightly, a completed call that is not read is not looked at. Where only what changed is
    read, a card that is as it was says that the call is.
    """
    as_before = harvest.unchanged if source.details_when == "changed" else ()
    made = dataclasses.replace(
        earlier.reference, canaries=canaries, as_before=as_before, own_columns=source.own_columns
    )
    return dataclasses.replace(earlier, reference=made)


def usual_length(earlier: Earlier) -> float | None:
    """The usual length of the list: the median of the last nights; None before the first."""
    return median(earlier.listed) if earlier.listed else None


def is_short(staged: Staged, earlier: Earlier) -> bool:
    """Whether the list is so much shorter than usual that nothing may be concluded from what it lacks."""
    usual, count = usual_length(earlier), len(staged.card_hashes)
    return usual is not None and count < (1 - VOLUME_BAND) * usual and usual - count >= VOLUME_LEAST


def is_too_long(staged: Staged, earlier: Earlier) -> bool:
    """Whether the list is so much longer than usual that what is new in it must wait until it can be believed."""
    usual, count = usual_length(earlier), len(staged.card_hashes)
    return usual is not None and count > TOO_LONG * usual and count - usual >= TOO_LONG_LEAST
