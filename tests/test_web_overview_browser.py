"""The overview and the sources with many nights in a real browser: everything opened, wide, narrow, print, contrast."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from browsing import check, needs_chromium, open_all, opened, served
from overview_samples import busy_home
from playwright.sync_api import Browser
from web_samples import empty_home

from web.app import create_app

PATHS = {
    "oversikt": "/oversikt",
    "oversikt-klynge": "/oversikt?klynge=ostklyngen",
    "oversikt-da": "/oversikt?natt=2026-11-01",
    "kilder": "/kilder",
}

pytestmark = needs_chromium

SMALLEST = """() => Math.min(...[...document.querySelectorAll("main *")]
  .filter(one => one.checkVisibility() && [...one.childNodes].some(node => node.nodeType === 3 && node.data.trim()))
  .map(one => parseFloat(getComputedStyle(one).fontSize)))"""


@pytest.fixture(scope="module")
def busy_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(create_app(*busy_home(tmp_path_factory.mktemp("busy")))) as address:
        yield address


@pytest.fixture(scope="module")
def empty_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(create_app(*empty_home(tmp_path_factory.mktemp("empty")))) as address:
        yield address


@pytest.mark.parametrize("width", [1280, 768, 320])
@pytest.mark.parametrize("name", list(PATHS))
def test_page(browser: Browser, busy_site: str, name: str, width: int, tmp_path: Path) -> None:
    page, said = opened(browser, busy_site + PATHS[name], width)
    open_all(page)
    check(page, name, width, tmp_path)
    assert said == [], "the strict policy lets everything of the page through"
    assert page.evaluate(SMALLEST) >= 12
    page.close()


@pytest.mark.parametrize("width", [1280, 320])
def test_before_the_first_night(browser: Browser, empty_site: str, width: int, tmp_path: Path) -> None:
    page, said = opened(browser, f"{empty_site}/oversikt", width)
    check(page, "oversikt-tom", width, tmp_path)
    assert said == []
    page.close()


@pytest.mark.parametrize(
    ("width", "shown", "hidden"), [(1280, ".bars__up", ".bars__lie"), (320, ".bars__lie", ".bars__up")]
)
def test_months_stand_where_there_is_room_and_lie_where_there_is_not(
    browser: Browser, busy_site: str, width: int, shown: str, hidden: str
) -> None:
    page, _ = opened(browser, f"{busy_site}/oversikt", width)
    assert page.locator(f".bars--stand {shown}").first.is_visible()
    assert not page.locator(f".bars--stand {hidden}").first.is_visible()
    page.close()


def test_bars_are_as_long_as_their_figures(browser: Browser, busy_site: str) -> None:
    page, _ = opened(browser, f"{busy_site}/oversikt", 320)
    lengths = page.evaluate(
        """() => [...document.querySelectorAll(".bars--stand .bars__row")].map(row => [
          parseInt(row.querySelector(".bars__figure").textContent),
          [...row.querySelectorAll(".bars__lie rect")].map(one => one.getBoundingClientRect().width)])"""
    )
    most = max(figure for figure, _ in lengths)
    longest = max(sum(pieces) for _, pieces in lengths)
    assert longest > 200
    for figure, pieces in lengths:
        assert abs(sum(pieces) / longest - figure / most) < 0.03
    page.close()


def test_the_heat_map_scrolls_in_its_own_box_by_keyboard(browser: Browser, busy_site: str) -> None:
    page, _ = opened(browser, f"{busy_site}/oversikt", 320)
    box = page.locator(".sideways:has(> .heat)")
    box.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("document.querySelector('.sideways:has(> .heat)').scrollLeft > 0")
    first = page.locator(".heat tbody th").first.bounding_box()
    assert first is not None and first["x"] >= 0, "the names of the calls stay in sight"
    page.close()


def test_figures_are_told_without_colours(browser: Browser, busy_site: str) -> None:
    page, _ = opened(browser, f"{busy_site}/oversikt", 1280)
    page.emulate_media(forced_colors="active")
    fills = page.evaluate(
        """() => ["whole", "part"].map(kind => getComputedStyle(document.querySelector(`.bars .bar--${kind}`)).fill)"""
    )
    assert fills[0] != fills[1], "what is open and what is coming are drawn apart in two colours too"
    assert page.locator(".heat__cell--3 [aria-hidden]").first.inner_text() in ("1", "2", "3")
    page.close()


def test_print_keeps_plots_whole(browser: Browser, busy_site: str) -> None:
    page, _ = opened(browser, f"{busy_site}/oversikt", 1280)
    page.emulate_media(media="print")
    assert page.locator(".heat").is_visible() and not page.locator(".sideways__hint").is_visible()
    assert page.evaluate("getComputedStyle(document.querySelector('.sideways:has(> .heat)')).overflowX") == "visible"
    page.close()
