"""The pages in a real browser: no accessibility violation, no sideways scrolling, styles under the strict CSP."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright
from web_samples import empty_home, filled_home, lived_home

from web.app import DESIGN, FONTS, create_app

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PATHS = {
    "forside": "/",
    "klynge": "/klynge/proveklyngen",
    "profil": "/klynge/proveklyngen/trygg-heime",
    "profil-lignende": "/klynge/proveklyngen/trygg-heime?treff=lignende",
    "uten-treff": "/klynge/proveklyngen/uten-treff",
    "utlysning": "/utlysning/forskningsradet/velferdsteknologi",
    "fiendtlig": "/utlysning/forskningsradet/fiendtlig",
    "lang-tittel": "/utlysning/forskningsradet/a/b%20c%3Fd%23e",
    "oversikt": "/oversikt",
    "endringer": "/endringer",
    "kilder": "/kilder",
    "om": "/om",
    "mangler": "/finnes-ikke",
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

pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason="Chromium is not on this machine (/usr/bin/chromium)")


def serve(home_and_clusters: tuple[object, Path]) -> Iterator[str]:
    server = uvicorn.Server(uvicorn.Config(create_app(*home_and_clusters), port=0, log_level="warning"))  # type: ignore[arg-type]
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    end = time.monotonic() + 20
    while not server.started and time.monotonic() < end:
        time.sleep(0.05)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(timeout=10)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    yield from serve(filled_home(tmp_path_factory.mktemp("filled")))


@pytest.fixture(scope="module")
def lived_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    yield from serve(lived_home(tmp_path_factory.mktemp("lived")))


@pytest.fixture(scope="module")
def empty_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    yield from serve(empty_home(tmp_path_factory.mktemp("empty")))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=str(CHROMIUM), headless=True, args=list(FLAGS))
        yield chromium
        chromium.close()


def opened(browser: Browser, address: str, width: int) -> tuple[Page, list[str]]:
    """The page at that width, without JavaScript of its own, and what the console complained of."""
    page = browser.new_page(viewport={"width": width, "height": 900})
    said: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        if message.type == "error":
            said.append(message.text)

    page.on("console", listen)
    page.goto(address, wait_until="load")
    return page, said


def check(page: Page, name: str, width: int, folder: Path) -> None:
    scroll, client = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    page.screenshot(path=str(folder / f"{name}-{width}.png"), full_page=True)
    assert scroll <= client, f"{name} scrolls sideways at {width} px: {scroll} > {client}"
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("name", list(PATHS))
def test_page(browser: Browser, site: str, name: str, width: int, tmp_path: Path) -> None:
    page, said = opened(browser, site + PATHS[name], width)
    check(page, name, width, tmp_path)
    assert [text for text in said if "404" not in text or name != "mangler"] == []
    assert page.locator("h1").count() == 1
    page.close()


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("name", list(LIVED))
def test_page_with_a_history(browser: Browser, lived_site: str, name: str, width: int, tmp_path: Path) -> None:
    page, said = opened(browser, lived_site + LIVED[name], width)
    for details in page.locator("details").all():
        details.locator("summary").click()
    check(page, name, width, tmp_path)
    assert [text for text in said if "404" not in text or name != "ingen-natt"] == []
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


@pytest.mark.parametrize("width", [1280, 320])
def test_page_before_the_first_night(browser: Browser, empty_site: str, width: int, tmp_path: Path) -> None:
    page, said = opened(browser, empty_site, width)
    check(page, "tom", width, tmp_path)
    assert page.get_by_role("heading", name="Ingen natt er kjørt ennå").is_visible()
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


def test_hostile_text_does_nothing(browser: Browser, site: str) -> None:
    page, _ = opened(browser, site + PATHS["fiendtlig"], 1280)
    assert page.evaluate("[...document.scripts].length") == 0
    assert page.locator("a[href^='javascript' i]").count() == 0
    assert "<script>alert(1)</script>" in page.locator("h1").inner_text()
    page.close()


def test_print_leaves_out_navigation(browser: Browser, site: str, tmp_path: Path) -> None:
    page, _ = opened(browser, site + PATHS["profil"], 1280)
    page.emulate_media(media="print")
    assert not page.get_by_role("navigation", name="Hovedmeny").is_visible()
    assert page.locator(".match").first.is_visible()
    page.screenshot(path=str(tmp_path / "utskrift.png"), full_page=True)
    page.close()
