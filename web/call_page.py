"""All about one call: each value with the funder's own words beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from calls.fields import BY_NAME, word_nb
from publish import words
from publish.rows import Row, as_day, records, stale_notes, unread_notes, why_words
from sources.base import source_name
from web.nights import Shown
from web.pages import STATUS_COLORS, IssueGroup, issue_groups

Said = Callable[[Row], str]


@dataclass(frozen=True)
class Value:
    """One value and the funder's words behind it: text, label, quote and url of each."""

    label: str
    value: str
    evidence: list[Row]


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
class CallPage:
    """`page` of call.html."""

    call: Row
    status: str
    status_color: str
    source_name: str
    stale: str
    values: list[Value]
    deadlines: list[Deadline]
    themes: list[Row]
    other_dates: list[Row]
    change_notes: list[Row]
    results: list[tuple[str, str]]
    fits: list[Fit]
    issues: list[IssueGroup]
    blocks: list[str]
    origin: list[tuple[str, str]]


def call_page(shown: Shown, source: str, source_id: str) -> CallPage | None:
    """The page of a call, or None when the night has no such call."""
    call, night_at = shown.store.call(source, source_id, shown.night.night), shown.night.began_at
    if call is None:
        return None
    found = shown.store.issues(shown.night.night, source, source_id)
    issues, unread = records(found), unread_notes(found)
    return CallPage(
        call=call,
        status=words.status_word(call["status"]),
        status_color=STATUS_COLORS[call["status"]],
        source_name=source_name(source),
        stale=unread.get((source, source_id)) or stale_notes(shown.source_nights).get(source, ""),
        values=_values(call | {"deadline_words": _deadline(call, night_at)}),
        deadlines=_deadlines(call, night_at),
        themes=[theme | {"amount": _money(theme["amount_nok"])} for theme in call["themes"] or []],
        other_dates=[_dated(row) for row in call["other_dates"] or []],
        change_notes=[_dated(row) for row in call["change_notes"] or []],
        results=_results(call["results"] or {}),
        fits=_fits(shown, source, source_id),
        issues=issue_groups(issues, {}),
        blocks=[line for line in (call["full_text"] or "").splitlines() if line.strip()],
        origin=_origin(call),
    )


def _text(column: str) -> Said:
    return lambda call: call[column] or ""


def _day(column: str) -> Said:
    return lambda call: words.date_words(as_day(call[column])) if call[column] else ""


def _code(column: str) -> Said:
    return lambda call: word_nb(call[column]) if call[column] else ""


def _listed(column: str) -> Said:
    return lambda call: words.join_words([str(item) for item in call[column] or []])


def _deadline(call: Row, night_at: datetime) -> str:
    said = words.deadline_words(call, night_at)
    return f"{said}, {words.distance_words(call['deadline_at'], night_at)}" if call["deadline_at"] else said


def _amount(call: Row) -> str:
    return words.amount_words(call["award_floor_nok"], call["award_ceiling_nok"])


def _partners(call: Row) -> str:
    return {True: "ja", False: "nei", None: ""}[call["is_partner_required"]]


def _duration(call: Row) -> str:
    shortest, longest = call["duration_min_months"], call["duration_max_months"]
    return "" if shortest is None and longest is None else words.months_words(shortest, longest)


def _rate(call: Row) -> str:
    return "" if call["funding_rate_pct"] is None else f"inntil {call['funding_rate_pct']} prosent"


def _contact(call: Row) -> str:
    return "; ".join(
        ", ".join(dict.fromkeys(str(entry[part]) for part in ("text", "email", "phone") if entry.get(part)))
        for entry in call["contact"] or []
    )


ALWAYS = ("deadline_at", "award_ceiling_nok", "budget_nok", "applicant_types", "opens_at")
"""Columns that are shown also when the funder says nothing, so that the reader sees that nothing is said."""

