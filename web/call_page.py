"""All about one call: its values, dates, history, other listings, and which of our projects it fits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from calls.fields import BY_NAME, word_nb
from calls.history import MISSES_GONE
from calls.model import OWN_SOURCE
from calls.recurring.rounds import COLUMNS
from calls.tongue import say, say_count
from matching.reverse import members_for
from publish import words
from publish.fit_words import MAY_NB, is_ruled_out
from publish.rows import CallId, Row, as_day, call_id, stale_notes, unread_notes, why_words
from sources.base import source_name
from web import call_history
from web.call_corrections import CorrectedNote, corrected_notes, correction_fields
from web.call_forms import FormField
from web.call_history import Past, SameCall, call_past
from web.call_values import Value, call_values, lost_elsewhere
from web.nights import Shown
from web.pages import STATUS_COLORS, IssueGroup, issue_groups


@dataclass(frozen=True)
class Deadline:
    """One deadline of the call."""

    when: str
    distance: str
    label: str
    kind: str
    text: str
    is_past: bool


@dataclass(frozen=True)
class Fit:
    """One of our profiles that the call matches."""

    cluster: str
    cluster_name: str
    profile: str
    title: str
    lang: str
    rank: int
    score: str
    why: list[str]


@dataclass(frozen=True)
class MemberFit:
    """One member of a cluster: whether it may apply, and the projects it takes part in that may."""

    cluster_name: str
    name: str
    answer: str
    projects: str


@dataclass(frozen=True)
class CallPage:
    """`page` of call.html.

    place: where the call is when the newest list lacks it, as (tag, sentence). fields: to correct it with. archived:
    the night whose archive holds its page, "" where none does.
    """

    call: Row
    status: str
    status_color: str
    source_name: str
    stale: str
    place: tuple[str, str] | None
    successors: list[Row]
    same_calls: list[SameCall]
    values: list[Value]
    lost: list[str]
    deadlines: list[Deadline]
    themes: list[Row]
    other_dates: list[Row]
    past: Past
    results: list[tuple[str, str]]
    fits: list[Fit]
    issues: list[IssueGroup]
    blocks: list[str]
    origin: list[tuple[str, str]]
    corrected: list[CorrectedNote]
    fields: list[FormField]
    members: list[MemberFit]
    is_own: bool
    archived: str


def call_page(shown: Shown, source: str, source_id: str) -> CallPage | None:
    """The page of a call, as people corrected it; None when the night has no such call, and nobody entered it."""
    store, night, night_at = shown.store, shown.night.night, shown.night.began_at
    is_own = source == OWN_SOURCE
    read = as_read(shown, source, source_id)
    if read is None:
        return None
    call = shown.standing.record(read, night_at)
    corrected = corrected_notes(shown.standing.corrected(source, source_id, read, night_at), call)
    fits, versions = _fits(shown, source, source_id), store.versions_of(source, [source_id], COLUMNS)
    issues = shown.issues_of(source, source_id)
    every_lost: dict[CallId, dict[str, date]] = shown.stored("lost quotes", lambda: store.lost_quotes(night))
    lost = every_lost.get((source, source_id), {})
    events = store.events_of(source, source_id, night)
    successors = call_history.successors(shown, source, source_id)
    place = _place(call, events, _misses(shown).get((source, source_id), 0), bool(successors))
    return CallPage(
        call=call,
        status=words.status_word(call["status"]),
        status_color=STATUS_COLORS[call["status"]],
        source_name=source_name(source),
        stale=unread_notes(issues).get((source, source_id))
        or shown.kept("stale notes", lambda: stale_notes(shown.source_nights)).get(source, ""),
        place=place,
        successors=successors,
        same_calls=call_history.same_calls(shown, call),
        values=call_values(call, night_at, lost, issues),
        lost=lost_elsewhere(lost),
        deadlines=_deadlines(call, night_at),
        themes=[theme | {"amount": _money(theme["amount_nok"])} for theme in call["themes"] or []],
        other_dates=[_dated(row) for row in call["other_dates"] or []],
        past=call_past(shown, call, events, versions),
        results=_results(call["results"] or {}),
        fits=fits,
        issues=issue_groups(issues, {}),
        blocks=[line for line in (call["full_text"] or "").splitlines() if line.strip()],
        origin=[] if is_own else _origin(call, is_in_list=place is None),
        corrected=corrected,
        fields=correction_fields(call),
        members=_members(shown, call, fits),
        is_own=is_own,
        archived=_archived(shown, versions),
    )


def as_read(shown: Shown, source: str, source_id: str) -> Row | None:
    """A call as the funder's page was read, or as a person entered it, uncorrected; None where there is none."""
    if source != OWN_SOURCE:
        return shown.call(source, source_id)
    if source_id not in shown.standing.own_ids:
        return None
    return shown.standing.own_as_entered(source_id, shown.night.began_at)


def _members(shown: Shown, call: Row, fits: Sequence[Fit]) -> list[MemberFit]:
    """The members that may stand as applicant, or of which we do not know, with their projects among those that fit."""
    names = {cluster.key: cluster.name for cluster in shown.clusters}
    titles = {(cluster.key, one.key): one.title for cluster in shown.clusters for one in cluster.profiles}
    return [
        MemberFit(
            cluster_name=names[one.cluster],
            name=one.name,
            answer=say(MAY_NB[one.answer]),
            projects=words.join_words([titles[one.cluster, key] for key in one.profiles]),
        )
        for one in members_for(call, shown.clusters, shown.night.began_at, {(fit.cluster, fit.profile) for fit in fits})
        if one.answer != "no"
    ]


