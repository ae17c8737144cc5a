"""The EU portal of the bundled nights: what the source reads there on either night, and its content."""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from eu_samples import cascade, topic
from ruamel.yaml import YAML

from bundle.eu import CALLS as FOLDER
from bundle.eu import EuPortal, hit, load_eu_calls, markup
from calls.failures import NotArchived
from calls.model import Page, Request
from sources.eu.portal import DEFAULT, DETAILS, UNFILTERED, search
from sources.eu.programmes import PROGRAMMES
from sources.harvest import Known, collect, harvest

AT = datetime(2026, 9, 15, 1, 30, tzinfo=UTC)
CALLS = [
    {
        **topic(),
        "nights": [1, 2],
        "changes": {"deadlines": ["2027-04-15", "2027-09-14"]},
        "updates": [{"approvalDate": "2026-09-15", "content": "<p>The first deadline moved.</p>"}],
    },
    {**cascade(), "nights": [2]},
]


def getting(portal: EuPortal) -> Callable[[Request], Page]:
    def get(request: Request) -> Page:
        status, kind, body = portal.answer(request, AT)
        if status != 200:
            raise NotArchived(request.url, "Siden finnes ikke.")
        return Page(request.url, status, kind.partition(";")[0], body, AT)

    return get


def test_the_second_night_has_the_new_call_and_the_moved_deadline() -> None:
    one, two = (EuPortal(CALLS, number) for number in (1, 2))
    first = harvest(one.source, getting(one), {})
    assert [card.source_id for card in first.listing.cards] == ["50138952TOPICS"]
    card = first.listing.cards[0]
    known = {card.source_id: Known("forecasted", first.card_hashes[card.source_id], True, True, card.url)}
    second = harvest(two.source, getting(two), known)
    deadlines = [[fact.text for fact in reading.all("deadline")] for reading in second.readings]
    assert deadlines == [["2026-10-10"], ["2027-04-15", "2027-09-14"]]
    assert [fact.text for reading in second.readings for fact in reading.all("update")] == ["The first deadline moved."]
    assert (first.issues, second.issues, second.listing.is_complete) == ((), (), True)
    again = collect(two.source, getting(two), {**known})
    assert again.lists["page-001"].body == second.pages[next(url for url in second.pages if "#page-001" in url)].body


def test_addresses_that_the_portal_does_not_have_are_not_found() -> None:
    portal = EuPortal(CALLS, 1)
    assert [portal.answer(Request(url), AT)[0] for url in (portal.robots, f"{portal.robots}x")] == [404, 404]


def test_calls_are_read_from_files_in_the_order_of_their_names(tmp_path: Path) -> None:
    yaml = YAML(typ="safe")
    for name, call in (("b", CALLS[1]), ("a", CALLS[0])):
        yaml.dump({"reference": call["reference"]}, tmp_path / f"{name}.yaml")
    assert [call["reference"] for call in load_eu_calls(tmp_path)] == ["50138952TOPICSen", "13501COMPETITIVE_CALLen"]


def test_the_search_gives_what_meets_the_query_and_a_topic_that_left_it_keeps_its_own_answer() -> None:
    closed = topic(reference="1TOPICSen", identifier="A-1", nights=[1, 2], changes={"status": "31094503"})
    legacy = topic(reference="old", identifier="A-1", nights=[1, 2], datasource="SEDIA_PRD_CENTRICITY")
    left_out = topic(reference="2TOPICSen", identifier="A-2", nights=[1])
    portals = {number: EuPortal([closed, legacy, left_out], number) for number in (1, 2)}

    def found(number: int, request: Request) -> list[str]:
        told = json.loads(portals[number].answer(request, AT)[2])
        assert told["totalResults"] == len(told["results"])
        return [one["reference"] for one in told["results"]]

    assert [found(1, search(DEFAULT, 1)), found(2, search(DEFAULT, 1))] == [["1TOPICSen", "2TOPICSen"], []]
    assert found(1, search(DEFAULT, 1, query=UNFILTERED)) == ["1TOPICSen", "old", "2TOPICSen"]
    for identifier, number in (("a-1", "1"), ("a-2", "2")):
        told = json.loads(portals[2].answer(Request(f"{DETAILS}{identifier}.json"), AT)[2])
        assert told["TopicDetails"]["ccm2Id"] == number


