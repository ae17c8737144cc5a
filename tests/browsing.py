"""A real browser and a served page for the tests that look at the pages as a reader does."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from fastapi import FastAPI
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

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
needs_chromium = pytest.mark.skipif(not CHROMIUM.exists(), reason="Chromium is not on this machine (/usr/bin/chromium)")

RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
"""What axe looks for. Left to itself it passes over the rules that came with WCAG 2.2."""

MOST_LOOKS = 50
"""How often it is looked whether a page has come to rest."""


@contextmanager
def served(app: FastAPI) -> Iterator[str]:
    """The address of the application on this machine."""
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="warning"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    end = time.monotonic() + 20
    while not server.started and time.monotonic() < end:
        time.sleep(0.05)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(timeout=10)


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser."""
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=str(CHROMIUM), headless=True, args=list(FLAGS))
        yield found
        found.close()


def listened(page: Page) -> list[str]:
    """What the console of the page complains of from now on."""
    said: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        if message.type == "error":
            said.append(message.text)

    page.on("console", listen)
    return said


def opened(browser: Browser | BrowserContext, address: str, width: int) -> tuple[Page, list[str]]:
    """The page at that width, and what the console complained of."""
    page = browser.new_page()
    page.set_viewport_size({"width": width, "height": 900})
    said = listened(page)
    page.goto(address, wait_until="load")
    return page, said


def open_all(page: Page) -> None:
    """Opens all that folds, without the time that unfolding takes where a reader asks for no motion."""
    page.emulate_media(reduced_motion="reduce")
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    settle(page)


def settle(page: Page) -> None:
    """Waits until the page no longer grows: what is half unfolded would be measured as half covered."""
    before = -1
    for _ in range(MOST_LOOKS):
        now = page.evaluate("document.documentElement.scrollHeight")
        if now == before:
            return
        before = now
        page.wait_for_timeout(80)
    raise AssertionError("the page never comes to rest")


def stays_inside(page: Page) -> bool:
    """Whether nothing makes the page wider than the window."""
    scroll, client = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    return bool(scroll <= client)


def check(page: Page, name: str, width: int, folder: Path) -> None:
    """No sideways scrolling and nothing that axe complains of; a picture in the folder where something is wrong."""
    found: Any = Axe().run(page, options={"runOnly": list(RULES), "resultTypes": ["violations"]})
    if found.violations_count or not stays_inside(page):
        page.screenshot(path=str(folder / f"{name}-{width}.png"), full_page=True)
    assert stays_inside(page), f"{name} scrolls sideways at {width} px: {widest(page)}"
    assert found.violations_count == 0, found.generate_report()


def widest(page: Page) -> str:
    """The elements that reach out of the window, for the message of a failing test."""
    return str(
        page.evaluate(
            """() => [...document.querySelectorAll("body *")]
            .filter(one => one.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
            .slice(0, 5).map(one => `${one.tagName}.${one.className}: ${one.textContent.trim().slice(0, 60)}`)"""
        )
    )
