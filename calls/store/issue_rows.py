"""Issues in the store. One that is raised again keeps its row; it stands until the night that no longer raises it."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import asdict
from datetime import date

import sqlalchemy as sa

from calls.database import StoreError, canonical, is_storable
from calls.model import Issue, IssueKind
from calls.store.dated import close, insert
from calls.store.rows import Row
from calls.store.tables import issues as table

OF_ALL_CALLS: tuple[IssueKind, ...] = ("wrong_twin",)
"""Kinds that compare a call with the source's others: settled of every call, whichever were read tonight."""


def replace(
    connection: sa.Connection,
    night: date,
    source: str,
    issues: Sequence[Issue],
    reread: Collection[str],
    *,
    is_published: bool,
) -> int:
    """Records tonight's issues of a source and returns how many stand after it.

    An earlier issue that tonight does not raise falls when it concerns the source as a whole, or a call that was read
    again or that has another issue tonight. One about a call that was not looked at stands, as does the call. Of the
    kinds OF_ALL_CALLS each falls when the source was published, and one that is raised says not that its call was read.
    """
    tonight = _rows(source, issues)
    names = (table.c.issue_id, table.c.source_id, table.c.kind)
    query = sa.select(*names).where(table.c.source == source, table.c.valid_to.is_(None))
    before = {row.issue_id: row for row in connection.execute(query)}
    looked_at = {"", *reread, *(row["source_id"] for row in tonight.values() if row["kind"] not in OF_ALL_CALLS)}
    fallen = [
        key
        for key, row in before.items()
        if key not in tonight and (is_published if row.kind in OF_ALL_CALLS else row.source_id in looked_at)
    ]
    raised = [key for key in tonight if key not in before]
    close(connection, table, table.c.issue_id, source, sorted(fallen), night)
    insert(connection, table, [{**tonight[key], "issue_id": key, "valid_from": night} for key in sorted(raised)])
    return len(before) - len(fallen) + len(raised)


def kept_fields(connection: sa.Connection, source: str) -> dict[str, set[str]]:
    """By call, the fields (calls.drift.GROUPS) of which tonight's value was not used when it was last read."""
    query = sa.select(table.c.source_id, table.c.field).where(
        table.c.source == source, table.c.kind == "stale_value", table.c.valid_to.is_(None)
    )
    found: dict[str, set[str]] = {}
    for source_id, column in connection.execute(query):
        found.setdefault(source_id, set()).add(column)
    return found


def _rows(source: str, issues: Sequence[Issue]) -> dict[str, Row]:
    rows: dict[str, Row] = {}
    for issue in issues:
        if issue.source != source:
            raise StoreError(f"Avviket {issue.kind} hører til {issue.source!r}, ikke til {source!r}.")
        row = {name: readable(value) for name, value in asdict(issue).items()}
        rows[hashlib.sha256(canonical(row).encode()).hexdigest()[:32]] = row
    return rows


def readable(text: str) -> str:
    """Words for people: what no database can keep becomes a visible mark, so that the rest arrives."""
    return text if is_storable(text) else "".join(char if is_storable(char) else "\ufffd" for char in text)
