"""*I dag*: what is new, changed, moved, closing soon and gone for a cluster since the reader was last here.

Each call once, with the project it matters most to. Nothing is told that nobody need look at: no calls that the project
may not apply for, none that the readers put away, and of those that close soon only the ones that are near.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from calls.history import Kind
from calls.tongue import note, say, say_count
from matching.movement import Moved
from matching.profiles import Cluster
from publish import words
from publish.event_words import event_words, news
from publish.fit_words import MIDDLING, is_ruled_out
from publish.rows import CallId, Row, call_id, records
from publish.selection import Selection
from web.filters import address
from web.nights import Shown

SOON = timedelta(days=21)
"""A deadline so near is told of here; every other one stands in the lists and the calendar."""

MOST_ITEMS = 7
WHY_SHOWN = 3
FIRST_TEN = 10

GroupName = Literal["new", "changed", "moved", "soon", "gone"]

NEW: tuple[Kind, ...] = ("first_seen", "reissued", "reappeared")
CHANGED: tuple[Kind, ...] = ("deadline_earlier", "deadline_later", "opened", "changed")
GONE: tuple[Kind, ...] = ("cancelled", "gone_confirmed", "gone", "closed")

HEADINGS: dict[GroupName, str] = {
    "new": note("Nytt"),
    "changed": note("Endret av finansiøren"),
    "moved": note("Nye på topp ti"),
    "soon": note("Frist snart"),
    "gone": note("Ute av listene"),
}
NOTHING: dict[GroupName, str] = {
    "new": note("Ingen nye utlysninger som passer prosjektene."),
    "changed": note("Ingen av utlysningene er endret."),
    "soon": note("Ingen frister de neste tre ukene."),
}
"""What is said where there is nothing. The others are left out then."""


@dataclass(frozen=True)
class Item:
    """One call: its row for the project that it is nearest to, what happened, and why it matters."""

    row: Row
    what: str
    why: str
    others: str


@dataclass(frozen=True)
class Group:
    """Calls of one kind; `more` are not shown, and stand in the list at `path` ("" where no list has them)."""

    name: GroupName
    heading: str
    items: list[Item]
    number: int
    path: str
    nothing: str

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.number - len(self.items)


@dataclass(frozen=True)
class ClusterDay:
    """A cluster's day."""

    cluster: Cluster
    groups: list[Group]


@dataclass(frozen=True)
class Today:
    """`today` of today.html. since: the night that is compared with, in words; "" where there is none before."""

    since: str
    since_day: str
    nights: list[tuple[str, str]]
    days: list[ClusterDay]


def today_page(shown: Shown, clusters: Sequence[Cluster], since: date | None) -> Today:
    """What happened after the night `since`: after the night before the shown one unless given."""
    nights = [night.night for night in shown.nights()]
    earlier = [night for night in nights if night < shown.night.night]
    known = [night for night in earlier if since is None or night <= since]
    from_night = max(known, default=min(earlier, default=None))
    events = _events(shown, from_night) if from_night else {}
    name = ("today", from_night, tuple(clusters))
    return Today(
        since=words.weekday_date_words(from_night) if from_night else "",
        since_day=from_night.isoformat() if from_night else "",
        nights=[(night.isoformat(), words.date_words(night)) for night in reversed(earlier[-7:])],
        days=shown.kept(name, lambda: [_cluster_day(shown, one, from_night, events) for one in clusters]),
    )


def _events(shown: Shown, since: date) -> dict[CallId, list[Row]]:
    """What happened to each call after that night but for what only we changed."""

    def read() -> dict[CallId, list[Row]]:
        found: dict[CallId, list[Row]] = {}
        for event in records(shown.store.events(first=since + timedelta(days=1), last=shown.night.night)):
            if event["cause"] != "us":
                found.setdefault(call_id(event), []).append(event)
        return found

    return shown.stored(("events since", since), read)


def _cluster_day(
    shown: Shown, cluster: Cluster, since: date | None, events: Mapping[CallId, Sequence[Row]]
) -> ClusterDay:
    wanted = Selection(cluster=cluster.key, hides_no=True)
    rows = shown.everything().chosen(wanted)
    calls = _by_call(rows)
    new = _happened(calls, events, NEW)
    is_new = {one.row["call_name"] for one in new}
    changed = [one for one in _happened(calls, events, CHANGED) if one.row["call_name"] not in is_new]
    told = {one.row["call_name"] for one in (*new, *changed)}
    natt = shown.night.night.isoformat() if shown.is_past else ""
    after = (since + timedelta(days=1)).isoformat() if since else ""

    def path(**asked: str) -> str:
        return address("/treff", {"klynge": cluster.key, "skjul_nei": "ja", **asked}, natt=natt)

    groups = [
        _group("new", new, path(ny_siden=after, sorter="nyest")),
        _group("changed", changed, path(ny_siden=after, sorter="nyest")),
        _group("moved", [one for one in _moved(shown, calls) if one.row["call_name"] not in told], ""),
        _group("soon", _soon(shown, calls), path(frist_innen=str(SOON.days), sorter="frist")),
        _group("gone", _gone(shown, cluster, since, events, calls) if since else [], ""),
    ]
    return ClusterDay(cluster, [group for group in groups if group.items or group.nothing])


