"""What readers send in: only from pages of ours, said back at once, undone again, and never half."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from fastapi.testclient import TestClient
from web_samples import filled_home, page_token

from calls.home import Home
from matching.profiles import load_clusters
from readers import Decisions
from web.app import create_app

NOW = datetime(2026, 9, 15, 7, 10, tzinfo=UTC)
PROJECT = "/klynge/proveklyngen/trygg-heime"
CALL = "/utlysning/forskningsradet/velferdsteknologi"
ABOUT = {"klynge": "proveklyngen", "prosjekt": "trygg-heime", "kilde": "forskningsradet", "id": "velferdsteknologi"}


class Reader:
    """Somebody at the page: reads, and sends the forms that stand there."""

    def __init__(self, client: TestClient) -> None:
        self.client = client
        self.token = page_token(client)

    def soup(self, path: str, status: int = 200) -> BeautifulSoup:
        answer = self.client.get(path)
        assert answer.status_code == status, answer.text[:2000]
        return BeautifulSoup(answer.content, "lxml")

    def send(self, path: str, expected: int = 200, /, **fields: str | list[str]) -> BeautifulSoup:
        answer = self.client.post(path, data={"nokkel": self.token, **fields})
        assert answer.status_code == expected, answer.text[:2000]
        return BeautifulSoup(answer.content, "lxml")

    def titles(self, path: str = PROJECT) -> list[str]:
        return [" ".join(found.get_text().split()) for found in self.soup(path).select(".match h3")]


@pytest.fixture
def place(tmp_path: Path) -> tuple[Home, Path]:
    """A home whose clusters are its own, so that they may be written."""
    home, clusters = filled_home(tmp_path, is_demonstration=False)
    clusters.rename(home.clusters)
    return home, home.clusters


@pytest.fixture
def reader(place: tuple[Home, Path]) -> Iterator[Reader]:
    seconds = count()
    with TestClient(create_app(place[0], clock=lambda: NOW + timedelta(seconds=next(seconds)))) as client:
        yield Reader(client)


def said(soup: BeautifulSoup, selector: str = "main") -> str:
    return " ".join(" ".join(found.get_text(" ").split()) for found in soup.select(selector))


FOREIGN = (
    ({}, "another"),
    ({"origin": "https://evil.example"}, ""),
    ({"sec-fetch-site": "cross-site"}, ""),
    ({"sec-fetch-site": "same-site"}, ""),
    ({"origin": "null"}, ""),
)


@pytest.mark.parametrize(("headers", "token"), FOREIGN)
@pytest.mark.parametrize("path", ["/ikke-for-oss", "/angre", "/vurder", "/legg-inn", "/prosjekter/proveklyngen/ny"])
def test_nothing_is_written_that_no_page_of_ours_sent(
    reader: Reader, place: tuple[Home, Path], path: str, headers: dict[str, str], token: str
) -> None:
    answer = reader.client.post(path, data={**ABOUT, "nokkel": token or reader.token}, headers=headers)
    assert answer.status_code == 403 and "Dette kunne ikke lagres" in answer.text
    assert not Path(place[0].decisions_url.removeprefix("sqlite:///")).exists()


def test_the_token_is_a_secret_of_the_home_and_outlives_a_restart(reader: Reader, place: tuple[Home, Path]) -> None:
    again = Reader(TestClient(create_app(place[0], clock=lambda: NOW)))
    assert again.token == reader.token and len(reader.token) == 64
    key = place[0].path / "page.key"
    assert key.stat().st_mode & 0o777 == 0o600
    assert key.read_text() not in reader.client.get("/legg-inn").text


def test_a_page_on_this_machine_answers_to_its_own_names_alone(place: tuple[Home, Path]) -> None:
    client = TestClient(create_app(place[0], served_on="127.0.0.1"), base_url="http://rebound.example")
    assert client.get("/").status_code == 421
    for name in ("localhost:8000", "127.0.0.1:8000", "[::1]:8000"):
        assert client.get("/", headers={"host": name}).status_code == 200
    proxied = TestClient(create_app(place[0], served_on="127.0.0.1", names={"radar.example"}), base_url="http://x")
    asked = {
        name: proxied.get("/", headers={"host": name}).status_code for name in ("radar.example", "y.example", "[x")
    }
    assert asked == {"radar.example": 200, "y.example": 421, "[x": 421}


def test_what_is_too_large_is_refused_before_it_is_read(reader: Reader) -> None:
    answer = reader.client.post("/legg-inn/les", content=b"x" * 3_000_001, headers={"content-type": "text/plain"})
    assert answer.status_code == 413


def test_not_for_us_is_for_good_and_can_be_undone(reader: Reader, place: tuple[Home, Path]) -> None:
    before = reader.titles()
    away = "Innovasjon med velferdsteknologi i kommunale tjenester"
    page = reader.send("/ikke-for-oss", **ABOUT, grunn="For stort for oss", til=PROJECT)
    assert away not in said(page, ".match h3") and reader.titles() == [one for one in before if one != away]
    assert "1 utlysning er lagt bort av dere." in said(page)
    shown = reader.soup(f"{PROJECT}?vis_skjulte=ja")
    card = next(card for card in shown.select(".match") if away in card.get_text())
    assert "Lagt bort 15. september 2026: For stort for oss" in said(card, ".away")
    assert away in reader.titles("/klynge/proveklyngen/digital-oppfolging")
    for form in ("xlsx", "csv", "ics", "atom", "pdf"):
        query = "klynge=proveklyngen&prosjekt=trygg-heime"
        assert reader.client.get(f"/eksport.{form}?{query}").content != (
            reader.client.get(f"/eksport.{form}?{query}&vis_skjulte=ja").content
        )
    with Decisions.open(place[0].decisions_url) as decisions:
        (one,) = decisions.decisions()
        assert (one.kind, one.profile, one.reason) == ("not_for_us", "trygg-heime", "For stort for oss")
    reader.send("/angre", nr=one.id, til=PROJECT)
    assert reader.titles() == before


def test_not_for_us_for_the_whole_cluster(reader: Reader) -> None:
    reader.send("/ikke-for-oss", **ABOUT, gjelder="klyngen")
    for project in ("trygg-heime", "digital-oppfolging"):
        titles = reader.titles(f"/klynge/proveklyngen/{project}")
        assert titles and "Innovasjon med velferdsteknologi i kommunale tjenester" not in titles


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_one_is_never_sent_away_from_our_pages(reader: Reader, back: str) -> None:
    answer = reader.client.post(
        "/ikke-for-oss", data={**ABOUT, "nokkel": reader.token, "til": back}, follow_redirects=False
    )
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    chosen = reader.client.get("/maalform/nn", params={"til": back}, follow_redirects=False)
    assert (chosen.status_code, chosen.headers["location"]) == (303, "/")


def test_a_corrected_value_counts_at_once_is_shown_as_ours_and_can_be_undone(reader: Reader) -> None:
    path = "/rett/forskningsradet/velferdsteknologi"
    page = reader.send(path, felt="award_ceiling_nok", award_ceiling_nok="2,5 millioner", grunn="Står i vedlegget")
    assert "Høyeste beløp: 2,5 mill. kroner. Rettet 15. september 2026: Står i vedlegget" in said(page, ".corrected")
    assert "Vi leste: 16 mill. kroner" in said(page, ".corrected")
    assert "Rettet av dere." in said(page, ".values__ours")
    card = next(card for card in reader.soup(PROJECT).select(".match") if "kommunale tjenester" in card.get_text())
    assert "rettet av dere" in said(card, ".match__tags") and "2,5 mill. kroner" in said(card, ".facts")
    number = str(page.select(".corrected input[name=nr]")[0]["value"])
    page = reader.send("/angre", nr=number, til=CALL)
    assert page.select(".corrected") == [] and "8–16 mill. kroner" in said(page, ".values")


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"felt": "award_ceiling_nok", "award_ceiling_nok": "mye", "grunn": "x"}, "må være et beløp i kroner"),
        ({"felt": "deadline_at", "deadline_at": "i morgen", "grunn": "x"}, "må være en dag som 15.10.2026"),
        ({"felt": "content_hash", "content_hash": "0", "grunn": "x"}, "kan ikke rettes her"),
        ({"felt": "status", "status": "ledig", "grunn": "x"}, "kan være"),
        ({"felt": "title", "title": "Ny tittel", "grunn": ""}, "Skriv hvorfor verdien rettes"),
        ({"felt": "title", "title": "Ny tittel", "grunn": "x" * 1001}, "høyst 1\N{NO-BREAK SPACE}000 tegn"),
    ],
)
def test_a_correction_that_makes_no_sense_changes_nothing(reader: Reader, fields: dict[str, str], told: str) -> None:
    page = reader.send("/rett/forskningsradet/velferdsteknologi", 400, **fields)
    assert told in said(page).replace("1000", "1\N{NO-BREAK SPACE}000")
    assert reader.soup(CALL).select(".corrected") == []


def test_a_call_of_a_stranger_is_read_filled_in_shown_changed_and_removed(reader: Reader) -> None:
    text = (
        "Tilskudd til velferdsteknologi i kommunene\nKommuner kan søke om inntil 500 000 kroner til utprøving av "
        "velferdsteknologi for eldre som bor hjemme. Søknadsfrist: 1. november 2026 kl. 12.00."
    )
    form = reader.send("/legg-inn/les", tekst=text, adresse="")
    filled = {
        str(one["name"]): str(one.get("value") or "") for one in form.select("form.stack input:not([type=checkbox])")
    }
    assert (filled["title"], filled["award_ceiling_nok"]) == ("Tilskudd til velferdsteknologi i kommunene", "500000")
    assert (filled["deadline_at"], filled["deadline_at_clock"]) == ("2026-11-01", "12:00")
    refused = reader.send("/legg-inn", 400, title="Tilskudd", deadline_at="2026-11-01")
    assert "«Finansiør» må fylles ut." in said(refused, "[role=alert]")
    assert refused.select("input[name=title]")[0]["value"] == "Tilskudd"
    given = {"title": filled["title"], "funder": "Sparebankstiftelsen", "deadline_at": "2026-11-01", "summary": text}
    page = reader.send("/legg-inn", **given, deadline_at_clock="12:00", award_ceiling_nok="500 000")
    assert said(page, "h1") == "Tilskudd til velferdsteknologi i kommunene"
    assert "lagt inn av dere" in said(page, ".match__tags") and "1. november 2026 kl. 12.00" in said(page, ".values")
    edit = str(page.select("a[href^='/legg-inn/']")[0]["href"])
    page = reader.send(edit, **{**given, "funder": "Stiftelsen Dam"}, award_ceiling_nok="600000")
    assert "Stiftelsen Dam" in said(page)
    assert "Tilskudd til velferdsteknologi i kommunene" in said(reader.soup("/legg-inn"))
    page = reader.send(f"{edit}/fjern")
    assert "Ingen ennå." in said(page)


def test_a_project_is_made_changed_deleted_and_brought_back(reader: Reader, place: tuple[Home, Path]) -> None:
    text = "Vi vil prøve ut digital hjemmeoppfølging av eldre med kronisk sykdom i små kommuner, sammen med sykehuset."
    fields = {"title": "Oppfølging på avstand", "description": text, "keywords": "velferdsteknologi, eldre"}
    look = reader.send("/prosjekter/proveklyngen/ny", gjor="se", **fields)
    assert (
        "Innovasjon med velferdsteknologi" in said(look, "#forhand") and len(load_clusters(place[1])[0].profiles) == 3
    )
    page = reader.send("/prosjekter/proveklyngen/ny", gjor="lagre", **fields)
    assert said(page, "h1") == "Oppfølging på avstand" and "Laget." in said(page, ".history")
    made_from = str(page.select("input[name=made_from]")[0]["value"])
    path = "/prosjekter/proveklyngen/oppfolging_pa_avstand"
    page = reader.send(path, gjor="lagre", made_from=made_from, **{**fields, "title": "Oppfølging nært"})
    assert "Tittel: endret fra «Oppfølging på avstand» til «Oppfølging nært»." in said(page, ".history")
    late = reader.send(path, 409, gjor="lagre", made_from=made_from, **{**fields, "title": "For sent"})
    assert "Noen andre har endret prosjektet" in said(late, "[role=alert]") and "Oppfølging nært" in said(late, "pre")
    wrong = reader.send(path, 400, gjor="lagre", made_from=made_from, **{**fields, "amount_min_nok": "masse"})
    assert "må være et helt antall kroner" in said(wrong, "[role=alert]")
    now = str(page.select("input[name=made_from]")[0]["value"])
    page = reader.send(f"{path}/slett", made_from=now)
    assert "1 slettet prosjekt" in said(page)
    version = str(page.select("form[action$='/hent'] input[name=versjon]")[0]["value"])
    page = reader.send(f"{path}/hent", versjon=version)
    assert said(page, "h1") == "Oppfølging nært"


def test_members_are_changed_with_their_numbers_checked(reader: Reader, place: tuple[Home, Path]) -> None:
    path = "/medlemmer/proveklyngen"
    page = reader.soup(path)
    fields = {
        str(one["name"]): str(one.get("value") or "")
        for one in page.select("form.stack input:not([type=checkbox])")
        if one["name"] not in ("nokkel", "til")
    }
    fields |= {"region": "34", "about": "Om oss"}
    for one in page.select("form.stack input[type=checkbox][checked]"):
        fields[str(one["name"])] = str(one["value"])
    spare = max(int(name.split(".")[1]) for name in fields if name.startswith("members."))
    new = {f"members.{spare}.name": "Sykehuset Innlandet HF", f"members.{spare}.types": "helseforetak"}
    wrong = reader.send(path, 400, **{**fields, **new, f"members.{spare}.orgnr": "974631386"})
    assert "974631386" in said(wrong, "[role=alert]")
    page = reader.send(path, **{**fields, **new, f"members.{spare}.orgnr": "974 631 385"})
    assert "Lagret." in said(page, "[role=status]")
    assert "Medlemmer: lagt til «Sykehuset Innlandet HF»." in said(page, ".history")
    assert ("Sykehuset Innlandet HF", "974631385") in [
        (one.name, one.orgnr) for one in load_clusters(place[1])[0].members
    ]


def test_the_tongue_is_chosen_and_remembered(reader: Reader) -> None:
    page = reader.soup("/maalform/en?til=/om")
    assert page.html is not None and page.html["lang"] == "en"
    assert reader.soup("/maalform/nb?til=/om").html["lang"] == "nb"  # type: ignore[index]
    assert reader.client.get("/maalform/de").status_code == 404


def test_the_day_tells_what_is_new_since_the_visit_before(reader: Reader) -> None:
    def visit(note: str) -> tuple[str, str]:
        reader.client.cookies.clear()
        answer = reader.client.get("/", headers={"cookie": f"sett={note}"})
        chosen = BeautifulSoup(answer.content, "lxml").select("select#siden option[selected]")
        return str(chosen[0]["value"]), answer.cookies.get("sett", "as it was")

    assert visit("2026-09-14.") == ("2026-09-14", "2026-09-15.2026-09-14")
    assert visit("2026-09-15.2026-09-14") == ("2026-09-14", "as it was")
    for broken in ("", "x.y", "2027-01-01.", "2026-09-15."):
        assert visit(broken)[0] == "2026-09-14"
