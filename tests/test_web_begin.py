"""The first use, projects from a spreadsheet, and search: what somebody does who comes with nothing but a text."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from bs4 import BeautifulSoup
from fastapi.testclient import TestClient
from web_samples import filled_home, page_token

from calls.home import Home
from matching.profiles import load_clusters
from web.app import create_app

PROJECT = (
    "Trygg medisinering heime\nEldre som bor hjemme tar mange legemidler, og feil er vanlig. Vi vil prøve ut "
    "velferdsteknologi og samhandling mellom fastlege, apotek og hjemmetjeneste i to kommuner."
)
SETUP = {
    "name": "Helseklyngen Øst",
    "region": "34",
    "members": "974 631 385 Sykehuset Innlandet HF\nElverum kommune\nDrivkraft",
    "project": PROJECT,
}


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A home with nights and without clusters of its own."""
    made, _ = filled_home(tmp_path, is_demonstration=False)
    return made


@pytest.fixture
def client(home: Home) -> Iterator[TestClient]:
    with TestClient(create_app(home, meaning=False)) as made:
        yield made


def soup(answer: object) -> BeautifulSoup:
    return BeautifulSoup(answer.content, "lxml")  # type: ignore[attr-defined]


def send(
    client: TestClient, path: str, expected: int = 200, files: dict[str, object] | None = None, **fields: str
) -> BeautifulSoup:
    answer = client.post(path, data={"nokkel": page_token(client), **fields}, files=files)  # type: ignore[arg-type]
    assert answer.status_code == expected, answer.text[:1500]
    return soup(answer)


def said(page: BeautifulSoup, selector: str = "main") -> str:
    return " ".join(" ".join(found.get_text(" ").split()) for found in page.select(selector))


def test_the_examples_lead_to_the_questions_and_the_answers_to_matches(client: TestClient, home: Home) -> None:
    assert soup(client.get("/")).select("main a[href='/oppsett']")
    asked = send(client, "/oppsett", **SETUP)
    kinds = {
        str(one["id"]): [str(option["value"]) for option in one.select("option[selected]")]
        for one in asked.select("select[name^='type.']")
    }
    assert kinds == {"type-1": ["helseforetak"], "type-2": ["kommune"], "type-3": []}
    assert asked.select("input[name=title]")[0]["value"] == "Trygg medisinering heime"
    assert not home.clusters.exists()
    texts = {"description": said(asked, "textarea[name=description]"), "keywords": "velferdsteknologi\nlegemidler"}
    made = send(client, "/oppsett", **SETUP, **texts, **{"type.3": "bedrift_smb"}, gjor="lagre")
    assert said(made, "h1") == "Trygg medisinering heime"
    assert "Treffene er regnet nå" in said(made, ".mark")
    shown = [" ".join(one.get_text(" ").split()) for one in made.select(".match")]
    assert "Innovasjon med velferdsteknologi i kommunale tjenester" in shown[0] and "velferdsteknologi" in shown[0]
    rows = client.get("/eksport.csv", params={"klynge": "helseklyngen_ost"}).content.decode("utf-8-sig").splitlines()
    assert len(rows) == len(shown) + 1
    (cluster,) = load_clusters(home.clusters)
    assert (cluster.key, cluster.name, cluster.region) == ("helseklyngen_ost", "Helseklyngen Øst", "34")
    assert [(one.name, one.types, one.orgnr) for one in cluster.members] == [
        ("Sykehuset Innlandet HF", ("helseforetak",), "974631385"),
        ("Elverum kommune", ("kommune",), ""),
        ("Drivkraft", ("bedrift_smb",), ""),
    ]
    assert cluster.profiles[0].members == tuple(one.key for one in cluster.members)
    page = soup(client.get("/"))
    assert "Helseklyngen Øst" in said(page, "h2") and "Trygg medisinering heime" in said(page)
    assert not page.select("main a[href='/oppsett']")


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"name": ""}, "Skriv navnet på klyngen."),
        ({"region": ""}, "Velg fylket"),
        ({"members": " "}, "Skriv minst ett medlem."),
        ({"project": ""}, "Lim inn teksten om ett prosjekt"),
        ({"members": "974631386 Sykehuset"}, "linje 1"),
    ],
)
def test_an_answer_that_is_missing_or_wrong_is_asked_for_again(
    client: TestClient, home: Home, changed: dict[str, str], told: str
) -> None:
    page = send(client, "/oppsett", 400, **{**SETUP, **changed}, gjor="lagre")
    assert told in said(page, "[role=alert]") and not home.clusters.exists()
    assert said(page, "textarea[name=members]") == " ".join({**SETUP, **changed}["members"].split())


