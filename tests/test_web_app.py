"""The pages as answers: what they hold, how hostile text comes out, and what happens when something is missing."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import openpyxl
import pytest
from bs4 import BeautifulSoup, Tag
from fastapi.testclient import TestClient
from publish_samples import HOSTILE, NIGHT, night_calls, rich_call
from web_samples import add_night, empty_home, filled_home, publish_ranking

from calls.store import Store
from matching.profiles import ProfileError, load_clusters
from publish.columns import COLUMNS, NAMES
from publish.exports import file_of
from publish.links import web_address
from publish.night_rows import night_rows
from publish.rows import records
from web import app as web_app
from web import pages, site
from web.app import create_app
from web.nights import StoreReader

PATHS = (
    "/",
    "/klynge/proveklyngen",
    "/klynge/proveklyngen/trygg-heime",
    "/klynge/proveklyngen/digital-oppfolging",
    "/klynge/proveklyngen/uten-treff",
    "/utlysning/forskningsradet/velferdsteknologi",
    "/utlysning/forskningsradet/fiendtlig",
    "/utlysning/forskningsradet/kommunar",
    "/utlysning/forskningsradet/a/b%20c%3Fd%23e",
    "/oversikt",
    "/oversikt?klynge=proveklyngen",
    "/endringer",
    "/kilder",
    "/om",
)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with TestClient(create_app(*filled_home(tmp_path_factory.mktemp("filled")))) as made:
        yield made


def soup(client: TestClient, path: str, status: int = 200) -> BeautifulSoup:
    answer = client.get(path)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    return BeautifulSoup(answer.content, "lxml")


def text(page: Tag, selector: str = "main") -> str:
    return " ".join(" ".join(found.get_text(" ").split()) for found in page.select(selector))


@pytest.mark.parametrize("path", PATHS)
def test_every_page_has_its_landmarks_and_is_safe(client: TestClient, path: str) -> None:
    page = soup(client, path)
    assert page.html is not None and page.html["lang"] == "nb"
    assert [len(page.select(name)) for name in ("h1", "main", "header", "footer")] == [1, 1, 1, 1]
    assert page.select_one("body > a.ds-skip-link")["href"] == "#innhold"  # type: ignore[index]
    assert page.select("script:not([src='/skript/htmx.min.js']), style, iframe, [style], [onclick], [hx-on]") == []
    for form in page.select("form[method=post]"):
        assert form.select_one("input[name=nokkel]")["value"]  # type: ignore[index]
    for link in page.select("a[href]"):
        href = str(link["href"])
        assert href.startswith(("/", "#")) or web_address(href)
    levels = [int(heading.name[1]) for heading in page.select("h1, h2, h3, h4")]
    assert all(after - before <= 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("path", [*PATHS, "/finnes-ikke", "/helse", "/eksport.xlsx", "/static/radar.css"])
def test_every_answer_has_the_safety_headers(client: TestClient, path: str) -> None:
    client.cookies.clear()
    headers = client.get(path).headers
    assert headers["content-security-policy"].startswith("default-src 'none'; style-src 'self'; font-src 'self'")
    assert "script-src 'self';" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert (headers["x-content-type-options"], headers["referrer-policy"]) == ("nosniff", "same-origin")
    assert ("set-cookie" in headers) == (path in ("/", "/klynge/proveklyngen"))


def test_the_front_page_counts_matches_and_names_the_night(client: TestClient) -> None:
    page = soup(client, "/")
    assert "demonstrasjon, slik det så ut tirsdag 15. september 2026" in text(page, ".banner")
    assert "Hentet natt til tirsdag 15. september 2026. Ikke ferske: Innovasjon Norge." in text(page, ".fresh")
    cards = [text(card, ".profile__count") for card in page.select(".profile")]
    assert cards == ["4 treff 1 ny 1 endret", "4 treff 1 endret", "ingen treff"]
    best = [text(card, ".profile__best, .quiet") for card in page.select(".profile")]
    assert best[1:] == [
        "Øverst: Innovasjon med velferdsteknologi i kommunale tjenester Frist: i morgen kl. 13.00",
        "",
    ]


def test_a_profile_shows_its_matches_best_first(client: TestClient) -> None:
    page = soup(client, "/klynge/proveklyngen/trygg-heime")
    titles = [" ".join(found.get_text().split()) for found in page.select(".match h3")]
    assert titles[:2] == [
        "Innovasjon med velferdsteknologi i kommunale tjenester",
        "Eldre i kommunane: velferdsteknologi på bygda",
    ]
    second, first = page.select(".match")[:2]
    assert first.select_one("h3 a")["lang"] == "nn"  # type: ignore[index]
    assert second.select_one("h3 a").get("lang") is None  # type: ignore[union-attr]
    said = text(second, "dl")
    assert "i morgen kl. 13.00 onsdag 16. september 2026 kl. 13.00 (trinn 1 av 2)" in said
    assert "Beløp 8–16 mill. kroner" in said and "Hvem kan søke kommuner og helseforetak" in said
    assert text(second, ".match__tags") == "åpen endret: frist, åpning, beløp og annet"
    assert "Kommunar – Kommuner" in text(second, ".terms")
    out = second.select_one(".match__out a")
    assert out is not None and out["href"] == rich_call()["url"]


def test_a_call_shows_the_funders_words_beside_ours(client: TestClient) -> None:
    page = soup(client, "/utlysning/forskningsradet/velferdsteknologi")
    rows = {
        text(row, "dt"): (text(row, ".values__ours"), text(row, ".values__theirs"))
        for row in page.select(".values__row")
    }
    mark = "Finansiørens ord: "
    assert rows == {
        "Søknadsfrist": (
            "onsdag 16. september 2026 kl. 13.00 (trinn 1 av 2), i morgen kl. 13.00",
            f"{mark}Søknadsfrist 16. september 2026 kl. 13.00",
        ),
        "Fristtype": ("flere trinn", ""),
        "Åpner": (
            "onsdag 12. august 2026",
            f"{mark}Åpner 12. august Ordrett: Åpner 12. august 2026 Siden det står på",
        ),
        "Status": ("åpen", ""),
        "Beløp til én søker": ("8–16 mill. kroner", ""),
        "Ramme": ("95 mill. kroner", f"{mark}Antatt tilgjengelige midler 95 000 000 kroner"),
        "Støttegrad": ("inntil 50 prosent", ""),
        "Hvem kan søke": (
            "kommuner og helseforetak",
            f"{mark}Hvem kan søke? Kommuner, fylkeskommuner og helseforetak kan søke.",
        ),
        "Målgruppe": ("Offentlig sektor", ""),
        "Krever partnere": ("ja", ""),
        "Prosjektets varighet": ("24–48 måneder", ""),
        "Tidligste prosjektstart": ("1. januar 2027", ""),
        "Søknadstype": ("Innovasjonsprosjekt i offentlig sektor", ""),
        "Støtteordning": ("Helse", ""),
        "Virkemiddel": ("tilskudd", ""),
        "Kontakt": ("Kari Nordmann, kari@example.org, 22 00 00 00; post@example.org", ""),
    }
    everything = text(page)
    for part in (
        "onsdag 2. desember 2026 kl. 13.00 (klokkeslett antatt) , om 78 dager · flere trinn Frist for søknad",
        "Medio desember 2026 · Svar",
        "1. september 2026 · Informasjonsmøte",
        "Eldre · 40 mill. kroner Kommuner",
        "(sett natten 15. september 2026) Finansiøren skriver: Fristen er flyttet til 16. september.",
        "Resultatet er kunngjort",
        "Søkt om 310 mill. kroner",
        "Tildelinger 12",
        "Trygg heime med velferdsteknologi (Prøveklyngen for <b>helse</b> & omsorg) · nr. 1, treffgrad 0,70",
        "Først sett mandag 14. september 2026 kl. 03.30",
    ):
        assert part in everything


def test_a_call_of_which_little_is_known_says_so(client: TestClient) -> None:
    page = soup(client, "/utlysning/forskningsradet/fiendtlig")
    rows = {text(row, "dt"): text(row, ".values__ours") for row in page.select(".values__row")}
    assert rows == {
        "Søknadsfrist": "finansiøren skriver: «Medio mai»",
        "Åpner": "ikke oppgitt",
        "Status": "åpen",
        "Beløp til én søker": "ikke oppgitt",
        "Ramme": "ikke oppgitt",
        "Hvem kan søke": "ikke avklart",
    }
    assert "Dato uten dag (1) må rettes" in text(page)
    assert "adressen er ikke en vanlig nettadresse: javascript:alert(1)" in text(page)
    assert "Utlysningen er ikke blant treffene til noe prosjekt." in text(
        soup(client, "/utlysning/forskningsradet/avlyst")
    )


def test_hostile_text_stays_text(client: TestClient) -> None:
    answer = client.get("/utlysning/forskningsradet/fiendtlig").text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in answer and answer.count("<script") == 1
    assert "{{ 7*7 }}" in answer
    head = soup(client, "/utlysning/forskningsradet/fiendtlig").select_one("h1")
    assert head is not None and head.get_text() == HOSTILE


def test_sources_tell_what_to_do(client: TestClient) -> None:
    page = soup(client, "/kilder")
    first, second = page.select(".source")
    assert text(first, "h2").endswith(" fersk")
    heads = [" ".join(found.get_text(" ").split()) for found in first.select(".issues h3")]
    assert heads == [
        "Dato uten dag (1) må rettes",
        "Opplysning mangler (7) bør sjekkes",
        "Ukjent ledetekst (1) til orientering",
    ]
    assert "… og 2 til av samme slag." in text(first, ".issues")
    assert first.select_one(".issues a")["href"] == "/utlysning/forskningsradet/fiendtlig"  # type: ignore[index]
    assert "ikke oppdatert" in text(second, "h2")
    assert "Listen var tom." in text(second, "p") and "Kilden har ikke gitt noe ennå." in text(second, "p")


@pytest.mark.parametrize(
    ("path", "status", "title"),
    [
        ("/finnes-ikke", 404, "Fant ikke siden"),
        ("/klynge/ukjent", 404, "Fant ikke siden"),
        ("/klynge/ukjent/trygg-heime", 404, "Fant ikke siden"),
        ("/klynge/proveklyngen/ukjent", 404, "Fant ikke siden"),
        ("/utlysning/forskningsradet/ukjent", 404, "Fant ikke siden"),
        ("/utlysning/ukjent/velferdsteknologi", 404, "Fant ikke siden"),
        ("/eksport.xlsx?klynge=ukjent", 404, "Fant ikke siden"),
        ("/eksport.xlsx?klynge=proveklyngen&prosjekt=ukjent", 404, "Fant ikke siden"),
        ("/eksport.xlsx?prosjekt=trygg-heime", 400, "Adressen er ikke gyldig"),
        ("/static/..%2fapp.py", 404, "Fant ikke siden"),
        ("/endringer?fra=i+går", 400, "Adressen er ikke gyldig"),
        ("/?natt=20260914", 400, "Adressen er ikke gyldig"),
        ("/om?natt=2026-02-30", 400, "Adressen er ikke gyldig"),
    ],
)
def test_what_is_not_there_is_said_in_norwegian(client: TestClient, path: str, status: int, title: str) -> None:
    page = soup(client, path, status)
    assert text(page, "h1") == title
    assert f"Feilkode {status}" in text(page)


def test_what_is_read_cannot_be_written_to(client: TestClient) -> None:
    for method in ("post", "put", "delete", "patch"):
        answer = getattr(client, method)("/")
        assert answer.status_code == 405 and "kan bare leses" in answer.text


@pytest.mark.parametrize(
    ("query", "sheets", "name"),
    [
        ("", 5, "utlysninger-2026-09-15"),
        ("?klynge=proveklyngen", 5, "utlysninger-proveklyngen-2026-09-15"),
        ("?klynge=proveklyngen&prosjekt=trygg-heime", 3, "utlysninger-proveklyngen-trygg-heime-2026-09-15"),
    ],
)
def test_the_export_equals_the_page(client: TestClient, query: str, sheets: int, name: str) -> None:
    answer = client.get(f"/eksport.xlsx{query}")
    assert answer.headers["content-disposition"] == f'attachment; filename="{name}.xlsx"'
    assert answer.content == client.get(f"/eksport.xlsx{query}").content
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert len(book.sheetnames) == sheets
    lines = [dict(zip(NAMES, line, strict=True)) for line in book["Alle treff"].iter_rows(min_row=2, values_only=True)]
    assert [cell.value for cell in book["Alle treff"][1]] == [column.label_nb for column in COLUMNS]
    shown = []
    for profile in dict.fromkeys(str(line["profile"]) for line in lines):
        for card in soup(client, f"/klynge/proveklyngen/{profile}").select(".match"):
            facts = [" ".join(found.get_text(" ").split()) for found in card.select("dl.facts dd")]
            shown.append([profile, text(card, ".match__rank"), text(card, "h3"), facts[0], facts[2], facts[3]])
    told = [
        [line["profile"], f"Nr. {line['rank']}", line["title"], line["funder"], line["amount"], line["applicants"]]
        for line in lines
    ]
    assert [[" ".join(str(cell).split()) for cell in row] for row in told] == [
        [" ".join(cell.replace("\x07", "").split()) for cell in row] for row in shown
    ]


@pytest.mark.parametrize(
    ("cluster", "profile"), [(None, None), ("proveklyngen", None), ("proveklyngen", "trygg-heime")]
)
def test_the_page_and_the_command_export_the_same_file(
    tmp_path: Path, cluster: str | None, profile: str | None
) -> None:
    home, clusters = filled_home(tmp_path)
    client = TestClient(create_app(home, clusters))
    with Store.open(home.database_url) as store:
        made = file_of(night_rows(store, load_clusters(clusters)).only(cluster, profile), "xlsx")
    query = {name: key for name, key in (("klynge", cluster), ("prosjekt", profile)) if key}
    assert client.get("/eksport.xlsx", params=query).content == made


def test_a_new_ranking_of_the_same_night_is_seen(tmp_path: Path) -> None:
    home, clusters = filled_home(tmp_path)
    client = TestClient(create_app(home, clusters))
    assert "4 treff" in text(soup(client, "/klynge/proveklyngen/trygg-heime"), "h2")
    path = clusters / "proveklyngen" / "profiles" / "trygg-heime.yaml"
    changed = path.read_text(encoding="utf-8").replace("keywords: [", "keywords: [chronic, ")
    path.write_text(changed, encoding="utf-8")
    assert "4 treff" in text(soup(client, "/klynge/proveklyngen/trygg-heime"), "h2")
    with Store.open(home.database_url) as store:
        publish_ranking(store, clusters, NIGHT)
    assert "5 treff" in text(soup(client, "/klynge/proveklyngen/trygg-heime"), "h2")


def test_before_the_first_night_the_pages_say_what_to_do(tmp_path: Path) -> None:
    home, clusters = empty_home(tmp_path)
    client = TestClient(create_app(home, clusters))
    for path in ("/", "/klynge/proveklyngen", "/klynge/proveklyngen/trygg-heime", "/kilder"):
        assert "Ingen natt er kjørt ennå" in text(soup(client, path))
    assert "demonstrasjon" not in client.get("/").text
    assert soup(client, "/utlysning/forskningsradet/x", 404) and soup(client, "/eksport.xlsx", 404)
    health = client.get("/helse")
    assert (health.status_code, health.json()) == (503, {"state": "no_night", "night": None, "sources": {}})
    assert not Path(home.database_url.removeprefix("sqlite:///")).exists()


def test_new_nights_and_a_replaced_database_are_seen_without_a_restart(tmp_path: Path) -> None:
    home, clusters = filled_home(tmp_path / "a", is_demonstration=False)
    other, _ = filled_home(tmp_path / "b", is_stale=True)
    client = TestClient(create_app(home, clusters))
    assert client.get("/helse").json() == {
        "state": "stale",
        "night": "2026-09-15",
        "began_at": "2026-09-15T01:30:00Z",
        "is_demonstration": False,
        "code_version": "0.1.0+abc",
        "sources": {"forskningsradet": "fresh", "innovasjonnorge": "failed"},
    }
    with Store.open(home.database_url) as store:
        store.begin_night(NIGHT.date() + timedelta(days=1), NIGHT + timedelta(days=1), "0.1.0+abc", False)
        assert client.get("/helse").json()["night"] == "2026-09-15"
        store.roll_back(NIGHT.date() + timedelta(days=1))
        add_night(store, clusters, NIGHT + timedelta(days=1), night_calls(), False)
    assert client.get("/helse").json()["night"] == "2026-09-16"
    assert "Demonstrasjon" not in client.get("/").text
    shutil.rmtree(home.path)
    assert client.get("/helse").status_code == 503
    shutil.copytree(other.path, home.path)
    assert client.get("/helse").json()["night"] == "2026-09-15"
    page = soup(client, "/klynge/proveklyngen/trygg-heime")
    assert "Opplysningene er fra 14. september 2026" in text(page, ".match__tags")
    assert "Opplysningene er fra natten mandag 14. september 2026." in text(soup(client, "/kilder"))


def test_changed_clusters_are_seen_and_a_broken_one_does_not_take_the_page_down(tmp_path: Path) -> None:
    home, clusters = filled_home(tmp_path)
    client = TestClient(create_app(home, clusters), raise_server_exceptions=False)
    path = clusters / "proveklyngen" / "profiles" / "trygg-heime.yaml"
    before = path.read_text(encoding="utf-8")
    path.write_text(before.replace("Trygg heime", "Trygg og glad heime"), encoding="utf-8")
    assert "Trygg og glad heime" in client.get("/").text
    path.write_text("title: [", encoding="utf-8")
    assert "Trygg og glad heime" in client.get("/").text
    again = TestClient(create_app(home, clusters), raise_server_exceptions=False)
    page = again.get("/")
    assert page.status_code == 200
    assert "Trygg" not in page.text
    assert "Digital hjemmeoppfølging" in page.text
    shutil.rmtree(clusters / "proveklyngen" / "profiles")
    with pytest.raises(ProfileError):
        create_app(home, clusters)


def test_an_error_of_ours_is_said_in_norwegian(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home, clusters = filled_home(tmp_path)
    client = TestClient(create_app(home, clusters), raise_server_exceptions=False)
    Path(home.database_url.removeprefix("sqlite:///")).write_bytes(b"not a database" * 100)
    answer = client.get("/")
    assert answer.status_code == 503 and "Databasen svarer ikke" in answer.text
    assert "content-security-policy" in answer.headers

    def crash(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(pages, "cluster_cards", crash)
    monkeypatch.setattr(StoreReader, "shown", lambda *_: None)
    answer = client.get("/")
    assert answer.status_code == 500 and "Noe gikk galt hos oss" in answer.text
    assert "content-security-policy" in answer.headers


def test_the_pages_work_without_the_design_system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DESIGN", "FONTS", "SCRIPT"):
        monkeypatch.setattr(web_app, name, tmp_path / "none")
        monkeypatch.setattr(site, name, tmp_path / "none")
    client = TestClient(create_app(*filled_home(tmp_path)))
    sheets = [str(link["href"]) for link in soup(client, "/").select("link[rel=stylesheet]")]
    assert sheets == ["/static/radar.css"]
    assert client.get("/static/radar.css").status_code == 200


def test_rows_of_a_night_that_is_not_there(tmp_path: Path) -> None:
    home, clusters = filled_home(tmp_path)
    with Store.open(home.database_url) as store:
        found = night_rows(store, load_clusters(clusters), NIGHT.date()).only("proveklyngen", "trygg-heime")
        assert {row["profile"] for row in records(found.rows)} == {"trygg-heime"}
        assert [name.profile for name in found.profiles] == ["trygg-heime"]
        with pytest.raises(LookupError, match="ikke kjørt"):
            night_rows(store, [], NIGHT.date() + timedelta(days=9))
