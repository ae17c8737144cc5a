"""The checks on a source's staged records, each named for the fact that holds. Nothing is published here."""

import dataclasses
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from assets.steps import Staged
from calls.drift import LIST_GROUP, Drift, Reference, keep_last_good, look
from calls.fields import LIVE_STATUSES
from calls.model import Issue, Json, Severity
from calls.store import Store
from sources.base import Source

DEADLINES_READ_FLOOR = 0.8
"""Share of open and forecasted calls whose deadline we must understand before a person is asked to look."""

VOLUME_NIGHTS = 7
VOLUME_BAND = 0.3
"""A list may be this much shorter or longer than the median of the last VOLUME_NIGHTS before it is doubted."""

VOLUME_LEAST = 5
"""... and by at least so many calls: three of four is no trend."""

TOO_LONG, TOO_LONG_LEAST = 1.5, 20
"""A list of more than so many times its usual length, and by so many calls, holds others than it should. The EU's index
once grew to three times its size overnight, with copies of calls."""

UNREAD_SHARE = 0.1
UNREAD_LEAST = 2
"""The source counts as partly old when this share of the pages read before fails tonight, and at least so many.

A single page that fails is told of on the page of its call.
"""


@dataclass(frozen=True)
class Verdict:
    """What one check found. blocks: nothing of the source may be published tonight when it failed."""

    name: str
    passed: bool
    blocks: bool
    words: str  # bokmål, one sentence
    figures: Mapping[str, float] = dataclasses.field(default_factory=dict)
    is_error: bool = False  # an ERROR although it does not block


@dataclass(frozen=True)
class Earlier:
    """What earlier nights know of the source.

    listed: lengths of its newest lists. records: the last good record of each call. The rest is that of
    calls.drift.Reference: without it, drift is judged by the records alone.
    """

    listed: Sequence[int]
    records: Mapping[str, Mapping[str, Json]]
    fill_rates: Sequence[Mapping[str, float]] = ()
    flagged: Mapping[tuple[str, str], Collection[str]] | None = None
    since: Mapping[str, date] = dataclasses.field(default_factory=dict)
    accepted: frozenset[str] = frozenset()
    canaries: Collection[str] = ()

    @property
    def reference(self) -> Reference:
        """What drift is measured against."""
        return Reference(self.records, self.fill_rates, self.flagged, self.since, self.accepted, self.canaries)


def earlier_of(
    store: Store,
    source: str,
    current: Mapping[str, Mapping[str, Json]],
    baselines: Sequence[Mapping[str, Json]] = (),
) -> Earlier:
    """What the store knows of the source before tonight. current: Store.current_records.

    baselines: last night's pages as new code reads them. They are then the measure, as a new way of reading is no
    drift; but not of calls that keep an earlier value: there the pages are what is doubted.
    """
    issues = store.issues(source=source)
    stale = issues[issues["kind"] == "stale_value"]
    since: dict[str, date] = {}
    for column, night in zip(stale["field"], stale["since_night"], strict=True):
        since[column] = min(since.get(column, night), night)
    flagged: dict[tuple[str, str], set[str]] = {}
    for kind, column, source_id in zip(issues["kind"], issues["field"], issues["source_id"], strict=True):
        flagged.setdefault((kind, column), set()).add(source_id)
    kept = set(stale["source_id"])
    read = {str(record["source_id"]): record for record in baselines if record["source_id"] not in kept}
    return Earlier(
        listed=store.listed_counts(source, VOLUME_NIGHTS),
        records={**current, **{key: record for key, record in read.items() if key in current}},
        fill_rates=store.fill_rates(source, VOLUME_NIGHTS),
        flagged=flagged,
        since=since,
    )


def is_too_long(staged: Staged, earlier: Earlier) -> bool:
    """Whether the list is so much longer than usual that what is new in it must wait until it can be believed."""
    usual, count = usual_length(earlier), len(staged.card_hashes)
    return usual is not None and count > TOO_LONG * usual and count - usual >= TOO_LONG_LEAST


def drift_of(staged: Staged, earlier: Earlier) -> Drift:
    """What is odd tonight, field by field. Nothing where no call was read."""
    if not staged.records:
        return Drift()
    at = max(record["last_seen_at"] for record in staged.records)
    is_whole = staged.is_complete and not is_short(staged, earlier)
    return look(staged.records, staged.card_hashes, staged.issues, earlier.reference, at, is_whole=is_whole)


def settled(source: Source, staged: Staged, earlier: Earlier, drift: Drift) -> Staged:
    """What may be published of a source that is not blocked: each failing field as it last was, and marked.

    Where calls left the list in a heap, nothing is concluded from what it lacks.
    """
    records, stale = keep_last_good(staged.records, earlier.records, drift.failing)
    told = alarms(source, drift)
    is_torn = LIST_GROUP.name in drift.failing
    return dataclasses.replace(
        staged,
        records=tuple(records),
        issues=tuple(dict.fromkeys((*staged.issues, *told, *drift.issues, *stale))),
        is_complete=staged.is_complete and not is_torn,
        kept=_missing(staged, earlier) if is_torn and staged.is_complete else staged.kept,
    )


def alarms(source: Source, drift: Drift) -> list[Issue]:
    """One issue a field that is not fine. Its words stay the same while it lasts: it stands since its first night."""
    told = []
    for verdict in drift.fields:
        fails = verdict.state == "failing"
        what = "leses ikke trygt; det vi leste sist, står" if fails else "leses annerledes enn før og bør sjekkes"
        words = f"{verdict.label_nb} {what}."
        severity: Severity = "error" if fails else "warning"
        told.append(Issue(source.key, "", "drift", verdict.name, "", words, source.homepage, severity))
    return told


