"""Is the store whole? For an operator, in words; nothing is mended here."""

from __future__ import annotations

import sqlalchemy as sa

from calls.model import OWN_SOURCE
from calls.store.tables import DATED, call_seen, call_versions, matches, metadata, source_nights

Counted = tuple[str, sa.Select[int]]


def check(connection: sa.Connection) -> list[str]:
    """What is wrong, a sentence each; empty when all is well. Calls that people entered are not kept in the store."""
    problems = _sqlite(connection) if connection.dialect.name == "sqlite" else _postgresql(connection)
    for sentence, query in _queries():
        count = connection.scalar(query)
        if count:
            problems.append(f"{sentence}: {count}.")
    return problems


def _sqlite(connection: sa.Connection) -> list[str]:
    lines = connection.exec_driver_sql("PRAGMA integrity_check").scalars().all()
    problems = [f"Databasefilen er skadet: {line}" for line in lines if line != "ok"]
    tables = {row[0] for row in connection.exec_driver_sql("PRAGMA foreign_key_check")}
    ours = sorted(tables & set(metadata.tables))
    return [*problems, *(_dangling(table) for table in ours)]


def _postgresql(connection: sa.Connection) -> list[str]:
    """The server keeps references whole by itself, unless somebody switched that off, to bring in a backup say."""
    keys = [(table, key) for table in metadata.sorted_tables for key in table.foreign_key_constraints]
    tables = {table.name for table, key in keys if connection.scalar(sa.select(_refers_to_nothing(table, key)))}
    rules: list[sa.Constraint | sa.Index] = []
    for table in metadata.sorted_tables:
        rules += [table.primary_key, *table.foreign_key_constraints, *table.indexes]
    wanted = {str(rule.name) for rule in rules}
    in_force = set(connection.scalars(sa.text(_IN_FORCE)))
    return [
        *(_dangling(table) for table in sorted(tables)),
        *(f"Regelen {name} er ikke i kraft i databasen." for name in sorted(wanted - in_force)),
    ]


_IN_FORCE = """
SELECT conname FROM pg_constraint WHERE convalidated AND connamespace = current_schema()::regnamespace
UNION
SELECT relname FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
WHERE indisvalid AND relnamespace = current_schema()::regnamespace
"""


def _dangling(table: str) -> str:
    return f"Rader i {table} viser til noe som ikke finnes."


def _refers_to_nothing(table: sa.Table, key: sa.ForeignKeyConstraint) -> sa.Exists:
    target = key.referred_table.alias("target")
    pairs = [(element.parent, target.c[element.column.name]) for element in key.elements]
    is_there = sa.exists().where(*(there == here for here, there in pairs)).select_from(target)
    return sa.exists().where(*(here.is_not(None) for here, _ in pairs), ~is_there.correlate(table)).select_from(table)


def _queries() -> list[Counted]:
    version, seen, match = call_versions.c, call_seen.c, matches.c
    is_seen = sa.exists().where(seen.source == version.source, seen.source_id == version.source_id)
    is_kept = sa.exists().where(version.source == match.source, version.source_id == match.source_id)
    is_later = source_nights.c.data_night > source_nights.c.night
    count = sa.select(sa.func.count())
    found: list[Counted] = [
        ("Utlysninger uten opplysning om når de er sett", count.select_from(call_versions).where(~is_seen)),
        (
            "Treff på utlysninger som ikke finnes",
            count.select_from(matches).where(~is_kept, match.source != OWN_SOURCE),
        ),
        ("Kildenetter som viser til senere data", count.select_from(source_nights).where(is_later)),
    ]
    for table in DATED:
        is_backwards = table.c.valid_to <= table.c.valid_from
        found.append(
            (f"Rader i {table.name} som slutter før de begynner", count.select_from(table).where(is_backwards))
        )
        found.append((f"Rader i {table.name} som gjelder samtidig", _overlaps(table)))
    return found


def _overlaps(table: sa.Table) -> sa.Select[int]:
    other = table.alias("other")
    key = [column.name for column in table.primary_key if column.name != "valid_from"]
    is_same = sa.and_(*(table.c[name] == other.c[name] for name in key))
    is_during = (other.c.valid_from > table.c.valid_from) & (
        table.c.valid_to.is_(None) | (other.c.valid_from < table.c.valid_to)
    )
    return sa.select(sa.func.count()).select_from(table.join(other, is_same & is_during))
