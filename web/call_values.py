"""The values of a call: what we say, the funder's own words beside it, and what speaks against trusting it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from calls.drift import group_of
from calls.fields import BY_NAME, word_nb
from calls.tongue import note, say
from publish import words
from publish.rows import Row, as_day
from sources.eu.programmes import norway_words

Said = Callable[[Row], str]


@dataclass(frozen=True)
class Value:
    """One value and the funder's words behind it: text, label, quote and url of each.

    marks: sentences on why the value may no longer hold. column: the one that its heading is of.
    """

    column: str
    label: str
    value: str
    evidence: list[Row]
    marks: list[str]


def _text(column: str) -> Said:
    return lambda call: call[column] or ""


def _day(column: str) -> Said:
    return lambda call: words.date_words(as_day(call[column])) if call[column] else ""


def _code(column: str) -> Said:
    return lambda call: word_nb(call[column]) if call[column] else ""


def _listed(column: str) -> Said:
    return lambda call: words.join_words([str(item) for item in call[column] or []])


def _partners(call: Row) -> str:
    return {True: say("ja"), False: say("nei"), None: ""}[call["is_partner_required"]]


def _duration(call: Row) -> str:
    shortest, longest = call["duration_min_months"], call["duration_max_months"]
    return "" if shortest is None and longest is None else words.months_words(shortest, longest)


def _rate(call: Row) -> str:
    return "" if call["funding_rate_pct"] is None else say("inntil {rate} prosent", rate=call["funding_rate_pct"])


def _awards(call: Row) -> str:
    return "" if call["awards_expected"] is None else words.number_words(call["awards_expected"])


def _norway(call: Row) -> str:
    """Whether applicants in Norway may get money, and what that rests on: our own words, not the funder's."""
    parts = [word_nb(call["norway"]) if call["norway"] else "", norway_words(call["norway_text"] or "")]
    return ". ".join(part for part in parts if part)


def contact_words(call: Row) -> str:
    """The call's published contact point."""
    return "; ".join(
        ", ".join(dict.fromkeys(str(entry[part]) for part in ("text", "email", "phone") if entry.get(part)))
        for entry in call["contact"] or []
    )


ALWAYS = ("deadline_at", "award_ceiling_nok", "budget_nok", "applicant_types", "opens_at")
"""Columns that are shown also when the funder says nothing, so that the reader sees that nothing is said."""

_AWARD = ("award_floor_nok", "award_ceiling_nok", "award_floor_eur", "award_ceiling_eur")
_APPLICANTS = ("applicant_types", "applicant_text")

VALUES: tuple[tuple[str, Said, tuple[str, ...]], ...] = (
    ("deadline_at", _text("deadline_words"), ("deadline_at", "deadlines", "deadline_text", "deadline_type")),
    ("deadline_type", _code("deadline_type"), ()),
    ("opens_at", words.opening_words, ("opens_at",)),
    ("status", _code("status"), ("status", "status_text")),
    ("award_ceiling_nok", words.award_words, _AWARD),
    ("budget_nok", words.budget_words, ("budget_nok", "budget_eur")),
    ("awards_expected", _awards, ("awards_expected",)),
    ("funding_rate_pct", _rate, ("funding_rate_pct",)),
    ("applicant_types", lambda call: words.applicant_words(call["applicant_types"]), _APPLICANTS),
    ("norway", _norway, ()),  # the reason is ours; the funder's words behind it stand at the programme
    ("target_groups", _listed("target_groups"), ("target_groups",)),
    ("is_partner_required", _partners, ("is_partner_required", "partner_text")),
    ("duration_max_months", _duration, ("duration_min_months", "duration_max_months")),
    ("project_start_earliest_date", _day("project_start_earliest_date"), ("project_start_earliest_date",)),
    ("project_start_latest_date", _day("project_start_latest_date"), ("project_start_latest_date",)),
    ("project_end_latest_date", _day("project_end_latest_date"), ("project_end_latest_date",)),
    ("regions", _listed("regions"), ("regions",)),
    ("application_type", _text("application_type"), ("application_type",)),
    ("scheme", _text("scheme"), ("scheme",)),
    ("programme", _text("programme"), ("programme",)),
    ("parent_id", _text("parent_id"), ("parent_id",)),
    ("instrument", _code("instrument"), ("instrument",)),
    ("contact", contact_words, ("contact",)),
)
"""The values in the order of the page: column for the heading, what we say, and the columns whose evidence belongs."""

