"""Why matches moved since the ranking before, and the glossaries that rankings rest on, in and out of the store."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa

from calls.database import StoreError, pack, same, unpack
from calls.model import Json
from calls.store import nights
from calls.store.dated import insert
from calls.store.tables import glossaries, match_moves

KEYS = ("cluster", "profile", "source", "source_id")


def keep_glossary(connection: sa.Connection, version: str, content: Json) -> None:
    """See Store.keep_glossary."""
    kept = connection.scalar(sa.select(glossaries.c.content).where(same(glossaries.c.version, version)))
    if kept is None:
        connection.execute(glossaries.insert().values(version=version, content=pack(content)))
    elif kept != pack(content):
        raise StoreError(f"Ordlisten {version!r} har nytt innhold under et gammelt versjonsnavn.")


def glossary(connection: sa.Connection, version: str) -> Json | None:
    """See Store.glossary."""
    data = connection.scalar(sa.select(glossaries.c.content).where(same(glossaries.c.version, version)))
    return None if data is None else unpack(data)


def publish(connection: sa.Connection, night: date, found: Sequence[Mapping[str, Any]]) -> None:
    """See Store.publish_moves."""
    connection.execute(match_moves.delete().where(match_moves.c.night == night))
    rows = [
        {"night": night, **{key: row[key] for key in KEYS}, "content": pack(dict(row["movement"]))} for row in found
    ]
    insert(connection, match_moves, rows)
    nights.touch(connection, night)


def moves(
    connection: sa.Connection, night: date, cluster: str | None, profile: str | None
) -> dict[tuple[str, str, str, str], dict[str, Any]]:
    """See Store.moves."""
    query = sa.select(match_moves).where(match_moves.c.night == night)
    for column, value in ((match_moves.c.cluster, cluster), (match_moves.c.profile, profile)):
        if value is not None:
            query = query.where(same(column, value))
    rows = connection.execute(query).mappings()
    return {(row["cluster"], row["profile"], row["source"], row["source_id"]): unpack(row["content"]) for row in rows}
