"""What differs between two records of one call, column by column, by meaning."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from calls.fields import CALL
from calls.history.deadlines import compare
from calls.history.readable import lines_of_one, value_words, words_apart
from calls.meaning import UNHASHED, canonical, is_opening_stated, local_day
from calls.model import Json

COMPARED = tuple(column for column in CALL if column.name not in (*UNHASHED, "source", "source_id"))
"""Columns that a change may be of. Which deadline is next follows from `deadlines`."""

BEGINNING = datetime(1, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class FieldChange:
    """One column that means something else. before, after: plain JSON; of a long text the lines that the other lacks.

    The texts are the funder's words where these are cited, else the values in words; "" where there was nothing.
    """

    field: str
    before: Json
    after: Json
    before_text: str
    after_text: str


def changed_fields(
    before: Mapping[str, Json], after: Mapping[str, Json], at: datetime = BEGINNING
) -> list[FieldChange]:
    """What changed, in the order of CALL. Both have all columns of CALL. A deadline before `at` may merely pass."""
    return [
        _change(column.name, column.dtype == "long_text", before, after)
        for column in COMPARED
        if before[column.name] != after[column.name] and not is_same(column.name, before, after, at)
    ]


def is_same(column: str, before: Mapping[str, Json], after: Mapping[str, Json], at: datetime = BEGINNING) -> bool:
    """Whether both records say the same in the column."""
    one, other = before[column], after[column]
    if column == "deadlines":
        return not compare(one, other, at)
    if column == "deadline_text" and (before["deadlines"] or after["deadlines"]):
        return True  # the days say it all
    if column == "opens_at" and one and other and not (is_opening_stated(before) and is_opening_stated(after)):
        return local_day(one) == local_day(other)
    return bool(canonical(column, one) == canonical(column, other))


def plain(value: Json) -> Json:
    """A value as JSON has it."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return value.isoformat() if isinstance(value, date) else value


def _change(column: str, is_long: bool, before: Mapping[str, Json], after: Mapping[str, Json]) -> FieldChange:
    one, other = before[column], after[column]
    if is_long:
        mine, theirs = lines_of_one(one, other), lines_of_one(other, one)
        return FieldChange(column, mine or None, theirs or None, mine, theirs)
    texts = words_apart(before, after, column)
    if texts[0] == texts[1]:  # what was read is another, but not the words that it was read of
        texts = value_words(before, column), value_words(after, column)
    return FieldChange(column, plain(one), plain(other), *texts)
