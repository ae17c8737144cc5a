"""The overview: what is counted, what is said, and what stands when there is nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from fastapi.testclient import TestClient
from overview_samples import LAST, busy_home
from publish_samples import HOSTILE, call, clusters_folder
from web_samples import add_night, empty_home, filled_home

from calls.home import Home
from calls.linking import Link
from calls.store import Store
from web.app import create_app
from web.overview_counts import Pot, by_deadline, live_calls, money_of, most_wanted
from web.overview_money import BARS_MOST, money_part

AT = datetime(2026, 11, 20, 1, 30, tzinfo=UTC)


def due(source_id: str, at: str | None, **changes: Any) -> dict[str, Any]:
    return call(source_id, deadline_at=datetime.fromisoformat(at) if at else None, **changes)


def ids(calls: Any) -> list[str]:
    return [one["source_id"] for one in calls]


def test_no_call_gives_a_year_of_empty_months() -> None:
    found = by_deadline([], AT)
    assert [month.first for month in found.months][:3] == [date(2026, 11, 1), date(2026, 12, 1), date(2027, 1, 1)]
    assert len(found.months) == 12 and not any(month.calls for month in found.months)
    assert found.later == found.passed == found.rolling == found.undated == ()


def test_calls_fall_in_the_month_of_their_deadline_in_norway() -> None:
    found = by_deadline(
        [
            due("nyttår", "2026-12-31T23:30:00Z"),  # half past midnight in January in Norway
            due("b", "2026-11-30T12:00:00Z"),
            due("a", "2026-11-20T01:30:00Z", status="forecasted"),
            due("gammel", "2026-11-20T01:29:59Z"),
            due("løpende", None, deadline_type="rolling"),
            due("til tomt", None, deadline_type="until_spent"),
            due("uten", None),
        ],
        AT,
    )
    assert ids(found.months[0].calls) == ["a", "b"]
    assert (found.months[0].of("open"), found.months[0].of("forecasted")) == (1, 1)
    assert ids(found.months[2].calls) == ["nyttår"]
    assert ids(found.passed) == ["gammel"] and ids(found.undated) == ["uten"]
    assert ids(found.rolling) == ["løpende", "til tomt"]


@pytest.mark.parametrize(
    ("at", "months", "later"),
    [
        ("2027-10-31T12:00:00Z", 12, 0),
        ("2027-11-01T12:00:00Z", 13, 0),
        ("2028-04-30T12:00:00Z", 18, 0),
        ("2028-05-01T12:00:00Z", 18, 1),
    ],
)
def test_from_twelve_to_eighteen_months_are_shown(at: str, months: int, later: int) -> None:
    found = by_deadline([due("a", at)], AT)
    assert (len(found.months), len(found.later)) == (months, later)


def test_a_call_that_is_linked_counts_once_and_closed_ones_do_not() -> None:
    calls = [call("a"), call("b", lang="en"), call("c", status="closed"), call("d", status="forecasted")]
    links = [Link("forskningsradet", "a", "forskningsradet", "b", "twin", "")]
    found = live_calls(calls, links)
    assert ids(found) == ["a", "d"]
    assert [one["call_name"] for one in found] == [("forskningsradet", "a"), ("forskningsradet", "d")]


def test_money_is_summed_by_funder_and_theme() -> None:
    def theme(name: str, amount: int | None) -> dict[str, Any]:
        return {"name": name, "amount_nok": amount, "target_group": None, "text": name}

    found = money_of(
        [
            call("a", budget_nok=10, themes=[theme("Eldre", 4), theme("Barn", None)]),
            call("b", funder="Dam", themes=[theme("eldre ", 5)]),
            call("c", funder="EU", budget_eur=7),
            call("d", funder="EU", budget_nok=3, budget_eur=1),
            call("e"),
        ]
    )
    assert found.funders == (Pot("Norges forskningsråd", 10, 0, 1), Pot("Dam", 5, 0, 1), Pot("EU", 3, 7, 2))
    assert found.themes == (Pot("Eldre", 9, 0, 2),)
    assert found.unsplit == Pot("", 3, 7, 2)
    assert (found.whole_nok, found.whole_eur, found.calls, found.silent) == (18, 7, 5, 1)


def test_money_is_told_with_what_is_left_out() -> None:
    told = money_part(money_of([call("a", budget_nok=2_000_000), call("b", budget_eur=3_000_000), call("c")]))
    assert told.said == (
        "2 utlysninger oppgir hvor mye penger det er i alt, til sammen 2\xa0mill. kroner og 3\xa0mill. euro. 1 oppgir "
        "ikke noe beløp og er ikke regnet med. Euro er ikke regnet om til kroner."
    ).replace("\xa0mill", " mill")
    assert [plot.key for plot in told.plots] == ["kroner-finansior", "euro-finansior"]
    assert money_part(money_of([])).plots == [] and money_part(money_of([])).said == ""
    silent = money_part(money_of([call("a")]))
    assert silent.plots == [] and silent.said == "Ingen av utlysningene oppgir hvor mye penger det er i alt."


def test_many_funders_are_gathered_in_a_last_bar() -> None:
    calls = [call(f"{n}", funder=f"Fond {n:02}", budget_nok=1000 * (n + 1)) for n in range(20)]
    plot = money_part(money_of(calls)).plots[0]
    assert len(plot.bars) == BARS_MOST + 1
    assert (plot.bars[0].label, plot.bars[-1].label) == ("Fond 19", "8 andre")
    assert len(plot.figures.rows) == 20 and plot.said == "Mest har Fond 19: 20 000 kroner.".replace(
        "20 000", "20\xa0000"
    )


def match(call_name: str, profile: str, rank: int, **changes: Any) -> dict[str, Any]:
    row = {"source": "x", "source_id": call_name, "call_name": ("x", call_name), "cluster": "k", "profile": profile}
    return {**row, "rank": rank, "score": 0.5, "title": call_name, "may_code": "yes", "lang": "bokmål", **changes}


def test_the_calls_that_most_projects_want_stand_first() -> None:
    rows = [match(f"c{n:02}", "p", n) for n in range(1, 13)] + [match("c11", "q", 1), match("c02", "q", 2)]
    found, in_all = most_wanted(rows)
    assert [one.row["source_id"] for one in found][:4] == ["c02", "c01", "c11", "c03"]
    assert in_all == 11, "the twelfth is among the first ten of nobody"
    assert {place: row["rank"] for place, row in found[2].places.items()} == {("k", "p"): 11, ("k", "q"): 1}
    assert [one.tops for one in found[:3]] == [2, 1, 1]
    assert len(most_wanted(rows, most=3)[0]) == 3


def test_what_a_project_may_not_apply_for_takes_no_place() -> None:
    rows = [match(f"n{n}", "p", n, may_code="no") for n in range(1, 6)] + [match(f"j{n}", "p", n) for n in range(6, 17)]
    found, in_all = most_wanted(rows)
    assert in_all == 10 and {one.row["source_id"] for one in found} == {f"j{n}" for n in range(6, 16)}
    assert most_wanted([]) == ([], 0)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with TestClient(create_app(*busy_home(tmp_path_factory.mktemp("busy")))) as made:
        yield made


def soup(client: TestClient, path: str) -> BeautifulSoup:
    answer = client.get(path)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "lxml")


def test_the_page_counts_every_live_call_once(client: TestClient) -> None:
    page = soup(client, "/oversikt")
    said = page.select_one(".overview__scope")
    assert said is not None and said.get_text() == "Tallene gjelder 69 utlysninger som er åpne eller kommer."
    table = page.select_one("#nar ~ figure table")
    assert table is not None
    in_months = sum(int(row.select("td")[-1].get_text()) for row in table.select("tbody tr"))
    groups = {one["id"]: one for one in page.select(".folds details")}
    listed = {key: len(one.select("li")) for key, one in groups.items()}
    assert sum(listed.values()) == 69
    assert sum(number for key, number in listed.items() if key.startswith("frist-")) == in_months
    assert {key: listed[key] for key in ("lopende", "uten-frist", "utlopt")} == {
        "lopende": 7,
        "uten-frist": 6,
        "utlopt": 1,
    }
    links = [str(link["href"]) for link in page.select(".folds a")]
    assert len(links) == len(set(links)) == 69 and all(link.startswith("/utlysning/") for link in links)


def test_the_heat_map_has_the_ranks_of_the_lists(client: TestClient) -> None:
    page = soup(client, "/oversikt?klynge=ostklyngen")
    heads = [str(link["href"]) for link in page.select(".heat thead a")]
    assert heads and all(head.startswith("/klynge/ostklyngen/") for head in heads)
    for number, head in enumerate(heads):
        listed = soup(client, head)
        ranks = {
            str(one.select_one("h3 a, h2 a")["href"]): one.select_one(".match__rank") for one in listed.select(".match")
        }  # type: ignore[index]
        for row in page.select(".heat tbody tr"):
            cell = row.select("td")[number].select_one("[aria-hidden]")
            href = str(row.select_one("th a")["href"])  # type: ignore[index]
            rank = ranks.get(href)
            assert cell is not None
            assert cell.get_text() == (rank.get_text().split()[-1] if rank else "–"), (head, href)


def test_one_cluster_narrows_and_is_marked(client: TestClient) -> None:
    page = soup(client, "/oversikt?klynge=ostklyngen")
    assert [link.get_text() for link in page.select(".choices [aria-current]")] == ["Østlandsk"]
    assert "prosjektene i Den østlandske helseklyngen" in page.select_one(".overview__scope").get_text()  # type: ignore[union-attr]
    assert client.get("/oversikt?klynge=finnes-ikke").status_code == 404
    assert client.get("/oversikt?natt=i-gaar").status_code == 400


def test_a_past_night_is_carried_on(client: TestClient) -> None:
    day = LAST.date().replace(day=10).isoformat()
    page = soup(client, f"/oversikt?klynge=ostklyngen&natt={day}")
    links = [str(link["href"]) for link in page.select("main a")]
    assert links and all(f"natt={day}" in link for link in links)


def test_hostile_titles_stay_words(client: TestClient) -> None:
    page = soup(client, "/oversikt")
    assert page.select("script:not([src]), style, [style], [onclick]") == []
    assert "<script>alert(1)</script>" in page.get_text()
    assert HOSTILE[:10] in page.get_text()


def test_before_the_first_night_the_page_says_what_to_do(tmp_path: Path) -> None:
    with TestClient(create_app(*empty_home(tmp_path))) as made:
        assert "radar night" in soup(made, "/oversikt").get_text()


def test_without_a_live_call_the_page_says_what_to_do(tmp_path: Path) -> None:
    home, clusters = Home.at(tmp_path / "home"), clusters_folder(tmp_path)
    with Store.open(home.database_url) as store:
        add_night(store, clusters, AT, [call("a", status="closed")], False)
    with TestClient(create_app(home, clusters)) as made:
        page = soup(made, "/oversikt")
        assert "Ingen åpne eller kommende utlysninger å vise" in page.get_text()
        assert page.select_one(".overview__none a")["href"] == "/kilder"  # type: ignore[index]


def test_without_a_match_the_page_says_what_to_do(tmp_path: Path) -> None:
    home, clusters = Home.at(tmp_path / "home"), clusters_folder(tmp_path)
    with Store.open(home.database_url) as store:
        add_night(store, clusters, AT, [call("a", title="Zzz", budget_nok=None)], False)
    with TestClient(create_app(home, clusters)) as made:
        words = " ".join(soup(made, "/oversikt").get_text().split())
        assert "Ingen av prosjektene har treff ennå. Skriv mer" in words
        assert "Ingen utlysning har frist fram til og med oktober 2027." in words
        assert "Ingen av utlysningene oppgir hvor mye penger det er i alt." in words


def test_the_samples_of_the_other_pages(tmp_path: Path) -> None:
    with TestClient(create_app(*filled_home(tmp_path))) as made:
        words = " ".join(soup(made, "/oversikt").get_text().split())
    assert "2 utlysninger har frist fram til og med august 2027. Flest frister, 2, er det i september 2026." in words
    assert "Uten fast frist: du kan søke når som helst: 2 utlysninger" in words
    assert "1 utlysning oppgir hvor mye penger det er i alt: 95 mill. kroner. 4 oppgir ikke noe beløp" in words
