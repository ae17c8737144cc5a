"""Why matches moved since the ranking before, and what rankings rest on by version, in and out of the store."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa

from calls.database import StoreError, pack, same, unpack
from calls.model import Json
from calls.store import nights
from calls.store.dated import insert
from calls.store.shapes import ProfileMoves, RankInput
from calls.store.tables import match_moves, rank_inputs


def keep_inputs(connection: sa.Connection, given: Sequence[RankInput]) -> None:
    """Keeps what rankings rest on. A version that is kept already must say the same."""
    for one in given:
        kept = _packed(connection, one.kind, one.version)
        if kept is None:
            row = {"kind": one.kind, "version": one.version, "content": pack(one.content)}
            connection.execute(rank_inputs.insert().values(row))
        elif unpack(kept) != one.content:
            raise StoreError(f"{one.kind} {one.version!r} har nytt innhold under et gammelt versjonsnavn.")


def rank_input(connection: sa.Connection, kind: str, version: str) -> Json | None:
    """See Store.rank_input."""
    data = _packed(connection, kind, version)
    return None if data is None else unpack(data)


def _packed(connection: sa.Connection, kind: str, version: str) -> bytes | None:
    is_one = same(rank_inputs.c.kind, kind) & same(rank_inputs.c.version, version)
    found: bytes | None = connection.scalar(sa.select(rank_inputs.c.content).where(is_one))
    return found


def publish(connection: sa.Connection, night: date, found: Sequence[ProfileMoves]) -> None:
    """The moves of a night whose rankings are stored."""
    rows = [{"night": night, "cluster": one.cluster, "profile": one.profile, "moves": pack(one.moves)} for one in found]
    insert(connection, match_moves, rows)


def moves(
    connection: sa.Connection, night: date | None, cluster: str | None, profile: str | None
) -> dict[tuple[str, str], Json]:
    """See Store.moves."""
    day = night or nights.newest(connection, is_demonstration=None, is_ranked=True)
    query = sa.select(match_moves).where(match_moves.c.night == day)
    for column, value in ((match_moves.c.cluster, cluster), (match_moves.c.profile, profile)):
        if value is not None:
            query = query.where(same(column, value))
    return {(row.cluster, row.profile): unpack(row.moves) for row in connection.execute(query)}
