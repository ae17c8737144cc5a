"""The rows that leave the house: one match with its call, in values and in readers' words.

The page and the workbook are made from these rows and from nothing else, so that they cannot differ.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

import pandas as pd

from calls.fields import BY_NAME, word_nb
from calls.tongue import note, say
from matching.explain import Term, top_reasons
from matching.profiles import Cluster
from publish import words
from publish.columns import AMOUNTS, FACTS, NAMES
from publish.event_words import NO_NEWS, news_by_call
from publish.fit_words import REASONS_NB, fit_words, is_of
from publish.move_words import moved_words
from publish.verdict_words import in_readers_tongue
from readers.standing import NOTHING_SAID, Standing

Row = dict[str, Any]
CallId = tuple[str, str]

STATES_NB = {
    "fresh": note("fersk"),
    "stale": note("delvis oppdatert"),
    "failed": note("ikke oppdatert"),
    "off": note("ikke spurt"),
}
"""How a source did tonight, in readers' words."""


def is_behind(source_night: Mapping[str, Any]) -> bool:
    """Whether a source's calls are older than tonight. One that was not asked, and never gave anything, has none."""
    state, data_night = source_night["state"], source_night["data_night"]
    return state != "fresh" and not (state == "off" and not data_night)


REASONS_SHOWN = 8


class ProfileName(NamedTuple):
    """Which profile of which cluster, and its title."""

    cluster: str
    profile: str
    title: str


def profile_names(clusters: Sequence[Cluster]) -> list[ProfileName]:
    """Every profile of the clusters, in their order."""
    return [ProfileName(c.key, profile.key, profile.title) for c in clusters for profile in c.profiles]


def match_rows(
    matches: pd.DataFrame,
    calls: pd.DataFrame,
    clusters: Sequence[Cluster],
    night_at: datetime,
    source_nights: pd.DataFrame | None = None,
    events: pd.DataFrame | None = None,
    issues: pd.DataFrame | None = None,
    moves: Mapping[tuple[str, str], Sequence[Sequence[Any]]] | None = None,
    changed: Mapping[CallId, date] | None = None,
    standing: Standing = NOTHING_SAID,
    corrected: Mapping[CallId, str] | None = None,
) -> pd.DataFrame:
    """One row a match, with COLUMNS and FACTS, by cluster and profile in the order of `clusters`, then by rank.

    `calls` holds the calls of the night (columns of calls.fields.CALL), `events` what happened in it (Store.events);
    without them nothing is news. `source_nights` says which sources are not fresh, `issues` whose page could not be
    read, `moves` (Store.moves) what stands elsewhere than the night before, `changed` (Store.last_changed) the night
    of the funder's last change, `standing` what is hidden, `corrected` (publish.said_words) what people corrected.
    Moments are UTC; an opening whose clock time is ours is a day. publish.shown_once fills `also` and `call_name`. A
    match of a profile that is no longer in `clusters` stands last, under its key. ValueError for a match whose call is
    not in `calls`.
    """
    places = {(name.cluster, name.profile): (place, name.title) for place, name in enumerate(profile_names(clusters))}
    by_id = {call_id(call): call for call in records(calls)}
    pairs = {(one.key, profile.key): (one, profile) for one in clusters for profile in one.profiles}
    news = news_by_call(records(events) if events is not None else ())
    unread = unread_notes(records(issues)) if issues is not None else {}
    notes, moved = stale_notes(source_nights), moved_words(moves or {})
    rows: list[tuple[tuple[Any, ...], Row]] = []
    for match in records(matches):
        key = call_id(match)
        if key not in by_id:
            raise ValueError(f"the match of profile {match['profile']!r} with {key} has no call in this night")
        place, title = places.get((match["cluster"], match["profile"]), (len(places), match["profile"]))
        pair = pairs.get((match["cluster"], match["profile"]))
        row = _row(in_readers_tongue(match, by_id[key], pair, night_at), by_id[key], night_at)
        row |= {"profile_title": title, "stale": unread.get(key) or notes.get(key[0], "")}
        row["news"], row["news_kinds"] = news.get(key, NO_NEWS)
        row |= {"moved": moved.get((match["cluster"], match["profile"], *key), "")}
        row |= {"changed_date": (changed or {}).get(key), "corrected": (corrected or {}).get(key, "")}
        row |= {"is_hidden": standing.hidden_by(match["cluster"], match["profile"], *key) is not None}
        rows.append(((place, match["cluster"], match["profile"], match["rank"]), row))
    rows.sort(key=lambda pair: pair[0])
    return pd.DataFrame([row for _, row in rows], columns=[*NAMES, *FACTS], dtype=object)


