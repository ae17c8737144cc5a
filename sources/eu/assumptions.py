"""What nobody has confirmed about the live portal, each with its test (`sources.eu.trials`).

The prose of each assumption stands in the package docstring too; that the two agree is tested.
"""

from __future__ import annotations

from sources.base import Assumption
from sources.eu import trials

ASSUMPTIONS = (
    Assumption(
        "config_shape",
        "likely",
        "the configuration names search, facets and key under modules.sedia, all under europa.eu",
        trials.config,
    ),
    Assumption("sort_total", "likely", "the total is the same with and without the sort part", trials.sort),
    Assumption("types_filtered", "likely", "every hit is of a type that was asked for", trials.types),
    Assumption(
        "datasource_filter",
        "likely",
        "with the DATASOURCE filter every hit is of SEDIA, and fewer hits come than without it",
        trials.datasource,
    ),
    Assumption(
        "paging", "guess", "sorted by identifier, the pages of one night hold every reference once", trials.paging
    ),
    Assumption("same_page", "guess", "the first page asked for twice holds the same references", trials.same_page),
    Assumption(
        "display_fields",
        "likely",
        "with displayFields the long texts topicConditions and supportInfo do not come",
        trials.display_fields,
    ),
    Assumption(
        "facet_shape",
        "likely",
        "the facet answer has facets with names and values of rawValue and value",
        trials.facet_shape,
    ),
    Assumption("programmes_known", "likely", "every programme in the facets is one that we know", trials.programmes),
    Assumption("eu4health_id", "likely", "43332642 is EU4Health", trials.eu4health),
    Assumption("eu4health_calls", "guess", "EU4Health publishes its calls here", trials.eu4health_calls),
    Assumption("statuses_known", "likely", "every status code is one that we know", trials.statuses),
    Assumption("status_agrees", "likely", "the status inside actions is the one of the index", trials.status_agrees),
    Assumption(
        "deadline_days", "likely", "deadlines of actions and of the index are the same days", trials.deadline_days
    ),
    Assumption("clock_convention", "likely", "deadlines of grants stand at T00:00 or T17:00", trials.clock),
    Assumption("models_known", "likely", "every deadline model is one that we know", trials.models),
    Assumption(
        "budget_rows",
        "likely",
        "the budget overview of a grant has rows whose action begins with the identifier",
        trials.budget_rows,
    ),
    Assumption(
        "reference_form",
        "likely",
        "references are a number, TOPICS, COMPETITIVE_CALL or PROSPECTS, and a language",
        trials.references,
    ),
    Assumption("cascade_parent", "likely", "cascade calls have no callIdentifier", trials.cascade_parent),
    Assumption(
        "detail_shape",
        "likely",
        "topicDetails answers with TopicDetails that has identifier, actions and latestInfos",
        trials.detail_shape,
    ),
    Assumption("detail_dates", "likely", "dates of topicDetails are milliseconds or ISO", trials.detail_dates),
    Assumption(
        "detail_fresh", "guess", "topicDetails has the status and the deadlines of the search", trials.detail_fresh
    ),
    Assumption("robots", "guess", "both hosts have a robots.txt", trials.robots),
)
