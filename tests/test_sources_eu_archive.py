"""A night of the EU portal out of the archive, and answers of any form."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

from eu_samples import NIGHT, Portal, cascade, topic
from hypothesis import given, settings
from hypothesis import strategies as st

from bundle.eu import details, hit, search_body
from calls.archive import Archive, Exchange, Question
from calls.fetch import ReplayFetcher, sent_body
from calls.model import Card, Page, Request
from calls.normalise import normalise
from calls.record_json import record_line
from sources.base import UnreadablePage
from sources.eu import SOURCE
from sources.eu.portal import CONFIG_URL, DETAILS, FIRST, TOPIC
from sources.harvest import card_hash, collect, read

DAY = date(2026, 9, 15)
KEYS = sorted(hit(topic())["metadata"].keys() | hit(cascade())["metadata"].keys())
TOPIC_KEYS = sorted(details(topic())["TopicDetails"])
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=30),
    st.sampled_from(
        ["[1]", '[{"status": 5, "deadlineDates": {}, "types": 7}]', '{"budgetTopicActionMap": {"1": [7]}}']
    ),
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "status", "types"]), inner),
    max_leaves=6,
)


def test_a_night_out_of_the_archive_is_the_night_that_was_fetched(tmp_path: Path) -> None:
    calls = [topic(), *(cascade(reference=f"{number}COMPETITIVE_CALLen") for number in range(150))]
    portal = Portal(calls, {topic()["identifier"].lower(): details(topic())})
    archive = Archive(tmp_path)
    with archive.writer(DAY, NIGHT, "0.1.0") as writer:

        def get(request: Request) -> Page:
            page = portal.get(request)
            kind, body = sent_body(request)
            question = Question(request.url, request.method, (("Content-Type", kind),) if kind else (), body)
            writer.write(Exchange(question, NIGHT, 200, (("Content-Type", "application/json"),), page.body))
            return page

        live = read(SOURCE, collect(SOURCE, get, {}), {})
    replay = archive.replay(DAY)
    again = read(SOURCE, collect(SOURCE, ReplayFetcher(replay).get, {}), {})
    assert (again.readings, again.issues, again.card_hashes) == (live.readings, live.issues, live.card_hashes)
    assert (len(again.readings), again.listing.is_complete) == (151, True)
    assert replay.asked(CONFIG_URL)


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(st.sampled_from(KEYS), VALUES, min_size=1, max_size=5), st.sampled_from([topic, cascade]))
def test_no_field_of_a_hit_breaks_the_night(fields: dict[str, Any], make: Any) -> None:
    odd = hit(make(reference="7TOPICSen"))
    odd["metadata"].update(fields)
    body = search_body([json.dumps(odd), json.dumps(hit(cascade()))], 2)
    found = SOURCE.index({FIRST: Page("https://x.europa.eu/", 200, "application/json", body, NIGHT)})
    assert "13501COMPETITIVE_CALL" in [card.source_id for card in found.cards]
    for card in found.cards:
        record_line(normalise(SOURCE.parse(card, None), SOURCE.rules, NIGHT, "1").record)
        assert card_hash(card)


@settings(max_examples=100, deadline=None)
@given(st.dictionaries(st.sampled_from(TOPIC_KEYS), VALUES, min_size=1, max_size=4))
def test_no_field_of_a_topics_own_answer_breaks_the_night(fields: dict[str, Any]) -> None:
    told = details(topic())
    told["TopicDetails"].update(fields)
    page = Page(f"{DETAILS}x.json", 200, "application/json", json.dumps(told).encode(), NIGHT)
    listed = SOURCE.index(
        {FIRST: Page("https://x.europa.eu/", 200, "", search_body([json.dumps(hit(topic()))], 1), NIGHT)}
    ).cards[0]
    url = TOPIC + topic()["identifier"]
    for card in (listed, Card("50138952TOPICS", url, url, "", is_current=False)):
        try:
            reading = SOURCE.parse(card, page)
        except UnreadablePage:
            continue
        record_line(normalise(reading, SOURCE.rules, NIGHT, "1").record)
