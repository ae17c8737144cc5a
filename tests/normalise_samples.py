"""Facts and readings built by hand, for the tests of calls.normalise."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from calls.model import Fact, FactName, Issue, Json, Normalised, Reading, SourceRules
from calls.normalise import normalise

NIGHT = datetime(2026, 9, 16, 1, 30, tzinfo=UTC)
PAGE = "https://www.forskningsradet.no/utlysninger/2026/pilot/"
LIST = "https://www.forskningsradet.no/api/list"
DEADLINE, OPENS = "Søknadsfrist", "Åpen for søknad"
RULES = SourceRules("forskningsradet", "Forskningsrådet", deadline_clock="13:00")


def own(name: FactName, text: str, label: str = "", note: str = "", quote: str = "", data: Json = None) -> Fact:
    """A fact that stands on the call's own page."""
    return Fact(name, text, label, note, PAGE, quote, data)


def listed(name: FactName, text: str, label: str = "", note: str = "") -> Fact:
    """A fact that the list gives."""
    return Fact(name, text, label, note, LIST)


def reading(*facts: Fact, **changes: Any) -> Reading:
    """A reading of a call's page with these facts."""
    given: dict[str, Any] = {"layout": "L2", "pages": (PAGE,), "is_detail_read": True, "lang_hint": "nb", **changes}
    return Reading("forskningsradet", "2026/pilot", PAGE, facts, **given)


def made(*facts: Fact, night_at: datetime = NIGHT, **changes: Any) -> Normalised:
    """What normalising makes of these facts and a title."""
    return normalise(reading(own("title", "Pilot"), *facts, **changes), RULES, night_at, "1")


def values(*facts: Fact, columns: str, night_at: datetime = NIGHT) -> dict[str, Any]:
    """The named columns (blank between) of the record that these facts make."""
    record = made(*facts, night_at=night_at).record
    return {name: record[name] for name in columns.split()}


def issue(kind: str, field: str, text: str, message: str, url: str = PAGE, severity: str = "warning") -> Issue:
    """An issue of that call."""
    return Issue("forskningsradet", "2026/pilot", kind, field, text, message, url, severity)  # type: ignore[arg-type]


def contradiction(field: str, text: str, message: str, url: str = PAGE) -> Issue:
    """An issue about two places that disagree."""
    return issue("contradiction", field, text, message, url)


OPEN = own("status", "Søk nå")
WHOLE = [
    own("title", "Pilot Helse"),
    own("summary", "Penger til piloter.", "Formål", quote="Penger til"),
    OPEN,
    own("deadline", "23. sep. 2026", DEADLINE),
    own("opens", "12. aug. 2026 kl. 09.00", OPENS),
    own("date", "Medio desember 2026", "Svar"),
    own("date", "1. september", "Webinar", "2026"),
    own("project_start_earliest", "1. jan. 2027", "Tidligst"),
    own("project_start_latest", "15. august", "Senest", "2027"),
    own("project_end_latest", "14. aug. 2031", "Slutt"),
    own("budget", "om lag 185 millioner kroner", "Midler"),
    own("award", "NOK 8 000 000-16 000 000", "Støttegrenser"),
    own("rate", "inntil 50 prosent av kostnadene", "Støttegrad"),
    own("duration", "24-48 måneder", "Varighet"),
    own("applicants", "Kommuner og helseforetak.", "Hvem kan søke?"),
    own("target_groups", "Offentlig sektor", "Målgruppe"),
    own("application_type", "Pilot Helse", "Søknadstype"),
    own("scheme", "Lån til piloter", "Støtteordning"),
    own("portfolio", "Helse; Innovasjon", "Portefølje"),
    own("theme", "Eldre: 40 millioner kroner", "Temaer"),
    own("partners", "Minst én bedrift er påkrevd: du må samarbeide.", "Partnere"),
    own("region", "Innlandet og Oslo"),
    own("contact", "Kari", "Kontakt", data={"text": "Kari", "email": "kari@example.org", "phone": None}),
    own("contact", "Resepsjonen", "Kontakt"),
    own("notice", "Fristen er flyttet."),
    own("update", "Ny mal.", "", "20. aug. 2026"),
    own("section", "Kommuner og helseforetak.", "Hvem kan søke?"),
    own("section", "Uten overskrift."),
    own("twin_url", "https://www.forskningsradet.no/en/call-for-proposals/2026/pilot/"),
    own("result", "41", "Mottatte søknader", data={"applications": 41}),
    own("result", "Mange", "Annet"),
    listed("application_type", "En annen gruppe"),
    listed("theme", "Helse"),
    listed("theme", "Næring"),
]
"""Facts that give every column a value."""


_DERIVED = """
title summary twin_url scheme application_type themes status status_text opens_at deadline_at deadlines deadline_type
deadline_text other_dates project_start_earliest_date project_start_latest_date project_end_latest_date budget_nok
award_floor_nok award_ceiling_nok funding_rate_pct duration_min_months duration_max_months applicant_types
applicant_text target_groups is_partner_required partner_text regions contact change_notes results
"""
DERIVED = tuple(_DERIVED.split())
"""Columns made of the funder's words; the other ones are ours, or are the words themselves (full_text)."""


def unproven(record: Mapping[str, Any]) -> list[str]:
    """Columns of DERIVED with a value and without the funder's words, or without the place where these stand."""
    given = [name for name in DERIVED if record[name] not in (None, [], {})]
    cited = {name: record["evidence"].get(name) for name in given}
    return [name for name, rows in cited.items() if not rows or not all(row["url"] and row["quote"] for row in rows)]
