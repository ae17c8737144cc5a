"""The rows of one stored night, as page and workbook show them: reads the store, filters, and calls publish.rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from calls.store import NightRow, Store
from matching.profiles import Cluster
from publish.rows import ProfileName, match_rows, profile_names
from publish.selection import Selection
from publish.shown_once import shown_once

EVERYTHING = Selection()


@dataclass(frozen=True)
class NightRows:
    """A night and its rows; `profiles` are those whose rows were asked for, also the ones without a match.

    selection: what was asked for.
    """

    night: NightRow
    rows: pd.DataFrame
    profiles: list[ProfileName]
    source_nights: pd.DataFrame
    selection: Selection = EVERYTHING

    def asked(self, selection: Selection) -> NightRows:
        """Those of the rows that are asked for, in the order that is asked for."""
        profiles = [
            name
            for name in self.profiles
            if selection.cluster in ("", name.cluster) and selection.profile in ("", name.profile)
        ]
        rows = selection.apply(self.rows, self.night.began_at)
        return NightRows(self.night, rows, profiles, self.source_nights, selection)

    def only(self, cluster: str | None = None, profile: str | None = None) -> NightRows:
        """The rows of one cluster, or of one profile; None lets all through."""
        return self.asked(Selection(cluster=cluster or "", profile=profile or ""))


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
        changed=store.last_changed(day),
    )
    return NightRows(row, shown_once(rows, store.links(day), calls), profile_names(clusters), source_nights)
