"""Every assumption about the portal holds, fails or is left open by what a night's pages show."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest
from eu_samples import FACETS, NIGHT, OPEN, Portal, cascade, rendered, topic

from bundle.eu import details, facets, search_body
from calls.model import Page, Request
from sources.checking import check_assumptions, look
from sources.eu import SOURCE
from sources.eu.programmes import EU4HEALTH

ALL = [assumption.key for assumption in SOURCE.assumptions]
ROBOTS = b"User-agent: *\nAllow: /\n"


class Checked(Portal):
    """A portal with robots.txt, whose probes may say something else than its lists."""

    probes: Mapping[str, bytes] = {}

    def body(self, url: str) -> bytes | None:
        if url.endswith("/robots.txt"):
            return self.probes.get("robots", ROBOTS)
        for name, body in self.probes.items():
            if f"{name}&" in f"{url}&" and not (name == "pageSize=100" and self.asked.count(url) == 1):
                return body
        return super().body(url)


def verdicts(portal: Portal, most: int = 5) -> dict[str, bool | None]:
    return {one.key: held for one, held in check_assumptions(SOURCE, look(SOURCE, portal.get, most))}


def answers(calls: list[Any], total: int) -> bytes:
    return search_body(map(rendered, calls), total)


def test_a_night_as_we_think_it_is_confirms_everything() -> None:
    near = topic(reference="9TOPICSen", identifier="EU4H-2027-PJ-01", programme=EU4HEALTH)
    calls = [topic(), near, cascade()]
    told = {call["identifier"].lower(): details(call) for call in calls[:2]}
    lists = facets({"frameworkProgramme": {**FACETS["frameworkProgramme"], EU4HEALTH: "EU4Health Programme (EU4H)"}})
    portal = Checked(calls, told, facets=lists)
    portal.probes = {"pageSize=1": answers(calls[:1], 3), "pageSize=2": answers(calls[:2], 6)}
    assert verdicts(portal) == dict.fromkeys(ALL, True)


def test_a_night_that_differs_refutes_everything_that_can_be() -> None:
    odd = topic(
        reference="45703306HORIZON1696377600000",
        status="7",
        action_status=OPEN,
        deadlines=["2027-04-08T10:00:00.000+0000"],
        action_deadlines=["2027-04-09"],
        model="three-stage",
        datasource="SEDIA_PRD_CENTRICITY",
        metadata={"supportInfo": ["<p>long</p>"]},
    )
    odd["metadata"]["budgetOverview"] = [json.dumps({"budgetTopicActionMap": {"1": [{"action": "OTHER - x"}]}})]
    near = topic()
    told = {near["identifier"].lower(): details({**near, "status": OPEN, "action_deadlines": ["soon"]})}
    del told[near["identifier"].lower()]["TopicDetails"]["latestInfos"]
    calls = [odd, near, cascade(callIdentifier="X"), {**cascade(), "type": "0"}]
    lists = facets({"frameworkProgramme": {"99": "New", EU4HEALTH: "LIFE"}})
    portal = Checked(calls, told, config={}, facets=lists, total=9)
    portal.probes = {
        "pageSize=1": answers(calls[:1], 3),
        "pageSize=2": answers(calls[:2], 9),
        "pageSize=100": answers(calls[:1], 9),
        "robots": b"<html>",
    }
    open_ones = {"facet_shape": True, "eu4health_calls": None}
    assert verdicts(portal) == {**dict.fromkeys(ALL, False), **open_ones}


def test_a_night_without_pages_leaves_everything_open() -> None:
    held = {one.key: verdict for one, verdict in check_assumptions(SOURCE, {})}
    assert held == dict.fromkeys(ALL)


@pytest.mark.parametrize(
    "body", [b"<html>Just a moment", b"\xff\xfe\x00\xd8", b"[]", b'{"totalResults": 1, "results": [7]}']
)
def test_answers_that_cannot_be_read_do_not_fail_the_check(body: bytes) -> None:
    portal = Portal([topic()], {topic()["identifier"].lower(): details(topic())})
    pages = look(SOURCE, portal.get, 5)
    broken = {url: Page(url, 200, page.content_type, body, NIGHT) for url, page in pages.items()}
    held = {one.key for one, verdict in check_assumptions(SOURCE, broken) if verdict is False}
    assert held >= {"config_shape", "facet_shape", "detail_shape"}
    assert held <= {"config_shape", "facet_shape", "detail_shape", "paging", "robots", "same_page"}


def test_the_check_asks_for_lists_probes_and_as_many_details_as_it_may() -> None:
    asked: list[Request] = []
    portal = Portal([topic()])

    def get(request: Request) -> Page:
        asked.append(request)
        return portal.get(request)

    look(SOURCE, get, 1)
    probes = SOURCE.probes(())
    assert asked[3:8] == list(probes)
    assert "sort" not in probes[2].parts
    assert json.dumps(dict(probes[3].parts)).count("DATASOURCE") == 1  # in displayFields alone
    assert len(asked) == 9
