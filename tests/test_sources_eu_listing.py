"""The night's list of the EU portal: rounds, completeness, and what the index has that is no call."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import pytest
from eu_samples import CLOSED, FACETS, OPEN, Portal, cascade, topic

from bundle.eu import CONFIG_BODY, facets
from calls.failures import NotArchived
from calls.model import Page, Request
from sources.base import UnreadablePage
from sources.eu import SOURCE
from sources.eu.listing import facet_labels
from sources.eu.portal import CONFIG_URL, DEFAULT, FIRST, answer, service
from sources.harvest import Collected, ask_lists, collect_lists
from sources.listings import MOST_LISTS


def topics(count: int) -> list[dict[str, Any]]:
    """Topics of no relevance, so that no own page is asked for."""
    return [
        topic(reference=f"{50000000 + n}TOPICSen", identifier=f"HORIZON-CL5-2027-{n:04}", divisions=["43120821"])
        for n in range(count)
    ]


def listed(portal: Portal) -> tuple[int, bool, list[tuple[str, str, str]]]:
    """How many calls, whether the list is whole, and kind, text and severity of the issues."""
    found = collect_lists(SOURCE, portal.get)
    assert found.listing is not None, found.problem
    issues = [(one.kind, one.text, one.severity) for one in (*found.issues, *found.listing.issues)]
    return len(found.listing.cards), found.listing.is_complete, issues


def test_the_configuration_then_the_first_page_then_the_others() -> None:
    portal = Portal(topics(250))
    assert listed(portal) == (250, True, [])
    asked = [url.replace("https://api.tech.ec.europa.eu/search-api/prod/rest", "") for url in portal.asked]
    assert asked == [
        CONFIG_URL,
        "/facet?apiKey=SEDIA&text=***",
        *(f"/search?apiKey=SEDIA&text=***&pageSize=100&pageNumber={number}" for number in (1, 2, 3)),
    ]


def test_the_search_is_asked_as_the_portal_wants_it() -> None:
    first = SOURCE.more({})[FIRST]
    assert dict(first.parts) == {
        "query": {
            "bool": {
                "must": [
                    {"terms": {"type": ["1", "2", "8"]}},
                    {"terms": {"status": ["31094501", "31094502"]}},
                    {"term": {"DATASOURCE": "SEDIA"}},
                ]
            }
        },
        "languages": ["en"],
        "sort": {"field": "identifier", "order": "ASC"},
        "displayFields": first.parts["displayFields"],
    }
    assert {"identifier", "actions", "budgetOverview", "descriptionByte"} <= set(first.parts["displayFields"])
    assert not {"topicConditions", "supportInfo"} & set(first.parts["displayFields"])
    assert (first.method, first.same_as) == ("POST", (first.url.replace("***", "%2A%2A%2A"),))


def test_addresses_of_the_configuration_are_used_where_they_are_the_eus() -> None:
    moved = {
        "corporateSearchUrl": "https://search.ec.europa.eu/rest/search",
        "facetUrl": "https://search.ec.europa.eu/rest/facet",
        "corporateSearchApiKey": "NEW_KEY",
    }
    portal = Portal([], config={"modules": {"sedia": moved}})
    ask_lists(SOURCE, portal.get)
    assert portal.asked[1:] == [
        "https://search.ec.europa.eu/rest/facet?apiKey=NEW_KEY&text=***",
        "https://search.ec.europa.eu/rest/search?apiKey=NEW_KEY&text=***&pageSize=100&pageNumber=1",
    ]


@pytest.mark.parametrize(
    "changes",
    [
        {"corporateSearchUrl": "https://api.tech.ec.europa.eu.example.com/search"},
        {"corporateSearchUrl": "http://api.tech.ec.europa.eu/search"},
        {"corporateSearchUrl": "https://api.tech.ec.europa.eu:8443/search"},
        {"corporateSearchUrl": "https://a@ec.europa.eu/search"},
        {"corporateSearchUrl": "https://ec.europa.eu/search?x=1"},
        {"facetUrl": "https://169.254.169.254/facet"},
        {"facetUrl": "https://[ec.europa.eu/"},
        {"facetUrl": None},
        {"corporateSearchApiKey": "SEDIA&text=x"},
        {"corporateSearchApiKey": 7},
    ],
)
def test_a_configuration_that_leads_elsewhere_is_not_followed(changes: dict[str, Any]) -> None:
    strange = {"modules": {"sedia": {**CONFIG_BODY["modules"]["sedia"], **changes}}}
    portal = Portal(topics(1), config=strange)
    count, is_complete, issues = listed(portal)
    assert (count, is_complete, [issue[:2] for issue in issues]) == (1, True, [("unreadable_page", "config")])
    assert {url.partition("?")[0] for url in portal.asked} == {CONFIG_URL, DEFAULT.facets, DEFAULT.search}


@pytest.mark.parametrize("config", [None, [], {"modules": {}}])
def test_a_missing_configuration_is_an_issue_and_no_more(config: Any) -> None:
    count, is_complete, issues = listed(Portal(topics(1), config=config))
    assert (count, is_complete) == (1, True)
    assert ("unreadable_page", "config", "warning") in issues


def test_a_list_is_whole_only_if_every_page_says_as_many_as_came() -> None:
    calls = topics(150)
    assert listed(Portal(calls, total=153)) == (150, False, [("count_mismatch", "150 / 153", "warning")])
    assert listed(Portal(calls, total=[150, 149])) == (150, False, [("count_mismatch", "149, 150", "warning")])
    wandering = [*calls[:100], calls[3], *calls[101:]]
    assert listed(Portal(wandering)) == (149, False, [("count_mismatch", "149 / 150", "warning")])


def test_a_page_that_does_not_come_leaves_the_list_unwhole() -> None:
    count, is_complete, issues = listed(Portal(topics(250), broken=["pageNumber=2"]))
    assert (count, is_complete) == (150, False)
    assert issues == [("not_archived", "page-002", "info"), ("count_mismatch", "150 / 250", "warning")]


def test_without_a_first_page_there_is_no_list() -> None:
    found = collect_lists(SOURCE, Portal(topics(3), broken=["/search?"]).get)
    assert (found.listing, found.problem) == (None, "fikk ikke første side av søket i portalen")
    assert [(one.text, one.severity) for one in found.issues] == [("page-001", "error")]


def test_copies_of_the_old_index_are_left_out_and_counted() -> None:
    old = [{**call, "datasource": "SEDIA_PRD_CENTRICITY", "status": "31094502"} for call in topics(2)]
    for call, reference in zip(old, ("45703306HORIZONResearchandInnovationActions1696377600000", "1X"), strict=True):
        call["reference"] = reference
    assert listed(Portal([*topics(3), *old])) == (3, True, [("count_mismatch", "2", "info")])


def test_a_hit_of_a_type_that_nobody_asked_for_means_that_the_filter_failed() -> None:
    tender = {**cascade(reference="77COMPETITIVE_CALLen"), "type": "0"}
    assert listed(Portal([*topics(2), tender])) == (2, False, [("count_mismatch", "1", "error")])
    with pytest.raises(UnreadablePage, match="gav ingen utlysninger"):
        SOURCE.index({FIRST: Portal([tender]).get(SOURCE.more({})[FIRST])})


@dataclass
class Crowded(Portal):
    """A portal that says it has too many hits, unless it is asked for one type and one status. silent: types of which
    it does not answer.
    """

    silent: Sequence[str] = ()

    def get(self, request: Request) -> Page:
        asked = request.parts.get("query", {}).get("bool", {}).get("must", [])
        terms = {name: codes for each in asked for name, codes in each.get("terms", {}).items()}
        if len(terms.get("type", ())) != 1:
            return super().get(request)
        self.asked.append(request.url)
        if terms["type"][0] in self.silent:
            raise NotArchived(request.url, "Arkivet har ikke noe svar på forespørselen.")
        own = [one for one in self.calls if [one["type"]] == terms["type"] and [one["status"]] == terms["status"]]
        return Portal(own).get(request)


@pytest.mark.parametrize("total", [10_000, 642_000])
def test_more_hits_than_can_be_paged_are_asked_for_by_type_and_status(total: int) -> None:
    opened = [{**one, "status": OPEN, "reference": f"6{one['reference']}"} for one in topics(130)]
    portal = Crowded([*topics(250), *opened, cascade()], total=total)
    assert listed(portal) == (381, True, [])
    assert len(portal.asked) == 3 + 6 + 2 + 1  # each part once, two more pages of one and one of another


def test_parts_that_are_too_long_or_do_not_come_leave_the_list_unwhole() -> None:
    still = Portal(topics(120), total=10_000)
    assert listed(still) == (100, False, [("capped", "10000", "error")])
    assert len(still.asked) == 3 + 6

    portal = Crowded(topics(20), total=10_000, silent=["8"])
    count, is_complete, issues = listed(portal)
    assert (count, is_complete, issues[-1]) == (20, False, ("count_mismatch", "10000", "warning"))


def test_a_server_that_gives_small_pages_is_paged_by_them_and_not_without_end() -> None:
    one = b'{"totalResults": 9000, "pageSize": 1, "results": []}'
    asked: list[str] = []

    def get(request: Request) -> Page:
        asked.append(request.url)
        return replace(Portal(topics(1)).get(request), body=one)

    ask_lists(SOURCE, get)
    assert len(asked) == MOST_LISTS


def test_the_same_reference_twice_is_one_call_and_an_issue_only_if_they_differ() -> None:
    call = topics(1)[0]
    turned = {**call, "divisions": ["43121058", "43120821"]}
    same = {**turned, "divisions": ["43120821", "43121058"], "metadata": {"esDA_IngestDate": ["annen"]}}
    other = {**call, "reference": "50000000TOPICSEN", "title": "Annet"}
    assert listed(Portal([turned, same], total=1)) == (1, True, [])
    for calls in ([call, other], [other, call]):
        found = collect_lists(SOURCE, Portal(calls, total=1).get).listing
        assert found is not None
        assert [(card.source_id, card.title) for card in found.cards] == [("50000000TOPICS", "Annet")]
        assert [(one.kind, one.source_id) for one in found.issues] == [("contradiction", "50000000TOPICS")]


def test_several_calls_share_an_identifier() -> None:
    calls = [cascade(reference=f"{number}COMPETITIVE_CALLen", callTitle=f"Call {number}") for number in (1, 2)]
    found = collect_lists(SOURCE, Portal(calls).get).listing
    assert found is not None
    assert [(card.source_id, card.title, card.url.rpartition("/")[2]) for card in found.cards] == [
        ("1COMPETITIVE_CALL", "Call 1", "1"),
        ("2COMPETITIVE_CALL", "Call 2", "2"),
    ]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"<html>Just a moment",
        b"\xff\xfe\x00",
        b"{}",
        b'{"totalResults": "7", "results": []}',
        b'{"totalResults": true, "results": []}',
        b'{"totalResults": 1, "results": {}}',
        b"[" * 100_000,
    ],
)
def test_answers_that_are_none_are_refused(body: bytes) -> None:
    page = Portal([]).get(SOURCE.listings["config"])
    with pytest.raises(UnreadablePage):
        answer(replace(page, body=body))
    assert service(replace(page, body=body)).problem != ""


@pytest.mark.parametrize(
    "member",
    [
        "null",
        "7",
        "{}",
        '{"metadata": []}',
        '{"metadata": {}, "reference": "../../x"}',
        '{"reference": 5, "metadata": {}}',
        '{"reference": "9TOPICSen", "metadata": {"type": ["1"], "title": [null, 7], "actions": "x"}}',
    ],
)
def test_a_hit_of_another_form_leaves_the_others_standing(member: str) -> None:
    good = Portal(topics(1)).get(SOURCE.more({})[FIRST])
    body = good.body.replace(b'"results": [', f'"results": [{member}, '.encode()).replace(b'ts": 1,', b'ts": 2,')
    found = SOURCE.index({FIRST: replace(good, body=body)})
    assert ([card.source_id for card in found.cards], found.is_complete) == (["50000000TOPICS"], False)


def test_a_programme_that_nobody_knows_is_an_issue() -> None:
    new = facets({**FACETS, "frameworkProgramme": {"99": "Mission & Moon (MOON)"}})
    assert listed(Portal(topics(1), facets=new)) == (1, True, [("unknown_word", "99 Mission & Moon (MOON)", "warning")])
    assert listed(Portal(topics(1), facets={}))[2] == [("unreadable_page", "facets", "info")]
    assert listed(Portal(topics(1), facets=None))[2] == [("not_archived", "facets", "info")]
    told = facet_labels(Portal([], facets=facets({"a": {"1": "Coal & Steel"}})).get(SOURCE.more({})["facets"]))
    assert told == {"a": {"1": "Coal & Steel"}}


def test_lists_without_a_name_of_their_own_are_not_mixed_up() -> None:
    found = collect_lists(SOURCE, Portal(topics(101)).get)
    assert isinstance(found, Collected)
    assert [url.rpartition("#")[2] for url in found.pages] == ["config", "facets", "page-001", "page-002"]


def test_keys_of_the_old_index_beside_new_ones_are_copies() -> None:
    """Also where they do not say that they are old. One without a new key beside it is doubted then, and else kept."""
    charter = cascade(
        reference="45000001ERASMUSECHECharter1",
        type="1",
        identifier="ERASMUS-EDU-2021-ECHE",
        title="A",
        action=None,
        model=None,
    )
    old = topic(reference="45703306HORIZONResearchandInnovationActions1696377600000", status=CLOSED)
    alone = listed(Portal([topic(), charter]))
    assert alone == (2, True, [])
    count, is_complete, issues = listed(Portal([topic(), old]))
    assert (count, is_complete, issues) == (1, True, [("count_mismatch", "1", "info")])
    count, is_complete, issues = listed(Portal([topic(), old, charter]))
    assert (count, is_complete) == (1, False)
    assert ("count_mismatch", "45000001ERASMUSECHECharter1", "warning") in issues
    twins = [topic(), topic(reference="50138953TOPICSen")]
    assert listed(Portal(twins)) == (2, True, []), "an identifier is no key"
