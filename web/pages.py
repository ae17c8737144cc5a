"""What each page shows, as plain values for its template. Larger pages have a module each: web.call_page and others.

Template context: every template gets `frame` (Frame); the others are named where they are made.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any
from urllib.parse import quote

from markupsafe import Markup

from calls.tongue import say
from matching.explain import Term
from matching.profiles import Cluster, Profile
from publish import words
from publish.fit_words import RULED_OUT, fit_grade, score_parts
from publish.issue_words import IssueWords, issue_words, severity_word
from publish.rows import CallId, Row, call_id, is_behind, why_pairs
from publish.selection import Selection
from readers.shapes import Decision
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
    """One match: its row, and what only the page needs.

    fit: how good it is, in words. away: who put it away, with what reason, where somebody did. anchor: its place on the
    page.
    """

    row: Row
    status_color: str
    lang: str
    fit: str
    score: str
    is_new: bool
    passages: list[str]
    parts: list[tuple[str, str]]
    pairs: list[tuple[str, str]]
    away: Decision | None
    away_words: str
    anchor: str
    _drawn: dict[bool, Markup] = field(default_factory=dict, repr=False, compare=False)

    def drawn(self, draw: Callable[[MatchCard, bool], Markup], has_project: bool) -> Markup:
        """The card as `draw` makes it, drawn once: most lists are of cards that another one showed.

        has_project: whether it names its project. What is drawn may hang on the card, the night and the tongue, and on
        nothing else of the page.
        """
        if has_project not in self._drawn:
            self._drawn[has_project] = draw(self, has_project)
        return self._drawn[has_project]

    @property
    def path(self) -> str:
        """Our own address of the match alone, to print."""
        return (
            f"/treff/{quote(self.row['cluster'], safe='')}/{quote(self.row['profile'], safe='')}/{call_place(self.row)}"
        )


@dataclass(frozen=True)
class IssueGroup:
    """Issues of one kind, the most serious first; `more` of them are not shown."""

    words: IssueWords
    severity: str
    number: int
    shown: list[Row]
    more: int


def call_place(row: Mapping[str, Any]) -> str:
    """The part of an address that names a call."""
    return f"{quote(row['source'], safe='')}/{quote(row['source_id'])}"


def call_path(row: Mapping[str, Any]) -> str:
    """Our own address of a call."""
    return f"/utlysning/{call_place(row)}"


def cluster_path(cluster: str) -> str:
    """Address of a cluster's day."""
    return f"/klynge/{quote(cluster, safe='')}"


def profile_path(cluster: str, profile: str) -> str:
    """Address of a project's matches."""
    return f"{cluster_path(cluster)}/{quote(profile, safe='')}"


def project_path(cluster: str, profile: str) -> str:
    """Address where a project is changed."""
    return f"/prosjekter/{quote(cluster, safe='')}/{quote(profile, safe='')}"


def cluster_cards(shown: Shown | None, clusters: Sequence[Cluster]) -> list[ClusterCard]:
    """`clusters` of home.html; one of them is `card` of cluster.html."""
    if shown is None:
        return _cluster_cards([], clusters)
    return shown.kept(
        ("cards", tuple(clusters)), lambda: _cluster_cards(shown.everything().chosen(Selection()), clusters)
    )


def _cluster_cards(rows: Sequence[Row], clusters: Sequence[Cluster]) -> list[ClusterCard]:
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
    rows = [row for row in found if row["may_code"] != RULED_OUT and not row["is_hidden"]]
    return ProfileCard(
        profile=profile,
        matches=len(rows),
        news=sum(row["news_kinds"] == ["first_seen"] for row in rows),
        changed=sum(row["news_kinds"] not in ([], ["first_seen"]) for row in rows),
        best=match_card(rows[0], [], {}) if rows else None,
    )


def match_card(row: Row, terms: Sequence[Term], detail: Mapping[str, Any], away: Decision | None = None) -> MatchCard:
    """A row of publish.rows with what its match (columns of Store.matches) says beside it."""
    return MatchCard(
        row=row,
        status_color=STATUS_COLORS[row["status_code"] or None],
        lang=row["lang_code"],
        fit=fit_grade(row["score"]),
        score=words.decimal_words(row["score"], 2),
        is_new=row["news_kinds"] == ["first_seen"],
        passages=row["passages"],
        parts=score_parts(terms, detail.get("general")),
        pairs=why_pairs(terms),
        away=away,
        away_words=_away_words(away) if away else "",
        anchor=f"{row['profile']}-{row['rank']}",
    )


def _away_words(away: Decision) -> str:
    day = words.date_words(words.oslo(away.at).date())
    if away.reason:
        return say("Lagt bort {day}: {reason}", day=day, reason=away.reason)
    return say("Lagt bort {day}.", day=day)


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
    nights = shown.source_rows()
    return {
        "state": "stale" if any(is_behind(row) for row in nights) else "ok",
        "night": shown.night.night.isoformat(),
        "began_at": words.utc_moment(shown.night.began_at).isoformat().replace("+00:00", "Z"),
        "is_demonstration": shown.night.is_demonstration,
        "code_version": shown.night.code_version,
        "sources": {row["source"]: row["state"] for row in nights},
    }
