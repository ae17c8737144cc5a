"""A night's matches and what they rest on, in and out of the store."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

import pandas as pd
import sqlalchemy as sa

from calls.database import StoreError, canonical, pack, same, unpack
from calls.model import Json
from calls.store import moves, nights
from calls.store.dated import held, insert
from calls.store.read import frame
from calls.store.rows import Row
from calls.store.shapes import MatchRun, ProfileMoves, ProfileVersion, RankInput
from calls.store.tables import call_versions, corpus_weights, match_moves, match_runs, matches, profile_versions

MATCH_COLUMNS = (
    "cluster",
    "profile",
    "rank",
    "score",
    "source",
    "source_id",
    "title",
    "url",
    "terms",
    "detail",
    "content_hash",
)
_IGNORED = {"title", "url"}
"""Known from the call of that night; a match need not repeat them."""

_PACKED = ("terms", "detail")
"""Kept as compressed JSON. `detail` is null in nights of before it was kept."""


def publish(
    connection: sa.Connection,
    night: date,
    profiles: Sequence[ProfileVersion],
    runs: Sequence[MatchRun],
    weights_version: str,
    given: Mapping[str, float],
    found: Sequence[Mapping[str, Json]],
    inputs: Sequence[RankInput],
    moved: Sequence[ProfileMoves],
) -> None:
    """See Store.publish_matches."""
    if nights.find(connection, night) is None:
        raise StoreError(f"Natten {night} er ikke begynt; treff kan ikke lagres for den.")
    rows = _match_rows(night, runs, found)
    _hand_on(connection, night)
    for table in (matches, match_moves):
        connection.execute(table.delete().where(table.c.night == night))
    connection.execute(match_runs.delete().where(match_runs.c.night == night))
    nights.drop_unused(connection)
    if runs:
        _add_weights(connection, weights_version, given)
    _add_profiles(connection, profiles, runs)
    moves.keep_inputs(connection, inputs)
    same_as = _unchanged(connection, night, runs, rows)
    made = {"night": night, "weights_version": weights_version}
    insert(
        connection,
        match_runs,
        [{**made, **asdict(run), "matches_night": same_as.get((run.cluster, run.profile))} for run in runs],
    )
    insert(connection, matches, [row for row in rows if (row["cluster"], row["profile"]) not in same_as])
    moves.publish(connection, night, moved)
    nights.advance(connection, night, "ranked")


def _hand_on(connection: sa.Connection, night: date) -> None:
    """Gives the night's rows to the first later night that has the same, where there is one: they stay its own."""
    run = match_runs.c
    query = (
        sa.select(run.cluster, run.profile, sa.func.min(run.night).label("heir"))
        .where(run.matches_night == night)
        .group_by(run.cluster, run.profile)
    )
    for cluster, profile, heir in connection.execute(query).all():
        is_one = (matches.c.cluster == cluster) & (matches.c.profile == profile)
        connection.execute(matches.update().where(matches.c.night == night, is_one).values(night=heir))
        is_heir = (run.cluster == cluster) & (run.profile == profile) & (run.matches_night == night)
        after = sa.case((run.night == heir, sa.null()), else_=sa.literal(heir, sa.Date))
        connection.execute(match_runs.update().where(is_heir).values(matches_night=after))


_OWN = sa.func.coalesce(match_runs.c.matches_night, match_runs.c.night)
"""The night under which a run's matches are kept."""


def _unchanged(
    connection: sa.Connection, night: date, runs: Sequence[MatchRun], rows: Sequence[Row]
) -> dict[tuple[str, str], date]:
    """By cluster and profile: the night under which exactly these matches are kept already, if the last run has it."""
    last = connection.scalar(sa.select(sa.func.max(match_runs.c.night)).where(match_runs.c.night < night))
    kept = {
        (row.cluster, row.profile): row.own
        for row in connection.execute(
            sa.select(match_runs.c.cluster, match_runs.c.profile, _OWN.label("own")).where(match_runs.c.night == last)
        )
    }
    names = tuple(name for name in MATCH_COLUMNS if name not in _IGNORED)
    earlier: dict[tuple[str, str], set[tuple[Any, ...]]] = {}
    for (cluster, profile), own in kept.items():
        is_own = (matches.c.night == own) & (matches.c.cluster == cluster) & (matches.c.profile == profile)
        found = connection.execute(sa.select(*(matches.c[name] for name in names)).where(is_own))
        earlier[cluster, profile] = {tuple(row) for row in found}
    tonight: dict[tuple[str, str], set[tuple[Any, ...]]] = {(run.cluster, run.profile): set() for run in runs}
    for row in rows:
        tonight[row["cluster"], row["profile"]].add(tuple(row[name] for name in names))
    return {key: kept[key] for key, found in tonight.items() if key in kept and found == earlier[key]}