def _archived(shown: Shown, versions: Sequence[Row]) -> str:
    """The night (ISO) whose archive holds the page that the shown version was read from; "" where none does."""
    known = [one for one in versions if one["valid_from"] <= shown.night.night]
    return known[-1]["page_night"].isoformat() if known and known[-1]["page_night"] else ""


def _misses(shown: Shown) -> dict[CallId, int]:
    """Of each call that a list lacked: how many whole lists in a row."""

    def read() -> dict[CallId, int]:
        listing = shown.store.listing(shown.night.night)
        rows = zip(listing["source"], listing["source_id"], listing["misses"], strict=True)
        return {(source, source_id): misses for source, source_id, misses in rows if misses}

    return shown.stored("misses", read)


def _place(call: Row, events: list[Row], misses: int, is_replaced: bool) -> tuple[str, str] | None:
    """Where the call is, when the newest list lacks it."""
    seen = words.date_words(words.oslo(call["last_seen_at"]).date())
    if not call["is_listed"]:
        absences = [event for event in events if event["kind"] in ("gone", "gone_confirmed", "reappeared")]
        if absences and absences[-1]["kind"] == "gone_confirmed":
            return say("borte"), say(
                "Utlysningen er borte, og finansiørens egen side bekrefter det. Sto sist i listen natten {seen}.",
                seen=seen,
            )
        if absences and absences[-1]["kind"] == "gone":
            return say("borte fra listen"), say(
                "Utlysningen har manglet i {lists} hele lister på rad. Sto sist i listen natten {seen}. "
                "Sjekk hos finansiøren om den er trukket eller flyttet.",
                lists=MISSES_GONE,
                seen=seen,
            )
        if is_replaced:
            return say("erstattet"), say("Utlysningen er lyst ut på nytt under en annen adresse.")
        return say("står ikke lenger i listen"), say("Sto sist i listen natten {seen}.", seen=seen)
    if misses:
        return say("mangler i listen"), say_count(
            "Sto sist i listen natten {seen}, og har siden manglet i {n} hel liste. Den regnes som borte etter {most}.",
            "Sto sist i listen natten {seen}, og har siden manglet i {n} hele lister på rad. "
            "Den regnes som borte etter {most}.",
            misses,
            seen=seen,
            most=MISSES_GONE,
        )
    return None


def _deadlines(call: Row, night_at: datetime) -> list[Deadline]:
    rows = []
    for row in call["deadlines"] or []:
        at = words.utc_moment(row["at"])
        rows.append(
            Deadline(
                when=words.moment_words(at, words.is_assumed(row)),
                distance=words.distance_words(at, night_at),
                label=row["label"] or "",
                kind=word_nb(row["type"]),
                text=row["text"] or "",
                is_past=at < night_at,
            )
        )
    return rows


def _dated(row: Row) -> Row:
    """A dated row with its date in words; the funder's words stand where the date is vague."""
    day: date | str | None = row["date"]
    return row | {"when": words.date_words(as_day(day)) if day else ""}


def _money(nok: int | None) -> str:
    return "" if nok is None else words.money_words(int(nok))


def _results(results: Row) -> list[tuple[str, str]]:
    money = (("sought_nok", say("Søkt om")), ("awarded_nok", say("Tildelt")))
    counts = (("applications", say("Søknader")), ("awards", say("Tildelinger")))
    told = [(label, _money(results[key])) for key, label in money if results.get(key) is not None]
    return told + [(label, words.number_words(results[key])) for key, label in counts if results.get(key) is not None]


def _fits(shown: Shown, source: str, source_id: str) -> list[Fit]:
    names = {cluster.key: cluster.name for cluster in shown.clusters}
    profiles = {(cluster.key, profile.key): profile for cluster in shown.clusters for profile in cluster.profiles}
    matches: dict[CallId, list[Row]] = shown.stored(("matches by call", shown.written), lambda: _matches_by_call(shown))
    return [
        Fit(
            cluster=match["cluster"],
            cluster_name=names[match["cluster"]],
            profile=match["profile"],
            title=profiles[match["cluster"], match["profile"]].title,
            lang=profiles[match["cluster"], match["profile"]].lang,
            rank=match["rank"],
            score=words.decimal_words(match["score"], 2),
            why=why_words(match["terms"]),
        )
        for match in matches.get((source, source_id), ())
        if (match["cluster"], match["profile"]) in profiles and not is_ruled_out(match)
    ]


def _matches_by_call(shown: Shown) -> dict[CallId, list[Row]]:
    """The night's matches of each call, the nearest first."""
    found: dict[CallId, list[Row]] = {}
    for match in sorted(shown.matches(), key=lambda match: (-match["score"], match["cluster"], match["profile"])):
        found.setdefault(call_id(match), []).append(match)
    return found


def _origin(call: Row, is_in_list: bool) -> list[tuple[str, str]]:
    """Where our text of the call comes from, for who wants to check it."""
    told: list[tuple[str, Any]] = [
        (BY_NAME["source_id"].label, call["source_id"]),
        (BY_NAME["first_seen_at"].label, words.moment_words(call["first_seen_at"])),
        (BY_NAME["last_seen_at"].label, words.moment_words(call["last_seen_at"])),
        (BY_NAME["is_listed"].label, say("ja") if is_in_list else say("nei")),
        (BY_NAME["layout"].label, call["layout"] or say("bare listen er lest")),
        (BY_NAME["parser_version"].label, call["parser_version"]),
        (BY_NAME["content_hash"].label, call["content_hash"]),
    ]
    return told
