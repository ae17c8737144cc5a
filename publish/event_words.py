"""What happened to a call, in the reader's words (calls.tongue): an event, a changed field, a night's news.

Which events there were between two nights is `publish.changes`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from calls.fields import BY_NAME
from calls.history import FieldChange, Kind
from calls.history.readable import said_again
from calls.tongue import note, say
from publish.words import join_words

KINDS_NB: dict[Kind, str] = {
    "first_seen": note("ny"),
    "reissued": note("lyst ut på nytt"),
    "reappeared": note("tilbake"),
    "deadline_earlier": note("frist fremskyndet"),
    "deadline_later": note("frist utsatt"),
    "opened": note("åpnet"),
    "cancelled": note("avlyst"),
    "closed": note("lukket"),
    "gone": note("borte fra listen"),
    "gone_confirmed": note("bekreftet borte"),
    "changed": note("endret"),
}
"""Kinds of events in the order in which a reader wants them."""

CAUSES_NB = {
    "funder": "",
    "us": note("vi leser siden på en ny måte; finansiøren har ikke endret noe"),
    "time": note("tidspunktet er passert"),
}
"""Why it happened; the funder's own changes need no word."""

LONGEST = 160
TOPICS_SHOWN = 3

_PLACES = {column: place for place, column in enumerate(BY_NAME)}
_TOPICS: dict[str, tuple[str, ...]] = {
    note("frist"): ("deadlines", "deadline_at", "deadline_type", "deadline_text"),
    note("åpning"): ("opens_at",),
    note("status"): ("status", "status_text"),
    note("beløp"): ("award_floor_nok", "award_ceiling_nok", "award_floor_eur", "award_ceiling_eur"),
    note("ramme"): ("budget_nok", "budget_eur"),
    note("støttegrad"): ("funding_rate_pct",),
    note("hvem kan søke"): ("applicant_types", "applicant_text", "target_groups"),
    note("partnere"): ("is_partner_required", "partner_text"),
    note("tittel"): ("title",),
    note("tekst"): ("summary", "full_text"),
    note("meldinger"): ("change_notes",),
}
"""What changed columns are of, in a word or two, in the order in which a reader wants them; the rest has its label."""

_MOVED: dict[Kind, str] = {
    "deadline_earlier": note("fristen er fremskyndet fra «{before}» til «{after}»"),
    "deadline_later": note("fristen er utsatt fra «{before}» til «{after}»"),
}
_PLAIN: dict[Kind, str] = {
    "first_seen": note("ny i listen"),
    "reissued": note("lyst ut på nytt under en ny adresse"),
    "reappeared": note("tilbake i listen"),
    "gone": note("borte fra listen fire hele netter på rad"),
    "gone_confirmed": note("borte; utlysningens egen side bekrefter det"),
}
_OURS: dict[Kind, str] = {
    "first_seen": note("med hos oss fra denne natten; den kan ha stått hos finansiøren før"),
    "reissued": note("med hos oss under en ny adresse; den kan ha stått der før"),
}
"""What we first saw when we began to read, or to read otherwise: nobody knows when it came."""


def event_words(event: Mapping[str, Any]) -> str:
    """One event as a clause without its call: «fristen er utsatt fra 5. juni 2026 til 12. juni 2026»."""
    if event["cause"] == "us" and event["kind"] in _OURS:
        return say(_OURS[event["kind"]])
    cause = say(CAUSES_NB[event["cause"]])
    return f"{_clause(event)} ({cause})" if cause else _clause(event)


def _clause(event: Mapping[str, Any]) -> str:
    kind: Kind = event["kind"]
    before, after = (clipped(text) for text in _texts(event))
    if kind in _MOVED:
        return say(_MOVED[kind], before=before, after=after)
    if kind == "changed":
        return changed_line(event["field"], before, after)
    return say(_PLAIN.get(kind, KINDS_NB[kind]))


def _texts(event: Mapping[str, Any]) -> tuple[str, str]:
    """What stood there and what stands there, in the reader's tongue where the words are ours."""
    column = event["field"] or ""
    return (
        said_again(column, event["before"], event["before_text"]),
        said_again(column, event["after"], event["after_text"]),
    )


def change_line(change: FieldChange) -> str:
    """One changed column on one line: «Ramme: fra «95 mill. kroner» til «100 mill. kroner»»."""
    return changed_line(change.field, clipped(change.before_text), clipped(change.after_text))


def changed_line(column: str, before: str, after: str) -> str:
    """The column's label and what happened to it; of a table of results only whether it came, changed or went."""
    if column == "results":
        if before and after:
            return say("Resultatet er endret")
        return say("Resultatet er kunngjort") if after else say("Resultatet er tatt bort")
    return f"{BY_NAME[column].label}: {changed_words(before, after)}"


def changed_words(before: str, after: str) -> str:
    """What stood there and what stands there now."""
    if before == after:
        if not after:
            return say("lest på en annen måte")
        return say("lest på en annen måte av de samme ordene, «{words}»", words=after)
    if not before:
        return say("«{words}» er kommet til", words=after)
    if not after:
        return say("«{words}» er tatt bort", words=before)
    return say("fra «{before}» til «{after}»", before=before, after=after)


def clipped(text: str) -> str:
    """A text on one line, and no longer than a reader wants."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1].rstrip()}…"


def is_clipped(text: str) -> bool:
    """Whether `clipped` leaves something of the text out."""
    return clipped(text) != text


def news(events: Iterable[Mapping[str, Any]]) -> str:
    """What the funder did with a call in one night, most important first: «frist utsatt, endret: ramme».

    "" where the funder did nothing. What only we read otherwise, or the clock brought about, is no news.
    """
    theirs = [event for event in events if event["cause"] == "funder"]
    told = [say(KINDS_NB[kind]) for kind in kinds_of_news(theirs) if kind != "changed"]
    columns = {event["field"] for event in theirs if event["kind"] == "changed"}
    topics = [say(topic) for topic, of in _TOPICS.items() if columns.intersection(of)]
    other = sorted(columns.difference(*_TOPICS.values()), key=_PLACES.__getitem__)
    topics += [BY_NAME[column].label.lower() for column in other]
    if topics:
        shown = topics if len(topics) <= TOPICS_SHOWN else [*topics[:TOPICS_SHOWN], say("annet")]
        told.append(f"{say(KINDS_NB['changed'])}: {join_words(shown)}")
    return ", ".join(told)


def kinds_of_news(events: Iterable[Mapping[str, Any]]) -> list[Kind]:
    """The kinds of what the funder did, in the order in which `news` tells of them."""
    kinds = {event["kind"] for event in events if event["cause"] == "funder"}
    return [kind for kind in KINDS_NB if kind in kinds]


NO_NEWS: tuple[str, list[Kind]] = ("", [])


def news_by_call(events: Iterable[Mapping[str, Any]]) -> dict[tuple[str, str], tuple[str, list[Kind]]]:
    """What the funder did in the night of `events`, in a few words and in kinds; nothing for the other calls."""
    by_call: dict[tuple[str, str], list[Mapping[str, Any]]] = defaultdict(list)
    for event in events:
        by_call[event["source"], event["source_id"]].append(event)
    told = {key: (news(found), kinds_of_news(found)) for key, found in by_call.items()}
    return {key: found for key, found in told.items() if found != NO_NEWS}
