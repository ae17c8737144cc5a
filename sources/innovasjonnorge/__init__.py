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

from collections.abc import Sequence
from urllib.parse import quote

from calls.model import Card, Request, SourceRules
from sources.base import Source
from sources.innovasjonnorge.assumptions import ASSUMPTIONS, KINDS_QUERY
from sources.innovasjonnorge.listing import LISTING, index, parse
from sources.innovasjonnorge.service import HOME, KEY

__all__ = ["GROQ", "SOURCE"]

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

_HOST = "https://loal7n8w.apicdn.sanity.io"
_DATASET = f"{_HOST}/v2023-01-01/data/query/inno-prod"
_VIEW = "perspective=published"


def _asking(query: str) -> Request:
    asked = f"query={quote(query, safe='')}"
    others = (f"{_DATASET}?{asked}", f"{_DATASET}?{_VIEW}&{asked}")
    return Request(f"{_DATASET}?{asked}&{_VIEW}", accept="application/json", same_as=others)


def detail(card: Card) -> Sequence[Request]:  # noqa: ARG001
    """None: the list says all there is."""
    return ()


def probes(cards: Sequence[Card]) -> Sequence[Request]:  # noqa: ARG001
    """robots.txt of the API host, and the types of the dataset."""
    return [Request(f"{_HOST}/robots.txt", accept="text/plain"), _asking(KINDS_QUERY)]


SOURCE = Source(
    rules=SourceRules(KEY, "Innovasjon Norge", deadline_clock="23:59", instrument=""),
    homepage=HOME,
    listings={LISTING: _asking(GROQ)},
    index=index,
    detail=detail,
    parse=parse,
    required=(LISTING,),
    parser_version="1",
    assumptions=ASSUMPTIONS,
    floor=1,
    ceiling=2000,
    probes=probes,
    needs_leave=(
        "Nettstedet viser roboter en sperreside, så Innovasjon Norge ønsker dem trolig ikke der. Innholdet ligger også"
        " i en åpen tjeneste uten innlogging, men ingen har skriftlig sagt at vi kan hente det derfra. Spør Innovasjon"
        " Norge først, og slå på kilden når dere har fått ja."
    ),
)