def test_sections_become_headings_paragraphs_and_lists() -> None:
    sections = [
        {"heading": "", "paragraphs": ["Care & cure."]},
        {"heading": "Scope", "paragraphs": ["- One", "- <Two>", "Three", "Four"]},
    ]
    assert markup(sections) == (
        "<p>Care &amp; cure.</p>"
        '<p class="topicdescriptionkind">Scope:</p><ul><li>One</li><li>&lt;Two&gt;</li></ul><p>Three</p><p>Four</p>'
    )


CONTENT = load_eu_calls()
FILES = [path.stem for path in sorted(FOLDER.glob("*.yaml"))]
BOTH = pytest.mark.parametrize("call", CONTENT, ids=FILES)
REQUIRED = {"reference", "type", "identifier", "title", "story", "nights", "status", "opens", "deadlines", "programme",
            "sections", "description"}  # fmt: skip
GRANT = {"callTitle", "callIdentifier", "model", "divisions", "action"}
OPTIONAL = {"callTitle", "url", "datasource", "action_status", "budget", "scalar", "expected", "floor", "ceiling",
            "others", "keywords", "destination", "metadata", "changes", "updates"}  # fmt: skip


@BOTH
def test_every_file_is_whole(call: dict[str, Any]) -> None:
    required = REQUIRED | (GRANT if call["type"] == "1" else set())
    assert set(call) >= required
    assert set(call) - required <= OPTIONAL
    assert call["nights"] in ([1, 2], [1], [2])
    assert call["programme"] in PROGRAMMES
    for night in (1, 2):
        told = {**call, **(call.get("changes") or {})} if night == 2 else call
        days = [date.fromisoformat(day[:10]) for day in told["deadlines"]]
        assert days == sorted(days)
        if "datasource" not in call and night in call["nights"] and told["status"] != "31094503":
            assert date(2026, 9, 14 + night) <= days[-1]
            stated = told.get("action_status", told["status"])
            opened = date.fromisoformat(told["opens"]) <= date(2026, 9, 14 + night)
            assert stated == ("31094502" if opened else "31094501")
    for name, value in (call.get("changes") or {}).items():
        assert call.get(name) != value, f"{name} does not change"


def test_the_content_has_every_kind_of_call_and_the_oddities_of_the_portal() -> None:
    listed = [call for call in CONTENT if "datasource" not in call]
    assert len(CONTENT) - len(listed) == 2
    assert len(listed) >= 35
    kinds = Counter(call["type"] for call in listed)
    assert (kinds["1"] >= 25, kinds["8"] >= 8, kinds["2"]) == (True, True, 1)
    codes = {call["programme"] for call in listed}
    assert {PROGRAMMES[code].listed for code in codes} == {"listed", "absent", "unsaid"}
    assert {call.get("model") for call in listed} == {"single-stage", "two-stage", "multiple cut-off", None}
    parents = Counter(call["identifier"] for call in listed if call["type"] == "8")
    assert sorted(parents.values(), reverse=True)[:3] == [3, 3, 2]
    assert sum(len(call.get("others", ())) >= 2 for call in listed) >= 5
    assert len({call["reference"] for call in CONTENT}) == len(CONTENT)


def prose(call: dict[str, Any]) -> Iterator[str]:
    for told in (call, call.get("changes") or {}):
        yield from (paragraph for section in told.get("sections", ()) for paragraph in section["paragraphs"])
        yield from (update["content"] for update in told.get("updates", ()))


def runs(text: str) -> Iterator[tuple[str, ...]]:
    found = re.findall(r"\w+", text.lower())
    return (tuple(found[start : start + 8]) for start in range(len(found) - 7))


def test_no_prose_is_taken_from_the_recorded_calls(shared: Path) -> None:
    """No run of eight words is shared with the recorded abstracts; titles, dates and amounts are facts."""
    with gzip.open(shared / "data" / "eu_history" / "records.jsonl.gz", "rt", encoding="utf-8") as lines:
        abstracts = {json.loads(line)["record"].get("abstract") or "" for line in lines}
    recorded = {run for abstract in abstracts for run in runs(abstract)}
    assert recorded
    own = [(call["reference"], run) for call in CONTENT for text in prose(call) for run in runs(text)]
    assert own
    assert [one for one in own if one[1] in recorded] == []


def test_a_grant_without_a_budget_says_nothing_of_money() -> None:
    (call,) = [one for one in CONTENT if one["reference"] == "49662897TOPICSen"]
    assert "budgetOverview" not in hit(call)["metadata"]
    answer = EuPortal([call], 1).answer(Request(f"{DETAILS}horizon-eic-2026-accelerator-01.json"), AT)
    assert json.loads(answer[2])["TopicDetails"]["budgetOverviewJSONItem"] is None
