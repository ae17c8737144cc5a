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
from publish.shown_once import shown_once
from publish.workbook import Workbook, write_workbook


@dataclass(frozen=True)
class NightRows:
    """A night and its rows; `profiles` are those that the filter left, also the ones without a match."""

    night: NightRow
    rows: pd.DataFrame
    profiles: list[ProfileName]
    source_nights: pd.DataFrame

    def only(self, cluster: str | None = None, profile: str | None = None) -> NightRows:
        """The rows of one cluster, or of one profile; None lets all through."""
        rows, profiles = self.rows, self.profiles
        for column, key in (("cluster", cluster), ("profile", profile)):
            if key is not None:
                rows = rows[rows[column] == key]
                profiles = [name for name in profiles if getattr(name, column) == key]
        return NightRows(self.night, rows.reset_index(drop=True), profiles, self.source_nights)


def night_rows(store: Store, clusters: Sequence[Cluster], night: date | None = None) -> NightRows:
    """Every row of `night` (the newest ranked one unless given); a call that is linked once a profile.

    LookupError, in bokmål, when that night is not in the store.
    """
    day = night or store.newest_night(is_ranked=True)
    row = store.night(day) if day else None
    if day is None or row is None:
        raise LookupError(f"Natten {day} er ikke kjørt." if day else "Ingen natt er rangert ennå.")
    source_nights, calls = store.source_nights(day), store.calls(day)
    rows = match_rows(
        store.matches(day),
        calls,
        clusters,
        row.began_at,
        source_nights=source_nights,
        events=store.events(day, cause="funder"),
        issues=store.issues(day),
        moves=store.moves(day),
    )
    return NightRows(row, shown_once(rows, store.links(day), calls), profile_names(clusters), source_nights)


def export_workbook(found: NightRows, out: Path) -> Workbook:
    """Writes those rows to `out` as a workbook."""
    return write_workbook(out, found.rows, found.night, found.source_nights, found.profiles)
