"""Innovasjon Norge, the state's fund for innovation in business.

The list. One GET to the content API behind the site answers with every service in Norwegian: fact box (key points),
sections as Portable Text, categories, and texts that many services share. There are no pages to fetch: the site shows
robots a challenge, which is a no, and nobody tries to get past it.

What is odd. Many services are advice or courses. A funding service has the category Finansiering, or a Type tjeneste
that says tilskudd, lån, garanti or utlysning and not rådgivning; a record with neither is judged by its title. Nothing
says structurally whether a scheme is open: the words of Søknadsfrist do. Any field may be null, any list may hold
nulls and images, any string an invisible character. The path is whole, with or without its first slash, and may
change; `_id` does not. Shared texts are the same legal text on most services and are left out by name, but for those
on who may apply. Contact sections are left out on purpose, but for shared mailboxes; so are private addresses. A sum
in running text counts only under a heading on amounts, and only where the fact box has none. A sign-up date is no
deadline of ours.

Likely or guessed, each tested by `radar sources check innovasjonnorge --live`:
- api_json (likely): the dataset answers a plain GET with JSON that has a list in result
- perspective (likely): with perspective=published there are no drafts among the records
- service_nb (likely): services have _type service and language nb
- labels (likely): every label of key points is one that we know
- whole_path (likely): slug.current is a whole path that begins with a slash
- shared_texts (likely): additionalInformation refers to texts with title and content
- type_call (likely): Type tjeneste may be Utlysning
- sign_up (guess): Påmeldingsfrist stands only on courses and programmes, never on funding
- invisible (likely): labels may hold invisible characters
- robots (guess): the API host has a robots.txt; its text is not known
- types (guess): the dataset has the type service and no type of its own for calls
Labels and headings that are not among those seen are ours; a wrong one matches nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from calls.model import Card, Listing, Page, Reading, SourceRules
from calls.money import read_award
from calls.terms import read_applicants
from calls.words import clean
from sources.base import Assumption, Mark, Source, UnreadablePage
from sources.list_only import Draft, no_pages, own_address, reading
from sources.portable_text import line, members, pairs, sections, shared_mails, titles
from sources.running_text import LONGEST, Labels, is_contact, says_closed, small, sure_award, tells_how_much, tells_who
from sources.sanity import Answer, Dataset, Fields, Night, Test, has_only_kind, result, robots, strings

GROQ = """*[_type == "service" && language == "nb" && defined(slug.current)] | order(_id asc) {
  _id, _updatedAt, publishedAt, lastPublishedAt, title, excerpt,
  "path": slug.current,
  "facts": keyPoints[]{title, text},
  "serviceCategories": service_categories[]->{title},
  "themeCategories": theme_categories[]->{title},
  "sections": serviceInfo[]{heading, content},
  "sharedTexts": additionalInformation[]->{title, content}
}"""
"""Dataset names are certain; the aliases before the colons are ours, and so are the names in the answer."""

_KEY, _HOME, _LISTING = "innovasjonnorge", "https://www.innovasjonnorge.no", "services"
_DATASET = Dataset("loal7n8w", "2023-01-01", "inno-prod")
_LISTS = ("facts", "sections", "serviceCategories", "themeCategories", "sharedTexts")
_ASKED = frozenset(("_id", "_updatedAt", "publishedAt", "lastPublishedAt", "title", "excerpt", "path", *_LISTS))
_NEVER_EMPTY = ("title", "path", "facts", "sections")

_LABELS = Labels(
    ("application_type", "Type tjeneste|Tjenestetype"),
    ("target_groups", "Målgruppe|Målgrupper|Målgruppe / hensikt"),
    ("applicants", "Hvem kan søke|For hvem"),
    ("deadline", "Søknadsfrist|Søknadsfrister|Frist|Frist for å søke|Deadline|Application deadline"),
    ("opens", "Åpner for søknader|Åpner for søknad"),
    ("date", "Påmeldingsfrist|Oppstart|Dato"),
    ("award", "Hvor mye|Beløp|Støttegrenser|Støttegrense|Tilskuddsbeløp|Støttebeløp|Lånebeløp|Funding scale"),
    ("budget", "Antatt tilgjengelige midler|Ramme|Total ramme"),
    ("budget", "Amount of funding presumed available for this call for proposals"),
    ("rate", "Støttegrad|Støtteandel|Støttesats|Støtteintensitet"),
    ("duration", "Varighet|Prosjektvarighet|Støtteperiode"),
    ("contact", "Kontakt|Kontaktperson|Kontaktpersoner"),
)
_ALSO_HEADINGS = frozenset(("application_type", "target_groups", "deadline", "opens", "rate", "duration"))
"""What a section gives whose heading is the label itself, where the fact box has none of it."""

_FUNDING = re.compile(r"tilskudd|tilskot|lån|garanti|utlysn?ing")
_ADVICE = re.compile(r"rådgi|rådgje")
_TITLE_FUNDS = re.compile(r"tilskudd|tilskot|lån|garanti|støtte|finansiering|utlysn?ing|ordning(?:en|a)?\b")
_TITLE_OTHER = re.compile(r"rådgi|rådgje|veiled|rettlei|kurs(?:et)?\b|webinar|seminar|mentor")
_KIND_IN_TITLE = re.compile(r"\b\w*(?:tilskudd|tilskot|lån|garanti)\w*", re.IGNORECASE)

_LONGEST_VALUE = 1_000  # characters of a key point; the longest seen has 60


def _points(record: Fields) -> list[tuple[str, str]]:
    """Label and value of each key point that has either."""
    return pairs(record.get("facts"), "title", "text")


def _types(record: Fields) -> list[str]:
    """What the key points say of the type of service."""
    return [text for label, text in _points(record) if text and _LABELS.name(label) == "application_type"]


def _is_funding(record: Fields) -> bool | None:
    """Whether the service gives money; None when neither category, type of service nor title tells."""
    categories, kind = titles(record.get("serviceCategories")), " ".join(_types(record)).casefold()
    if any(name.casefold() == "finansiering" for name in categories):
        return True
    if categories or kind:
        return _FUNDING.search(kind) is not None and _ADVICE.search(kind) is None
    title = small(line(record.get("title")))
    if _TITLE_FUNDS.search(title):
        return True
    return False if _TITLE_OTHER.search(title) else None


class _Service(Draft):
    """One funding service on its way to a card."""

    def read(self) -> Card:
        points, own = _points(self.record), list(sections(self.record.get("sections"), "heading"))
        self.head("N2" if points else "N1", self.record.get("publishedAt"))
        self.fact("summary", line(self.record.get("excerpt")))
        for label, text in points:
            self._point(label, text)
        for name in titles(self.record.get("themeCategories")):
            self.fact("theme", name, data={"name": name})
        for heading, text in own:
            self._section(heading, text)
        for heading, text in sections(self.record.get("sharedTexts"), "title"):
            if tells_who(heading):
                self._section(heading, text)
        self._contact()
        self._amounts(own)
        self._kind()
        self._time_to_apply()
        return self.card()

    def _point(self, label: str, text: str) -> None:
        name = _LABELS.name(label)
        if name == "contact" or not text:
            return  # a person's name, or a label that stands empty
        if name is not None and len(text) <= _LONGEST_VALUE:
            self.fact(name, text, label)
            return
        why = "er for lang til å leses som en verdi" if name else "kjenner vi ikke"
        message = f"Opplysningen «{label[:60]}» i faktaboksen {why}."
        self.issue("unknown_label", name or "", f"{label}: {text}", message)
        self.fact("section", text, label)

    def _section(self, heading: str, text: str) -> None:
        if is_contact(heading):
            return
        self.fact("section", text, heading)
        name = _LABELS.name(heading)
        is_value, is_who = name in _ALSO_HEADINGS, tells_who(heading)
        if len(text) > LONGEST and (is_value or is_who):
            message = f"Teksten under «{heading[:60]}» er for lang til å leses som en verdi."
            self.issue("missing_field", "applicant_text" if is_who else "", heading, message)
            return
        if name is not None and is_value and name not in self.names:
            self.fact(name, text, heading)
        if is_who and (read_applicants(text)[0] or "target_groups" not in self.names):
            # Conditions that name nobody say less of who may apply than the target group of the fact box.
            self.fact("applicants", text, heading)

    def _contact(self) -> None:
        """Shared mailboxes of the contact sections and key points."""
        for name, label in (("sections", "heading"), ("sharedTexts", "title"), ("facts", "title")):
            for one in members(self.record.get(name)):
                heading = line(one.get(label)) if isinstance(one, dict) else ""
                for mail in shared_mails(one) if is_contact(heading) else ():
                    self.fact("contact", mail, heading, data={"text": mail, "email": mail})

    def _amounts(self, own: Sequence[tuple[str, str]]) -> None:
        """Amounts of running text, where no key point has one: a fact when they are sure, else an issue."""
        told = [read_award(fact.text) for fact in self.facts if fact.name == "award"]
        if any(award.floor_nok or award.ceiling_nok for award in told):
            return
        for heading, text in own:
            is_sure = sure_award(text) if tells_how_much(heading) else None
            if is_sure:
                self.fact("award", text, heading)
            elif is_sure is False:
                message = f"Beløpene under «{heading[:60]}» lar seg ikke lese uten å gjette."
                self.issue("ambiguous_amount", "award_ceiling_nok", text, message)

    def _kind(self) -> None:
        said = [fact.text for fact in self.facts if fact.name == "application_type"]
        if any(_ADVICE.search(text.casefold()) for text in said):
            message = "Tjenesten står som finansiering, men kaller seg rådgivning."
            self.issue("contradiction", "application_type", "; ".join(said), message)
        if said:
            return
        words = list(dict.fromkeys(word.casefold() for word in _KIND_IN_TITLE.findall(self.title)))
        if len(words) == 1:
            self.fact("application_type", words[0].capitalize(), quote=self.title)
            message = "Faktaboksen sier ikke hva slags tjeneste dette er; lest av tittelen."
            self.issue("missing_field", "application_type", self.title, message, "info")
        else:
            message = "Verken faktaboksen eller tittelen sier hva slags støtte dette er."
            self.issue("missing_field", "application_type", self.title, message)

    def _time_to_apply(self) -> None:
        if "deadline" not in self.names:
            self.issue("missing_field", "deadline_at", "", "Tjenesten oppgir ingen søknadsfrist.")
        for fact in self.facts:
            if fact.name in ("title", "summary", "section") and (words := says_closed(fact.text)):
                message = "Teksten kan si at ordningen er stengt. Sjekk hos finansiøren."
                self.issue("contradiction", "status", words, message)


def index(pages: Mapping[str, Page]) -> Listing:
    """The night's funding services. UnreadablePage when there is no answer, or none of its services is about money."""
    answer = Answer(_KEY, _HOME, result(pages.get(_LISTING)))
    cards: list[Card] = []
    others = 0
    for record in answer.records():
        is_funding, path = _is_funding(record.fields), record.fields.get("path")
        if is_funding is False:
            others += 1
            continue
        if (url := own_address(_HOME, path)) is None:
            message = f"«{record.shown}» har ingen adresse på innovasjonnorge.no og er ikke tatt med."
            answer.doubt("unreadable_page", path if isinstance(path, str) else "", message, record.key)
            continue
        if is_funding is None:
            message = f"Vet ikke om «{record.shown}» er finansiering; tatt med til noen har sett på den."
            answer.issue("missing_field", record.title, message, record.key, "application_type")
        service = _Service(_KEY, record.key, url, record.title, record.fields)
        cards.append(service.read())
        answer.issues += service.issues
        answer.check_lists(record, _LISTS)
    if not cards:
        count = len(answer.members)
        raise UnreadablePage(f"ingen finansiering blant {count} oppføringer ({others} tjenester er av andre slag)")
    answer.check_fields(_ASKED, _NEVER_EMPTY)
    by_key = sorted(cards, key=lambda card: card.source_id)
    return Listing(tuple(by_key), answer.is_whole, tuple(dict.fromkeys(answer.issues)))


