"""From what a page says (calls.model.Reading) to a record with the columns of calls.fields, and its issues.

One rule for every source: a value is used, ignored by name, or reported; never guessed. What a source's own labels
mean is settled before, in the source; how words become values stands in calls.dates, calls.money and calls.terms.
"""

from __future__ import annotations

from datetime import datetime

from calls.fields import APPLICANT_TYPES, NAMES
from calls.language import language_of
from calls.meaning import content_hash
from calls.model import Json, Normalised, Reading, SourceRules
from calls.normalise.context import Context
from calls.normalise.deadlines import is_same_at, read_deadlines, read_opening
from calls.normalise.status import read_call_status
from calls.normalise.values import (
    read_all_themes,
    read_kind,
    read_lengths,
    read_money,
    read_notes,
    read_programme,
    read_project_dates,
    read_who,
)

__all__ = ["NORMALISER_VERSION", "is_same_at", "normalise"]

NORMALISER_VERSION = "3"
"""Raised whenever a rule here, or in the readers of words, may give another value for the same page."""


def normalise(reading: Reading, rules: SourceRules, night_at: datetime, parser_version: str) -> Normalised:
    """One record with exactly the columns of calls.fields.CALL, and everything a person should look at.

    night_at: when the night began, UTC; decides which deadline is the next one.
    """
    context = Context(reading, rules, night_at, issues=list(reading.issues))
    opens_at = read_opening(context)
    deadlines = read_deadlines(context)
    who = read_who(context)
    texts = _read_texts(context)
    record: dict[str, Json] = {
        "source": reading.source,
        "source_id": reading.source_id,
        "api_id": reading.api_id or None,
        "url": reading.url,
        "funder": rules.funder,
        **texts,
        **read_kind(context),
        "themes": read_all_themes(context),
        **read_call_status(context, opens_at, deadlines),
        "opens_at": opens_at,
        **deadlines,
        **read_project_dates(context),
        **read_money(context),
        **read_lengths(context),
        **who,
        "applicant_types": [code for code in APPLICANT_TYPES if code in who["applicant_types"]],
        **read_programme(context),
        "contact": _read_contact(context),
        "change_notes": read_notes(context),
        "results": _read_results(context),
        "first_seen_at": night_at,
        "last_seen_at": night_at,
        "is_listed": True,
        "layout": reading.layout or None,
        "parser_version": f"{parser_version}.{NORMALISER_VERSION}",
    }
    record["evidence"] = context.evidence
    record["content_hash"] = content_hash(record)
    return Normalised({name: record[name] for name in NAMES}, tuple(context.issues))


def _read_texts(context: Context) -> dict[str, Json]:
    """The columns title, summary, full_text, lang and twin_url."""
    reading = context.reading
    title = reading.first("title")
    if title is None:
        context.report("missing_field", "title", "", "Fant ingen tittel på siden.")
    else:
        context.cite("title", title)
    sections = reading.all("section")
    summary = reading.first("summary") or (sections[0] if sections else None)
    if summary:
        context.cite("summary", summary)
    body = "\n".join(f"{fact.label}\n{fact.text}" if fact.label else fact.text for fact in sections)
    spoken = " ".join(part for part in (summary.text if summary else "", body) if part)
    twin = reading.first("twin_url")
    if twin:
        context.cite("twin_url", twin)
    name = title.text if title else reading.source_id
    return {
        "title": name,
        "summary": summary.text if summary else None,
        "full_text": body or None,
        "lang": language_of(spoken or name, reading.lang_hint),
        "twin_url": twin.text if twin else None,
    }


def _read_contact(context: Context) -> list[Json]:
    facts = context.facts("contact")
    context.cite("contact", *facts)
    return [fact.data or {"text": fact.text} for fact in facts]


def _read_results(context: Context) -> Json:
    """The published outcome as the source structured it, or None. The first of two that differ stands."""
    facts = context.facts("result")
    context.cite("results", *facts)
    merged: dict[str, Json] = {}
    for fact in facts:
        for name, value in (fact.data if isinstance(fact.data, dict) else {fact.label: fact.text}).items():
            if merged.setdefault(name, value) != value:
                message = "Finansiøren oppgir to ulike resultater; det første er brukt."
                context.report("contradiction", "results", f"{fact.label}: {fact.text}", message, fact.url)
    return merged or None
