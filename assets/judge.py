"""The checks on a source's staged records, each named for the fact that holds. Nothing is published here."""

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assets.earlier import VOLUME_BAND, VOLUME_LEAST, Earlier, is_short, is_too_long, usual_length
from assets.steps import Staged
from calls.drift import LIST_GROUP, Drift, keep_last_good, look, without_reversals
from calls.fields import LIVE_STATUSES
from calls.model import Issue, IssueKind, Severity
from sources.base import Source

DEADLINES_READ_FLOOR = 0.8
"""Share of open and forecasted calls whose deadline we must understand before a person is asked to look."""

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


def drift_of(staged: Staged, earlier: Earlier) -> Drift:
    """What is odd tonight, field by field. Nothing where no call was read."""
    if not staged.records:
        return Drift()
    at = max(record["last_seen_at"] for record in staged.records)
    is_whole = staged.is_complete and not is_short(staged, earlier)
    reference = earlier.beside(staged.records).reference
    return look(staged.records, staged.card_hashes, staged.issues, reference, at, is_whole=is_whole)


def settled(source: Source, staged: Staged, earlier: Earlier, drift: Drift, verdicts: Sequence[Verdict] = ()) -> Staged:
    """What may be published of a source that is not blocked: each failing field as it last was, and marked.

    A call that keeps a value counts as one whose card is new, so that it is read again although its list does not
    change. Where calls left the list in a heap, nothing is concluded from what it lacks.
    """
    before = earlier.beside(staged.records).records
    doubted = (earlier.reference.flagged or {}).get(("contradiction", "status"), ())
    said_twice, reversals = without_reversals(staged.records, before, doubted)
    kept, stale = keep_last_good(said_twice, before, drift.failing)
    told = (*alarms(source, drift), *shortfalls(source, verdicts))
    is_torn = LIST_GROUP.name in drift.failing
    again = {issue.source_id for issue in (*reversals, *stale)}
    return dataclasses.replace(
        staged,
        records=tuple(kept),
        card_hashes={key: "" if key in again else card for key, card in staged.card_hashes.items()},
        issues=tuple(dict.fromkeys((*staged.issues, *told, *drift.issues, *reversals, *stale))),
        is_complete=staged.is_complete and not is_torn,
        kept=_missing(staged, earlier) if is_torn and staged.is_complete else staged.kept,
    )


def alarms(source: Source, drift: Drift) -> list[Issue]:
    """One issue a field that is not fine: what was seen, and what became of it."""
    told = []
    kept = "Ingenting fra kilden er oppdatert." if drift.blocks else "Det vi leste sist, står."
    for verdict in drift.fields:
        fails = verdict.state == "failing"
        words = f"{verdict.label_nb} leses ikke trygt: {verdict.seen}. {kept}"
        if not fails:
            words = f"{verdict.label_nb} bør sjekkes: {verdict.seen}."
        severity: Severity = "error" if fails else "warning"
        told.append(Issue(source.key, "", "drift", verdict.name, "", words, source.homepage, severity))
    return told


def shortfalls(source: Source, verdicts: Sequence[Verdict]) -> list[Issue]:
    """One issue a check on how much came that did not pass, where nothing else tells of it."""
    return [
        Issue(source.key, "", kind, column, "", one.words, source.homepage, "error" if one.is_error else "warning")
        for one in verdicts
        for kind, column in _SHORTFALLS.get(one.name, ())
        if not one.passed
    ]


_SHORTFALLS: Mapping[str, tuple[tuple[IssueKind, str], ...]] = {
    "unique_ids": (("contradiction", ""),),
    "volume": (("count_mismatch", ""),),
    "deadlines_read": (("missing_field", "deadline_at"),),
}
"""Kind and field of the issue. The list itself tells why it is not whole, or of another size than it may be; each page
tells why it could not be read."""


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


def _volume(staged: Staged, earlier: Earlier) -> Verdict:
    usual, count = usual_length(earlier), len(staged.card_hashes)
    if usual is None:
        return Verdict(
            "volume", True, blocks=False, words=f"Listen har {count} utlysninger; det er ingen tidligere natt."
        )
    is_long = count > (1 + VOLUME_BAND) * usual and count - usual >= VOLUME_LEAST
    short = is_short(staged, earlier)
    words = f"Listen har {count} utlysninger; vanlig er {usual:g}."
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
