"""Links between records that are one call: a row from the night that saw the link to that which did not.

How links are found does not belong here; that is `calls.linking`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import asdict, fields
from datetime import date

import sqlalchemy as sa

from calls.linking.shapes import Link
from calls.store.dated import held, insert, reopen
from calls.store.issue_rows import readable
from calls.store.nights import require_last
from calls.store.tables import links as table

_COLUMNS = tuple(column.name for column in fields(Link))
_KEY = _COLUMNS[:4]


def publish(connection: sa.Connection, night: date, links: Iterable[Link]) -> None:
    """Records every link there is, in place of what `night`, the last one, said before.

    A link that stood the night before, with the same reason, keeps its row; one that is no longer given ends.
    """
    require_last(connection, night)
    reopen(connection, table, night)
    rows = {tuple(row.values()): row for row in (_row(link) for link in links)}
    query = sa.select(*(table.c[name] for name in _COLUMNS)).where(table.c.valid_to.is_(None))
    before = {tuple(row) for row in connection.execute(query)}
    _close(connection, sorted(before - rows.keys()), night)
    insert(connection, table, [{**rows[key], "valid_from": night} for key in sorted(rows.keys() - before)])


def _row(link: Link) -> dict[str, str]:
    return {**asdict(link), "reason": readable(link.reason)}


def _close(connection: sa.Connection, ended: Collection[tuple[str, ...]], night: date) -> None:
    """Ends the rows that still hold for these pairs."""
    if ended:
        is_pair = (table.c[name] == sa.bindparam(f"closed_{name}") for name in _KEY)
        query = table.update().where(*is_pair, table.c.valid_to.is_(None)).values(valid_to=night)
        # A row begins with its key.
        pairs = [{f"closed_{name}": value for name, value in zip(_KEY, row, strict=False)} for row in ended]
        connection.execute(query, pairs)


def links(connection: sa.Connection, night: date | None) -> list[Link]:
    """The links that held at the end of `night` (None: now), in their order."""
    query = sa.select(*(table.c[name] for name in _COLUMNS)).where(held(table, night))
    # Sorted here, not by the database, whose order of letters depends on its language.
    return sorted(Link(*row) for row in connection.execute(query))
