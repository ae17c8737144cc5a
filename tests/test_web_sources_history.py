"""How a source has done: the line of its lists, how full its fields are, and the words about both."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from fastapi.testclient import TestClient
from overview_samples import busy_home
from store_samples import begin, day, publish, record, report

from calls.store import Store
from publish.rows import records
from web.app import create_app
from web.sources_history import History, histories, share_words

NIGHT = date(2026, 11, 20)


def row(days_ago: int, listed: int | None, rates: dict[str, float] | None = None, **changes: Any) -> dict[str, Any]:
    night = NIGHT - timedelta(days=days_ago)
    given = {"night": night, "source": "x", "state": "fresh", "data_night": night, "listed": listed, "parsed": 0}
    return {**given, "fill_rates": rates or {}, **changes}


def history(*rows: dict[str, Any]) -> History:
    return histories(sorted(rows, key=lambda one: one["night"]), NIGHT)["x"]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([row(0, 5)], "5 natten 20. november 2026."),
        ([row(1, 5), row(0, 5)], "5 hver natt fra 19. november 2026 til 20. november 2026."),
        (
            [row(2, 4), row(1, 9), row(0, 7)],
            "7 natten 20. november 2026, mot 4 natten 18. november 2026. Færrest 4 (18. november 2026), flest 9 "
            "(19. november 2026).",
        ),
        (
            [row(2, 5), row(1, None), row(0, 5)],
            "5 hver natt fra 18. november 2026 til 20. november 2026. 1 natt ga ingen liste.",
        ),
    ],
)
def test_the_line_is_told_in_words(rows: list[dict[str, Any]], said: str) -> None:
    line = history(*rows).line
    assert line is not None and line.said == said


def test_a_night_that_failed_is_a_gap_and_not_the_list_of_before() -> None:
    failed = row(1, 8, state="failed", data_night=NIGHT - timedelta(days=2))
    line = history(row(2, 8), failed, row(0, 8)).line
    assert line is not None and len(line.lines) == 2
    assert line.figures.rows[1] == ("19. november 2026", "ingen liste")


def test_a_source_that_began_later_has_gaps_before() -> None:
    found = histories([row(1, 3, source="y"), row(0, 3, source="y"), row(0, 4)], NIGHT)
    assert found["x"].line is not None and found["x"].line.lines == ("98.00,12.00 100.00,12.00",)


def test_without_any_list_there_is_no_line() -> None:
    never = history(row(0, None, state="off", data_night=None))
    assert never.line is None and never.filled == () and never.freshness == "Kilden har ikke gitt noe ennå."


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "Lest i natt."),
        ({"state": "stale"}, "Lest i natt, men ikke alt."),
        (
            {"state": "failed", "data_night": NIGHT - timedelta(days=1)},
            "Sist lest natten 19. november 2026, 1 natt før denne.",
        ),
        (
            {"state": "failed", "data_night": NIGHT - timedelta(days=9)},
            "Sist lest natten 11. november 2026, 9 netter før denne.",
        ),
    ],
)
def test_freshness(changes: dict[str, Any], said: str) -> None:
    assert history(row(0, 3, **changes)).freshness == said


def test_a_field_is_held_against_the_middle_of_the_nights_before() -> None:
    before = [row(n, 3, {"title": 1.0, "budget_nok": rate}) for n, rate in ((3, 0.7), (2, 0.1), (1, 0.8))]
    found = history(*before, row(0, 3, {"title": 1.0, "budget_nok": 0.55, "opens_at": 0.0}))
    assert [(one.label, one.now, one.usual, one.said) for one in found.filled] == [
        ("Tittel", "100 prosent", "100 prosent", ""),
        ("Ramme", "55 prosent", "70 prosent", "lavere enn vanlig"),
    ]
    assert found.filled_said == "Disse feltene er mindre utfylt enn vanlig: Ramme."


def test_few_nights_before_say_nothing_of_what_is_usual() -> None:
    found = history(row(2, 3, {"title": 1.0}), row(1, 3, {"title": 1.0}), row(0, 3, {"title": 0.2}))
    assert [(one.usual, one.said) for one in found.filled] == [("for få netter til å si", "")]


def test_a_night_without_a_list_is_no_measure() -> None:
    failed = row(0, None, {"title": 0.0}, data_night=NIGHT - timedelta(days=1))
    assert history(row(1, 3, {"title": 1.0}), failed).filled == ()


@pytest.mark.parametrize(
    ("share", "said"), [(1.0, "100 prosent"), (0.0, "0 prosent"), (0.9996, "99,9 prosent"), (0.125, "12,5 prosent")]
)
def test_shares_in_words(share: float, said: str) -> None:
    assert share_words(share) == said


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    with Store.open(database_url) as opened:
        yield opened


def test_the_store_gives_the_newest_nights_up_to_one(store: Store) -> None:
    for number in range(4):
        calls = [record(str(one)) for one in range(number + 1)]
        publish(store, day(number), *calls, parsed=number, fill_rates={"title": 0.5})
    begin(store, day(4))
    store.publish_failure(report(day(4), state="failed", is_complete=False), [])
    found = records(store.source_history(day(4), 3))
    assert [(one["night"], one["state"], one["data_night"], one["listed"]) for one in found] == [
        (day(2), "fresh", day(2), 3),
        (day(3), "fresh", day(3), 4),
        (day(4), "failed", day(3), None),
    ]
    assert found[0]["fill_rates"] == {"title": 0.5}
    assert [one["night"] for one in records(store.source_history(day(1), 30))] == [day(0), day(1)]
    assert len(store.source_history(day(0) - timedelta(days=1), 30)) == 0


def test_the_page_shows_the_line_and_the_fields(tmp_path: Path) -> None:
    with TestClient(create_app(*busy_home(tmp_path))) as client:
        page = BeautifulSoup(client.get("/kilder").content, "lxml")
        past = BeautifulSoup(client.get("/kilder?natt=2026-10-25").content, "lxml")
    card = page.select_one(".source")
    assert card is not None
    words = " ".join(card.get_text(" ").split())
    assert "70 natten 20. november 2026, mot 60 natten 22. oktober 2026." in words
    assert "1 natt ga ingen liste." in words
    assert "Disse feltene er mindre utfylt enn vanlig: Ramme." in words
    assert len(card.select("svg[role=img] polyline")) == 2
    assert len(card.select(".plot--spark tbody tr")) == 30
    assert "20. november" not in past.select_one(".plot--spark").get_text(), "a past night knows no later one"  # type: ignore[union-attr]
