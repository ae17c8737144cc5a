"""Topics' own answers: asked for when there is news, and never in the way of what the list says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from eu_samples import CLOSED, NIGHT, OPEN, Portal, cascade, topic

from bundle.eu import details
from calls.model import Card
from calls.normalise import normalise
from sources.base import UnreadablePage
from sources.eu import SOURCE
from sources.eu.portal import DETAILS, TOPIC, details_url
from sources.harvest import Harvest, Known, card_hash, collect, read

CARE = topic()
KEY = "50138952TOPICS"
FAR = topic(reference="7TOPICSen", identifier="HORIZON-CL5-2027-01", divisions=["43120821"])
INFOS = [
    {"approvalDate": "1780272000000", "content": "<p>The forms are out.</p>"},
    {
        "lastChangeDate": "2026-09-14T09:12:00.000+0000",
        "approvalDate": "2026-01-01",
        "content": "<p>Moved.</p><p>Later.</p>",
    },
    {"content": "Undated &amp; short"},
    {"content": "<p> </p>"},
    {"approvalDate": "2026-06-01"},
    "x",
]


def portal(*calls: Mapping[str, Any], told: Mapping[str, Mapping[str, Any]] | None = None, **more: Any) -> Portal:
    answers = {CARE["identifier"].lower(): details(CARE, INFOS)} if told is None else told
    return Portal(calls or (CARE, FAR, cascade()), answers, **more)


def night(at: Portal, known: Mapping[str, Known], cap: int = 200) -> tuple[Harvest, list[str]]:
    """What the night gave, and the topics that were asked for."""
    collected = collect(SOURCE, at.get, known, cap)
    asked = [url.removeprefix(DETAILS) for url in at.asked if url.startswith(DETAILS)]
    return read(SOURCE, collected, known, cap), asked


def after(found: Harvest, known: Mapping[str, Known] | None = None) -> dict[str, Known]:
    """What is known once the night is published."""
    urls = {card.source_id: card.url for card in found.listing.cards}
    read_now = {one.source_id: one for one in found.readings if one.source_id in urls}
    return {
        **(known or {}),
        **{
            key: Known("open", found.card_hashes[key], one.is_detail_read, True, urls[key])
            for key, one in read_now.items()
        },
    }


def readings(found: Harvest) -> list[tuple[str, bool]]:
    return [(one.source_id, one.is_detail_read) for one in found.readings]


ASKED = "horizon-hlth-2027-01-care-02-two-stage.json"
WHOLE = [("13501COMPETITIVE_CALL", True), (KEY, True), ("7TOPICS", True)]


def test_only_topics_near_health_and_innovation_are_asked_for_and_updates_are_read() -> None:
    found, asked = night(portal(), {})
    assert (asked, readings(found), found.issues) == ([ASKED], WHOLE, ())
    updates = [(fact.note, fact.text) for reading in found.readings for fact in reading.all("update")]
    assert updates == [
        ("2026-09-14", "Moved.\nLater."),
        ("2026-06-01", "The forms are out."),
        ("", "Undated & short"),
    ]
    record = normalise(found.readings[1], SOURCE.rules, NIGHT, "1").record
    assert record["change_notes"] == [
        {"date": "2026-09-14", "text": "Moved.\nLater."},
        {"date": "2026-06-01", "text": "The forms are out."},
        {"date": None, "text": "Undated & short"},
    ]
    turned, _ = night(portal(told={CARE["identifier"].lower(): details(CARE, INFOS[:3][::-1])}), {})
    assert turned.readings == found.readings


def test_an_unchanged_call_is_neither_asked_for_nor_read_again() -> None:
    known = after(night(portal(), {})[0])
    found, asked = night(portal(), known)
    assert (asked, readings(found)) == ([], [])
    assert found.unchanged == ("13501COMPETITIVE_CALL", KEY, "7TOPICS")


@pytest.mark.parametrize(
    ("change", "is_asked"),
    [
        ({"deadlines": ["2027-04-15", "2027-09-14"]}, True),
        ({"status": OPEN}, True),
        ({"divisions": CARE["divisions"][::-1]}, False),
    ],
)
def test_a_changed_call_is_asked_for_and_read(change: dict[str, Any], is_asked: bool) -> None:
    known = after(night(portal(), {})[0])
    moved = {**CARE, **change}
    found, asked = night(portal(moved, FAR, cascade(), told={moved["identifier"].lower(): details(moved)}), known)
    assert (asked, readings(found)) == (([ASKED], [(KEY, True)]) if is_asked else ([], []))


def test_a_call_whose_deadline_or_opening_has_passed_is_read_again() -> None:
    known = after(night(portal(), {})[0])
    due = {key: replace(before, is_due=True) for key, before in known.items()}
    found, asked = night(portal(), {**known, KEY: due[KEY]})
    assert (asked, readings(found)) == ([ASKED], [(KEY, True)])
    found, asked = night(portal(), {**known, "7TOPICS": due["7TOPICS"]})
    assert (asked, readings(found)) == ([], [("7TOPICS", True)])


def test_an_answer_that_does_not_come_costs_nothing_of_the_list_and_is_asked_for_again() -> None:
    found, asked = night(portal(told={}), {})
    assert (asked, readings(found)) == ([ASKED], [WHOLE[0], (KEY, False), WHOLE[2]])
    assert [(one.kind, one.source_id) for one in found.issues] == [("not_archived", KEY)]
    whole = night(portal(), {})[0].readings[1]
    assert found.readings[1].facts == tuple(fact for fact in whole.facts if fact.name != "update")
    again, asked = night(portal(), after(found))
    assert (asked, readings(again)) == ([ASKED], [(KEY, True)])


@pytest.mark.parametrize(
    "told",
    [
        {"TopicDetails": {}},
        {"TopicDetails": []},
        [],
        details(CARE, identifier="HORIZON-HLTH-2027-01-CARE-02"),
        details(CARE, ccm2Id="50138953"),
        details(CARE, title="", callTitle=None),
    ],
)
def test_an_answer_about_something_else_is_refused_and_the_card_stands(told: Any) -> None:
    found, _ = night(portal(told={CARE["identifier"].lower(): told}), {})
    assert [(one.kind, one.source_id, one.severity) for one in found.issues if one.source_id] in (
        [("unreadable_page", KEY, "warning")],
        [("not_archived", KEY, "warning")],  # an empty answer counts as none
    )
    assert readings(found) == [WHOLE[0], (KEY, False), WHOLE[2]]


def test_where_the_answer_disagrees_with_the_list_a_person_is_told() -> None:
    other = {**CARE, "status": OPEN, "deadlines": ["1807135200000", "2027-10-14"]}
    other["action_deadlines"] = other["deadlines"]
    found, _ = night(portal(told={CARE["identifier"].lower(): details(other)}), {})
    assert [(one.kind, one.field, one.text) for one in found.readings[1].issues] == [
        ("contradiction", "deadline_at", "2027-04-08, 2027-09-14 / 2027-04-08, 2027-10-14"),
        ("contradiction", "status", "Forthcoming / Open for submission"),
    ]
    record = normalise(found.readings[1], SOURCE.rules, NIGHT, "1").record
    assert (record["deadline_text"], record["status"]) == ("2027-04-08; 2027-09-14", "forecasted")


def test_a_call_that_left_the_list_is_read_of_its_own_answer_and_says_the_same() -> None:
    known = after(night(portal(), {})[0])
    found, asked = night(portal(FAR, cascade()), known)
    assert (asked, readings(found)) == ([ASKED], [(KEY, True)])
    before, now = (
        normalise(night(portal(), {})[0].readings[1], SOURCE.rules, NIGHT, "1").record,
        normalise(found.readings[0], SOURCE.rules, NIGHT, "1").record,
    )
    assert {name for name in before if before[name] != now[name]} == {"evidence", "api_id"}
    closed = {**CARE, "status": CLOSED}
    found, _ = night(portal(FAR, cascade(), told={CARE["identifier"].lower(): details(closed)}), known)
    assert normalise(found.readings[0], SOURCE.rules, NIGHT, "1").record["status"] == "closed"


def test_calls_without_an_own_answer_and_lists_that_are_not_whole_lead_to_no_question() -> None:
    known = after(night(portal(), {})[0])
    found, asked = night(portal(CARE, FAR), known)
    assert (asked, readings(found), found.issues) == ([], [], ())
    found, asked = night(portal(FAR, cascade(), total=4), known)
    assert (asked, readings(found)) == ([], [])


def test_no_more_answers_a_night_than_allowed_those_of_known_calls_first() -> None:
    near = [topic(reference=f"{number}TOPICSen", identifier=f"HORIZON-HLTH-{number}") for number in (1, 2, 3)]
    told = {call["identifier"].lower(): details(call) for call in near}
    first, asked = night(portal(*near, told=told), {}, cap=2)
    assert (asked, readings(first)) == (
        ["horizon-hlth-1.json", "horizon-hlth-2.json"],
        [("1TOPICS", True), ("2TOPICS", True), ("3TOPICS", False)],
    )
    assert [(one.kind, one.text) for one in first.issues] == [("capped", "1")]
    moved = [near[0], {**near[1], "title": "Ny"}, near[2]]
    second, asked = night(portal(*moved, told=told), after(first), cap=1)
    assert (asked, readings(second)) == (["horizon-hlth-2.json"], [("2TOPICS", True), ("3TOPICS", False)])
    third, asked = night(portal(*moved, told=told), after(second, after(first)), cap=1)
    assert (asked, readings(third)) == (["horizon-hlth-3.json"], [("3TOPICS", True)])


def test_an_identifier_cannot_lead_to_another_address() -> None:
    assert details_url("../../x?a=1#ø/") == f"{DETAILS}..%2F..%2Fx%3Fa%3D1%23%C3%B8%2F.json"
    gone = Card("9TOPICS", f"{TOPIC}..%2Fx", f"{TOPIC}..%2Fx", "", is_current=False)
    assert [request.url for request in SOURCE.detail(gone)] == [f"{DETAILS}..%2Fx.json"]
    assert SOURCE.detail(replace(gone, source_id="9PROSPECTS")) == []
    odd = topic(identifier="HORIZON-HLTH-../<x>?")
    found, asked = night(portal(odd, told={}), {})
    assert asked == ["horizon-hlth-..%2F%3Cx%3E%3F.json"]
    assert found.readings[0].url == f"{TOPIC}HORIZON-HLTH-..%2F%3Cx%3E%3F"


def test_a_page_is_refused_for_a_call_that_has_none() -> None:
    found = collect(SOURCE, portal().get, {})
    assert found.listing is not None
    card = found.listing.cards[0]
    assert card_hash(card) == night(portal(), {})[0].card_hashes[card.source_id]
    with pytest.raises(UnreadablePage):
        SOURCE.parse(card, found.details[details_url(CARE["identifier"])])
