"""A project's page: all matches, the near ones or the schemes open to every theme, with their ranks in the whole."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from fastapi.testclient import TestClient
from night_samples import lines, run
from publish_samples import NIGHT, call
from web_samples import add_night, empty_home

from calls.home import Home
from calls.store import Store
from web.app import create_app

PAGE = "/klynge/proveklyngen/trygg-heime"
NEAR, SCHEMES = f"{PAGE}?treff=lignende", f"{PAGE}?treff=ordninger"
PARTNERS = "partner_types: [kommune, uh_institusjon]\n"
CALLS = [
    call("naer", title="Velferdsteknologi for eldre i heimen", lang="nn"),
    call("phd", title="Offentlig sektor-ph.d."),
    call("begge", title="Forskerprosjekt for fornyelse", full_text="Eldre i kommunen. Åpen for alle temaer."),
    call("stengt", title="Velferdsteknologi for eldre", applicant_types=["bedrift_stor"], applicant_text="Bedrifter"),
]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home whose one night has a near call, schemes open to every theme, and one that may not be applied for."""
    home, clusters = empty_home(tmp_path_factory.mktemp("profile"))
    profile = clusters / "proveklyngen" / "profiles" / "trygg-heime.yaml"
    profile.write_text(profile.read_text(encoding="utf-8") + PARTNERS, encoding="utf-8")
    with Store.open(home.database_url) as store:
        add_night(store, clusters, NIGHT, CALLS, is_demonstration=False)
    return home.path


@pytest.fixture(scope="module")
def client(home: Path) -> Iterator[TestClient]:
    with TestClient(create_app(Home.at(home), home.parent / "clusters")) as made:
        yield made


def soup(client: TestClient, path: str) -> BeautifulSoup:
    answer = client.get(path)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "lxml")


def shown(page: BeautifulSoup) -> list[tuple[str, str]]:
    """Title and rank of each match."""
    return [
        (card.select("h3")[0].get_text(strip=True), card.select(".match__rank")[0].get_text()[4:])
        for card in page.select(".match")
    ]


@pytest.mark.parametrize(
    ("path", "title", "heading", "current", "matches"),
    [
        (PAGE, "Trygg heime med velferdsteknologi", "4 treff", "Alle 4", ["1", "2", "3", "4"]),
        (
            NEAR,
            "Trygg heime med velferdsteknologi: ligner prosjektet",
            "3 treff",
            "Ligner prosjektet 3",
            ["1", "2", "3"],
        ),
        (
            SCHEMES,
            "Trygg heime med velferdsteknologi: åpne for alle temaer",
            "2 treff",
            "Åpne for alle temaer 2",
            ["3", "4"],
        ),
    ],
)
def test_either_reason_is_shown_alone_and_the_ranks_are_those_of_the_whole(
    client: TestClient, path: str, title: str, heading: str, current: str, matches: list[str]
) -> None:
    page = soup(client, path)
    assert page.title is not None and page.title.get_text() == f"{title} – Utlysningsradar"
    assert page.select("h2")[0].get_text() == heading
    assert [link.get_text() for link in page.select(".choices a")] == [
        "Alle 4",
        "Ligner prosjektet 3",
        "Åpne for alle temaer 2",
    ]
    assert [link["href"] for link in page.select(".choices a")] == [PAGE, NEAR, SCHEMES]
    assert [link.get_text() for link in page.select(".choices [aria-current=page]")] == [current]
    whole = {rank: call for call, rank in shown(soup(client, PAGE))}
    assert shown(page) == [(whole[rank], rank) for rank in matches]


def test_the_choice_and_the_night_go_together(client: TestClient) -> None:
    day = NIGHT.date()
    page = soup(client, f"{SCHEMES}&natt={day}")
    assert len(shown(page)) == 2
    assert client.get(f"{PAGE}?treff=noe").status_code == 400


def test_a_choice_that_is_empty_says_so(client: TestClient) -> None:
    page = soup(client, "/klynge/proveklyngen/digital-oppfolging?treff=ordninger")
    assert page.select("h2")[0].get_text() == "Ingen treff"
    assert "Ingen treff med disse filtrene." in page.get_text()
    assert soup(client, "/klynge/proveklyngen/uten-treff").select(".choices") == []


def test_the_command_has_the_same_choice(home: Path) -> None:
    def ranks(*arguments: str) -> list[int]:
        found = run(home, "matches", "--profile", "trygg-heime", "--format", "json", *arguments)
        return [match["rank"] for match in lines(found)]

    assert ranks("--only", "topical") == [1, 2, 3]
    assert ranks("--only", "general") == [3, 4]
    assert ranks("--only", "general", "--top", "1") == [3]
    assert lines(run(home, "matches", "--profile", "uten-treff", "--only", "general", "--format", "json")) == []
    table = run(home, "matches", "--profile", "trygg-heime", "--only", "general")
    assert "sektor-ph.d." in table.stdout and "heimen" not in table.stdout