def _group(name: GroupName, items: list[Item], path: str) -> Group:
    """What is far from every project is counted, and stands in the list, but is no part of the day."""
    nothing = say(NOTHING[name]) if name in NOTHING else ""
    near = [item for item in items if item.row["score"] >= MIDDLING]
    return Group(name, say(HEADINGS[name]), near[:MOST_ITEMS], len(items), path, nothing)


def _by_call(rows: Iterable[Row]) -> dict[Any, list[Row]]:
    """The rows of each call, the nearest project first; calls by their best score."""
    found: dict[Any, list[Row]] = {}
    for row in sorted(rows, key=lambda row: (-row["score"], row["rank"], row["cluster"], row["profile"])):
        found.setdefault(row["call_name"], []).append(row)
    return found


def _happened(
    calls: Mapping[Any, Sequence[Row]], events: Mapping[CallId, Sequence[Row]], kinds: Sequence[Kind]
) -> list[Item]:
    """Calls to which something of these kinds happened. A call that opened by the clock counts as changed."""
    found = []
    for rows in calls.values():
        own = [event for row in rows for event in events.get(call_id(row), ()) if event["kind"] in kinds]
        if own:
            found.append(_item(rows, _happened_words(own)))
    return found


def _happened_words(events: Sequence[Row]) -> str:
    """What happened, briefly: of a moved deadline from when to when, of the rest only what it is about."""
    moved = [event for event in events if event["kind"] in ("deadline_earlier", "deadline_later", "opened")]
    others = [event for event in events if event not in moved and event["kind"] != "first_seen"]
    return words.join_words(list(dict.fromkeys([*map(event_words, moved), *filter(None, [news(others)])])))


def _item(rows: Sequence[Row], what: str) -> Item:
    row, others = rows[0], len({(other["cluster"], other["profile"]) for other in rows}) - 1
    return Item(
        row, what, why_line(row), say_count("og {n} prosjekt til", "og {n} prosjekter til", others) if others else ""
    )


def why_line(row: Row) -> str:
    """Why a match matters, in one line: «Nr. 2 for «Digital hjemmeoppfølging»: velferdsteknologi, kommuner»."""
    carrying = ", ".join([*row["why"].split(", "), row["reason"]][:WHY_SHOWN] if row["why"] else [row["reason"]])
    return say("Nr. {rank} for «{project}»: {why}", rank=row["rank"], project=row["profile_title"], why=carrying)


def _moved(shown: Shown, calls: Mapping[Any, Sequence[Row]]) -> list[Item]:
    """Calls that have come among the first ten of a project tonight."""
    risen: set[tuple[str, str, str, str]] = shown.stored("risen", lambda: _risen(shown))
    found = []
    for rows in calls.values():
        own = [row for row in rows if (row["cluster"], row["profile"], *call_id(row)) in risen]
        if own:
            found.append(_item(own, own[0]["moved"].rstrip(".")))
    return found


def _risen(shown: Shown) -> set[tuple[str, str, str, str]]:
    return {
        (*key, *moved.call)
        for key, moves in shown.store.moves(shown.night.night).items()
        for moved in map(Moved.of, moves)
        if (moved.after.rank or FIRST_TEN + 1) <= FIRST_TEN < (moved.before.rank or FIRST_TEN + 1)
    }


def _soon(shown: Shown, calls: Mapping[Any, Sequence[Row]]) -> list[Item]:
    """Calls that are near a project and close within SOON, the next one first."""
    night_at = shown.night.began_at
    near = [
        rows
        for rows in calls.values()
        if rows[0]["deadline_at"] is not None and night_at <= rows[0]["deadline_at"] < night_at + SOON
    ]
    near.sort(key=lambda rows: rows[0]["deadline_at"])
    return [_item(rows, "") for rows in near]


def _gone(
    shown: Shown,
    cluster: Cluster,
    since: date,
    events: Mapping[CallId, Sequence[Row]],
    calls: Mapping[Any, Sequence[Row]],
) -> list[Item]:
    """Calls that were near a project and that one can no longer apply for."""
    still = {call_id(row) for rows in calls.values() for row in rows}
    gone = {
        one: [event for event in found if event["kind"] in GONE]
        for one, found in events.items()
        if one not in still and any(event["kind"] in GONE for event in found)
    }
    before: list[Row] = shown.stored(("matches of", since), lambda: records(shown.store.matches(since)))
    titles = {profile.key: profile.title for profile in cluster.profiles}
    found: dict[CallId, Item] = {}
    for match in sorted(before, key=lambda match: (-match["score"], match["profile"])):
        one = call_id(match)
        is_of_us = match["cluster"] == cluster.key and match["profile"] in titles
        if is_of_us and one in gone and one not in found and not _is_unwanted(shown, match):
            call = shown.call(*one)
            if call is not None:
                project = titles[match["profile"]]
                why = say("Var nr. {rank} for «{project}»", rank=match["rank"], project=project)
                told = list(dict.fromkeys(event_words(event) for event in gone[one]))
                found[one] = Item(
                    {**call, "lang_code": call["lang"], "score": match["score"]}, words.join_words(told), why, ""
                )
    return list(found.values())


def _is_unwanted(shown: Shown, match: Row) -> bool:
    """Whether a match was of no use to the project: it surely might not apply, or the readers put it away."""
    place = (match["cluster"], match["profile"], *call_id(match))
    return is_ruled_out(match) or shown.standing.hidden_by(*place) is not None
