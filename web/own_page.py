"""*Legg inn selv*: a call of a funder that we do not read, from a pasted text, an address, or by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from calls.tongue import say
from publish import words
from readers.corrected import label
from readers.forms import DAY_END, DAY_START, OWN
from readers.standing import Standing
from sources.pasted import DeadlineSuggestion, Suggestions
from web.call_forms import FormField, form_fields, typed_fields


@dataclass(frozen=True)
class Quoted:
    """What a value was suggested from, or words that were not understood: the column, the words, and a doubt."""

    label: str
    words: str
    doubt: str


@dataclass(frozen=True)
class OwnForm:
    """`form` of own_call.html. source_id: of the call that is edited, "" for a new one. quotes: what was read."""

    source_id: str
    fields: list[FormField]
    quotes: list[Quoted]
    unread: list[Quoted]
    problem: str


@dataclass(frozen=True)
class OwnCallRow:
    """A call that was entered: for the list."""

    source_id: str
    title: str
    funder: str
    when: str


def own_calls(standing: Standing, now: datetime) -> list[OwnCallRow]:
    """Calls that were entered and stand, the newest first."""
    found = sorted(standing.own_ids, key=lambda one: (-standing.entered_at(one).timestamp(), one))
    rows = []
    for source_id in found:
        record = standing.own_record(source_id, now)
        if record is not None:
            when = words.date_words(words.oslo(standing.entered_at(source_id)).date())
            rows.append(OwnCallRow(source_id, str(record["title"]), str(record["funder"]), when))
    return rows


def empty_form() -> OwnForm:
    """The form to fill in by hand."""
    return OwnForm("", form_fields(OWN, {}, has_spare=True), [], [], "")


def edit_form(source_id: str, record: Mapping[str, Any]) -> OwnForm:
    """The form of a call that was entered."""
    return OwnForm(source_id, form_fields(OWN, record, has_spare=True), [], [], "")


def refused_form(source_id: str, typed: Mapping[str, Sequence[str]], problem: str) -> OwnForm:
    """The form as it was filled in, and what is wrong with it."""
    return OwnForm(source_id, typed_fields(OWN, typed), [], [], problem)


def suggested_form(found: Suggestions, url: str) -> OwnForm:
    """The form with what was read of a text or page. Of several candidates for an amount the first stands in it."""
    told = [
        one for one in (found.title, found.funder, found.summary, found.applicant_types, found.deadline_type) if one
    ]
    first = {one.column: one for one in reversed(found.amounts)}
    typed: dict[str, list[str]] = {one.column: _texts(one.value) for one in (*told, *first.values())}
    typed |= {"url": [url], "full_text": [found.full_text], "lang": [found.lang]}
    typed |= _moments("deadline_at", found.deadlines, DAY_END) | _moments("opens_at", found.opens[:1], DAY_START)
    quotes = [_quote(one.column, one.words, one.doubt) for one in (*told, *found.amounts)]
    quotes += [_moment_quote("deadline_at", one) for one in found.deadlines]
    quotes += [_moment_quote("opens_at", one) for one in found.opens]
    unread = [_quote(one.column, one.words, one.why) for one in found.unread]
    return OwnForm("", typed_fields(OWN, typed), quotes, unread, "")


def _texts(value: Any) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list | tuple) else [str(value)]


def _moments(column: str, found: Sequence[DeadlineSuggestion], without: time) -> dict[str, list[str]]:
    local = [(words.oslo(one.at), one.clock == "stated") for one in found]
    return {
        column: [at.date().isoformat() for at, _ in local] or [""],
        f"{column}_clock": [f"{at:%H:%M}" if is_stated and at.time() != without else "" for at, is_stated in local]
        or [""],
    }


def _quote(column: str, said: str, doubt: str) -> Quoted:
    return Quoted(say(label(column)), said, doubt)


def _moment_quote(column: str, one: DeadlineSuggestion) -> Quoted:
    return Quoted(f"{say(label(column))}: {words.moment_words(one.at, one.clock != 'stated')}", one.words, one.doubt)
