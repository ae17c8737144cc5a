"""What was made for one page serves the next: rows, cards, and what is read ahead."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Event

import pytest
from fastapi.testclient import TestClient
from publish_samples import NIGHT, night_calls
from web_samples import add_night, filled_home, lived_home

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
from web.matches_page import cards_of
from web.nights import Shown
from web.site import Site
from web.warming import Warming

PROJECT = "/klynge/proveklyngen/trygg-heime"


def site_of(folder: Path) -> Site:
    """The site of a home with a night."""
    home, clusters = filled_home(folder, is_demonstration=False)
    clusters.rename(home.clusters)
    return Site(home, None, utc_now, lambda _: pytest.fail("nothing is fetched"), False)


def shown_of(site: Site) -> Shown:
    """Its newest night."""
    shown = site.stores.shown(site.folder.clusters())
    assert shown is not None
    return shown


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


def test_a_card_of_a_row_of_before_is_not_given_for_the_row_of_now(tmp_path: Path) -> None:
    shown = shown_of(site_of(tmp_path))
    rows = shown.everything().listed
    late = cards_of(shown, [{**rows[0], "rank": 99}, *rows[1:]])  # a page that was begun before the store changed
    found = cards_of(shown, rows)
    assert late[0].row["rank"] == 99 and all(card.row is row for card, row in zip(found, rows, strict=True))
    assert found[1:] == late[1:] and cards_of(shown, rows)[0] is found[0]


def test_only_a_new_night_is_set_apart_from_garbage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site, done = site_of(tmp_path), []
    monkeypatch.setattr("web.warming._set_apart", lambda: done.append("apart"))
    warming = Warming(site)
    warming.read()
    assert len(done) == 2  # what pages show first, and then the rest
    with Decisions.open(site.home.decisions_url) as decisions:
        decisions.decide("not_for_us", cluster="a", source="b", source_id="c", reason="", by="leser", at=NIGHT)
    warming.read()
    assert len(done) == 2
    with Store.open(site.home.database_url) as store:
        add_night(store, site.home.clusters, NIGHT + timedelta(days=1), night_calls(), False)
    warming.read()
    assert len(done) == 4


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
    site = site_of(tmp_path)
    warming = Warming(site, every_s=0.01)
    warming.start()
    try:
        for _ in range(1000):
            if site.previews.is_ready:
                break
            Event().wait(0.02)
        shown = shown_of(site)
        rows = shown.kept(("rows", tuple(site.folder.clusters())), lambda: pytest.fail("the rows were not read"))
        assert rows.listed
        with speaking("en"):
            assert shown.kept(("rows", tuple(site.folder.clusters())), lambda: "not yet") == "not yet"
    finally:
        warming.stop()
