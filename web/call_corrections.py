"""What readers corrected of a call, and the forms to correct it with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from calls.fields import BY_NAME, word_nb
from calls.tongue import say
from publish import words
from publish.rows import Row
from readers.forms import CORRECTABLE
from readers.standing import Corrected
from web.call_forms import FormField, form_fields


@dataclass(frozen=True)
class CorrectedNote:
    """One corrected value: what counts now, what we read, when and why it was corrected.

    is_questioned: the funder's words have changed since; words_then and words_now say how. field: the form again, with
    the value that counts, to keep it or to put it right.
    """

    id: str
    column: str
    label: str
    value: str
    read: str
    when: str
    reason: str
    is_questioned: bool
    words_then: str
    words_now: str
    field: FormField


def corrected_notes(corrected: Sequence[Corrected], record: Row) -> list[CorrectedNote]:
    """A note for each correction that stands. record: the call as it is shown."""
    fields = {one.name: one for one in form_fields(CORRECTABLE, record)}
    return [
        CorrectedNote(
            id=one.correction.id,
            column=one.column,
            label=say(one.label),
            value=value_words(one.column, one.value),
            read=value_words(one.column, one.read),
            when=words.date_words(words.oslo(one.correction.at).date()),
            reason=one.correction.reason,
            is_questioned=one.is_questioned,
            words_then=one.words_then or value_words(one.column, one.was),
            words_now=one.words_now or value_words(one.column, one.read),
            field=fields[one.column],
        )
        for one in corrected
        if one.column in fields
    ]


def correction_fields(record: Row) -> list[FormField]:
    """The fields of the forms, each with the value that counts now."""
    return form_fields(CORRECTABLE, record)


def value_words(column: str, value: Any) -> str:
    """A value of any column that can be corrected, in words."""
    if value is None or value in ("", []):
        return words.NOT_STATED
    if isinstance(value, list):
        return words.join_words([_part_words(one) for one in value])
    if isinstance(value, bool):
        return say("ja") if value else say("nei")
    if isinstance(value, datetime):
        return words.moment_words(value)
    if isinstance(value, date):
        return words.date_words(value)
    if column.endswith("_nok"):
        return words.money_words(int(value))
    if column.endswith("_pct"):
        return say("{n} prosent", n=value)
    return word_nb(value) if value in BY_NAME[column].allowed else str(value)


def _part_words(part: Any) -> str:
    if isinstance(part, Mapping):
        return words.moment_words(datetime.fromisoformat(part["at"]), words.is_assumed(part))
    return word_nb(part) if part in BY_NAME["applicant_types"].allowed else str(part)
