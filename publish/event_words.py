"""What happened to a call, in readers' words (bokmål): an event, a changed field, a night's news.

Which events there were between two nights is `publish.changes`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from calls.fields import BY_NAME
from calls.history import FieldChange, Kind
from publish.words import join_words

KINDS_NB: dict[Kind, str] = {
    "first_seen": "ny",
    "reissued": "lyst ut på nytt",
    "reappeared": "tilbake",
    "deadline_earlier": "frist fremskyndet",
    "deadline_later": "frist utsatt",
    "opened": "åpnet",
    "cancelled": "avlyst",
    "closed": "lukket",
    "gone": "borte fra listen",
    "gone_confirmed": "bekreftet borte",
    "changed": "endret",
}
"""Kinds of events in the order in which a reader wants them."""

CAUSES_NB = {
    "funder": "",
    "us": "vi leser siden på en ny måte; finansiøren har ikke endret noe",
    "time": "tidspunktet er passert",
}
"""Why it happened; the funder's own changes need no word."""

LONGEST = 160
TOPICS_SHOWN = 3

_PLACES = {column: place for place, column in enumerate(BY_NAME)}
_TOPICS: dict[str, tuple[str, ...]] = {
    "frist": ("deadlines", "deadline_at", "deadline_type", "deadline_text"),
    "åpning": ("opens_at",),
    "status": ("status", "status_text"),
    "beløp": ("award_floor_nok", "award_ceiling_nok", "award_floor_eur", "award_ceiling_eur"),
    "ramme": ("budget_nok", "budget_eur"),
    "støttegrad": ("funding_rate_pct",),
    "hvem kan søke": ("applicant_types", "applicant_text", "target_groups"),
    "partnere": ("is_partner_required", "partner_text"),
    "tittel": ("title",),
    "tekst": ("summary", "full_text"),
    "meldinger": ("change_notes",),
}
"""What changed columns are of, in a word or two, in the order in which a reader wants them; the rest has its label."""

_PLAIN: dict[Kind, str] = {
    "first_seen": "ny i listen",
    "reissued": "lyst ut på nytt under en ny adresse",
    "reappeared": "tilbake i listen",
    "gone": "borte fra listen fire hele netter på rad",
    "gone_confirmed": "borte; utlysningens egen side bekrefter det",
}
_OURS: dict[Kind, str] = {
    "first_seen": "med hos oss fra denne natten; den kan ha stått hos finansiøren før",
    "reissued": "med hos oss under en ny adresse; den kan ha stått der før",
}
"""What we first saw when we began to read, or to read otherwise: nobody knows when it came."""


def event_words(event: Mapping[str, Any]) -> str:
    """One event as a clause without its call: «fristen er utsatt fra 5. juni 2026 til 12. juni 2026»."""
    if event["cause"] == "us" and event["kind"] in _OURS:
        return _OURS[event["kind"]]
    cause = CAUSES_NB[event["cause"]]
    return f"{_clause(event)} ({cause})" if cause else _clause(event)


def _clause(event: Mapping[str, Any]) -> str:
    kind: Kind = event["kind"]
    before, after = clipped(event["before_text"]), clipped(event["after_text"])
    if kind in ("deadline_earlier", "deadline_later"):
        return f"fristen er {KINDS_NB[kind].split()[1]} fra «{before}» til «{after}»"
    if kind == "changed":
        return changed_line(event["field"], before, after)
    return _PLAIN.get(kind, KINDS_NB[kind])


def change_line(change: FieldChange) -> str:
    """One changed column on one line: «Ramme: fra «95 mill. kroner» til «100 mill. kroner»»."""
    return changed_line(change.field, clipped(change.before_text), clipped(change.after_text))


def changed_line(column: str, before: str, after: str) -> str:
    """The column's label and what happened to it; of a table of results only whether it came, changed or went."""
    if column == "results":
        return "Resultatet er " + ("endret" if before and after else "kunngjort" if after else "tatt bort")
    return f"{BY_NAME[column].label_nb}: {changed_words(before, after)}"


def changed_words(before: str, after: str) -> str:
    """What stood there and what stands there now."""
    if before == after:
        return f"lest på en annen måte av de samme ordene, «{after}»" if after else "lest på en annen måte"
    if not before:
        return f"«{after}» er kommet til"
    if not after:
        return f"«{before}» er tatt bort"
    return f"fra «{before}» til «{after}»"


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
    kinds = {event["kind"] for event in theirs}
    told = [word for kind, word in KINDS_NB.items() if kind in kinds and kind != "changed"]
    columns = {event["field"] for event in theirs if event["kind"] == "changed"}
    topics = [topic for topic, of in _TOPICS.items() if columns.intersection(of)]
    other = sorted(columns.difference(*_TOPICS.values()), key=_PLACES.__getitem__)
    topics += [BY_NAME[column].label_nb.lower() for column in other]
    if topics:
        shown = topics if len(topics) <= TOPICS_SHOWN else [*topics[:TOPICS_SHOWN], "annet"]
        told.append(f"{KINDS_NB['changed']}: {join_words(shown)}")
    return ", ".join(told)
