"""Texts that mean harm, from funders and from whoever types, in a real browser: shown, and nothing more."""

from __future__ import annotations

import time
import unicodedata
from collections.abc import Iterator
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

import pypdfium2
import pytest
from browsing import needs_chromium, open_all, served, stays_inside, widest
from fastapi.testclient import TestClient
from hostile_texts import HOSTILE_TEXTS
from playwright.sync_api import Browser, Page
from publish_samples import FIRST, NIGHT, said
from web_samples import add_night, empty_home, lasting, page_token

from calls.home import Home
from calls.store import Store
from web.app import create_app

pytestmark = needs_chromium

PROJECT = "/klynge/proveklyngen/trygg-heime"
MOST_BYTES = 400_000
MOST_SECONDS = 2.0
SHORT = [number for number, text in enumerate(HOSTILE_TEXTS) if len(text) <= 1000]
LONG = [number for number, text in enumerate(HOSTILE_TEXTS) if len(text) > 1000]
TYPED = [text for text in HOSTILE_TEXTS if 0 < len(text) <= 900]


def kept(text: str) -> str:
    """A text as far as the store takes it: no null bytes and no halves of a character."""
    return text.replace("\0", "").encode("utf-8", "replace").decode()


def seen(text: str) -> str:
    """The characters of a text that can be seen."""
    return "".join(char for char in text if unicodedata.category(char)[0] not in "CZ")


def hostile_call(number: int, text: str) -> dict[str, Any]:
    """A call in which the funder says the text wherever a funder may say something."""
    return lasting(
        f"ond-{number}",
        title=f"Velferdsteknologi for eldre {number} {text}",
        summary=f"Velferdsteknologi i kommunen. {text}",
        full_text=f"Kommunen prøver ut velferdsteknologi for eldre hjemme.\n{text}",
        applicant_text=text,
        funder=text or "Ingen",
        url=text or "x",
        twin_url=text or None,
        contact=[{"text": text, "email": text, "phone": text}],
        change_notes=[{"date": "2026-09-10", "text": text}],
        themes=[{"name": text, "amount_nok": None, "target_group": text, "text": text}],
        evidence={"award_ceiling_nok": [said(text, text, text)]},
        award_ceiling_nok=500_000,
    )


class Place(NamedTuple):
    """A home full of texts that mean harm, its application served and asked from inside."""

    home: Home
    address: str
    client: TestClient
    token: str

    def send(self, path: str, **fields: str) -> int:
        return self.client.post(path, data={"nokkel": self.token, **fields}).status_code


def opened_place(root: Path, numbers: list[int]) -> Iterator[Place]:
    """The first night some of the calls say nothing yet: of the others all is new, of those it has changed."""
    home, clusters = empty_home(root)
    home.path.mkdir()
    clusters.rename(home.clusters)
    with Store.open(home.database_url) as store:
        add_night(store, home.clusters, FIRST, [hostile_call(number, "") for number in numbers[::4]], False)
        calls = [hostile_call(number, kept(HOSTILE_TEXTS[number])) for number in numbers]
        add_night(store, home.clusters, NIGHT, calls, False)
    seconds = count()
    app = create_app(home, clock=lambda: NIGHT + timedelta(seconds=next(seconds)), meaning=False)
    client = TestClient(app)
    with served(app) as address:
        yield Place(home, address, client, page_token(client))


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    yield from opened_place(tmp_path_factory.mktemp("hostile"), SHORT)


@pytest.fixture(scope="module")
def heavy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    yield from opened_place(tmp_path_factory.mktemp("heavy"), LONG)