def _missing(staged: Staged, earlier: Earlier) -> int:
    """How many calls that one could apply for or await last night tonight's list lacks."""
    live = [key for key, one in earlier.records.items() if one["is_listed"] and one["status"] in LIVE_STATUSES]
    return sum(1 for key in live if key not in staged.card_hashes)


def judge(source: Source, staged: Staged, earlier: Earlier, drift: Drift | None = None) -> list[Verdict]:
    """Every check on what was staged, in the order in which a person would ask. drift: of `drift_of`, if at hand."""
    seen = drift_of(staged, earlier) if drift is None else drift
    return [
        _count(source, staged),
        _unique_ids(staged),
        _drift(seen),
        _fields(seen),
        _volume(staged, earlier),
        _complete(staged),
        _pages_read(staged),
        _deadlines_read(staged),
    ]


CHECKS = ("count", "unique_ids", "drift", "fields", "volume", "complete", "pages_read", "deadlines_read")
BLOCKING = ("count", "unique_ids", "drift")


def _count(source: Source, staged: Staged) -> Verdict:
    count = len(staged.card_hashes)
    words = f"{count} utlysninger; ventet {source.floor}–{source.ceiling}."
    return Verdict("count", source.floor <= count <= source.ceiling, blocks=True, words=words, figures={"calls": count})


def _unique_ids(staged: Staged) -> Verdict:
    ids = [record["source_id"] for record in staged.records]
    double = len(ids) - len(set(ids))
    words = f"{double} utlysninger har samme id som en annen." if double else "Alle utlysninger har sin egen id."
    return Verdict("unique_ids", not double, blocks=True, words=words, figures={"duplicates": double})


def _drift(drift: Drift) -> Verdict:
    """Whether so much is read otherwise than before that nothing of it can be believed."""
    words = drift.words if drift.blocks else "Det som var lest før, leses fortsatt."
    return Verdict("drift", not drift.blocks, blocks=True, words=words)


def _fields(drift: Drift) -> Verdict:
    """Whether each field reads as it did. One that fails keeps its last good values, and the source is published."""
    failing, watched = len(drift.failing), len(drift.fields) - len(drift.failing)
    figures = {"failing": float(failing), "watched": float(watched)}
    if drift.blocks:
        words = f"{failing} felt leses ikke trygt; ingenting av kilden vises fra i natt."
    else:
        words = drift.words or "Hvert felt leses som før."
    return Verdict("fields", not drift.fields, blocks=False, words=words, is_error=failing > 0, figures=figures)


def usual_length(earlier: Earlier) -> float | None:
    """The usual length of the list: the median of the last nights; None before the first."""
    return median(earlier.listed) if earlier.listed else None


def is_short(staged: Staged, earlier: Earlier) -> bool:
    """Whether the list is so much shorter than usual that nothing may be concluded from what it lacks."""
    usual, count = usual_length(earlier), len(staged.card_hashes)
    return usual is not None and count < (1 - VOLUME_BAND) * usual and usual - count >= VOLUME_LEAST


def _volume(staged: Staged, earlier: Earlier) -> Verdict:
    usual, count = usual_length(earlier), len(staged.card_hashes)
    if usual is None:
        return Verdict("volume", True, blocks=False, words=f"{count} utlysninger; det er ingen tidligere natt.")
    is_long = count > (1 + VOLUME_BAND) * usual and count - usual >= VOLUME_LEAST
    short = is_short(staged, earlier)
    words = f"{count} utlysninger; vanlig er {usual:g}."
    if short:
        words += " Ingen regnes som borte."
    if is_too_long(staged, earlier):
        words += " Utlysninger vi ikke har sett før, venter til listen er som vanlig."
    figures = {"calls": count, "usual": float(usual)}
    return Verdict("volume", not (short or is_long), blocks=False, words=words, is_error=short, figures=figures)


def _complete(staged: Staged) -> Verdict:
    words = "Listen er hel." if staged.is_complete else "Listen er ikke hel; ingen utlysning regnes som borte."
    return Verdict("complete", staged.is_complete, blocks=False, words=words)


def is_unread(staged: Staged) -> bool:
    """Whether so many pages failed tonight that the source counts as partly old."""
    count = len(staged.unread)
    return count >= UNREAD_LEAST and count > UNREAD_SHARE * (count + len(staged.detail_read))


def _pages_read(staged: Staged) -> Verdict:
    count = len(staged.unread)
    words = f"{count} sider som er lest før, kunne ikke leses i natt; det som sist ble lest, står."
    return Verdict(
        "pages_read",
        not count,
        blocks=False,
        words=words if count else "Alle sidene kunne leses.",
        is_error=is_unread(staged),
        figures={"pages": count},
    )


def _deadlines_read(staged: Staged) -> Verdict:
    current = [record for record in staged.records if record["status"] in LIVE_STATUSES]
    read = sum(1 for record in current if record["deadline_at"] or record["deadline_type"])
    share = read / len(current) if current else 1.0
    words = f"Fristen er forstått for {read} av {len(current)} åpne og kommende utlysninger."
    return Verdict("deadlines_read", share >= DEADLINES_READ_FLOOR, blocks=False, words=words, figures={"share": share})
