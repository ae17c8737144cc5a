"""The EU portal of the bundled nights: what the source reads there on either night."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from eu_samples import cascade, topic
from ruamel.yaml import YAML

from bundle.eu import EuPortal, load_eu_calls
from calls.failures import NotArchived
from calls.model import Page, Request
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