LABELS = {
    "award_ceiling_nok": note("Beløp til én søker"),
    "duration_max_months": note("Prosjektets varighet"),
}
"""Headings where one line shows more than one column."""


def call_values(call: Row, night_at: datetime, lost: Mapping[str, date], issues: Sequence[Row]) -> list[Value]:
    """Every value that the page shows, in its order.

    lost: fields whose quote is gone, and since which night (Store.lost_quotes). issues: those of the call.
    """
    told = call | {"deadline_words": _deadline(call, night_at)}
    stale = stale_columns(issues)
    shown = []
    for column, read, cited in VALUES:
        said = read(told) or (say(words.NOT_STATED) if column in ALWAYS else "")
        if said:
            own = {column, *cited}
            marks = [*_stale_marks(own, stale), *_lost_marks(own, lost)]
            label = say(LABELS.get(column, BY_NAME[column].label_nb))
            shown.append(Value(column, label, said, _evidence(call, cited), marks))
    return shown


def lost_elsewhere(lost: Mapping[str, date]) -> list[str]:
    """A sentence for each column whose quote is gone and that `call_values` has no line for."""
    shown = {name for column, _, cited in VALUES for name in (column, *cited)}
    found: dict[str, date] = {}
    for field, since in sorted(lost.items()):
        column = _column(field)
        if column not in shown:
            found[column] = min(found.get(column, since), since)
    return [f"{BY_NAME[column].label}: {_lost_words(since)}" for column, since in found.items() if column in BY_NAME]


def stale_columns(issues: Sequence[Row]) -> dict[str, date]:
    """Columns that keep a value of an earlier night, and since which night."""
    found: dict[str, date] = {}
    for issue in issues:
        if issue["kind"] == "stale_value":
            group, since = group_of(issue["field"]), as_day(issue["since_night"])
            for column in group.columns if group else (issue["field"],):
                found[column] = min(found.get(column, since), since)
    return found


def _stale_marks(columns: set[str], stale: Mapping[str, date]) -> list[str]:
    since = min((day for column, day in stale.items() if column in columns), default=None)
    if since is None:
        return []
    said = note("Verdien er fra før natten {night}: feltet har ikke latt seg lese trygt siden da.")
    return [say(said, night=words.date_words(since))]


def _lost_marks(columns: set[str], lost: Mapping[str, date]) -> list[str]:
    since = min((day for field, day in lost.items() if _column(field) in columns), default=None)
    return [] if since is None else [_lost_words(since)]


def _lost_words(since: date) -> str:
    said = note("Sitatet står ikke lenger på finansiørens side (siden natten {night}). Sjekk verdien der.")
    return say(said, night=words.date_words(since))


def _column(field: str) -> str:
    """The column of a field whose quote is looked for: `deadlines[0]`, `themes[2].amount_nok`."""
    return field.partition("[")[0].partition(".")[0]


def _deadline(call: Row, night_at: datetime) -> str:
    said = words.deadline_words(call, night_at)
    return f"{said}, {words.distance_words(call['deadline_at'], night_at)}" if call["deadline_at"] else said


def _evidence(call: Row, columns: Sequence[str]) -> list[Row]:
    """The funder's words behind those columns; the same words once."""
    found: dict[tuple[str, str], Row] = {}
    for column in columns:
        for entry in (call["evidence"] or {}).get(column, []):
            found.setdefault((entry["label"], entry["text"]), entry)
    return list(found.values())