def book(*rows: list[str]) -> bytes:
    made, stream = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        made.worksheets[0].append(row)
    made.save(stream)
    return stream.getvalue()


HEADINGS = ["Tittel", "Beskrivelse", "Stikkord"]
TEXT = "Vi vil prøve ut velferdsteknologi for eldre som bor hjemme, sammen med kommuner og sykehus i fylket. " * 2


def test_projects_come_from_a_spreadsheet_all_of_them_or_none(client: TestClient, home: Home) -> None:
    template = client.get("/regneark/mal.xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(template.content)).worksheets[0]
    assert {"Tittel", "Beskrivelse", "Stikkord"} <= {cell.value for cell in sheet[1]}
    bad = book(HEADINGS, ["Et prosjekt", TEXT, "eldre"], ["", TEXT, "eldre"])
    page = send(client, "/regneark/helseinn", 400, files={"fil": ("p.xlsx", bad)})
    assert "Rad 3" in said(page, "[role=alert]") and not home.clusters.exists()
    good = book(HEADINGS, ['=HYPERLINK("x")', TEXT, "eldre; velferdsteknologi"], ["Et prosjekt til", TEXT, "hjem"])
    page = send(client, "/regneark/helseinn", files={"fil": ("p.xlsx", good)})
    assert "2 prosjekter er lagret" in said(page, "[role=status]")
    titles = [one.title for one in load_clusters(home.clusters)[0].profiles]
    assert {'=HYPERLINK("x")', "Et prosjekt til"} <= set(titles)


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("", b"", "Velg en fil først."),
        ("p.exe", b"MZ\x00", "xlsx"),
        ("p.xlsx", b"PK\x03\x04 not a zip", "kan ikke"),
        ("p.csv", b"Navn;Tekst\nx;y\n", "Navn"),
    ],
)
def test_a_file_that_is_no_such_spreadsheet_is_refused(
    client: TestClient, name: str, content: bytes, told: str
) -> None:
    page = send(client, "/regneark/helseinn", 400, files={"fil": (name or "tom", content)})
    assert told in said(page, "[role=alert]")


@pytest.mark.parametrize("typed", ["velferd", "teknologi", "assistive", "velferdstek"])
def test_search_finds_parts_of_words_and_words_of_the_other_language(client: TestClient, typed: str) -> None:
    page = soup(client.get("/sok", params={"q": typed}))
    assert "Innovasjon med velferdsteknologi i kommunale tjenester" in said(page, "main ol a")
    assert page.select("input#sok")[0]["value"] == typed


def test_search_finds_projects_and_what_people_wrote(client: TestClient) -> None:
    about = {"klynge": "helseinn", "prosjekt": "demens_hjemme", "kilde": "forskningsradet", "id": "velferdsteknologi"}
    send(client, "/ikke-for-oss", **about, grunn="Fiskerinæringen eier denne")
    page = soup(client.get("/sok", params={"q": "fiskerinæring"}))
    assert "Lagt bort: Fiskerinæringen eier denne" in said(page, "main ul")
    assert "Et godt liv hjemme med demens" in said(soup(client.get("/sok", params={"q": "demens"})), "main ul a")


@pytest.mark.parametrize("typed", ["", "   ", "og i på", "x" * 5000, "<script>alert(1)</script>", "\x00\u202e"])
def test_a_search_for_nothing_says_what_to_do(client: TestClient, typed: str) -> None:
    answer = client.get("/sok", params={"q": typed})
    assert answer.status_code == 200 and "<script>alert" not in answer.text
    assert len(said(soup(answer))) > 20
