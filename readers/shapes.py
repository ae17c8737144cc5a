"""What people can decide, correct, note and say of their own work on a call."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, get_args

from calls.model import Json

CallKind = Literal["not_for_us", "relevant", "not_relevant", "known"]
"""About a call: we leave it, it is about what we do, it is not, we know of it already.

`not_for_us` hides a call, and may be for any reason: too small, too late, somebody else applies. It says nothing of
what the call is about, so that a ranking must not learn from it. `not_relevant` says just that, and hides nothing.
"""

SourceKind = Literal["source_enabled", "source_disabled"]
"""About a source: collect it, or leave it out."""

DecisionKind = CallKind | SourceKind

StateWord = Literal["considering", "applying", "submitted", "granted", "rejected", "dropped"]
"""Where a project's own work on a call is."""

CALL_KINDS: tuple[str, ...] = get_args(CallKind)
SOURCE_KINDS: tuple[str, ...] = get_args(SourceKind)
STATE_WORDS: tuple[str, ...] = get_args(StateWord)


class DecisionError(ValueError):
    """Something that cannot be decided, undone or restored. One line of bokmål."""


@dataclass(frozen=True)
class Decision:
    """`profile` "" means the whole cluster; both are "" for a decision about a source."""

    id: str
    kind: DecisionKind
    cluster: str
    profile: str
    source: str
    source_id: str
    reason: str
    by: str
    at: datetime  # UTC
    undone_by: str | None
    undone_at: datetime | None


@dataclass(frozen=True)
class Correction:
    """A value that a person sets in place of what was read. `value` is as in a record of calls.fields.

    was_value: what was read when it was made, as canonical JSON; was_words: the funder's words behind it. Both are None
    where nobody told (then the correction is never questioned), was_words also where the funder's words are not kept.
    """

    id: str
    source: str
    source_id: str
    field: str
    value: Json
    reason: str
    by: str
    at: datetime  # UTC
    undone_by: str | None
    undone_at: datetime | None
    was_value: str | None = None
    was_words: str | None = None


@dataclass(frozen=True)
class OwnCall:
    """A call that a person entered, of a funder that we do not read. A later row of a source_id is an edit of it.

    content: the columns of calls.fields that were given, as JSON has them (`readers.own`).
    """

    id: str
    source_id: str
    content: Mapping[str, Json]
    by: str
    at: datetime  # UTC
    undone_by: str | None
    undone_at: datetime | None


@dataclass(frozen=True)
class Acceptance:
    """That the funder itself changed a field of a source, which we keep from readers since it reads otherwise.

    field: name of a group of columns (calls.drift.GROUPS). night: the first one that may believe what it reads.
    """

    id: str
    source: str
    field: str
    night: date
    reason: str
    by: str
    at: datetime  # UTC
    undone_by: str | None
    undone_at: datetime | None


@dataclass(frozen=True)
class State:
    """Where a project's work on a call is from `at` on, until a later row."""

    id: str
    cluster: str
    profile: str
    source: str
    source_id: str
    state: StateWord
    by: str
    at: datetime  # UTC


@dataclass(frozen=True)
class Note:
    id: str
    cluster: str
    profile: str
    source: str
    source_id: str
    text: str
    by: str
    at: datetime  # UTC
    undone_by: str | None
    undone_at: datetime | None
