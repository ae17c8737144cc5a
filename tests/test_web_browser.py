"""Every page in a real browser: nothing that axe complains of, no sideways scrolling, the strict policy kept."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from browsing import check, needs_chromium, open_all, opened, served, settle
from playwright.sync_api import Browser
from web_samples import empty_home, filled_home, lived_home

from web.app import DESIGN, FONTS, create_app

PROJECT = "/klynge/proveklyngen/trygg-heime"
CALL = "/utlysning/forskningsradet/velferdsteknologi"
PATHS = {
    "forside": "/",
    "klynge": "/klynge/proveklyngen",
    "treff": "/treff",
    "treff-filtrert": "/treff?klynge=proveklyngen&status=åpen&frist_innen=60&sorter=frist",
    "profil": PROJECT,
    "profil-lignende": f"{PROJECT}?treff=lignende",
    "profil-ingen-igjen": f"{PROJECT}?minst=900000000",
    "uten-treff": "/klynge/proveklyngen/uten-treff",
    "treff-paa-en-side": "/treff/proveklyngen/trygg-heime/forskningsradet/velferdsteknologi",
    "fiendtlig-treff": "/treff/proveklyngen/trygg-heime/forskningsradet/fiendtlig",
    "utlysning": CALL,
    "fiendtlig": "/utlysning/forskningsradet/fiendtlig",
    "lang-tittel": "/utlysning/forskningsradet/a/b%20c%3Fd%23e",
    "prosjekter": "/prosjekter",
    "nytt-prosjekt": "/prosjekter/proveklyngen/ny",
    "prosjekt": "/prosjekter/proveklyngen/trygg-heime",
    "medlemmer": "/medlemmer/proveklyngen",
    "legg-inn": "/legg-inn",
    "legg-inn-skjema": "/legg-inn/skjema",
    "oversikt": "/oversikt",
    "endringer": "/endringer",
    "kilder": "/kilder",
    "sok": "/sok",
    "sok-treff": "/sok?q=velferdsteknologi",
    "sok-ingenting": "/sok?q=kvantegravitasjon%20zzz",
    "om": "/om",
    "tilgjengelighet": "/tilgjengelighet",
    "personvern": "/personvern",
    "mangler": "/finnes-ikke",
    "feil-spurt": "/treff?status=ledig",
    "feil-natt": "/?natt=i-dag",
}

LIVED = {
    "flyttet": "/utlysning/forskningsradet/flyttet",
    "borte": "/utlysning/forskningsradet/borte",
    "erstattet": "/utlysning/forskningsradet/gammel-adresse",
    "lest-paa-nytt": "/utlysning/forskningsradet/lest-paa-nytt",
    "fiendtlig-historie": "/utlysning/forskningsradet/fiendtlig",
    "tvilling": "/utlysning/forskningsradet/tvilling",
    "runder": "/utlysning/forskningsradet/2026/helse",
    "eu": "/utlysning/eu/45-HLTH",
    "profil-med-nytt": "/klynge/proveklyngen/digital-oppfolging",
    "forside-da": "/?natt=2026-09-17",
    "utlysning-da": "/utlysning/forskningsradet/flyttet?natt=2026-09-14",
    "endringer-alle": "/endringer?fra=2026-09-14",
    "oversikt-eu": "/oversikt",
    "kilder-med-alarm": "/kilder",
    "ingen-natt": "/?natt=2026-09-18",
}

pytestmark = needs_chromium


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(create_app(*filled_home(tmp_path_factory.mktemp("filled")))) as address:
        yield address


@pytest.fixture(scope="module")
def lived_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(create_app(*lived_home(tmp_path_factory.mktemp("lived")))) as address:
        yield address


@pytest.fixture(scope="module")
def empty_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(create_app(*empty_home(tmp_path_factory.mktemp("empty")))) as address:
        yield address


def check_both(browser: Browser, address: str, name: str, folder: Path) -> list[str]:
    """The page wide and narrow, with everything opened; what the console complained of."""
    page, said = opened(browser, address, 1280)
    open_all(page)
    check(page, name, 1280, folder)
    page.set_viewport_size({"width": 320, "height": 900})
    settle(page)
    check(page, name, 320, folder)
    assert page.locator("h1").count() == 1
    page.close()
    return said


def is_the_status(text: str, code: int) -> bool:
    """Whether the console only says which status the page itself was sent with."""
    return f"the server responded with a status of {code}" in text


STATUS = {"mangler": 404, "feil-spurt": 400, "feil-natt": 400, "ingen-natt": 404}


@pytest.mark.parametrize("name", list(PATHS))
def test_page(browser: Browser, site: str, name: str, tmp_path: Path) -> None:
    said = check_both(browser, site + PATHS[name], name, tmp_path)
    assert [text for text in said if not is_the_status(text, STATUS.get(name, 0))] == []


@pytest.mark.parametrize("name", list(LIVED))
def test_page_with_a_history(browser: Browser, lived_site: str, name: str, tmp_path: Path) -> None:
    said = check_both(browser, lived_site + LIVED[name], name, tmp_path)
    assert [text for text in said if not is_the_status(text, STATUS.get(name, 0))] == []


@pytest.mark.parametrize("path", ["/", "/treff", "/klynge/proveklyngen/trygg-heime", "/prosjekter", "/sok?q=helse"])
def test_page_before_the_first_night(browser: Browser, empty_site: str, path: str, tmp_path: Path) -> None:
    assert check_both(browser, empty_site + path, "tom", tmp_path) == []


def test_the_page_says_what_to_do_before_the_first_night(browser: Browser, empty_site: str) -> None:
    page, _ = opened(browser, empty_site, 1280)
    assert page.get_by_role("heading", name="Ingen natt er kjørt ennå").is_visible()
    page.close()


def test_the_night_form_is_sent_under_the_strict_policy(browser: Browser, lived_site: str) -> None:
    page, said = opened(browser, lived_site + LIVED["flyttet"], 1280)
    page.get_by_label("Velg en natt").fill("2026-09-14")
    page.get_by_role("button", name="Vis det vi visste").click()
    page.wait_for_url("**/utlysning/forskningsradet/flyttet?natt=2026-09-14")
    assert page.get_by_text("Slik vi kjente det natten mandag 14. september 2026.").is_visible()
    assert "1. oktober 2026" in page.locator(".values__ours").first.inner_text()
    page.get_by_role("link", name="Vis det vi vet nå").click()
    assert "8. oktober 2026" in page.locator(".values__ours").first.inner_text()
    assert said == []
    page.close()


def test_keyboard_reaches_the_content_first(browser: Browser, site: str) -> None:
    page, _ = opened(browser, site, 1280)
    page.keyboard.press("Tab")
    skip = page.locator(":focus")
    assert skip.inner_text() == "Hopp til innholdet"
    box = skip.bounding_box()
    assert box is not None and box["width"] > 100
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "innhold"
    page.close()


@pytest.mark.skipif(not (DESIGN.is_dir() and FONTS.is_dir()), reason="web/node_modules is not installed")
def test_the_design_system_and_the_font_are_used(browser: Browser, site: str) -> None:
    page, _ = opened(browser, site + PATHS["profil"], 1280)
    assert page.evaluate("document.fonts.ready.then(() => document.fonts.check('16px Inter'))")
    radius = page.locator(".ds-card").first.evaluate("card => getComputedStyle(card).borderRadius")
    assert radius != "0px"
    page.close()


def test_print_leaves_out_navigation(browser: Browser, site: str) -> None:
    page, _ = opened(browser, site + PATHS["profil"], 1280)
    page.emulate_media(media="print")
    assert not page.get_by_role("navigation", name="Hovedmeny").is_visible()
    assert page.locator(".match").first.is_visible()
    page.close()
