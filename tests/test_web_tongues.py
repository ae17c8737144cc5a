"""Every page in nynorsk and English: nothing that we say is left in bokmål, in the text or in what is read aloud."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import count
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from bs4 import BeautifulSoup
from fastapi.testclient import TestClient
from web_samples import filled_home, lived_home, page_token

from calls.home import Home
from calls.tongue import Tongue
from calls.tongue.catalogues import path
from calls.tongue.gathering import forms
from web.app import create_app
from web.site import HERE

NOW = datetime(2026, 9, 15, 7, 10, tzinfo=UTC)
CALL = "/utlysning/forskningsradet/velferdsteknologi"
PROJECT = "/klynge/proveklyngen/trygg-heime"
FILLED = (
    *("/", "/klynge/proveklyngen", PROJECT, "/klynge/proveklyngen/uten-treff", "/treff", "/treff?klynge=proveklyngen"),
    "/treff?status=åpen&frist_innen=90&minst=1000&skjul_nei=ja&vis_skjulte=ja&sorter=frist&søk=velferd",
    *("/treff/proveklyngen/trygg-heime/forskningsradet/velferdsteknologi", CALL, f"{CALL}?natt=2026-09-14"),
    *("/utlysning/forskningsradet/fiendtlig", "/utlysning/forskningsradet/kommunar", "/oversikt"),
    *("/oversikt?klynge=proveklyngen", "/endringer", "/endringer?fra=2026-09-13", "/kilder", "/sok", "/sok?q=velferd"),
    *("/sok?q=finnesikke", "/prosjekter", "/prosjekter/proveklyngen/ny", "/prosjekter/proveklyngen/trygg-heime"),
    *("/regneark/proveklyngen", "/medlemmer/proveklyngen", "/oppsett", "/legg-inn", "/legg-inn/skjema"),
    *("/om", "/personvern", "/tilgjengelighet", "/finnes-ikke", "/?natt=2026-01-01", "/?natt=feil"),
)
LIVED = (
    *("/", "/?siden=2026-09-14", "/klynge/proveklyngen", "/treff", "/oversikt", "/endringer?fra=2026-09-14", "/kilder"),
    *(
        "/utlysning/forskningsradet/flyttet",
        "/utlysning/forskningsradet/2026/helse",
        "/utlysning/forskningsradet/borte",
    ),
    *("/utlysning/forskningsradet/tvilling", "/kilder?natt=2026-09-17"),
)
STORED = ("Nettstedet svarte ikke i natt.", "Listen var tom.", "Hvem kan søke Kommuner og helseforetak")
"""What the night wrote (bokmål for everybody: decision 0014), and what the funder did."""


ATTRIBUTES = ("aria-label", "title", "placeholder", "alt")


@cache
def bokmaal(code: Tongue) -> list[str]:
    """Pieces of three words or more that are ours and that the tongue says otherwise."""
    with path(code).open("rb") as file:
        catalog = read_po(file, locale=code)
    found = set()
    for message in catalog:
        for text, told in zip(forms(message.id), forms(message.string), strict=True):
            pieces = [" ".join(piece.split()) for piece in re.split(r"\{\w+\}", text)]
            found |= {piece for piece in pieces if len(piece.split()) >= 3 and piece not in told}
    return sorted(found)


def heard(page: BeautifulSoup, code: str) -> str:
    """All that a reader sees or is read, but for what is marked as another language's."""
    for foreign in page.select(f"body [lang]:not([lang={code}])"):
        foreign.decompose()
    said = [" ".join(page.get_text(" ").split())]
    for name in (*ATTRIBUTES, "content"):
        said += [" ".join(str(tag[name]).split()) for tag in page.select(f"[{name}]")]
    return " | ".join(said)


def left(answer_text: bytes, code: Tongue) -> list[str]:
    page = BeautifulSoup(answer_text, "lxml")
    assert page.html is not None and page.html["lang"] == code
    said = heard(page, code)
    for stored in STORED:
        said = said.replace(stored, "")
    return [piece for piece in bokmaal(code) if re.search(rf"(?<!\w){re.escape(piece)}(?!\w)", said)]


