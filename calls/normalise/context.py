"""What every step of normalising shares: the reading, the rules, and where issues and evidence are collected."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from calls.model import Fact, FactName, Issue, IssueKind, Json, Problem, Reading, Severity, SourceRules


@dataclass
class Context:
    """One call on its way from words to values."""

    reading: Reading
    rules: SourceRules
    night_at: datetime
    issues: list[Issue] = field(default_factory=list)
    evidence: dict[str, list[dict[str, str]]] = field(default_factory=dict)

    @property
    def published_on(self) -> date | None:
        """When the page was published, where it says so."""
        return date.fromisoformat(self.reading.published_on) if self.reading.published_on else None

    def facts(self, name: FactName) -> list[Fact]:
        """Facts of that name from the call's own page; the list's only where the page has none.

        The page is the fuller and the binding one; the list repeats some of it, at times shortened.
        """
        own = self.own_facts(name)
        return own or self.reading.all(name)

    def own_facts(self, name: FactName) -> list[Fact]:
        """Facts of that name that stand on the call's own page."""
        return [fact for fact in self.reading.all(name) if fact.url in self.reading.pages]

    def listed_facts(self, name: FactName) -> list[Fact]:
        """Facts of that name that the list gives."""
        return [fact for fact in self.reading.all(name) if fact.url not in self.reading.pages]

    def cite(self, column: str, *facts: Fact) -> None:
        """Keeps the funder's words, with the note that belongs to them, and where they stand."""
        for fact in facts:
            text = f"{fact.text} ({fact.note})" if fact.note else fact.text
            entry = {"text": text, "label": fact.label, "quote": fact.quote or fact.text, "url": fact.url}
            found = self.evidence.setdefault(column, [])
            if entry not in found:
                found.append(entry)

    def report(
        self, kind: IssueKind, column: str, text: str, message: str, url: str = "", severity: Severity = "warning"
    ) -> None:
        """Adds an issue about this call; the same one twice is one."""
        issue = Issue(
            source=self.reading.source,
            source_id=self.reading.source_id,
            kind=kind,
            field=column,
            text=text,
            message=message,
            url=url or self.reading.url,
            severity=severity,
        )
        if issue not in self.issues:
            self.issues.append(issue)

    def report_all(self, problems: Iterable[Problem], column: str, fact: Fact) -> None:
        """Adds what a reader of words had to say about one fact."""
        for problem in problems:
            self.report(problem.kind, column, fact.text, problem.message, fact.url, problem.severity)


def stated_year(fact: Fact) -> int | None:
    """The year that the funder gives apart from the date, as the fact's note."""
    return int(fact.note) if re.fullmatch(r"(19|20)\d\d", fact.note) else None


def one_value(context: Context, column: str, read: list[tuple[Fact, Json]]) -> Json:
    """The first value that was read; an issue when a later fact says another."""
    told = [(fact, value) for fact, value in read if value is not None]
    if not told:
        return None
    first_fact, first = told[0]
    context.cite(column, first_fact)
    for fact, value in told[1:]:
        if value != first:
            context.report(
                "contradiction",
                column,
                f"{first_fact.text} / {fact.text}",
                "Finansiøren oppgir to ulike verdier; den første er brukt.",
                fact.url,
            )
    return first
