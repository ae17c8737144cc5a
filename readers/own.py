"""Calls that people enter themselves, of funders that we do not read: what may be given, and the record it becomes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime, time
from typing import Any
from urllib.parse import urlsplit

from calls.database import canonical
from calls.deadlines import OSLO, next_deadline
from calls.fields import APPLICANT_TYPES, BY_NAME, CALL
from calls.language import language_of
from calls.meaning import content_hash
from calls.model import OWN_SOURCE, Json
from calls.normalise.status import status_by_dates
from calls.store.rows import fits
from calls.tongue import say
from readers.corrected import as_text, check, from_text, tidy, told_label
from readers.shapes import DecisionError, OwnCall

GIVEN = (
    *("title", "funder", "url", "summary", "full_text", "lang", "instrument"),
    *("deadlines", "deadline_type", "opens_at", "award_floor_nok", "award_ceiling_nok", "budget_nok"),
    *("funding_rate_pct", "applicant_types", "applicant_text", "is_partner_required", "regions", "contact"),
)
"""Columns that a person may give, each as in a record; all but REQUIRED may be left out."""

REQUIRED = ("title", "funder")
_LISTS = tuple(column.name for column in CALL if column.dtype == "json" and column.name not in ("results", "evidence"))
_NO_WORDS = {"text": "", "label": "", "quote": "", "url": ""}
_VERSION = "own.1"
_UNREADABLE = "En utlysning som er lagt inn, kan ikke leses."


def to_content(given: Mapping[str, Json]) -> str:
    """What was given, as kept: canonical JSON of all that is not empty. DecisionError, naming the field, if it is bad.

    given: columns of GIVEN. `deadlines` are entries as in a record (`readers.corrected.deadline`). Language and kind of
    deadline are told from the rest where they are left out; `url` may be empty, as not every call stands on the web.
    """
    strange = sorted(set(given) - set(GIVEN))
    if strange:
        raise DecisionError(say("Ukjente felter: {names}.", names=", ".join(strange)))
    told = {name: tidy(name, given[name]) for name in GIVEN if name in given}
    told = {name: value for name, value in told.items() if value not in (None, "", [])}
    for name in REQUIRED:
        if name not in told:
            raise DecisionError(say("«{label}» må fylles ut.", label=told_label(name)))
    for name, value in told.items():
        check(name, value)
    _check_together(told)
    told["lang"] = told.get("lang") or language_of(_text_of(told))
    if told.get("deadlines"):
        told["deadlines"] = sorted(told["deadlines"], key=lambda entry: datetime.fromisoformat(entry["at"]))
        told["deadline_type"] = told.get("deadline_type") or "fixed"
    if "applicant_types" in told:
        told["applicant_types"] = [code for code in APPLICANT_TYPES if code in told["applicant_types"]]
    return canonical({name: json.loads(as_text(value)) for name, value in told.items()})


def content_of(text: str) -> dict[str, Json]:
    """What `to_content` gave, under the limits of this day or of another. DecisionError when it is no such thing."""
    try:
        content = json.loads(text)
        told = typed(content) if isinstance(content, dict) and set(content) <= set(GIVEN) else {}
    except ValueError as error:
        raise DecisionError(_UNREADABLE) from error
    is_whole = all(name in told for name in (*REQUIRED, "lang"))
    if not is_whole or not all(fits(BY_NAME[name], value) for name, value in told.items()):
        raise DecisionError(_UNREADABLE)
    return dict(content)


def typed(content: Mapping[str, Json]) -> dict[str, Json]:
    """Kept content with the values as in a record: moments instead of their text."""
    return {name: from_text(name, canonical(value)) for name, value in content.items()}


def new_key(content: str, by: str, at: datetime) -> str:
    """The key of a call that is entered now; the same for the same words, person and moment."""
    return hashlib.sha256(canonical([content, by, as_text(at)]).encode()).hexdigest()[:12]


def own_record(call: OwnCall, first_seen_at: datetime, night_at: datetime) -> dict[str, Json]:
    """The call as a full record with the columns of CALL, as of a night that began at `night_at`."""
    told = typed(call.content)
    record: dict[str, Json] = dict.fromkeys(BY_NAME)
    record |= {name: [] for name in _LISTS} | {"evidence": {}, "url": ""} | told
    record |= {"source": OWN_SOURCE, "source_id": call.source_id, "parser_version": _VERSION, "is_listed": True}
    record |= {"first_seen_at": first_seen_at, "last_seen_at": max(first_seen_at, night_at)}
    mark_opening(record)
    settle_dates(record, night_at)
    record["status"] = status_by_dates(record, record["opens_at"], night_at)
    record["content_hash"] = content_hash(record)
    return record


def settle_dates(record: dict[str, Json], night_at: datetime) -> None:
    """Sets deadline_at by the deadlines, seen from the night."""
    record["deadline_at"] = next_deadline(record["deadlines"] or [], night_at)


def mark_opening(record: dict[str, Json]) -> None:
    """An opening at the beginning of a day, as a person gives it, is that day: no clock time is shown for it."""
    at, evidence = record["opens_at"], record["evidence"] or {}
    is_day = at is not None and at.astimezone(OSLO).time() == time(0)
    rows = [{**row, "clock": "inferred" if is_day else "stated"} for row in evidence.get("opens_at") or [_NO_WORDS]]
    if is_day or "opens_at" in evidence:
        record["evidence"] = {**evidence, "opens_at": rows}


def _text_of(told: Mapping[str, Json]) -> str:
    texts = [told[name] for name in ("summary", "full_text", "applicant_text") if name in told]
    return "\n".join(texts) or str(told["title"])


def _check_together(told: Mapping[str, Any]) -> None:
    if not any(told.get(name) for name in ("deadlines", "opens_at")) and told.get("deadline_type") not in (
        "rolling",
        "until_spent",
    ):
        raise DecisionError(say("Oppgi en søknadsfrist, når det åpner, eller at fristen er løpende."))
    floor, ceiling = told.get("award_floor_nok"), told.get("award_ceiling_nok")
    if floor is not None and ceiling is not None and floor > ceiling:
        names = {"floor": told_label("award_floor_nok"), "ceiling": told_label("award_ceiling_nok")}
        raise DecisionError(say("«{floor}» kan ikke være større enn «{ceiling}».", **names))
    if "url" in told and not _is_web_address(told["url"]):
        raise DecisionError(say("«{label}» må være en adresse som https://…, eller stå tomt.", label=told_label("url")))


def _is_web_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        is_port = parts.port is None or parts.port > 0
    except ValueError:
        return False
    is_plain = not any(char.isspace() or char in '<>"\\' for char in text) and "@" not in parts.netloc
    return parts.scheme in ("http", "https") and bool(parts.hostname) and is_port and is_plain
