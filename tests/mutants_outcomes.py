"""What the two readings of a mutant differ in is the harm; what only the changed one reports is the alarm."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from mutants import Mutant, past_of, read_night

from assets.steps import Staged
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
    r"\d{4}-\d\d-\d\d|\d{1,2}[./]\d{1,2}[./]\d{2,4}|\d{1,2}\.? [a-zæøå]{3,9}\.? \d{4}(?:,? \d\d:\d\d(?: c\w+)?)?"
)
"""A day in running text, of which the spelling is no harm."""


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return _DAY.sub("#", " ".join(value.casefold().split()))
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return sorted(" ".join(one.casefold().split()) for one in value)
    return value if isinstance(value, list | dict) else None if value is None else str(value)


def harms(truth: Staged, found: Staged | None) -> set[Harm]:
    """What the changed reading would publish that the true one would not, and what it lacks."""
    if found is None:
        return {Harm(str(record["source_id"]), "") for record in truth.records}
    true = {str(record["source_id"]): record for record in truth.records}
    read = {str(record["source_id"]): record for record in found.records}
    whole = {Harm(key, "") for key in true.keys() ^ read.keys()}
    whole |= {Harm(key, "is_listed") for key in truth.card_hashes.keys() ^ found.card_hashes.keys()}
    parts = set()
    for key in true.keys() & read.keys():
        one, other = canonical(true[key]), canonical(read[key])
        parts |= {Harm(key, column) for column in one if one[column] != other[column]}
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
    source_issues: int
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
    """Reads the changed night beside the unchanged one."""
    night, past, truth = past_of(mutant.night)
    assert truth.staged is not None
    assert truth.published is not None
    found, _ = read_night(replace(night, answers=mutant.change(night.answers)), past)
    harm = harms(truth.staged, found.staged)
    issues = set(found.marks) | set(found.staged.issues if found.staged else ())
    old = set(truth.staged.issues) | set(past.issues)
    fresh = {issue for issue in issues - old if issue.severity != "info"}
    marked = {issue.source_id for issue in fresh}
    left: set[Harm] = set()
    if found.published is not None:
        said = {(issue.source_id, issue.field) for issue in found.published.issues if issue not in old}
        left = {one for one in harms(truth.published, found.published) if (one.source_id, one.column) not in said}
    return Outcome(
        mutant,
        frozenset(harm),
        frozenset(found.failed - truth.failed),
        bool(harm) and {one.source_id for one in harm} <= marked,
        bool(set(found.marks) - set(truth.marks)),
        len([issue for issue in fresh if issue not in found.marks]),
        frozenset(left),
    )


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
