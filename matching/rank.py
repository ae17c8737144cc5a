"""The matches of one night: for every profile the calls nearest to it, exactly, with the terms behind each score."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypedDict

import numpy as np
import pandas as pd

from matching.explain import DECIMALS, Match, contributions, profile_words, query_weights
from matching.index import Index, call_text, sorted_records
from matching.profiles import Cluster, Profile
from matching.text import ANALYSER_VERSION, GLOSSARY_VERSION, surface_forms


class Run(TypedDict):
    """What one profile was ranked with. `calls_ranked` counts the calls that could have matched."""

    cluster: str
    profile: str
    profile_version: str
    text_version: str
    weights_version: str
    glossary_version: str
    calls_ranked: int


@dataclass(frozen=True)
class RankedNight:
    """Matches in the order of the clusters, their profiles, and rank; one run a profile, with or without matches."""

    matches: tuple[Match, ...]
    runs: tuple[Run, ...]
    weights_version: str
    weights: Mapping[str, float]


def rank(
    index: Index, calls: pd.DataFrame, clusters: Sequence[Cluster], night_at: datetime, top: int = 50
) -> RankedNight:
    """The `top` nearest calls of every profile that one may still apply to (`is_rankable`), scores over 0 only.

    `calls` are those that `index` was built from, in any order. Equal scores are ordered by deadline_at (none last),
    then source and source_id. ValueError when `calls` are others, `night_at` has no time zone or `top` is under 1.
    """
    if night_at.tzinfo is None:
        raise ValueError("night_at has no time zone")
    if top < 1:
        raise ValueError(f"top is {top}; at least 1 is wanted")
    records = sorted_records(calls)
    if tuple((row["source"], row["source_id"], row["content_hash"]) for row in records) != index.calls:
        raise ValueError("the index was built from other calls than these")
    night = _Night(index, records, [number for number, row in enumerate(records) if is_rankable(row, night_at)])
    pairs = [(cluster, profile) for cluster in clusters for profile in cluster.profiles]
    return RankedNight(
        matches=tuple(match for cluster, profile in pairs for match in night.matches(cluster.key, profile, top)),
        runs=tuple(night.run(cluster.key, profile) for cluster, profile in pairs),
        weights_version=index.weights_version,
        weights=index.weights,
    )


def is_rankable(row: Mapping[str, Any], night_at: datetime) -> bool:
    """Whether one may, or soon may, apply: open or forecasted, and the last deadline is not before `night_at`.

    A call whose status nobody can tell may be open as long as the funder's list has it: not knowing hides nothing. A
    funder that says in its own words (status_text) that a call is open is believed over a deadline that has passed:
    funders prolong calls by the status first. A call without a dated deadline counts as not past, and so does one whose
    deadline only guarantees a hearing.
    """
    is_known = isinstance(row["status"], str)  # pandas has NaN for none
    if row["status"] in ("closed", "cancelled") or (not is_known and not row["is_listed"]):
        return False
    if row["status"] == "open" and isinstance(row["status_text"], str) and row["status_text"]:
        return True
    if row["deadline_type"] == "guaranteed":
        return True
    deadlines = row["deadlines"] if isinstance(row["deadlines"], list) else []
    moments = [moment for moment in (_moment(deadline["at"]) for deadline in deadlines) if moment]
    return not moments or max(moments) >= night_at


class _Night:
    """The index and the calls of a night, with what several profiles ask for worked out once."""

    def __init__(self, index: Index, records: Sequence[dict[str, Any]], rankable: Sequence[int]) -> None:
        self.index = index
        self.records = records
        self.rankable = rankable
        self.rows = index.matrix[list(rankable)]
        self.order = {number: _tie_key(records[number]) for number in rankable}
        self.words: dict[int, dict[str, str]] = {}

    def matches(self, cluster: str, profile: Profile, top: int) -> Iterator[Match]:
        query = query_weights(profile, self.index)
        words = profile_words(profile)
        for place, (number, score) in enumerate(self._nearest(query)[:top], 1):
            row = self.records[number]
            yield Match(
                cluster=cluster,
                profile=profile.key,
                rank=place,
                score=score,
                source=row["source"],
                source_id=row["source_id"],
                title=row["title"],
                url=row["url"],
                terms=contributions(query, self.index.row(number), words, self._call_words(number)),
                content_hash=row["content_hash"],
            )

    def run(self, cluster: str, profile: Profile) -> Run:
        return Run(
            cluster=cluster,
            profile=profile.key,
            profile_version=profile.version,
            text_version=ANALYSER_VERSION,
            weights_version=self.index.weights_version,
            glossary_version=GLOSSARY_VERSION,
            calls_ranked=len(self.rankable),
        )

    def _nearest(self, query: Mapping[str, float]) -> list[tuple[int, float]]:
        """Row number and score of the calls over 0, nearest first."""
        vector = np.zeros(len(self.index.terms))
        for term, weight in query.items():
            vector[self.index.columns[term]] = weight
        scores = (round(float(score), DECIMALS) for score in self.rows @ vector)
        found = [(number, score) for number, score in zip(self.rankable, scores, strict=True) if score > 0]
        return sorted(found, key=lambda pair: (-pair[1], self.order[pair[0]]))

    def _call_words(self, number: int) -> dict[str, str]:
        if number not in self.words:
            row = self.records[number]
            self.words[number] = surface_forms(call_text(row), row["lang"])
        return self.words[number]


def _tie_key(row: Mapping[str, Any]) -> tuple[bool, datetime, str, str]:
    deadline = _moment(row["deadline_at"])
    return deadline is None, deadline or datetime.max.replace(tzinfo=UTC), row["source"], row["source_id"]


def _moment(value: Any) -> datetime | None:
    """A moment as stored: ISO text in JSON, a datetime in a column; absent as None, NaN or NaT. Naive means UTC."""
    if pd.isna(value):
        return None
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
