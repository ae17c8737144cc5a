"""The rows of one stored night, as page and workbook show them: reads the store, filters, and calls publish.rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any

import pandas as pd

from calls.linking import group_names
from calls.model import OWN_SOURCE
from calls.store import NightRow, Store
from matching.profiles import Cluster, Profile
from publish.rows import CallId, ProfileName, Row, match_rows, profile_names, records
from publish.said_words import corrected_notes
from publish.selection import Selection
from publish.shown_once import shown_once
from readers.standing import NOTHING_SAID, Standing

EVERYTHING = Selection()

Place = tuple[str, str, CallId]


@dataclass(frozen=True)
class NightRows:
    """A night and its rows; `profiles` are those whose rows were asked for, also the ones without a match.

    selection: what was asked for. standing: what people said that was laid over it. places: of each call in each
    profile's list, by (cluster, profile, call_name), all of its records that the night has there, also those that
    publish.shown_once leaves out.
    """

    night: NightRow
    rows: pd.DataFrame
    profiles: list[ProfileName]
    source_nights: pd.DataFrame
    selection: Selection = EVERYTHING
    standing: Standing = NOTHING_SAID
    places: Mapping[Place, Sequence[CallId]] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def listed(self) -> list[Row]:
        """The rows in plain values, as publish.rows.records gives them."""
        return records(self.rows)

    def decided(self, standing: Standing) -> NightRows:
        """The same rows with hidden what is hidden now. standing: as it was but for decisions.

        Most of what people say are decisions, and a page must not wait until every row is made anew.
        """
        hidden = {
            place
            for place, ids in self.places.items()
            if any(standing.hidden_by(place[0], place[1], *one) is not None for one in ids)
        }
        is_hidden = [(row["cluster"], row["profile"], row["call_name"]) in hidden for row in self.listed]
        rows = self.rows.assign(is_hidden=pd.Series(is_hidden, index=self.rows.index, dtype=object))
        found = replace(self, rows=rows, standing=standing)
        # What a cached property keeps: all but what is hidden is in plain values already.
        found.__dict__["listed"] = [
            row if row["is_hidden"] == hides else {**row, "is_hidden": hides}
            for row, hides in zip(self.listed, is_hidden, strict=True)
        ]
        return found

    def chosen(self, selection: Selection) -> list[Row]:
        """`asked(selection).listed`, without a frame in between: for whoever asks often."""
        is_one = bool(selection.cluster and selection.profile)
        rows = self._by_project.get((selection.cluster, selection.profile), []) if is_one else self.listed
        return selection.chosen(rows, self.night.began_at)

    @cached_property
    def _by_project(self) -> dict[tuple[str, str], list[Row]]:
        found: dict[tuple[str, str], list[Row]] = {}
        for row in self.listed:
            found.setdefault((row["cluster"], row["profile"]), []).append(row)
        return found

    def asked(self, selection: Selection) -> NightRows:
        """Those of the rows that are asked for, in the order that is asked for."""
        rows = selection.apply(self.rows, self.night.began_at)
        return replace(self, rows=rows, profiles=self.asked_profiles(selection), selection=selection)

    def asked_profiles(self, selection: Selection) -> list[ProfileName]:
        """The profiles whose rows are asked for, also the ones without a match."""
        return [
            name
            for name in self.profiles
            if selection.cluster in ("", name.cluster) and selection.profile in ("", name.profile)
        ]

    def only(self, cluster: str | None = None, profile: str | None = None) -> NightRows:
        """The rows of one cluster, or of one profile; None lets all through."""
        return self.asked(Selection(cluster=cluster or "", profile=profile or ""))


def night_rows(
    store: Store,
    clusters: Sequence[Cluster],
    night: date | None = None,
    standing: Standing = NOTHING_SAID,
    drafts: Sequence[Mapping[str, Any]] = (),
    read: tuple[pd.DataFrame, pd.DataFrame] | None = None,
) -> NightRows:
    """Every row of `night` (the newest ranked one unless given), hidden ones too; a call that is linked once a profile.

    standing: what people said, laid over the calls. An own call that was ranked and does not stand any longer has none.
    drafts: matches of projects that the night did not rank (matching.explain.Match).
    read: Store.calls and Store.matches of that night, where they are read already.

    LookupError, in bokmål, when that night is not in the store.
    """
    day = night or store.newest_night(is_ranked=True)
    row = store.night(day) if day else None
    if day is None or row is None:
        raise LookupError(f"Natten {day} er ikke kjørt." if day else "Ingen natt er rangert ennå.")
    source_nights, links = store.source_nights(day), store.links(day)
    as_read, matches = read or (store.calls(day), store.matches(day))
    calls = standing.calls(as_read, row.began_at)
    rows = match_rows(
        without_removed(with_drafts(matches, drafts), calls),
        calls,
        clusters,
        row.began_at,
        source_nights=source_nights,
        events=store.events(day, cause="funder"),
        issues=store.issues(day),
        moves=store.moves(day),
        changed=store.last_changed(day),
        standing=standing,
        corrected=corrected_notes(standing, as_read, row.began_at),
    )
    shown = shown_once(rows, links, calls)
    places = _places(rows, group_names(links))
    return NightRows(row, shown, profile_names(clusters), source_nights, standing=standing, places=places)


def _places(rows: pd.DataFrame, names: Mapping[CallId, CallId]) -> dict[Place, list[CallId]]:
    found: dict[Place, list[CallId]] = {}
    keys = zip(*(rows[name] for name in ("cluster", "profile", "source", "source_id")), strict=True)
    for cluster, profile, source, source_id in keys:
        one = (source, source_id)
        found.setdefault((cluster, profile, names.get(one, one)), []).append(one)
    return found


def unranked(store: Store, clusters: Sequence[Cluster], night: date) -> list[tuple[Cluster, Profile]]:
    """The projects that the night has no ranking of: they were written since, or their cluster was."""
    known = {(run["cluster"], run["profile"]) for run in records(store.match_runs(night))}
    return [(one, profile) for one in clusters for profile in one.profiles if (one.key, profile.key) not in known]


def with_drafts(matches: pd.DataFrame, drafts: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    """Matches of Store.matches and others that were ranked since (matching.explain.Match)."""
    if not drafts:
        return matches
    rows = [{name: match.get(name) for name in matches.columns} for match in drafts]
    return pd.concat([matches, pd.DataFrame(rows, columns=matches.columns, dtype=object)], ignore_index=True)


def said_matches(matches: pd.DataFrame, calls: pd.DataFrame, standing: Standing) -> pd.DataFrame:
    """Matches of Store.matches with title and url as people have them, and whether each is hidden (`is_hidden`).

    calls: of that night, as people have them; a match of an own call that is not among them is left out.
    """
    found = without_removed(matches, calls)
    keys = zip(calls["source"], calls["source_id"], strict=True)
    told = dict(zip(keys, zip(calls["title"], calls["url"], strict=True), strict=True))
    rows = list(zip(*(found[name] for name in ("cluster", "profile", "source", "source_id")), strict=True))
    columns = {
        "title": [told[key[2:]][0] for key in rows],
        "url": [told[key[2:]][1] for key in rows],
        "is_hidden": [standing.hidden_by(*key) is not None for key in rows],
    }
    return found.assign(**{name: pd.Series(values, found.index, dtype=object) for name, values in columns.items()})


def without_removed(matches: pd.DataFrame, calls: pd.DataFrame) -> pd.DataFrame:
    """The matches but for those of own calls that are not among the calls."""
    if OWN_SOURCE not in set(matches["source"]):
        return matches
    known = set(calls.loc[calls["source"] == OWN_SOURCE, "source_id"])
    keys = zip(matches["source"], matches["source_id"], strict=True)
    is_kept = [source != OWN_SOURCE or source_id in known for source, source_id in keys]
    return matches.loc[pd.Series(is_kept, index=matches.index, dtype=bool)].reset_index(drop=True)
