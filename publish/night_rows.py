"""The rows of one stored night, as page and workbook show them: reads the store, filters, and calls publish.rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd

from calls.store import NightRow, Store
from matching.profiles import Cluster
from publish.rows import ProfileName, match_rows, profile_names
from publish.workbook import Workbook, write_workbook


@dataclass(frozen=True)
class NightRows:
    """A night and its rows; `profiles` are those that the filter left, also the ones without a match."""

    night: NightRow
    rows: pd.DataFrame
    profiles: list[ProfileName]
    source_nights: pd.DataFrame


def night_rows(
    store: Store,
    clusters: Sequence[Cluster],
    night: date | None = None,
    cluster: str | None = None,
    profile: str | None = None,
) -> NightRows:
    """The rows of `night` (the newest ranked one unless given), of one cluster or profile if named.

    LookupError, in bokmål, when that night is not in the store.
    """
    day = night or store.newest_night(is_ranked=True)
    row = store.night(day) if day else None
    if day is None or row is None:
        raise LookupError(f"Natten {day} er ikke kjørt." if day else "Ingen natt er rangert ennå.")
    before = [other.night for other in store.nights() if other.night < day]
    source_nights = store.source_nights(day)
    rows = match_rows(
        store.matches(day, cluster, profile),
        store.calls(day),
        clusters,
        row.began_at,
        source_nights=source_nights,
        previous=store.calls(before[-1]) if before else None,
        issues=store.issues(day),
    )
    wanted = [
        name for name in profile_names(clusters) if cluster in (None, name.cluster) and profile in (None, name.profile)
    ]
    return NightRows(row, rows, wanted, source_nights)


def export_workbook(
    store: Store,
    clusters: Sequence[Cluster],
    out: Path,
    night: date | None = None,
    cluster: str | None = None,
    profile: str | None = None,
) -> Workbook:
    """Writes those rows to `out` as a workbook."""
    found = night_rows(store, clusters, night, cluster, profile)
    return write_workbook(out, found.rows, found.night, found.source_nights, found.profiles)
