"""*I dag*: each call once, under what happened to it, and only what somebody need look at."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from fastapi.testclient import TestClient
from publish_samples import FIRST, NIGHT, call, deadline
from web_samples import add_night, empty_home

from calls.home import Home
from calls.store import Store
from readers import Decisions
from web.app import create_app

NEAR = "Velferdsteknologi for eldre i kommunen: hjemmetjeneste"
ELSEWHERE = {"regions": ["15"], "applicant_types": ["kommune"], "applicant_text": "Kommuner kan søke."}


def due(days: int) -> dict[str, Any]:
    at = NIGHT + timedelta(days=days, hours=10)
    text = at.strftime("%Y-%m-%dT%H:%M:%SZ")
    return {"deadline_at": at, "deadlines": [deadline(text)], "deadline_type": "fixed"}


BEFORE = [
    call("blir", title=f"{NEAR} som blir", **due(90)),
    call("snart", title=f"{NEAR} med frist snart", **due(20)),
    call("senere", title=f"{NEAR} med frist senere", **due(22)),
    call("avlyst", title=f"{NEAR} som avlyses", **due(50)),
    call("ikke-vaar", title=f"{NEAR} i et annet fylke", **due(50), **ELSEWHERE),
    call("utsatt", title=f"{NEAR} som utsettes", **due(60)),
    call("fjern", title="Torskeoppdrett langs kysten i nord", **due(5)),
]
CANCELLED = {"status": "cancelled", "status_text": "Avlyst"}
AFTER = [
    *BEFORE[:3],
    call("avlyst", title=f"{NEAR} som avlyses", **due(50), **CANCELLED),
    call("ikke-vaar", title=f"{NEAR} i et annet fylke", **due(50), **ELSEWHERE, **CANCELLED),
    call("utsatt", title=f"{NEAR} som utsettes", **due(75)),
    call("ny", title=f"{NEAR} som er ny", **due(80)),
]


@pytest.fixture
def home(tmp_path: Path) -> Home:
    made, clusters = empty_home(tmp_path)
    made.path.mkdir()
    clusters.rename(made.clusters)
    for file in made.clusters.glob("*/profiles/*.yaml"):
        file.write_text(f"{file.read_text()}members: [hamar]\n")
    with Store.open(made.database_url) as store:
        add_night(store, made.clusters, FIRST, BEFORE, False)
        add_night(store, made.clusters, NIGHT, AFTER, False)
    return made


@pytest.fixture
def client(home: Home) -> Iterator[TestClient]:
    with TestClient(create_app(home, clock=lambda: NIGHT + timedelta(hours=5), meaning=False)) as made:
        yield made


def told(client: TestClient, path: str = "/") -> dict[str, list[str]]:
    """Heading of each group -> the ids of its calls, and why each is told of."""
    page = BeautifulSoup(client.get(path).content, "lxml")
    return {
        group.select_one(".ds-heading").find(string=True).strip(): [  # type: ignore[union-attr]
            str(link["href"]).rpartition("/")[2].partition("?")[0] for link in group.select(".day__title a")
        ]
        for group in page.select(".day__group")
    }


def put_away(home: Home, source_id: str) -> None:
    about = {"cluster": "proveklyngen", "profile": "", "source": "forskningsradet", "source_id": source_id}
    with Decisions.open(home.decisions_url) as decisions:
        decisions.decide("not_for_us", **about, reason="", by="leser", at=NIGHT + timedelta(hours=1))


def test_each_call_stands_once_under_what_happened(client: TestClient) -> None:
    assert told(client) == {
        "Nytt": ["ny"],
        "Endret av finansiøren": ["utsatt"],
        "Frist snart": ["snart"],
        "Ute av listene": ["avlyst"],  # the other one that was cancelled, the project might not have applied for
    }


def test_what_is_gone_says_where_it_was_and_what_happened(client: TestClient) -> None:
    page = BeautifulSoup(client.get("/").content, "lxml")
    gone = next(one for one in page.select(".day__group") if "Ute av listene" in one.get_text())
    why = " ".join(gone.select_one(".day__why").get_text().split())  # type: ignore[union-attr]
    assert why.startswith("Avlyst") and "Var nr. " in why and "for «Digital hjemmeoppfølging" in why


@pytest.mark.parametrize(
    ("source_id", "heading"),
    [("ny", "Nytt"), ("utsatt", "Endret av finansiøren"), ("snart", "Frist snart"), ("avlyst", "Ute av listene")],
)
def test_nothing_is_told_of_what_the_readers_put_away(
    client: TestClient, home: Home, source_id: str, heading: str
) -> None:
    before = told(client)
    put_away(home, source_id)
    after = told(client)
    assert source_id in before[heading] and after.get(heading, []) == []
    assert {name: ids for name, ids in after.items() if name != heading} == {
        name: ids for name, ids in before.items() if name != heading
    }
