"""Quotes that no longer stand in their page: a row for each field of a call, from the night that found it gone.

How a quote is looked for does not belong here; that is `calls.evidence`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date

import sqlalchemy as sa

from calls.database import StoreError
from calls.store.dated import held, insert, reopen
from calls.store.nights import require_last
from calls.store.tables import lost_quotes as table


def publish(
    connection: sa.Connection,
    night: date,
    source: str,
    lost: Mapping[str, Iterable[str]],
    looked_at: Collection[str],
) -> None:
    """Records which fields of a source's calls have lost their quote, in place of what `night`, the last one, said.

    lost: fields (`award_ceiling_nok`, `deadlines[0]`) by source_id. looked_at: source_ids whose quotes were looked for
    tonight, those of `lost` included (else StoreError); what is known of other calls stands. A field that is still
    lost keeps its row.
    """
    require_last(connection, night)
    tonight = {(source_id, name) for source_id, names in lost.items() for name in names}
    strange = sorted({source_id for source_id, _ in tonight}.difference(looked_at))
    if strange:
        raise StoreError(f"Tapte sitater i {strange[0]!r} ({source}), men ingen har lett etter sitatene der.")
    reopen(connection, table, night, table.c.source == source)
    query = sa.select(table.c.source_id, table.c.field).where(table.c.source == source, table.c.valid_to.is_(None))
    seen = frozenset(looked_at)
    before = {(row.source_id, row.field) for row in connection.execute(query) if row.source_id in seen}
    _close(connection, source, sorted(before - tonight), night)
    rows = [
        {"source": source, "source_id": source_id, "field": name, "valid_from": night}
        for source_id, name in sorted(tonight - before)
    ]
    insert(connection, table, rows)


def _close(connection: sa.Connection, source: str, keys: Collection[tuple[str, str]], night: date) -> None:
    """Ends the rows that still hold for these calls and fields."""
    if keys:
        query = table.update().where(
            table.c.source == source,
            table.c.source_id == sa.bindparam("closed_id"),
            table.c.field == sa.bindparam("closed_field"),
            table.c.valid_to.is_(None),
        )
        connection.execute(
            query.values(valid_to=night), [{"closed_id": key, "closed_field": name} for key, name in keys]
        )


def lost(
    connection: sa.Connection, night: date | None, source: str | None = None, source_id: str | None = None
) -> dict[tuple[str, str], dict[str, date]]:
    """By source and source_id: the fields whose quote was gone at the end of `night` (None: now), and since when."""
    query = sa.select(table).where(held(table, night))
    if source is not None:
        query = query.where(table.c.source == source)
    if source_id is not None:
        query = query.where(table.c.source_id == source_id)
    found: dict[tuple[str, str], dict[str, date]] = {}
    for row in connection.execute(query.order_by(table.c.source, table.c.source_id, table.c.field)):
        found.setdefault((row.source, row.source_id), {})[row.field] = row.valid_from
    return found
