"""What one call's page gave: facts with their place, and issues with theirs."""

from __future__ import annotations

from dataclasses import dataclass, field

from calls.model import Fact, FactName, Issue, IssueKind, Json, Severity

KEY = "forskningsradet"


@dataclass(slots=True)
class Report:
    """Makes facts and issues that know which call and which page they belong to."""

    source_id: str
    url: str
    issues: list[Issue] = field(default_factory=list)

    def fact(
        self, name: FactName, text: str, *, label: str = "", note: str = "", quote: str = "", data: Json = None
    ) -> Fact:
        return Fact(name, text, label, note, self.url, "" if quote == text else quote, data)

    def issue(self, kind: IssueKind, column: str, text: str, message: str, severity: Severity = "warning") -> None:
        issue = Issue(KEY, self.source_id, kind, column, text, message, self.url, severity)
        if issue not in self.issues:
            self.issues.append(issue)
