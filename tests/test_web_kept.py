"""What was made for one page serves the next: rows, cards, and what is read ahead."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest
from fastapi.testclient import TestClient
from publish_samples import NIGHT
from web_samples import filled_home, lived_home

from calls.store import Store
from calls.tongue import speaking
from matching.profiles import load_clusters
from publish.night_rows import night_rows
from publish.rows import records
from publish.selection import Selection
from readers import Decisions
from readers.standing import Standing
from web.app import create_app, utc_now
from web.kept import Kept
from web.site import Site
from web.warming import Warming

PROJECT = "/klynge/proveklyngen/trygg-heime"


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


def test_a_night_is_read_before_it_is_asked_for(tmp_path: Path) -> None:
    home, clusters = filled_home(tmp_path, is_demonstration=False)
    clusters.rename(home.clusters)
    site = Site(home, None, utc_now, lambda _: pytest.fail("nothing is fetched"), False)
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
