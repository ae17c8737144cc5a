"""Whole answers are kept for as long as nothing changed, and not a moment longer."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from fastapi.testclient import TestClient
from publish_samples import NIGHT, night_calls
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import Receive, Scope, Send
from web_samples import add_night, filled_home, lived_home

from calls.home import Home
from calls.store import Store
from calls.tongue import speaking
from matching.profiles import load_clusters
from publish.night_rows import night_rows
from publish.rows import records
from publish.selection import Selection
from readers import Decisions
from readers.standing import Standing
from web.answers import MOST_OF_ONE, Answers, is_kept
from web.app import create_app, utc_now
from web.kept import Kept
from web.site import Site
from web.warming import Warming

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


def test_cards_drawn_for_one_list_stand_in_others_as_if_drawn_anew(tmp_path: Path) -> None:
    home, folder = lived_home(tmp_path)
    folder.rename(home.clusters)
    with Store.open(home.database_url) as store:
        nights = [night.night.isoformat() for night in store.nights()]
    lists = [PROJECT, f"{PROJECT}?status=åpen&sorter=frist", "/treff?vis_skjulte=ja"]
    asked = [*lists, *(f"{one}{'&' if '?' in one else '?'}natt={nights[0]}" for one in lists)]
    with TestClient(create_app(home, meaning=False)) as lasting:
        for _ in range(2):
            for code in ("nb", "en"):
                for path in asked:
                    page = lasting.get(path, headers={"cookie": f"malform={code}"}).text
                    with TestClient(create_app(home, meaning=False)) as fresh:
                        assert page == fresh.get(path, headers={"cookie": f"malform={code}"}).text, (code, path)
                    assert page.count('class="match__head"') > 0, path
            with Decisions.open(home.decisions_url) as decisions:
                about = {"cluster": "proveklyngen", "profile": "", "source": "forskningsradet"}
                decisions.decide(
                    "not_for_us", **about, source_id="velferdsteknologi", reason="Nei", by="leser", at=NIGHT
                )


def test_decisions_laid_on_rows_give_what_rows_made_with_them_do(tmp_path: Path) -> None:
    home, folder = lived_home(tmp_path)
    clusters = load_clusters(folder)
    with Store.open(home.database_url) as store, Decisions.open(home.decisions_url) as decisions:
        plain = night_rows(store, clusters)
        calls = sorted({(row["cluster"], row["profile"], row["source"], row["source_id"]) for row in plain.listed})
        for number, (cluster, profile, source, source_id) in enumerate(calls[::2]):
            about = {"cluster": cluster, "profile": profile if number % 2 else "", "source": source}
            decisions.decide("not_for_us", **about, source_id=source_id, reason="", by="x", at=NIGHT)
        standing = Standing.of(decisions)
        made, laid = night_rows(store, clusters, standing=standing), plain.decided(standing)
    assert any(row["is_hidden"] for row in made.listed) and not all(row["is_hidden"] for row in made.listed)
    assert laid.listed == made.listed == records(laid.rows)
    for selection in (Selection(), Selection(shows_hidden=True, sort="deadline"), Selection(cluster="proveklyngen")):
        assert laid.chosen(selection) == records(made.asked(selection).rows)


def test_kept_is_made_once_and_keeps_nobody_else_waiting() -> None:
    kept, made, goes_on = Kept(10), [], Event()

    def slow() -> str:
        made.append("slow")
        assert goes_on.wait(10)
        return "slow"

    with ThreadPoolExecutor(4) as pool:
        waiting = [pool.submit(kept.of, (1,), "slow", slow) for _ in range(3)]
        assert kept.of((1,), "quick", lambda: "quick") == "quick"
        goes_on.set()
        assert [one.result(10) for one in waiting] == ["slow"] * 3
    assert made == ["slow"]


def test_what_could_not_be_made_is_made_the_next_time() -> None:
    kept = Kept(10)
    with pytest.raises(ZeroDivisionError):
        kept.of((1,), "a", lambda: 1 // 0)
    assert kept.of((1,), "a", lambda: 2) == 2


def test_a_night_is_read_before_it_is_asked_for(place: tuple[Home, Path]) -> None:
    site = Site(place[0], None, utc_now, lambda _: pytest.fail("nothing is fetched"), False)
    warming = Warming(site, every_s=0.01)
    warming.start()
    try:
        for _ in range(1000):
            if site.previews.is_ready:
                break
            Event().wait(0.02)
        shown = site.stores.shown(site.folder.clusters())
        assert shown is not None
        rows = shown.kept(("rows", tuple(site.folder.clusters())), lambda: pytest.fail("the rows were not read"))
        assert rows.listed
        with speaking("en"):
            assert shown.kept(("rows", tuple(site.folder.clusters())), lambda: "not yet") == "not yet"
    finally:
        warming.stop()


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
