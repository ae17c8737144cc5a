"""A stretch of the real history of the EU portal through whole nights, and incidents on top of it: nothing is told that
is not so, and everything that is. All the fetches are run by `make bench`.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from eu_incidents import SCENES, SLACK, play
from eu_index import LEGACY, Index
from eu_nights import Fetch, Truth, false_news, fetches, naive
from eu_site import nights
from history_scores import scores

from calls.fetch import sent_body
from calls.model import Request
from sources.eu.portal import DEFAULT, QUERY, search

STRETCH = slice(34, 48)
"""Fourteen fetches: a fifth of the calls close, ten deadlines move after some had passed, opening days move."""


@pytest.fixture(scope="session")
def real(shared: Path) -> list[Fetch]:
    return fetches(shared / "data" / "eu_history")


def test_a_stretch_of_the_real_history_is_told_as_its_records_show_it(real: list[Fetch], tmp_path: Path) -> None:
    some = real[STRETCH]
    truth = Truth.of(some)
    assert len(truth.reappearances) > 60
    assert len(truth.late) == 5
    with nights(tmp_path) as portal:
        for fetch in some:
            portal.site.show(fetch.index)
            portal.run(fetch.day, fetch.at)
        told = portal.told()
    assert Counter(told) == Counter(truth.told)
    assert {what: count for what, (_, count) in false_news(truth, told).items() if count} == {}
    assert {check for checks in portal.failed.values() for check in checks} <= {"complete", "fields"}


def test_the_portal_on_loopback_reads_the_form_and_fails_as_the_portal_does(real: list[Fetch]) -> None:
    """What is known of its failures: a filter outside the form's files does nothing, and plain fields break it."""
    rows = [*real[0].index.rows, {**real[0].index.rows[0], "reference": "1X2", "datasource": LEGACY}]
    index, asked = Index(rows), search(DEFAULT, 1)

    def total(request: Request, url: str = "") -> int:
        status, body = index.answer("POST", url or request.url, *sent_body(request))
        return int(json.loads(body)["totalResults"]) if status == 200 else -status

    assert total(asked) == len(rows) - 1 == 932
    assert total(search(DEFAULT, 1, query={"wildcard": {"title": "*"}})) == -400
    assert total(replace(asked, parts={}, fields={"query": json.dumps(QUERY)})) == -500
    assert total(replace(asked, parts={}, json={"query": QUERY})) == len(rows)
    assert total(replace(asked, parts={"languages": ["en"]}), f"{asked.url}&query={json.dumps(QUERY)}") == len(rows)
    assert index.answer("GET", asked.url, "", b"")[0] == 405


def test_the_truth_of_the_whole_history_is_hard(real: list[Fetch]) -> None:
    truth = Truth.of(real)
    assert (len(real), len({fetch.at.date() for fetch in real}), len({fetch.day for fetch in real})) == (83, 78, 83)
    assert all(len(fetch.records) < fetch.total for fetch in real)
    assert Counter(kind for _, _, kind in truth.told) == {
        "first_seen": 258,
        "closed": 421,
        "opened": 190,
        "deadline_later": 45,
        "changed": 17,
    }
    assert len(truth.late) == 13
    theirs = naive(fetch.records for fetch in real)
    assert all(count for what, (_, count) in false_news(truth, theirs).items() if "moves" not in what)


def test_incidents_are_no_news_and_hide_none(real: list[Fetch], tmp_path: Path) -> None:
    played = play(real[20], seed=4, part=3)
    with nights(tmp_path) as portal:
        for scene in played.scenes:
            portal.show(scene)
            portal.run(scene.day, scene.at)
        told = portal.told()
    found = scores(told, played.told, SLACK)
    assert [(one.kind, one.true, one.told) for one in found if one.right < max(one.true, one.told)] == []
    theirs = scores(naive(scene.shown.rows for scene in played.scenes), played.told, SLACK)
    assert {one.kind for one in theirs if one.told > 2 * one.right} >= {"first_seen", "gone", "changed", "opened"}
    assert len(played.scenes) == len(SCENES)
