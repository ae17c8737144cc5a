"""Nights: which there are, beginning one, and taking back all that one and later ones wrote."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import aggregate_order_by

from calls.database import StoreError
from calls.store.dated import reopen
from calls.store.shapes import NightRow, NightState
from calls.store.tables import (
    DATED,
    corpus_weights,
    events,
    match_moves,
    match_runs,
    matches,
    night_hashes,
    nights,
    profile_versions,
    rank_inputs,
    source_nights,
)


def newest(connection: sa.Connection, is_demonstration: bool | None, is_ranked: bool) -> date | None:
    """The newest night that published something (that was ranked, if so asked)."""
    states = ("ranked",) if is_ranked else ("published", "ranked")
    query = sa.select(sa.func.max(nights.c.night)).where(nights.c.state.in_(states))
    if is_demonstration is not None:
        query = query.where(nights.c.is_demonstration == is_demonstration)
    found: date | None = connection.scalar(query)
    return found


def every(connection: sa.Connection) -> list[NightRow]:
    """Every night, oldest first."""
    return [NightRow(**row._mapping) for row in connection.execute(sa.select(nights).order_by(nights.c.night))]


def find(connection: sa.Connection, day: date) -> NightRow | None:
    """The night of that day."""
    row = connection.execute(sa.select(nights).where(nights.c.night == day)).one_or_none()
    return None if row is None else NightRow(**row._mapping)


def begin(connection: sa.Connection, day: date, began_at: datetime, code_version: str, is_demonstration: bool) -> None:
    """A new night, later than all there are: history is only ever added at its end. StoreError otherwise."""
    if began_at.utcoffset() is None:
        raise StoreError(f"Starttidspunktet for natten {day} mangler tidssone.")
    last = connection.scalar(sa.select(sa.func.max(nights.c.night)))
    if last is not None and last >= day:
        raise StoreError(f"Natten {day} kan ikke begynne: {last} er alt lagret. Rull tilbake til {day} først.")
    connection.execute(
        nights.insert().values(
            night=day,
            began_at=began_at,
            code_version=code_version,
            is_demonstration=is_demonstration,
            state="begun",
        )
    )


def require_last(connection: sa.Connection, day: date) -> None:
    """StoreError unless `day` is the last night: only there can a source be published."""
    last = connection.scalar(sa.select(sa.func.max(nights.c.night)))
    if last != day:
        raise StoreError(f"Natten {day} er ikke den siste som er begynt ({last or 'ingen'}).")


def advance(connection: sa.Connection, day: date, state: NightState) -> None:
    """Moves the night on to `state`. A ranked one stays ranked, but its row is written too: `stamp` rests on that."""
    further = sa.case((nights.c.state == "ranked", "ranked"), else_=state)
    connection.execute(nights.update().where(nights.c.night == day).values(state=further))


def touch(connection: sa.Connection, day: date) -> None:
    """Writes the night's row as it is: something that belongs to it was written, and `stamp` rests on that."""
    connection.execute(nights.update().where(nights.c.night == day).values(state=nights.c.state))


def stamp(connection: sa.Connection) -> tuple[object, ...]:
    """On PostgreSQL: what changes with every commit to the store, as each one adds, writes or removes a night's row.

    Every row of PostgreSQL carries the number of the transaction that wrote it.
    """
    number = sa.cast(sa.literal_column("nights.xmin"), sa.Text)
    written = sa.func.md5(sa.func.string_agg(number, aggregate_order_by(sa.literal(","), nights.c.night)))
    return tuple(connection.execute(sa.select(sa.func.count(), written).select_from(nights)).one())


def roll_back(connection: sa.Connection, day: date) -> None:
    """Leaves the database as it was before the night `day` began."""
    for table in (matches, match_moves):
        connection.execute(table.delete().where(table.c.night >= day))
    connection.execute(match_runs.delete().where(match_runs.c.night >= day))
    drop_unused(connection)
    for table in DATED:
        reopen(connection, table, day)
    for table in (events, night_hashes, source_nights):
        connection.execute(table.delete().where(table.c.night >= day))
    connection.execute(nights.delete().where(nights.c.night >= day))


def drop_unused(connection: sa.Connection) -> None:
    """Removes what no ranking rests on any more: corpus weights, profile versions, and the rest by kind."""
    runs = match_runs.c
    is_weighed = sa.exists().where(runs.weights_version == corpus_weights.c.version)
    connection.execute(corpus_weights.delete().where(~is_weighed))
    is_used = sa.exists().where(
        runs.cluster == profile_versions.c.cluster,
        runs.profile == profile_versions.c.profile,
        runs.profile_version == profile_versions.c.version,
    )
    connection.execute(profile_versions.delete().where(~is_used))
    named = {"glossary": runs.glossary_version, "cluster": runs.cluster_version, "feedback": runs.feedback_version}
    for kind, column in named.items():
        is_named = sa.exists().where(column == rank_inputs.c.version)
        connection.execute(rank_inputs.delete().where(rank_inputs.c.kind == kind, ~is_named))
