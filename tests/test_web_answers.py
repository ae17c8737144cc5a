"""Whole answers are kept for as long as nothing changed, and not a moment longer."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from publish_samples import NIGHT, night_calls
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import Receive, Scope, Send
from web_samples import add_night, filled_home

from calls.database import Stamp
from calls.home import Home
from calls.store import Store
from readers import Decisions
from web.answers import MOST_OF_ONE, Answers, is_kept
from web.app import create_app, utc_now
from web.site import Site

PROJECT = "/klynge/proveklyngen/trygg-heime"


class Counting:
    """An application that answers with how often it was asked."""

    def __init__(self) -> None:
        self.asked = 0
        self.make: Callable[[str], Response] = PlainTextResponse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.asked += 1
        await self.make(f"nr. {self.asked}")(scope, receive, send)


class Place:
    """The middleware over it, with a stamp to turn."""

    def __init__(self, **options: Any) -> None:
        self.app, self.stamp = Counting(), (1,)
        self.client = TestClient(Answers(self.app, lambda: self.stamp, **options))

    def get(self, path: str = "/treff", **headers: str) -> str:
        return self.client.get(path, headers=headers).text


def test_an_answer_is_given_again_until_the_stamp_changes() -> None:
    place = Place()
    assert [place.get(), place.get(), place.get("/treff?side=2"), place.get()] == ["nr. 1", "nr. 1", "nr. 2", "nr. 1"]
    place.stamp = (2,)
    assert [place.get(), place.get()] == ["nr. 3", "nr. 3"]
    place.stamp = (1,)
    assert place.get() == "nr. 4"


def test_a_quick_stamp_is_taken_where_there_is_one() -> None:
    quick: list[Stamp | None] = [(1,), (1,), None, (1,), (2,)]
    place = Place(quick_stamp=iter(quick).__next__)
    assert [place.get() for _ in quick] == ["nr. 1"] * 4 + ["nr. 2"]


def test_a_quick_stamp_is_the_stamp_or_none(place: tuple[Home, Path]) -> None:
    home, clusters = place
    site = Site(home, None, utc_now, lambda _: pytest.fail("nothing is fetched"), False)
    file = clusters / "proveklyngen" / "profiles" / "trygg-heime.yaml"
    assert site.quick_stamp() is None  # nothing is open yet
    stamps = [site.stamp()]
    assert site.quick_stamp() == stamps[0] is not None
    file.write_text(file.read_text(encoding="utf-8").replace("title: ", "title: Ny ", 1), encoding="utf-8")
    assert site.quick_stamp() not in stamps
    stamps.append(site.stamp())
    with Decisions.open(home.decisions_url) as decisions:
        decisions.decide("not_for_us", cluster="a", source="b", source_id="c", reason="", by="leser", at=NIGHT)
    assert site.quick_stamp() is None  # what was said is to be read
    stamps.append(site.stamp())
    assert site.quick_stamp() == stamps[-1] not in stamps[:-1]
    store = Path(f"{home.path}/radar.sqlite")
    aside = store.rename(store.with_suffix(".aside"))
    assert site.quick_stamp() is None  # there is no database
    shutil.copy(aside, store)
    assert site.quick_stamp() is None  # it is another one, and is to be opened
    stamps.append(site.stamp())
    assert site.quick_stamp() == stamps[-1] not in stamps[:-1]


def test_what_tells_requests_apart() -> None:
    place = Place()
    first = place.get("/", **{"accept-encoding": "gzip"})
    assert place.get("/", **{"accept-encoding": "gzip"}) == first
    for headers in ({"accept-encoding": "identity"}, {"host": "radar.example.no"}, {"cookie": "sett=2026-09-15."}):
        assert place.get("/", **{"accept-encoding": "gzip", **headers}) != first
    assert place.get("/om") != place.get("/om")  # nothing that takes time
    assert place.get("/kilder") == place.get("/kilder", cookie="sett=2026-09-15.")


@pytest.mark.parametrize(
    "make",
    [
        lambda text: PlainTextResponse(text, 404),
        lambda text: PlainTextResponse(text, 503),
        lambda text: PlainTextResponse(text, headers={"set-cookie": "sett=x"}),
        lambda text: PlainTextResponse(text + "x" * MOST_OF_ONE),
    ],
)
def test_errors_and_notes_and_giants_are_not_kept(make: Callable[[str], Response]) -> None:
    place = Place()
    place.app.make = make
    assert place.get()[:5] != place.get()[:5]


def test_without_a_stamp_and_for_what_is_sent_nothing_is_kept() -> None:
    place = Place()
    assert place.client.post("/treff").text != place.client.post("/treff").text
    place.stamp = None  # type: ignore[assignment]
    assert place.get() != place.get()


def test_the_longest_unasked_makes_way() -> None:
    place = Place(most_bytes=3_500)
    place.get("/treff?a"), place.get("/treff?b"), place.get("/treff?c")
    assert place.get("/treff?a") == "nr. 1"
    assert place.get("/treff?d") == "nr. 4"
    assert (place.get("/treff?a"), place.get("/treff?b")) == ("nr. 1", "nr. 5")


def test_an_answer_that_was_begun_before_a_change_is_not_kept() -> None:
    stamp, seen = [1], []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        seen.append(Request(scope).url.path)
        if len(seen) == 1:
            stamp[0] = 2
            await asked(answers, "/kilder")
        await PlainTextResponse(f"nr. {len(seen)}")(scope, receive, send)

    answers = Answers(app, lambda: tuple(stamp))
    client = TestClient(answers)
    client.get("/treff")
    assert client.get("/treff").text == "nr. 3"


async def asked(answers: Answers, path: str) -> None:
    """One request, its answer thrown away."""

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(_message: Any) -> None:
        await asyncio.sleep(0)

    scope = {"type": "http", "method": "GET", "path": path, "raw_path": path.encode(), "query_string": b""}
    await answers({**scope, "headers": [], "scheme": "http"}, receive, send)


def test_which_addresses_are_kept() -> None:
    for path in ("/", PROJECT, "/treff", "/utlysning/eu/1", "/eksport.xlsx", "/sok", "/kilder"):
        assert is_kept(path)
    for path in ("/legg-inn", "/prosjekter", "/prosjekter/a/b", "/helse", "/arkiv/2026-09-15/eu/1", "/maalform/nn"):
        assert not is_kept(path)


@pytest.fixture
def place(tmp_path: Path) -> tuple[Home, Path]:
    home, clusters = filled_home(tmp_path, is_demonstration=False)
    clusters.rename(home.clusters)
    return home, home.clusters


@pytest.fixture
def client(place: tuple[Home, Path]) -> Iterator[TestClient]:
    with TestClient(create_app(place[0])) as client:
        yield client


def test_a_page_is_new_after_a_write_a_night_and_a_changed_cluster(
    place: tuple[Home, Path], client: TestClient
) -> None:
    home, clusters = place
    before = client.get(PROJECT).text
    assert client.get(PROJECT).text == before
    with Decisions.open(home.decisions_url) as decisions:
        decisions.decide(
            "not_for_us",
            cluster="proveklyngen",
            profile="trygg-heime",
            source="forskningsradet",
            source_id="velferdsteknologi",
            reason="",
            by="leser",
            at=NIGHT + timedelta(hours=5),
        )
    hidden = client.get(PROJECT).text
    assert "er lagt bort av dere" in hidden and "er lagt bort av dere" not in before
    file = clusters / "proveklyngen" / "profiles" / "trygg-heime.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("title: ", "title: Ny ", 1), encoding="utf-8")
    assert "<h1" in client.get(PROJECT).text and ">Ny " in client.get(PROJECT).text
    with Store.open(home.database_url) as store:
        add_night(store, clusters, NIGHT + timedelta(days=1), night_calls(), False)
    assert "16. september 2026" in client.get(PROJECT).text.split("<footer")[1]


def test_each_tongue_has_its_own_answers(client: TestClient) -> None:
    pages = {}
    for code in ("nb", "nn", "en", "nb", "nn", "en"):
        page = client.get("/kilder", headers={"cookie": f"malform={code}"}).text
        assert f'<html lang="{code}"' in page and pages.setdefault(code, page) == page
    assert len(set(pages.values())) == 3


def test_many_at_once_get_the_same_page(client: TestClient) -> None:
    paths = ["/treff", PROJECT, "/oversikt", "/kilder"] * 6
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda path: client.get(path).text, paths))
    assert all(answers[number] == answers[number % 4] for number in range(len(paths)))


def test_what_is_asked_for_twice_at_once_is_made_once_also_where_it_fails() -> None:
    made: list[str] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        made.append(scope["path"])
        await asyncio.sleep(0.05)
        await PlainTextResponse("x", 404 if scope["path"] == "/sok" else 200)(scope, receive, send)

    async def all_at_once() -> None:
        answers = Answers(app, lambda: (1,))
        await asyncio.gather(*(asked(answers, path) for path in ("/treff", "/kilder", "/sok") for _ in range(3)))

    asyncio.run(all_at_once())
    assert sorted(made) == ["/kilder", "/sok", "/sok", "/sok", "/treff"]
