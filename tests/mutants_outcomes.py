"""What the two readings of a mutant differ in is the harm; what only the changed one reports is the alarm."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, NamedTuple

from mutants import Mutant, Reading, before, read_night, unchanged

from calls.fields import NAMES

COMPLETENESS = ("answered", "count", "volume", "complete", "pages_read")
"""Checks on how much came, and not on what it says."""

UNCOMPARED = ("evidence", "layout", "content_hash", "api_id", "parser_version", "first_seen_at", "last_seen_at")


class Harm(NamedTuple):
    """A wrong or missing value, a call that is missing, or one too many."""

    source_id: str
    column: str  # "" for the call as a whole


def canonical(record: Mapping[str, Any]) -> dict[str, Any]:
    """A record by meaning: what the reader would take from it, however it is written."""
    values = {name: _plain(record[name]) for name in NAMES if name not in UNCOMPARED}
    values["deadlines"] = sorted(entry["at"] for entry in record["deadlines"])
    values["other_dates"] = sorted(entry["date"] or entry["text"] for entry in record["other_dates"])
    values["themes"] = sorted((one["name"].casefold(), one["amount_nok"] or 0) for one in record["themes"])
    values["deadline_text"] = None if record["deadlines"] else _plain(record["deadline_text"])
    values["change_notes"] = sorted((one["date"] or "", _plain(one["text"])) for one in record["change_notes"])
    values["status_text"] = None if record["status"] else _plain(record["status_text"])
    return values


_DAY = re.compile(
    r"\d{4}-\d\d-\d\d|\d{1,2}[./]\d{1,2}[./]\d{2,4}|[a-z]{3,9} \d{1,2}, \d{4}"
    r"|\d{1,2}\.? [a-zæøå]{3,9}\.? \d{4}(?:,? \d\d:\d\d(?: c\w+)?)?"
)
"""A day in running text, of which the spelling is no harm."""

_MARK = re.compile(r"(?<=\d)[ .,\u00a0\u2009'](?=\d)")
"""What stands between the figures of a number in running text, which is no harm either."""


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return _MARK.sub("", _DAY.sub("#", " ".join(value.casefold().split())))
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return sorted(" ".join(one.casefold().split()) for one in value)
    return value if isinstance(value, list | dict) else None if value is None else str(value)


def harms(truth: Mapping[str, Any], found: Mapping[str, Any]) -> set[Harm]:
    """Calls and values in which two states of a source differ, each a table of records by source_id."""
    whole = {Harm(key, "") for key in truth.keys() ^ found.keys()}
    parts = set()
    for key in truth.keys() & found.keys():
        if truth[key] is found[key] or truth[key]["content_hash"] == found[key]["content_hash"]:
            columns = ["is_listed"] if truth[key]["is_listed"] != found[key]["is_listed"] else []
        else:
            one, other = canonical(truth[key]), canonical(found[key])
            columns = [column for column in one if one[column] != other[column]]
        parts |= {Harm(key, column) for column in columns}
    return whole | parts


@dataclass(frozen=True)
class Outcome:
    """What became of a mutant.

    alarms: checks that fail and did not. marked: every call that is harmed carries a mark that it had not. by_drift:
    some mark is drift's own. left: harms that would be published, in no field that is marked as kept or doubtful.
    """

    mutant: Mutant
    harm: frozenset[Harm]
    alarms: frozenset[str]
    is_marked: bool
    by_drift: bool
    left: frozenset[Harm]

    @property
    def is_harmful(self) -> bool:
        return bool(self.harm)

    @property
    def is_detected(self) -> bool:
        return bool(self.alarms) or self.is_marked

    @property
    def is_about_content(self) -> bool:
        """Whether it is noticed by what the calls say, and not by how many came alone."""
        return bool(self.alarms - set(COMPLETENESS)) or self.is_marked


def try_out(mutant: Mutant) -> Outcome:
    """Reads the changed nights beside the unchanged ones. What was harmed or noticed on any of them counts."""
    night, past = before(mutant.night)
    truths = unchanged(mutant.night, len(mutant.changes))
    harm: set[Harm] = set()
    left: set[Harm] = set()
    alarms: set[str] = set()
    marked: set[str] = set()
    by_drift, old = False, set(past.issues)
    for number, (change, truth) in enumerate(zip(mutant.changes, truths, strict=True)):
        tonight = replace(night, answers=change(night.answers), at=night.at + timedelta(days=number))
        found, past = read_night(tonight, past)
        assert truth.staged is not None
        old |= set(truth.staged.issues)
        harm |= _harm(truth, found)
        alarms |= found.failed - truth.failed
        issues = set(found.marks) | set(found.staged.issues if found.staged else ())
        marked |= {issue.source_id for issue in issues - old if issue.severity != "info"}
        by_drift = by_drift or bool(set(found.marks) - set(truth.marks))
        if found.published is not None:
            said = {(issue.source_id, issue.field) for issue in found.published.issues if issue not in old}
            left |= {one for one in harms(truth.shown, found.shown) if (one.source_id, one.column) not in said}
    is_marked = bool(harm) and {one.source_id for one in harm} <= marked
    return Outcome(mutant, frozenset(harm), frozenset(alarms), is_marked, by_drift, frozenset(left))


def _harm(truth: Reading, found: Reading) -> set[Harm]:
    """What the changed night would tell otherwise if all that it read were believed."""
    assert truth.staged is not None
    if found.staged is None:
        return {Harm(key, "") for key in truth.staged.card_hashes}
    listed = {Harm(key, "is_listed") for key in truth.staged.card_hashes.keys() ^ found.staged.card_hashes.keys()}
    return harms(truth.read, found.read) | listed


class Rates(NamedTuple):
    """What a suite of mutants came to."""

    harmful: int
    detected: int
    by_content: int
    harmless: int
    false_alarms: int
    false_by_completeness: int
    missed: tuple[Outcome, ...]
    alarmed: tuple[Outcome, ...]
    wrong_deadlines: int  # that would be published without a mark or an alarm


def rates(outcomes: Iterable[Outcome]) -> Rates:
    found: Sequence[Outcome] = list(outcomes)
    harmful = [one for one in found if one.is_harmful]
    harmless = [one for one in found if not one.is_harmful]
    alarmed = [one for one in harmless if one.alarms - set(COMPLETENESS) or one.by_drift]
    only_less = [one for one in harmless if one not in alarmed and one.alarms]
    unmarked = [one for one in found if any(harm.column in ("deadline_at", "deadlines") for harm in one.left)]
    return Rates(
        len(harmful),
        sum(one.is_detected for one in harmful),
        sum(one.is_about_content for one in harmful),
        len(harmless),
        len(alarmed),
        len(only_less),
        tuple(one for one in harmful if not one.is_detected),
        tuple(alarmed),
        sum(not one.is_detected for one in unmarked),
    )
