"""One record of the content API: whether it is a funding service, and the facts that it states.

Values stay words here; dates and money are read by `calls.normalise`. Sums are looked at only to tell whether running
text holds one that is fit to be a fact.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import quote, urljoin, urlsplit
from zoneinfo import ZoneInfo

from calls.amount_scan import find_sums
from calls.model import Card, Fact, FactName, Issue, IssueKind, Json, Severity
from calls.money import AmountReading, read_award
from calls.terms import read_applicants
from calls.words import plain
from sources.innovasjonnorge import labels
from sources.innovasjonnorge.texts import line, members, sections, shared_mails, titles

KEY = "innovasjonnorge"
HOME = "https://www.innovasjonnorge.no"

_OSLO = ZoneInfo("Europe/Oslo")
_HOST = re.compile(r"(?:[a-z0-9-]+\.)*innovasjonnorge\.no")
_LONGEST_VALUE = 1_000  # characters of a key point; the longest seen has 60
_LONGEST_PROSE = 5_000  # characters of a section that is read for values
_QUOTED = 200  # characters of an issue's text
_SENTENCE_ENDS = re.compile(r"[.!?\n](?=\s*[A-ZÆØÅ•])")


def points(record: Mapping[str, Json]) -> list[tuple[str, str]]:
    """Label and value of each key point that has either."""
    found = (one if isinstance(one, dict) else {"text": one} for one in members(record.get("facts")))
    pairs = ((line(one.get("title")).rstrip(" :"), line(one.get("text"))) for one in found)
    return [pair for pair in pairs if any(pair)]


def types(pairs: Iterable[tuple[str, str]]) -> list[str]:
    """What the key points say of the type of service."""
    return [text for label, text in pairs if text and labels.fact_name(label) == "application_type"]


def is_funding(record: Mapping[str, Json]) -> bool | None:
    """Whether the service gives money; None when neither category, type of service nor title tells."""
    categories, kind = titles(record.get("serviceCategories")), " ".join(types(points(record))).casefold()
    if any(name.casefold() == "finansiering" for name in categories):
        return True
    if categories or kind:
        return labels.FUNDING.search(kind) is not None and labels.ADVICE.search(kind) is None
    title = labels.heading_key(line(record.get("title")))
    if labels.TITLE_FUNDS.search(title):
        return True
    return False if labels.TITLE_OTHER.search(title) else None


def address(path: str) -> str | None:
    """The address of a path, with or without its first slash, or of a page of this site; None for any other."""
    try:
        parts = urlsplit(urljoin(f"{HOME}/", quote(path, safe="/:?#[]@!$&'()*+,;=%~")))
    except ValueError:
        return None
    is_ours = parts.scheme in ("http", "https") and _HOST.fullmatch(parts.netloc.lower())
    return parts.geturl() if is_ours and parts.path.strip("/") else None


def day(moment: Json) -> str:
    """ISO date in Oslo of an ISO moment; "" for anything else."""
    try:
        at = datetime.fromisoformat(moment)
        return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(_OSLO).date().isoformat()
    except (TypeError, ValueError, OverflowError):
        return ""


@dataclass(slots=True)
class Service:
    """One funding service on its way to a card."""

    record: Mapping[str, Json]
    key: str
    url: str
    title: str
    facts: list[Fact] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    names: set[FactName] = field(default_factory=set)  # of the facts so far

    def card(self) -> Card:
        """The card with all facts; `data` of the title carries what a reading has beside facts."""
        pairs = points(self.record)
        told = {"layout": "N2" if pairs else "N1", "published_on": day(self.record.get("publishedAt"))}
        self._fact("title", self.title, data=told)
        if (moment := line(self.record.get("publishedAt"))) and not told["published_on"]:
            self._issue("vague_date", "", moment, "Publiseringsdatoen lar seg ikke lese.", "info")
        self._fact("summary", line(self.record.get("excerpt")))
        for label, text in pairs:
            self._point(label, text)
        for name in titles(self.record.get("themeCategories")):
            self._fact("theme", name, data={"name": name})
        own = list(sections(self.record.get("sections"), "heading"))
        for heading, text in own:
            self._section(heading, text)
        for heading, text in sections(self.record.get("sharedTexts"), "title"):
            if labels.WHO_MAY.match(labels.heading_key(heading)):
                self._section(heading, text)
        self._contact()
        self._amounts(own)
        self._kind()
        self._time_to_apply()
        facts = {(fact.name, fact.label, fact.text): fact for fact in reversed(self.facts)}
        return Card(
            self.key,
            self.url,
            self.url,
            self.title,
            is_current=True,
            facts=tuple(reversed(facts.values())),
            api_id=self.key,
        )

    def _fact(self, name: FactName, text: str, label: str = "", quote: str = "", data: Json = None) -> None:
        if text:
            self.facts.append(Fact(name, text, label, "", self.url, quote, data))
            self.names.add(name)

    def _issue(self, kind: IssueKind, column: str, text: str, message: str, severity: Severity = "warning") -> None:
        self.issues.append(Issue(KEY, self.key, kind, column, text[:_QUOTED], message, self.url, severity))

    def _point(self, label: str, text: str) -> None:
        name = labels.fact_name(label)
        if name == "contact" or not text:
            return  # a person's name, or a label that stands empty
        if name is not None and len(text) <= _LONGEST_VALUE:
            self._fact(name, text, label)
            return
        why = "er for lang til å leses som en verdi" if name else "kjenner vi ikke"
        self._issue(
            "unknown_label", name or "", f"{label}: {text}", f"Opplysningen «{label[:60]}» i faktaboksen {why}."
        )
        self._fact("section", text, label)

    def _section(self, heading: str, text: str) -> None:
        key = labels.heading_key(heading)
        if labels.CONTACT.match(key):
            return
        self._fact("section", text, heading)
        name = labels.fact_name(heading)
        is_value, is_who = name in labels.ALSO_HEADINGS, labels.WHO_MAY.match(key) is not None
        if len(text) > _LONGEST_PROSE and (is_value or is_who):
            message = f"Teksten under «{heading[:60]}» er for lang til å leses som en verdi."
            self._issue("missing_field", "applicant_text" if is_who else "", heading, message)
            return
        if name is not None and is_value and name not in self.names:
            self._fact(name, text, heading)
        if is_who and (read_applicants(text)[0] or "target_groups" not in self.names):
            # Conditions that name nobody say less of who may apply than the target group of the fact box.
            self._fact("applicants", text, heading)

    def _contact(self) -> None:
        """Shared mailboxes of the contact sections and key points."""
        for name, label in (("sections", "heading"), ("sharedTexts", "title"), ("facts", "title")):
            for one in members(self.record.get(name)):
                heading = line(one.get(label)) if isinstance(one, dict) else ""
                if labels.CONTACT.match(labels.heading_key(heading)):
                    for mail in shared_mails(one):
                        self._fact("contact", mail, heading, data={"text": mail, "email": mail})

    def _amounts(self, own: Sequence[tuple[str, str]]) -> None:
        """Amounts of running text, where no key point has one: a fact when they are sure, else an issue."""
        told = [read_award(fact.text) for fact in self.facts if fact.name == "award"]
        if any(award.floor_nok or award.ceiling_nok for award in told):
            return
        for heading, text in own:
            if not labels.HOW_MUCH.match(labels.heading_key(heading)):
                continue
            award = read_award(text[:_LONGEST_PROSE])
            is_short = len(text) <= _LONGEST_PROSE
            if is_short and _is_sure(text, award):
                self._fact("award", text, heading)
            elif any(span.high.is_money for span in find_sums(plain(text[:_LONGEST_PROSE]))):
                message = f"Beløpene under «{heading[:60]}» lar seg ikke lese uten å gjette."
                self._issue("ambiguous_amount", "award_ceiling_nok", text, message)

    def _kind(self) -> None:
        said = [fact.text for fact in self.facts if fact.name == "application_type"]
        if any(labels.ADVICE.search(text.casefold()) for text in said):
            message = "Tjenesten står som finansiering, men kaller seg rådgivning."
            self._issue("contradiction", "application_type", "; ".join(said), message)
        if said:
            return
        words = list(dict.fromkeys(word.casefold() for word in labels.KIND.findall(self.title)))
        if len(words) == 1:
            self._fact("application_type", words[0].capitalize(), quote=self.title)
            message = "Faktaboksen sier ikke hva slags tjeneste dette er; lest av tittelen."
            self._issue("missing_field", "application_type", self.title, message, "info")
        else:
            message = "Verken faktaboksen eller tittelen sier hva slags støtte dette er."
            self._issue("missing_field", "application_type", self.title, message)

    def _time_to_apply(self) -> None:
        if "deadline" not in self.names:
            self._issue("missing_field", "deadline_at", "", "Tjenesten oppgir ingen søknadsfrist.")
        for fact in self.facts:
            closed = labels.SAYS_CLOSED.search(fact.text[:_LONGEST_PROSE])
            if closed and fact.name in ("title", "summary", "section"):
                message = "Teksten kan si at ordningen er stengt. Sjekk hos finansiøren."
                self._issue("contradiction", "status", fact.text[max(0, closed.start() - 80) :], message)


def _is_sure(text: str, award: AmountReading) -> bool:
    """Whether a reading of running text may stand: its sums are limits or ranges, or the text is one sentence."""
    values = {award.floor_nok, award.ceiling_nok} - {None}
    limits = {
        end.value
        for span in find_sums(plain(text))
        if span.is_range or span.low.is_floor or span.low.is_ceiling
        for end in (span.low, span.high)
    }
    if not values:
        return award.rate_pct is not None and not award.problems
    return values <= limits or _SENTENCE_ENDS.search(text) is None
