"""What is wrong with a source as a whole, for the page and for the operator: what was seen, since when, what to do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from calls.fields import BY_NAME
from publish import words
from publish.issue_words import issue_words, severity_word
from publish.rows import as_day


@dataclass(frozen=True)
class Alarm:
    """One of a source. severity: in readers' words; is_error: it must be put right. field: label, "" for none."""

    source: str
    title: str
    severity: str
    is_error: bool
    field: str
    message: str
    text: str
    since: date
    advice: str

    @property
    def since_words(self) -> str:
        """The first of the nights in a row on which it was so."""
        return words.date_words(self.since)


def alarms(issues: Iterable[Mapping[str, Any]]) -> list[Alarm]:
    """Those of the issues that are about a source as a whole, in their order."""
    return [_alarm(issue) for issue in issues if not issue["source_id"]]


def _alarm(issue: Mapping[str, Any]) -> Alarm:
    title, advice = issue_words(issue["kind"])
    return Alarm(
        source=issue["source"],
        title=title,
        severity=severity_word(issue["severity"]),
        is_error=issue["severity"] == "error",
        field=BY_NAME[issue["field"]].label if issue["field"] in BY_NAME else issue["field"],
        message=issue["message"],
        text=issue["text"],
        since=as_day(issue["since_night"]),
        advice=advice,
    )
