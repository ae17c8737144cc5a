"""The columns that rise and fall together, what each of them means apart from its spelling, and how many may move.

One group is one field to a person: a deadline is four columns, and none of them may be kept without the others.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from calls.fields import BY_NAME
from calls.meaning import is_stated, local_day
from calls.model import Json

Record = Mapping[str, Json]

EMPTY: tuple[Json, ...] = (None, "", [], {})
"""What counts as no value of a column."""

_WORD = re.compile(r"\w+")
_SAME_LENGTH = 0.5  # a text that shrinks below this share of itself is another text
_SAME_WORDS = 0.6  # ... as is one that keeps less than this share of the words that stood there
_ADDED = 20  # ... or that has grown to twice itself by more words than an editor adds


@dataclass(frozen=True)
class Group:
    """Columns that are believed or kept together. Named by the first of them.

    share: the field fails when more than this share of the calls that had a value has lost it or has another.
    derived: columns that follow from the others and are not compared.
    presence: columns of which only the loss counts, as they change by themselves.
    fails_by_gain: many calls that suddenly have a value are as bad as many that lost it.
    """

    columns: tuple[str, ...]
    share: float = 0.3
    derived: tuple[str, ...] = ()
    presence: tuple[str, ...] = ()
    fails_by_gain: bool = False

    @property
    def name(self) -> str:
        return self.columns[0]

    @property
    def label_nb(self) -> str:
        return BY_NAME[self.name].label_nb

    @property
    def compared(self) -> tuple[str, ...]:
        return tuple(column for column in self.columns if column not in self.derived)


LIST_GROUP = Group(("is_listed",), derived=("is_listed",))
"""Whether the list holds a call. Compared by `lists`, not call by call."""

GROUPS: tuple[Group, ...] = (
    Group(("title",)),
    Group(("url",)),
    Group(("full_text", "lang")),
    Group(("summary",)),
    Group(("status", "status_text"), share=0.2, derived=("status_text",)),
    Group(
        ("deadline_at", "deadlines", "deadline_type", "deadline_text"),
        share=0.2,
        derived=("deadline_at",),
        fails_by_gain=True,
    ),
    Group(("opens_at",), share=0.2),
    Group(("project_start_earliest_date", "project_start_latest_date", "project_end_latest_date")),
    Group(("other_dates",)),
    Group(("budget_nok", "budget_eur"), share=0.2),
    Group(("award_ceiling_nok", "award_floor_nok", "award_ceiling_eur", "award_floor_eur"), share=0.2),
    Group(("awards_expected",)),
    Group(("funding_rate_pct",), share=0.2),
    Group(("duration_max_months", "duration_min_months")),
    Group(("applicant_types", "applicant_text", "target_groups")),
    Group(("is_partner_required", "partner_text")),
    Group(("regions",)),
    Group(("application_type", "scheme", "instrument")),
    Group(("themes",)),
    Group(("programme", "parent_id")),
    Group(("norway", "norway_text")),
    Group(("twin_url",)),
    Group(("contact",)),
    Group(("change_notes",), presence=("change_notes",)),
    Group(("results",), presence=("results",)),
    LIST_GROUP,
)

_BY_COLUMN = {column: group for group in GROUPS for column in group.columns}


def group_of(column: str) -> Group | None:
    """The group that a column belongs to; None for one that no group has (keys, hashes, what the night itself says)."""
    return _BY_COLUMN.get(column)


def meaning(group: Group, column: str, record: Record) -> Json:
    """The value apart from order, spelling and the funder's labels; None where there is none."""
    value = record[column]
    if value in EMPTY:
        return None
    if column in group.presence or (column == "deadline_text" and record["deadlines"]):
        return True
    made = _MEANINGS.get(column)
    if made is not None:
        return made(value)
    return folded(value) if isinstance(value, str) else value


def folded(text: str) -> str:
    """The text in small letters with single blanks."""
    return " ".join(text.casefold().split())


def _moments(value: Json) -> Json:
    """A clock time that the funder does not state comes and goes with the list that says it: there the day counts."""
    moments = ((entry, datetime.fromisoformat(entry["at"])) for entry in value)
    return sorted(entry["at"] if is_stated(entry) else local_day(at).isoformat() for entry, at in moments)


def _days(value: Json) -> Json:
    return sorted(entry["date"] or folded(entry["text"]) for entry in value)


def _named(value: Json) -> Json:
    return sorted((folded(entry["name"]), entry["amount_nok"] or 0) for entry in value)


def _words(value: Json) -> Json:
    return sorted(folded(entry) for entry in value)


def _packed(value: Json) -> Json:
    return sorted(json.dumps(entry, sort_keys=True, ensure_ascii=False) for entry in value)


_MEANINGS: Mapping[str, Callable[[Json], Json]] = {
    "deadlines": _moments,
    "other_dates": _days,
    "themes": _named,
    "target_groups": _words,
    "regions": _words,
    "contact": _packed,
}

TEXTS = ("full_text", "summary", "applicant_text", "partner_text")
"""Running text, of which an edited sentence is no news here."""

LIVELY = ("change_notes", "results", "twin_url", "other_dates", "contact")
"""Fields that come and go by themselves; that one call loses them, or gets them, is no news."""


def is_other(column: str, before: Json, tonight: Json) -> bool:
    """Whether two values that are both there differ by more than an editor's touch."""
    if before == tonight:
        return False
    return column not in TEXTS or is_other_text(before, tonight)


def is_other_text(before: str, tonight: str) -> bool:
    """Whether a running text has become another one: much shorter or longer, or in other words."""
    old, new = _WORD.findall(before), _WORD.findall(tonight)
    is_grown = len(new) > 2 * len(old) and len(new) - len(old) > _ADDED
    if is_grown or len(tonight) < _SAME_LENGTH * len(before):
        return True
    one = set(old)
    return len(one & set(new)) < _SAME_WORDS * len(one)