@pytest.mark.parametrize("template", sorted(HERE.glob("templates/*.html")), ids=lambda file: file.name)
def test_a_template_says_its_words(template: Path) -> None:
    """Words that stand in a template as they are would be bokmål for everybody."""
    plain = re.sub(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", "", template.read_text(encoding="utf-8"), flags=re.DOTALL)
    page = BeautifulSoup(plain, "lxml")
    words = [page.get_text(" ")]
    words += [str(tag[name]) for name in ATTRIBUTES for tag in page.select(f"body [{name}]")]
    assert set(re.findall(r"[^\W\d_]{2,}", " ".join(words))) <= {"Utlysningsradar", "https", "html", "lang"}


def test_the_pieces_are_many() -> None:
    assert min(len(bokmaal("nn")), len(bokmaal("en"))) > 400


@pytest.fixture(scope="module", params=["nn", "en"])
def filled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    home, clusters = filled_home(tmp_path_factory.mktemp("filled"))
    clusters.rename(home.clusters)
    seconds = count()
    with TestClient(create_app(home, clock=lambda: NOW + timedelta(seconds=next(seconds)))) as made:
        made.cookies.set("tongue_of_test", request.param)
        made.get(f"/maalform/{request.param}")
        yield made


@pytest.fixture(scope="module", params=["nn", "en"])
def lived(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with TestClient(create_app(*lived_home(tmp_path_factory.mktemp("lived")))) as made:
        made.cookies.set("tongue_of_test", request.param)
        made.get(f"/maalform/{request.param}")
        yield made


def spoken(client: TestClient) -> Tongue:
    return "nn" if client.cookies["tongue_of_test"] == "nn" else "en"


@pytest.mark.parametrize("address", FILLED)
def test_no_page_is_left_in_bokmaal(filled: TestClient, address: str) -> None:
    assert left(filled.get(address).content, spoken(filled)) == []


@pytest.mark.parametrize("address", LIVED)
def test_nor_is_any_of_nights_that_much_happened_on(lived: TestClient, address: str) -> None:
    assert left(lived.get(address).content, spoken(lived)) == []


def test_a_home_without_a_night_and_without_a_cluster_is_not(tmp_path_factory: pytest.TempPathFactory) -> None:
    place = tmp_path_factory.mktemp("empty")
    with TestClient(create_app(Home.at(place / "home"))) as client:
        client.get("/maalform/en")
        for address in ("/", "/prosjekter", "/kilder", "/oversikt", "/endringer", "/sok?q=x", "/oppsett"):
            assert left(client.get(address).content, "en") == []


def test_what_forms_answer_is_not(filled: TestClient) -> None:
    """Each form sent empty or wrong, and then right: what is refused, what is shown back and what is saved."""
    code = spoken(filled)
    key = page_token(filled)
    about = {"klynge": "proveklyngen", "prosjekt": "trygg-heime", "kilde": "forskningsradet", "id": "velferdsteknologi"}
    text = "Kommunen lyser ut 2 millioner kroner til demens.\nSøknadsfrist: 15. oktober\nStøtte: opptil noe greit"
    own = {"title": "Midler", "funder": "Eksempel kommune", "deadline_at": "2026-12-01"}
    profile = {"title": "Nytt", "description": "Kort.", "keywords": "demens\nxyzzy", "lang": "en", "made_from": ""}
    sent: list[tuple[str, dict[str, str]]] = [
        ("/legg-inn/les", {"tekst": "", "adresse": ""}),
        ("/legg-inn/les", {"tekst": "", "adresse": "ftp://x"}),
        ("/legg-inn/les", {"tekst": text, "adresse": ""}),
        ("/legg-inn", {"title": "", "funder": ""}),
        ("/legg-inn", {**own, "award_floor_nok": "mye"}),
        ("/legg-inn", {**own, "deadline_at": "i fjor"}),
        ("/legg-inn", {**own, "url": "javascript:alert(1)"}),
        ("/legg-inn", own),
        ("/rett/forskningsradet/velferdsteknologi", {"felt": "title", "title": "Ny", "grunn": ""}),
        (
            "/rett/forskningsradet/velferdsteknologi",
            {"felt": "title", "title": "Ny tittel", "grunn": "Sto feil", "til": CALL},
        ),
        ("/ikke-for-oss", {**about, "grunn": "x" * 1001}),
        ("/ikke-for-oss", {**about, "grunn": "For dyrt", "til": f"{PROJECT}?vis_skjulte=ja"}),
        ("/angre", {"nr": "x"}),
        ("/prosjekter/proveklyngen/ny", {"gjor": "lagre"}),
        ("/prosjekter/proveklyngen/ny", {**profile, "amount_min_nok": "mye", "start": "snart", "gjor": "lagre"}),
        ("/prosjekter/proveklyngen/ny", {**profile, "amount_min_nok": "9", "amount_max_nok": "1", "gjor": "lagre"}),
        ("/prosjekter/proveklyngen/ny", {**profile, "gjor": "se"}),
        ("/prosjekter/proveklyngen/ny", {**profile, "gjor": "lagre"}),
        ("/medlemmer/proveklyngen", {"name": "", "members.0.key": "", "members.0.name": "X", "members.0.orgnr": "1"}),
        ("/oppsett", {"name": "", "gjor": "se"}),
        (
            "/oppsett",
            {
                "name": "Ny klynge",
                "region": "34",
                "members": "123 456 789 Feil AS\nEn AS",
                "project": "Kort",
                "gjor": "se",
            },
        ),
        (
            "/oppsett",
            {"name": "Ny", "region": "34", "members": "En AS", "project": "En app for demens. " * 3, "gjor": "se"},
        ),
        ("/vurder", {**about, "passer": "kanskje"}),
    ]
    wrong = {}
    for address, fields in sent:
        answer = filled.post(address, data={"nokkel": key, **fields})
        assert answer.status_code < 500
        wrong[address, *fields.values()] = left(answer.content, code)
    for name, raw in (
        ("a.csv", b""),
        ("a.pdf", b"x"),
        ("a.csv", b"Navn;Alder\nA;1\n"),
        ("a.csv", b"Tittel;Tittel\nA;B\n"),
    ):
        answer = filled.post("/regneark/proveklyngen", data={"nokkel": key}, files={"fil": (name, raw)})
        wrong[name, raw] = left(answer.content, code)
    for address in ("/legg-inn", "/prosjekter", f"{PROJECT}?vis_skjulte=ja", CALL, "/prosjekter/proveklyngen/nytt"):
        wrong[(address,)] = left(filled.get(address).content, code)
    assert {where: found for where, found in wrong.items() if found} == {}


def test_words_sent_without_a_page_are_in_the_tongue_too(filled: TestClient) -> None:
    answer = filled.post("/legg-inn", data={}, headers={"content-length": "99999999"})
    assert answer.status_code == 413 and "Det som ble sendt inn" not in answer.text
