"""The matches of one night: for every profile the calls nearest to it, exactly, with the terms behind each score."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypedDict

import pandas as pd

from matching.explain import Match, Term, contributions, in_order, language_term, theme_term
from matching.index import NO_THEME, Index, sorted_records, themes_of
from matching.profiles import Cluster, Profile
from matching.query import profile_words, query_weights
from matching.search import Found, Query, Search
from matching.terms import term_words
from matching.text import ANALYSER_VERSION
from matching.weights import WEIGHTS_VERSION

ROUNDING = 1e-9
"""What the summands of a score may lack for rounding; what is less is no line of the explanation."""

TEXT_VERSION = f"{ANALYSER_VERSION}-{WEIGHTS_VERSION}"
"""What a ranking's terms were made and weighed with."""


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
    records = _records(index, calls)
    pairs = [(cluster, profile) for cluster in clusters for profile in cluster.profiles]
    queries = [query_weights(profile, index) for _, profile in pairs]
    order = _order(records, night_at)
    night = _Night(index, records, len(order))
    matches: list[Match] = []
    for (cluster, profile), query, found in zip(pairs, queries, _search(index, queries, order, top), strict=True):
        matches += night.matches(cluster.key, profile, query, found)
    return RankedNight(
        matches=tuple(matches),
        runs=tuple(night.run(cluster.key, profile) for cluster, profile in pairs),
        weights_version=index.weights_version,
        weights=index.weights,
    )


def nearest_calls(
    index: Index, calls: pd.DataFrame, profiles: Sequence[Profile], night_at: datetime, top: int = 50
) -> list[list[tuple[str, str, float]]]:
    """For each profile what `rank` would find, without explanations: (source, source_id, score), nearest first."""
    queries = [query_weights(profile, index) for profile in profiles]
    found = _search(index, queries, _order(_records(index, calls), night_at), top)
    keys = [index.calls[owner][:2] for owner in index.owners.tolist()]
    return [[(*keys[one.row], one.score) for one in nearby] for nearby in found]


def _records(index: Index, calls: pd.DataFrame) -> list[dict[str, Any]]:
    records = sorted_records(calls)
    if tuple((row["source"], row["source_id"], row["content_hash"]) for row in records) != index.calls:
        raise ValueError("the index was built from other calls than these")
    return records


def _order(records: Sequence[dict[str, Any]], night_at: datetime) -> dict[int, tuple[object, ...]]:
    """The calls that one may apply to, by number -> what orders those that are as near."""
    if night_at.tzinfo is None:
        raise ValueError("night_at has no time zone")
    return {number: _tie_key(row) for number, row in enumerate(records) if is_rankable(row, night_at)}


def _search(
    index: Index, queries: Sequence[Query], order: Mapping[int, tuple[object, ...]], top: int
) -> list[list[Found]]:
    if top < 1:
        raise ValueError(f"top is {top}; at least 1 is wanted")
    return Search(index, order).find(queries, top)


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

    def __init__(self, index: Index, records: Sequence[dict[str, Any]], calls_ranked: int) -> None:
        self.index = index
        self.records = records
        self.calls_ranked = calls_ranked
        self.words: dict[int, dict[str, str]] = {}

    def matches(self, cluster: str, profile: Profile, query: Query, found: Sequence[Found]) -> Iterator[Match]:
        words = profile_words(profile, self.index.glossary)
        for place, (number, score) in enumerate(found, 1):
            row = self.records[int(self.index.owners[number])]
            yield Match(
                cluster=cluster,
                profile=profile.key,
                rank=place,
                score=score,
                source=row["source"],
                source_id=row["source_id"],
                title=row["title"],
                url=row["url"],
                terms=self._terms(number, score, query, words),
                content_hash=row["content_hash"],
            )

    def run(self, cluster: str, profile: Profile) -> Run:
        return Run(
            cluster=cluster,
            profile=profile.key,
            profile_version=profile.version,
            text_version=TEXT_VERSION,
            weights_version=self.index.weights_version,
            glossary_version=self.index.glossary.version,
            calls_ranked=self.calls_ranked,
        )

    def _terms(self, number: int, total: float, query: Query, words: Mapping[str, str]) -> list[Term]:
        terms = contributions(query, self.index.row(number), words, self._call_words(number))
        owner, theme = int(self.index.owners[number]), int(self.index.themes[number])
        language = language_term(self.records[owner]["lang"], total, terms)
        more = [language] if abs(language["contribution"]) > ROUNDING else []
        if theme != NO_THEME:
            more.append(theme_term(themes_of(self.records[owner])[theme]["name"]))
        return in_order([*terms, *more])

    def _call_words(self, number: int) -> dict[str, str]:
        if number not in self.words:
            document = self.index.documents[number]
            texts = [(text, document.lang) for _, text in document.texts]
            self.words[number] = term_words(texts, self.index.glossary)
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