def _row(match: Mapping[str, Any], call: Row, night_at: datetime) -> Row:
    return {
        "cluster": match["cluster"],
        "profile": match["profile"],
        "rank": match["rank"],
        "score": match["score"],
        "title": call["title"],
        "lang": word_nb(call["lang"]),
        "funder": call["funder"],
        "status": words.status_word(call["status"]),
        "first_seen_at": call["first_seen_at"],
        "opens_at": words.opening(call),
        "deadline_at": call["deadline_at"],
        "deadline": words.deadline_words(call, night_at),
        "deadline_distance": words.distance_words(call["deadline_at"], night_at) if call["deadline_at"] else "",
        "deadline_type": word_nb(call["deadline_type"]) if call["deadline_type"] else "",
        "amount": words.award_words(call),
        **{name: call[name] for name in AMOUNTS},
        "applicants": words.applicant_words(call["applicant_types"]),
        "applicant_text": call["applicant_text"] or "",
        "programme": call["programme"] or "",
        "norway": word_nb(call["norway"]) if call["norway"] else "",
        **fit_words(match, call),
        "why": ", ".join(why_words(match["terms"])),
        "url": call["url"],
        "also": "",
        "source": call["source"],
        "source_id": call["source_id"],
        "kinds": [reason for reason in REASONS_NB if is_of(match, reason)],
        "applicant_codes": list(call["applicant_types"] or ()),
        "call_name": call_id(call),
        "lang_code": call["lang"],
        "status_code": call["status"] or "",
    }


def call_id(row: Mapping[str, Any]) -> CallId:
    """What names a call: its source and the source's own id."""
    return row["source"], row["source_id"]


def why_words(terms: Sequence[Term]) -> list[str]:
    """What carries most of a match, heaviest first: «velferdsteknologi», or «velferdsteknologi – assistive technology».

    The profile's word, then the call's where that is another one.
    """
    return [pair for pair, _ in why_pairs(terms)]


def why_pairs(terms: Sequence[Term]) -> list[tuple[str, str]]:
    """The same, each with how much of the score it is: a figure of two decimals."""
    found = []
    for reason in top_reasons(terms, REASONS_SHOWN):
        ours, theirs = reason.profile_word, reason.call_word
        pair = ours if ours.casefold() == theirs.casefold() else f"{ours} – {theirs}"
        found.append((pair, words.decimal_words(reason.contribution, 2)))
    return found


UNREAD = ("not_answered", "not_archived", "unreadable_page")
"""Kinds of issues by which a call's own page was not read tonight."""


def unread_notes(issues: Iterable[Row]) -> dict[CallId, str]:
    """For each call whose own page could not be read tonight: one phrase on since when. issues: as of that night."""
    since: dict[CallId, Any] = {}
    for issue in issues:
        if issue["kind"] in UNREAD and issue["source_id"]:
            key = call_id(issue)
            since[key] = min(since.get(key, issue["since_night"]), issue["since_night"])
    return {
        key: say("Siden har ikke latt seg lese siden natten {night}", night=words.date_words(as_day(day)))
        for key, day in since.items()
    }


def stale_notes(source_nights: pd.DataFrame | None) -> dict[str, str]:
    """For each source that is not fresh: one phrase on how old its calls are."""
    if source_nights is None:
        return {}
    return {row["source"]: _stale_note(row) for row in records(source_nights) if is_behind(row)}


def _stale_note(row: Row) -> str:
    if row["state"] == "stale":
        return say("Noen opplysninger er fra en tidligere natt")
    day = row["data_night"]
    if not day:
        return say("Kilden har ikke gitt noe ennå")
    return say("Opplysningene er fra {day}", day=words.date_words(as_day(day)))


def as_day(value: date | str) -> date:
    """A date from a date, a datetime or ISO 8601 text."""
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else date.fromisoformat(value[:10])


def records(frame: pd.DataFrame) -> list[Row]:
    """The rows of a frame in plain Python values: None for what is absent, aware UTC moments, whole numbers as int."""
    names = [str(name) for name in frame.columns]
    return [
        # Most values are texts, which are plain already.
        {name: value if type(value) is str else _plain(name, value) for name, value in zip(names, row, strict=True)}
        for row in frame.to_numpy(dtype=object).tolist()  # itertuples takes long where rows are few
    ]


def _plain(name: str, value: Any) -> Any:
    if value is None or isinstance(value, str | list | dict | bool):
        return value
    if value is pd.NaT or value is pd.NA or value != value:  # NaN is the one value that differs from itself
        return None
    if isinstance(value, datetime):
        return words.utc_moment(value.to_pydatetime() if isinstance(value, pd.Timestamp) else value)
    if isinstance(value, date):
        return value
    value = value.item() if hasattr(value, "item") else value
    return int(value) if name in BY_NAME and BY_NAME[name].dtype == "int" else value
