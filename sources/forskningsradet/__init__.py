"""Forskningsrådet (Research Council of Norway).

The list. A POST to the search interface answers with every call of one timeframe (0 current, 1 completed) in groups,
in one answer without paging; each group's heading declares its count. The list's page shows the same cards and is
the cross-check, and the fallback when the interface fails. A detail page follows for each call.

What is odd. The same page answers on several hosts, with and without `?tab=1` and trailing slash; the address year
is not the deadline's year, and a slug keeps the first title. Four layouts of the visible text: L0 (to April 2019),
L1 (2019-2021), L2 (2021-2026), L3 (2026, key facts); the last two are live together. Dates come before their
labels, under a heading that stands before and after them, and other calls' deadlines stand in the same list: labels
match whole. A deadline may be missing, stand in prose alone, or differ from a notice: that is reported, never
guessed. Every page has a print block with a new timestamp, so raw bytes never compare. Main deadlines are at 13:00 in
Oslo. In April 2019 the whole list was gone for five weeks: an empty list is an error.

Likely or guessed, each tested by `radar sources check forskningsradet --live`:
- list_id (likely): 18404 is the content id of the list page, and the search interface answers for it
- groups_are_types (likely): groups are application types, each heading ending in its count
- date_label (likely): dateLabel of a card is a label of date rows, such as Søknadsfrist
- date_spelling (likely): date of a card is dd.mm.yyyy, d. month name [yyyy], or løpende
- year_type (guess): year of a card is four digits, as number or string
- list_form (likely): the list's page holds its groups in form.proposal-list-page
- completed_class (likely): status--is-completed goes with Gjennomført
- results_link (likely): a card's link may end in #results
- tab (guess): ?tab=1 is the call's text, the same as the plain address
- results_path (guess): the table of results stands under sections[].content.tables[]
- label_elements (likely): labels of key facts are elements of their own beside their values
- nb_key_labels (guess): Norwegian key facts include Målgruppe, Portefølje and Samarbeidspartnere
- cancelled_nb (guess): a cancelled call says Avlyst in Norwegian
- closed_words (guess): a closed call may say Lukket or Stengt
- twin_link (guess): the other language is linked by hreflang or a language switch
- contact_shape (guess): a call's contact point stands under a heading Kontakt or Contact
- date_rows (likely): every row under Viktige datoer is a date we can read, then a label
- plain_clients (likely): plain clients with one request a second are answered
- robots (guess): robots.txt exists; its text is not known
Nynorsk labels and headings that are not among those seen are ours, by translation; a wrong one matches nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from urllib.parse import urljoin

from calls.model import Card, Request, SourceRules
from sources.base import Source
from sources.forskningsradet.addresses import API, LIST
from sources.forskningsradet.assumptions import ASSUMPTIONS
from sources.forskningsradet.chrome import lasting
from sources.forskningsradet.listing import index
from sources.forskningsradet.page import parse, visible_text
from sources.forskningsradet.report import KEY

__all__ = ["SOURCE", "visible_text"]


def _search(timeframe: int) -> Request:
    filters: dict[str, list[str]] = {"subjects": [], "targetGroups": [], "deadlineTypes": [], "applicationTypes": []}
    return Request(API, "POST", {"timeframe": timeframe, **filters}, "application/json")


def detail(card: Card) -> Sequence[Request]:
    """The canonical address, then the listed one where it differs: either may be the one that answers."""
    return [Request(url) for url in dict.fromkeys((card.url, card.listed_url))]


def probes(cards: Sequence[Card]) -> Sequence[Request]:
    """robots.txt, and the first call with and without `?tab=1`."""
    tabs = [Request(url) for card in cards[:1] for url in (card.url, f"{card.url}?tab=1")]
    return [Request(urljoin(LIST, "/robots.txt")), *tabs]


SOURCE = Source(
    rules=SourceRules(KEY, "Forskningsrådet", deadline_clock="13:00"),
    homepage=LIST,
    listings={"current": _search(0), "completed": _search(1), "html": Request(LIST)},
    index=index,
    detail=detail,
    parse=parse,
    required=("current", "html"),
    parser_version="1",
    assumptions=ASSUMPTIONS,
    floor=1,
    ceiling=3000,
    probes=probes,
    lasting=lasting,
    canaries_after=timedelta(days=365),  # by then the results are out too
)
