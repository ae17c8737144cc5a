"""The EU Funding & Tenders portal: Horizon Europe, EIC, EU4Health and all other programmes, and the calls of projects
that pass money on (Eurostars, EIT Health, health partnerships), which the portal calls cascade funding.

The list. The portal's configuration says where its search is and with which key. The search answers pages of a hundred
hits; the code lists come from a second address. Every hit is whole in itself; for topics of health and innovation
(`sources.eu.divisions`) that are new or changed a further answer has the funder's updates.

What is odd. A request is a form of JSON files; anything else is answered as if there were no filter. The index holds
topics twice: copies of an old index, with stale status, are left out by DATASOURCE. Status codes: 31094501 is
forthcoming, 31094502 open, 31094503 closed. The key is the reference without its language; the identifier is no key,
and of a cascade call it is that of the project's topic. Fields are lists of strings, some hold JSON in a string. Orders
of lists, clock times of dates and seconds change without meaning, so no fact holds them (`sources.eu.moments`). The
budget overview covers all topics of a call. Hits wander between pages while the index is sorted by anything that is
not unique: a list is whole only when as many different references came as every page's total says. Nobody is asked for
leave: the Commission lets its documents be reused with attribution (Decision 2011/833/EU), and robots.txt is obeyed as
everywhere.

Likely or guessed, each tested by `radar sources check eu --live`:
- config_shape (likely): the configuration names search, facets and key under modules.sedia, all under europa.eu
- sort_total (likely): the total is the same with and without the sort part
- types_filtered (likely): every hit is of a type that was asked for
- datasource_filter (likely): with the DATASOURCE filter every hit is of SEDIA, and fewer hits come than without it
- paging (guess): sorted by identifier, the pages of one night hold every reference once
- same_page (guess): the first page asked for twice holds the same references
- display_fields (likely): with displayFields the long texts topicConditions and supportInfo do not come
- facet_shape (likely): the facet answer has facets with names and values of rawValue and value
- programmes_known (likely): every programme in the facets is one that we know
- eu4health_id (likely): 43332642 is EU4Health
- eu4health_calls (guess): EU4Health publishes its calls here
- statuses_known (likely): every status code is one that we know
- status_agrees (likely): the status inside actions is the one of the index
- deadline_days (likely): deadlines of actions and of the index are the same days
- clock_convention (likely): deadlines of grants stand at T00:00 or T17:00
- models_known (likely): every deadline model is one that we know
- budget_rows (likely): the budget overview of a grant has rows whose action begins with the identifier
- reference_form (likely): references are a number, TOPICS, COMPETITIVE_CALL or PROSPECTS, and a language
- cascade_parent (likely): cascade calls have no callIdentifier
- detail_shape (likely): topicDetails answers with TopicDetails that has identifier, actions and latestInfos
- detail_dates (likely): dates of topicDetails are milliseconds or ISO
- detail_fresh (guess): topicDetails has the status and the deadlines of the search
- robots (guess): both hosts have a robots.txt
Whether a programme is open to Norway is likely too; it rests on no page of the portal (`sources.eu.programmes`).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from calls.model import Card, Request, SourceRules
from sources.base import Source
from sources.eu.assumptions import ASSUMPTIONS
from sources.eu.details import detail, parse
from sources.eu.listing import index
from sources.eu.portal import CONFIG, CONFIG_URL, DEFAULT, FIRST, HOME, KEY, UNFILTERED, more, search

__all__ = ["SOURCE"]


def probes(cards: Sequence[Card]) -> Sequence[Request]:  # noqa: ARG001
    """robots.txt of both hosts; the search without sort and without DATASOURCE; the first page once more."""
    return [
        Request("https://ec.europa.eu/robots.txt", accept="text/plain"),
        Request("https://api.tech.ec.europa.eu/robots.txt", accept="text/plain"),
        search(DEFAULT, 1, 1, is_sorted=False),
        search(DEFAULT, 1, 2, UNFILTERED),
        search(DEFAULT, 1),
    ]


SOURCE = Source(
    rules=SourceRules(KEY, "EU", deadline_clock="17:00", binding_lang="en", closes_by_date=True),
    homepage=HOME,
    listings={CONFIG: Request(CONFIG_URL, accept="application/json")},
    index=index,
    detail=detail,
    parse=parse,
    required=(FIRST,),
    parser_version="1",
    assumptions=ASSUMPTIONS,
    floor=1,
    ceiling=3000,
    probes=probes,
    more=more,
    details_when="changed",
    own_columns=("change_notes",),
    canaries_after=timedelta(days=90),  # a closed topic gets updates for a while, and nothing else
)
