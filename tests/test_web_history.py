"""What the pages tell of time: what happened, what was known on a past night, what stands elsewhere, earlier rounds."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import openpyxl
import pytest
from bs4 import BeautifulSoup, Tag
from fastapi.testclient import TestClient
from publish_samples import HOSTILE
from web_samples import DAYS, GAP, SAYS, lived_home, publish_lived, publish_ranking

from calls.store import Store
from publish.columns import NAMES
from web import changes_page
from web.app import create_app
from web.nights import KEPT, NoSuchNightError, StoreReader

FR = "/utlysning/forskningsradet"
BEGAN = "14. september 2026 Med hos oss fra denne natten; den kan ha stått hos finansiøren før"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with TestClient(create_app(*lived_home(tmp_path_factory.mktemp("lived")))) as made:
        yield made


def soup(client: TestClient, path: str, status: int = 200) -> BeautifulSoup:
    answer = client.get(path)
    assert answer.status_code == status
    return BeautifulSoup(answer.content, "lxml")


def text(page: Tag, selector: str = "main") -> str:
    return " ".join(" ".join(found.get_text(" ").split()) for found in page.select(selector))


def section(page: BeautifulSoup, heading: str) -> str:
    """What stands between a heading of the second level and the next one."""
    found = next(head for head in page.select("h2") if head.get_text() == heading)
    said = []
    for part in found.find_next_siblings():
        if part.name == "h2":
            break
        said.append(" ".join(part.get_text(" ").split()))
    return " ".join(said)


def days(page: BeautifulSoup) -> list[str]:
    return [" ".join(day.get_text(" ").split()) for day in page.select(".history > li")]


def test_history_stands_newest_first_with_the_funders_note_beside_the_change(client: TestClient) -> None:
    page = soup(client, f"{FR}/flyttet")
    assert days(page) == [
        "15. september 2026 Fristen er utsatt fra «1. oktober 2026 kl. 13.00» til «8. oktober 2026 kl. 13.00» "
        f"Finansiøren skriver: {SAYS} Finansiøren skriver: {' '.join(HOSTILE.split())}",
        BEGAN,
    ]
    assert days(soup(client, f"{FR}/tilbake")) == [
        "22. september 2026 Tilbake i listen",
        "20. september 2026 Borte fra listen fire hele netter på rad",
        BEGAN,
    ]


def test_what_only_we_changed_is_folded_away_and_said_to_be_ours(client: TestClient) -> None:
    page = soup(client, f"{FR}/lest-paa-nytt")
    assert days(page) == [BEGAN]
    details = next(one for one in page.select("details.more") if "vi leser siden" in one.get_text())
    assert details.get("open") is None
    assert " ".join(details.get_text(" ").split()) == (
        "1 endring i hvordan vi leser siden Her har bare vi endret noe. Finansiørens side sa det samme. "
        "17. september 2026: Tittel: fra «Lest slik» til «Lest på nytt» "
        "(vi leser siden på en ny måte; finansiøren har ikke endret noe)"
    )


@pytest.mark.parametrize(
    ("path", "tag", "sentence"),
    [
        (
            "mangler",
            "åpen mangler i listen",
            "Sto sist i listen natten 21. september 2026, og har siden manglet i 1 hel liste. "
            "Den regnes som borte etter 4.",
        ),
        (
            "borte?natt=2026-09-20",
            "åpen borte fra listen",
            "Utlysningen har manglet i 4 hele lister på rad. Sto sist i listen natten 15. september 2026. "
            "Sjekk hos finansiøren om den er trukket eller flyttet.",
        ),
        (
            "borte",
            "åpen borte",
            "Utlysningen er borte, og finansiørens egen side bekrefter det. "
            "Sto sist i listen natten 15. september 2026.",
        ),
        ("gammel-adresse", "åpen erstattet", "Utlysningen er lyst ut på nytt under en annen adresse."),
    ],
)
def test_a_call_that_the_list_lacks_says_so(client: TestClient, path: str, tag: str, sentence: str) -> None:
    page = soup(client, f"{FR}/{path}")
    assert text(page, ".match__tags") == tag
    assert sentence in text(page)
    origin = {text(row, "dt"): text(row, "dd") for row in page.select(".facts div")}
    assert origin["Står i listen"] == "nei"


def test_a_call_that_came_again_and_the_one_that_it_was_link_to_each_other(client: TestClient) -> None:
    old, new = soup(client, f"{FR}/gammel-adresse"), soup(client, f"{FR}/ny-adresse")
    assert "Lyst ut på nytt: Samme under ny adresse" in text(old)
    assert [link["href"] for link in old.select(f"main a[href='{FR}/ny-adresse']")] == [f"{FR}/ny-adresse"]
    assert days(new) == [
        "16. september 2026 Lyst ut på nytt under en ny adresse Utlysningen under den gamle adressen",
    ]
    assert [link["href"] for link in new.select(".history a")] == [f"{FR}/gammel-adresse"]


def test_values_that_may_no_longer_hold_are_marked(client: TestClient) -> None:
    page = soup(client, f"{FR}/flyttet")
    marks = {text(row, "dt"): text(row, ".mark") for row in page.select(".values__row") if row.select(".mark")}
    assert marks == {
        "Beløp til én søker": "Sitatet står ikke lenger på finansiørens side (siden natten 19. september 2026). "
        "Sjekk verdien der.",
        "Ramme": "Verdien er fra før natten 20. september 2026: feltet har ikke latt seg lese trygt siden da.",
    }
    assert text(page, ".values ~ .mark") == (
        "Finansiørens endringer: Sitatet står ikke lenger på finansiørens side (siden natten 19. september 2026). "
        "Sjekk verdien der."
    )
    assert soup(client, f"{FR}/flyttet?natt=2026-09-17").select(".mark") == []


def test_an_eu_call_shows_euro_programme_norway_and_an_assumed_clock(client: TestClient) -> None:
    page = soup(client, "/utlysning/eu/45-HLTH")
    rows = {text(row, "dt"): text(row, ".values__ours") for row in page.select(".values__row")}
    assert rows == {
        "Søknadsfrist": "tirsdag 17. november 2026 kl. 17.00 (klokkeslett antatt), om 56 dager",
        "Fristtype": "fast frist",
        "Åpner": "ikke oppgitt",
        "Status": "åpen",
        "Beløp til én søker": "1,5–2,5 mill. euro",
        "Ramme": "25 mill. euro",
        "Ventet antall tildelinger": "8",
        "Hvem kan søke": "ikke avklart",
        "Åpen for Norge": "trolig. Programmet står på regjeringens liste.",
        "Program": "Horizon Europe (HORIZON) › Health",
        "Del av": "HORIZON-HLTH-2026",
    }


def test_other_records_of_the_same_call_stand_with_the_reason(client: TestClient) -> None:
    hostile = " ".join(HOSTILE.split())
    assert section(soup(client, f"{FR}/tvilling"), "Samme utlysning") == (
        "Joint call on chronic disease, remote monitoring · Forskningsrådet · åpen · Se siden der "
        "Samme side på et annet språk. Sidene viser til hverandre. "
        "Remote monitoring of chronic disease · EU · åpen · Se siden der "
        f"Samme utlysning i en annen kilde. Begge gjelder {hostile}."
    )
    assert "Koblet gjennom en annen side av samme utlysning: Sidene viser til hverandre." in section(
        soup(client, "/utlysning/eu/45-HLTH"), "Samme utlysning"
    )
    assert "Samme utlysning" not in text(soup(client, f"{FR}/tvilling?natt=2026-09-15"), "h2")


def test_a_linked_call_stands_once_in_a_profile_and_says_where_else_it_is(client: TestClient) -> None:
    page = soup(client, "/klynge/proveklyngen/digital-oppfolging")
    titles = [text(card, "h3") for card in page.select(".match")]
    assert sum("chronic disease" in title or "kronisk sykdom" in title for title in titles) == 1
    assert text(page.select(".match")[0], ".match__also") == (
        "Står også hos Norges forskningsråd på bokmål. Står også hos Norges forskningsråd på engelsk."
    )
    before = soup(client, "/klynge/proveklyngen/digital-oppfolging?natt=2026-09-15")
    told = [text(card, "h3") for card in before.select(".match")]
    assert sum("chronic disease" in title or "kronisk sykdom" in title for title in told) == 3


def test_earlier_rounds_are_told_with_their_doubt_for_calls_one_cannot_apply_for(client: TestClient) -> None:
    page = soup(client, f"{FR}/2026/helse")
    assert section(page, "Tidligere runder") == (
        "Hadde frist i september både i 2024 og i 2025. To år er lite å bygge på. "
        "Dette er usikkert: finansiøren har ikke gitt noen dato. Frist 17. september 2025 Frist 16. september 2024"
    )
    links = [
        link["href"]
        for link in page.select("main a")
        if str(link["href"]).endswith("/helse") and "arkiv" not in link["href"]
    ]
    assert links == [f"{FR}/2025/helse", f"{FR}/2024/helse"]
    own = section(soup(client, f"{FR}/2025/helse"), "Tidligere runder")
    assert "Frist 17. september 2025 (denne utlysningen)" in own
    assert "Tidligere runder" not in text(soup(client, f"{FR}/mangler"), "h2")


def test_a_past_night_is_shown_as_it_was_and_links_stay_in_it(client: TestClient) -> None:
    page = soup(client, f"{FR}/flyttet?natt=2026-09-14")
    assert "Slik vi kjente det natten mandag 14. september 2026." in text(page, ".banner")
    assert page.select_one(".banner a")["href"] == f"{FR}/flyttet"  # type: ignore[index]
    rows = {text(row, "dt"): text(row, ".values__ours") for row in page.select(".values__row")}
    assert rows["Søknadsfrist"] == "torsdag 1. oktober 2026 kl. 13.00, om 17 dager"
    assert days(page) == [BEGAN]
    asked = page.select("main ul.dates li")[-2:]
    assert [" ".join(item.get_text(" ").split()) for item in asked] == [
        "Fra natten 15. september 2026 til nå",
        "Natten 14. september 2026 (vises nå)",
    ]
    own = {f"{FR}/flyttet", f"{FR}/flyttet?natt=2026-09-15", "#innhold"}
    for link in page.select("a[href^='/'], a[href^='#']"):
        href = str(link["href"])
        assert href in own or "natt=2026-09-14" in href or href.startswith(("/arkiv/2026-09-14/", "/maalform/"))


@pytest.mark.parametrize("path", ["/", "/klynge/proveklyngen", "/klynge/proveklyngen/trygg-heime", "/kilder", "/om"])
def test_every_page_takes_a_night(client: TestClient, path: str) -> None:
    then = soup(client, f"{path}?natt=2026-09-16")
    assert "Slik vi kjente det natten onsdag 16. september 2026." in text(then, ".banner")
    newest = client.get(path)
    assert client.get(f"{path}?natt=2026-09-22").content == client.get(f"{path}?natt=").content == newest.content
    assert "Slik vi kjente det" not in newest.text and "natt=" not in newest.text


def test_a_night_that_was_not_run_says_which_ones_were(client: TestClient) -> None:
    page = soup(client, f"{FR}/flyttet?natt={GAP}", 404)
    assert text(page, "h1") == "Ingen natt 18. september 2026"
    assert [link["href"] for link in page.select("main li a")] == [
        f"{FR}/flyttet?natt=2026-09-17",
        f"{FR}/flyttet?natt=2026-09-19",
    ]
    assert len(soup(client, "/?natt=1999-01-01", 404).select("main li a")) == 1
    assert soup(client, f"/eksport.xlsx?natt={GAP}", 404)


def test_a_call_that_came_later_says_since_when_it_is_known(client: TestClient) -> None:
    page = soup(client, f"{FR}/helt-ny?natt=2026-09-17", 404)
    assert "Vi så den første gang natten 22. september 2026." in text(page)
    assert page.select_one("main li a")["href"] == f"{FR}/helt-ny"  # type: ignore[index]
    assert "Fant ikke siden" in text(soup(client, f"{FR}/finnes-ikke?natt=2026-09-17", 404))


def test_only_the_funders_doings_of_the_night_are_news(client: TestClient) -> None:
    first = [text(card, ".profile__count") for card in soup(client, "/?natt=2026-09-14").select(".profile")]
    assert [count.partition(" treff")[2] for count in first] == ["", "", ""]

    def news(natt: str) -> dict[str, str]:
        book = openpyxl.load_workbook(io.BytesIO(client.get(f"/eksport.xlsx?natt={natt}").content))
        lines = book["Alle treff"].iter_rows(min_row=2, values_only=True)
        rows = [dict(zip(NAMES, line, strict=True)) for line in lines]
        return {str(row["source_id"]): str(row["news"]) for row in rows if row["news"]}

    assert news("2026-09-14") == {}
    assert news("2026-09-15") == {
        "flyttet": "frist utsatt, endret: meldinger",
        "fiendtlig": "endret: hvem kan søke",
    }
    assert news("2026-09-17") == {}
    assert news("2026-09-22") == {"helt-ny": "ny"}


def test_changes_of_a_span_stand_under_what_happened(client: TestClient) -> None:
    page = soup(client, "/endringer?fra=2026-09-14&til=2026-09-22")
    span = "etter natten 14. september 2026 til og med natten 22. september 2026"
    assert f"Endringer {span}: 7 utlysninger." in text(page)
    heads = [" ".join(head.get_text().split()) for head in page.select("h2")]
    assert heads == [
        "Nye (1)",
        "Lyst ut på nytt (1)",
        "Tilbake i listen (1)",
        "Frist utsatt (1)",
        "Borte fra listen (1)",
        "Endret på annen måte (2)",
    ]
    assert "I tillegg 1 endring i hvordan vi leser sidene, ikke hos finansiørene." in text(page)
    assert (
        client.get("/endringer?fra=2026-09-22&til=2026-09-14").content
        == client.get("/endringer?fra=2026-09-14&til=2026-09-22").content
    )
    assert [head.get_text() for head in soup(client, "/endringer").select("h2")] == [
        "Nye (1)",
        "Tilbake i listen (1)",
    ]
    quiet = soup(client, "/endringer?fra=2026-09-20&til=2099-01-01&natt=2026-09-20")
    assert "til og med natten 20. september 2026: ingenting endret seg." in text(quiet)
    assert quiet.select_one("input[name=natt]")["value"] == "2026-09-20"  # type: ignore[index]


def test_a_long_span_shows_the_first_calls_of_a_kind(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(changes_page, "CALLS_SHOWN", 1)
    page = soup(client, "/endringer?fra=2026-09-14")
    assert "… og 1 til. Velg et kortere tidsrom for å se dem." in text(page.select("section")[-1], "li")


def test_sources_show_alarms_holds_and_the_worst_quotes_first(client: TestClient) -> None:
    card = soup(client, "/kilder").select(".source")[1]
    assert text(card, ".alarm") == (
        "Ramme: Verdien er fra en tidligere natt (må rettes) Ramme mangler i 8 av 9. Sett siden natten "
        "20. september 2026. Sjekk opplysningen hos finansiøren. Feltet leses på nytt når leseren for kilden er "
        "rettet, eller når det nye er godtatt."
    )
    assert text(card, ".dates li") == (
        "1 utlysning mangler i listen, men regnes ikke som borte før etter 4 hele lister på rad. "
        "Ramme leses ikke trygt og står som før i 1 utlysning siden natten 20. september 2026."
    )
    assert text(card, ".quotes summary") == "78,9 prosent av sitatene ble funnet igjen på finansiørens sider"
    assert [" ".join(row.get_text(" ").split()) for row in card.select(".shares div")] == [
        "Temaer, beløp 0 prosent (0 av 2)",
        "Ramme 75 prosent (6 av 8)",
        "Tittel 100 prosent (9 av 9)",
    ]


def test_hostile_text_in_a_history_stays_text(client: TestClient) -> None:
    for path in (f"{FR}/flyttet", f"{FR}/fiendtlig", f"{FR}/tvilling", "/endringer?fra=2026-09-14"):
        answer = client.get(path).text
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in answer and answer.count("<script") == 1


def test_what_was_read_is_kept_until_the_store_changes(tmp_path: Path) -> None:
    home, _ = lived_home(tmp_path)
    reader, asked = StoreReader(home), count(1)
    shown, newest = reader.shown([], DAYS[2]), reader.shown([])
    assert shown is not None and newest is not None
    assert (shown.is_past, newest.is_past) == (True, False)
    assert [shown.kept("a", lambda: next(asked)) for _ in range(3)] == [1, 1, 1]
    assert newest.kept("a", lambda: next(asked)) == 2
    for number in range(KEPT):
        newest.kept(number, lambda: next(asked))
    assert shown.kept("a", lambda: next(asked)) == 3 + KEPT
    with Store.open(home.database_url) as store:
        store.keep_hashes(DAYS[2])
    assert newest.kept(KEPT - 1, lambda: next(asked)) == 4 + KEPT


def test_a_night_without_a_ranking_says_so_and_one_without_anything_is_none(tmp_path: Path) -> None:
    home, clusters = lived_home(tmp_path)
    with Store.open(home.database_url) as store:
        store.roll_back(DAYS[1])
        for number, night in enumerate(DAYS[1:4], start=1):
            began_at = datetime(night.year, night.month, night.day, 1, 30, tzinfo=UTC)
            store.begin_night(night, began_at, "0.1.0+abc", False)
            if number > 1:
                publish_lived(store, night, number)
        publish_ranking(store, clusters, began_at)
    client = TestClient(create_app(home, clusters))
    assert text(soup(client, f"/?natt={DAYS[1]}", 404), "h1") == "Ingen natt 15. september 2026"
    profile = "/klynge/proveklyngen/trygg-heime"
    assert "Utlysningene ble ikke rangert denne natten." in text(soup(client, f"{profile}?natt={DAYS[2]}"))
    assert "ikke rangert" not in text(soup(client, profile))
    with pytest.raises(NoSuchNightError) as refused:
        StoreReader(home).shown([], DAYS[1])
    assert (refused.value.day, refused.value.before, refused.value.after) == (DAYS[1], DAYS[0], DAYS[2])