def _match_rows(night: date, runs: Sequence[MatchRun], found: Sequence[Mapping[str, Json]]) -> list[Row]:
    ranked = {(run.cluster, run.profile) for run in runs}
    expected = set(MATCH_COLUMNS) - _IGNORED
    rows = []
    for match in found:
        strange = sorted(expected ^ (set(match) - _IGNORED))
        if strange:
            raise StoreError(f"Et treff mangler eller har ukjente felter: {', '.join(strange)}.")
        if (match["cluster"], match["profile"]) not in ranked:
            raise StoreError(f"Et treff gjelder {match['cluster']!r} {match['profile']!r}, som ikke er rangert.")
        if not math.isfinite(match["score"]):
            raise StoreError(f"Treffgraden for {match['source_id']!r} er ikke et tall.")
        packed = {name: pack(match[name]) for name in _PACKED}
        rows.append({"night": night, **{name: match[name] for name in expected}, **packed})
    return rows


def _add_weights(connection: sa.Connection, version: str, given: Mapping[str, float]) -> None:
    kept = weights(connection, version)
    if kept is None:
        connection.execute(corpus_weights.insert().values(version=version, weights=pack(dict(given))))
    elif kept != dict(given):
        raise StoreError(f"Ordvektene {version!r} har nytt innhold under et gammelt versjonsnavn.")


def _add_profiles(connection: sa.Connection, profiles: Sequence[ProfileVersion], runs: Sequence[MatchRun]) -> None:
    """Keeps the versions that the runs rest on. A version that is kept already must say the same."""
    given = {(profile.cluster, profile.profile, profile.version): canonical(profile.content) for profile in profiles}
    kept = {tuple(row[:3]): row.content for row in connection.execute(sa.select(profile_versions))}
    rows = []
    for run in runs:
        key = (run.cluster, run.profile, run.profile_version)
        if key not in given:
            raise StoreError(f"Profilen {run.cluster}/{run.profile} er rangert, men utgaven av den er ikke med.")
        if kept.get(key, given[key]) != given[key]:
            raise StoreError(f"Profilen {run.cluster}/{run.profile} har nytt innhold under et gammelt versjonsnavn.")
        if key not in kept:
            rows.append(dict(zip(("cluster", "profile", "version", "content"), (*key, given[key]), strict=True)))
    insert(connection, profile_versions, rows)


def matches_frame(
    connection: sa.Connection, night: date | None, cluster: str | None, profile: str | None, top: int | None
) -> pd.DataFrame:
    """Matches of `night` (None: the newest ranked one) with title and url as the call was that night."""
    day = night or nights.newest(connection, is_demonstration=None, is_ranked=True)
    if day is None:
        return frame([], MATCH_COLUMNS)
    version, match = call_versions.c, matches.c
    run = match_runs.c
    is_run = (match.night == _OWN) & (match.cluster == run.cluster) & (match.profile == run.profile)
    is_call = (version.source == match.source) & (version.source_id == match.source_id) & held(call_versions, day)
    query = (
        sa.select(*((version if name in _IGNORED else match)[name] for name in MATCH_COLUMNS))
        .join_from(matches, match_runs, is_run)
        .join(call_versions, is_call, isouter=True)
        .where(match_runs.c.night == day)
    )
    for column, value in ((match.cluster, cluster), (match.profile, profile)):
        if value is not None:
            query = query.where(same(column, value))
    if top is not None:
        query = query.where(match.rank <= top)
    rows = [{**row, **_unpacked(dict(row))} for row in connection.execute(query).mappings()]
    rows.sort(key=lambda row: (row["cluster"], row["profile"], row["rank"]))
    return frame([[row[name] for name in MATCH_COLUMNS] for row in rows], MATCH_COLUMNS)


def _unpacked(row: Mapping[str, Any]) -> Row:
    return {name: None if row[name] is None else unpack(row[name]) for name in _PACKED}


def runs_frame(connection: sa.Connection, night: date | None) -> pd.DataFrame:
    """What each ranking of `night` (None: the newest ranked one) rests on."""
    day = night or nights.newest(connection, is_demonstration=None, is_ranked=True)
    columns = [column for column in match_runs.c if column.name != "matches_night"]
    rows = connection.execute(sa.select(*columns).where(match_runs.c.night == day)).all()
    return frame(sorted(rows, key=lambda row: (row.cluster, row.profile)), [column.name for column in columns])


def profiles(connection: sa.Connection, night: date) -> dict[tuple[str, str], Json]:
    """See Store.ranked_profiles."""
    run, kept = match_runs.c, profile_versions.c
    is_one = (run.cluster == kept.cluster) & (run.profile == kept.profile) & (run.profile_version == kept.version)
    query = sa.select(kept.cluster, kept.profile, kept.content).join_from(match_runs, profile_versions, is_one)
    found = connection.execute(query.where(run.night == night).order_by(kept.cluster, kept.profile))
    return {(row.cluster, row.profile): json.loads(row.content) for row in found}


def weights(connection: sa.Connection, version: str) -> dict[str, float] | None:
    """Term -> weight of a version of the corpus weights."""
    data = connection.scalar(sa.select(corpus_weights.c.weights).where(same(corpus_weights.c.version, version)))
    return None if data is None else dict(unpack(data))
