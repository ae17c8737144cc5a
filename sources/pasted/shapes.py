"""What reading a stranger's call gives: suggestions, each with the words that it was read from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from calls.model import Json


class PastedError(ValueError):
    """A text or page that no call can be read from. The message is bokmål: what is wrong, and what to do."""


@dataclass(frozen=True)
class Suggestion:
    """A value for one column of calls.fields, the words it was read from, and in bokmål what is doubtful about it."""

    column: str
    value: Json
    words: str
    doubt: str = ""


@dataclass(frozen=True)
class DeadlineSuggestion:
    """A moment (UTC). clock: "stated", or "inferred" where a rule of ours gave the time of day.

    type: one of calls.fields.DEADLINE_TYPES; "" of an opening.
    """

    at: datetime
    clock: str
    type: str
    words: str
    doubt: str = ""


@dataclass(frozen=True)
class Unread:
    """Words that seem to say something of a column and were not understood, and why, in bokmål."""

    column: str
    words: str
    why: str


@dataclass(frozen=True)
class Suggestions:
    """All that was read. A person chooses: nothing of it is used by itself.

    deadlines, opens: every candidate, the earliest first. deadline_type: where the call has no dated deadline and says
    how it works. amounts: award_floor_nok, award_ceiling_nok, budget_nok and funding_rate_pct, every candidate.
    full_text: one block a line, as calls.fields has it. Persons to ask are left out.
    """

    title: Suggestion | None
    funder: Suggestion | None
    summary: Suggestion | None
    full_text: str
    lang: str
    deadlines: tuple[DeadlineSuggestion, ...] = ()
    deadline_type: Suggestion | None = None
    opens: tuple[DeadlineSuggestion, ...] = ()
    amounts: tuple[Suggestion, ...] = ()
    applicant_types: Suggestion | None = None
    unread: tuple[Unread, ...] = ()

    def of(self, column: str) -> tuple[Suggestion, ...]:
        """The candidates for one column of `amounts`."""
        return tuple(one for one in self.amounts if one.column == column)