VALUES: tuple[tuple[str, Said, tuple[str, ...]], ...] = (
    ("deadline_at", _text("deadline_words"), ("deadline_at", "deadlines", "deadline_text", "deadline_type")),
    ("deadline_type", _code("deadline_type"), ()),
    ("opens_at", words.opening_words, ("opens_at",)),
    ("status", _code("status"), ("status", "status_text")),
    ("award_ceiling_nok", _amount, ("award_floor_nok", "award_ceiling_nok")),
    ("budget_nok", lambda call: words.budget_words(call["budget_nok"]), ("budget_nok",)),
    ("funding_rate_pct", _rate, ("funding_rate_pct",)),
    (
        "applicant_types",
        lambda call: words.applicant_words(call["applicant_types"]),
        ("applicant_types", "applicant_text"),
    ),
    ("target_groups", _listed("target_groups"), ("target_groups",)),
    ("is_partner_required", _partners, ("is_partner_required", "partner_text")),
    ("duration_max_months", _duration, ("duration_min_months", "duration_max_months")),
    ("project_start_earliest_date", _day("project_start_earliest_date"), ("project_start_earliest_date",)),
    ("project_start_latest_date", _day("project_start_latest_date"), ("project_start_latest_date",)),
    ("project_end_latest_date", _day("project_end_latest_date"), ("project_end_latest_date",)),
    ("regions", _listed("regions"), ("regions",)),
    ("application_type", _text("application_type"), ("application_type",)),
    ("scheme", _text("scheme"), ("scheme",)),
    ("instrument", _code("instrument"), ("instrument",)),
    ("contact", _contact, ("contact",)),
)
"""The values in the order of the page: column for the heading, what we say, and the columns whose evidence belongs."""

LABELS = {"award_ceiling_nok": "Beløp til én søker", "duration_max_months": "Prosjektets varighet"}
"""Headings where one line shows more than one column."""


def _values(call: Row) -> list[Value]:
    shown = []
    for column, say, cited in VALUES:
        said = say(call) or (words.NOT_STATED if column in ALWAYS else "")
        if said:
            shown.append(Value(LABELS.get(column, BY_NAME[column].label_nb), said, _evidence(call, cited)))
    return shown


def _evidence(call: Row, columns: Sequence[str]) -> list[Row]:
    """The funder's words behind those columns; the same words once."""
    found: dict[tuple[str, str], Row] = {}
    for column in columns:
        for entry in (call["evidence"] or {}).get(column, []):
            found.setdefault((entry["label"], entry["text"]), entry)
    return list(found.values())


def _deadlines(call: Row, night_at: datetime) -> list[Deadline]:
    rows = []
    for row in call["deadlines"] or []:
        at = words.utc_moment(row["at"])
        rows.append(
            Deadline(
                when=words.moment_words(at, row["clock"] == "inferred"),
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
    money = (("sought_nok", "Søkt om"), ("awarded_nok", "Tildelt"))
    counts = (("applications", "Søknader"), ("awards", "Tildelinger"))
    told = [(label, _money(results[key])) for key, label in money if results.get(key) is not None]
    return told + [(label, words.number_words(results[key])) for key, label in counts if results.get(key) is not None]


def _fits(shown: Shown, source: str, source_id: str) -> list[Fit]:
    names = {cluster.key: cluster.name for cluster in shown.clusters}
    profiles = {(cluster.key, profile.key): profile for cluster in shown.clusters for profile in cluster.profiles}
    matches = shown.store.matches(shown.night.night)
    found = records(matches[(matches["source"] == source) & (matches["source_id"] == source_id)])
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
        for match in sorted(found, key=lambda match: (-match["score"], match["cluster"], match["profile"]))
        if (match["cluster"], match["profile"]) in profiles
    ]


def _origin(call: Row) -> list[tuple[str, str]]:
    """Where our text of the call comes from, for who wants to check it."""
    told: list[tuple[str, Any]] = [
        (BY_NAME["source_id"].label_nb, call["source_id"]),
        (BY_NAME["first_seen_at"].label_nb, words.moment_words(call["first_seen_at"])),
        (BY_NAME["last_seen_at"].label_nb, words.moment_words(call["last_seen_at"])),
        (BY_NAME["is_listed"].label_nb, "ja" if call["is_listed"] else "nei"),
        (BY_NAME["layout"].label_nb, call["layout"] or "bare listen er lest"),
        (BY_NAME["parser_version"].label_nb, call["parser_version"]),
        (BY_NAME["content_hash"].label_nb, call["content_hash"]),
    ]
    return told
