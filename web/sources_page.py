"""How each source did: what was read, what a person should look at, and how far the funder's words were found again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from calls.database import is_there
from calls.fields import BY_NAME, LIVE_STATUSES
from calls.history import MISSES_GONE
from calls.tongue import say, say_count
from publish import words
from publish.alarms import Alarm, alarms
from publish.rows import STATES_NB, CallId, Row, as_day, call_id, records
from readers import Decisions
from sources.base import source_name
from web.nights import Shown
from web.pages import IssueGroup, issue_groups
from web.sources_history import NIGHTS, History, histories

ACCEPTED_FOR = timedelta(days=14)
"""So long the page tells of a field that a person has found right."""

STATE_COLORS = {"fresh": "success", "stale": "warning", "failed": "danger", "off": "neutral"}


@dataclass(frozen=True)
class Quoted:
    """Of one field: how many values had a quote to look for, how many were found again, and the share in words."""

    label: str
    looked_for: int
    found: int
    share: str


@dataclass(frozen=True)
class SourceCard:
    """How one source did. holds: sentences on what is kept from earlier nights. quotes: the worst field first.

    history: how it has done over the last nights.
    """

    row: Row
    name: str
    state: str
    color: str
    since: str
    alarms: list[Alarm]
    accepted: list[str]
    holds: list[str]
    quotes: list[Quoted]
    all_quotes: str
    groups: list[IssueGroup]
    history: History


def source_cards(shown: Shown | None, decisions_url: str) -> list[SourceCard]:
    """`sources` of sources.html, in the order of their keys. decisions_url: where people's decisions are kept."""
    if shown is None:
        return []
    return shown.kept("source cards", lambda: _cards(shown, decisions_url))


def _cards(shown: Shown, decisions_url: str) -> list[SourceCard]:
    accepted = _accepted(decisions_url, shown.night.night)
    issues = shown.issues()
    listing = shown.stored("listing", lambda: records(shown.store.listing(shown.night.night)))
    titles = {call_id(call): call["title"] for call in listing}
    missing = Counter(
        call["source"]
        for call in listing
        if call["misses"] and call["is_listed"] and call["status"] in (None, *LIVE_STATUSES)
    )
    before = histories(records(shown.store.source_history(shown.night.night, NIGHTS)), shown.night.night)
    cards = []
    for row in records(shown.source_nights):
        own = [issue for issue in issues if issue["source"] == row["source"]]
        key = row["source"]
        cards.append(_card(row, own, accepted.get(key, []), titles, missing[key], before[key]))
    return cards


def _accepted(decisions_url: str, night: date) -> dict[str, list[str]]:
    """By source, what a person has found right lately and is to be used. Who said so is not for the page."""
    told: dict[str, list[str]] = {}
    if not is_there(decisions_url):
        return told
    with Decisions.open(decisions_url) as decisions:
        for one in decisions.acceptances():
            if one.night > night - ACCEPTED_FOR:
                when, first = words.date_words(words.oslo(one.at).date()), words.date_words(one.night)
                said = say(
                    "{field} er godtatt {day}: det som leses nå, brukes fra natten {night}.",
                    field=_label(one.field),
                    day=when,
                    night=first,
                )
                said += " " + say("Grunn: {reason}", reason=one.reason) if one.reason else ""
                told.setdefault(one.source, []).append(said)
    return told


def _card(
    row: Row,
    issues: Sequence[Row],
    accepted: list[str],
    titles: Mapping[CallId, str],
    missing: int,
    history: History,
) -> SourceCard:
    quotes = quoted(row["quotes"])
    return SourceCard(
        row=row,
        name=source_name(row["source"]),
        state=say(STATES_NB[row["state"]]),
        color=STATE_COLORS[row["state"]],
        since=_since(row["data_night"]),
        alarms=alarms(issues),
        accepted=accepted,
        holds=_holds(issues, missing),
        quotes=quotes,
        all_quotes=_all_quotes(quotes),
        groups=issue_groups([issue for issue in issues if issue["source_id"]], titles),
        history=history,
    )


def _since(day: date | str | None) -> str:
    return words.weekday_date_words(as_day(day)) if day else ""


def _holds(issues: Sequence[Row], missing: int) -> list[str]:
    """What stands although tonight's pages do not say it: calls that are missing, and values of earlier nights."""
    told = []
    if missing:
        said = say_count(
            "{n} utlysning mangler i listen, men regnes ikke som borte før etter {lists} hele lister på rad.",
            "{n} utlysninger mangler i listen, men regnes ikke som borte før etter {lists} hele lister på rad.",
            missing,
            lists=MISSES_GONE,
        )
        told.append(said)
    stale: dict[str, list[date]] = {}
    for issue in issues:
        if issue["kind"] == "stale_value" and issue["source_id"]:
            stale.setdefault(issue["field"], []).append(as_day(issue["since_night"]))
    for field, days in sorted(stale.items()):
        said = say_count(
            "{field} leses ikke trygt og står som før i {n} utlysning siden natten {night}.",
            "{field} leses ikke trygt og står som før i {n} utlysninger siden natten {night}.",
            len(days),
            field=BY_NAME[field].label if field in BY_NAME else field,
            night=words.date_words(min(days)),
        )
        told.append(said)
    return told


def quoted(quotes: Mapping[str, Sequence[int]]) -> list[Quoted]:
    """Columns by the share of their quotes that were found, the worst first. quotes: as in SourceNight."""
    found = [
        Quoted(_label(name), looked, here, words.share_words(here, looked))
        for name, (looked, here) in quotes.items()
        if looked
    ]
    return sorted(found, key=lambda one: (one.found / one.looked_for, one.label))


def _label(name: str) -> str:
    """The label of a column, or of a part of one: `themes.amount_nok`."""
    column, _, part = name.partition(".")
    label = BY_NAME[column].label if column in BY_NAME else column
    return say("{field}, beløp", field=label) if part == "amount_nok" else label


def _all_quotes(quotes: Sequence[Quoted]) -> str:
    looked, found = sum(one.looked_for for one in quotes), sum(one.found for one in quotes)
    return words.share_words(found, looked) if looked else ""