class Watched:
    """A narrow window that notes whatever a page does that it should not."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.address, self.done = address, list[str]()
        self.page: Page = browser.new_page(viewport={"width": 320, "height": 900}, reduced_motion="reduce")
        self.page.on("dialog", lambda one: (self.done.append(f"dialog {one.message}"), one.dismiss()))
        self.page.on("request", lambda one: one.url.startswith((address, "data:")) or self.done.append(one.url))
        self.page.on("console", lambda one: one.type == "error" and self.done.append(one.text))
        self.page.on("pageerror", lambda one: self.done.append(str(one)))

    def visit(self, path: str, status: int = 200) -> str:
        """The text of the page, after everything that must hold for it was looked at."""
        answer = self.page.goto(self.address + path, wait_until="load")
        assert answer is not None and answer.status == status, path
        open_all(self.page)
        scripts = self.page.evaluate("[...document.scripts].map(one => [one.getAttribute('src'), one.textContent])")
        assert scripts in ([["/skript/htmx.min.js", ""]], []), path
        strange = "iframe, object, embed, base, main style, main link, main img, [onclick], [onload], [onerror]"
        assert self.page.locator(strange).count() == 0, path
        assert self.page.locator("a[href^='javascript' i], a[href^='data' i], a[href^='vbscript' i]").count() == 0
        assert self.page.locator("h1").count() == 1, path
        assert stays_inside(self.page), f"{path}: {widest(self.page)}"
        assert [one for one in self.done if f"status of {status}" not in one] == [], path
        self.done.clear()
        return str(self.page.evaluate("document.querySelector('main').textContent"))


@pytest.fixture(scope="module")
def window(browser: Browser, place: Place) -> Iterator[Watched]:
    found = Watched(browser, place.address)
    yield found
    found.page.close()


@pytest.fixture(scope="module")
def heavy_window(browser: Browser, heavy: Place) -> Iterator[Watched]:
    found = Watched(browser, heavy.address)
    yield found
    found.page.close()


PAGES = ["/", "/klynge/proveklyngen", PROJECT, "/treff", "/endringer", "/kilder", "/prosjekter"]


@pytest.mark.parametrize("path", [*PAGES, "/treff?side=2", "/oversikt", "/sok?q=velferdsteknologi"])
def test_pages_of_many_calls_are_harmless(window: Watched, path: str) -> None:
    window.visit(path)


@pytest.mark.parametrize("path", [*PAGES, "/oversikt", "/sok?q=velferdsteknologi"])
def test_a_title_of_a_million_letters_makes_no_list_heavy_or_slow(
    heavy: Place, heavy_window: Watched, path: str
) -> None:
    heavy_window.visit(path)
    began = time.monotonic()
    answer = heavy.client.get(path)
    assert time.monotonic() - began < MOST_SECONDS
    assert len(answer.content) < MOST_BYTES


@pytest.mark.parametrize("tens", range(0, len(SHORT), 10))
def test_the_page_of_a_call_tells_all_that_was_said_and_does_nothing_of_it(window: Watched, tens: int) -> None:
    for number in SHORT[tens : tens + 10]:
        check_call(window, number)


@pytest.mark.parametrize("number", LONG)
def test_the_page_of_a_call_tells_all_of_a_long_text(heavy_window: Watched, number: int) -> None:
    check_call(heavy_window, number)


def check_call(window: Watched, number: int) -> None:
    text = kept(HOSTILE_TEXTS[number])
    assert seen(text) in seen(window.visit(f"/utlysning/forskningsradet/ond-{number}")), (number, text[:80])


def check_sheets(window: Watched, numbers: list[int]) -> int:
    """How many of the calls are matches of the project, each of them one sheet."""
    sheets = 0
    for number in numbers:
        path = f"/treff/proveklyngen/trygg-heime/forskningsradet/ond-{number}"
        if window.page.request.get(window.address + path).status == 200:
            window.visit(path)
            assert len(pypdfium2.PdfDocument(window.page.pdf(format="A4"))) == 1, path
            sheets += 1
    return sheets


def test_a_match_is_one_sheet_whatever_the_funder_wrote(window: Watched, heavy_window: Watched) -> None:
    assert check_sheets(window, SHORT[::5]) > 5
    assert check_sheets(heavy_window, LONG) > 0


def test_a_search_for_such_a_text_shows_it_and_no_more(window: Watched) -> None:
    for text in TYPED[::3]:
        asked = kept(text)[:200]
        shown = window.visit(f"/sok?q={quote(asked)}")
        assert not asked.split() or seen(asked) in seen(shown), asked


def test_a_reason_is_shown_as_it_was_typed(place: Place, window: Watched) -> None:
    call = {"klynge": "proveklyngen", "prosjekt": "trygg-heime", "kilde": "forskningsradet"}
    given = {number: kept(text) for number, text in enumerate(TYPED) if number % 3 == 0}
    taken = [
        text
        for number, text in given.items()
        if place.send("/ikke-for-oss", **call, id=f"ond-{number}", grunn=text) < 400
    ]
    assert len(taken) > 20
    shown = seen(window.visit(f"{PROJECT}?vis_skjulte=ja"))
    listed = [text for text in taken if seen(text) in shown]
    assert len(listed) > 5


def test_a_call_of_ones_own_is_shown_as_it_was_typed(place: Place, window: Watched) -> None:
    dated = {"deadline_at": "2026-12-01", "deadline_at_clock": "12:00", "full_text": "Velferdsteknologi for eldre."}
    for text in TYPED[::8]:
        typed = kept(text)
        fields = {"title": f"Egen {typed}", "funder": f"Fond {typed}", "summary": typed, **dated}
        answer = place.client.post("/legg-inn", data={"nokkel": place.token, **fields})
        assert answer.status_code == 200, typed
        assert seen(typed) in seen(window.visit(answer.url.path)), typed
    window.visit("/legg-inn")


def test_a_project_is_shown_as_it_was_typed(place: Place, window: Watched) -> None:
    made = 0
    for text in TYPED[::8]:
        typed = kept(text)
        fields = {"title": f"Prosjekt {typed}", "description": f"Velferdsteknologi. {typed}", "keywords": typed}
        answer = place.client.post(
            "/prosjekter/proveklyngen/ny", data={"nokkel": place.token, "gjor": "lagre", **fields}
        )
        assert answer.status_code in (200, 400)
        if answer.status_code == 200:
            made += 1
            window.visit(answer.url.path)
            window.visit(answer.url.path.replace("/prosjekter/", "/klynge/"))
    assert made > 5
    window.visit("/prosjekter")
    window.visit("/")


def test_a_text_turns_its_own_letters_alone(window: Watched) -> None:
    """An override of the direction ends with the element that the text stands in."""
    window.visit("/treff")
    loose = window.page.evaluate(
        """() => [...document.querySelectorAll("main *:not(option)")].filter(one =>
          !/isolate|plaintext/.test(getComputedStyle(one).unicodeBidi) && [...one.childNodes].some(
            node => node.nodeType === 3 && /[\\u202a-\\u202e\\u2066-\\u2069]/.test(node.data))
        ).map(one => one.outerHTML.slice(0, 200))"""
    )
    assert loose == []
