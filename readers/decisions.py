"""People's decisions, corrections, states and notes: added, undone and asked for.

There is no clock in here: whoever calls says who did it and when. How rows move between machines stands in
`readers.backup`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, Self

import sqlalchemy as sa

from calls.database import Opened, Stamp, open_database, reading, sqlite_stamp, writing
from calls.model import Json
from calls.tongue import say
from readers import backup, rows, tables
from readers.accepted import acceptance
from readers.applied import remembered
from readers.corrected import FIELDS, from_text, tidy, to_text
from readers.own import new_key, to_content
from readers.shapes import (
    CALL_KINDS,
    SOURCE_KINDS,
    STATE_WORDS,
    Acceptance,
    Correction,
    Decision,
    DecisionError,
    DecisionKind,
    Note,
    OwnCall,
    State,
    StateWord,
)


class Decisions(Opened):
    """All that people said, in one database of its own. Every method is one transaction.

    `by` says who, `at` (with a time zone) when. Saying the same twice is one row. Filters that are None let all
    through; "" is a value: profile "" is the whole cluster. Lists are oldest first. Bad input is a DecisionError, a
    database that cannot be used a calls.database.StoreError.
    """

    @classmethod
    def open(cls, url: str) -> Self:
        """The decisions at an SQLAlchemy URL, made or brought up to date if need be."""
        return cls(open_database(url, tables.SCHEMA))

    def decide(
        self,
        kind: DecisionKind,
        *,
        by: str,
        at: datetime,
        source: str,
        source_id: str = "",
        cluster: str = "",
        profile: str = "",
        reason: str = "",
    ) -> Decision:
        """A decision on a call (for a cluster, or for one profile of it) or on a source (for everybody)."""
        if kind in CALL_KINDS:
            _require(cluster=cluster, source=source, source_id=source_id)
        elif kind in SOURCE_KINDS:
            _require(source=source)
            if source_id or cluster or profile:
                raise DecisionError("En beslutning om en kilde gjelder hele kilden, for alle.")
        else:
            raise DecisionError(f"Ukjent beslutning {kind!r}; lovlige er {', '.join((*CALL_KINDS, *SOURCE_KINDS))}.")
        subject = {"cluster": cluster, "profile": profile, "source": source, "source_id": source_id}
        return Decision(**self._add(tables.decisions, kind=kind, **subject, reason=reason, by=by, at=at))

    def undo(self, key: str, *, by: str, at: datetime) -> None:
        """Takes back a decision, correction or note by its id. It stays in the table, marked with who and when."""
        with writing(self._engine) as connection:
            rows.undo(connection, key, by, at)

    def decisions(
        self,
        *,
        kind: DecisionKind | None = None,
        cluster: str | None = None,
        profile: str | None = None,
        source: str | None = None,
        source_id: str | None = None,
        is_standing: bool = True,
    ) -> list[Decision]:
        """Decisions; with is_standing False the undone ones too. Where two contradict each other, the later counts."""
        subject = {"cluster": cluster, "profile": profile, "source": source, "source_id": source_id}
        return [Decision(**row) for row in self._ask(tables.decisions, is_standing, kind=kind, **subject)]

    def correct(
        self,
        source: str,
        source_id: str,
        field: str,
        value: Json,
        *,
        by: str,
        at: datetime,
        reason: str = "",
        record: Mapping[str, Json] | None = None,
    ) -> Correction:
        """A value to use in place of what was read: a column of calls.fields, and what that column may hold.

        record: the call as read, uncorrected. What it says of the field is kept, so that the correction is questioned
        when the funder says something else; without it, it never is.
        """
        _require(source=source, source_id=source_id)
        text = to_text(field, tidy(field, value) if field in FIELDS else value)
        was_value, was_words = remembered(record, field) if record else (None, None)
        said = {"source": source, "source_id": source_id, "field": field, "value": text, "reason": reason}
        return _correction(
            self._add(tables.corrections, **said, by=by, at=at, was_value=was_value, was_words=was_words)
        )

    def corrections(
        self, *, source: str | None = None, source_id: str | None = None, is_standing: bool = True
    ) -> list[Correction]:
        """Corrections; of two for one field the later counts."""
        found = self._ask(tables.corrections, is_standing, source=source, source_id=source_id)
        return [_correction(row) for row in found]

    def add_call(self, given: Mapping[str, Json], *, by: str, at: datetime, source_id: str = "") -> OwnCall:
        """A call that a person enters: columns of readers.own.GIVEN. With the source_id of one, an edit of that one."""
        content = to_content(given)
        if source_id and not self.own_calls(source_id=source_id):
            raise DecisionError(say("Utlysningen som skulle endres, finnes ikke lenger."))
        key = source_id or new_key(content, by, at)
        return _own_call(self._add(tables.own_calls, source_id=key, content=content, by=by, at=at))

    def remove_call(self, source_id: str, *, by: str, at: datetime) -> None:
        """Takes back a call that a person entered, with every edit of it."""
        standing = self.own_calls(source_id=source_id)
        if not standing:
            raise DecisionError(say("Utlysningen finnes ikke, eller den er allerede fjernet."))
        with writing(self._engine) as connection:
            for one in standing:
                rows.undo(connection, one.id, by, at)

    def own_calls(self, *, source_id: str | None = None, is_standing: bool = True) -> list[OwnCall]:
        """Calls that people entered; of several rows for one source_id the later counts."""
        return [_own_call(row) for row in self._ask(tables.own_calls, is_standing, source_id=source_id)]

    def stamp(self) -> Stamp:
        """Cheap to ask for, and another after every change: while it is the same, so is what was read after it."""
        if self._engine.dialect.name == "sqlite":
            return sqlite_stamp(self._engine)
        with reading(self._engine) as connection:
            return rows.stamp(connection)

    def accept(self, source: str, field: str, night: date, *, by: str, at: datetime, reason: str = "") -> Acceptance:
        """That what is read of a field of a source is right, from that night on; see `readers.accepted`."""
        _require(source=source, field=field)
        said = {"source": source, "field": field, "night": night.isoformat()}
        return acceptance(self._add(tables.acceptances, **said, reason=reason, by=by, at=at))

    def acceptances(self, *, source: str | None = None, is_standing: bool = True) -> list[Acceptance]:
        """Acceptances of fields that read otherwise than before."""
        return [acceptance(row) for row in self._ask(tables.acceptances, is_standing, source=source)]

    def set_state(
        self, cluster: str, profile: str, source: str, source_id: str, state: StateWord, *, by: str, at: datetime
    ) -> State:
        """Where a project's work on a call is from now on. A mistake is put right by setting another one."""
        _require(cluster=cluster, profile=profile, source=source, source_id=source_id)
        if state not in STATE_WORDS:
            raise DecisionError(f"Ukjent tilstand {state!r}; lovlige er {', '.join(STATE_WORDS)}.")
        subject = {"cluster": cluster, "profile": profile, "source": source, "source_id": source_id}
        return State(**self._add(tables.states, **subject, state=state, by=by, at=at))

    def states(
        self,
        *,
        cluster: str | None = None,
        profile: str | None = None,
        source: str | None = None,
        source_id: str | None = None,
        is_newest: bool = True,
    ) -> list[State]:
        """The newest state of each project and call; with is_newest False the whole way there."""
        subject = {"cluster": cluster, "profile": profile, "source": source, "source_id": source_id}
        found = [State(**row) for row in self._ask(tables.states, False, **subject)]
        if not is_newest:
            return found
        newest = {(state.cluster, state.profile, state.source, state.source_id): state for state in found}
        return sorted(newest.values(), key=lambda state: (state.at, state.id))

    def note(
        self, text: str, *, cluster: str, source: str, source_id: str, by: str, at: datetime, profile: str = ""
    ) -> Note:
        """Words on a call, for a cluster or for one profile of it."""
        _require(text=text.strip(), cluster=cluster, source=source, source_id=source_id)
        subject = {"cluster": cluster, "profile": profile, "source": source, "source_id": source_id}
        return Note(**self._add(tables.notes, **subject, text=text, by=by, at=at))

    def notes(
        self,
        *,
        cluster: str | None = None,
        profile: str | None = None,
        source: str | None = None,
        source_id: str | None = None,
        is_standing: bool = True,
    ) -> list[Note]:
        """Notes; with is_standing False those taken back too."""
        subject = {"cluster": cluster, "profile": profile, "source": source, "source_id": source_id}
        return [Note(**row) for row in self._ask(tables.notes, is_standing, **subject)]

    def export(self, path: Path) -> int:
        """Everything as one file of JSON lines, the same bytes for the same rows; how many rows."""
        with reading(self._engine) as connection:
            return backup.export(connection, path)

    def restore(self, path: Path) -> int:
        """Brings in an exported file, all of it or nothing; how many rows were new here."""
        with writing(self._engine) as connection:
            return backup.restore(connection, path)

    def _add(self, table: sa.Table, **values: Any) -> rows.Row:
        row = rows.complete(table, values)
        with writing(self._engine) as connection:
            return rows.add(connection, table, row)

    def _ask(self, table: sa.Table, is_standing: bool, **asked: str | None) -> list[rows.Row]:
        with reading(self._engine) as connection:
            return rows.ask(connection, table, is_standing, **asked)


def _correction(row: rows.Row) -> Correction:
    return Correction(**{**row, "value": from_text(row["field"], row["value"])})


def _own_call(row: rows.Row) -> OwnCall:
    return OwnCall(**{**row, "content": json.loads(row["content"])})


def _require(**values: str) -> None:
    missing = [name for name, value in values.items() if not value]
    if missing:
        raise DecisionError(f"Det mangler {', '.join(missing)}.")
