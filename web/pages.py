"""What each page shows, as plain values for its template. Larger pages have a module each: web.call_page and others.

Template context: every template gets `frame` (Frame); the others are named where they are made.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from urllib.parse import quote

from calls.tongue import say
from matching.explain import Term
from matching.profiles import Cluster, Profile
from publish import words
from publish.fit_words import RULED_OUT, score_parts
from publish.issue_words import IssueWords, issue_words, severity_word
from publish.rows import CallId, Row, as_day, call_id, is_behind, records, why_pairs
from sources.base import source_name
from web.nights import Shown

STATUS_COLORS: dict[str | None, str] = {
    None: "neutral",
    "forecasted": "info",
    "open": "success",
    "closed": "neutral",
    "cancelled": "danger",
}
TEXTS_SHOWN = 5


@dataclass(frozen=True)
class Frame:
    """What stands around every page. `night` is "" before the first night and on error pages.

    natt: the night (ISO) that links carry on, "" where the newest is shown. path: the page's own, without a night.
    """

    night: str
    natt: str
    path: str
    is_ranked: bool
    began: str
    code_version: str
    is_demonstration: bool
    freshness: str
    is_fresh: bool
    has_design: bool


@dataclass(frozen=True)
class ProfileCard:
    """A profile in a list: how many matches, how many of them new, and changed by the funder; and the nearest call."""

    profile: Profile
    matches: int
    news: int
    changed: int
    best: MatchCard | None


@dataclass(frozen=True)
class ClusterCard:
    """A cluster and its profiles."""

    cluster: Cluster
    profiles: list[ProfileCard]


@dataclass(frozen=True)
class MatchCard:
    """One match: its row, and what only the page needs."""

    row: Row
    status_color: str
    lang: str
    source_name: str
    passages: list[str]
    parts: list[tuple[str, str]]
    pairs: list[tuple[str, str]]


@dataclass(frozen=True)
class IssueGroup:
    """Issues of one kind, the most serious first; `more` of them are not shown."""

    words: IssueWords
    severity: str
    number: int
    shown: list[Row]
    more: int


def frame(shown: Shown | None, has_design: bool, path: str) -> Frame:
    """The frame of every page."""
    if shown is None:
        return Frame("", "", path, False, "", "", False, "", True, has_design)
    old = [_behind_words(row) for row in records(shown.source_nights) if is_behind(row)]
    fresh = say("Alle kilder var ferske.") if shown.is_past else say("Alle kilder er ferske.")
    return Frame(
        night=words.weekday_date_words(shown.night.night),
        natt=shown.night.night.isoformat() if shown.is_past else "",
        path=path,
        is_ranked=shown.night.state == "ranked",
        began=words.moment_words(shown.night.began_at),
        code_version=shown.night.code_version,
        is_demonstration=shown.night.is_demonstration,
        freshness=say("Ikke ferske: {sources}.", sources=words.join_words(old)) if old else fresh,
        is_fresh=not old,
        has_design=has_design,
    )


def _behind_words(row: Row) -> str:
    """The name of a source that is behind, and from when its calls are: «Forskningsrådet (fra 20. november 2026)»."""
    name = source_name(row["source"])
    if row["state"] == "stale":
        return say("{source} (delvis)", source=name)
    if not row["data_night"]:
        return name
    return say("{source} (fra {night})", source=name, night=words.date_words(as_day(row["data_night"])))


def call_path(row: Mapping[str, Any]) -> str:
    """Our own address of a call."""
    return f"/utlysning/{quote(row['source'], safe='')}/{quote(row['source_id'])}"


def cluster_cards(shown: Shown | None, clusters: Sequence[Cluster]) -> list[ClusterCard]:
    """`clusters` of home.html; one of them is `card` of cluster.html."""
    rows = records(shown.rows().rows) if shown else []
    by_profile: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        by_profile.setdefault((row["cluster"], row["profile"]), []).append(row)
    return [
        ClusterCard(
            cluster,
            [_profile_card(profile, by_profile.get((cluster.key, profile.key), [])) for profile in cluster.profiles],
        )
        for cluster in clusters
    ]


def _profile_card(profile: Profile, found: list[Row]) -> ProfileCard:
    rows = [row for row in found if row["may_code"] != RULED_OUT]
    return ProfileCard(
        profile=profile,
        matches=len(rows),
        news=sum(row["news_kinds"] == ["first_seen"] for row in rows),
        changed=sum(row["news_kinds"] not in ([], ["first_seen"]) for row in rows),
        best=match_card(rows[0], [], {}) if rows else None,
    )


def match_card(row: Row, terms: Sequence[Term], detail: Mapping[str, Any]) -> MatchCard:
    """A row of publish.rows with what its match (columns of Store.matches) says beside it."""
    return MatchCard(
        row=row | {"score_words": words.decimal_words(row["score"], 2)},
        status_color=STATUS_COLORS[row["status_code"] or None],
        lang=row["lang_code"],
        source_name=source_name(row["source"]),
        passages=[text for text, _ in detail.get("passages", ())],
        parts=score_parts(terms, detail.get("general")),
        pairs=why_pairs(terms),
    )


def issue_groups(issues: Sequence[Row], titles: Mapping[CallId, str]) -> list[IssueGroup]:
    """Issues by kind: kinds with the most serious issues first, then by name."""
    weight = {"error": 0, "warning": 1, "info": 2}
    by_kind = sorted(issues, key=lambda issue: issue["kind"])
    groups = []
    for kind, found in groupby(by_kind, key=lambda issue: issue["kind"]):
        listed = sorted(found, key=lambda issue: (weight[issue["severity"]], issue["source_id"], issue["field"]))
        shown = [issue | {"title": titles.get(call_id(issue), "")} for issue in listed[:TEXTS_SHOWN]]
        worst = listed[0]["severity"]
        group = IssueGroup(issue_words(kind), severity_word(worst), len(listed), shown, len(listed) - len(shown))
        groups.append(((weight[worst], kind), group))
    return [group for _, group in sorted(groups, key=lambda pair: pair[0])]


def health(shown: Shown | None) -> dict[str, Any]:
    """For monitoring: state is ok, stale (some source is not fresh) or no_night."""
    if shown is None:
        return {"state": "no_night", "night": None, "sources": {}}
    nights = records(shown.source_nights)
    return {
        "state": "stale" if any(is_behind(row) for row in nights) else "ok",
        "night": shown.night.night.isoformat(),
        "began_at": words.utc_moment(shown.night.began_at).isoformat().replace("+00:00", "Z"),
        "is_demonstration": shown.night.is_demonstration,
        "code_version": shown.night.code_version,
        "sources": {row["source"]: row["state"] for row in nights},
    }
