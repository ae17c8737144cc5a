"""The checks on a source's staged records, each named for the fact that holds. Nothing is published here."""

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from assets.steps import EMPTY, Staged
from calls.fields import BY_NAME, LIVE_STATUSES
from calls.model import Json
from sources.base import Source

DEADLINES_READ_FLOOR = 0.8
"""Share of open and forecasted calls whose deadline we must understand before a person is asked to look."""

VOLUME_NIGHTS = 7
VOLUME_BAND = 0.3
"""A list may be this much shorter or longer than the median of the last VOLUME_NIGHTS before it is doubted."""

VOLUME_LEAST = 5
"""... and by at least so many calls: three of four is no trend."""

DRIFT_COLUMNS = (
    "full_text",
    "deadlines",
    "deadline_text",
    "deadline_type",
    "status",
    "applicant_text",
    "award_ceiling_nok",
    "budget_nok",
)
"""Columns that a change of layout empties first, and that a match or a deadline rests on."""

DRIFT_SHARE = 1 / 3
DRIFT_LEAST = 3
"""A column has drifted when this share of the calls that had a value, and at least so many, have none tonight."""

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
    """What earlier nights know of the source: lengths of its newest lists, and the last good record of each call."""

    listed: Sequence[int]
    records: Mapping[str, Mapping[str, Json]]


def judge(source: Source, staged: Staged, earlier: Earlier) -> list[Verdict]:
    """Every check on what was staged, in the order in which a person would ask."""
    return [
        _count(source, staged),
        _unique_ids(staged),
        _drift(staged, earlier),
        _volume(staged, earlier),
        _complete(staged),
        _pages_read(staged),
        _deadlines_read(staged),
    ]


CHECKS = ("count", "unique_ids", "drift", "volume", "complete", "pages_read", "deadlines_read")
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


def _drift(staged: Staged, earlier: Earlier) -> Verdict:
    """Whether calls that had values have lost them. Each is compared with itself: who is in the list does not count."""
    lost = {}
    for column in DRIFT_COLUMNS:
        had, gone = _lost(staged.records, earlier.records, column)
        if gone >= DRIFT_LEAST and gone >= DRIFT_SHARE * had:
            lost[column] = (gone, had)
    told = ", ".join(f"{BY_NAME[name].label_nb} ({gone} av {had})" for name, (gone, had) in lost.items())
    words = f"Opplysninger som før var lest, mangler i natt: {told}. Siden er trolig lagt om." if lost else ""
    return Verdict("drift", not lost, blocks=True, words=words or "Det som var lest før, leses fortsatt.")


def _lost(
    records: Iterable[Mapping[str, Json]], before: Mapping[str, Mapping[str, Json]], column: str
) -> tuple[int, int]:
    """How many calls read tonight had a value in the column, and how many of these have none now."""
    had = [row for row in records if before.get(row["source_id"], {}).get(column) not in EMPTY]
    return len(had), sum(1 for row in had if row[column] in EMPTY)


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