def parse(card: Card, page: Page | None) -> Reading:
    """What the card says. UnreadablePage for any page: a service has none that we read."""
    if page is not None:
        raise UnreadablePage("tjenestene leses fra listen alene; denne siden er ikke en del av den")
    return reading(_KEY, card, "nb")


_NIGHT = Night(_LISTING)
_SHARED = _NIGHT.resolved("sharedTexts", "title", "content")


@_NIGHT.every
def _known(record: Fields) -> Iterable[bool]:
    return (_LABELS.name(label) is not None for label in strings(record, "facts", "title"))


@_NIGHT.once
def _invisible(record: Fields) -> Iterable[bool]:
    return (" ".join(label.split()) != clean(label) for label in strings(record, "facts", "title"))


@_NIGHT.once
def _call_type(record: Fields) -> Iterable[bool]:
    return ("utlysning" in text.casefold() for text in _types(record))


@_NIGHT.every
def _sign_up(record: Fields) -> Iterable[bool]:
    has_one = any(small(label).startswith("påmelding") for label, _ in _points(record))
    return [not _is_funding(record)] if has_one else []


_ROWS: tuple[tuple[str, Mark, str, Test], ...] = (
    ("api_json", "likely", "the dataset answers a plain GET with JSON that has a list in result", _NIGHT.answers),
    ("perspective", "likely", "with perspective=published there are no drafts among the records", _NIGHT.published),
    ("service_nb", "likely", "services have _type service and language nb", _NIGHT.answers),
    ("labels", "likely", "every label of key points is one that we know", _known),
    ("whole_path", "likely", "slug.current is a whole path that begins with a slash", _NIGHT.rooted("path")),
    ("shared_texts", "likely", "additionalInformation refers to texts with title and content", _SHARED),
    ("type_call", "likely", "Type tjeneste may be Utlysning", _call_type),
    ("sign_up", "guess", "Påmeldingsfrist stands only on courses and programmes, never on funding", _sign_up),
    ("invisible", "likely", "labels may hold invisible characters", _invisible),
    ("robots", "guess", "the API host has a robots.txt; its text is not known", robots),
    ("types", "guess", "the dataset has the type service and no type of its own for calls", has_only_kind("service")),
)

SOURCE = Source(
    rules=SourceRules(_KEY, "Innovasjon Norge", deadline_clock="23:59", instrument=""),
    homepage=_HOME,
    listings={_LISTING: _DATASET.asking(GROQ)},
    index=index,
    detail=no_pages,
    parse=parse,
    required=(_LISTING,),
    parser_version="1",
    assumptions=tuple(Assumption(*row) for row in _ROWS),
    ceiling=2000,
    probes=_DATASET.probes,
    needs_leave=(
        "Nettstedet viser roboter en sperreside, så Innovasjon Norge ønsker dem trolig ikke der. Innholdet ligger også"
        " i en åpen tjeneste uten innlogging, men ingen har skriftlig sagt at vi kan hente det derfra. Spør Innovasjon"
        " Norge først, og slå på kilden når dere har fått ja."
    ),
)
